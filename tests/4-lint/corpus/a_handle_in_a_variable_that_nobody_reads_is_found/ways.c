#include "task.h"

struct error *work_x(void *arg);

void first_x(void)
{
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
}

void second_x(void)
{
    struct task *t_x;
    t_x = /*!task_go*/task_go(work_x, NULL);
}

void third_x(int n_x)
{
    struct task *t_x = NULL;
    if (n_x > 0) {
        t_x = /*!task_go*/task_go(work_x, NULL);
        n_x--;
    }
}
