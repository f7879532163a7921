#include "task.h"

struct error *work_x(void *arg);

struct error *after_x(struct task *t_x, int n_x)
{
    bool done_x;
    struct error *err_x = task_join(t_x, &done_x);
    t_x = task_go(work_x, NULL);
    if (n_x > 3)
        goto out_x;
    error_free(err_x);
    err_x = NULL;
out_x:
    task_forget(t_x);
    return err_x;
}
