// A function without the mark that gives a task: whom it gives it to is not
// looked at.
#include "task.h"

struct error *work_x(void *arg);

static struct task *begin_x(void *arg)
{
    return task_go(work_x, arg);
}

static struct task *begin_twice_x(void *arg)
{
    struct task *t_x = begin_x(arg);
    return t_x == NULL ? begin_x(arg) : begin_x(NULL);
}

void forgets_x(void (*on_signal_x)(struct task *(*)(void *)))
{
    begin_x(NULL);
    (void)begin_twice_x(NULL);
    struct task *t_x = begin_x(NULL);
    on_signal_x(begin_x);
}
