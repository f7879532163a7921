// One run of the checker: beside others, or alone.
//
// It is a child process in a group of its own, with a budget of time for the
// whole.
#include "job.h"
#include "limiter.h"
#include "process.h"
#include "scope.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void job_forget(struct check_run *run)
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
    folder_remove(out);
    struct error *err = check_make_folder(out);
    if (err == NULL)
        err = run_checker(jobs, (const char *[]){src, out, seed}, &result);
    run->wall_ms = check_now_ms() - start;
    if (err == NULL)
        look_at_end(run, out, &result);
    run->over_budget = error_is(err, &TIMEOUT);
    process_result_free(&result);
    if (!error_is(err, &CANCELLED))
        folder_remove(out);
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

bool job_is_about_time(const struct check_run *run)
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

struct error *job_check_alone(const struct jobs *jobs,
                              const struct submission *s,
                              struct check_run *run)
{
    TRY(be_alone(jobs));
    struct error *err = check(jobs, s, run);
    be_with_others(jobs);
    return err;
}

struct error *job_check(const struct jobs *jobs, const struct submission *s,
                        struct check_run *run)
{
    TRY(limiter_acquire(jobs->limiter));
    struct error *err = check(jobs, s, run);
    error_free(limiter_release(jobs->limiter));
    return err;
}
