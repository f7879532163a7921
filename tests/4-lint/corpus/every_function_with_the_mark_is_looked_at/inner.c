#include "task.h"

struct error *work_x(void *arg);

// Declared where it is used.
void near_x(void)
{
    struct task *begin_x(task_fn *fn_x) MARK_GIVES_TASK;
    /*!begin_x*/begin_x(work_x);
}

// Declared here without the mark: another name, another function.
struct task *open_x(task_fn *fn_x);

void far_x(void)
{
    open_x(work_x);
}
