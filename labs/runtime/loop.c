// A run: gives tasks their turns until the last of them has ended.
#include "loop.h"
#include "busy.h"
#include "trace.h"
#include <errno.h>
#include <stdlib.h>

enum {
    FIRST_SLOTS = 256,
    BUDGET_MOST = 256,       // switches before the loop looks outside
    BUDGET_NS = 50 * 1000,   // and how long they should take together
};

__thread struct loop *loop_current;

// ---- the queue -------------------------------------------------------------

void loop_queue_grow(struct loop_queue *queue)
{
    size_t old = queue->slots != NULL ? queue->mask + 1 : 0;
    size_t n = old != 0 ? 2 * old : FIRST_SLOTS;
    struct task **slots = malloc(n * sizeof(slots[0]));
    must(slots != NULL);
    for (size_t i = queue->head; i != queue->tail; i++)
        slots[i & (n - 1)] = queue->slots[i & queue->mask];
    free(queue->slots);
    queue->slots = slots;
    queue->mask = n - 1;
}

void loop_unready(struct loop *loop, struct task *task)
{
    struct loop_queue *queue = &loop->ready;
    must(queue->tail != queue->head);
    queue->tail--;
    must(queue->slots[queue->tail & queue->mask] == task);
    if (queue->batch_end > queue->tail)
        queue->batch_end = queue->tail;
}

uint64_t loop_random(void)
{
    // Marsaglia's xorshift, 64 bits.
    uint64_t x = loop_current->random;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return loop_current->random = x;
}

// Draws the next task of the batch and puts the first in its place.
void loop_queue_shuffle(struct loop_queue *queue)
{
    if (queue->head == queue->batch_end)
        queue->batch_end = queue->tail;
    size_t drawn = queue->head +
                   loop_random() % (queue->batch_end - queue->head);
    struct task **a = &queue->slots[queue->head & queue->mask];
    struct task **b = &queue->slots[drawn & queue->mask];
    struct task *task = *a;
    *a = *b;
    *b = task;
}

// ---- turns -----------------------------------------------------------------

void loop_look_at_clock(struct loop *loop)
{
    struct task *running = task_running;
    loop->now = loop->clock->now(loop);
    if (deadline_next(&loop->deadlines) > loop->now)
        return;
    // What is due is told outside of any task.
    task_running = NULL;
    deadline_run_due(&loop->deadlines, loop->now);
    task_running = running;
}

// Tasks that compute long between their waits get a smaller budget, so that no
// deadline is found late.
static void adapt_budget(struct loop *loop, int64_t before)
{
    if (loop->now - before > BUDGET_NS)
        loop->budget_full = loop->budget_full > 1 ? loop->budget_full / 2 : 1;
    else if (loop->budget_full < BUDGET_MOST)
        loop->budget_full *= 2;
}

// False: nothing is ready and nothing can become so.
static bool wait_outside(struct loop *loop)
{
    if (task_wake_quiet(loop))
        return true;
    stack_trim(loop->stacks);
    if (!loop->clock->wait(loop, deadline_next(&loop->deadlines)))
        return false;
    loop_look_at_clock(loop);
    return true;
}

static void run_some(struct loop *loop)
{
    int64_t before = loop->now;
    loop->budget = loop->budget_full;
    loop->straight = 0;
    loop_find_straight(loop);
    struct task *next = loop_next(loop);
    if (next != NULL)
        task_resume(loop, next);
    loop->clock->poll(loop);
    loop_look_at_clock(loop);
    adapt_budget(loop, before);
}

static bool is_idle(const struct loop *loop)
{
    return loop->ready.head == loop->ready.tail && loop->first == NULL;
}

// Runs until all tasks have ended; false if they never will.
static bool take_turns(struct loop *loop)
{
    while (loop->n_tasks > 0) {
        if (!is_idle(loop))
            run_some(loop);
        else if (!wait_outside(loop))
            return false;
    }
    return true;
}

// ---- a whole run -----------------------------------------------------------

static void main_done(struct task *self, struct error *err)
{
    struct loop *loop = loop_current;
    loop->main = NULL;
    loop->result = err;
    if (loop->n_tasks == 0)
        return;
    loop->shutdown = reason_new(CANCEL_SHUTDOWN, "the first task has ended",
                                self->name);
    task_interrupt_all(loop);
}

static struct error *report_stuck(struct loop *loop)
{
    FILE *out = loop->options.report != NULL ? loop->options.report : stderr;
    trace_event("stuck", 0, trace_n("tasks", loop->n_tasks), trace_end);
    fprintf(out, "stuck: nothing is ready, no deadline is set, and nothing "
                 "outside is awaited.\n");
    task_print_tree(out);
    fflush(out);
    return error_new(&STUCK, "%zu task%s can never run again", loop->n_tasks,
                     loop->n_tasks == 1 ? "" : "s");
}

static struct loop *loop_open(const struct loop_options *options,
                              struct error **err)
{
    struct loop *loop = calloc(1, sizeof(*loop));
    must(loop != NULL);
    if (options != NULL)
        loop->options = *options;
    loop->stacks = loop->options.pool;
    if (loop->stacks == NULL)
        loop->stacks = stack_pool_new(loop->options.stacks, err);
    if (loop->stacks == NULL) {
        free(loop);
        return NULL;
    }
    loop->errno_at = &errno;
    loop->errors_before = error_live();
    loop->budget_full = 1;
    loop->random = loop->options.seed * UINT64_C(0x9e3779b97f4a7c15) | 1;
    loop->watched = loop->options.trace != NULL ||
                    loop->options.before_wait != NULL;
    list_init(&loop->all_parked);
    loop_queue_grow(&loop->ready);
    context_init_running(&loop->context);
    loop->clock = loop->options.virtual_clock ? &clock_virtual : &clock_real;
    return loop;
}

struct loop_left loop_alive(void)
{
    struct loop *loop = loop_current;
    must(loop != NULL);
    return (struct loop_left){
        .tasks = loop->n_tasks,
        .handles = loop->n_handles + loop->n_outside,
        .stacks = stack_live(loop->stacks),
        .scopes = loop->n_scopes,
        .deadlines = loop->deadlines.n,
        .errors = error_live() - loop->errors_before,
    };
}

// Tasks that have not ended (the run is stuck) have begun a stack.
static void abandon(struct task *task)
{
    bool alive = task->state == TASK_READY || task->state == TASK_PARKED;
    if (alive && task->stack != NULL)
        context_free(&task->context);
}

static void free_chunks(struct loop *loop)
{
    while (loop->chunks != NULL) {
        struct task_chunk *chunk = loop->chunks;
        loop->chunks = chunk->next;
        for (size_t i = 0; i < array_length(chunk->tasks); i++)
            abandon(&chunk->tasks[i]);
        free(chunk);
    }
}

// What is left is counted before it is swept away.
static void loop_close(struct loop *loop)
{
    struct loop_left left = loop_alive();
    left.handles = task_drop_handles(loop) + loop->n_outside;
    if (loop->options.left != NULL)
        *loop->options.left = left;
    loop->clock->close(loop);
    reason_free(loop->shutdown);
    free_chunks(loop);
    if (loop->options.pool == NULL)
        stack_pool_free(loop->stacks);
    free(loop->ready.slots);
    free(loop->deadlines.entries);
    free(loop);
    loop_current = NULL;
}

static struct error *run_to_the_end(struct loop *loop, task_fn *fn, void *arg)
{
    static const struct task_site site = {"main", {__FILE__, "loop_run", 0}};
    loop->clock->open(loop);
    busy_watch(loop);
    loop->main = task_new(fn, arg, &(struct task_options){
                                       .site = &site, .done = main_done});
    bool ended = take_turns(loop);
    busy_unwatch(loop);
    if (ended)
        return loop->result;
    error_free(loop->result);
    return report_stuck(loop);
}

struct error *loop_run(task_fn *fn, void *arg,
                       const struct loop_options *options)
{
    if (loop_current != NULL)
        return error_new(&MISUSE, "loop_run inside of a run");
    struct error *err = NULL;
    struct loop *loop = loop_open(options, &err);
    if (loop == NULL)
        return err;
    loop_current = loop;
    err = run_to_the_end(loop, fn, arg);
    loop->errors_before += error_n_reached(err);
    loop_close(loop);
    return err;
}

enum loop_cancellation loop_cancellation(void)
{
    return loop_current->options.cancellation;
}

int loop_exit_status(struct error *err)
{
    if (err == NULL)
        return 0;
    bool stuck = error_is(err, &STUCK);
    error_print(err, stderr);
    error_free(err);
    return stuck ? 3 : 1;
}
