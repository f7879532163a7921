#include "task.h"

struct error *work_x(void *arg);

void elements_x(struct task *tasks_x[], int n_x)
{
    struct task *own_x[4];
    struct task *both_x[] = {task_go(work_x, NULL), task_go(work_x, NULL)};
    for (int i_x = 0; i_x < n_x; i_x++)
        tasks_x[i_x] = task_go(work_x, NULL);
    own_x[n_x % 4] = task_go(work_x, NULL);
    *tasks_x = task_go(work_x, NULL);
    *(tasks_x + n_x) = task_go(work_x, NULL);
    n_x[tasks_x] = task_go(work_x, NULL);
    *tasks_x++ = task_go(work_x, NULL);
}
