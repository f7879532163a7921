// Handling groups, as Python's except* does, in plain functions.
//
// This is where you write tasks 4 and 5 of lab 2; the invariants G11 to G14 of
// README.md are about them.
#include "errgroup.h"
#include "pile.h"
#include "task.h"

// A start for the fields; add your own, and say of each when it means
// something.
struct errgroup_try {
    struct error *original; // owned; NULL: there was no error
    struct error *rest;     // owned; what no handler has taken, or NULL
    struct error *caught;   // owned; of the open handler; NULL: none is open
};

// Task 4.
struct errgroup_try *errgroup_try(struct error *err)
{
    (void)err;
    must(!"errgroup_try is not written yet");
}

// Task 4.
bool errgroup_clean(const struct errgroup_try *t)
{
    (void)t;
    must(!"errgroup_clean is not written yet");
}

// Task 4: split what is left. While the handler is open, its part is what the
// running task is handling (task->handling).
struct error *errgroup_catch_any(struct errgroup_try *t,
                                 const struct kind *const *kinds, size_t n)
{
    (void)t, (void)kinds, (void)n;
    must(!"errgroup_catch_any is not written yet");
}

// Task 4.
struct error *errgroup_catch(struct errgroup_try *t, const struct kind *kind)
{
    (void)t, (void)kind;
    must(!"errgroup_catch is not written yet");
}

// Task 5: is it raised again, or new? They go to different places.
void errgroup_raise(struct errgroup_try *t, struct error *err)
{
    (void)t, (void)err;
    must(!"errgroup_raise is not written yet");
}

// Task 4.
struct error *errgroup_done(struct errgroup_try *t)
{
    (void)t;
    must(!"errgroup_done is not written yet");
}

// Task 4: what is left. Task 5: what was raised too.
struct error *errgroup_end(struct errgroup_try *t)
{
    (void)t;
    must(!"errgroup_end is not written yet");
}
