// What is stored next is not stored on all ways out of the block.
#include "task.h"

struct error *work_x(void *arg);
bool ready_x(int n_x);

void jumps_x(int n_x)
{
    struct task *t_x = NULL, *u_x = NULL;
    for (int i_x = 0; i_x < n_x; i_x++) {
        u_x = task_go(work_x, NULL);
        if (ready_x(i_x))
            continue;
        u_x = NULL;
    }
    while (n_x > 3) {
        t_x = task_go(work_x, NULL);
        if (ready_x(n_x))
            break;
        t_x = u_x;
    }
    if (t_x != NULL && u_x != NULL)
        task_forget(t_x);
}

void away_x(int n_x)
{
    struct task *t_x = task_go(work_x, NULL);
    if (ready_x(n_x))
        goto out_x;
    t_x = NULL;
out_x:
    if (t_x != NULL)
        task_forget(t_x);
}

void far_x(int n_x)
{
    void *to_x = n_x > 4 ? &&well_x : &&out_x;
    struct task *t_x = task_go(work_x, NULL);
    if (ready_x(n_x))
        goto *to_x;
    t_x = NULL;
well_x:
    task_forget(t_x);
out_x:
    return;
}
