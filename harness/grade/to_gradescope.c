// gradescope/STUDENT.json: what Gradescope takes as results.json.
//
// All tests are visible: a student sees the same of them from `make lab1`. If
// the grader failed there is no score in the file at all, so that Gradescope
// has none to publish.
#include "write.h"
#include <stdlib.h>
#include <string.h>

static const char name[] = "gradescope";

static struct error *begin(const struct report *report, void **self)
{
    return write_begin_folder(report, name, self);
}

static char *output_of(const struct report *report,
                       const struct feedback_test *test)
{
    struct writing text;
    write_begin(&text);
    if (strcmp(test->status, "not_run") == 0)
        fputs("Not run.", text.out);
    fputs(test->happened, text.out);
    // The story begins and ends with an empty line, if there is one.
    if (test->story[0] != 0)
        fprintf(text.out, "\n\n%s", test->story + strspn(test->story, "\n"));
    if (test->hint[0] != 0)
        fprintf(text.out, "\nHint: %s/hints/%s", report->lab->folder,
                test->hint);
    fclose(text.out);
    return text.bytes;
}

static json_t *test_json(const struct report *report,
                         const struct feedback_test *test, size_t i)
{
    bool passed = strcmp(test->status, "pass") == 0;
    char *number = check_format("%s.%zu", report->lab->number, i + 1);
    char *output = output_of(report, test);
    json_t *json = json_pack(
        "{s:i, s:i, s:s, s:s, s:s, s:s, s:s, s:s}", "score", test->points,
        "max_score", test->max, "status", passed ? "passed" : "failed", "name",
        test->title, "number", number, "output", output, "output_format",
        "text", "visibility", "visible");
    must(json != NULL);
    if (test->code[0] != 0)
        json_object_set_new(json, "tags", json_pack("[s]", test->code));
    free(number);
    free(output);
    return json;
}

// Without a score, and so with nothing to publish.
static json_t *unfinished(const struct feedback *feedback)
{
    return json_pack("[{s:s, s:s, s:s, s:s}]", "name",
                     "This is not your score", "status", "failed", "output",
                     feedback->summary, "visibility", "visible");
}

static char *summary_of(const struct feedback *feedback)
{
    const char *build = feedback->build;
    const char *between = feedback->summary[0] && build[0] ? "\n\n" : "";
    return check_format("%s%s%s", feedback->summary, between, build);
}

static json_t *results_json(const struct report *report,
                            const struct verdict *verdict,
                            const struct feedback *feedback)
{
    bool failed = strcmp(feedback->status, "grader_error") == 0;
    char *summary = summary_of(feedback);
    json_t *results = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s}", "output", summary, "output_format",
        "text", "test_output_format", "text", "test_name_format", "text",
        "visibility", "visible", "stdout_visibility", "hidden");
    must(results != NULL);
    free(summary);
    json_t *ms = json_object_get(verdict->times, "wall_ms");
    if (ms != NULL)
        json_object_set_new(results, "execution_time",
                            json_real(json_number_value(ms) / 1000));
    if (failed) {
        json_object_set_new(results, "tests", unfinished(feedback));
        return results;
    }
    json_object_set_new(results, "score", json_integer(feedback->score));
    json_t *tests = json_array();
    for (size_t i = 0; i < feedback->n_tests; i++)
        json_array_append_new(tests,
                              test_json(report, &feedback->tests[i], i));
    json_object_set_new(results, "tests", tests);
    return results;
}

static struct error *add(void *self, const struct verdict *verdict)
{
    const struct report *report = self;
    if (verdict->result == NULL) {
        write_remove(report, name, verdict, ".json");
        return NULL;
    }
    struct feedback *feedback = feedback_of(verdict->result);
    json_t *results = results_json(report, verdict, feedback);
    feedback_free(feedback);
    return write_json_of(results, report, name, verdict);
}

const struct output to_gradescope = {
    .name = "gradescope/*.json",
    .begin = begin,
    .add = add,
    .end = write_end_nothing,
    .drop = write_drop_nothing,
};
