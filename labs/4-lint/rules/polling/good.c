// An event says that the work is done, when it is.
#include "event.h"
#include "loop.h"
#include "nursery.h"

static struct error *work(void *arg)
{
    TRY(sleep_ms(1000));
    event_set(arg);
    return NULL;
}

static struct error *wait_patiently(void *arg)
{
    TRY(event_wait(arg));
    printf("done\n");
    return NULL;
}

static struct error *wait_for_the_end(void *arg)
{
    (void)arg;
    return sleep_forever();
}

// A loop that does something each time has a reason to sleep.
static struct error *tick(void *arg)
{
    while (!event_is_set(arg)) {
        printf("tick\n");
        TRY(sleep_ms(100));
    }
    return NULL;
}

static struct error *program(void *arg)
{
    (void)arg;
    struct event *is_done = event_new();
    struct nursery *n = nursery_open();
    nursery_spawn(n, work, is_done);
    nursery_spawn(n, wait_patiently, is_done);
    nursery_spawn(n, wait_for_the_end, NULL);
    nursery_spawn(n, tick, is_done);
    struct error *err = nursery_close(n, NULL);
    event_free(is_done);
    return err;
}

int main(void)
{
    return loop_exit_status(loop_run(program, NULL, NULL));
}
