// A loop before the store is over.
#include "task.h"

struct error *work_x(void *arg);

void over_x(struct task *t_x, int n_x)
{
    while (n_x > 3) {
        if (t_x != NULL)
            task_forget(t_x);
        t_x = task_go(work_x, NULL);
        n_x--;
    }
    task_forget(t_x);
    do {
        n_x++;
    } while (n_x < 7);
    t_x = /*!task_go*/task_go(work_x, NULL);
}
