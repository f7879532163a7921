// Started on one way, waited for at the end.
#include "task.h"

struct error *work_x(void *arg);
struct error *body_x(int n_x);

struct error *maybe_x(int n_x)
{
    bool done_x;
    struct task *t_x;
    struct error *err_x = NULL;
    if (n_x > 3) {
        t_x = task_go(work_x, NULL);
    } else {
        t_x = NULL;
    }
    err_x = body_x(n_x);
    if (err_x != NULL)
        goto clean_x;
    err_x = body_x(n_x + 1);
clean_x:
    if (t_x != NULL)
        error_free(task_join(t_x, &done_x));
    return err_x;
}
