// A macro that holds what it starts.
#include "task.h"

#define RUN(fn) task_forget(task_go(fn, NULL))
#define WAIT(fn, done) task_join(task_go(fn, NULL), (done))
#define HELD(name, fn) struct task *name = task_go(fn, NULL)
#define AND_THEN(first, second) first; second

struct error *work_x(void *arg);

struct error *held_x(bool *done_x)
{
    RUN(work_x);
    HELD(t_x, work_x);
    AND_THEN(task_forget(t_x), RUN(work_x));
    TRY(WAIT(work_x, done_x));
    return WAIT(work_x, done_x);
}
