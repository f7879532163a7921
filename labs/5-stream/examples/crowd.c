// Five tasks of 10 ms each, and a limiter of 2. After 5 ms the total is raised.
// Who works when, and how many wait?
#include "event.h"
#include "limiter.h"
#include "loop.h"
#include "nursery.h"

static struct limiter *limiter;

static struct error *works(void *arg)
{
    const char *name = arg;
    TRY(limiter_acquire(limiter));
    printf("%2d ms  %s begins\n", (int)(clock_now() / CLOCK_NS_PER_MS), name);
    struct error *err = sleep_ms(10);
    struct error *released = limiter_release(limiter);
    return err != NULL ? err : released;
}

static struct error *program(void *arg)
{
    (void)arg;
    static char *names[] = {"ann", "bob", "cid", "dan", "eve"};
    TRY(limiter_new(2, &limiter));
    struct nursery *n = nursery_open();
    for (int i = 0; i < 5; i++)
        nursery_spawn(n, works, names[i]);
    struct error *err = sleep_ms(5);
    printf("waiting: %zu\n", limiter_statistics(limiter).n_waiting);
    if (err == NULL)
        err = limiter_set_total(limiter, 3);
    printf("waiting: %zu\n", limiter_statistics(limiter).n_waiting);
    err = nursery_close(n, err);
    limiter_free(limiter);
    return err;
}

int main(void)
{
    struct loop_options options = {.virtual_clock = true};
    return loop_exit_status(loop_run(program, NULL, &options));
}
