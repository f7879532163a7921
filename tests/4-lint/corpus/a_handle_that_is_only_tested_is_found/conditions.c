#include "task.h"

struct error *work_x(void *arg);

int ask_x(int n_x)
{
    if (/*!task_go*/task_go(work_x, NULL))
        n_x++;
    while (/*!task_go*/task_go(work_x, NULL))
        break;
    do
        n_x--;
    while (/*!task_go*/task_go(work_x, NULL) && n_x > 0);
    for (; /*!task_go*/task_go(work_x, NULL);)
        return n_x;
    switch ((long)/*!task_go*/task_go(work_x, NULL)) {
    case 0:
        n_x++;
    }
    return 0;
}
