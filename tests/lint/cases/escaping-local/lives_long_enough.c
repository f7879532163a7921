// Static, given, or in the block that closes the nursery.
#include "event.h"
#include "nursery.h"
#include <stdlib.h>

struct job {
    int number;
    struct job *next;
};

static struct job first;

static struct error *work(void *arg)
{
    (void)arg;
    return NULL;
}

void spawns(struct nursery *n, struct job *given, int numbers[])
{
    static int count;
    static __thread struct job own;
    struct job *made = calloc(1, sizeof(*made));
    struct job **all = &made;
    nursery_spawn(n, work, &first.number);
    nursery_spawn(n, work, &count);
    nursery_spawn(n, work, &own);
    nursery_spawn(n, work, given);
    nursery_spawn(n, work, &given->next->number);
    nursery_spawn(n, work, &numbers[1]);
    nursery_spawn(n, work, made);
    nursery_spawn(n, work, &made->number);
    nursery_spawn(n, work, &all[0]->next);
    nursery_spawn(n, work, NULL);
    nursery_spawn(n, work, "text");
}

struct error *closes(int n_jobs)
{
    struct job jobs[8];
    struct nursery *n = nursery_open();
    for (int i = 0; i < n_jobs; i++) {
        jobs[i] = (struct job){.number = i};
        nursery_spawn(n, work, &jobs[i]);
    }
    nursery_spawn(n, work, &n_jobs);
    return nursery_close(n, NULL);
}
