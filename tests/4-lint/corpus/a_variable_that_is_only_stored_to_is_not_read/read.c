// One of these is no store only.
#include "task.h"

struct error *work_x(void *arg);

void read_x(struct task **out_x, int n_x)
{
    struct task *t_x = task_go(work_x, NULL);
    out_x[t_x != NULL] = NULL;
    t_x = NULL;
    t_x = task_go(work_x, NULL);
    if (n_x > 3)
        *out_x = t_x;
    t_x = NULL;
    struct task *u_x = task_go(work_x, NULL);
    u_x = u_x == NULL ? task_self() : u_x;
    uintptr_t v_x = (uintptr_t)task_go(work_x, NULL);
    v_x += 1;
}
