#include "task.h"

struct error *work_x(void *arg);
void keep_x(int n_x, ...);
void unknown_x();

struct error *pass_x(void (*call_x)(void *), bool *done_x)
{
    task_forget(task_go(work_x, NULL));
    keep_x(2, task_go(work_x, NULL), task_go(work_x, NULL));
    unknown_x(task_go(work_x, NULL));
    call_x(task_go(work_x, NULL));
    (*call_x)((void *)task_go(work_x, NULL));
    (void)task_id(task_go(work_x, NULL));
    return task_join(task_go(work_x, NULL), done_x);
}
