#include "task.h"

struct error *work_x(void *arg);

void row_x(int n_x)
{
    /*!task_go*/task_go(work_x, NULL), /*!task_go*/task_go(work_x, NULL);
    n_x++, /*!task_go*/task_go(work_x, NULL), n_x--;
    (/*!task_go*/task_go(work_x, NULL), n_x) > 3 ? n_x++ : n_x--;
    /*!task_go*/task_go(work_x, NULL) /* = */ , n_x = 0;
}
