// In both branches, and nobody reads what came of it.
#include "task.h"

struct error *work_x(void *arg);

void branch_x(int n_x)
{
    struct task *t_x = NULL;
    if (n_x > 0)
        t_x = /*!task_go*/task_go(work_x, NULL);
    else if (n_x < -9)
        t_x = NULL;
    else
        t_x = /*!task_go*/task_go(work_x, NULL);
    for (int i_x = 0; i_x < n_x; i_x++)
        if (i_x % 2)
            t_x = /*!task_go*/task_go(work_x, &i_x);
}
