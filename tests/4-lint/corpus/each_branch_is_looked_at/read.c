// One branch reads it: that is a read.
#include "task.h"

struct error *work_x(void *arg);

void maybe_x(int n_x)
{
    struct task *t_x = n_x > 7 ? task_go(work_x, NULL) : NULL;
    struct task *u_x = task_go(work_x, NULL);
    if (n_x == 1)
        t_x = NULL;
    else if (n_x == 2)
        task_forget(t_x);
    switch (n_x) {
    case 3:
        u_x = task_go(work_x, NULL);
        break;
    case 4:
        task_forget(u_x);
    }
    if (n_x == 5)
        task_forget(u_x);
}
