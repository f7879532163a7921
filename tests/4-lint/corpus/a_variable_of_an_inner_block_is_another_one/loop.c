#include "task.h"

struct error *work_x(void *arg);

void rounds_x(struct task *t_x, int n_x)
{
    for (int i_x = 0; i_x < n_x; i_x++) {
        struct task *t_x;
        t_x = /*!task_go*/task_go(work_x, NULL);
    }
    for (struct task *t_x = task_go(work_x, NULL); n_x > 3; t_x = NULL) {
        task_forget(t_x);
        n_x = 0;
    }
    task_forget(t_x);
}
