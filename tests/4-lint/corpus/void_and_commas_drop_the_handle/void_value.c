#include "task.h"

struct error *work_x(void *arg);

void values_x(int n_x, struct task *t_x)
{
    (void)(n_x > 0 ? /*!task_go*/task_go(work_x, NULL) : NULL);
    (void)(t_x = /*!task_go*/task_go(work_x, NULL));
    n_x > 3 ? (void)/*!task_go*/task_go(work_x, NULL) : (void)0;
    for (; n_x > 0; (void)/*!task_go*/task_go(work_x, NULL))
        n_x--;
    return (void)/*!task_go*/task_go(work_x, NULL);
}
