// What a macro does with a handle is not known: it holds it.
#include "task.h"

#define STORE(slot, value) slot = value
#define STORE_WELL(slot, value) ((slot) = (value))
#define IS_SET(handle) ((handle) != NULL)

struct error *work_x(void *arg);

int hides_x(int n_x)
{
    struct task *t_x, *u_x;
    STORE(t_x, task_go(work_x, NULL));
    STORE_WELL(u_x, task_go(work_x, NULL));
    if (n_x > 3)
        task_forget(t_x), task_forget(u_x);
    return IS_SET(task_go(work_x, NULL));
}
