// Runs the student's own tests with the student's own code, each in the cage and
// in a process of its own.
#include "checker_more.h"
#include "process.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT_MS = 10000, MOST_LINES = 12 };

static struct error *run_own(struct check *check, const char *word,
                             struct process_result *result)
{
    struct check_argv argv = {0};
    check_words(&argv, (const char *const[]){
                           check_text(check, "%s/build/harness/cage",
                                      check->root),
                           "--profile", "sanitize", "--cpu-seconds", "2",
                           "--wall-ms", "8000", "--write",
                           check_path(check, FLAVOUR_WATCHED, ""), NULL});
    if (check->weak)
        check_word(&argv, "--weak-ok");
    check_words(&argv, (const char *const[]){
                           "--", check_path(check, FLAVOUR_WATCHED, "own"),
                           word, NULL});
    return check_run(&argv, NULL, LIMIT_MS, result);
}

static void print_text(const char *bytes)
{
    char *clean = check_clean(bytes, 4000), *rest;
    int n = 0;
    for (char *line = strtok_r(clean, "\n", &rest);
         line != NULL && n < MOST_LINES; line = strtok_r(NULL, "\n", &rest)) {
        // Addresses mean nothing to a reader.
        if (strstr(line, "[0x") == NULL && ++n > 0)
            printf("          %s\n", line);
    }
    free(clean);
}

static const char *how_it_ended(const struct process_end *end)
{
    if (end->code == 124)
        return "it did not end in 8 seconds";
    if (end->signum == 0)
        return NULL;
    return end->signum == 24 || end->signum == 9
               ? "it used more than 2 seconds of processor time"
               : NULL;
}

// Runs one test and prints a line about it, and below what it said if it fails.
static struct error *try_one(struct check *check, const char *name,
                             bool *passed)
{
    struct process_result result;
    TRY(run_own(check, name, &result));
    *passed = result.end.code == 0;
    printf("  %s  %s\n", *passed ? "pass" : "FAIL", name);
    if (!*passed) {
        const char *how = how_it_ended(&result.end);
        if (how != NULL)
            printf("          %s\n", how);
        print_text(result.out.bytes);
        print_text(result.err.bytes);
    }
    process_result_free(&result);
    return NULL;
}

static struct error *try_all(struct check *check, char *names)
{
    char *rest;
    int n = 0, n_passed = 0;
    for (char *name = strtok_r(names, "\n", &rest); name != NULL;
         name = strtok_r(NULL, "\n", &rest)) {
        bool passed;
        TRY(try_one(check, name, &passed));
        n++;
        n_passed += passed;
    }
    if (n == 0)
        printf("  There is no test in %s/test_%s yet.\n", check->lab->folder,
               check->lab->files[0].name);
    else
        printf("\n%d of %d of your own tests pass\n", n_passed, n);
    check->exit_status = n > 0 && n == n_passed ? 0 : 1;
    return NULL;
}

struct error *check_own(struct check *check)
{
    struct process_result result;
    bool ok;
    TRY(check_make_folder(check_text(check, "%s/source", check->out)));
    TRY(check_build_own(check, &ok));
    if (!ok) {
        check_print_build(check);
        return NULL;
    }
    TRY(run_own(check, "--list", &result));
    struct error *err = try_all(check, result.out.bytes);
    process_result_free(&result);
    return err;
}
