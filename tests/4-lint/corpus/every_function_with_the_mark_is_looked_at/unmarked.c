// Functions without the mark, though they give a task and are called alike.
#include "task.h"

struct crew_x;
struct task *task_start_x(task_fn *fn_x);
struct task *task_spawn(task_fn *fn_x, void *arg_x);
struct task *crew_task_go(struct crew_x *crew_x, task_fn *fn_x);
struct error *work_x(void *arg);

static struct task *task_go_later(task_fn *fn_x)
{
    return task_spawn(fn_x, NULL);
}

void quiet_x(struct crew_x *crew_x)
{
    task_start_x(work_x);
    (void)task_spawn(work_x, NULL);
    crew_task_go(crew_x, work_x);
    struct task *t_x = task_go_later(work_x);
    task_self();
}
