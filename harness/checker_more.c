// What the checker does besides a verdict: hints, coverage, own tests, gdb.
#include "checker_more.h"
#include "process.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT_MS = 60000, N_HINTS = 3 };

// ---- hints -----------------------------------------------------------------

// The last check's first failure: its test, or NULL.
static struct error *last_failure(struct check *check, struct check_test **test)
{
    char *text;
    size_t n;
    *test = NULL;
    struct error *err = check_read_file(
        check_text(check, "%s/result.json", check->out), 1 << 22, &text, &n);
    if (err != NULL) {
        error_free(err);
        return error_new(&INVALID,
                         "there is no check to give a hint for: "
                         "`make lab%s` first",
                         check->lab->number);
    }
    json_t *result = json_loads(text, 0, NULL), *t;
    size_t i;
    json_array_foreach(json_object_get(result, "tests"), i, t)
    {
        const char *code = json_string_value(json_object_get(t, "code"));
        const char *id = json_string_value(json_object_get(t, "id"));
        if (*test != NULL || code == NULL || id == NULL)
            continue;
        *test = check_lab_test(check->lab, id);
        if (*test != NULL)
            (*test)->failed = check_format("%s", code);
    }
    const char *status = json_string_value(json_object_get(result, "status"));
    bool built = status != NULL && strcmp(status, "graded") == 0;
    json_decref(result);
    free(text);
    if (built)
        return NULL;
    return error_new(&INVALID,
                     "the last check did not come as far as the tests: see "
                     "what `make lab%s` says of %s",
                     check->lab->number, check->lab->sources);
}

// How many hints for this code have been seen; counts one more.
static int next_hint(struct check *check, const char *code)
{
    const char *path = check_text(check, "%s/hint-%s", check->out, code);
    char *text = NULL;
    size_t n;
    int seen = 0;
    error_free(check_read_file(path, 16, &text, &n));
    if (text != NULL)
        seen = atoi(text);
    free(text);
    int next = seen < N_HINTS ? seen + 1 : 1;
    const char *now = check_text(check, "%d\n", next);
    error_free(check_write_file(path, now, strlen(now)));
    return next;
}

// The part of a file of hints below "## NUMBER".
static void print_hint(const char *text, int number)
{
    char heading[16];
    snprintf(heading, sizeof(heading), "## %d\n", number);
    const char *from = strstr(text, heading);
    if (from == NULL)
        return;
    from += strlen(heading);
    const char *to = strstr(from, "\n## ");
    printf("%.*s\n", to != NULL ? (int)(to - from) : (int)strlen(from), from);
}

static struct error *read_hints(struct check *check,
                                const struct check_test *test, char **text)
{
    size_t n;
    // The hint of what was seen, if there is one; else that of the test.
    const char *path =
        check_text(check, "%s/hints/%s.md", check->lab->folder, test->failed);
    struct error *err = check_read_file(path, 1 << 16, text, &n);
    if (err == NULL)
        return NULL;
    error_free(err);
    return check_read_file(
        check_text(check, "%s/hints/%s", check->lab->folder, test->hint),
        1 << 16, text, &n);
}

struct error *check_hint(struct check *check)
{
    struct check_test *test;
    char *text;
    TRY(last_failure(check, &test));
    if (test == NULL) {
        printf("Nothing failed in the last check. There is nothing to hint "
               "at.\n");
        check->exit_status = 0;
        return NULL;
    }
    TRY(read_hints(check, test, &text));
    int number = next_hint(check, test->failed);
    printf("%s [%s], hint %d of %d\n\n", test->id, test->failed, number,
           N_HINTS);
    print_hint(text, number);
    free(text);
    if (number < N_HINTS)
        printf("More: make hint LAB=%s\n", check->lab->number);
    check->exit_status = 0;
    return NULL;
}

// ---- coverage --------------------------------------------------------------

static struct error *run_shown(struct check_argv *argv, const char *folder)
{
    struct process_result result;
    TRY(check_run(argv, folder, LIMIT_MS, &result));
    struct error *err = NULL;
    if (result.end.code != 0)
        err = error_new(&SYSTEM, "%s failed: %.1000s", argv->words[0],
                        result.err.bytes);
    process_result_free(&result);
    return err;
}

struct error *check_coverage_page(struct check *check)
{
    TRY(check_verdict(check));
    struct check_cover cover = check_cover_sum(check);
    if (check->build != BUILD_OK || !cover.known) {
        check_print(check);
        return NULL;
    }
    const char *info = check_path(check, FLAVOUR_WATCHED, "coverage.info");
    const char *page = check_text(check, "%s/coverage", check->out);
    struct check_argv lcov = {0}, genhtml = {0};
    check_words(
        &lcov, (const char *const[]){"lcov", "--quiet", "--capture", "--rc",
                                     "lcov_branch_coverage=1", "--directory",
                                     check_path(check, FLAVOUR_WATCHED, ""),
                                     "--base-directory",
                                     check_text(check, "%s/source", check->out),
                                     "--output-file", info, NULL});
    TRY(run_shown(&lcov, NULL));
    check_words(&genhtml,
                (const char *const[]){"genhtml", "--quiet", "--branch-coverage",
                                      "--title", check->lab->name,
                                      "--output-directory", page, info, NULL});
    TRY(run_shown(&genhtml, NULL));
    printf("%.0f%% of the lines of %s are reached by the tests.\n"
           "The page: %s/index.html\n",
           100.0 * cover.n_reached / cover.n_lines,
           check->lab->sources, page);
    check->exit_status = 0;
    return NULL;
}

// ---- gdb -------------------------------------------------------------------

struct error *check_debug(struct check *check)
{
    const struct check_options *options = check->options;
    if (options->test == NULL)
        return error_new(&INVALID,
                         "Which test? Say T=id, for example "
                         "make debug LAB=%s T=%s",
                         check->lab->number, check->lab->tests[0].id);
    TRY(check_verdict(check));
    const struct check_test *test = check_lab_test(check->lab, options->test);
    if (check->build != BUILD_OK || test->status != CHECK_FAIL) {
        check_print(check);
        return NULL;
    }
    // Slow and plain, so that every line is where one expects it.
    bool ok;
    TRY(check_compile(check, FLAVOUR_WATCHED, &ok));
    if (ok)
        TRY(check_link(check, FLAVOUR_WATCHED, &ok));
    static const char *words[16];
    size_t n = 0;
    words[n++] = "gdb";
    words[n++] = "-q";
    // Leaks cannot be looked for under a debugger.
    words[n++] = "-ex";
    words[n++] = "set environment ASAN_OPTIONS=detect_leaks=0";
    words[n++] = "-ex";
    words[n++] = check_text(check, "break %s_body", options->test);
    words[n++] = "-ex";
    words[n++] = check_text(check,
                            "run 3<'%s/traces/%s.answers' 4>/dev/null "
                            "5>/dev/null",
                            check->out, options->test);
    words[n++] = check_path(check, FLAVOUR_WATCHED, "runner");
    check->then = words;
    printf("gdb stops where the test begins; the run is the one that failed. "
           "Set a\nbreakpoint in a function of yours, then `continue`.\n");
    fflush(stdout);
    return NULL;
}
