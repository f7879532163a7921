// A suite of JUnit's XML: what each status is in it, and how that is said.
#include "junit.h"
#include <stdlib.h>
#include <string.h>

// ---- what a status is in this format ----------------------------------------

static const char *element_of(const char *status)
{
    static const struct {
        const char *status, *element;
    } elements[] = {
        {"fail", "failure"},   {"leak", "failure"},
        {"orphan", "failure"}, {"crash", "error"},
        {"hang", "error"},     {"grader_error", "error"},
        {"build_failed", "error"}, {"rejected", "error"},
        {"not_run", "skipped"}, {"missing", "skipped"},
    };
    for (size_t i = 0; i < array_length(elements); i++)
        if (strcmp(status, elements[i].status) == 0)
            return elements[i].element;
    return NULL;
}

static void count(struct junit_counts *counts, const char *status)
{
    const char *element = element_of(status);
    counts->tests++;
    if (element == NULL)
        return;
    counts->failures += strcmp(element, "failure") == 0;
    counts->errors += strcmp(element, "error") == 0;
    counts->skipped += strcmp(element, "skipped") == 0;
}

// Is there a case for what is no test?
static bool has_own_case(const struct feedback *feedback)
{
    return strcmp(feedback->status, "graded") != 0;
}

struct junit_counts junit_count(const struct junit_suite *suite)
{
    struct junit_counts counts = {0};
    const struct feedback *feedback = suite->feedback;
    const json_t *ms = json_object_get(suite->verdict->times, "wall_ms");
    if (has_own_case(feedback))
        count(&counts, feedback->status);
    for (size_t i = 0; i < feedback->n_tests; i++)
        count(&counts, feedback->tests[i].status);
    counts.seconds = json_number_value(ms) / 1000;
    return counts;
}

// ---- a suite ---------------------------------------------------------------

static void write_attribute(FILE *out, const char *attribute, const char *text)
{
    fprintf(out, " %s=\"", attribute);
    write_xml(out, text);
    fputc('"', out);
}

void junit_write_counts(FILE *out, const struct junit_counts *counts)
{
    fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" time=\"%.3f\"",
            counts->tests, counts->failures, counts->errors, counts->seconds);
}

static void write_property_of(FILE *out, const char *property, const char *text)
{
    fprintf(out, "      <property name=\"%s\"", property);
    write_attribute(out, "value", text);
    fputs("/>\n", out);
}

static void write_number_of(FILE *out, const char *property, int number)
{
    char *text = check_format("%d", number);
    write_property_of(out, property, text);
    free(text);
}

static void write_properties(FILE *out, const struct junit_suite *suite)
{
    const struct feedback *feedback = suite->feedback;
    const char *seed = result_string(suite->verdict->result, "seed");
    fputs("    <properties>\n", out);
    write_property_of(out, "status", feedback->status);
    if (feedback->scored)
        write_number_of(out, "score", feedback->score);
    write_number_of(out, "max", feedback->max);
    if (suite->whole && seed[0] != 0)
        write_property_of(out, "seed", seed);
    fputs("    </properties>\n", out);
}

static void write_case(FILE *out, const struct junit_suite *suite,
                       const struct feedback_test *test, double seconds)
{
    const char *element = element_of(test->status);
    fprintf(out, "    <testcase classname=\"lab%s.",
            suite->report->lab->number);
    write_xml(out, test->part);
    fputc('"', out);
    write_attribute(out, "name", test->id);
    fprintf(out, " time=\"%.3f\"", seconds);
    if (element == NULL) {
        fputs("/>\n", out);
        return;
    }
    fprintf(out, ">\n      <%s", element);
    write_attribute(out, "message", test->happened);
    if (strcmp(element, "skipped") != 0)
        write_attribute(out, "type", test->code);
    fputc('>', out);
    write_xml(out, test->story);
    fprintf(out, "</%s>\n    </testcase>\n", element);
}

static void write_own_case(FILE *out, const struct junit_suite *suite)
{
    const struct feedback *feedback = suite->feedback;
    const char *summary = feedback->summary;
    struct feedback_test test = {
        .id = "submission",
        .part = "build",
        .status = feedback->status,
        .code = (char *)(uintptr_t)feedback->status,
        .happened = (char *)(uintptr_t)summary,
        .story = feedback->build,
    };
    write_case(out, suite, &test, 0);
}

static double seconds_of(const struct junit_suite *suite, const char *id)
{
    const json_t *tests = json_object_get(suite->verdict->times, "tests");
    const json_t *test = json_object_get(tests, id);
    return json_number_value(json_object_get(test, "wall_ms")) / 1000;
}

static void write_flags(FILE *out, const json_t *result)
{
    const json_t *flags = json_object_get(result, "flags"), *flag;
    const char *error = result_string(result, "error");
    size_t i;
    if (error[0] == 0 && json_array_size(flags) == 0)
        return;
    fputs("    <system-err>", out);
    write_xml(out, error);
    json_array_foreach(flags, i, flag)
    {
        const char *code, *evidence;
        if (json_unpack((json_t *)(uintptr_t)flag, "{s:s, s:s}", "code", &code,
                        "evidence", &evidence) != 0)
            continue;
        char *line = check_format("\n%s: %s", code, evidence);
        write_xml(out, line);
        free(line);
    }
    fputs("</system-err>\n", out);
}

// "2026-10-02T21:58:03Z", in UTC, is written without the zone.
static void write_suite_tag(FILE *out, const struct junit_suite *suite,
                            const struct junit_counts *counts)
{
    const char *started = result_string(suite->verdict->times, "started");
    fputs("  <testsuite", out);
    write_attribute(out, "name", suite->feedback->student);
    junit_write_counts(out, counts);
    fprintf(out, " skipped=\"%zu\"", counts->skipped);
    if (strlen(started) >= 19)
        fprintf(out, " timestamp=\"%.19s\"", started);
    fprintf(out, " hostname=\"localhost\" id=\"%zu\">\n", suite->id);
}

void junit_write(FILE *out, const struct junit_suite *suite,
                 const struct junit_counts *counts)
{
    const struct feedback *feedback = suite->feedback;
    write_suite_tag(out, suite, counts);
    write_properties(out, suite);
    if (has_own_case(feedback))
        write_own_case(out, suite);
    for (size_t i = 0; i < feedback->n_tests; i++)
        write_case(out, suite, &feedback->tests[i],
                   seconds_of(suite, feedback->tests[i].id));
    if (suite->whole)
        write_flags(out, suite->verdict->result);
    fputs("  </testsuite>\n", out);
}
