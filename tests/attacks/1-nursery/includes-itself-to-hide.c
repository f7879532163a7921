// Attack: a file that includes itself by another name, and a word in pieces there
// Threat: F.2 #8, F.3 #21
// Gets: rejected
// Says: no_sanitize
#ifndef AGAIN
#define AGAIN
#include "./nursery.c"
#else
#define JOIN(a, b) a##b
__attribute__((JOIN(no_sani, tize)("coverage"), unused)) static int secret(void)
{
    return 7;
}
#include "loop.h"
#include "nursery.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>


struct nursery {
    struct task *owner;
    struct nursery *outer; // which the owner had open before
    struct scope *scope;
    struct error *err;     // the first child's that failed
    size_t n_children;
    bool waiting; // the owner is parked in nursery_close
};

struct nursery *nursery_open_at(struct place place,
                                struct nursery_options options)
{
    (void)place;
    struct nursery *n = calloc(1, sizeof(*n));
    n->owner = task_self();
    n->outer = n->owner->nursery;
    n->scope = scope_enter((struct scope_options){.shield = options.shield});
    return n->owner->nursery = n;
}

__attribute__((unused)) static void child_done(struct task *task,
                                               struct error *err)
{
    struct nursery *n = task->owner;
    scope_release(n->scope, task);
    n->n_children--;
    if (n->err == NULL)
        n->err = err;
    else
        error_free(err);
    if (n->waiting && n->n_children == 0) {
        n->waiting = false;
        task_unpark(n->owner, NULL);
    }
}

void nursery_spawn_from(struct nursery *n, const struct task_site *site,
                        task_fn *fn, void *arg, struct spawn_options options)
{
    (void)options;
    struct task *task = task_new(fn, arg,
                                 &(struct task_options){.site = site,
                                                        .done = child_done,
                                                        .owner = n,
                                                        .parent = n->owner});
    n->n_children++;
    scope_adopt(n->scope, task);
}

static enum abort go_on_waiting(struct task *task, void *arg)
{
    (void)task;
    (void)arg;
    return ABORT_FAILED;
}

struct error *nursery_close(struct nursery *n, struct error *body)
{
    n->waiting = n->n_children > 0;
    if (n->waiting)
        error_free(task_park(go_on_waiting, n));
    n->owner->nursery = n->outer;
    struct error *err = body != NULL ? body : n->err;
    if (err != n->err)
        error_free(n->err);
    err = scope_leave(n->scope, err);
    free(n);
    return err;
}

struct error *nursery_start_from(struct nursery *n,
                                 const struct task_site *site, task_fn *fn,
                                 void *arg, void **value)
{
    (void)value;
    nursery_spawn_from(n, site, fn, arg, (struct spawn_options){0});
    return NULL;
}

struct error *nursery_started(void *value)
{
    (void)value;
    return NULL;
}

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

struct nursery *nursery_of_task(const struct task *task, size_t i)
{
    return i == 0 ? task->nursery : NULL;
}

struct task *nursery_owner(const struct nursery *n)
{
    return n->owner;
}
#endif
