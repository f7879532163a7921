// What is looked into is of some use.
#include "task.h"

struct error *work_x(void *arg);
int *open_x(int n_x) MARK_GIVES_TASK;
void count_x(int n_x);

int inside_x(int n_x)
{
    n_x += *open_x(3);
    count_x((*task_go(work_x, NULL)).id > 2);
    if (*open_x(n_x))
        return open_x(n_x)[1];
    *open_x(4) = n_x;
    return *(open_x(5));
}
