// What is counted for the summary, one verdict after the other.
#include "summary.h"
#include <stdlib.h>
#include <string.h>

struct summary *summary_new(const struct class *class)
{
    struct summary *summary = calloc(1, sizeof(*summary));
    must(summary != NULL);
    summary->class = class;
    summary->max = check_points(class->lab, false);
    summary->scores = calloc(class->intake->n + 1, sizeof(int));
    summary->tests = calloc(class->lab->n_tests + 1, sizeof(struct tally));
    must(summary->scores != NULL && summary->tests != NULL);
    return summary;
}

static void free_group(struct group *group)
{
    for (size_t i = 0; i < group->n && i < MOST_NAMED; i++) {
        free(group->names[i]);
        free(group->notes[i]);
    }
}

void summary_free(struct summary *summary)
{
    struct group *const groups[] = {
        &summary->unbuilt,  &summary->hung,   &summary->flagged,
        &summary->retried,  &summary->errors, &summary->missing,
        &summary->rejected,
    };
    for (size_t i = 0; i < array_length(groups); i++)
        free_group(groups[i]);
    free(summary->scores);
    free(summary->tests);
    free(summary);
}

// ---- counting --------------------------------------------------------------

// note may be NULL.
static void join(struct group *group, const char *student, const char *note)
{
    if (group->n < MOST_NAMED) {
        group->names[group->n] = check_format("%s", student);
        group->notes[group->n] =
            note != NULL ? check_format("%s", note) : NULL;
    }
    group->n++;
}

static void add_score(struct summary *summary, const json_t *result)
{
    static const int least[N_BINS] = {0, 50, 70, 85, 100};
    int score =
        (int)json_integer_value(json_object_get(result, "score"));
    int percent = summary->max > 0 ? score * 100 / summary->max : 0;
    int bin = 0;
    while (bin + 1 < N_BINS && percent >= least[bin + 1])
        bin++;
    summary->bins[bin]++;
    summary->scores[summary->n_scores++] = score;
}

static void add_test(struct summary *summary, size_t i, const json_t *test,
                     bool *hung, const char **retried)
{
    const char *status = result_string(test, "status");
    struct tally *tally = &summary->tests[i];
    if (strcmp(status, "not_run") != 0)
        tally->n_judged++;
    if (strcmp(status, "hang") == 0) {
        tally->n_hung++;
        *hung = true;
    }
    if (strcmp(status, "not_run") != 0 && strcmp(status, "pass") != 0)
        tally->n_failed++;
    if (json_is_true(json_object_get(test, "retried")))
        *retried = result_string(test, "id");
}

static void add_tests(struct summary *summary, const char *student,
                      const json_t *result)
{
    const json_t *tests = json_object_get(result, "tests"), *test;
    const char *retried = NULL;
    bool hung = false;
    size_t i;
    json_array_foreach(tests, i, test)
        if (i < summary->class->lab->n_tests)
            add_test(summary, i, test, &hung, &retried);
    if (hung)
        join(&summary->hung, student, NULL);
    if (retried != NULL)
        join(&summary->retried, student, retried);
}

static void add_flags(struct summary *summary, const char *student,
                      const json_t *result)
{
    const json_t *flags = json_object_get(result, "flags");
    if (json_array_size(flags) > 0)
        join(&summary->flagged, student,
             result_string(json_array_get(flags, 0), "evidence"));
}

static const char *error_of(const struct summary *summary, const char *student)
{
    const struct class *class = summary->class;
    for (size_t i = 0; i < class->intake->n; i++)
        if (class->outcomes[i].state == OUTCOME_ERROR &&
            strcmp(class->intake->list[i].student, student) == 0)
            return class->outcomes[i].error;
    return NULL;
}

void summary_add(struct summary *summary, const struct verdict *verdict)
{
    const char *student = verdict->submission->student;
    const json_t *result = verdict->result;
    const char *status = result_string(result, "status");
    const char *error = summary->class->n_errors > 0
                            ? error_of(summary, student)
                            : NULL;
    const json_t *days =
        json_object_get(json_object_get(result, "late"), "days");
    if (error != NULL)
        join(&summary->errors, student, error);
    if (result == NULL || strcmp(status, "grader_error") == 0) {
        summary->n_open++;
        return;
    }
    if (strcmp(status, "missing") == 0) {
        join(&summary->missing, student, NULL);
        return;
    }
    if (strcmp(status, "build_failed") == 0)
        join(&summary->unbuilt, student, NULL);
    if (strcmp(status, "rejected") == 0)
        join(&summary->rejected, student, result_string(result, "build"));
    summary->n_timed += result_string(result, "received")[0] != 0;
    summary->n_late += json_integer_value(days) > 0;
    add_score(summary, result);
    if (strcmp(status, "graded") == 0)
        add_tests(summary, student, result);
    if (strcmp(status, "rejected") != 0)
        add_flags(summary, student, result);
}
