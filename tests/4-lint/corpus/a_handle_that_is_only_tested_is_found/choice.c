#include "task.h"

struct error *work_x(void *arg);

int choose_x(int n_x)
{
    int a_x = /*!task_go*/task_go(work_x, NULL) ? 1 : 2;
    n_x = (/*!task_go*/task_go(work_x, NULL) != NULL) + (n_x == 0 || /*!task_go*/task_go(work_x, NULL));
    return /*!task_go*/task_go(work_x, NULL) == NULL ? n_x : a_x;
}
