// Tasks: functions with a stack of their own that take turns on one thread.
//
// Every change of tasks in this file is one of three: a task puts itself down
// (put_down), a task ends (task_main), a task starts another and steps aside
// for it (task_run_now). Each picks who is next and switches straight there.
#include "task.h"
#include "loop.h"
#include "trace.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

__thread struct task *task_running;

static void task_main(void);

// ---- records ---------------------------------------------------------------

static void add_chunk(struct loop *loop)
{
    struct task_chunk *chunk = calloc(1, sizeof(*chunk));
    must(chunk != NULL);
    chunk->next = loop->chunks;
    loop->chunks = chunk;
    for (size_t i = array_length(chunk->tasks); i-- > 0;) {
        chunk->tasks[i].owner = loop->free_tasks;
        loop->free_tasks = &chunk->tasks[i];
    }
}

// Clears what task_new does not set. Field by field: assigning the whole record
// at once takes longer than everything else in task_new (gcc: rep stos).
static void record_clear(struct task *task)
{
    task->stack = NULL;
    task->aborting = task->interrupted = false;
    task->joinable = task->told_the_end = task->said_started = false;
    task->n_requests = 0;
    task->saved_errno = 0;
    task->wait = NULL;
    task->scope = NULL;
    task->message = NULL;
    task->nursery = NULL;
    task->handling = NULL;
}

static struct task *record_get(struct loop *loop)
{
    if (loop->free_tasks == NULL)
        add_chunk(loop);
    struct task *task = loop->free_tasks;
    loop->free_tasks = task->owner;
    record_clear(task);
    return task;
}

static void record_put(struct loop *loop, struct task *task)
{
    task->state = TASK_FREE;
    task->owner = loop->free_tasks;
    loop->free_tasks = task;
}

void task_free_ended(struct task *task)
{
    must(task->state == TASK_ENDED);
    if (task != loop_current->ending)
        record_put(loop_current, task);
    task->joinable = false;
}

struct task *task_new(task_fn *fn, void *arg,
                      const struct task_options *options)
{
    struct loop *loop = loop_current;
    must(loop != NULL);
    must(fn != NULL);
    struct task *task = record_get(loop);
    task->fn = fn;
    task->arg = arg;
    task->site = options->site;
    task->name = options->name != NULL ? options->name : options->site->name;
    task->parent = options->parent;
    task->done = options->done;
    task->owner = options->owner;
    task->id = ++loop->n_spawned;
    task->state = TASK_NEW;
    list_init(&task->in_scope);
    loop->n_tasks++;
    loop_ready(loop, task);
    trace_event("spawn", task->site->place.line, trace_n("child", task->id),
                trace_s("name", task->name), trace_end);
    return task;
}

// ---- ending ----------------------------------------------------------------

static void trace_outcome(const struct task *task, const struct error *err)
{
    if (err == NULL)
        trace_event_of(task, "done", 0, trace_end);
    else
        trace_event_of(task, "fail", 0,
                       trace_s("kind", error_kind(err)->name),
                       trace_s("message", error_message(err)), trace_end);
}

static void end(struct loop *loop, struct task *task, struct error *err)
{
    task->state = TASK_ENDED;
    loop->n_tasks--;
    trace_outcome(task, err);
    if (task->message != NULL) { // a cancel that it will never be told of
        reason_free(task->message);
        task->message = NULL;
    }
    task_running = NULL;
    loop->ending = task;
    task->done(task, err);
    loop->ending = NULL;
    if (!task->joinable)
        record_put(loop, task);
}

// ---- cancelling ------------------------------------------------------------

static inline struct reason *pending(struct loop *loop, struct task *task)
{
    if (loop->cancellation != NULL) {
        struct reason *reason = loop->cancellation->pending(task);
        if (reason != NULL)
            return reason;
    }
    if (__builtin_expect(loop->shutdown == NULL, 1))
        return NULL;
    return !task->told_the_end ? loop->shutdown : NULL;
}

// Takes reason.
static struct error *deliver(struct task *task, struct reason *reason)
{
    if (reason == loop_current->shutdown)
        task->told_the_end = true;
    else if (loop_current->cancellation->delivered != NULL)
        loop_current->cancellation->delivered(task);
    trace_event_of(task, "cancelled", 0, trace_end);
    struct error *err = error_new_cancelled(reason);
    reason_free(reason);
    if (task->handling != NULL)
        error_set_context(err, error_ref(task->handling));
    return err;
}

struct error *task_cancelled(void)
{
    struct task *self = task_running;
    must(self != NULL);
    struct reason *reason = pending(loop_current, self);
    return reason != NULL ? deliver(self, reason_ref(reason)) : NULL;
}

void task_interrupt(struct task *task)
{
    if (task->state != TASK_PARKED || task->aborting)
        return;
    struct reason *reason = pending(loop_current, task);
    // Asking may look at the clock, and that may have woken the task.
    if (reason == NULL || task->state != TASK_PARKED || task->aborting)
        return;
    struct wait *wait = task->wait;
    task->aborting = true;
    enum abort answer = wait->abort(task, wait->arg);
    must(answer == ABORT_SUCCEEDED || answer == ABORT_FAILED);
    if (answer == ABORT_FAILED)
        return;
    must(task->state == TASK_PARKED);
    wait->reason = reason_ref(reason);
    task->interrupted = true;
    task->state = TASK_READY;
    loop_ready(loop_current, task);
    trace_event_of(task, "wake", 0, trace_s("why", "cancel"), trace_end);
}

void task_interrupt_all(struct loop *loop)
{
    for (struct task_chunk *c = loop->chunks; c != NULL; c = c->next)
        for (size_t i = 0; i < array_length(c->tasks); i++)
            task_interrupt(&c->tasks[i]);
}

void task_use_cancellation(const struct task_cancellation *cancellation)
{
    loop_current->cancellation = cancellation;
}

// ---- taking turns ----------------------------------------------------------

// A task cancelled before its first turn may not want it (edge cancellation).
static bool refuses_to_start(struct task *task)
{
    const struct task_cancellation *cancellation = loop_current->cancellation;
    return cancellation != NULL && cancellation->starts != NULL &&
           !cancellation->starts(task);
}

// True if the new task is ready for its first turn on stack; else it has ended.
static bool can_start(struct loop *loop, struct task *task)
{
    // What keeps it from starting is an error of its own.
    task_running = task;
    if (refuses_to_start(task)) {
        struct reason *reason = reason_ref(pending(loop, task));
        end(loop, task, deliver(task, reason));
        return false;
    }
    task->stack = stack_get(loop->stacks);
    if (task->stack == NULL) {
        end(loop, task,
            error_new(&EXHAUSTED, "no stack for task \"%s\": %zu are in use",
                      task->name, stack_live(loop->stacks)));
        return false;
    }
    context_init(&task->context, stack_bottom(task->stack),
                 stack_bytes(loop->stacks), task_main);
    return true;
}

// Whose turn it is: a task with a stack, or NULL for the loop.
static inline struct task *next_turn(struct loop *loop)
{
    struct task *next;
    do {
        next = loop_next(loop);
    } while (next != NULL && next->state == TASK_NEW &&
             !can_start(loop, next));
    return next;
}

static inline void begin_turn(struct loop *loop, struct task *task)
{
    task->state = TASK_RUNNING;
    task_running = task;
    if (__builtin_expect(loop->watched, 0))
        trace_emit(task, "run", 0, trace_end);
}

static struct context *context_of_turn(struct loop *loop, struct task *next)
{
    if (next == NULL) {
        task_running = NULL;
        return &loop->context;
    }
    begin_turn(loop, next);
    return &next->context;
}

// May end tasks that cannot start.
static __attribute__((noinline)) struct context *find_turn(struct loop *loop)
{
    return context_of_turn(loop, next_turn(loop));
}

// Puts self down for next, or, if that is NULL, for whoever find_turn finds;
// returns at self's next turn, with self's own errno.
//
// What is needed at that turn is not kept on self's stack. The processor would
// have to wait for it, and so do one switch after the other; as it is, it works
// on the next while one is under way.
static inline void put_down(struct task *self, struct task *next)
{
    struct context *to;
    self->saved_errno = *loop_current->errno_at;
    if (__builtin_expect(next != NULL, 1)) {
        next->state = TASK_RUNNING;
        task_running = next;
        to = &next->context;
    } else {
        to = find_turn(loop_current);
    }
    if (__builtin_expect(to != &self->context, 1))
        context_switch(&self->context, to);
    *loop_current->errno_at = task_running->saved_errno;
}

void task_resume(struct loop *loop, struct task *task)
{
    if (task->state == TASK_NEW && !can_start(loop, task))
        return;
    begin_turn(loop, task);
    context_switch(&loop->context, &task->context);
}

void task_run_now(struct task *task)
{
    struct loop *loop = loop_current;
    struct task *self = task_running;
    must(self != NULL);
    must(task->state == TASK_NEW);
    loop_unready(loop, task);
    self->saved_errno = *loop->errno_at;
    bool can = can_start(loop, task);
    task_running = self;
    if (can) {
        struct loop_turn turn = {self, loop->first};
        loop->first = &turn;
        loop_find_straight(loop);
        self->state = TASK_READY;
        context_switch(&self->context, context_of_turn(loop, task));
    }
    *loop->errno_at = self->saved_errno;
}

// Hands the stack of an ended task to a new one. The context is not moved: it
// stands for a place to go on from, and both go on from here.
static bool take_over(struct loop *loop, struct task *next,
                      struct stack *stack, const struct context *context)
{
    if (refuses_to_start(next))
        return false;
    next->stack = stack;
    next->context = *context;
    begin_turn(loop, next);
    return true;
}

// Where every stack begins. Runs a task to its end; if a task without a stack
// is next, that one runs here too, without a switch.
static void task_main(void)
{
    struct loop *loop = loop_current;
    context_entered(&task_running->context, &loop->context);
    for (;;) {
        struct task *self = task_running;
        struct stack *stack = self->stack;
        struct error *err = self->fn(self->arg);
        struct context context = self->context;
        end(loop, self, err);
        struct task *next = loop_next(loop);
        if (next != NULL && next->state == TASK_NEW &&
            take_over(loop, next, stack, &context))
            continue;
        // Put back only now: a new task must not start on the stack we are on.
        if (next != NULL && next->state == TASK_NEW && !can_start(loop, next))
            next = next_turn(loop);
        stack_put(loop->stacks, stack);
        context_leave(&context, context_of_turn(loop, next));
    }
}

// ---- waiting ---------------------------------------------------------------

static void count_wait(struct loop *loop, struct task *self, const char *what)
{
    trace_emit(self, "wait", 0, trace_s("on", what != NULL ? what : "?"),
               trace_end);
    loop->n_waits++;
    if (loop->options.before_wait != NULL)
        loop->options.before_wait(loop->n_waits,
                                  loop->options.before_wait_arg);
}

struct error *task_park(abort_fn *abort, void *arg)
{
    struct loop *loop = loop_current;
    struct task *self = task_running;
    must(self != NULL);
    struct wait wait = {.abort = abort, .arg = arg, .what = loop->waits_for};
    loop->waits_for = NULL;
    if (__builtin_expect(loop->watched, 0))
        count_wait(loop, self, wait.what);
    self->wait = &wait;
    self->aborting = self->interrupted = false;
    self->state = TASK_PARKED;
    if (__builtin_expect(pending(loop, self) != NULL, 0))
        task_interrupt(self);
    put_down(self, loop_next_straight(loop));
    self->wait = NULL;
    return self->interrupted ? deliver(self, wait.reason) : wait.err;
}

void task_unpark(struct task *task, struct error *err)
{
    must(task->state == TASK_PARKED);
    task->wait->err = err;
    if (err != NULL && task->handling != NULL && error_context(err) == NULL)
        error_set_context(err, error_ref(task->handling));
    task->state = TASK_READY;
    loop_ready(loop_current, task);
    trace_event_of(task, "wake", 0, trace_s("why", "unpark"), trace_end);
}

// To the end of the queue, when that is not all there is to a yield.
static __attribute__((noinline)) void go_behind(struct loop *loop,
                                                struct task *self)
{
    if (loop->watched)
        count_wait(loop, self, "turn");
    // The loop's own turn is next: who is due goes before self.
    if (loop->budget + loop->straight == 0)
        loop_look_at_clock(loop);
    self->state = TASK_READY;
    loop_ready(loop, self);
}

struct error *task_yield(void)
{
    struct loop *loop = loop_current;
    struct task *self = task_running;
    must(self != NULL);
    struct task *next = loop_rotate(loop, self);
    if (__builtin_expect(next == NULL, 0))
        go_behind(loop, self);
    self->state = TASK_READY;
    put_down(self, next);
    return NULL;
}

void task_waits_for(const char *what)
{
    loop_current->waits_for = what;
}

// ---- waiting for quiet -----------------------------------------------------

struct quiet {
    struct list link;  // in the loop's all_parked
    struct task *task; // who waits
};

static enum abort leave_quiet(struct task *task __attribute__((unused)),
                              void *arg)
{
    struct quiet *quiet = arg;
    list_remove(&quiet->link);
    return ABORT_SUCCEEDED;
}

struct error *task_wait_all_parked(void)
{
    struct quiet quiet = {.task = task_running};
    list_push(&loop_current->all_parked, &quiet.link);
    task_waits_for("all others to wait");
    return task_park(leave_quiet, &quiet);
}

bool task_wake_quiet(struct loop *loop)
{
    struct list *link = list_pop(&loop->all_parked);
    if (link == NULL)
        return false;
    task_unpark(container_of(link, struct quiet, link)->task, NULL);
    return true;
}

// ---- looking ---------------------------------------------------------------

const char *task_name(const struct task *task)
{
    return task->name;
}

uint64_t task_id(const struct task *task)
{
    return task->id;
}
