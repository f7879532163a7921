// Slurm's commands: what is asked of them, and what they say.
//
// Command lines are made of words, never of text for a shell. Everything that
// they print is cleaned before it is shown.
#include "event.h"
#include "process.h"
#include "scope.h"
#include "slurm.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_MS = 30000, LEAVE_MS = 150, MOST_SAID = 400 };

static struct error *no_answer(const char *text)
{
    return error_new(&INVALID,
                     "Slurm does not answer (%s): does `sinfo` work here? "
                     "Without EXECUTOR= the class is graded on this machine",
                     text);
}

struct error *slurm_call(struct check_argv *argv,
                         struct process_result *result)
{
    struct error *err = check_run(argv, NULL, MOST_MS, result);
    bool late = error_is(err, &TIMEOUT);
    if (!late && !error_is(err, &NOT_FOUND))
        return err;
    error_free(err);
    if (late)
        return no_answer("not within 30 s");
    return error_new(&INVALID,
                     "there is no %s on this machine: EXECUTOR=slurm needs "
                     "Slurm's commands (Debian: slurm-client) and its "
                     "slurm.conf. Without EXECUTOR= the class is graded here",
                     argv->words[0]);
}

char *slurm_complaint(const struct process_result *result)
{
    static const char *const begins[] = {"error: ", "fatal: "};
    char *text = check_clean(result->err.bytes, MOST_SAID);
    size_t n = strlen(text);
    while (n > 0 && isspace((unsigned char)text[n - 1]))
        text[--n] = 0;
    const char *line = strrchr(text, '\n');
    line = line != NULL ? line + 1 : text;
    for (size_t i = 0; i < array_length(begins); i++) {
        const char *at = strstr(line, begins[i]);
        line = at != NULL ? at + strlen(begins[i]) : line;
    }
    char *last = check_format("%s", line);
    free(text);
    return last;
}

// ---- limits ----------------------------------------------------------------

// "MaxArraySize            = 1001"
static size_t number_of(const char *text, const char *name)
{
    const char *at = strstr(text, name);
    if (at == NULL)
        return 0;
    at += strlen(name);
    return strtoul(at + strspn(at, " ="), NULL, 10);
}

struct error *slurm_ask_most_tasks(size_t *n)
{
    struct check_argv argv = {0};
    struct process_result result = {0};
    check_words(&argv,
                (const char *const[]){"scontrol", "show", "config", NULL});
    TRY(slurm_call(&argv, &result));
    char *said = slurm_complaint(&result);
    struct error *err = NULL;
    *n = number_of(result.out.bytes, "MaxArraySize");
    if (result.end.code != 0)
        err = no_answer(said);
    else if (*n == 0)
        err = error_new(&INVALID, "this Slurm has no job arrays (MaxArraySize "
                                  "is 0): ask whoever runs it");
    free(said);
    process_result_free(&result);
    return err;
}

// ---- looking ---------------------------------------------------------------

// A line for each task: "17 PD". Those that are being put away (CG) have ended.
static void read_queue(const char *text, bool *is_there, size_t n,
                       size_t *n_waiting)
{
    while (*text != 0) {
        char *end;
        size_t task = strtoul(text, &end, 10);
        bool ending = strncmp(end, " CG", 3) == 0;
        if (end != text && task < n && !ending) {
            is_there[task] = true;
            *n_waiting += strncmp(end, " PD", 3) == 0;
        }
        text = end + strcspn(end, "\n");
        text += *text == '\n';
    }
}

struct error *slurm_ask_queue(const struct slurm_job *job, bool *is_there,
                              size_t n, bool *answered, size_t *n_waiting)
{
    struct check_argv argv = {0};
    struct process_result result = {0};
    char *jobs = check_format("--jobs=%s", job->number);
    char *clusters =
        check_format("--clusters=%s", job->cluster != NULL ? job->cluster : "");
    check_words(&argv, (const char *const[]){"squeue", "--noheader", "--array",
                                             "--format=%K %t", jobs, NULL});
    if (job->cluster != NULL)
        check_word(&argv, clusters);
    memset(is_there, 0, n * sizeof(is_there[0]));
    *n_waiting = 0;
    struct error *err = slurm_call(&argv, &result);
    // A job that has ended long enough ago is one it does not know.
    *answered =
        err == NULL && (result.end.code == 0 ||
                        strstr(result.err.bytes, "Invalid job id") != NULL);
    if (err == NULL && result.end.code == 0)
        read_queue(result.out.bytes, is_there, n, n_waiting);
    process_result_free(&result);
    free(jobs);
    free(clusters);
    if (err == NULL || error_is(err, &CANCELLED))
        return err;
    error_free(err);
    return NULL;
}

// ---- ending ----------------------------------------------------------------

static void add_cancel(struct check_argv *argv, const struct slurm_job *job,
                       char *texts[3])
{
    texts[0] = check_format("--name=%s", job->name);
    texts[1] = check_format("--user=%d", (int)getuid());
    texts[2] = job->cluster != NULL
                   ? check_format("--clusters=%s", job->cluster)
                   : NULL;
    check_words(argv, (const char *const[]){"scancel", texts[0], texts[1],
                                            texts[2], NULL});
}

static void free_texts(char *texts[3])
{
    for (int i = 0; i < 3; i++)
        free(texts[i]);
}

struct error *slurm_cancel(const struct slurm_job *job)
{
    struct check_argv argv = {0};
    struct process_result result = {0};
    char *texts[3];
    add_cancel(&argv, job, texts);
    struct error *err = slurm_call(&argv, &result);
    process_result_free(&result);
    free_texts(texts);
    return err;
}

// setsid forks: what it starts goes on when we have ended.
void slurm_cancel_later(const struct slurm_job *job)
{
    struct check_argv argv = {0};
    struct process *process;
    struct process_end end;
    char *texts[3];
    check_words(&argv, (const char *const[]){"setsid", "--fork", NULL});
    add_cancel(&argv, job, texts);
    struct process_options options = {.argv = argv.words,
                                      .fds = {{.how = PROCESS_NULL},
                                              {.how = PROCESS_NULL},
                                              {.how = PROCESS_NULL}},
                                      .n_fds = 3};
    struct scope *s = scope_enter((struct scope_options){
        .deadline = after_ms(LEAVE_MS), .shield = true, .name = "scancel"});
    struct error *err = process_start(&options, &process);
    if (err == NULL) {
        err = process_wait(process, &end);
        process_free(process);
    }
    error_free(scope_leave(s, err));
    free_texts(texts);
}
