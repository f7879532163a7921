// The nursery: a block that no task outlives.
//
// It is a count of children, a list of their errors, and a cancel scope around
// body and children. Closing waits for the count to become zero; each child
// that ends says so in child_done.
#include "nursery.h"
#include "errgroup.h"
#include "loop.h"
#include "trace.h"
#include <stdlib.h>
#include <string.h>

struct nursery {
    struct nursery_options options;
    struct place place;     // where it was opened
    struct task *owner;     // who opened it
    struct nursery *outer;  // which the owner had open before, or NULL
    struct scope *scope;    // around body and children

    size_t n_children;      // not ended
    size_t n_starting;      // children that nursery_start has yet to bring
    bool waiting;           // the owner is parked in nursery_close

    struct error **errors;  // of children and body, in the order they came
    size_t n_errors;
    size_t room;            // errors there is memory for
    struct error *cancelled; // the first CANCELLED somebody ended with, or NULL
    bool child_stopped;      // EDGE: a child ended with CANCELLED

    struct start *start;    // for the hidden nursery of a nursery_start
};

// A nursery_start that is waiting; in its frame.
struct start {
    struct nursery *target; // where the child goes when it is ready
    void *value;            // what it gave to nursery_started
    bool started;           // it has done so
    bool moved;             // and lives in target now
};

// ---- opening ---------------------------------------------------------------

struct nursery *nursery_open_at(struct place place,
                                struct nursery_options options)
{
    struct task *self = task_self();
    must(self != NULL);
    struct nursery *n = malloc(sizeof(*n));
    must(n != NULL);
    *n = (struct nursery){
        .options = options,
        .place = place,
        .owner = self,
        .outer = self->nursery,
        .scope = scope_enter((struct scope_options){.shield = options.shield,
                                                    .name = options.name}),
    };
    self->nursery = n;
    trace_event("open", place.line, trace_n("nursery", scope_id(n->scope)),
                trace_end);
    return n;
}

// ---- errors ----------------------------------------------------------------

static void keep_error(struct nursery *n, struct error *err)
{
    if (n->n_errors == n->room) {
        n->room = n->room != 0 ? 2 * n->room : 4;
        n->errors = realloc(n->errors, n->room * sizeof(n->errors[0]));
        must(n->errors != NULL);
    }
    n->errors[n->n_errors++] = err;
}

static void cancel_others(struct nursery *n, struct task *task,
                          const struct error *err)
{
    scope_cancel_because(n->scope, CANCEL_NURSERY, error_message(err),
                         task_name(task));
}

// Takes err, with which task has ended. An error is kept before the others are
// cancelled, so that what they fail with comes after it. Of those who were
// stopped by a cancel, one speaks for all.
static void add_error(struct nursery *n, struct task *task, struct error *err)
{
    if (err == NULL)
        return;
    if (error_is(err, &CANCELLED)) {
        if (n->cancelled == NULL)
            n->cancelled = err;
        else
            error_free(err);
        return;
    }
    keep_error(n, err);
    if (!n->options.collect_all)
        cancel_others(n, task, err);
}

// ---- children --------------------------------------------------------------

static bool is_empty(const struct nursery *n)
{
    return n->n_children == 0 && n->n_starting == 0;
}

static void wake_owner_if_empty(struct nursery *n)
{
    if (n->waiting && is_empty(n)) {
        n->waiting = false;
        task_unpark(n->owner, NULL);
    }
}

// EDGE: the owner hears of a cancel by a message of its own (hear_message).
static void child_failed(struct nursery *n, struct task *task,
                         struct error *err)
{
    if (loop_cancellation() == EDGE && error_is(err, &CANCELLED)) {
        n->child_stopped = true;
        error_free(err);
    } else {
        add_error(n, task, err);
    }
}

static void child_done(struct task *task, struct error *err)
{
    struct nursery *n = task->owner;
    must(task->nursery == NULL);
    scope_release(n->scope, task);
    n->n_children--;
    if (err != NULL)
        child_failed(n, task, err);
    wake_owner_if_empty(n);
}

void nursery_spawn_from(struct nursery *n, const struct task_site *site,
                        task_fn *fn, void *arg, struct spawn_options options)
{
    must(n->owner != NULL);
    struct task *task = task_new(fn, arg,
                                 &(struct task_options){
                                     .site = site,
                                     .name = options.name,
                                     .done = child_done,
                                     .owner = n,
                                     .parent = n->owner,
                                 });
    n->n_children++;
    scope_adopt(n->scope, task);
    if (options.eager)
        task_run_now(task);
}

// ---- closing ---------------------------------------------------------------

// EDGE: if reason is of a message to the owner alone, the children get it too.
static void pass_on_message(struct nursery *n, const struct reason *reason)
{
    if (scope_owner_asked_alone(n->scope, reason))
        scope_cancel_because(n->scope, CANCEL_NURSERY, "the owner was cancelled",
                             task_name(n->owner));
}

// The wait for children cannot be taken back: they have to end first.
static enum abort keep_waiting(struct task *task, void *arg)
{
    pass_on_message(arg, task->message);
    return ABORT_FAILED;
}

// Others get a turn in any case. Somebody may spawn between the last child's
// end and our turn, so look again.
static void wait_for_children(struct nursery *n)
{
    if (is_empty(n))
        task_yield();
    while (!is_empty(n)) {
        n->waiting = true;
        task_waits_for("children");
        struct error *err = task_park(keep_waiting, n);
        must(err == NULL);
    }
}

// What everybody failed with, as one error: a group, or CANCELLED alone, or
// NULL.
static struct error *combine(struct nursery *n)
{
    if (n->n_errors == 0)
        return n->cancelled;
    if (n->cancelled != NULL)
        keep_error(n, n->cancelled);
    const char *name = n->options.name != NULL ? n->options.name : "nursery";
    struct error *group =
        errgroup_new_at(NULL, n->place, name, n->errors, n->n_errors);
    for (size_t i = 0; i < n->n_errors; i++)
        error_free(n->errors[i]);
    return group;
}

static bool first_leaf(struct error *leaf, void *arg)
{
    *(struct error **)arg = leaf;
    return false;
}

// EDGE: errors are more urgent than a message from outside. It is sent again,
// and only the errors are returned.
static struct error *put_off_cancelled(struct error *err)
{
    struct error *cancelled, *rest;
    struct error *failed = errgroup_split(err, &CANCELLED, &cancelled, &rest);
    must(failed == NULL);
    error_free(err);
    if (cancelled != NULL) {
        struct error *leaf = NULL;
        errgroup_leaves(cancelled, first_leaf, &leaf);
        scope_rearm(leaf);
        error_free(cancelled);
    }
    return rest;
}

// EDGE: what the owner has to be told of a cancel from outside, and when: now if
// it has stopped a child and nobody has failed.
static struct error *hear_message(struct nursery *n, struct error *err)
{
    if (error_is(err, &BASE_GROUP))
        return put_off_cancelled(err);
    return err == NULL && n->child_stopped ? task_cancelled() : err;
}

static struct error *leave(struct nursery *n)
{
    n->owner->nursery = n->outer;
    trace_event("close", n->place.line, trace_n("nursery", scope_id(n->scope)),
                trace_end);
    struct error *err = scope_leave(n->scope, combine(n));
    if (loop_cancellation() == EDGE)
        err = hear_message(n, err);
    free(n->errors);
    explicit_bzero(n, sizeof(*n)); // who still uses it finds no owner
    free(n);
    return err;
}

struct error *nursery_close(struct nursery *n, struct error *body)
{
    struct task *self = task_self();
    must(n->owner == self);
    must(self->nursery == n);
    must(scope_current() == n->scope);
    if (error_is(body, &CANCELLED))
        pass_on_message(n, error_reason(body));
    add_error(n, self, body);
    wait_for_children(n);
    return leave(n);
}

// ---- start -----------------------------------------------------------------
//
// A child that is being started lives in a hidden nursery of the starter's. When
// it says that it is ready it moves to its target, and the hidden nursery, empty
// now, lets the starter go on.

static struct error *outcome_of_start(const struct start *start,
                                      struct error *err, void **value)
{
    if (err != NULL)
        return errgroup_unwrap(err);
    if (!start->started)
        return error_new(&MISUSE,
                         "the child ended without calling nursery_started");
    // It was ready too late, and has ended with its starter.
    if (!start->moved)
        TRY(task_cancelled());
    if (value != NULL)
        *value = start->value;
    return NULL;
}

struct error *nursery_start_from(struct nursery *n,
                                 const struct task_site *site, task_fn *fn,
                                 void *arg, void **value)
{
    must(n->owner != NULL);
    struct start start = {.target = n};
    struct nursery *hidden = nursery_open_at(
        site->place, (struct nursery_options){.name = "start"});
    hidden->start = &start;
    n->n_starting++;
    nursery_spawn_from(hidden, site, fn, arg, (struct spawn_options){0});
    struct error *err = nursery_close(hidden, NULL);
    n->n_starting--;
    wake_owner_if_empty(n);
    return outcome_of_start(&start, err, value);
}

static void move_child(struct nursery *from, struct nursery *to,
                       struct task *child)
{
    from->start->moved = true;
    from->n_children--;
    to->n_children++;
    child->owner = to;
    child->parent = to->owner;
    scope_move(from->scope, to->scope, child);
    wake_owner_if_empty(from);
}

struct error *nursery_started(void *value)
{
    struct task *self = task_self();
    must(self != NULL);
    if (self->said_started)
        return error_new(&MISUSE, "nursery_started was called before");
    // The owner of any other task is not a nursery, or one without a start.
    if (self->done != child_done)
        return NULL;
    struct nursery *hidden = self->owner;
    struct start *start = hidden->start;
    if (start == NULL)
        return NULL;
    self->said_started = start->started = true;
    start->value = value;
    // LEVEL: if the starter is cancelled, the child stays and ends with it.
    if (loop_cancellation() == EDGE || !scope_is_cancelled(hidden->scope))
        move_child(hidden, start->target, self);
    return NULL;
}

// ---- cancel and look -------------------------------------------------------

void nursery_cancel(struct nursery *n)
{
    scope_cancel(n->scope, NULL);
}

struct scope *nursery_scope(struct nursery *n)
{
    return n->scope;
}

size_t nursery_n_children(const struct nursery *n)
{
    return n->n_children;
}

struct task *nursery_owner(const struct nursery *n)
{
    return n->owner;
}

struct nursery *nursery_of_task(const struct task *task, size_t i)
{
    size_t depth = 0;
    for (struct nursery *n = task->nursery; n != NULL; n = n->outer)
        depth++;
    if (i >= depth)
        return NULL;
    struct nursery *n = task->nursery;
    for (size_t steps = depth - 1 - i; steps > 0; steps--)
        n = n->outer;
    return n;
}
// private: linnet-0f5d3f897d262c7d
