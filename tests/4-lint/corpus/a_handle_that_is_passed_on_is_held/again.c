// Passed to a function that gives a task, or to the one that is called.
#include "task.h"

struct error *work_x(void *arg);
struct task *pass_x(struct task *task_x);
struct task *(*chosen_x(struct task *task_x))(void);

struct task *again_x(int n_x)
{
    pass_x(pass_x(task_go(work_x, NULL)));
    chosen_x(task_go(work_x, NULL))();
    (n_x > 3 ? pass_x : pass_x)(task_go(work_x, NULL));
    ((struct task *(*)(struct task *))work_x)(task_go(work_x, NULL));
    return task_go(work_x, task_go(work_x, task_go(work_x, NULL)));
}
