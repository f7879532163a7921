// A cast to something else is a read, and so is a part of what is given up.
#include "task.h"

struct error *work_x(void *arg);
int look_x(void *arg);

unsigned long cast_x(void)
{
    struct task *t_x = task_go(work_x, NULL);
    return (unsigned long)t_x;
}

void call_x(void)
{
    struct task *t_x = task_go(work_x, NULL);
    (void)look_x(t_x);
}
