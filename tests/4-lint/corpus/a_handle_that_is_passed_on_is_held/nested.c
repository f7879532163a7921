// A call in a call, in conditions and loops.
#include "task.h"

struct error *work_x(void *arg);
bool wait_x(struct task *task_x);

int nested_x(int n_x)
{
    if (wait_x(task_go(work_x, NULL)))
        return 1;
    while (n_x-- > 3 && wait_x(task_go(work_x, NULL)))
        continue;
    for (wait_x(task_go(work_x, NULL)); wait_x(task_go(work_x, NULL)); wait_x(task_go(work_x, NULL)))
        if (!wait_x(n_x > 5 ? task_go(work_x, NULL) : NULL))
            return 2;
    return wait_x(task_go(work_x, NULL)) && !wait_x(task_go(work_x, NULL)), 3;
}
