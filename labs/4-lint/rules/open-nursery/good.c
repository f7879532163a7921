// The body keeps its error, and gives it to the close.
#include "event.h"
#include "nursery.h"

static struct error *work(void *arg)
{
    (void)arg;
    return sleep_ms(100);
}

struct error *fetch(void)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, work, NULL);
    struct error *err = sleep_ms(10);
    if (err == NULL)
        err = nursery_start(n, work, NULL, NULL);
    return nursery_close(n, err);
}

// In a function of its own the body may leave as it likes.
static struct error *body(struct nursery *n)
{
    nursery_spawn(n, work, NULL);
    TRY(sleep_ms(10));
    return nursery_start(n, work, NULL, NULL);
}

struct error *fetch_apart(void)
{
    struct nursery *n = nursery_open();
    struct error *err = body(n);
    return nursery_close(n, err);
}

struct error *fetch_some(int n_rounds, bool *enough)
{
    for (int i = 0; i < n_rounds && !*enough; i++) {
        struct nursery *n = nursery_open();
        nursery_spawn(n, work, NULL);
        TRY(nursery_close(n, NULL));
    }
    return NULL;
}
