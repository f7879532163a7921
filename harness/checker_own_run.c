// Runs programs of the student's own tests, and notes what they say.
//
// They are trusted with nothing, as all that a student writes: each runs in the
// cage, for a limited time.
#include "checker_own.h"
#include "process.h"
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LIMIT_MS = 30000, // for the cage to end, which has limits of its own
    WALL_MS = 8000,   // a program that does nothing is ended after this
    LOOPS_MS = 300,   // who has used so much does not wait
    MOST_LINES = 12,  // shown of what a test says
    MOST_NAME = 100,
    CAGE_FAILED = 125,
    CAGE_TIME = 124,
};

// ---- a program, and how it ended
// ---------------------------------------------

static struct error *run_program(struct own *own,
                                 const struct own_program *program,
                                 const char *word,
                                 struct process_result *result)
{
    struct check *check = own->check;
    struct check_argv argv = {0};
    check_words(
        &argv,
        (const char *const[]){
            check_text(check, "%s/build/harness/cage", check->root),
            "--profile",
            check_profile(check->lab, program->flavour),
            "--cpu-seconds", check_text(check, "%d", program->cpu_s),
            "--wall-ms",
            check_text(check, "%d", WALL_MS + 1000 * (program->cpu_s - 1)),
            NULL});
    if (check->weak)
        check_word(&argv, "--weak-ok");
    if (check->lab->link[0] != 0)
        check_words(&argv,
                    (const char *const[]){
                        "--read", check_text(check, "%s/labs", check->root),
                        NULL});
    check_words(&argv, (const char *const[]){"--", program->path, word, NULL});
    TRY(check_run(&argv, NULL, LIMIT_MS, result));
    if (result->end.code != CAGE_FAILED)
        return NULL;
    struct error *err = error_new(
        &SYSTEM, "the cage could not be built: %.300s", result->err.bytes);
    process_result_free(result);
    return err;
}

// How it was ended from outside, or NULL. On a busy machine a program that
// loops may come to the other limit first.
static const char *how_it_hung(struct check *check,
                               const struct own_program *program,
                               const struct process_end *end)
{
    bool limit = end->signum == SIGXCPU || end->signum == SIGKILL;
    if (end->code != CAGE_TIME && !limit)
        return NULL;
    int64_t cpu_ms = end->user_ms + end->system_ms;
    if (!limit && cpu_ms < LOOPS_MS)
        return "it waits outside of the runtime, and was ended";
    return check_text(check,
                      "it loops: after %.1f s of processor time it was ended",
                      limit ? program->cpu_s : (double)cpu_ms / 1e3);
}

// Is a line of what a test said for its reader? Addresses, stacks, and what the
// cage says are not.
static bool is_shown(const char *line)
{
    return strstr(line, "[0x") == NULL && strncmp(line, "    #", 5) != 0 &&
           strncmp(line, "cage: ", 6) != 0 &&
           strncmp(line, "SUMMARY: ", 9) != 0;
}

// Adds the lines of text to what a test said.
static const char *add_lines(struct check *check, const char *said,
                             const char *bytes, int *n)
{
    char *clean = check_clean(bytes, 4000), *rest;
    for (char *line = strtok_r(clean, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        if (is_shown(line) && (*n)++ < MOST_LINES)
            said = check_text(check, "%s%s\n", said, line);
    free(clean);
    return said;
}

// AddressSanitizer's last line but one, without the folder that nobody knows:
// "heap-use-after-free test_nursery.c:31 in body"; or NULL.
static const char *find_summary(struct check *check, const char *bytes)
{
    static const char begins[] = "SUMMARY: AddressSanitizer: ";
    const char *at = strstr(bytes, begins);
    if (at == NULL)
        return NULL;
    char *line = check_format("%.*s", (int)strcspn(at, "\n"), at);
    char *clean = check_clean(line + strlen("SUMMARY: "), 300);
    const char *folder = check_text(check, "%s/source/", check->out);
    char *in = strstr(clean, folder);
    const char *text = in == NULL
                           ? check_text(check, "%s\n", clean)
                           : check_text(check, "%.*s%s\n", (int)(in - clean),
                                        clean, in + strlen(folder));
    free(clean);
    free(line);
    return text;
}

static struct own_outcome outcome_of(struct check *check,
                                     const struct own_program *program,
                                     const struct process_result *result)
{
    struct own_outcome outcome = {.status = OWN_PASS, .said = ""};
    int n = 0;
    if (result->end.code == 0)
        return outcome;
    outcome.status = OWN_FAIL;
    const char *how = how_it_hung(check, program, &result->end);
    outcome.hung = how != NULL;
    if (how != NULL)
        outcome.said = check_text(check, "%s\n", how);
    outcome.said = add_lines(check, outcome.said, result->out.bytes, &n);
    const char *summary = find_summary(check, result->err.bytes);
    outcome.said = summary != NULL
                       ? check_text(check, "%s%s", outcome.said, summary)
                       : add_lines(check, outcome.said, result->err.bytes, &n);
    return outcome;
}

struct error *own_try(struct own *own, const struct own_program *program,
                      const char *names, struct own_outcome *outcome,
                      int64_t *cpu_ms)
{
    struct process_result result;
    TRY(run_program(own, program, names, &result));
    *outcome = outcome_of(own->check, program, &result);
    *cpu_ms = result.end.user_ms + result.end.system_ms;
    process_result_free(&result);
    return NULL;
}

// ---- which tests there are -------------------------------------------------

// The list is made by a program that the student's code lives in.
static bool is_name(const char *text)
{
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)text[i]) && text[i] != '_')
            return false;
    return n > 0 && n <= MOST_NAME;
}

struct error *own_list(struct own *own)
{
    struct own_program program = {
        check_path(own->check, FLAVOUR_OWN, "solution"), FLAVOUR_OWN, 1};
    struct process_result result;
    char *rest;
    TRY(run_program(own, &program, "--list", &result));
    for (char *name = strtok_r(result.out.bytes, "\n", &rest); name != NULL;
         name = strtok_r(NULL, "\n", &rest))
        if (!is_name(name))
            continue;
        else if (own->n_tests < MOST_OWN_TESTS)
            own->test[own->n_tests++].name = check_text(own->check, "%s", name);
        else
            own->n_too_many++;
    process_result_free(&result);
    return NULL;
}
