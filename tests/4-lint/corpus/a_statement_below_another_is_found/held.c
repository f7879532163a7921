#include "task.h"

struct error *work_x(void *arg);

struct task *held_x(int n_x, struct task **out_x)
{
    if (n_x > 3)
        return task_go(work_x, NULL);
    else
        *out_x = task_go(work_x, NULL);
    for (out_x[0] = task_go(work_x, NULL); n_x < 4; out_x[n_x] = task_go(work_x, NULL))
        n_x++;
    switch (n_x) {
    case 5:
        task_forget(task_go(work_x, NULL));
        break;
    default: *out_x = task_go(work_x, NULL);
    }
    do
        task_forget(task_go(work_x, NULL));
    while (n_x++ < 6);
    return NULL;
}
