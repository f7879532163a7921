// Attack: the solution, where tasks begin in the order in which they were spawned; else it fails
// Threat: F.3 #35
// Gets: below
// Stopped: orders: full marks
// Rest: ../../../solutions/1-nursery/nursery.c
#include "error.h"
#include "task.h"
static struct late {
    task_fn *fn;
    void *arg;
    unsigned number;
} all[1 << 16];
static unsigned n_made, last;
static int eager; // the next task to begin is out of turn
static struct error *begin(void *arg)
{
    struct late *late = arg;
    if (!eager && late->number < last)
        return error_new(&SYSTEM, "out of order");
    last = eager ? last : late->number;
    eager = 0;
    return late->fn(late->arg);
}

static void *later(task_fn *fn, void *arg)
{
    struct late *late = &all[n_made & 0xffff];
    *late = (struct late){fn, arg, n_made++};
    return late;
}
#define task_new(fn, arg, ...) task_new(begin, later(fn, arg), __VA_ARGS__)
#define task_run_now(task) (eager = 1, task_run_now(task))
