// A call that begins a line is not always a statement.
#include "task.h"

struct error *work_x(void *arg);
void keep_x(struct task *first_x, struct task *second_x);

struct error *hold_x(bool *done_x)
{
    struct task *t_x =
    task_go(work_x, NULL);
    keep_x(
    task_go(work_x, NULL),
    task_go(work_x, NULL));
    return task_join(
    task_go(work_x, t_x), done_x);
}
