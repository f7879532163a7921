#include "task.h"

struct error *work_x(void *arg);

void rounds_x(int n_x)
{
    struct task *last_x = NULL;
    while (n_x-- > 0) {
        if (last_x != NULL)
            task_forget(last_x);
        last_x = task_go(work_x, NULL);
    }
}

void until_x(void)
{
    struct task *t_x = NULL;
    do
        t_x = task_go(work_x, NULL);
    while (t_x == NULL);
}

void down_x(struct task *t_x, int n_x)
{
    do {
        if (t_x != NULL)
            task_forget(t_x);
        t_x = task_go(work_x, NULL);
    } while (n_x-- > 3);
}
