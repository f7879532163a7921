#include "task.h"

struct error *work_x(void *arg);

void before_x(struct task *t_x)
{
    task_forget(t_x);
    t_x = /*!task_go*/task_go(work_x, NULL);
}

struct error *swap_x(void)
{
    bool done_x;
    struct task *t_x = task_go(work_x, NULL);
    struct error *err_x = task_join(t_x, &done_x);
    t_x = /*!task_go*/task_go(work_x, t_x);
    return err_x;
}
