// result.json: all that is known of a check; every other output is made from
// it.
#include "checker.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *status_of(const struct check_test *test)
{
    static const struct {
        const char *code, *status;
    } by_code[] = {{"CRASH", "crash"},
                   {"MEMORY", "crash"},
                   {"HANG", "hang"},
                   {"LEAK", "leak"},
                   {"ORPHAN", "orphan"}};
    if (test->status == CHECK_PASS)
        return "pass";
    if (test->status == CHECK_NOT_RUN)
        return "not_run";
    for (size_t i = 0; i < array_length(by_code); i++)
        if (strcmp(test->failed, by_code[i].code) == 0)
            return by_code[i].status;
    return strcmp(test->failed, "GRADER") == 0 ? "grader_error" : "fail";
}

static json_t *cause_json(struct check *check, struct check_test *t)
{
    json_t *cause = json_pack(
        "{s:s, s:s, s:I, s:I, s:s}", "checked", t->checked, "happened",
        t->happened, "order", (json_int_t)t->order, "cancel_at",
        (json_int_t)t->cancel_at, "hint", t->hint);
    must(cause != NULL);
    if (check_story(check, t)[0] != 0)
        json_object_set_new(cause, "story", json_string(t->story));
    return cause;
}

static json_t *test_json(struct check *check, struct check_test *t)
{
    json_t *test = json_pack(
        "{s:s, s:s, s:s, s:s, s:i, s:i, s:f, s:I}", "id", t->id, "title",
        t->checked, "part", t->part, "status", status_of(t), "points",
        t->status == CHECK_PASS ? t->points : 0, "max", t->points, "wall_ms",
        t->wall_ms, "cpu_ms", (json_int_t)t->cpu_ms);
    must(test != NULL);
    if (t->unwatched && t->status == CHECK_PASS)
        json_object_set_new(test, "unwatched", json_true());
    if (t->status != CHECK_FAIL)
        return test;
    json_object_set_new(test, "code", json_string(t->failed));
    json_object_set_new(test, "cause", cause_json(check, t));
    return test;
}

static const char *build_status(const struct check *check)
{
    switch (check->build) {
    case BUILD_MISSING:
        return "missing";
    case BUILD_FAILED:
        return "build_failed";
    case BUILD_REJECTED:
        return "rejected";
    default:
        return "graded";
    }
}

static json_t *file_cover_json(const struct check_file *file)
{
    const struct check_cover *cover = &file->cover;
    return json_pack("{s:s, s:f, s:f, s:s}", "file", file->name, "lines",
                     (double)cover->n_reached / cover->n_lines, "branches",
                     cover->n_branches > 0
                         ? (double)cover->n_taken / cover->n_branches
                         : 1.0,
                     "missed", cover->missed);
}

static json_t *cover_json(const struct check *check)
{
    json_t *files = json_array();
    for (size_t i = 0; i < check->lab->n_files; i++)
        if (check->lab->files[i].cover.known)
            json_array_append_new(files,
                                  file_cover_json(&check->lab->files[i]));
    return files;
}

static json_t *result_json(struct check *check)
{
    char seed[24];
    snprintf(seed, sizeof(seed), "%llx",
             (unsigned long long)check->options->seed);
    json_t *result = json_pack(
        "{s:s, s:s, s:s, s:{s:s}, s:s, s:s, s:f, s:i, s:i}", "schema",
        "result/v1", "lab", check->lab->name, "status", build_status(check),
        "digests", "submission", check->digest != NULL ? check->digest : "",
        "seed", seed, "cage", check->cage, "total_ms", check->total_ms, "score",
        check_points(check->lab, true), "max", check_points(check->lab, false));
    must(result != NULL);
    json_t *tests = json_array();
    for (size_t i = 0; i < check->lab->n_tests; i++)
        json_array_append_new(tests,
                              test_json(check, &check->lab->tests[i]));
    json_object_set_new(result, "tests", tests);
    json_object_set_new(result, "coverage", cover_json(check));
    if (check->build_text != NULL)
        json_object_set_new(result, "build", json_string(check->build_text));
    if (check->advice != NULL)
        json_object_set_new(result, "advice", json_string(check->advice));
    return result;
}

struct error *check_write_result(struct check *check)
{
    json_t *result = result_json(check);
    char *text = json_dumps(result, JSON_INDENT(2));
    must(text != NULL);
    char *path = check_format("%s/result.json", check->out);
    struct error *err = check_write_file(path, text, strlen(text));
    free(path);
    free(text);
    json_decref(result);
    return err;
}
