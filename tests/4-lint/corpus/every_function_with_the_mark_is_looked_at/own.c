// A function of this file gives a task too.
#include "task.h"

MARK_GIVES_TASK static struct task *start_x(task_fn *fn_x, int level_x)
{
    return level_x > 0 ? task_go(fn_x, &level_x) : NULL;
}

static struct error *work_x(void *arg)
{
    return arg;
}

void all_x(void)
{
    /*!start_x*/start_x(work_x, 1);
    /*!task_go*/task_go(work_x, NULL);
    /*!start_x*/start_x(work_x, 2);
}
