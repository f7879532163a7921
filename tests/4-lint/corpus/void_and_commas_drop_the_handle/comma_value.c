// The value of a comma is what stands behind it.
#include "task.h"

struct error *work_x(void *arg);

struct task *last_x(int n_x)
{
    struct task *t_x = (/*!task_go*/task_go(work_x, NULL), task_go(work_x, NULL));
    struct task *u_x = (n_x++, /*!task_go*/task_go(work_x, NULL));
    if (n_x > 8)
        return (/*!task_go*/task_go(work_x, NULL), t_x);
    return n_x++, task_go(work_x, NULL);
}
