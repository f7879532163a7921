// Two results of one student, and what a human should look at.
#include "class.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- for a human to look at ------------------------------------------------

static size_t count_code(const json_t *tests, const char *code)
{
    size_t i, n = 0;
    const json_t *test;
    json_array_foreach(tests, i, test)
        n += strcmp(result_string(test, "code"), code) == 0;
    return n;
}

static void add_flag(json_t *flags, const char *code, char *evidence)
{
    json_array_append_new(flags, json_pack("{s:s, s:s}", "code", code,
                                           "evidence", evidence));
    free(evidence);
}

// Whoever tires the watched build has nothing found by it.
static size_t count_unwatched(const json_t *tests)
{
    size_t i, n = 0;
    const json_t *test;
    json_array_foreach(tests, i, test)
        n += json_is_true(json_object_get(test, "unwatched"));
    return n;
}

// Few, and only what was seen: a beginner may do each of them by mistake.
json_t *result_flags(const json_t *checked)
{
    const json_t *tests = json_object_get(checked, "tests");
    json_t *flags = json_array();
    size_t n_exits = count_code(tests, "EXIT");
    size_t n_forged = count_code(tests, "FORGED");
    const char *build = result_string(checked, "build");
    if (n_exits > 0)
        add_flag(flags, "exit-in-test",
                 check_format("exit() ends %zu test%s", n_exits,
                              n_exits == 1 ? "" : "s"));
    if (n_forged > 0)
        add_flag(flags, "harness-channel",
                 check_format("writes to the harness's own channel in %zu "
                              "test%s",
                              n_forged, n_forged == 1 ? "" : "s"));
    if (count_unwatched(tests) > 0)
        add_flag(flags, "unwatched",
                 check_format("%zu of the tests it passes took too long under "
                              "the sanitizers, which then stop looking",
                              count_unwatched(tests)));
    if (strcmp(result_string(checked, "status"), "rejected") == 0)
        add_flag(flags, "rejected",
                 check_format("%.*s", (int)strcspn(build, "\n"), build));
    return flags;
}

// ---- two results -----------------------------------------------------------

json_t *result_test(const json_t *result, const char *id)
{
    size_t i;
    json_t *test;
    json_array_foreach(json_object_get(result, "tests"), i, test)
        if (strcmp(result_string(test, "id"), id) == 0)
            return test;
    return NULL;
}

static bool is_same_outcome(const json_t *one, const json_t *other)
{
    return strcmp(result_string(one, "status"),
                  result_string(other, "status")) == 0 &&
           strcmp(result_string(one, "code"), result_string(other, "code")) ==
               0;
}

void result_mark_retried(json_t *body, const json_t *first)
{
    size_t i;
    json_t *test;
    json_array_foreach(json_object_get(body, "tests"), i, test)
        if (!is_same_outcome(test,
                             result_test(first, result_string(test, "id"))))
            json_object_set_new(test, "retried", json_true());
}

json_t *result_merge(const json_t *old, const json_t *body, const char *id)
{
    size_t i;
    json_t *merged = json_deep_copy(old), *test;
    json_int_t score = 0;
    json_object_update(result_test(merged, id), result_test(body, id));
    if (json_object_get(result_test(body, id), "cause") == NULL) {
        json_object_del(result_test(merged, id), "code");
        json_object_del(result_test(merged, id), "cause");
    }
    json_array_foreach(json_object_get(merged, "tests"), i, test)
        score += json_integer_value(json_object_get(test, "points"));
    json_object_set_new(merged, "score", json_integer(score));
    json_object_set_new(merged, "flags", result_flags(merged));
    return merged;
}

// "12", or what there is in place of a score.
static char *score_text(const json_t *result)
{
    const json_t *score = json_object_get(result, "score");
    const char *status = result_string(result, "status");
    if (strcmp(status, "graded") != 0)
        return check_format("%s", result != NULL ? status : "none");
    return check_format("%lld", (long long)json_integer_value(score));
}

char *result_change(const char *student, const json_t *old, const json_t *now)
{
    char *text, *before = score_text(old), *after = score_text(now);
    size_t bytes, i, n = 0;
    json_t *test;
    FILE *out = open_memstream(&text, &bytes);
    must(out != NULL);
    fprintf(out, "  %-20s %12s -> %-12s\n", student, before, after);
    json_array_foreach(json_object_get(now, "tests"), i, test)
    {
        const json_t *was = result_test(old, result_string(test, "id"));
        if (was == NULL || is_same_outcome(was, test))
            continue;
        n++;
        fprintf(out, "      %-50.60s %s -> %s\n", result_string(test, "id"),
                result_string(was, "status"), result_string(test, "status"));
    }
    fclose(out);
    bool same = n == 0 && strcmp(before, after) == 0;
    free(before);
    free(after);
    if (!same)
        return text;
    free(text);
    return NULL;
}
