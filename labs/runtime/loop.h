// A run: gives tasks their turns until the last of them has ended.
//
// Ready tasks wait in a queue, first in first out. A task that waits switches
// straight to the next one; the loop's own stack is used only when nothing is
// ready, and now and then to look at the clock and at the world outside, so
// that tasks which never sleep do not starve those that do.
//
// Each thread may have one run at a time; runs in several threads know nothing
// of each other. A run may follow another.
#pragma once
#include "clock.h"
#include "deadline.h"
#include "stack.h"
#include "task.h"
#include <stdio.h>

// How a cancel request reaches a task; see scope.h.
enum loop_cancellation {
    LEVEL, // a state: every wait fails while the scope is cancelled
    EDGE,  // a message: one wait fails, and the message is used up
};

// What was still alive at the end of a run. All zero is a clean end.
struct loop_left {
    size_t tasks;     // started and not ended
    size_t handles;   // tasks of task_go neither joined nor forgotten; processes,
                      // pipes and receivers of signals not freed
    size_t stacks;    // in use
    size_t scopes;    // entered and not left
    size_t deadlines; // set and not cleared
    size_t errors;    // made and not freed, the run's result not counted
};

// All zero is a sensible choice: real clock, first in first out, level.
struct loop_options {
    bool virtual_clock; // real if false
    uint64_t seed;      // 0: first in first out; else the order of the tasks
                        // that are ready together is shuffled, the same way
                        // for the same seed
    enum loop_cancellation cancellation;
    struct stack_limits stacks;
    struct stack_pool *pool; // whose stacks to use, for many short runs; stays
                             // the caller's. NULL: one of its own, by the limits

    FILE *trace;            // where events go (trace.h); NULL: nowhere
    FILE *report;           // where a stuck run prints its tree; NULL: stderr
    struct loop_left *left; // filled in at the end, if not NULL
    int64_t busy_ms;        // a task that runs so long without a wait is
                            // reported, with its backtrace; 0: never
    bool tree_on_signal;    // SIGUSR1 prints the tree of tasks

    // Called before the n-th wait (1, 2, ...) of the run, by the task that is
    // about to wait; it may cancel. For tests that try every place.
    void (*before_wait)(uint64_t n, void *arg);
    void *before_wait_arg;
};

// Runs fn(arg) as the first task until it and all others have ended. options
// may be NULL.
//
// @return what fn returned
// @return STUCK      no task can ever run again; the tree was printed
// @return MISUSE     a run is already on in this thread
// @return EXHAUSTED  there was no address space for stacks
struct error *loop_run(task_fn *fn, void *arg,
                       const struct loop_options *options) MUST_CHECK;

// What main returns for the outcome of a run: 0 for NULL, 3 for STUCK, 1 for
// everything else, which is printed to stderr. Takes err.
int loop_exit_status(struct error *err);

enum loop_cancellation loop_cancellation(void); // of the run that is on

// A random number of this run: the same for the same seed.
uint64_t loop_random(void);

// What is alive now in the run that is on.
struct loop_left loop_alive(void);

// ---- the record ------------------------------------------------------------

// Ready tasks: a ring that grows. With a seed, a batch is what was in the ring
// when the last batch was through; the next task is drawn from the batch.
//
// head and tail are apart, or a compiler adds 1 to both in one wide step, which
// has to wait until narrow ones before it are in memory.
struct loop_queue {
    struct task **slots;
    size_t head;      // counts tasks taken
    size_t mask;      // number of slots - 1; a power of two less one
    size_t tail;      // counts tasks added
    size_t batch_end; // up to here, in tasks added, goes the batch
};

// Somebody to go on with before all others: who started a task eagerly.
struct loop_turn {
    struct task *task;
    struct loop_turn *below; // who started that one eagerly
};

struct loop {
    // Turns.
    struct context context;  // the loop's own stack, while a task runs
    struct loop_queue ready; // tasks in the order of their turns
    struct loop_turn *first; // before all of these; on the starter's stack
    unsigned straight;       // switches that may go straight to the next in
                             // the queue until the loop looks outside again;
                             // 0 while somebody watches, shuffles, or has
                             // started a task eagerly
    unsigned budget;         // the other switches until then
    unsigned budget_full;    // what budget starts from; adapts to the tasks
    uint64_t random;         // state of the generator; never 0
    struct list all_parked;  // tasks in task_wait_all_parked

    // Tasks.
    struct task_chunk *chunks; // records, in blocks
    struct task *free_tasks;   // records to use again, linked by owner
    struct stack_pool *stacks;
    struct task *main;       // the first task; NULL once it has ended
    struct error *result;    // what it failed with
    struct task *ending;     // whose done is being called, or NULL
    size_t n_tasks;          // not ended
    size_t n_handles;        // of task_go, not joined nor forgotten
    size_t n_outside;        // processes, pipes, receivers of signals not freed
    uint32_t n_spawned;      // counts records handed out: the ids
    size_t n_scopes;         // entered and not left; written by scope.c
    uint32_t n_scopes_made;  // the ids of scopes; written by scope.c
    const struct task_cancellation *cancellation; // set with the first scope
    struct reason *shutdown; // set when main has ended: the others' reason
    int *errno_at;           // where this thread has its errno
    const char *waits_for;   // set by task_waits_for for the wait to come

    // Time.
    const struct clock *clock;
    struct deadline_heap deadlines;
    int64_t now;    // virtual: the time. real: when last looked at
    int64_t origin; // real: the system's time at the start
    struct io *io;  // real: libuv's side (io.h)

    // Watching.
    struct loop_options options;
    bool watched;       // trace or before_wait is set
    uint64_t n_waits;   // counted while watched
    uint64_t n_events;  // of the trace
    size_t errors_before; // alive when the run began
    struct busy *busy;  // who watches for a task that is too long (busy.c)
};

extern __thread struct loop *loop_current // NULL: no run is on
    __attribute__((tls_model("local-exec")));

// ---- for task.c ------------------------------------------------------------

// Makes room for more; draws the next task of the batch and puts it first.
void loop_queue_grow(struct loop_queue *queue);
void loop_queue_shuffle(struct loop_queue *queue);

// Adds a task at the end of the queue. This and loop_next stand here, and not in
// loop.c, because every change of tasks goes through both.
static inline void loop_ready(struct loop *loop, struct task *task)
{
    struct loop_queue *queue = &loop->ready;
    if (__builtin_expect(queue->tail - queue->head > queue->mask, 0))
        loop_queue_grow(queue);
    queue->slots[queue->tail++ & queue->mask] = task;
}

// To be called when what keeps tasks from going straight on has changed.
static inline void loop_find_straight(struct loop *loop)
{
    bool can = !loop->watched && loop->options.seed == 0 && loop->first == NULL;
    unsigned budget = loop->budget + loop->straight;
    loop->straight = can ? budget : 0;
    loop->budget = can ? 0 : budget;
}

// Takes the last added task out of the queue again. Bug: it is not task.
void loop_unready(struct loop *loop, struct task *task);

// Who goes next, or NULL if it is the loop's own turn.
static inline struct task *loop_next(struct loop *loop)
{
    struct loop_queue *queue = &loop->ready;
    if (__builtin_expect(loop->first != NULL, 0)) {
        struct loop_turn *turn = loop->first;
        loop->first = turn->below;
        loop_find_straight(loop);
        return turn->task;
    }
    if (queue->head == queue->tail || loop->budget + loop->straight == 0)
        return NULL;
    if (loop->straight > 0)
        loop->straight--;
    else
        loop->budget--;
    if (__builtin_expect(loop->options.seed != 0, 0))
        loop_queue_shuffle(queue);
    return queue->slots[queue->head++ & queue->mask];
}

// The same in the usual case: nothing but the queue has to be looked at, and
// the first in it has had a turn before. NULL: it takes loop_next to tell.
static inline struct task *loop_next_straight(struct loop *loop)
{
    struct loop_queue *queue = &loop->ready;
    if (loop->straight == 0 || queue->head == queue->tail)
        return NULL;
    struct task *next = queue->slots[queue->head & queue->mask];
    if (next->state != TASK_READY)
        return NULL;
    loop->straight--;
    queue->head++;
    return next;
}

// The same, and adds a task in its place: the queue stays as long as it is.
static inline struct task *loop_rotate(struct loop *loop, struct task *task)
{
    struct loop_queue *queue = &loop->ready;
    struct task *next = loop_next_straight(loop);
    if (next != NULL)
        queue->slots[queue->tail++ & queue->mask] = task;
    return next;
}

// Something outside may have happened while the clock was not looked at: calls
// what is due.
void loop_look_at_clock(struct loop *loop);
