// Lines that end as on another system.
#include "task.h"

struct error *work_x(void *arg);
static struct task *slot_x;

#define FIRE(fn) \
    task_go(fn, NULL)

void lines_x(int n_x)
{
    slot_x = task_go(work_x, NULL);
    if (n_x > 3)
        /*!task_go*/task_go(work_x, NULL);
    /*!task_go*/FIRE(work_x);
}
