#include "task.h"

struct error *work_x(void *arg);
struct error *rest_x(void *arg);

struct task *one_x(void)
{
    return task_go(work_x, NULL);
}

void *two_x(int n_x)
{
    if (n_x > 3)
        return (void *)(task_go(work_x, NULL));
    return n_x > 2 ? task_go(work_x, NULL) : NULL;
}

struct task *three_x(int n_x)
{
    struct task *t_x;
    if (n_x > 4)
        return t_x = task_go(work_x, NULL);
    return n_x > 5 ? one_x() : (n_x++, task_go(rest_x, NULL));
}
