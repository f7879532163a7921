// Here something comes of the first handle before the second is stored.
#include "task.h"

struct error *work_x(void *arg);
static struct task *slot_x;

void not_x(int n_x)
{
    struct task *t_x = task_go(work_x, NULL);
    t_x = task_go(work_x, t_x);
    slot_x = t_x;
    t_x = task_go(work_x, NULL);
    if (n_x > 3)
        t_x = NULL;
    do {
        t_x = slot_x = task_go(work_x, NULL);
        t_x = task_go(work_x, NULL);
        if (n_x > 5)
            break;
        t_x = NULL;
    } while (n_x-- > 0);
    if (t_x != NULL)
        task_forget(t_x);
    t_x = task_go(work_x, NULL), task_forget(t_x);
    t_x = NULL;
    task_forget(t_x);
}
