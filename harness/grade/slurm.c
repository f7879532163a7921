// The same work on many machines: `make grade EXECUTOR=slurm`.
//
// The open submissions are cut into portions, one for each task of an array.
// Then this waits: outcomes arrive as files, and Slurm is asked now and then
// which of its tasks it still has. One that it has no more, and that has left
// something undone, is lost: a node failed, its memory or its time was used up,
// somebody cancelled it. What it left is tried once more at the end, each
// submission in a task of its own, so that one that takes its task with it
// takes nothing else. Whoever fails then is the grader's error, and has no
// score.
#include "slurm.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_PORTION = 20,
    LANES = 16, // tasks at a time, where nobody says how many
    PORTIONS_A_LANE = 4,
};

// Portions small enough that nobody waits long for the last, large enough that
// what a task costs (a second or two) is little. All are equal but for the
// last.
static size_t portion_size(const struct class *class, size_t n, size_t most)
{
    int jobs = class->options->jobs;
    size_t pieces = PORTIONS_A_LANE * (size_t)(jobs > 0 ? jobs : LANES);
    size_t size = (n + pieces - 1) / pieces;
    size_t least = (n + most - 1) / most;
    if (size > MOST_PORTION)
        size = MOST_PORTION;
    return size > least ? size : least;
}

static void say_round(const struct round *round, int number)
{
    summary_head("slurm");
    printf("job %s: %zu task%s for %zu submission%s%s\n", round->job.number,
           round->n_tasks, round->n_tasks == 1 ? "" : "s", round->n,
           round->n == 1 ? "" : "s",
           number == 1 ? "" : ", once more: their tasks were lost");
    fflush(stdout);
}

// ---- those that are lost ---------------------------------------------------

// Why a task ended is known to nobody but its log.
static struct error *fail(struct round *round, const struct task_of_array *task)
{
    size_t k = (size_t)(task - round->tasks);
    char *line = slurm_last_line(round->folder, k);
    char *wrong = check_format(
        "its task in Slurm has ended twice %s%s (task %zu of job %s)",
        line[0] != 0 ? "and said: "
                     : "without a word: has a node failed, or is --mem or "
                       "--time in SLURM_OPTIONS too little?",
        line, k, round->job.number);
    struct error *err = NULL;
    for (size_t j = 0; err == NULL && j < task->n; j++) {
        size_t i = round->list[task->first + j];
        if (round->class->outcomes[i].state != OUTCOME_OPEN)
            continue;
        err = job_note_error(round->class, i, wrong);
        round->class->n_done++;
    }
    free(line);
    free(wrong);
    return err;
}

static struct error *fail_all(struct round *round)
{
    for (size_t k = 0; k < round->n_tasks; k++)
        TRY(fail(round, &round->tasks[k]));
    return NULL;
}

// ---- all of it -------------------------------------------------------------

static void list_open(struct round *round)
{
    struct class *class = round->class;
    round->n = 0;
    for (size_t i = 0; i < class->intake->n; i++)
        if (class->outcomes[i].state == OUTCOME_OPEN)
            round->list[round->n++] = i;
}

static struct error *run_round(struct round *round, int number, size_t most)
{
    struct class *class = round->class;
    list_open(round);
    if (round->n == 0)
        return NULL;
    round_cut(round, number == 1 ? portion_size(class, round->n, most)
                                 : (round->n + most - 1) / most);
    round->folder = check_format("%s/slurm/%d", class->work, number);
    TRY(round_write(round));
    TRY(slurm_submit(class, round->folder, round->n_tasks, &round->job));
    say_round(round, number);
    TRY(round_wait(round));
    return number == 1 ? NULL : fail_all(round);
}

// What is not to be checked needs no node.
static struct error *run_unchecked(struct jobs *jobs)
{
    struct class *class = jobs->class;
    for (size_t i = 0; i < class->intake->n; i++) {
        const struct submission *s = &class->intake->list[i];
        if (class->outcomes[i].state != OUTCOME_OPEN ||
            (s->refused == NULL && s->n_files > 0))
            continue;
        TRY(job_run(jobs, i));
        class->n_done++;
    }
    return NULL;
}

// Of this folder and no other, so that what a killed run has left is found.
static char *job_name(const struct class *class)
{
    char *digest = digest_of_bytes(class->folder, strlen(class->folder));
    char *name = check_format("grade-lab%s-%.8s", class->lab->number,
                              strchr(digest, ':') + 1);
    free(digest);
    return name;
}

static struct error *run_rounds(struct round *round)
{
    size_t most;
    struct error *err = NULL;
    TRY(slurm_ask_most_tasks(&most));
    TRY(slurm_cancel(&round->job));
    for (int number = 1; err == NULL && number <= 2; number++) {
        err = run_round(round, number, most);
        if (err != NULL && round->folder != NULL) {
            slurm_cancel_later(&round->job);
            round_collect(round);
        }
        round_forget(round);
    }
    return err;
}

struct error *slurm_run(struct jobs *jobs)
{
    struct round round = {.class = jobs->class};
    TRY(run_unchecked(jobs));
    size_t n = jobs->class->intake->n;
    round.list = calloc(n + 1, sizeof(round.list[0]));
    round.task_of = calloc(n + 1, sizeof(round.task_of[0]));
    must(round.list != NULL && round.task_of != NULL);
    round.job.name = job_name(jobs->class);
    struct error *err = run_rounds(&round);
    free(round.job.name);
    free(round.list);
    free(round.task_of);
    return err;
}
