// Benchmarks of many tasks that wait: how many there can be, what they weigh,
// and what it costs to stop them all or to give each a deadline.
#include "bench.h"
#include "event.h"
#include "loop.h"
#include "nursery.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    ALL_CANCELS = 200 * 1000, // in all, for crowds that are small
    ALL_AGAIN = 1000 * 1000,
    N_PASSES = 5,        // of which the median counts
    BYTES_A_TASK = 4600, // what a task takes, a generous guess
};

// One measurement; every task of it has this as its argument.
struct crowd {
    size_t n;          // tasks to be alive at the same time
    size_t n_alive;    // tasks that have got to their wait
    bool scoped;       // each enters a scope with a deadline
    struct event *go;  // lets them begin
    struct event *end; // what they wait for
    double result;
};

static double measure(task_fn *body, size_t n)
{
    struct crowd crowd = {.n = n};
    struct error *err = loop_run(body, &crowd, NULL);
    must(err == NULL);
    return crowd.result;
}

static size_t bytes_resident(void)
{
    size_t total, resident;
    FILE *in = fopen("/proc/self/statm", "r");
    must(in != NULL);
    must(fscanf(in, "%zu %zu", &total, &resident) == 2);
    fclose(in);
    return resident * (size_t)sysconf(_SC_PAGESIZE);
}

static struct error *wait_for_the_end(void *arg)
{
    struct crowd *crowd = arg;
    crowd->n_alive++;
    return event_wait(crowd->end);
}

// Spawns the crowd and lets every task get to its wait, or fail.
static struct nursery *gather(struct crowd *crowd, task_fn *fn)
{
    struct nursery *n = nursery_open();
    for (size_t i = 0; i < crowd->n; i++)
        nursery_spawn(n, fn, crowd);
    size_t before;
    do {
        before = crowd->n_alive;
        task_yield();
    } while (crowd->n_alive > before);
    return n;
}

// ---- how many, and what they weigh ----------------------------------------

// What runs out of stacks shows in the number, and is no error here.
static struct error *bring_to_life(void *arg)
{
    struct crowd *crowd = arg;
    crowd->end = event_new();
    size_t before = bytes_resident();
    struct nursery *n = gather(crowd, wait_for_the_end);
    size_t after = bytes_resident();
    crowd->result = (double)(after - before) / (double)crowd->n_alive;
    nursery_cancel(n);
    struct error *err = nursery_close(n, NULL);
    error_free(err); // lint: allow swallowed-cancel it is our own cancel
    event_free(crowd->end);
    return NULL;
}

double bench_idle_bytes(size_t n)
{
    return measure(bring_to_life, n);
}

static size_t bytes_available(void)
{
    size_t kib = 0;
    char line[256];
    FILE *in = fopen("/proc/meminfo", "r");
    must(in != NULL);
    while (kib == 0 && fgets(line, sizeof(line), in) != NULL)
        (void)sscanf(line, "MemAvailable: %zu kB", &kib);
    fclose(in);
    return kib * 1024;
}

double bench_live_tasks(size_t n)
{
    size_t room = bytes_available() / 10 * 9 / BYTES_A_TASK;
    struct crowd crowd = {.n = n < room ? n : room};
    struct error *err = loop_run(bring_to_life, &crowd, NULL);
    must(err == NULL);
    return (double)crowd.n_alive;
}

// ---- cancel ---------------------------------------------------------------

static struct error *cancel_once(struct crowd *crowd)
{
    crowd->n_alive = 0;
    crowd->end = event_new();
    struct nursery *n = gather(crowd, wait_for_the_end);
    must(crowd->n_alive == crowd->n);
    double start = bench_now();
    nursery_cancel(n);
    struct error *err = nursery_close(n, NULL);
    crowd->result += bench_now() - start;
    event_free(crowd->end);
    return err;
}

static struct error *cancel_crowd(void *arg)
{
    struct crowd *crowd = arg;
    size_t passes = ALL_CANCELS / crowd->n > 1 ? ALL_CANCELS / crowd->n : 1;
    for (size_t i = 0; i < passes; i++)
        TRY(cancel_once(crowd));
    crowd->result /= (double)(passes * crowd->n);
    return NULL;
}

double bench_cancel(size_t n)
{
    return measure(cancel_crowd, n);
}

// ---- deadlines ------------------------------------------------------------

static struct scope *enter_timed_scope(void)
{
    return scope_enter((struct scope_options){
        .deadline = after_ms(20 * 1000 + bench_random(1000))});
}

static struct error *wait_in_scope(void *arg)
{
    struct crowd *crowd = arg;
    crowd->n_alive++;
    TRY(event_wait(crowd->go));
    crowd->n_alive++;
    if (!crowd->scoped)
        return event_wait(crowd->end);
    struct scope *s = enter_timed_scope();
    return scope_leave(s, event_wait(crowd->end));
}

// From the start signal to the end of the last task, in ns a task.
static struct error *pass(struct crowd *crowd, bool scoped, double *ns)
{
    crowd->n_alive = 0;
    crowd->scoped = scoped;
    crowd->go = event_new();
    crowd->end = event_new();
    struct nursery *n = gather(crowd, wait_in_scope);
    double start = bench_now();
    event_set(crowd->go);
    while (crowd->n_alive < 2 * crowd->n) // lint: allow polling turns are timed
        task_yield();
    event_set(crowd->end);
    struct error *err = nursery_close(n, NULL);
    *ns = (bench_now() - start) / (double)crowd->n;
    event_free(crowd->go);
    event_free(crowd->end);
    return err;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// The first pass makes what the others use again; it does not count.
static struct error *compare_passes(void *arg)
{
    struct crowd *crowd = arg;
    double plain, timed, cost[N_PASSES];
    TRY(pass(crowd, true, &timed));
    for (size_t i = 0; i < N_PASSES; i++) {
        TRY(pass(crowd, false, &plain));
        TRY(pass(crowd, true, &timed));
        cost[i] = timed - plain;
    }
    qsort(cost, N_PASSES, sizeof(cost[0]), compare);
    crowd->result = cost[N_PASSES / 2];
    return NULL;
}

double bench_deadline(size_t n)
{
    return measure(compare_passes, n);
}

static struct error *enter_and_leave(struct crowd *crowd)
{
    double start = bench_now();
    for (size_t i = 0; i < ALL_AGAIN; i++)
        TRY(scope_leave(enter_timed_scope(), NULL));
    crowd->result = (bench_now() - start) / ALL_AGAIN;
    return NULL;
}

static struct error *enter_again(void *arg)
{
    struct crowd *crowd = arg;
    crowd->scoped = true;
    crowd->go = event_new();
    crowd->end = event_new();
    event_set(crowd->go);
    struct nursery *n = gather(crowd, wait_in_scope);
    struct error *err = enter_and_leave(crowd);
    event_set(crowd->end);
    err = nursery_close(n, err);
    event_free(crowd->go);
    event_free(crowd->end);
    return err;
}

double bench_deadline_again(size_t n)
{
    return measure(enter_again, n);
}
// private: linnet-0f5d3f897d262c7d
