#include "task.h"

struct error *work_x(void *arg);

void choose_x(int n_x, void *arg_x)
{
    if (n_x > 9)
        /*!task_go*/task_go(work_x, arg_x);
    else if (n_x > 4)
        /*!task_go*/task_go(work_x, NULL);
    else
        /*!task_go*/task_go(work_x, &n_x);

    if (n_x == 0) {
        n_x = 1;
    } else {
        /*!task_go*/task_go(work_x, arg_x);
    }
}
