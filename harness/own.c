// The main of a student's own tests: runs some of them, or lists them.
//
//     own --list           a name a line
//     own NAME,NAME...     exit status 0 if all pass; else says why the first
//                          that fails does, and ends
#include "own.h"
#include "counted.h"
#include "crash.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static bool is_before(const struct own_test *const *one,
                      const struct own_test *const *other)
{
    int a = (*one)->place.line, b = (*other)->place.line;
    return a < b || (a == b && one < other);
}

// In the order of the file, which is not that of the section.
static void list(void)
{
    const struct own_test *const *last = NULL;
    for (;;) {
        const struct own_test *const *next = NULL;
        for (const struct own_test *const *t = __start_own_tests;
             t < __stop_own_tests; t++)
            if ((last == NULL || is_before(last, t)) &&
                (next == NULL || is_before(t, next)))
                next = t;
        if (next == NULL)
            return;
        puts((*next)->name);
        last = next;
    }
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

// The name of the test that runs, or NULL.
static const char *running;

static void complain_about_exit(void)
{
    if (running == NULL)
        return;
    printf("the program was ended by exit()\n");
    fflush(stdout);
    _exit(1);
}

static int run(const struct own_test *test)
{
    running = test->name;
    for (uint64_t seed = 0; seed <= SEEDS; seed++) {
        if (passes(test, seed))
            continue;
        if (seed > 0)
            printf("(in shuffled order %d; first in first out is right)\n",
                   (int)seed);
        running = NULL;
        return 1;
    }
    running = NULL;
    return 0;
}

static int run_all(char *names)
{
    char *rest;
    for (char *name = strtok_r(names, ",", &rest); name != NULL;
         name = strtok_r(NULL, ",", &rest)) {
        const struct own_test *test = test_named(name);
        if (test == NULL) {
            fprintf(stderr, "own: there is no test %s\n", name);
            return 2;
        }
        int status = run(test);
        if (status != 0)
            return status;
    }
    return 0;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 1024);
    crash_watch(NULL);
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        list();
        return 0;
    }
    if (argc != 2) {
        fprintf(stderr, "own: which test?\n");
        return 2;
    }
    atexit(complain_about_exit);
    return run_all(argv[1]);
}
