#include "task.h"

struct error *work_x(void *arg);

// What is given to task_go is held; what that gives is not.
void nest_x(void)
{
    /*!task_go*/task_go(work_x, task_go(work_x, NULL));
}

struct error *again_x(void *arg)
{
    struct task *first_x = arg;
    /*!task_go*/task_go(again_x, first_x);
    return NULL;
}
