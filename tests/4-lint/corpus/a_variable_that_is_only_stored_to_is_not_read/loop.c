#include "task.h"

struct error *work_x(void *arg);

void spin_x(int n_x)
{
    struct task *last_x = NULL;
    while (n_x-- > 0) {
        last_x = NULL;
        last_x = /*!task_go*/task_go(work_x, NULL);
    }
    for (struct task *t_x = NULL; n_x < 3; t_x = /*!task_go*/task_go(work_x, NULL))
        n_x++;
    last_x = /*!task_go*/task_go(work_x, NULL);
}
