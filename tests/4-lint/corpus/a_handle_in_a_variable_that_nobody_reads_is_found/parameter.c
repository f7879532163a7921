// A parameter is a local variable too, also of an old definition.
#include "task.h"

struct error *work_x(void *arg);

void again_x(struct task *t_x, int n_x)
{
    if (n_x > 2)
        task_forget(t_x);
    t_x = /*!task_go*/task_go(work_x, NULL);
}

void old_x(t_x, n_x)
    struct task *t_x;
    int n_x;
{
    t_x = /*!task_go*/task_go(work_x, &n_x);
}
