// A task that is told of the nursery does not close it.
#include "event.h"
#include "nursery.h"

struct job {
    struct nursery *n;
    int number;
};

static struct error *spawns_more(void *arg)
{
    struct job *job = arg;
    nursery_spawn(job->n, spawns_more, job);
    return NULL;
}

struct error *tells(void)
{
    struct nursery *n = nursery_open();
    struct job job = {n, 1}, other = {.number = 2};
    other.n = n;
    nursery_spawn(n, spawns_more, &job);
    nursery_spawn(n, spawns_more, &other);
    TRY(sleep_ms(1)); // <- open-nursery
    return nursery_close(n, NULL);
}

struct error *tells_and_forgets(void)
{
    struct nursery *n = nursery_open(); // <- open-nursery
    nursery_spawn(n, spawns_more, n);
    printf("%zu children\n", nursery_n_children(n));
    return sleep_ms(1);
}
