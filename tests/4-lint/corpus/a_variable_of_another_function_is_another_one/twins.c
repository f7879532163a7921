#include "task.h"

struct error *work_x(void *arg);

void loses_x(void)
{
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
}

void keeps_x(void)
{
    struct task *t_x = task_go(work_x, NULL);
    task_forget(t_x);
}

void loses_too_x(void)
{
    struct task *t_x;
    t_x = /*!task_go*/task_go(work_x, NULL);
}
