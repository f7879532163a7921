#include "task.h"

struct error *work_x(void *arg);
bool wait_x(struct task *task_x);

void rounds_x(int n_x)
{
    struct task *t_x;
    for (t_x = NULL; n_x > 0; n_x -= t_x != NULL)
        t_x = task_go(work_x, NULL);
    for (struct task *u_x = NULL; n_x < 5; u_x = task_go(work_x, NULL))
        if (u_x != NULL && wait_x(u_x))
            n_x++;
    for (struct task *v_x = task_go(work_x, NULL); wait_x(v_x);)
        v_x = task_go(work_x, NULL);
}
