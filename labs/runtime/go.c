// The go statement: tasks that belong to nobody, and their handles.
#include "loop.h"
#include <stdlib.h>
#include <string.h>

// What a task of task_go and the holder of its handle have in common.
struct joint {
    struct error *err;    // what it failed with, once it has ended
    struct task *joiner;  // who waits for it, or NULL
    bool forgotten;       // nobody has the handle
};

static void print_lost(const struct task *task, const struct error *err)
{
    fprintf(stderr, "task \"%s\" failed and nobody waited for it:\n",
            task->name);
    error_print(err, stderr);
}

// The record goes last: with it goes the handle.
static void release(struct task *task)
{
    struct joint *joint = task->owner;
    if (joint->forgotten && joint->err != NULL &&
        !error_is(joint->err, &CANCELLED))
        print_lost(task, joint->err);
    error_free(joint->err);
    free(joint);
    loop_current->n_handles--;
    task_free_ended(task);
}

static void ended(struct task *self, struct error *err)
{
    struct joint *joint = self->owner;
    joint->err = err;
    if (joint->joiner != NULL)
        task_unpark(joint->joiner, NULL);
    else if (joint->forgotten)
        release(self);
}

struct task *task_go_from(const struct task_site *site, task_fn *fn, void *arg)
{
    struct joint *joint = calloc(1, sizeof(*joint));
    must(joint != NULL);
    struct task *task = task_new(
        fn, arg,
        &(struct task_options){.site = site, .done = ended, .owner = joint});
    task->joinable = true;
    loop_current->n_handles++;
    return task;
}

static enum abort stop_joining(struct task *task, void *arg)
{
    (void)task;
    struct joint *joint = arg;
    joint->joiner = NULL;
    return ABORT_SUCCEEDED;
}

struct error *task_join(struct task *task, bool *joined)
{
    must(task->joinable);
    struct joint *joint = task->owner;
    must(joint->joiner == NULL);
    must(!joint->forgotten);
    *joined = false;
    if (task->state != TASK_ENDED) {
        joint->joiner = task_self();
        task_waits_for("task");
        TRY(task_park(stop_joining, joint));
    }
    *joined = true;
    struct error *err = joint->err;
    joint->err = NULL;
    release(task);
    return err;
}

void task_forget(struct task *task)
{
    must(task->joinable);
    struct joint *joint = task->owner;
    must(!joint->forgotten);
    joint->forgotten = true;
    if (task->state == TASK_ENDED)
        release(task);
}

size_t task_drop_handles(struct loop *loop)
{
    size_t kept = 0;
    for (struct task_chunk *c = loop->chunks; c != NULL; c = c->next)
        for (size_t i = 0; i < array_length(c->tasks); i++) {
            struct task *task = &c->tasks[i];
            if (task->state == TASK_FREE || !task->joinable)
                continue;
            struct joint *joint = task->owner;
            kept += !joint->forgotten;
            joint->forgotten = true;
            if (task->state == TASK_ENDED)
                release(task);
            else
                free(joint); // the run is stuck: it will never end
        }
    return kept;
}
