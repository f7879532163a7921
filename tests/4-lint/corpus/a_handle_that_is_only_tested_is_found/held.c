// It is tested, and held as well.
#include "task.h"

struct error *work_x(void *arg);
static struct task *slot_x;
bool alive_x(struct task *task_x);

int held_x(struct task **out_x, int n_x)
{
    struct task *t_x;
    if ((slot_x = task_go(work_x, NULL)) == NULL)
        return 1;
    if ((t_x = task_go(work_x, NULL)) != NULL)
        task_forget(t_x);
    if (!alive_x(task_go(work_x, NULL)) || alive_x(task_go(work_x, NULL)) == (n_x > 3))
        return 2;
    while ((*out_x = task_go(work_x, NULL)) && n_x-- > 4)
        out_x++;
    return (*out_x = n_x ? task_go(work_x, NULL) : NULL) ? 5 : 6;
}
