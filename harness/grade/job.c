// One submission, from its files to its result.
//
// The checker runs as a child process in a group of its own, with a budget of
// time for the whole. What it says is taken as it is; what it fails to say is
// the grader's error, never the student's.
#include "class.h"
#include "limiter.h"
#include "nursery.h"
#include "process.h"
#include "scope.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// One run of the checker.
struct check_run {
    json_t *checked;  // what it wrote; NULL: see below
    char *wrong;      // how the grader failed, or NULL
    bool over_budget; // it was stopped
    double wall_ms;
    int64_t cpu_ms;
    char started[24];
};

static void run_free(struct check_run *run)
{
    json_decref(run->checked);
    free(run->wrong);
    *run = (struct check_run){0};
}

// ---- running the checker ---------------------------------------------------

// If this program is killed, the checker goes too.
static void add_words(const struct class *class, const char *texts[3],
                      struct check_argv *argv)
{
    check_words(argv,
                (const char *const[]){"setpriv", "--pdeathsig", "KILL",
                                      "build/harness/check", "--lab",
                                      class->lab->number, "--src", texts[0],
                                      "--out", texts[1], "--seed", texts[2],
                                      "--quiet", "--brief", NULL});
    if (class->options->test != NULL)
        check_words(argv, (const char *const[]){"--test", class->options->test,
                                                NULL});
}

static struct error *run_checker(const struct jobs *jobs, const char *texts[3],
                                 struct process_result *result)
{
    struct check_argv argv = {0};
    add_words(jobs->class, texts, &argv);
    struct process_options options = {.argv = argv.words, .group = true};
    struct scope *scope = scope_enter((struct scope_options){
        .deadline = after_ms(jobs->budget_ms), .fail = true, .name = "check"});
    return scope_leave(scope, process_run(&options, NULL, 0, result));
}

// The judge's own word that it has failed.
static const char *grader_error_in(const json_t *checked)
{
    size_t i;
    const json_t *test;
    json_array_foreach(json_object_get(checked, "tests"), i, test)
        if (strcmp(result_string(test, "status"), "grader_error") == 0)
            return result_string(json_object_get(test, "cause"), "happened");
    return NULL;
}

static void look_at_end(struct check_run *run, const char *out,
                        const struct process_result *result)
{
    char *path = check_format("%s/result.json", out);
    char *said = check_clean(result->err.bytes, 600);
    said[strcspn(said, "\n")] = 0;
    run->cpu_ms = result->end.user_ms + result->end.system_ms;
    if (result->end.signum != 0)
        run->wrong = check_format("the checker was ended by signal %d (%s)",
                                  result->end.signum,
                                  strsignal(result->end.signum));
    else if (result->end.code > 1)
        run->wrong = check_format("the checker ended with status %d: %s",
                                  result->end.code, said);
    else
        run->checked = json_load_file(path, 0, NULL);
    if (run->wrong == NULL && run->checked == NULL)
        run->wrong = check_format("the checker has left no result");
    const char *failed = grader_error_in(run->checked);
    if (failed != NULL)
        run->wrong = check_clean(failed, 600);
    free(said);
    free(path);
}

// What --src has to be: a lab of one file wants that file.
static char *source_of(const struct check_lab *lab, const struct submission *s)
{
    return lab->n_files > 1
               ? check_format("%s", s->folder)
               : check_format("%s/%s", s->folder, lab->files[0].name);
}

static struct error *check(const struct jobs *jobs, const struct submission *s,
                           struct check_run *run)
{
    const struct class *class = jobs->class;
    char *out = check_format("%s/%s", class->work, s->student);
    char *src = source_of(class->lab, s), seed[24];
    struct process_result result = {0};
    snprintf(seed, sizeof(seed), "%llx", (unsigned long long)class->seed);
    class_time(run->started);
    double start = check_now_ms();
    class_remove(out);
    struct error *err = check_make_folder(out);
    if (err == NULL)
        err = run_checker(jobs, (const char *[]){src, out, seed}, &result);
    run->wall_ms = check_now_ms() - start;
    if (err == NULL)
        look_at_end(run, out, &result);
    run->over_budget = error_is(err, &TIMEOUT);
    process_result_free(&result);
    if (!error_is(err, &CANCELLED))
        class_remove(out);
    free(src);
    free(out);
    if (err == NULL || error_is(err, &CANCELLED))
        return err;
    // Whatever keeps one check from running is told of that one.
    if (!run->over_budget)
        run->wrong = check_clean(error_message(err), 600);
    error_free(err);
    return NULL;
}

// ---- again, alone ----------------------------------------------------------

// Was it a clock on the wall that failed it? Then another check beside it may
// have been why.
static bool is_about_time(const struct check_run *run)
{
    size_t i;
    const json_t *test;
    if (run->over_budget)
        return true;
    if (strstr(result_string(run->checked, "build"), "to build; a lab takes") !=
        NULL)
        return true;
    json_array_foreach(json_object_get(run->checked, "tests"), i, test)
    {
        const char *code = result_string(test, "code");
        const char *happened =
            result_string(json_object_get(test, "cause"), "happened");
        if (strcmp(code, "LIMIT") == 0 ||
            (strcmp(code, "HANG") == 0 &&
             strstr(happened, "blocked outside") != NULL))
            return true;
    }
    return false;
}

// Takes all tokens. One at a time does, or two would wait for each other.
static struct error *be_alone(const struct jobs *jobs)
{
    TRY(lock_acquire(jobs->alone));
    int n = 0;
    struct error *err = NULL;
    while (err == NULL && n < jobs->n_tokens) {
        err = limiter_acquire_for(jobs->limiter, jobs->tokens + n);
        n += err == NULL;
    }
    if (err == NULL)
        return NULL;
    while (n-- > 0)
        error_free(limiter_release_for(jobs->limiter, jobs->tokens + n));
    error_free(lock_release(jobs->alone));
    return err;
}

static void be_with_others(const struct jobs *jobs)
{
    for (int n = 0; n < jobs->n_tokens; n++)
        error_free(limiter_release_for(jobs->limiter, jobs->tokens + n));
    error_free(lock_release(jobs->alone));
}

static struct error *check_alone(const struct jobs *jobs,
                                 const struct submission *s,
                                 struct check_run *run)
{
    TRY(be_alone(jobs));
    struct error *err = check(jobs, s, run);
    be_with_others(jobs);
    return err;
}

static struct error *check_with_others(const struct jobs *jobs,
                                       const struct submission *s,
                                       struct check_run *run)
{
    TRY(limiter_acquire(jobs->limiter));
    struct error *err = check(jobs, s, run);
    error_free(limiter_release(jobs->limiter));
    return err;
}

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
    class->n_flagged += json_array_size(json_object_get(result, "flags")) > 0;
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
    if (class->options->test != NULL && strcmp(status, "graded") == 0) {
        json_t *merged = result_merge(old, body, class->options->test);
        json_decref(body);
        body = merged;
    }
    json_t *result = result_make(class, s, status, body);
    json_decref(body);
    return note_result(class, i, result, times_of(run), old);
}

json_t *job_unchecked(const struct class *class, const struct submission *s)
{
    if (s->refused == NULL && s->n_files > 0)
        return NULL;
    const char *status = s->refused != NULL ? "rejected" : "missing";
    json_t *body = result_blank(class, s->refused);
    json_t *result = result_make(class, s, status, body);
    json_decref(body);
    return result;
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
    err = check_with_others(jobs, s, &run);
    if (err == NULL && run.wrong == NULL && is_about_time(&run)) {
        first = run;
        run = (struct check_run){0};
        err = check_alone(jobs, s, &run);
    }
    if (err == NULL)
        err = finish(jobs, i, &run, &first, old);
    run_free(&run);
    run_free(&first);
    json_decref(old);
    return err;
}
