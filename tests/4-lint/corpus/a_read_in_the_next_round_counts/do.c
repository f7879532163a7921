// The condition of a do stands behind its body, and leads back to its begin.
#include "task.h"

struct error *work_x(void *arg);

void rounds_x(int n_x)
{
    struct task *last_x = NULL;
    do {
        task_forget(last_x);
        if (n_x > 3)
            last_x = task_go(work_x, NULL);
    } while (n_x-- > 0);
}
