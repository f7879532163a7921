// A function that returns in between loses it as well.
#include "task.h"

struct error *work_x(void *arg);

struct error *leave_x(int n_x)
{
    bool done_x;
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    if (n_x > 3)
        return NULL;
    t_x = task_go(work_x, NULL);
    return task_join(t_x, &done_x);
}
