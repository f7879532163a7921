#include "task.h"

struct error *work_x(void *arg);

void clear_x(void)
{
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    t_x = NULL;
}

void clear_in_brackets_x(int n_x)
{
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    if (n_x > 1)
        (t_x) = NULL;
    ((t_x)) = 0;
}
