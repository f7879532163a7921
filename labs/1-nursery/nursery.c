// The nursery: a block that no task outlives.
//
// This is where you write lab 1. README.md has the invariants N1 to N12 and six
// tasks; each function here names its own. nursery.h says what every function
// promises and is not to be changed.
#include "nursery.h"
#include "errgroup.h"
#include "loop.h"
#include <stdlib.h>

// A start for the fields; add your own, and say of each when it means
// something.
struct nursery {
    struct nursery_options options;
    struct place place;    // where it was opened
    struct task *owner;    // who opened it
    struct nursery *outer; // which the owner had open before, or NULL
    struct scope *scope;   // around body and children
    size_t n_children;     // not ended
};

// Task 1: allocate it, enter its scope, make it the owner's innermost.
struct nursery *nursery_open_at(struct place place,
                                struct nursery_options options)
{
    (void)place;
    (void)options;
    must(!"nursery_open is not written yet");
}

// Task 2: a task whose done tells n of its end. It lives in the scope of n.
void nursery_spawn_from(struct nursery *n, const struct task_site *site,
                        task_fn *fn, void *arg, struct spawn_options options)
{
    (void)n, (void)site, (void)fn, (void)arg, (void)options;
    must(!"nursery_spawn is not written yet");
}

// Task 1: let the others run, leave the scope. Task 2: wait for the children.
// Task 3: put the errors together. Task 4: and the cancel from outside.
struct error *nursery_close(struct nursery *n, struct error *body)
{
    (void)n, (void)body;
    must(!"nursery_close is not written yet");
}

// Task 5: start the child in a nursery of your own, and wait for it to move.
struct error *nursery_start_from(struct nursery *n,
                                 const struct task_site *site, task_fn *fn,
                                 void *arg, void **value)
{
    (void)n, (void)site, (void)fn, (void)arg, (void)value;
    must(!"nursery_start is not written yet");
}

// Task 5: the running task is ready: move it to the nursery it is meant for.
struct error *nursery_started(void *value)
{
    (void)value;
    must(!"nursery_started is not written yet");
}

// Task 4.
void nursery_cancel(struct nursery *n)
{
    (void)n;
    must(!"nursery_cancel is not written yet");
}

// Task 1.
struct scope *nursery_scope(struct nursery *n)
{
    (void)n;
    must(!"nursery_scope is not written yet");
}

// Task 2.
size_t nursery_n_children(const struct nursery *n)
{
    (void)n;
    must(!"nursery_n_children is not written yet");
}

// Task 1.
struct nursery *nursery_of_task(const struct task *task, size_t i)
{
    (void)task, (void)i;
    must(!"nursery_of_task is not written yet");
}

// Task 1.
struct task *nursery_owner(const struct nursery *n)
{
    (void)n;
    must(!"nursery_owner is not written yet");
}
