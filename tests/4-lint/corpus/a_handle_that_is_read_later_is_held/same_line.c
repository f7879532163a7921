// Stored and read in one statement.
#include "task.h"

struct error *work_x(void *arg);
void keep_x(struct task *task_x);

int line_x(void)
{
    struct task *a_x, *b_x, *e_x;
    if ((a_x = task_go(work_x, NULL)) != NULL && a_x->id > 3)
        return 1;
    b_x = task_go(work_x, NULL), keep_x(b_x);
    struct task *c_x = task_go(work_x, NULL), *d_x = c_x;
    keep_x(d_x);
    keep_x(e_x = task_go(work_x, NULL));
    e_x = NULL;
    return 0;
}
