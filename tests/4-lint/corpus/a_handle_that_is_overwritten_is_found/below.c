// Only stores count that are statements of one block, with no mention between.
#include "task.h"

struct error *work_x(void *arg);

void first_x(struct task *t_x, int n_x)
{
    if (n_x > 3)
        t_x = task_go(work_x, NULL);
    t_x = NULL;
    {
        t_x = task_go(work_x, NULL);
    }
    t_x = NULL;
    if (t_x != NULL)
        task_forget(t_x);
}

void second_x(struct task *t_x, int n_x)
{
    t_x = task_go(work_x, NULL);
    {
        t_x = NULL;
    }
    t_x = task_go(work_x, NULL);
    if (n_x > 4)
        t_x = NULL;
    else
        t_x = task_go(work_x, NULL);
    if (t_x != NULL)
        task_forget(t_x);
}

void between_x(struct task *t_x)
{
    t_x = task_go(work_x, NULL);
    (void)t_x;
    t_x = task_go(work_x, NULL);
    (void)sizeof(t_x);
    t_x = NULL;
    if (t_x != NULL)
        task_forget(t_x);
}
