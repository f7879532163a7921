// What of a result a student may see: a copy of named members, and of nothing
// else.
//
// A result is trusted, but made of much: the seed and the order that a test was
// played in, flags for the instructor, what the grader says of itself. To keep
// that from students it is not taken out; it is never put in.
#include "write.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_ID_BYTES = 80,
    MOST_SENTENCE_BYTES = 400,
    MOST_HAPPENED_BYTES = 2000,
    MOST_STORY_BYTES = 16 << 10,
    MOST_BUILD_BYTES = 16 << 10,
};

static const char GRADER_ERROR[] = "grader_error";

// What is said of a whole submission.
static const struct {
    const char *status, *summary;
} statuses[] = {
    {"graded", ""},
    {"build_failed", "The submission does not compile, so no test was run."},
    {"missing", "Nothing was handed in."},
    {"rejected", "The submission was not accepted, so no test was run."},
    {GRADER_ERROR,
     "The grader could not finish. That is no fault of this submission, and "
     "this is not its score; the instructor has been told."},
};

static const char *const test_statuses[] = {
    "pass", "fail", "crash", "hang", "leak", "orphan", "not_run", GRADER_ERROR};

static char *text_in(const json_t *object, const char *name, size_t most)
{
    return write_cut(result_string(object, name), most);
}

static const char *known_status(const char *status)
{
    for (size_t i = 0; i < array_length(test_statuses); i++)
        if (strcmp(status, test_statuses[i]) == 0)
            return test_statuses[i];
    return GRADER_ERROR;
}

static struct feedback_test copy_test(const json_t *test)
{
    const json_t *cause = json_object_get(test, "cause");
    return (struct feedback_test){
        .id = text_in(test, "id", MOST_ID_BYTES),
        .title = text_in(test, "title", MOST_SENTENCE_BYTES),
        .part = text_in(test, "part", MOST_ID_BYTES),
        .status = known_status(result_string(test, "status")),
        .points = result_int(test, "points"),
        .max = result_int(test, "max"),
        .code = text_in(test, "code", MOST_ID_BYTES),
        .happened = text_in(cause, "happened", MOST_HAPPENED_BYTES),
        .story = text_in(cause, "story", MOST_STORY_BYTES),
        .hint = text_in(cause, "hint", MOST_ID_BYTES),
    };
}

static void copy_tests(struct feedback *feedback, const json_t *tests)
{
    size_t n = json_array_size(tests);
    feedback->tests = calloc(n + 1, sizeof(feedback->tests[0]));
    must(feedback->tests != NULL);
    for (size_t i = 0; i < n; i++) {
        struct feedback_test *test = &feedback->tests[feedback->n_tests++];
        *test = copy_test(json_array_get(tests, i));
        feedback->n_passed += strcmp(test->status, "pass") == 0;
        if (test->status == GRADER_ERROR)
            feedback->status = GRADER_ERROR;
    }
}

static void set_status(struct feedback *feedback, const json_t *result)
{
    size_t last = array_length(statuses) - 1, i = 0;
    bool missing = strcmp(feedback->status, "missing") == 0;
    if (!missing && !json_is_number(json_object_get(result, "score")))
        feedback->status = GRADER_ERROR;
    while (i < last && strcmp(feedback->status, statuses[i].status) != 0)
        i++;
    feedback->status = statuses[i].status;
    feedback->summary = statuses[i].summary;
    if (missing && feedback->build[0] != 0)
        feedback->summary = "A file of the lab is missing, so no test was run.";
    feedback->scored = i < last && !missing;
    if (feedback->scored)
        feedback->score = result_int(result, "score");
}

struct feedback *feedback_of(const json_t *result)
{
    struct feedback *feedback = calloc(1, sizeof(*feedback));
    must(feedback != NULL);
    feedback->student = text_in(result, "student", MOST_ID_BYTES);
    feedback->lab = text_in(result, "lab", MOST_ID_BYTES);
    feedback->attempt = result_int(result, "attempt");
    feedback->status = result_string(result, "status");
    feedback->max = result_int(result, "max");
    feedback->late_days = result_int(json_object_get(result, "late"), "days");
    feedback->build = text_in(result, "build", MOST_BUILD_BYTES);
    copy_tests(feedback, json_object_get(result, "tests"));
    set_status(feedback, result);
    return feedback;
}

bool feedback_has_failed(const struct feedback_test *test)
{
    return strcmp(test->status, "pass") != 0 &&
           strcmp(test->status, "not_run") != 0;
}

void feedback_free(struct feedback *feedback)
{
    if (feedback == NULL)
        return;
    for (size_t i = 0; i < feedback->n_tests; i++) {
        struct feedback_test *test = &feedback->tests[i];
        char *const texts[] = {test->id,       test->title, test->part,
                               test->code,     test->story, test->hint,
                               test->happened};
        for (size_t t = 0; t < array_length(texts); t++)
            free(texts[t]);
    }
    free(feedback->tests);
    free(feedback->student);
    free(feedback->lab);
    free(feedback->build);
    free(feedback);
}
