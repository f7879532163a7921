#include "task.h"

struct error *work_x(void *arg);

void rounds_x(int n_x)
{
    struct task *t_x = NULL;
    while (n_x-- > 0) {
        if (t_x != NULL)
            task_forget(t_x);
        t_x = /*!task_go*/task_go(work_x, NULL);
        n_x--;
        t_x = task_go(work_x, NULL);
    }
    task_forget(t_x);
}
