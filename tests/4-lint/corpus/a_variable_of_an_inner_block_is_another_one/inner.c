#include "task.h"

struct error *work_x(void *arg);

void hide_x(void)
{
    struct task *t_x = task_go(work_x, NULL);
    {
        struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    }
    task_forget(t_x);
}

void hidden_x(void)
{
    struct task *t_x = /*!task_go*/task_go(work_x, NULL);
    {
        struct task *t_x = task_go(work_x, NULL);
        task_forget(t_x);
    }
}
