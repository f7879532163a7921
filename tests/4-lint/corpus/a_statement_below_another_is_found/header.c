// The parts of a for whose value nobody takes.
#include "task.h"

struct error *work_x(void *arg);

void round_x(int n_x)
{
    for (/*!task_go*/task_go(work_x, NULL); n_x > 0; n_x--)
        continue;
    for (; n_x < 5; /*!task_go*/task_go(work_x, NULL))
        n_x++;
    for (; n_x < 9; n_x++, /*!task_go*/task_go(work_x, NULL))
        ;
}
