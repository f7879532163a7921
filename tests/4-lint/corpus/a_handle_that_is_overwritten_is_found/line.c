#include "task.h"

struct error *work_x(void *arg);

struct error *twice_x(int n_x)
{
    bool done_x;
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    t_x = /*!task_go*/task_go(work_x, NULL);
    n_x++;
    if (n_x > 4)
        n_x = 0;
    t_x = task_go(work_x, NULL);
    return task_join(t_x, &done_x);
}

void dropped_x(void)
{
    struct task *t_x;
    t_x = /*!task_go*/task_go(work_x, NULL);
    t_x = NULL;
    task_forget(t_x);
}
