// How tests are written here: one claim each, its name is the claim.
//
//     TEST(closing_an_empty_nursery_succeeds) { ... ck_assert ... }
//     RUN_TEST(an_event_wakes_its_waiters_in_order) { ...; return NULL; }
//
// Defining a test registers it: suite.c's main finds it through a linker
// section. A RUN_TEST body is the first task of a run on the virtual clock; it
// runs first in first out and then under 50 seeds, and after each run no task,
// stack, scope, error, deadline or handle may be left.
#pragma once
#include <check.h>
#include <signal.h>
#include "error.h"
#include "task.h"

// What the linker section collects pointers to.
struct suite_test {
    TTest test;
    int signal; // the signal it has to die of; 0: it ends
};

#define TEST(test_name) SUITE_TEST_ENDING(test_name, 0)

#define SUITE_TEST_ENDING(test_name, signal)                                   \
    static void test_name##_body(int);                                         \
    static const struct suite_test test_name##_test = {                        \
        {#test_name, test_name##_body, __FILE__, __LINE__}, (signal)};         \
    static const struct suite_test *const test_name##_entry                    \
        __attribute__((section("suite_tests"), used)) = &test_name##_test;     \
    static void test_name##_body(int unused __attribute__((unused)))

#define RUN_TEST(test_name) SUITE_TEST_OF(test_name, suite_run_all_orders)

#define SUITE_TEST_OF(test_name, run) SUITE_RUN_OF(test_name, run, 0)

#define SUITE_RUN_OF(test_name, run, signal)                                   \
    static struct error *test_name##_task(void *);                             \
    SUITE_TEST_ENDING(test_name, signal)                                       \
    {                                                                          \
        run(test_name##_task);                                                 \
    }                                                                          \
    static struct error *test_name##_task(void *arg __attribute__((unused)))

// The same with edge cancellation; on the real clock, once; on the virtual
// clock first in first out only.
#define EDGE_TEST(test_name)     SUITE_TEST_OF(test_name, suite_run_edge)
#define REAL_TEST(test_name)     SUITE_TEST_OF(test_name, suite_run_real)
#define IN_ORDER_TEST(test_name) SUITE_TEST_OF(test_name, suite_run_in_order)

// A misuse outside of a run: the body has to be stopped by a must.
#define ABORT_OUTSIDE_TEST(test_name)                                          \
    static void test_name##_misuse(void);                                      \
    SUITE_TEST_ENDING(test_name, SIGABRT)                                      \
    {                                                                          \
        suite_quiet();                                                         \
        test_name##_misuse();                                                  \
    }                                                                          \
    static void test_name##_misuse(void)

// A misuse: the body has to be stopped by a must. What that says is shown only
// if the test is asked for by name.
#define ABORT_TEST(test_name)                                                  \
    SUITE_RUN_OF(test_name, suite_run_quietly, SIGABRT)

// Runs body as the first task: in order, then under 50 seeds. It must return
// NULL and leave nothing behind.
void suite_run_all_orders(task_fn *body);
void suite_run_edge(task_fn *body);
void suite_run_real(task_fn *body);
void suite_run_in_order(task_fn *body);
void suite_run_quietly(task_fn *body);

// For tests of growth: ends the test if it computes for longer than a program
// would whose cost grows in proportion, even in a slow sanitizer.
void suite_limit_computing(void);

// Shows nothing of what is said on stderr from now on.
void suite_quiet(void);

// Fails unless err is an error of kind; drops it.
void suite_expect(struct error *err, const struct kind *kind, const char *file,
                  int line);
#define expect_error(err, kind) suite_expect((err), (kind), __FILE__, __LINE__)

// Fails, and prints err, unless it is NULL.
void suite_expect_ok(struct error *err, const char *file, int line);
#define expect_ok(err) suite_expect_ok((err), __FILE__, __LINE__)
// private: linnet-0f5d3f897d262c7d
