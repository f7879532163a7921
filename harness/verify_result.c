// Is what came of a check what was to come of it?
#include "process.h"
#include "verify.h"
#include <stdlib.h>
#include <string.h>

enum {
    MOST_STARTER_POINTS = 10,
    MOST_PRINTED_LINES = 120,
    MOST_SOURCE_BYTES = 1 << 19,
};
static const double least_coverage = 0.95;

// ---- result.json -----------------------------------------------------------

static const char *string_in(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text != NULL ? text : "";
}

// Is word one of a list of words?
static bool is_listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at += n)
        if ((at == list || strchr(" ,", at[-1]) != NULL) &&
            strchr(" ,", at[n]) != NULL)
            return true;
    return false;
}

// Notes a code for the line: the one asked for, or the first.
static void note_code(struct verify_case *c, const char *code)
{
    if (c->note[0] == 0 || (c->code != NULL && strcmp(code, c->code) == 0))
        snprintf(c->note, sizeof(c->note), "%s", code);
}

static void look_at_codes(struct verify_case *c, const json_t *tests)
{
    bool seen = false, killed = false;
    size_t i;
    const json_t *test;
    json_array_foreach(tests, i, test)
    {
        const char *code = string_in(test, "code");
        if (code[0] == 0)
            continue;
        note_code(c, code);
        if (c->code == NULL || strcmp(code, c->code) != 0)
            continue;
        seen = true;
        killed |= c->killed_by != NULL &&
                  is_listed(c->killed_by, string_in(test, "id"));
    }
    if (c->code != NULL && !seen)
        verify_blame(c, "no test fails with %s (one does with %s)", c->code,
                     c->note[0] != 0 ? c->note : "nothing");
    if (c->killed_by != NULL && !killed)
        verify_blame(c, "none of these fails with %s: %s", c->code,
                     c->killed_by);
}

bool verify_is_said(const json_t *result, const char *says)
{
    size_t i;
    const json_t *test;
    if (strstr(string_in(result, "build"), says) != NULL ||
        strstr(string_in(result, "advice"), says) != NULL)
        return true;
    json_array_foreach(json_object_get(result, "tests"), i, test)
    {
        const json_t *cause = json_object_get(test, "cause");
        if (strstr(string_in(cause, "happened"), says) != NULL)
            return true;
    }
    return false;
}

// Everything is said to be wrong with something; a grader's error is nobody's.
static void look_at_tests(struct verify_case *c, const json_t *tests)
{
    size_t i;
    const json_t *test;
    if (json_array_size(tests) != c->lab->n_tests)
        verify_blame(c, "%zu tests are in the result, %zu in the rubric",
                     json_array_size(tests), c->lab->n_tests);
    json_array_foreach(tests, i, test)
    {
        const char *id = string_in(test, "id");
        const char *status = string_in(test, "status");
        if (strcmp(status, "grader_error") == 0)
            verify_blame(c, "%s is a mistake of the grader: %s", id,
                         string_in(json_object_get(test, "cause"), "happened"));
        if (c->gets == GETS_LITTLE &&
            (strcmp(status, "not_run") == 0 || strcmp(status, "hang") == 0))
            verify_blame(c, "%s: %s", id, status);
    }
}

static void look_at_first_failure(struct verify_case *c, const json_t *tests)
{
    size_t i;
    const json_t *test;
    json_array_foreach(tests, i, test)
    {
        if (strcmp(string_in(test, "status"), "pass") == 0)
            continue;
        verify_blame(c, "%d of %d points: %s: %s: %s", c->score, c->max,
                     string_in(test, "id"), string_in(test, "code"),
                     string_in(json_object_get(test, "cause"), "happened"));
        return;
    }
}

// Each file of the reference is reached by the tests.
static void look_at_coverage(struct verify_case *c, const json_t *files)
{
    size_t i;
    json_t *file;
    if (json_array_size(files) != c->lab->n_files)
        verify_blame(c, "the lines of %zu of its %zu files were counted",
                     json_array_size(files), c->lab->n_files);
    json_array_foreach(files, i, file)
    {
        double lines = json_number_value(json_object_get(file, "lines"));
        if (lines <= least_coverage)
            verify_blame(c,
                         "the tests reach %.1f %% of the lines of %s, not more "
                         "than %.0f: missed are %s",
                         100 * lines, string_in(file, "file"),
                         100 * least_coverage, string_in(file, "missed"));
    }
}

static void look_at_score(struct verify_case *c, const json_t *result)
{
    switch (c->gets) {
    case GETS_FULL:
        if (c->score < c->max)
            look_at_first_failure(c, json_object_get(result, "tests"));
        if (strcmp(c->kind, "reference") == 0)
            look_at_coverage(c, json_object_get(result, "coverage"));
        return;
    case GETS_LITTLE:
        if (c->score > MOST_STARTER_POINTS)
            verify_blame(c, "it has %d points for nothing", c->score);
        return;
    case GETS_BELOW:
        if (c->score >= c->max)
            verify_blame(c, "it has full marks");
        return;
    default:
        if (c->score > 0)
            verify_blame(c, "it has %d points", c->score);
    }
}

void verify_look_at_result(struct verify_case *c, const json_t *result)
{
    static const char *const states[] = {
        [GETS_FULL] = "graded",     [GETS_LITTLE] = "graded",
        [GETS_BELOW] = "graded",    [GETS_REJECTED] = "rejected",
        [GETS_MISSING] = "missing", [GETS_BUILD_FAILED] = "build_failed",
    };
    const char *status = string_in(result, "status");
    const json_t *tests = json_object_get(result, "tests");
    c->score = (int)json_integer_value(json_object_get(result, "score"));
    c->max = (int)json_integer_value(json_object_get(result, "max"));
    if (strcmp(status, "graded") != 0)
        snprintf(c->note, sizeof(c->note), "%s", status);
    if (c->gets == GETS_THROUGH || c->gets == GETS_ANY) {
        look_at_codes(c, tests);
        if (c->gets == GETS_THROUGH)
            verify_look_at_through(c, result);
        return;
    }
    if (strcmp(status, states[c->gets]) != 0)
        verify_blame(c, "it is %s, not %s: %.300s", status, states[c->gets],
                     string_in(result, "build"));
    look_at_tests(c, tests);
    look_at_codes(c, tests);
    look_at_score(c, result);
    if (c->says != NULL && !verify_is_said(result, c->says))
        verify_blame(c, "nobody says \"%s\"", c->says);
}

// ---- what was printed ------------------------------------------------------

// What a student's program could do to a terminal, or make believe.
static void look_at_screen(struct verify_case *c, const char *text)
{
    int n_lines = 0, n_totals = strncmp(text, "total ", 6) == 0;
    for (const char *at = text; *at != 0; at++) {
        unsigned char byte = (unsigned char)*at;
        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f)
            verify_blame(c, "byte %02x is printed in line %d", byte,
                         n_lines + 1);
        n_lines += byte == '\n';
        n_totals += strncmp(at, "\ntotal ", 7) == 0;
    }
    if (n_lines > MOST_PRINTED_LINES)
        verify_blame(c, "%d lines are printed", n_lines);
    if (n_totals != 1)
        verify_blame(c, "%d lines are printed that say the total", n_totals);
}

// The place that a starter's report names is where the starter says what is
// missing; a line off, and a student's first report would mislead.
// Reads the source that the text at `at`, "nursery.c:31", names.
static struct error *read_named(const struct verify_case *c, const char *at,
                                char **text)
{
    size_t n;
    at += strspn(at, " ");
    char *path = c->lab->n_files == 1
                     ? check_format("%s", c->src)
                     : check_format("%s/%.*s", c->src, (int)strcspn(at, ":"),
                                    at);
    struct error *err = check_read_file(path, MOST_SOURCE_BYTES, text, &n);
    free(path);
    return err;
}

static void look_at_place(struct verify_case *c, const char *printed)
{
    static const char says[] = "Your code was at ";
    const char *at = strstr(printed, says);
    const char *colon = at != NULL ? strchr(at, ':') : NULL;
    char *text;
    if (colon == NULL) {
        verify_blame(c, "it is not said where the starter gave up");
        return;
    }
    at += strlen(says);
    struct error *err = read_named(c, at + strspn(at, " "), &text);
    if (err != NULL) {
        verify_blame(c, "%s", error_message(err));
        error_free(err);
        return;
    }
    int number = atoi(colon + 1);
    const char *line = text;
    for (int i = 1; i < number && line != NULL; i++)
        line = strchr(line, '\n') != NULL ? strchr(line, '\n') + 1 : NULL;
    int length = line != NULL ? (int)strcspn(line, "\n") : 0;
    if (memmem(line, (size_t)length, "is not written yet", 18) == NULL)
        verify_blame(c, "it is said to have given up in line %d: \"%.*s\"",
                     number, length, line != NULL ? line : "");
    free(text);
}

// A starter says where it gave up; one that only does nothing, and so fails like
// any other, gets nothing for it.
static void look_at_starter(struct verify_case *c, const char *printed)
{
    if (strstr(printed, "[UNWRITTEN]") != NULL)
        look_at_place(c, printed);
    else if (strstr(printed, "\ntotal     0 of ") == NULL)
        verify_blame(c, "it has points, and does not say what is not written");
}

// A command line without sense: one sentence, and nothing else.
static void look_at_sentence(struct verify_case *c,
                             const struct process_result *result)
{
    const char *text = result->err.bytes;
    const char *end = strchr(text, '\n');
    if (result->out.n > 0 || text[0] == 0)
        verify_blame(c, "nothing is said, or too much: %.200s", text);
    if (end == NULL || end[1] != 0)
        verify_blame(c, "it is not one line: %.300s", text);
    if (c->says != NULL && strstr(text, c->says) == NULL)
        verify_blame(c, "nobody says \"%s\", but: %.300s", c->says, text);
}

void verify_look_at_end(struct verify_case *c,
                        const struct process_result *result)
{
    // With a layer off anything may come of it, even a mistake of the grader's.
    if (c->gets == GETS_THROUGH || c->gets == GETS_ANY)
        return;
    int expected = c->gets == GETS_FULL          ? 0
                   : c->gets == GETS_WRONG_WORDS ? 2
                                                 : 1;
    if (result->end.code != expected)
        verify_blame(c, "the checker ended with %d, not %d: %.300s",
                     result->end.code, expected, result->err.bytes);
    if (c->gets == GETS_WRONG_WORDS) {
        snprintf(c->note, sizeof(c->note), "exit %d", result->end.code);
        look_at_sentence(c, result);
        return;
    }
    if (result->err.n > 0)
        verify_blame(c, "the checker complains: %.300s", result->err.bytes);
    look_at_screen(c, result->out.bytes);
    if (c->gets == GETS_LITTLE)
        look_at_starter(c, result->out.bytes);
}
