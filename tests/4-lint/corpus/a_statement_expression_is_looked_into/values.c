#include "task.h"

struct error *work_x(void *arg);

int count_x(int n_x)
{
    int sum_x = ({
        /*!task_go*/task_go(work_x, NULL);
        n_x + 1;
    });
    return sum_x + ({ /*!task_go*/task_go(work_x, NULL); 5; });
}

void outer_x(void)
{
    ({ /*!task_go*/task_go(work_x, NULL); });
    (void)({ int n_x = 3; n_x++; /*!task_go*/task_go(work_x, NULL); });
}
