// The nursery again, by another design: the same behaviour has to get full
// marks.
//
// Children are records in a list, errors are kept in a list, and close waits
// for an event, behind a shield of its own. A child that is being started lives
// in a scope of the starter's and in no nursery at all.
#include "nursery.h"
#include "errgroup.h"
#include "event.h"
#include "loop.h"
#include "trace.h"
#include <stdlib.h>

// A child's error, in the order of arrival.
struct failure {
    struct failure *next;
    struct error *err;
};

struct nursery {
    struct nursery_options options;
    struct place place;
    struct task *owner;
    struct nursery *outer; // opened before by the same task
    struct scope *scope;
    struct list children;  // records of those that have not ended
    size_t n_starting;     // nursery_start calls under way
    struct event *emptied; // while close waits
    struct failure *first, **last;
    size_t n_failures;
    struct error *cancelled; // one for all who were stopped, or NULL
    bool child_stopped;      // EDGE: a child ended with CANCELLED
};

// Who owns a task: one of these.
struct child {
    struct list link;        // in its nursery's children
    struct nursery *nursery; // NULL while it is being started
    struct start *start;     // what it is being started by, or NULL
};

// A nursery_start under way, in its frame.
struct start {
    struct nursery *target;
    struct scope *scope; // the child lives here
    struct event *over;  // it has moved, or ended
    bool said;           // nursery_started was called
    void *value;
    struct error *err; // what the child ended with
};

static bool is_edge(void)
{
    return loop_cancellation() == EDGE;
}

struct nursery *nursery_open_at(struct place place,
                                struct nursery_options options)
{
    struct task *self = task_self();
    must(self != NULL);
    struct nursery *n = calloc(1, sizeof(*n));
    must(n != NULL);
    n->options = options;
    n->place = place;
    n->owner = self;
    n->outer = self->nursery;
    n->scope = scope_enter(
        (struct scope_options){.shield = options.shield, .name = options.name});
    list_init(&n->children);
    n->last = &n->first;
    self->nursery = n;
    trace_event("open", place.line, trace_n("nursery", scope_id(n->scope)),
                trace_end);
    return n;
}

// ---- errors ----------------------------------------------------------------

static void add_failure(struct nursery *n, struct error *err)
{
    struct failure *failure = malloc(sizeof(*failure));
    must(failure != NULL);
    *failure = (struct failure){.err = err};
    *n->last = failure;
    n->last = &failure->next;
    n->n_failures++;
}

static void note_end(struct nursery *n, struct task *who, struct error *err)
{
    if (error_is(err, &CANCELLED)) {
        if (n->cancelled == NULL)
            n->cancelled = error_ref(err);
        error_free(err);
    } else if (err != NULL) {
        add_failure(n, err);
        if (!n->options.collect_all)
            scope_cancel_because(n->scope, CANCEL_NURSERY, error_message(err),
                                 task_name(who));
    }
}

// Empties the list: gives a group of its errors and of the cancelled one, if it
// is not NULL. Takes that.
static struct error *group_of(struct nursery *n, struct error *cancelled)
{
    if (cancelled != NULL)
        add_failure(n, cancelled);
    struct error **members = calloc(n->n_failures, sizeof(members[0]));
    must(members != NULL);
    size_t i = 0;
    for (struct failure *f = n->first; f != NULL; f = f->next)
        members[i++] = f->err;
    struct error *group = errgroup_new_at(
        NULL, n->place, n->options.name != NULL ? n->options.name : "nursery",
        members, n->n_failures);
    free(members);
    for (struct failure *f = n->first, *next; f != NULL; f = next) {
        next = f->next;
        error_free(f->err);
        free(f);
    }
    return group;
}

// ---- children --------------------------------------------------------------

static void tell_if_empty(struct nursery *n)
{
    if (n->emptied != NULL && list_empty(&n->children) && n->n_starting == 0)
        event_set(n->emptied);
}

static void child_done(struct task *task, struct error *err)
{
    struct child *child = task->owner;
    struct nursery *n = child->nursery;
    if (n == NULL) {
        scope_release(child->start->scope, task);
        child->start->err = err;
        event_set(child->start->over);
        free(child);
        return;
    }
    list_remove(&child->link);
    scope_release(n->scope, task);
    free(child);
    if (is_edge() && error_is(err, &CANCELLED)) {
        n->child_stopped = true;
        error_free(err);
    } else {
        note_end(n, task, err);
    }
    tell_if_empty(n);
}

static struct task *new_task(const struct task_site *site, const char *name,
                             task_fn *fn, void *arg, struct child is,
                             struct task *parent)
{
    struct child *child = malloc(sizeof(*child));
    must(child != NULL);
    *child = is;
    list_init(&child->link);
    if (child->nursery != NULL)
        list_push(&child->nursery->children, &child->link);
    return task_new(fn, arg,
                    &(struct task_options){.site = site,
                                           .name = name,
                                           .done = child_done,
                                           .owner = child,
                                           .parent = parent});
}

void nursery_spawn_from(struct nursery *n, const struct task_site *site,
                        task_fn *fn, void *arg, struct spawn_options options)
{
    struct child child = {.nursery = n};
    struct task *task = new_task(site, options.name, fn, arg, child, n->owner);
    scope_adopt(n->scope, task);
    if (options.eager)
        task_run_now(task);
}

// ---- closing ---------------------------------------------------------------

// Waits however often the running task is cancelled.
static void wait_behind_a_shield(struct event *event)
{
    struct scope_options options = {.shield = true, .name = "close"};
    struct scope *s =
        scope_enter(options); // lint: allow endless-shield children are told
    struct error *err = event_wait(event);
    err = scope_leave(s, err);
    must(err == NULL);
}

static void wait_for_children(struct nursery *n)
{
    if (list_empty(&n->children) && n->n_starting == 0)
        task_yield();
    while (!list_empty(&n->children) || n->n_starting > 0) {
        n->emptied = event_new();
        wait_behind_a_shield(n->emptied);
        event_free(n->emptied);
        n->emptied = NULL;
    }
}

// EDGE: a CANCELLED beside errors is sent again and not returned.
static struct error *only_errors(struct error *err, struct error *cancelled)
{
    if (!error_is(err, &BASE_GROUP))
        return err;
    if (cancelled != NULL)
        scope_rearm(cancelled);
    return errgroup_suppress(err, &CANCELLED);
}

struct error *nursery_close(struct nursery *n, struct error *body)
{
    must(n->owner == task_self());
    must(n->owner->nursery == n);
    note_end(n, n->owner, body);
    wait_for_children(n);
    n->owner->nursery = n->outer;
    trace_event("close", n->place.line, trace_n("nursery", scope_id(n->scope)),
                trace_end);
    struct error *err = n->cancelled, *kept = error_ref(n->cancelled);
    if (n->n_failures > 0)
        err = group_of(n, err);
    err = scope_leave(n->scope, err);
    if (is_edge()) {
        err = only_errors(err, kept);
        if (err == NULL && n->child_stopped)
            err = task_cancelled();
    }
    error_free(kept);
    free(n);
    return err;
}

// ---- start -----------------------------------------------------------------

static struct error *outcome(struct start *start, struct error *err, bool ended,
                             void **value)
{
    if (ended && err == NULL && !start->said)
        return error_new(&MISUSE, "the child never called nursery_started");
    if (err == NULL && value != NULL)
        *value = start->value;
    return err;
}

struct error *nursery_start_from(struct nursery *n,
                                 const struct task_site *site, task_fn *fn,
                                 void *arg, void **value)
{
    struct start start = {.target = n, .over = event_new()};
    start.scope = scope_enter((struct scope_options){.name = "start"});
    struct child is = {.start = &start};
    scope_adopt(start.scope, new_task(site, NULL, fn, arg, is, task_self()));
    n->n_starting++;
    wait_behind_a_shield(start.over);
    n->n_starting--;
    tell_if_empty(n);
    event_free(start.over);
    bool ended = start.target != NULL;
    struct error *err = scope_leave(start.scope, start.err);
    return outcome(&start, err, ended, value);
}

struct error *nursery_started(void *value)
{
    struct task *self = task_self();
    must(self != NULL);
    if (self->said_started)
        return error_new(&MISUSE, "nursery_started was called twice");
    struct child *child = self->done == child_done ? self->owner : NULL;
    if (child == NULL || child->start == NULL)
        return NULL;
    struct start *start = child->start;
    self->said_started = start->said = true;
    start->value = value;
    if (!is_edge() && scope_is_cancelled(start->scope))
        return NULL; // it stays, and ends with its starter
    child->nursery = start->target;
    start->target = NULL;
    child->start = NULL;
    list_push(&child->nursery->children, &child->link);
    self->parent = child->nursery->owner;
    scope_move(start->scope, child->nursery->scope, self);
    event_set(start->over);
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
    size_t count = 0;
    list_each (link, &n->children)
        count++;
    return count;
}

struct task *nursery_owner(const struct nursery *n)
{
    return n->owner;
}

struct nursery *nursery_of_task(const struct task *task, size_t i)
{
    size_t n_inside = 0;
    for (struct nursery *n = task->nursery; n != NULL; n = n->outer)
        n_inside++;
    struct nursery *n = task->nursery;
    while (n != NULL && --n_inside > i)
        n = n->outer;
    return n_inside == i ? n : NULL;
}
// private: linnet-0f5d3f897d262c7d
