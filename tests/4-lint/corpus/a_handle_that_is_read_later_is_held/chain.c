#include "task.h"

struct error *work_x(void *arg);

struct error *chain_x(bool *done_x)
{
    struct task *a_x, *b_x, *c_x;
    a_x = b_x = task_go(work_x, NULL);
    task_forget(b_x);
    c_x = task_go(work_x, NULL);
    struct task *d_x = c_x;
    a_x = d_x;
    return task_join(a_x, done_x);
}
