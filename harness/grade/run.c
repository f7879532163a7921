// Workers, and one checker for each submission.
//
// Workers are children of one nursery and take what is open from one list; a
// limiter has a token for each check that may run. A signal cancels the
// nursery: each worker ends its checker, and with it all that it has started.
// What is finished is on the disk by then.
#include "class.h"
#include "limiter.h"
#include "nursery.h"
#include "signals.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUDGET_MS = 60000 };

// ---- what is left to do ----------------------------------------------------

// A result that counts may have to be written anew all the same: with another
// due date, or a receipt.
static struct error *keep(struct class *class, size_t i, const json_t *old)
{
    const struct submission *s = &class->intake->list[i];
    json_t *now = result_make(class, s, result_string(old, "status"), old);
    struct error *err = NULL;
    if (!json_equal(old, now))
        err = result_keep(class, s, now, NULL, old, "other dates");
    class->outcomes[i].state = OUTCOME_KEPT;
    class->n_kept++;
    job_count(class, now);
    json_decref(now);
    return err;
}

static struct error *plan_one(struct class *class, size_t i)
{
    const struct submission *s = &class->intake->list[i];
    json_t *old = result_read(class, s->student);
    struct error *err = NULL;
    if (job_is_done(class, s, old))
        err = keep(class, i, old);
    else
        class->n_open++;
    json_decref(old);
    return err;
}

struct error *run_plan(struct class *class)
{
    for (size_t i = 0; i < class->intake->n; i++)
        TRY(plan_one(class, i));
    return NULL;
}

// ---- workers ---------------------------------------------------------------

struct pool {
    struct jobs jobs;
    size_t next; // the next to be looked at
};

static struct error *work(void *arg)
{
    struct pool *pool = arg;
    struct class *class = pool->jobs.class;
    while (pool->next < class->intake->n) {
        size_t i = pool->next++;
        if (class->outcomes[i].state != OUTCOME_OPEN)
            continue;
        TRY(job_run(&pool->jobs, i));
        TRY(slurm_tell(class, i));
        class->n_done++;
    }
    return NULL;
}

static struct error *work_all(struct pool *pool)
{
    if (pool->jobs.class->options->executor == EXECUTOR_SLURM)
        return slurm_run(&pool->jobs);
    struct nursery *n = nursery_open();
    for (int i = 0; i < pool->jobs.n_tokens; i++)
        nursery_spawn(n, work, pool);
    return nursery_close(n, NULL);
}

// Cancels the nursery it lives in.
static struct error *stop_on_signal(void *arg)
{
    static const int signums[] = {SIGINT, SIGTERM, SIGHUP};
    struct class *class = arg;
    struct signals *signals;
    TRY(signals_open(signums, array_length(signums), &signals));
    struct error *err = signals_next(signals, &class->signum);
    signals_close(signals);
    if (err != NULL)
        return err;
    class->stopped = true;
    return error_new(&INTERRUPTED, "%s", strsignal(class->signum));
}

struct error *class_until_signal(struct class *class, task_fn *fn, void *arg)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, stop_on_signal, class);
    struct error *err = fn(arg);
    if (err == NULL)
        nursery_cancel(n);
    return nursery_close(n, err);
}

static struct error *work_with_progress(struct pool *pool)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, progress_show, pool->jobs.class);
    struct error *err = work_all(pool);
    if (err == NULL)
        nursery_cancel(n);
    return nursery_close(n, err);
}

static int n_tokens(const struct class *class)
{
    long n = class->options->jobs > 0 ? class->options->jobs
                                      : sysconf(_SC_NPROCESSORS_ONLN);
    if (n > (long)class->n_open)
        n = (long)class->n_open;
    return n > 0 ? (int)n : 1;
}

// For tests: a shorter budget than anybody needs.
static int64_t budget_ms(void)
{
    const char *text = getenv("GRADE_BUDGET_MS");
    return text != NULL && atoi(text) > 0 ? atoi(text) : BUDGET_MS;
}

struct error *run_all(struct class *class)
{
    struct pool pool = {.jobs = {.class = class,
                                 .n_tokens = n_tokens(class),
                                 .budget_ms = budget_ms()}};
    if (class->n_open == 0)
        return NULL;
    TRY(limiter_new(pool.jobs.n_tokens, &pool.jobs.limiter));
    pool.jobs.alone = lock_new();
    pool.jobs.tokens = calloc((size_t)pool.jobs.n_tokens, 1);
    must(pool.jobs.tokens != NULL);
    struct error *err = work_with_progress(&pool);
    limiter_free(pool.jobs.limiter);
    lock_free(pool.jobs.alone);
    free(pool.jobs.tokens);
    return err;
}
