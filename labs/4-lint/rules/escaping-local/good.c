// What a task is given lives as long as the nursery.
#include "nursery.h"
#include <stdlib.h>

struct job {
    int number;
};

static struct error *work(void *arg)
{
    const struct job *job = arg;
    printf("job %d\n", job->number);
    return NULL;
}

// An array of jobs, in the block that closes the nursery.
struct error *work_all(int n_jobs)
{
    struct job jobs[n_jobs];
    struct nursery *n = nursery_open();
    for (int i = 0; i < n_jobs; i++) {
        jobs[i] = (struct job){i};
        nursery_spawn(n, work, &jobs[i]);
    }
    return nursery_close(n, NULL);
}

// Or the caller has it, as it has the nursery.
void work_later(struct nursery *n, struct job *job)
{
    nursery_spawn(n, work, job);
}

static struct error *work_and_free(void *arg)
{
    struct error *err = work(arg);
    free(arg);
    return err;
}

// Or it belongs to the task, which frees it.
void work_alone(struct nursery *n, int number)
{
    struct job *job = malloc(sizeof(*job));
    must(job != NULL);
    job->number = number;
    nursery_spawn(n, work_and_free, job);
}
