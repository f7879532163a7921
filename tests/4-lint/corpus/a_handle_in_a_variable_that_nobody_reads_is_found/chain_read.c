// One variable of the chain is read, whichever it is.
#include "task.h"

struct error *work_x(void *arg);

void first_x(void)
{
    struct task *a_x, *b_x;
    a_x = b_x = task_go(work_x, NULL);
    task_forget(a_x);
}

void second_x(void)
{
    struct task *a_x, *b_x;
    a_x = b_x = task_go(work_x, NULL);
    task_forget(b_x);
}

struct task *third_x(struct task **out_x)
{
    struct task *a_x, *b_x = a_x = *out_x = task_go(work_x, NULL);
    return a_x = b_x = task_go(work_x, NULL);
}
