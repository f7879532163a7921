// classroom50/STUDENT.json: what Classroom 50 takes as result.json.
//
// It runs in a student's own repository and says by its environment which
// submission this is; without that there is nothing to write.
#include "write.h"
#include <stdlib.h>
#include <string.h>

static const char name[] = "classroom50";

// From the environment: a member, and what it is.
static const struct {
    const char *variable, *member;
} given[] = {
    {"CLASSROOM", "classroom"},        {"ASSIGNMENT", "assignment"},
    {"SUBMISSION_TAG", "submission"}, {"COMMIT_URL", "commit"},
    {"RELEASE_URL", "release"},       {"REVIEW_URL", "review"},
};

static bool wanted(const struct report *report)
{
    (void)report;
    for (size_t i = 0; i < array_length(given); i++) {
        const char *value = getenv(given[i].variable);
        if (value == NULL || value[0] == 0)
            return false;
    }
    return true;
}

static struct error *begin(const struct report *report, void **self)
{
    return write_begin_folder(report, name, self);
}

static json_t *tests_json(const struct feedback *feedback)
{
    json_t *tests = json_array();
    for (size_t i = 0; i < feedback->n_tests; i++) {
        const struct feedback_test *test = &feedback->tests[i];
        json_array_append_new(
            tests, json_pack("{s:s, s:b, s:i, s:i}", "test-name", test->title,
                             "passed", strcmp(test->status, "pass") == 0,
                             "score", test->points, "max-score", test->max));
    }
    return tests;
}

static json_t *result_json(const struct feedback *feedback, const char *when)
{
    json_t *result =
        json_pack("{s:s}", "schema", "classroom50/result/v1");
    for (size_t i = 0; i < array_length(given); i++) {
        char *value = write_cut(getenv(given[i].variable), 2000);
        json_object_set_new(result, given[i].member, json_string(value));
        free(value);
    }
    // Older runners require it, newer ones set it themselves.
    const char *user = getenv("USERNAME");
    if (user != NULL && user[0] != 0)
        json_object_set_new(result, "usernames", json_pack("[s]", user));
    json_object_set_new(result, "datetime", json_string(when));
    json_object_set_new(result, "score", json_integer(feedback->score));
    json_object_set_new(result, "max-score", json_integer(feedback->max));
    json_object_set_new(result, "tests", tests_json(feedback));
    return result;
}

// When it was graded, or handed in: "2026-10-02T21:58:03Z".
static const char *time_of(const struct verdict *verdict)
{
    const char *finished = result_string(verdict->times, "finished");
    return finished[0] != 0 ? finished : verdict->submission->received;
}

// There is no way to say "no score" in this format but to say nothing.
static struct error *add(void *self, const struct verdict *verdict)
{
    const struct report *report = self;
    struct feedback *feedback =
        verdict->result != NULL ? feedback_of(verdict->result) : NULL;
    struct error *err = NULL;
    if (feedback != NULL && feedback->scored)
        err = write_json_of(result_json(feedback, time_of(verdict)), report,
                            name, verdict);
    else
        write_remove(report, name, verdict, ".json");
    feedback_free(feedback);
    return err;
}

const struct output to_classroom = {
    .name = "classroom50/*.json",
    .wanted = wanted,
    .begin = begin,
    .add = add,
    .end = write_end_nothing,
    .drop = write_drop_nothing,
};
