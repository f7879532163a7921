#include "task.h"

struct error *work_x(void *arg);

struct error *first_x(struct task *t_x)
{
    bool u_x;
    return task_join(t_x, &u_x);
}

struct error *second_x(void)
{
    struct task *u_x = task_go(work_x, NULL);
    return first_x(u_x);
}

void third_x(struct task *u_x)
{
    struct task *t_x = task_go(work_x, u_x);
    task_forget(t_x);
}
