#include "task.h"

struct error *work_x(void *arg);
struct error *rest_x(void *arg);

void either_x(int n_x)
{
    n_x > 0 ? /*!task_go*/task_go(work_x, NULL) : /*!task_go*/task_go(rest_x, NULL);
    struct task *t_x = n_x > 3 ? /*!task_go*/task_go(work_x, NULL) : NULL;
    t_x = n_x > 4 ? NULL : n_x > 5 ? /*!task_go*/task_go(rest_x, NULL)
                                   : /*!task_go*/task_go(work_x, NULL);
}

struct task *one_of_x(int n_x)
{
    return n_x > 0 ? task_go(work_x, NULL) : task_go(rest_x, NULL);
}
