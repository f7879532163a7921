// The main of every test program: collects the tests and runs them.
//
//     build/test/NAME [--list] [WORD...]   only tests whose name has the WORD
#include "suite.h"
#include "loop.h"
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { SEEDS = 50, COMPUTING_SECONDS = 10 };

extern const struct suite_test *const __start_suite_tests[];
extern const struct suite_test *const __stop_suite_tests[];

// libuv closes descriptors by a bare system call, which ThreadSanitizer does
// not see: a number that two threads have had in turn would be a race to it.
const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void)
{
    return "called_from_lib:libuv.so";
}

static bool asked_by_name; // the command line has words

static void expect_nothing_left(const struct loop_left *left, uint64_t seed)
{
    ck_assert_msg(left->tasks == 0, "seed %lu: %zu tasks left", seed,
                  left->tasks);
    ck_assert_msg(left->handles == 0, "seed %lu: %zu handles left", seed,
                  left->handles);
    ck_assert_msg(left->stacks == 0, "seed %lu: %zu stacks left", seed,
                  left->stacks);
    ck_assert_msg(left->scopes == 0, "seed %lu: %zu scopes left", seed,
                  left->scopes);
    ck_assert_msg(left->deadlines == 0, "seed %lu: %zu deadlines left", seed,
                  left->deadlines);
    ck_assert_msg(left->errors == 0, "seed %lu: %zu errors left", seed,
                  left->errors);
}

static void run_with(task_fn *body, struct loop_options options)
{
    struct loop_left left;
    options.left = &left;
    struct error *err = loop_run(body, NULL, &options);
    if (err != NULL)
        error_print(err, stderr);
    ck_assert_msg(err == NULL, "seed %lu: the run failed: %s", options.seed,
                  error_message(err));
    expect_nothing_left(&left, options.seed);
}

void suite_run_all_orders(task_fn *body)
{
    for (uint64_t seed = 0; seed <= SEEDS; seed++)
        run_with(body,
                 (struct loop_options){.virtual_clock = true, .seed = seed});
}

void suite_run_edge(task_fn *body)
{
    for (uint64_t seed = 0; seed <= SEEDS; seed++)
        run_with(body, (struct loop_options){.virtual_clock = true,
                                             .seed = seed,
                                             .cancellation = EDGE});
}

void suite_run_real(task_fn *body)
{
    run_with(body, (struct loop_options){.virtual_clock = false});
}

void suite_run_in_order(task_fn *body)
{
    run_with(body, (struct loop_options){.virtual_clock = true});
}

void suite_limit_computing(void)
{
    struct rlimit limit = {COMPUTING_SECONDS, COMPUTING_SECONDS};
    ck_assert_int_eq(setrlimit(RLIMIT_CPU, &limit), 0);
}

void suite_quiet(void)
{
    if (!asked_by_name)
        ck_assert(freopen("/dev/null", "w", stderr) != NULL);
}

void suite_run_quietly(task_fn *body)
{
    suite_quiet();
    // Few stacks: valgrind reads all that is mapped when a program aborts.
    run_with(body,
             (struct loop_options){.virtual_clock = true, .stacks.most = 64});
}

void suite_expect(struct error *err, const struct kind *kind, const char *file,
                  int line)
{
    if (!error_is(err, kind))
        _ck_assert_failed(file, line, "wrong error", "%s where %s is due: %s",
                          err != NULL ? error_kind(err)->name : "success",
                          kind->name, err != NULL ? error_message(err) : "");
    mark_point();
    error_free(err);
}

void suite_expect_ok(struct error *err, const char *file, int line)
{
    if (err != NULL)
        _ck_assert_failed(file, line, "an error", "%s: %s",
                          error_kind(err)->name, error_message(err));
    mark_point();
}

// A sanitizer that finds a misuse before must does ends the test in the same
// way.
const char *__asan_default_options(void)
{
    return "abort_on_error=1";
}

static bool is_wanted(const char *name, char **words, int n)
{
    for (int i = 0; i < n; i++)
        if (strstr(name, words[i]) != NULL)
            return true;
    return n == 0;
}

int main(int argc, char **argv)
{
    bool list = argc > 1 && strcmp(argv[1], "--list") == 0;
    int skip = list ? 2 : 1;
    const char *slash = strrchr(argv[0], '/');
    Suite *suite = suite_create(slash != NULL ? slash + 1 : argv[0]);
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    asked_by_name = argc > skip;
    for (const struct suite_test *const *t = __start_suite_tests;
         t < __stop_suite_tests; t++) {
        if (!is_wanted((*t)->test.name, argv + skip, argc - skip))
            continue;
        if (list)
            puts((*t)->test.name);
        else
            tcase_add_test_raise_signal(tests, &(*t)->test, (*t)->signal);
    }
    if (list)
        return 0;
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    int ran = srunner_ntests_run(runner);
    srunner_free(runner);
    if (ran == 0)
        fprintf(stderr, "no test was run\n");
    return failed == 0 && ran > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
// private: linnet-0f5d3f897d262c7d
