#include "task.h"

struct error *work_x(void *arg);

void repeat_x(int n_x)
{
    for (int i_x = 0; i_x < n_x; i_x++)
        /*!task_go*/task_go(work_x, NULL);
    while (n_x-- > 0)
        /*!task_go*/task_go(work_x, NULL);
    do
        /*!task_go*/task_go(work_x, NULL);
    while (++n_x < 3);
    for (;;) {
        if (n_x++ > 5)
            break;
        /*!task_go*/task_go(work_x, NULL);
    }
}
