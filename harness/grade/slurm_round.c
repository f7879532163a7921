// A round: portions for the tasks of one array, and the wait for what comes of
// them.
#include "event.h"
#include "slurm.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    LOOK_MS = 1000,  // between two looks at what has arrived
    QUEUE_LOOKS = 2, // so many of them for one at the queue
    GIVEN_UP = 2,    // looks at the queue that have not shown a task
};

// ---- set up ----------------------------------------------------------------

void round_cut(struct round *round, size_t size)
{
    round->n_open = round->n;
    round->n_tasks = (round->n + size - 1) / size;
    round->tasks = calloc(round->n_tasks, sizeof(round->tasks[0]));
    round->is_there = calloc(round->n_tasks, sizeof(round->is_there[0]));
    must(round->tasks != NULL && round->is_there != NULL);
    for (size_t k = 0; k < round->n_tasks; k++) {
        struct task_of_array *task = &round->tasks[k];
        task->first = k * size;
        task->n = round->n - task->first < size ? round->n - task->first : size;
        task->n_open = task->n;
        for (size_t j = 0; j < task->n; j++)
            round->task_of[round->list[task->first + j]] = k;
    }
}

static struct error *write_job(const struct round *round)
{
    static const char script[] = "#!/bin/sh\nexec \"$@\"\n";
    char *path = check_format("%s/job", round->folder);
    struct error *err = check_write_file(path, script, strlen(script));
    free(path);
    return err;
}

struct error *round_write(const struct round *round)
{
    static const char *const names[] = {"portions", "outcomes", "logs"};
    for (size_t i = 0; i < array_length(names); i++) {
        char *path = check_format("%s/%s", round->folder, names[i]);
        struct error *err = check_make_folder(path);
        free(path);
        if (err != NULL)
            return err;
    }
    for (size_t k = 0; k < round->n_tasks; k++)
        TRY(slurm_write_portion(round->class, round->folder, k,
                                round->list + round->tasks[k].first,
                                round->tasks[k].n));
    return write_job(round);
}

// ---- waited for ------------------------------------------------------------

// A folder that is shared may be remembered as it was half a minute ago, unless
// it has been changed from here.
static void look_anew(const char *folder)
{
    char *path = check_format("%s/.look", folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (fd >= 0)
        close(fd);
    unlink(path);
    free(path);
}

// A name is a submission's number and an end.
static void take(struct round *round, const char *name)
{
    char *end;
    size_t i = strtoul(name, &end, 10);
    struct class *class = round->class;
    if (end == name || strcmp(end, ".json") != 0 || i >= class->intake->n ||
        class->outcomes[i].state != OUTCOME_OPEN ||
        !slurm_take_outcome(class, round->folder, i))
        return;
    round->tasks[round->task_of[i]].n_open--;
    round->n_open--;
    class->n_done++;
}

void round_collect(struct round *round)
{
    char *path = check_format("%s/outcomes", round->folder);
    look_anew(path);
    DIR *folder = opendir(path);
    if (folder != NULL) {
        for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
            take(round, entry->d_name);
        closedir(folder);
    }
    free(path);
}

// A task that ends between two looks has told everything before it is gone.
static struct error *look_at_queue(struct round *round)
{
    bool answered;
    TRY(slurm_ask_queue(&round->job, round->is_there, round->n_tasks, &answered,
                        &round->class->n_waiting));
    for (size_t k = 0; answered && k < round->n_tasks; k++) {
        if (round->is_there[k])
            round->tasks[k].n_missed = 0;
        else
            round->tasks[k].n_missed++;
    }
    return NULL;
}

static bool is_lost(const struct task_of_array *task)
{
    return task->n_open > 0 && task->n_missed >= GIVEN_UP;
}

static bool is_over(const struct round *round)
{
    size_t n_lost = 0;
    for (size_t k = 0; k < round->n_tasks; k++)
        if (is_lost(&round->tasks[k]))
            n_lost += round->tasks[k].n_open;
    return round->n_open == n_lost;
}

struct error *round_wait(struct round *round)
{
    for (int looks = 0; !is_over(round); looks++) {
        TRY(sleep_ms(LOOK_MS));
        if (looks % QUEUE_LOOKS == QUEUE_LOOKS - 1)
            TRY(look_at_queue(round));
        round_collect(round);
    }
    round->class->n_waiting = 0;
    return NULL;
}

// ---- and put away ----------------------------------------------------------

void round_forget(struct round *round)
{
    free(round->folder);
    free(round->job.number);
    free(round->job.cluster);
    free(round->tasks);
    free(round->is_there);
    round->folder = NULL;
    round->job.number = round->job.cluster = NULL;
    round->tasks = NULL;
    round->is_there = NULL;
    round->n_tasks = 0;
}
