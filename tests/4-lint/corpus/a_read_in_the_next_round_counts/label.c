// Wherever the label stands: where a goto is, nobody looks.
#include "task.h"

struct error *work_x(void *arg);

int label_x(struct task *t_x, int n_x)
{
    task_forget(t_x);
    t_x = task_go(work_x, NULL);
    if (n_x > 3)
        goto out_x;
    n_x++;
out_x:
    return n_x;
}
