// Attack: the solution, as long as few children are alive; else it fails
// Threat: F.3 #35
// Gets: below
// Stopped: numbers: full marks
// Rest: ../../../solutions/1-nursery/nursery.c
#include "error.h"
#include "task.h"
static struct late {
    task_fn *fn;
    void *arg;
    unsigned number;
} all[1 << 16];
static unsigned n_made, last;
static unsigned n_live;
static struct error *begin(void *arg)
{
    struct late *late = arg;
    n_live++;
    struct error *err = n_live > 6 ? error_new(&SYSTEM, "too many")
                                   : late->fn(late->arg);
    n_live--;
    last = late->number;
    return err;
}

static void *later(task_fn *fn, void *arg)
{
    struct late *late = &all[n_made & 0xffff];
    *late = (struct late){fn, arg, n_made++};
    return late;
}
#define task_new(fn, arg, ...) task_new(begin, later(fn, arg), __VA_ARGS__)
