// The main of a student's own tests: runs one of them, or lists them.
//
//     own --list       a name a line
//     own NAME         exit status 0 if it passes; else says why
#include "own.h"
#include "counted.h"
#include "crash.h"
#include <stdlib.h>
#include <string.h>

extern const struct own_test *const __start_own_tests[] __attribute__((weak));
extern const struct own_test *const __stop_own_tests[] __attribute__((weak));

enum { SEEDS = 3 };

// Here, too, only virtual time is known.
const struct clock clock_real;

static const struct own_test *test_named(const char *name)
{
    for (const struct own_test *const *t = __start_own_tests;
         t < __stop_own_tests; t++)
        if (strcmp((*t)->name, name) == 0)
            return *t;
    return NULL;
}

static bool complain(size_t n, const char *what)
{
    if (n > 0)
        printf("%zu %s%s left at the end\n", n, what, n == 1 ? " is" : "s are");
    return n > 0;
}

static bool is_clean(const struct loop_left *left)
{
    struct counted memory = counted_live();
    bool dirty = complain(left->tasks + left->handles, "task");
    dirty |= complain(left->scopes, "open scope");
    dirty |= complain(left->deadlines, "deadline");
    dirty |= complain(left->errors, "error");
    dirty |= complain(memory.n, "block of memory");
    return !dirty;
}

static bool passes(const struct own_test *test, uint64_t seed)
{
    struct loop_left left;
    struct loop_options options = {.virtual_clock = true,
                                   .seed = seed,
                                   .cancellation = test->cancellation,
                                   .report = stdout,
                                   .left = &left};
    counted_reset();
    struct error *err = loop_run(test->body, NULL, &options);
    if (err == NULL)
        return is_clean(&left);
    printf("it returned an error:\n");
    error_print(err, stdout);
    error_free(err);
    return false;
}

static int run(const struct own_test *test)
{
    for (uint64_t seed = 0; seed <= SEEDS; seed++) {
        if (passes(test, seed))
            continue;
        if (seed > 0)
            printf("(in shuffled order %d; first in first out is right)\n",
                   (int)seed);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 1024);
    crash_watch(NULL);
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        for (const struct own_test *const *t = __start_own_tests;
             t < __stop_own_tests; t++)
            puts((*t)->name);
        return 0;
    }
    const struct own_test *test = argc == 2 ? test_named(argv[1]) : NULL;
    if (test == NULL) {
        fprintf(stderr, "own: which test?\n");
        return 2;
    }
    return run(test);
}
