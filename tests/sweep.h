// Sweeps: one program cancelled at its first wait, at its second, ... its last.
//
//     SWEEP_TEST(a_group_of_children)
//     {
//         struct block b;
//         block_open(&b);
//         block_spawn(&b, sleeper, "10");
//         return block_close(&b, NULL);
//     }
//
// The body is run inside of a scope, once undisturbed, and then once for each
// of the waits that were counted: that scope is cancelled just before it. All
// this with LEVEL and EDGE cancellation, first in first out and under a few
// seeds. After each run must hold:
//
//     no task, stack, scope, error, deadline or handle is left
//     no child of a block was alive when its block had been closed
//     every error made by sweep_error came out of the scope, or was given to
//     sweep_handled, and once only
//     the scope has taken every CANCELLED out, and the task is well afterwards
#pragma once
#include "suite.h"
#include "nursery.h"

#define SWEEP_TEST(test_name)                                                  \
    static struct error *test_name##_scenario(void *);                         \
    TEST(test_name)                                                            \
    {                                                                          \
        sweep(test_name##_scenario, #test_name);                               \
    }                                                                          \
    static struct error *test_name##_scenario(void *arg __attribute__((unused)))

void sweep(task_fn *scenario, const char *name);

// Gives an error that must not get lost.
struct error *sweep_error(const char *message);

// Takes err: its leaves have been dealt with.
void sweep_handled(struct error *err);

// ---- nurseries that count --------------------------------------------------

struct block {
    struct nursery *n;
    size_t n_alive;     // children that are running
    struct guest *born; // what each child was given; freed by block_close
};

void block_open(struct block *b);
void block_open_shielded(struct block *b);

// Spawns fn(arg) into b.
void block_spawn(struct block *b, task_fn *fn, void *arg);
void block_spawn_eager(struct block *b, task_fn *fn, void *arg);

// Starts fn(arg) in b with nursery_start.
struct error *block_start(struct block *b, task_fn *fn, void *arg) MUST_CHECK;

// Closes b, and fails the test if a child is alive then. Takes body.
struct error *block_close(struct block *b, struct error *body) MUST_CHECK;
// private: linnet-0f5d3f897d262c7d
