// One result for each student, on the disk.
//
// A result is an envelope, which is made of the submission and the class,
// around a body, which is made of what the checker wrote. Nothing that was
// measured is in it: equal input gives equal bytes.
#include "class.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_BYTES = 1 << 23, DAY_S = 86400 };

// ---- on the disk -----------------------------------------------------------

json_t *result_read(const struct class *class, const char *student)
{
    char *path = class_path(class, "results", student, ".json");
    json_t *result = json_load_file(path, 0, NULL);
    free(path);
    return result;
}

bool result_is_of_now(const struct class *class, const json_t *result)
{
    const json_t *digests = json_object_get(result, "digests");
    char seed[24];
    snprintf(seed, sizeof(seed), "%llx", (unsigned long long)class->seed);
    return strcmp(result_string(digests, "tests"), class->tests) == 0 &&
           strcmp(result_string(result, "seed"), seed) == 0;
}

bool result_counts(const struct class *class, const struct submission *s,
                   const json_t *result)
{
    const json_t *digests = json_object_get(result, "digests");
    return strcmp(result_string(result, "status"), "grader_error") != 0 &&
           strcmp(result_string(digests, "submission"), s->digest) == 0 &&
           result_is_of_now(class, result);
}

// ---- the envelope ----------------------------------------------------------

int64_t result_seconds(const char *text)
{
    struct tm utc = {0};
    const char *end = strptime(text, "%Y-%m-%dT%H:%M", &utc);
    if (end != NULL && *end == ':')
        end = strptime(end, ":%S", &utc);
    return end != NULL && strcmp(end, "Z") == 0 ? timegm(&utc) : -1;
}

static void add_late(json_t *result, const char *due, const char *received)
{
    int64_t until = due != NULL ? result_seconds(due) : -1;
    int64_t at = result_seconds(received);
    if (until < 0 || at < 0)
        return;
    int64_t days = at > until ? (at - until + DAY_S - 1) / DAY_S : 0;
    json_object_set_new(result, "late",
                        json_pack("{s:I}", "days", (json_int_t)days));
}

void result_add_of(json_t *result, const json_t *body, const char *name)
{
    json_t *value = json_object_get(body, name);
    if (value != NULL)
        json_object_set(result, name, value);
}

static void add_ignored(json_t *result, const struct submission *s)
{
    if (s->n_ignored == 0)
        return;
    json_t *names = json_array();
    for (size_t i = 0; i < s->n_ignored && i < MOST_IGNORED; i++)
        json_array_append_new(names, json_string(s->ignored[i]));
    if (s->n_ignored > MOST_IGNORED) {
        char *more =
            check_format("and %zu more", s->n_ignored - MOST_IGNORED);
        json_array_append_new(names, json_string(more));
        free(more);
    }
    json_object_set_new(result, "ignored", names);
}

json_t *result_make(const struct class *class, const struct submission *s,
                    const char *status, const json_t *body)
{
    char seed[24];
    snprintf(seed, sizeof(seed), "%llx", (unsigned long long)class->seed);
    bool failed = strcmp(status, "grader_error") == 0;
    json_t *result = json_pack(
        "{s:s, s:s, s:s, s:i, s:s, s:{s:s, s:s}, s:s, s:s}", "schema",
        "result/v1", "lab", class->lab->name, "student", s->student, "attempt",
        s->attempt, "status", status, "digests", "submission", s->digest,
        "tests", class->tests, "seed", seed, "cage", class->cage);
    must(result != NULL);
    if (s->received[0] != 0) {
        json_object_set_new(result, "received", json_string(s->received));
        add_late(result, class->options->due, s->received);
    }
    if (!failed)
        result_add_of(result, body, "score");
    result_add_of(result, body, "max");
    result_add_of(result, body, "tests");
    result_add_of(result, body, "coverage");
    result_add_of(result, body, "build");
    add_ignored(result, s);
    result_add_of(result, body, "flags");
    if (failed)
        result_add_of(result, body, "error");
    return result;
}

// ---- keeping one -----------------------------------------------------------

static json_t *audit_line(const json_t *result, const json_t *old,
                          const char *why)
{
    char now[24];
    class_time(now);
    json_t *line = json_pack(
        "{s:s, s:s, s:s, s:s, s:O, s:O}", "at", now, "student",
        result_string(result, "student"), "why", why, "status",
        result_string(result, "status"), "digests",
        json_object_get(result, "digests"), "seed",
        json_object_get(result, "seed"));
    must(line != NULL);
    result_add_of(line, result, "score");
    result_add_of(line, result, "error");
    if (old != NULL)
        json_object_set_new(
            line, "old",
            json_pack("{s:s, s:O*, s:O*}", "status",
                      result_string(old, "status"), "score",
                      json_object_get(old, "score"), "digests",
                      json_object_get(old, "digests")));
    return line;
}

// The line comes first: a kill in between leaves a line without a result, which
// the next run writes, and never a result that nobody accounts for.
struct error *result_keep(const struct class *class, const struct submission *s,
                          json_t *result, json_t *times, const json_t *old,
                          const char *why)
{
    if (!slurm_is_wanted(class))
        return error_new(&INTERRUPTED, "nobody waits for this result");
    bool lasts = times != NULL || old != NULL;
    TRY(class_audit(class, audit_line(result, old, why), lasts));
    char *path = class_path(class, "times", s->student, ".json"), *text;
    struct error *err = NULL;
    if (times != NULL) {
        text = json_dumps(times, JSON_COMPACT | JSON_REAL_PRECISION(6));
        err = check_write_file(path, text, strlen(text));
        free(text);
    }
    free(path);
    if (err != NULL)
        return err;
    path = class_path(class, "results", s->student, ".json");
    text = json_dumps(result, JSON_INDENT(1) | JSON_REAL_PRECISION(6));
    must(text != NULL);
    err = lasts ? keep_file(path, text, strlen(text))
                : check_write_file(path, text, strlen(text));
    free(text);
    free(path);
    return err;
}
