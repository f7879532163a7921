// Two blocks side by side.
#include "task.h"

struct error *work_x(void *arg);

struct error *sides_x(int n_x)
{
    bool done_x;
    if (n_x > 0) {
        struct task *t_x = /*!task_go*/task_go(work_x, NULL);
        n_x--;
    } else {
        struct task *t_x = task_go(work_x, NULL);
        return task_join(t_x, &done_x);
    }
    {
        struct task *t_x = /*!task_go*/task_go(work_x, NULL);
        int (*u_x)(struct task *t_x) = NULL;
    }
    return NULL;
}
