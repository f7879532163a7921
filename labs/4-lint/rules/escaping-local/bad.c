// Three tasks that read what is no longer there.
#include "nursery.h"

struct job {
    int number;
};

static struct error *work(void *arg)
{
    const struct job *job = arg;
    printf("job %d\n", job->number);
    return NULL;
}

// Each turn has a job of its own, at the same place; when the tasks run, no
// turn is left. All of them print the last number, if they print any.
struct error *work_all(int n_jobs)
{
    struct nursery *n = nursery_open();
    for (int i = 0; i < n_jobs; i++) {
        struct job job = {i};
        nursery_spawn(n, work, &job); // <- escaping-local
    }
    return nursery_close(n, NULL);
}

// The nursery is the caller's, and goes on when this has returned.
void work_later(struct nursery *n, int number)
{
    struct job job = {number}, jobs[2] = {{1}, {2}};
    nursery_spawn(n, work, &job);     // <- escaping-local
    nursery_spawn(n, work, &jobs[1]); // <- escaping-local
}
