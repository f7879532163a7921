// One submission, from its files to its result.
//
// What the checker says is taken as it is; what it fails to say is the grader's
// error, never the student's.
#include "job.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// ---- its result ------------------------------------------------------------

static json_t *times_of(const struct check_run *run)
{
    char now[24], host[65] = "";
    size_t i;
    const json_t *test;
    json_t *tests = json_object();
    class_time(now);
    gethostname(host, sizeof(host) - 1);
    json_array_foreach(json_object_get(run->checked, "tests"), i, test)
        json_object_set_new(
            tests, result_string(test, "id"),
            json_pack("{s:O*, s:O*}", "wall_ms",
                      json_object_get(test, "wall_ms"), "cpu_ms",
                      json_object_get(test, "cpu_ms")));
    return json_pack("{s:s, s:s, s:f, s:I, s:s, s:o}", "started", run->started,
                     "finished", now, "wall_ms", run->wall_ms, "cpu_ms",
                     (json_int_t)run->cpu_ms, "host", host, "tests", tests);
}

// A check that does not end, alone neither, says nothing about the tests.
static json_t *over_budget_body(const struct jobs *jobs)
{
    char *text = check_format(
        "Its check did not end: it was stopped after %lld s, and once more "
        "when nothing else was running. No test could be judged.",
        (long long)jobs->budget_ms / 1000);
    json_t *body = result_blank(jobs->class, text);
    json_array_append_new(json_object_get(body, "flags"),
                          json_pack("{s:s, s:s}", "code", "over-budget",
                                    "evidence", text));
    free(text);
    return body;
}

static json_t *body_of(const struct jobs *jobs, const struct submission *s,
                       const struct check_run *run,
                       const struct check_run *first, const char **status)
{
    json_t *body;
    *status = "rejected";
    if (run->over_budget)
        return over_budget_body(jobs);
    *status = result_string(run->checked, "status");
    body = result_body(s, run->checked);
    if (first->checked != NULL || first->over_budget)
        result_mark_retried(body, first->checked);
    return body;
}

// Why is there a new result?
static const char *reason(const struct class *class, const struct submission *s,
                          const json_t *old)
{
    const json_t *digests = json_object_get(old, "digests");
    if (class->options->test != NULL)
        return "one test again";
    if (class->options->student != NULL)
        return "again";
    if (old == NULL)
        return "first";
    if (strcmp(result_string(old, "status"), "grader_error") == 0)
        return "the grader had failed";
    if (strcmp(result_string(digests, "submission"), s->digest) != 0)
        return "other files";
    if (strcmp(result_string(digests, "tests"), class->tests) != 0)
        return "other tests";
    return "other numbers";
}

// What was there stays, unless it is nothing.
static struct error *note_error(struct class *class, size_t i,
                                const json_t *old, const char *wrong)
{
    const struct submission *s = &class->intake->list[i];
    struct outcome *outcome = &class->outcomes[i];
    outcome->state = OUTCOME_ERROR;
    outcome->error = check_format("%s", wrong);
    class->n_errors++;
    if (class->options->dry)
        return NULL;
    bool keeps = old != NULL &&
                 strcmp(result_string(old, "status"), "grader_error") != 0;
    json_t *body = result_blank(class, NULL);
    json_object_set_new(body, "error", json_string(wrong));
    json_t *result = result_make(class, s, "grader_error", body);
    struct error *err;
    char now[24];
    class_time(now);
    if (keeps)
        err = class_audit(
            class, json_pack("{s:s, s:s, s:s, s:s}", "at", now, "student",
                             s->student, "why",
                             "the grader failed; the old result stays",
                             "error", wrong),
            true);
    else
        err = result_keep(class, s, result, NULL, old, "the grader failed");
    json_decref(result);
    json_decref(body);
    return err;
}

void job_count(struct class *class, const json_t *result)
{
    size_t i;
    const json_t *test;
    bool hung = false;
    json_array_foreach(json_object_get(result, "tests"), i, test)
        hung |= strcmp(result_string(test, "status"), "hang") == 0;
    const char *status = result_string(result, "status");
    class->n_hung += hung;
    class->n_unbuilt += strcmp(status, "build_failed") == 0;
    class->n_flagged += json_array_size(json_object_get(result, "flags")) > 0 &&
                        strcmp(status, "rejected") != 0;
}

struct error *job_note_error(struct class *class, size_t i, const char *wrong)
{
    json_t *old = result_read(class, class->intake->list[i].student);
    struct error *err = note_error(class, i, old, wrong);
    json_decref(old);
    return err;
}

static bool is_any_retried(const json_t *result)
{
    size_t i;
    const json_t *test;
    json_array_foreach(json_object_get(result, "tests"), i, test)
        if (json_is_true(json_object_get(test, "retried")))
            return true;
    return false;
}

// Takes result and times.
static struct error *note_result(struct class *class, size_t i, json_t *result,
                                 json_t *times, const json_t *old)
{
    const struct submission *s = &class->intake->list[i];
    struct outcome *outcome = &class->outcomes[i];
    struct error *err = NULL;
    bool same = old != NULL && json_equal(old, result);
    if (old != NULL)
        outcome->change = result_change(s->student, old, result);
    if (!class->options->dry && !same)
        err = result_keep(class, s, result, times, old, reason(class, s, old));
    outcome->state = same ? OUTCOME_SAME : OUTCOME_NEW;
    outcome->retried = is_any_retried(result);
    job_count(class, result);
    json_decref(result);
    json_decref(times);
    return err;
}

static struct error *finish(struct jobs *jobs, size_t i,
                            const struct check_run *run,
                            const struct check_run *first, json_t *old)
{
    struct class *class = jobs->class;
    const struct submission *s = &class->intake->list[i];
    const char *status;
    if (run->wrong != NULL)
        return note_error(class, i, old, run->wrong);
    json_t *body = body_of(jobs, s, run, first, &status);
    bool merges =
        class->options->test != NULL && strcmp(status, "graded") == 0;
    bool is_mixed = merges && !result_is_of_now(class, old);
    if (merges) {
        json_t *merged = result_merge(old, body, class->options->test);
        json_decref(body);
        body = merged;
    }
    json_t *result = result_make(class, s, status, body);
    json_decref(body);
    if (is_mixed)
        json_object_set_new(json_object_get(result, "digests"), "tests",
                            json_string("mixed"));
    return note_result(class, i, result, times_of(run), old);
}

// Why what came cannot be checked: a sentence (free with free), or NULL. Some
// of a lab is no lab, and not nothing either.
static char *objection(const struct check_lab *lab, const struct submission *s)
{
    if (s->refused != NULL)
        return check_format("%s", s->refused);
    for (size_t i = 0; s->n_files > 0 && i < lab->n_files; i++) {
        char *path = check_format("%s/%s", s->folder, lab->files[i].name);
        bool there = access(path, F_OK) == 0;
        free(path);
        if (!there)
            return check_format("%s was not handed in; hand in all of this "
                                "lab together: %s.",
                                lab->files[i].name, lab->sources);
    }
    return NULL;
}

json_t *job_unchecked(const struct class *class, const struct submission *s)
{
    char *wrong = objection(class->lab, s);
    if (wrong == NULL && s->n_files > 0)
        return NULL;
    json_t *body = result_blank(class, wrong);
    json_t *result =
        result_make(class, s, wrong != NULL ? "rejected" : "missing", body);
    json_decref(body);
    free(wrong);
    return result;
}

bool job_is_done(const struct class *class, const struct submission *s,
                 const json_t *old)
{
    json_t *unchecked = job_unchecked(class, s);
    bool done = unchecked != NULL ? json_equal(old, unchecked)
                                  : result_counts(class, s, old);
    json_decref(unchecked);
    return done;
}

struct error *job_run(struct jobs *jobs, size_t i)
{
    struct class *class = jobs->class;
    const struct submission *s = &class->intake->list[i];
    struct check_run run = {0}, first = {0};
    json_t *old = result_read(class, s->student);
    json_t *unchecked = job_unchecked(class, s);
    struct error *err;
    if (unchecked != NULL) {
        err = note_result(class, i, unchecked, NULL, old);
        json_decref(old);
        return err;
    }
    err = job_check(jobs, s, &run);
    if (err == NULL && run.wrong == NULL && job_is_about_time(&run)) {
        first = run;
        run = (struct check_run){0};
        err = job_check_alone(jobs, s, &run);
    }
    if (err == NULL)
        err = finish(jobs, i, &run, &first, old);
    job_forget(&run);
    job_forget(&first);
    json_decref(old);
    return err;
}
