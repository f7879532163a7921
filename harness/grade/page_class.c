// What is known of a class, counted.
#include "page.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- what a result says ----------------------------------------------------

static const struct {
    const char *status, *name;
} states[] = {
    [PAGE_GRADED] = {"graded", "graded"},
    [PAGE_BUILD_FAILED] = {"build_failed", "did not build"},
    [PAGE_REJECTED] = {"rejected", "rejected"},
    [PAGE_MISSING] = {"missing", "nothing handed in"},
    [PAGE_GRADER_ERROR] = {"grader_error", "the grader failed"},
    [PAGE_WAITING] = {"", "not checked yet"},
};

const char *page_state_name(enum page_state state)
{
    return states[state].name;
}

static enum page_state state_of(const json_t *result)
{
    const char *status = result_string(result, "status");
    for (int s = 0; s < PAGE_N_STATES; s++)
        if (strcmp(status, states[s].status) == 0)
            return (enum page_state)s;
    return PAGE_GRADER_ERROR;
}

static enum page_mark mark_of(const json_t *test)
{
    const char *status = result_string(test, "status");
    return strcmp(status, "pass") == 0      ? PAGE_PASSED
           : strcmp(status, "not_run") == 0 ? PAGE_NOT_RUN
           : strcmp(status, "hang") == 0    ? PAGE_HUNG
                                            : PAGE_FAILED;
}

// What there is to be looked at, in words; gives it (free with free) or NULL.
static char *note_of(const json_t *result)
{
    size_t i;
    const json_t *flag;
    const char *error = result_string(result, "error");
    const char *build = result_string(result, "build");
    if (strcmp(result_string(result, "status"), "rejected") == 0)
        return check_format("%.*s", (int)strcspn(build, "\n"), build);
    char *note = error[0] != 0 ? check_format("%s", error) : NULL;
    json_array_foreach(json_object_get(result, "flags"), i, flag)
    {
        char *longer =
            check_format("%s%s%s: %s", note != NULL ? note : "",
                         note != NULL ? "; " : "", result_string(flag, "code"),
                         result_string(flag, "evidence"));
        free(note);
        note = longer;
    }
    return note;
}

// ---- a class ---------------------------------------------------------------

struct page_class *page_class_new(const struct report *report)
{
    struct page_class *class = calloc(1, sizeof(*class));
    must(class != NULL);
    class->report = report;
    class->n_tests = report->lab->n_tests;
    class->tests = calloc(class->n_tests + 1, sizeof(class->tests[0]));
    class->people = calloc(report->intake->n + 1, sizeof(class->people[0]));
    must(class->tests != NULL && class->people != NULL);
    class->max = check_points(report->lab, false);
    return class;
}

void page_class_free(struct page_class *class)
{
    if (class == NULL)
        return;
    for (size_t i = 0; i < class->n; i++) {
        free(class->people[i]->student);
        free(class->people[i]->name);
        free(class->people[i]->note);
        free(class->people[i]);
    }
    free(class->people);
    free(class->tests);
    free(class->cage);
    free(class);
}

static void count_code(struct page_test *test, const char *code)
{
    size_t i = 0;
    while (i < test->n_codes && strcmp(test->codes[i].code, code) != 0)
        i++;
    if (i == PAGE_MOST_CODES)
        return;
    if (i == test->n_codes) {
        snprintf(test->codes[i].code, sizeof(test->codes[i].code), "%s", code);
        test->n_codes++;
    }
    test->codes[i].n++;
}

static void add_test(struct page_class *class, struct page_person *person,
                     size_t i, const json_t *test)
{
    enum page_mark mark = mark_of(test);
    bool retried = json_is_true(json_object_get(test, "retried"));
    struct page_test *sum = &class->tests[i];
    person->marks[i] = (unsigned char)mark;
    person->n_passed += mark == PAGE_PASSED;
    person->hung |= mark == PAGE_HUNG;
    person->retried |= retried;
    sum->n_passed += mark == PAGE_PASSED;
    sum->n_hung += mark == PAGE_HUNG;
    sum->n_retried += retried;
    if (mark != PAGE_PASSED)
        count_code(sum, mark == PAGE_NOT_RUN ? "not run"
                                             : result_string(test, "code"));
}

// What is in the result and no longer in the rubric is not counted.
static void add_tests(struct page_class *class, struct page_person *person,
                      const json_t *result)
{
    size_t i;
    const json_t *test;
    json_array_foreach(json_object_get(result, "tests"), i, test)
    {
        const char *id = result_string(test, "id");
        size_t at = i; // the order is the rubric's, as a rule
        if (at >= class->n_tests ||
            strcmp(class->report->lab->tests[at].id, id) != 0)
            for (at = 0; at < class->n_tests; at++)
                if (strcmp(class->report->lab->tests[at].id, id) == 0)
                    break;
        if (at < class->n_tests)
            add_test(class, person, at, test);
    }
}

static void keep_cage(struct page_class *class, const json_t *cage)
{
    size_t i;
    const json_t *layer;
    if (class->cage != NULL || cage == NULL)
        return;
    class->cage = check_format("%s", json_is_string(cage)
                                         ? json_string_value(cage)
                                         : "");
    json_array_foreach(cage, i, layer)
    {
        char *longer = check_format("%s%s%s", class->cage, i > 0 ? ", " : "",
                                    json_string_value(layer));
        free(class->cage);
        class->cage = longer;
    }
}

// What is the same for all, from the results themselves.
static void keep_head(struct page_class *class, const struct verdict *verdict)
{
    const char *digest = result_string(
        json_object_get(verdict->result, "digests"), "tests");
    const char *finished = result_string(verdict->times, "finished");
    keep_cage(class, json_object_get(verdict->result, "cage"));
    if (digest[0] != 0 && strcmp(class->digest, digest) != 0) {
        snprintf(class->digest, sizeof(class->digest), "%s", digest);
        class->n_digests++;
    }
    if (strcmp(finished, class->finished) > 0)
        snprintf(class->finished, sizeof(class->finished), "%s", finished);
}

void page_class_add(struct page_class *class, const struct verdict *verdict)
{
    const json_t *result = verdict->result;
    const struct person *person = verdict->submission->person;
    struct page_person *one = calloc(1, sizeof(*one) + class->n_tests);
    must(one != NULL && class->n < class->report->intake->n);
    class->people[class->n++] = one;
    one->student = check_format("%s", verdict->submission->student);
    one->name = check_format("%s", person != NULL ? person->name : "");
    one->state = result != NULL ? state_of(result) : PAGE_WAITING;
    one->note = note_of(result);
    // Who was rejected is listed as such; "flagged" is the same number in the
    // terminal.
    one->flagged = json_array_size(json_object_get(result, "flags")) > 0 &&
                   one->state != PAGE_REJECTED;
    one->score = result_int(result, "score");
    one->late_days = result_int(json_object_get(result, "late"), "days");
    one->timed = verdict->times != NULL && result != NULL &&
                 one->state != PAGE_MISSING;
    one->wall_s =
        json_number_value(json_object_get(verdict->times, "wall_ms")) / 1000;
    class->n_states[one->state]++;
    if (one->state == PAGE_GRADED)
        add_tests(class, one, result);
    keep_head(class, verdict);
}

// ---- what can be said at the end -------------------------------------------

static int compare_codes(const void *a, const void *b)
{
    const struct page_code *one = a, *other = b;
    if (one->n != other->n)
        return one->n > other->n ? -1 : 1;
    return strcmp(one->code, other->code);
}

// The correlation of passing test i with the points for all other tests.
static void find_apart(struct page_class *class, size_t i)
{
    double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    int points = class->report->lab->tests[i].points;
    for (size_t p = 0; p < class->n; p++) {
        const struct page_person *person = class->people[p];
        if (person->state != PAGE_GRADED)
            continue;
        double passed = person->marks[i] == PAGE_PASSED;
        double rest = person->score - passed * points;
        n++;
        x += passed;
        y += rest;
        xx += passed * passed;
        yy += rest * rest;
        xy += passed * rest;
    }
    double spread = (n * xx - x * x) * (n * yy - y * y);
    class->tests[i].telling = n >= 10 && spread > 0;
    if (class->tests[i].telling)
        class->tests[i].apart = (n * xy - x * y) / sqrt(spread);
}

void page_class_sum(struct page_class *class)
{
    for (size_t i = 0; i < class->n_tests; i++) {
        struct page_test *test = &class->tests[i];
        qsort(test->codes, test->n_codes, sizeof(test->codes[0]),
              compare_codes);
        find_apart(class, i);
    }
}
