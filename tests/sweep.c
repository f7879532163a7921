// Sweeps: every place where a program waits is a place to be cancelled.
#include "sweep.h"
#include "errgroup.h"
#include "event.h"
#include "loop.h"
#include "scope.h"
#include <stdlib.h>

enum { MOST_ERRORS = 64, SEEDS = 8 };

// One run of a scenario.
static struct run {
    const char *name;
    task_fn *scenario;
    uint64_t seed;
    enum loop_cancellation cancellation;
    uint64_t cancel_at;              // the wait to cancel at; 0: none
    uint64_t n_waits;                // seen so far
    struct scope *scope;             // around the scenario; NULL: it has ended
    struct error *made[MOST_ERRORS]; // held, so that no address comes twice
    unsigned seen[MOST_ERRORS];      // how often each came out
    size_t n_made;
} run;

// ---- errors ----------------------------------------------------------------

#define check(condition)                                                       \
    ck_assert_msg((condition), "%s: %s, seed %lu, cancelled at wait %lu: %s",  \
                  run.name, run.cancellation == EDGE ? "EDGE" : "LEVEL",       \
                  run.seed, run.cancel_at, #condition)

struct error *sweep_error(const char *message)
{
    check(run.n_made < MOST_ERRORS);
    struct error *err = error_new(&BROKEN, "%s", message);
    run.made[run.n_made++] = error_ref(err);
    return err;
}

static bool count_leaf(struct error *leaf, void *arg)
{
    bool *known = arg;
    for (size_t i = 0; i < run.n_made; i++)
        if (run.made[i] == leaf) {
            run.seen[i]++;
            *known = true;
        }
    return true;
}

static bool expect_no_cancelled(struct error *leaf, void *arg)
{
    (void)arg;
    check(!error_is(leaf, &CANCELLED));
    return true;
}

void sweep_handled(struct error *err)
{
    bool known = false;
    if (err != NULL)
        errgroup_leaves(err, count_leaf, &known);
    error_free(err);
}

static void expect_no_error_lost(void)
{
    for (size_t i = 0; i < run.n_made; i++) {
        check(run.seen[i] == 1);
        error_free(run.made[i]);
    }
}

// ---- one run ---------------------------------------------------------------

static void before_wait(uint64_t n, void *arg)
{
    (void)arg;
    run.n_waits = n;
    if (n == run.cancel_at && run.scope != NULL)
        scope_cancel(run.scope, "sweep");
}

static struct error *run_scenario(void *arg)
{
    (void)arg;
    run.scope = scope_enter((struct scope_options){.name = run.name});
    struct error *err = run.scenario(NULL);
    struct scope *s = run.scope;
    run.scope = NULL;
    uint64_t n_waits = run.n_waits;
    err = scope_leave(s, err);
    if (err != NULL)
        errgroup_leaves(err, expect_no_cancelled, NULL);
    sweep_handled(err);
    expect_no_error_lost();
    err = checkpoint();
    check(err == NULL);
    check(scope_n_requests(task_self()) == 0);
    run.n_waits = n_waits;
    return NULL;
}

static void expect_nothing_left(const struct loop_left *left)
{
    check(left->tasks == 0);
    check(left->handles == 0);
    check(left->stacks == 0);
    check(left->scopes == 0);
    check(left->deadlines == 0);
    check(left->errors == 0);
}

// Runs it, cancelled at a wait (0: at none); gives the number of waits.
static uint64_t run_once(struct run next)
{
    run = next;
    struct loop_left left;
    struct loop_options options = {
        .virtual_clock = true,
        .seed = run.seed,
        .cancellation = run.cancellation,
        .before_wait = before_wait,
        .left = &left,
    };
    struct error *err = loop_run(run_scenario, NULL, &options);
    check(err == NULL);
    expect_nothing_left(&left);
    return run.n_waits;
}

static void sweep_order(struct run run)
{
    uint64_t n_waits = run_once(run);
    ck_assert_msg(n_waits > 0, "%s never waits", run.name);
    for (run.cancel_at = 1; run.cancel_at <= n_waits; run.cancel_at++)
        run_once(run);
}

void sweep(task_fn *scenario, const char *name)
{
    for (int mode = LEVEL; mode <= EDGE; mode++)
        for (uint64_t seed = 0; seed <= SEEDS; seed++)
            sweep_order((struct run){
                .name = name,
                .scenario = scenario,
                .seed = seed,
                .cancellation = mode,
            });
}

// ---- nurseries that count --------------------------------------------------

// A child of a block, from its birth to the end of the block.
struct guest {
    struct guest *next;
    struct block *block;
    task_fn *fn;
    void *arg;
};

static struct error *be_guest(void *arg)
{
    struct guest *guest = arg;
    guest->block->n_alive++;
    struct error *err = guest->fn(guest->arg);
    guest->block->n_alive--;
    return err;
}

static struct guest *invite(struct block *b, task_fn *fn, void *arg)
{
    struct guest *guest = malloc(sizeof(*guest));
    ck_assert_ptr_nonnull(guest);
    *guest = (struct guest){b->born, b, fn, arg};
    return b->born = guest;
}

void block_open(struct block *b)
{
    *b = (struct block){.n = nursery_open()};
}

void block_open_shielded(struct block *b)
{
    *b = (struct block){.n = nursery_open_with(.shield = true)};
}

void block_spawn(struct block *b, task_fn *fn, void *arg)
{
    nursery_spawn(b->n, be_guest, invite(b, fn, arg));
}

void block_spawn_eager(struct block *b, task_fn *fn, void *arg)
{
    nursery_spawn_with(b->n, be_guest, invite(b, fn, arg), .eager = true);
}

struct error *block_start(struct block *b, task_fn *fn, void *arg)
{
    return nursery_start(b->n, be_guest, invite(b, fn, arg), NULL);
}

struct error *block_close(struct block *b, struct error *body)
{
    struct error *err = nursery_close(b->n, body);
    check(b->n_alive == 0);
    while (b->born != NULL) {
        struct guest *guest = b->born;
        b->born = guest->next;
        free(guest);
    }
    return err;
}
// private: linnet-0f5d3f897d262c7d
