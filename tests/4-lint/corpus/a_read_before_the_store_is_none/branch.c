// A read that stands behind the store counts, though no way leads there.
#include "task.h"

struct error *work_x(void *arg);

void branch_x(struct task *t_x, int n_x)
{
    if (n_x > 3) {
        t_x = task_go(work_x, NULL);
        return;
    }
    if (t_x != NULL)
        task_forget(t_x);
}
