// Any use but a store is a read, also one that keeps nothing.
#include "task.h"

struct error *work_x(void *arg);

int look_x(int n_x)
{
    struct task *a_x = task_go(work_x, NULL);
    struct task *b_x = task_go(work_x, NULL);
    struct task *c_x = task_go(work_x, NULL);
    struct task *d_x = task_go(work_x, NULL);
    struct task *e_x = task_go(work_x, NULL);
    if (a_x == NULL)
        return 1;
    while (!b_x)
        n_x++;
    n_x += c_x ? 3 : 4;
    n_x += d_x->state == TASK_READY;
    return n_x + (e_x != NULL && n_x > 5);
}
