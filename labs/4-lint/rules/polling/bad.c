// Somebody asks every 10 ms whether the work is done.
#include "event.h"
#include "loop.h"
#include "nursery.h"

static bool is_done;

static struct error *work(void *arg)
{
    (void)arg;
    TRY(sleep_ms(1000));
    is_done = true;
    return NULL;
}

static struct error *wait_patiently(void *arg)
{
    (void)arg;
    while (!is_done) // <- polling
        TRY(sleep_ms(10));
    printf("done\n");
    return NULL;
}

static struct error *wait_eagerly(void *arg)
{
    (void)arg;
    while (!is_done) { // <- polling
        struct error *err = checkpoint();
        if (err != NULL)
            return err;
    }
    printf("done, and at once\n");
    return NULL;
}

static struct error *wait_for_the_end(void *arg)
{
    (void)arg;
    for (;;) // <- polling
        TRY(sleep_ms(INT64_C(1000)));
}

static struct error *program(void *arg)
{
    (void)arg;
    struct nursery *n = nursery_open();
    nursery_spawn(n, work, NULL);
    nursery_spawn(n, wait_patiently, NULL);
    nursery_spawn(n, wait_eagerly, NULL);
    nursery_spawn(n, wait_for_the_end, NULL);
    return nursery_close(n, NULL);
}

int main(void)
{
    return loop_exit_status(loop_run(program, NULL, NULL));
}
