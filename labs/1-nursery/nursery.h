// The nursery: a block that no task outlives.
//
//     struct nursery *n = nursery_open();
//     nursery_spawn(n, reader, &source);      // runs at its next turn
//     nursery_spawn(n, writer, &sink);
//     return nursery_close(n, NULL);          // both have ended here
//
// Between open and close is the body, which belongs to the task that opened
// the nursery, its owner. The tasks spawned into it are its children. Every
// error of a child or of the body comes out of nursery_close, and nowhere else.
//
// A nursery has a cancel scope (scope.h) around its body and its children: the
// first that fails cancels all the others.
#pragma once
#include "error.h"
#include "mark.h"
#include "scope.h"
#include "task.h"

struct nursery;

// ---- open and close --------------------------------------------------------

// Opens a nursery, with a scope of its own, for the running task. Gives it (end
// with nursery_close).
//
// Bug: no task is running.
#define nursery_open() nursery_open_at(PLACE_HERE, (struct nursery_options){0})

// All zero is the plain nursery.
struct nursery_options {
    const char *name;   // for trees and traces; NULL: none
    bool collect_all;   // a failure does not cancel the others
    bool shield MARK_SHIELD; // cancels from outside do not reach in
};
#define nursery_open_with(...)                                                 \
    nursery_open_at(PLACE_HERE, (struct nursery_options){__VA_ARGS__})

struct nursery *
nursery_open_at(struct place place,
                struct nursery_options options) MARK_OPENS_NURSERY;

// Ends the body, waits until no child is left, and closes n. body is what the
// body itself failed with, or NULL.
//
// Schedule point: others run even if there are no children. Not a cancel point:
// a cancel reaches the children, and this goes on waiting for them. Takes n
// and body: both are gone whatever is returned.
//
// @return NULL       nobody failed; being stopped by a cancel of n itself is no
//                    failure, nor is being stopped because another failed
// @return a group    of the errors of children and body in the order in which
//                    they came. Always a group, also for one. If a cancel from
//                    outside stopped somebody too, one CANCELLED is the last
//                    member (LEVEL); with EDGE the message is sent again
//                    instead
// @return CANCELLED  alone: a cancel from outside stopped somebody, and nobody
//                    failed
//
// Bug: the running task does not own n; a scope or a nursery that was opened in
// the body is still open; n has been closed.
struct error *nursery_close(struct nursery *n MARK_NURSERY,
                            struct error *body) MUST_CHECK MARK_CLOSES_NURSERY;

// ---- children --------------------------------------------------------------

// Starts fn(arg) as a child of n: it takes its place at the end of the queue
// and has not run when this returns. Any task may do this while n is open, a
// child of n too, also while the owner waits in nursery_close. A child of a
// cancelled nursery runs up to its first checkpoint.
//
// Returns nothing: what keeps the child from starting is an error of the
// child's and comes out of nursery_close.
//
// Bug: n has been closed (found as long as its memory is not in new use); fn is
// NULL.
#define nursery_spawn(n, fn, arg)                                              \
    nursery_spawn_with((n), fn, (arg), .eager = false)

// How a child is started. All zero is the plain way.
struct spawn_options {
    const char *name; // NULL: the name of the function. Must outlive the child
    bool eager;       // run it at once, up to its first wait
};

#define nursery_spawn_with(n, fn, arg, ...)                                    \
    nursery_spawn_from((n), TASK_SITE(#fn), (fn), (arg),                       \
                       (struct spawn_options){__VA_ARGS__})

void nursery_spawn_from(struct nursery *n MARK_NURSERY,
                        const struct task_site *site, task_fn *fn,
                        void *arg MARK_ARGUMENT,
                        struct spawn_options options) MARK_SPAWNS;

// ---- start: a child that says when it is ready -----------------------------

// Starts fn(arg) as a child and waits until it calls nursery_started. Until
// then the child belongs to the caller: if the caller is cancelled, so is it,
// and its failure is the caller's. From then on it is a child of n.
//
// Checkpoint.
//
// @return NULL           *value (may be NULL) is what nursery_started was given
// @return what the child failed with, not in a group, if it failed before that
// @return MISUSE         it ended well without having called nursery_started
// @return CANCELLED      the caller was cancelled first; the child has ended
//
// On anything but NULL the child is gone, n is as it was, and *value untouched.
//
// Bug: n has been closed.
#define nursery_start(n, fn, arg, value)                                       \
    nursery_start_from((n), TASK_SITE(#fn), (fn), (arg), (value))

struct error *nursery_start_from(struct nursery *n MARK_NURSERY,
                                 const struct task_site *site, task_fn *fn,
                                 void *arg MARK_ARGUMENT, void **value)
    MUST_CHECK MARK_CHECKPOINT MARK_SPAWNS;

// Called by a child of nursery_start, once, when it is ready. Does nothing in a
// task that was not started that way, so that the same function can also be
// spawned, or called.
//
// @return NULL
// @return MISUSE  it was called before; the first value stands
struct error *nursery_started(void *value) MUST_CHECK;

// ---- cancel and look -------------------------------------------------------

// Cancels body and children: scope_cancel(nursery_scope(n), NULL).
void nursery_cancel(struct nursery *n MARK_NURSERY);

// The scope of n, to cancel it with a reason, shield it, or give it a deadline.
struct scope *nursery_scope(struct nursery *n MARK_NURSERY);

// How many children have not ended, those being started not counted.
size_t nursery_n_children(const struct nursery *n MARK_NURSERY);

// The i-th open nursery of a task, from the outermost (0) on; NULL if there are
// not so many.
struct nursery *nursery_of_task(const struct task *task, size_t i);

// The task that opened n.
struct task *nursery_owner(const struct nursery *n MARK_NURSERY);
