// It is given up with (void) and read as well, and cancelled only.
#include "task.h"

struct error *work_x(void *arg);
void on_end_x(struct task *task_x, void (*call_x)(void));

void well_x(void)
{
    struct task *t_x = task_go(work_x, NULL);
    (void)t_x;
    task_forget(t_x);
}

void called_x(void (*call_x)(void))
{
    struct task *t_x = task_go(work_x, NULL);
    on_end_x(t_x, call_x);
}

struct error *stopped_x(void)
{
    struct task *t_x = task_go(work_x, NULL);
    TRY(task_yield());
    task_interrupt(t_x);
    return NULL;
}
