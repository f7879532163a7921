// Tasks: functions with a stack of their own that take turns on one thread.
//
// A task runs until it waits. Every wait is built from two functions:
// task_park puts the running task down, task_unpark makes it ready again.
//
//     task_new        +-------+  its turn   +---------+  returns  +-------+
//     --------------> | ready | ----------> | running | --------> | ended |
//                     +-------+             +---------+           +-------+
//                         ^   task_unpark        | task_park
//                         |     +--------+       |
//                         +-----| parked |<------+
//                               +--------+
//
// A task gets its stack at its first turn and gives it back at its end, so a
// task that has not run yet costs only its record.
#pragma once
#include "error.h"
#include "list.h"
#include "mark.h"
#include "switch.h"

struct task;
struct loop;
struct scope;
struct stack;

// The body of a task: returns NULL or what it failed with.
typedef struct error *task_fn(void *arg) MARK_TASK_BODY;

// ---- starting --------------------------------------------------------------

// Where a task was asked for. Lives for ever: the macros make it a constant.
struct task_site {
    const char *name; // the function's name
    struct place place;
};

// The site of this line, whose address is a value.
#define TASK_SITE(name)                                                        \
    ({                                                                         \
        static const struct task_site task_site = {                            \
            (name), {__FILE__, __func__, __LINE__}};                           \
        &task_site;                                                            \
    })

// Called when the task has ended, outside of any task: must not wait. Takes
// err, what the task failed with. self's stack is gone, its record goes next.
typedef void task_done_fn(struct task *self, struct error *err);

struct task_options {
    const struct task_site *site; // who asked, and the default name
    const char *name;             // NULL: the site's. Must outlive the task
    task_done_fn *done;           // who is told of the end. Not NULL
    void *owner;                  // for done: the nursery, say
    struct task *parent;          // for the tree; NULL: a root
};

// Makes a task and puts it at the end of the queue of ready tasks: it runs at
// its turn, never at once.
//
// If there is no stack for it at its first turn, it ends with EXHAUSTED without
// having run.
//
// @return the task, borrowed until done is called
//
// Bug: no run is on in this thread.
struct task *task_new(task_fn *fn, void *arg,
                      const struct task_options *options);

// Runs a task that has not had its first turn, at once, until it waits or ends;
// then goes on with the caller, before all other ready tasks.
//
// Bug: the task has had its first turn; the caller is not a task.
void task_run_now(struct task *task);

// The go statement: starts a task that belongs to nobody. Its error, and even
// its end, are known only to whoever joins it; what is still running when the
// first task of the run has ended is cancelled. Nurseries are for those who
// would rather know. Called as task_go(fn, arg).
//
// @return the task (end with task_join or task_forget)
#define task_go(fn, ...) task_go_from(TASK_SITE(#fn), (fn), (__VA_ARGS__))
struct task *task_go_from(const struct task_site *site, task_fn *fn,
                          void *arg) MUST_CHECK MARK_GIVES_TASK;

// Waits for a task of task_go and gives what it failed with. Takes task, unless
// the wait is cancelled: then the caller still has it.
//
// Checkpoint.
//
// @return NULL       it succeeded
// @return its error
// @return CANCELLED  the caller was cancelled; *joined is false
struct error *task_join(struct task *task,
                        bool *joined) MUST_CHECK MARK_CHECKPOINT;

// Gives up a task of task_go: it goes on alone. Takes task. If it fails, its
// error is printed, once.
void task_forget(struct task *task);

// ---- waiting ---------------------------------------------------------------

enum abort {
    ABORT_SUCCEEDED, // the wait is taken back: nothing will unpark the task
    ABORT_FAILED,    // it cannot be: it will end by itself; cancel later
};

// Asked when a parked task is cancelled, once a wait, from another task or from
// the loop: must not wait itself.
typedef enum abort abort_fn(struct task *task, void *arg);

// Puts the running task down until task_unpark. If the task is cancelled
// already, or is while it waits, abort(task, arg) is asked.
//
// Checkpoint.
//
// @return NULL or the error given to task_unpark
// @return CANCELLED  the wait was aborted; what abort took back is taken back
//
// Bug: no task is running, or abort is called and returns something else.
struct error *task_park(abort_fn *abort, void *arg) MUST_CHECK MARK_CHECKPOINT;

// Makes a parked task ready, at the end of the queue. Takes err: task_park will
// return it.
//
// Bug: the task is not parked, or was unparked already.
void task_unpark(struct task *task, struct error *err);

// Goes to the end of the queue of ready tasks: every other one has a turn first
// (with a seed: those that are drawn before it). A schedule point only: never
// cancelled.
//
// `return task_yield();` is the shortest way out of a function: the task goes on
// straight with the caller.
//
// @return NULL       always
struct error *task_yield(void) MARK_YIELDS;

// Says what the next wait of the running task is for, for trees and traces:
// "children", "event". A constant; forgotten at the end of that wait.
void task_waits_for(const char *what);

// Waits until every other task is parked: nothing is ready, and nothing becomes
// so before the clock moves or the world outside does something. For tests.
//
// Checkpoint.
//
// @return NULL, or CANCELLED
struct error *task_wait_all_parked(void) MUST_CHECK MARK_CHECKPOINT;

// ---- cancelling ------------------------------------------------------------

// What the runtime asks of the module that knows about cancellation (scope.c).
struct task_cancellation {
    // Is there a cancel that task has to hear of now? The reason, borrowed, or
    // NULL. Asked at the start of every wait and at task_cancelled.
    struct reason *(*pending)(struct task *task);

    // Tells that task has just been given CANCELLED. May be NULL.
    void (*delivered)(struct task *task);

    // A task that is cancelled before its first turn: does its body run? (It
    // will be cancelled at its first wait.) May be NULL: yes.
    bool (*starts)(struct task *task);
};

// Asks these functions about every task of the run that has a scope. The last
// call counts.
void task_use_cancellation(const struct task_cancellation *cancellation);

// Wakes task with CANCELLED if it is parked and its wait can be taken back.
// Does nothing to a task that is not parked: it asks `pending` at its next
// wait. Nothing happens either if `pending` finds no reason.
void task_interrupt(struct task *task);

// CANCELLED if the running task is cancelled, else NULL. Does not let others
// run.
struct error *task_cancelled(void) MUST_CHECK;

// ---- looking ---------------------------------------------------------------

// The running task; NULL outside of a run and in the loop's own callbacks.
static inline struct task *task_self(void);

const char *task_name(const struct task *task); // never NULL
uint64_t task_id(const struct task *task);      // 1, 2, ... in a run

// Prints the tasks that are alive as a tree, and what each waits for:
//
//     main                     waits for children      main.c:12
//     |-- reader               waits for event         main.c:20
//     `-- writer               ready                   main.c:21
void task_print_tree(FILE *out);

// ---- the record ------------------------------------------------------------
// Read it to understand; who writes a field is said where it is not the runtime.

enum task_state {
    TASK_FREE,    // an unused record
    TASK_NEW,     // in the queue for its first turn
    TASK_READY,   // in the queue
    TASK_RUNNING, // on the processor
    TASK_PARKED,  // in task_park
    TASK_ENDED,   // its function has returned
};

struct task {
    // The switch.
    struct context context; // where to go on; meaningless while it runs
    struct stack *stack;    // NULL before its first turn

    // What it is.
    task_fn *fn;
    void *arg;
    const struct task_site *site;
    const char *name;    // the site's unless options said otherwise
    struct task *parent; // who owns the nursery it lives in; NULL: a root
    task_done_fn *done;  // told of its end
    void *owner;         // for done

    // Its state.
    uint32_t id;      // counted from 1
    uint8_t state;    // enum task_state
    bool aborting;    // its abort hook has been asked in this wait
    bool interrupted; // its abort hook said yes: park returns CANCELLED
    bool joinable;    // made by task_go; owner is a struct joint
    bool told_the_end;   // has been given CANCELLED because the run is over
    bool said_started;   // nursery.c: has called nursery_started
    uint16_t n_requests; // scope.c, EDGE: cancels sent less those taken back
    int saved_errno;     // errno while it does not run
    struct wait *wait;   // what it is parked on, on its own stack

    // Cancellation: written by the scope module alone.
    struct scope *scope;    // the innermost one it is in, or NULL
    struct list in_scope;   // links the tasks of that scope
    struct reason *message; // EDGE: a cancel it has not been told of, or NULL

    // For other lab modules; saved with the task by being in it.
    struct nursery *nursery; // nursery.c: the innermost it has open, or NULL
    struct error *handling;  // errgroup.c: what a handler is at work on, borrowed
};

// Records come in blocks, so that one can walk over all tasks.
struct task_chunk {
    struct task_chunk *next;
    struct task tasks[256];
};

// What a parked task waits for; in the frame of task_park.
struct wait {
    abort_fn *abort;
    void *arg;
    const char *what;      // "children"; NULL if nobody said
    struct error *err;     // given to task_unpark
    struct reason *reason; // why it was interrupted, or NULL
};

extern __thread struct task *task_running
    __attribute__((tls_model("local-exec")));

static inline struct task *task_self(void)
{
    return task_running;
}

// ---- for the loop ----------------------------------------------------------

// Gives task its turn from the loop's own stack; returns when it is the loop's
// turn again.
void task_resume(struct loop *loop, struct task *task);

// Interrupts every task that is alive: the run is over.
void task_interrupt_all(struct loop *loop);

// Frees the record of a task of task_go that has ended and has no handle.
void task_free_ended(struct task *task);

// Wakes one task of task_wait_all_parked; false if there is none.
bool task_wake_quiet(struct loop *loop);

// Forgets what task_go has left behind at the end of a run; says how many were
// neither joined nor forgotten.
size_t task_drop_handles(struct loop *loop);
