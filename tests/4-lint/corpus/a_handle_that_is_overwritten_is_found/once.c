// The next store stands on another way, or in a block of its own.
#include "task.h"

struct error *work_x(void *arg);

void once_x(int n_x)
{
    struct task *t_x = NULL, *u_x = NULL;
    if (n_x > 3)
        t_x = task_go(work_x, NULL);
    else
        t_x = task_go(work_x, &n_x);
    switch (n_x) {
    case 4:
        n_x++;
        u_x = task_go(work_x, NULL);
        break;
    case 5:
        u_x = task_go(work_x, NULL);
    }
    task_forget(t_x);
    t_x = task_go(work_x, NULL);
    if (u_x != NULL) {
        task_forget(t_x);
        t_x = NULL;
    }
    task_forget(u_x);
}
