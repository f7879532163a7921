// What gives an error and is no call that can fail: it is borrowed, or new.
#include "errgroup.h"
#include "task.h"

void asks(struct error *err)
{
    error_ref(err);
    error_cause(err);
    task_yield();
}

// By a pointer nobody knows what is called.
void calls(task_fn *fn)
{
    fn(NULL);
}
