#include "task.h"

struct error *work_x(void *arg);

void chain_x(int n_x)
{
    struct task *a_x, *b_x, *c_x;
    a_x = b_x = /*!task_go*/task_go(work_x, NULL);
    a_x = (b_x = (c_x = /*!task_go*/task_go(work_x, NULL)));
    struct task *d_x = c_x = /*!task_go*/task_go(work_x, NULL);
    if (n_x > 3)
        b_x = c_x = /*!task_go*/task_go(work_x, NULL);
}
