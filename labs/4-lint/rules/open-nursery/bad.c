// Five ways to leave a nursery open.
#include "event.h"
#include "nursery.h"

static struct error *work(void *arg)
{
    (void)arg;
    return sleep_ms(100);
}

// The classic: TRY returns, and the close is never reached.
struct error *fetch(void)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, work, NULL);
    TRY(sleep_ms(10));                       // <- open-nursery
    TRY(nursery_start(n, work, NULL, NULL)); // <- open-nursery
    return nursery_close(n, NULL);
}

struct error *fetch_some(int n_rounds, bool *enough)
{
    for (int i = 0; i < n_rounds; i++) {
        struct nursery *n = nursery_open();
        nursery_spawn(n, work, NULL);
        if (*enough)
            break; // <- open-nursery
        TRY(nursery_close(n, NULL));
    }
    return NULL;
}

struct error *forget(void)
{
    struct nursery *n = nursery_open(); // <- open-nursery
    nursery_spawn(n, work, NULL);
    return NULL;
}

// The error is looked at first, and then nobody closes.
struct error *ask(void)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, work, NULL);
    struct error *err = sleep_ms(10);
    if (err != NULL)
        return err; // <- open-nursery
    return nursery_close(n, NULL);
}
