// A label is a loop too.
#include "task.h"

struct error *work_x(void *arg);

struct error *again_x(int n_x)
{
    bool done_x;
    struct error *err_x = NULL;
    struct task *t_x = NULL;
again_x:
    if (t_x != NULL)
        err_x = task_join(t_x, &done_x);
    if (n_x-- > 0 && err_x == NULL) {
        t_x = task_go(work_x, NULL);
        goto again_x;
    }
    return err_x;
}
