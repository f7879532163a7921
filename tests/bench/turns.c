// Benchmarks of what happens at every turn: spawn, switch, close.
#include "bench.h"
#include "event.h"
#include "loop.h"
#include "nursery.h"
#include <stdlib.h>

enum {
    ALL_TASKS = 1000 * 1000, // spawned in all, whatever the batch
    ALL_SWITCHES = 10 * 1000 * 1000,
    N_SLEEPS = 20,
    SLEEP_MS = 10,
};

// One measurement; every task of it has this as its argument.
struct turns {
    size_t n;            // tasks at the same time
    size_t rounds;       // how often each does its work
    size_t n_done;       // counted by the tasks
    size_t n_ready;      // tasks that have come to their work
    struct event *event; // what they are blocked on
    double ns;           // the result
};

static double measure(task_fn *body, size_t n, size_t rounds)
{
    struct turns turns = {.n = n, .rounds = rounds};
    struct error *err = loop_run(body, &turns, NULL);
    must(err == NULL);
    return turns.ns;
}

static size_t rounds_for(size_t all, size_t n)
{
    return all / n > 2 ? all / n : 2;
}

// ---- spawn ----------------------------------------------------------------

static struct error *count(void *arg)
{
    struct turns *turns = arg;
    turns->n_done++;
    return NULL;
}

static struct error *one_batch(struct turns *turns)
{
    struct nursery *n = nursery_open();
    for (size_t i = 0; i < turns->n; i++)
        nursery_spawn(n, count, turns);
    return nursery_close(n, NULL);
}

// The first batch makes what the others use again; it does not count.
static struct error *spawn_batches(void *arg)
{
    struct turns *turns = arg;
    TRY(one_batch(turns));
    double start = bench_now();
    for (size_t i = 0; i < turns->rounds; i++)
        TRY(one_batch(turns));
    turns->ns = (bench_now() - start) / (double)(turns->rounds * turns->n);
    must(turns->n_done == (turns->rounds + 1) * turns->n);
    return NULL;
}

double bench_spawn(size_t n)
{
    return measure(spawn_batches, n, rounds_for(ALL_TASKS, n));
}

// ---- spawn, all alive -----------------------------------------------------

static struct error *block(void *arg)
{
    struct turns *turns = arg;
    return event_wait(turns->event);
}

static struct error *one_live_batch(struct turns *turns)
{
    turns->event = event_new();
    struct nursery *n = nursery_open();
    for (size_t i = 0; i < turns->n; i++)
        nursery_spawn(n, block, turns);
    struct error *err = NULL;
    while (err == NULL && // lint: allow polling a bench
           event_n_waiting(turns->event) < turns->n)
        err = checkpoint();
    event_set(turns->event);
    err = nursery_close(n, err);
    event_free(turns->event);
    return err;
}

static struct error *spawn_live_batches(void *arg)
{
    struct turns *turns = arg;
    TRY(one_live_batch(turns));
    double start = bench_now();
    for (size_t i = 0; i < turns->rounds; i++)
        TRY(one_live_batch(turns));
    turns->ns = (bench_now() - start) / (double)(turns->rounds * turns->n);
    return NULL;
}

double bench_spawn_live(size_t n)
{
    return measure(spawn_live_batches, n, rounds_for(ALL_TASKS, n));
}

// ---- yield ----------------------------------------------------------------

// The last that arrives starts the clock, the last that is through stops it.
static struct error *yield_often(void *arg)
{
    struct turns *turns = arg;
    task_yield();
    if (++turns->n_ready == turns->n)
        turns->ns = -bench_now();
    task_yield();
    for (size_t i = 0; i < turns->rounds; i++)
        task_yield();
    if (++turns->n_done == turns->n)
        turns->ns += bench_now();
    return NULL;
}

static struct error *yield_together(void *arg)
{
    struct turns *turns = arg;
    struct nursery *n = nursery_open();
    for (size_t i = 0; i < turns->n; i++)
        nursery_spawn(n, yield_often, turns);
    TRY(nursery_close(n, NULL));
    turns->ns /= (double)(turns->n * (turns->rounds + 1));
    return NULL;
}

double bench_yield(size_t n)
{
    return measure(yield_together, n, rounds_for(ALL_SWITCHES, n));
}

// ---- lateness -------------------------------------------------------------

static struct error *yield_until_done(void *arg)
{
    struct turns *turns = arg;
    while (turns->n_done < N_SLEEPS) // lint: allow polling it is to be busy
        task_yield();
    return NULL;
}

static struct error *sleep_in_a_storm(void *arg)
{
    struct turns *turns = arg;
    struct nursery *n = nursery_open();
    for (size_t i = 0; i < turns->n; i++)
        nursery_spawn(n, yield_until_done, turns);
    struct error *err = NULL;
    for (; turns->n_done < N_SLEEPS; turns->n_done++) {
        double start = bench_now();
        if (err == NULL)
            err = sleep_ms(SLEEP_MS);
        double late = bench_now() - start - SLEEP_MS * 1e6;
        if (late > turns->ns)
            turns->ns = late;
    }
    return nursery_close(n, err);
}

double bench_lateness(size_t n)
{
    return measure(sleep_in_a_storm, n, 0);
}
// private: linnet-0f5d3f897d262c7d
