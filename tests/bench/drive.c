// Compares us with the peers that are installed: runs every benchmark of every
// program in rounds, in turn, and prints the medians.
//
//     drive [ROUNDS]
//
// Each measurement is a process of its own. In every other round the order is
// turned around, so that a slow drift of the machine hits everyone alike.
// Ctrl-C cancels the run, and with it whatever is running.
#include "bench.h"
#include "drive.h"
#include "loop.h"
#include "nursery.h"
#include "process.h"
#include "scope.h"
#include "signals.h"
#include <errno.h>
#include <glob.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_MS = 5 * 60 * 1000 }; // for one measurement, or one build

#define CHECK "build/harness/check"
#define JSON  "build/bench.json"

// How a program is made ready and called. argv is followed by the row's name.
static const struct recipe {
    const char *const *build; // ends with status 0 if the peer is installed
    const char *const *argv;
} recipes[N_PROGRAMS] = {
    [OURS] = {NULL, (const char *const[]){"build/bench/bench", NULL}},
    [GO] = {(const char *const[]){"go", "build", "-o", "build/bench/peer_go",
                                  "tests/bench/peer.go", NULL},
            (const char *const[]){"build/bench/peer_go", NULL}},
    [BOOST] = {(const char *const[]){
                   "g++", "-O2", "-std=c++17", "-o", "build/bench/peer_boost",
                   "tests/bench/peer_boost.cpp", "-lboost_fiber",
                   "-lboost_context", "-pthread", NULL},
               (const char *const[]){"build/bench/peer_boost", NULL}},
    [ASYNCIO] = {(const char *const[]){"/usr/bin/python3", "-c",
                                       "import asyncio", NULL},
                 (const char *const[]){"/usr/bin/python3",
                                       "tests/bench/peer_asyncio.py", NULL}},
    [TRIO] = {(const char *const[]){"/usr/bin/python3", "-c", "import trio",
                                    NULL},
              (const char *const[]){"/usr/bin/python3",
                                    "tests/bench/peer_trio.py", NULL}},
};

struct comparison {
    size_t n_rounds;
    struct results results;
    bool interrupted;
};

double bench_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

// ---- one process ----------------------------------------------------------

// Runs a program to its end; the caller frees what it wrote.
static struct error *run(const char *const *argv, struct process_result *result)
{
    struct scope *s = scope_enter((struct scope_options){
        .deadline = after_ms(MOST_MS), .fail = true, .name = argv[0]});
    struct error *err =
        process_run(&(struct process_options){.argv = argv, .group = true},
                    NULL, 0, result);
    return scope_leave(s, err);
}

// *ok: the program exists and ended with status 0.
static struct error *succeeds(const char *const *argv, bool *ok)
{
    struct process_result result;
    struct error *err = run(argv, &result);
    *ok = false;
    if (error_is(err, &NOT_FOUND)) {
        error_free(err);
        return NULL;
    }
    TRY(err);
    *ok = result.end.code == 0;
    process_result_free(&result);
    return NULL;
}

// Adds what the program prints to samples. Status 2: it has no such row.
static struct error *measure(enum program p, const char *name, const char *n,
                             struct samples *samples)
{
    const char *argv[5] = {0};
    size_t n_args = 0;
    for (const char *const *arg = recipes[p].argv; *arg != NULL; arg++)
        argv[n_args++] = *arg;
    argv[n_args++] = name;
    argv[n_args] = n;
    struct process_result result;
    TRY(run(argv, &result));
    int code = result.end.code;
    if (code == 0)
        samples_add(samples, strtod(result.out.bytes, NULL));
    process_result_free(&result);
    if (code != 0 && code != 2)
        return error_new(&SYSTEM, "%s %s: status %d", argv[0], name, code);
    return NULL;
}

// ---- rounds ---------------------------------------------------------------

static struct error *make_ready(struct comparison *c)
{
    for (enum program p = GO; p < N_PROGRAMS; p++) {
        fprintf(stderr, "making ready: %s\n", program_names[p]);
        bool ok;
        TRY(succeeds(recipes[p].build, &ok));
        c->results.missing[p] = !ok;
    }
    return NULL;
}

// A peer that fails is left out of the row; we may not fail.
static struct error *run_row(struct comparison *c, size_t r, size_t round)
{
    for (size_t i = 0; i < N_PROGRAMS; i++) {
        enum program p = round % 2 == 0 ? i : N_PROGRAMS - 1 - i;
        struct samples *samples = &c->results.of[r][p];
        if (c->results.missing[p] || (round > 0 && samples->n == 0))
            continue;
        fprintf(stderr, "round %zu of %zu: %s, %s\n", round + 1, c->n_rounds,
                rows[r].name, program_names[p]);
        struct error *err = measure(p, rows[r].name, NULL, samples);
        if (p == OURS || error_is(err, &CANCELLED))
            TRY(err);
        if (err != NULL)
            error_print(err, stderr);
        error_free(err);
    }
    return NULL;
}

static struct error *run_growth(struct comparison *c, size_t round)
{
    for (size_t k = 0; k < N_COSTS; k++)
        for (size_t i = 0; i < N_SIZES; i++) {
            char n[32];
            snprintf(n, sizeof(n), "%zu", sizes[i]);
            fprintf(stderr, "round %zu of %zu: %s of %s tasks\n", round + 1,
                    c->n_rounds, costs[k], n);
            TRY(measure(OURS, costs[k], n, &c->results.growth[k][i]));
        }
    return NULL;
}

// ---- save to verdict ------------------------------------------------------

// Copies the solution's sources below build/bench/labs. *first is one of them,
// *n how many there are.
static struct error *copy_solution(const char *lab, char *first, size_t bytes,
                                   size_t *n)
{
    glob_t found;
    char copy[256];
    struct error *err = NULL;
    bool ok;
    snprintf(copy, sizeof(copy), "solutions/%s/*.c", lab);
    must(glob(copy, 0, NULL, &found) == 0);
    *n = found.gl_pathc;
    for (size_t i = 0; err == NULL && i < found.gl_pathc; i++) {
        snprintf(copy, sizeof(copy), "build/bench/labs/%s",
                 found.gl_pathv[i] + strlen("solutions/"));
        snprintf(first, bytes, "%s", copy);
        err = succeeds((const char *const[]){"install", "-D", "-m", "644",
                                             found.gl_pathv[i], copy, NULL},
                       &ok);
    }
    globfree(&found);
    return err;
}

// What a student does to a file before make is called again.
static void save(const char *path, size_t round)
{
    FILE *file = fopen(path, "a");
    must(file != NULL);
    fprintf(file, "// changed %zu times\n", round);
    fclose(file);
}

// The time from the change of one file to the verdict. The first one warms up
// and does not count.
static struct error *run_verdict(struct comparison *c, struct verdict *v)
{
    char number[2] = {v->lab[0], 0}, file[256], folder[256];
    size_t n_files;
    bool ok;
    TRY(copy_solution(v->lab, file, sizeof(file), &n_files));
    snprintf(folder, sizeof(folder), "build/bench/labs/%s", v->lab);
    const char *const argv[] = {CHECK, "--lab", number, "--src",
                                n_files == 1 ? file : folder, NULL};
    for (size_t i = 0; i <= c->n_rounds; i++) {
        fprintf(stderr, "save to verdict: lab %s, %zu of %zu\n", number, i,
                c->n_rounds);
        save(file, i);
        double start = bench_now();
        TRY(succeeds(argv, &ok));
        if (!ok) {
            v->why = access(CHECK, X_OK) != 0 ? CHECK " is missing"
                                              : CHECK " failed";
            return NULL;
        }
        if (i > 0)
            samples_add(&v->ms, (bench_now() - start) / 1e6);
    }
    return NULL;
}

// A lab is open when it has a rubric.
static struct error *run_verdicts(struct comparison *c)
{
    glob_t found;
    struct error *err = NULL;
    if (glob("labs/[0-9]-*/rubric.tsv", 0, NULL, &found) != 0)
        return error_new(&INVALID, "no lab has a rubric.tsv");
    for (size_t i = 0; err == NULL && i < found.gl_pathc; i++) {
        const char *name = found.gl_pathv[i] + strlen("labs/");
        must(c->results.n_verdicts < MOST_LABS);
        struct verdict *v = &c->results.verdicts[c->results.n_verdicts++];
        snprintf(v->lab, sizeof(v->lab), "%.*s", (int)strcspn(name, "/"), name);
        err = run_verdict(c, v);
    }
    globfree(&found);
    return err;
}

// ---- the whole ------------------------------------------------------------

static struct error *compare(struct comparison *c)
{
    TRY(make_ready(c));
    for (size_t round = 0; round < c->n_rounds; round++) {
        for (size_t r = 0; r < N_ROWS; r++)
            TRY(run_row(c, r, round));
        if (round < 3) // a million tasks take their time
            TRY(run_growth(c, round));
    }
    TRY(run_verdicts(c));
    table_print(&c->results);
    if (!table_write_json(&c->results, JSON))
        return error_system(errno, "write %s", JSON);
    printf("\nwritten: %s\n", JSON);
    return NULL;
}

struct watch {
    struct comparison *comparison;
    struct scope *work; // what Ctrl-C cancels
};

static struct error *wait_for_signal(void *arg)
{
    struct watch *watch = arg;
    struct signals *signals;
    int signum = 0;
    TRY(signals_open((const int[]){SIGINT, SIGTERM}, 2, &signals));
    struct error *err = signals_next(signals, &signum);
    signals_close(signals);
    if (err == NULL) {
        watch->comparison->interrupted = true;
        scope_cancel(watch->work, "interrupted");
    }
    return err;
}

static struct error *compare_until_signal(void *arg)
{
    struct comparison *c = arg;
    struct nursery *n = nursery_open();
    struct watch watch = {.comparison = c, .work = nursery_scope(n)};
    nursery_spawn(n, wait_for_signal, &watch);
    struct error *err = compare(c);
    nursery_cancel(n);
    return nursery_close(n, err);
}

int main(int argc, char **argv)
{
    static struct comparison comparison = {.n_rounds = 5};
    if (argc > 1)
        comparison.n_rounds = strtoul(argv[1], NULL, 10);
    if (comparison.n_rounds < 1 || comparison.n_rounds > MOST_ROUNDS) {
        fprintf(stderr, "usage: drive [ROUNDS]   1 to %d, 5 is usual\n",
                MOST_ROUNDS);
        return 2;
    }
    int status =
        loop_exit_status(loop_run(compare_until_signal, &comparison, NULL));
    if (!comparison.interrupted)
        return status;
    fprintf(stderr, "interrupted; nothing is left running\n");
    return 130;
}
// private: linnet-0f5d3f897d262c7d
