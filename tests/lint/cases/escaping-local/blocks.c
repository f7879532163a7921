// The variable of an inner block is gone before the nursery of the outer one is
// closed.
#include "event.h"
#include "nursery.h"

struct job {
    int number;
    int parts[4];
    struct job *next;
};

static struct error *work(void *arg)
{
    (void)arg;
    return NULL;
}

struct error *loops(int n_jobs)
{
    struct nursery *n = nursery_open();
    for (int i = 0; i < n_jobs; i++) {
        struct job job = {.number = i};
        nursery_spawn(n, work, &job); // <- escaping-local
    }
    for (int i = 0; i < n_jobs; i++)
        nursery_spawn(n, work, &i); // <- escaping-local
    if (n_jobs > 3) {
        struct job job = {.number = 3}, jobs[2] = {{0}};
        nursery_spawn(n, work, &job.parts[1]); // <- escaping-local
        nursery_spawn(n, work, job.parts);     // <- escaping-local
        nursery_spawn(n, work, jobs);          // <- escaping-local
        nursery_spawn(n, work, jobs + 1);
        nursery_spawn(n, work, (void *)&jobs[1]); // <- escaping-local
        nursery_spawn(n, work, &(struct job){1}); // <- escaping-local
        nursery_spawn(n, work, job.next);
        nursery_spawn(n, work, &job.next->number);
    }
    return nursery_close(n, NULL);
}

struct error *starts(bool ready)
{
    struct nursery *n = nursery_open();
    struct error *err = NULL;
    if (ready) {
        int number = 1;
        err = nursery_start(n, work, &number, NULL); // <- escaping-local
    }
    return nursery_close(n, err);
}
