// What is given up here is the value of a call that holds the task.
#include "task.h"

struct error *work_x(void *arg);
int keep_x(struct task *task_x);
struct task *slot_x;

void held_x(void)
{
    (void)keep_x(task_go(work_x, NULL));
    (void)(slot_x = task_go(work_x, NULL));
    (void)keep_x((void *)task_go(work_x, NULL));
}
