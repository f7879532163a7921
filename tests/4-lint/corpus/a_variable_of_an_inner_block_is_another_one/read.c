// In each block the variable that is meant is read.
#include "task.h"

struct error *work_x(void *arg);

void read_x(int n_x)
{
    struct task *t_x = task_go(work_x, NULL);
    for (int t_x = 0; t_x < n_x; t_x++) {
        struct task *u_x = task_go(work_x, &t_x);
        if (n_x > 3) {
            struct task *t_x = task_go(work_x, NULL);
            task_forget(t_x);
        }
        task_forget(u_x);
    }
    {
        struct task *u_x = t_x;
        task_forget(u_x);
    }
}
