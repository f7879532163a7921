// autolab/STUDENT.json: the last two lines that Autolab reads of a grader.
//
// The first draws a table of tests; the second is the score. Each is a JSON
// value on a line of its own: `tail -n 2` prints them at the end of a driver.
#include "write.h"
#include <stdlib.h>
#include <string.h>

static const char name[] = "autolab";

static struct error *begin(const struct report *report, void **self)
{
    return write_begin_folder(report, name, self);
}

static json_t *test_json(const struct feedback_test *test)
{
    bool passed = strcmp(test->status, "pass") == 0;
    json_t *json = json_pack("{s:b}", "passed", passed);
    const char *hint = strcmp(test->status, "not_run") == 0 ? "not run"
                                                            : test->happened;
    if (!passed)
        json_object_set_new(json, "hint", json_string(hint));
    return json;
}

static json_t *presentation(const struct feedback *feedback)
{
    bool built = strcmp(feedback->status, "graded") == 0;
    json_t *tests = json_object();
    for (size_t i = 0; i < feedback->n_tests; i++)
        json_object_set_new(tests, feedback->tests[i].id,
                            test_json(&feedback->tests[i]));
    const char *text =
        feedback->build[0] != 0 ? feedback->build : feedback->summary;
    json_t *build = json_pack("{s:b}", "passed", built);
    if (!built)
        json_object_set_new(build, "hint", json_string(text));
    return json_pack("{s:s, s:[s, s], s:{s:o}, s:o}", "_presentation",
                     "semantic", "stages", "Build", "Test", "Build", "compile",
                     build, "Test", tests);
}

// Of the scoreboard, the second column is how many tests pass.
static json_t *scores(const struct report *report,
                      const struct feedback *feedback)
{
    char *problem = check_format("Lab %s", report->lab->number);
    json_t *json = feedback->scored
                       ? json_pack("{s:{s:i}, s:[i, i]}", "scores", problem,
                                   feedback->score, "scoreboard",
                                   feedback->score, (int)feedback->n_passed)
                       : json_pack("{s:{}}", "scores");
    free(problem);
    return json;
}

static void write_line(FILE *out, json_t *json)
{
    must(json != NULL);
    must(json_dumpf(json, out, JSON_COMPACT) == 0);
    fputc('\n', out);
    json_decref(json);
}

static struct error *add(void *self, const struct verdict *verdict)
{
    const struct report *report = self;
    if (verdict->result == NULL) {
        write_remove(report, name, verdict, ".json");
        return NULL;
    }
    struct writing writing;
    struct feedback *feedback = feedback_of(verdict->result);
    write_begin(&writing);
    write_line(writing.out, presentation(feedback));
    write_line(writing.out, scores(report, feedback));
    feedback_free(feedback);
    return write_end_of(&writing, report, name, verdict, ".json");
}

const struct output to_autolab = {
    .name = "autolab/*.json",
    .begin = begin,
    .add = add,
    .end = write_end_nothing,
    .drop = write_drop_nothing,
};
