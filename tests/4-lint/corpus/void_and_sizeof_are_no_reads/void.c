#include "task.h"

#define UNUSED(x) ((void)(x))

struct error *work_x(void *arg);

void hush_x(void)
{
    struct task *a_x = /*!task_go*/task_go(work_x, NULL);
    struct task *b_x = /*!task_go*/task_go(work_x, NULL);
    struct task *c_x = /*!task_go*/task_go(work_x, NULL);
    (void)a_x;
    (void)((b_x));
    UNUSED(c_x);
}

void both_x(int n_x)
{
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    if (n_x == 3)
        (void)t_x;
    t_x = NULL, (void)t_x;
}
