// A mark counts for what is declared again without it.
#include "task.h"

struct task *start_x(void *arg) MARK_GIVES_TASK;
struct task *start_x(void *arg);

struct error *work_x(void *arg);

struct task *start_x(void *arg)
{
    return task_go(work_x, arg);
}

void both_x(void)
{
    struct task *start_x(void *);
    /*!start_x*/start_x(NULL);
    /*!task_go_from*/task_go_from(TASK_SITE("work"), work_x, NULL);
}
