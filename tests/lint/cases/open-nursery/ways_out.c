// Each way to leave the block of a nursery that is still open.
#include "event.h"
#include "nursery.h"

static struct error *work(void *arg)
{
    (void)arg;
    return NULL;
}

struct error *returns(bool ready)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, work, NULL);
    if (!ready)
        return NULL; // <- open-nursery
    TRY(sleep_ms(1)); // <- open-nursery
    TRY(nursery_start(n, work, NULL, NULL)); // <- open-nursery
    return nursery_close(n, NULL);
}

struct error *breaks(int n_rounds)
{
    for (int i = 0; i < n_rounds; i++) {
        struct nursery *n = nursery_open_with(.name = "round");
        nursery_spawn(n, work, NULL);
        if (i == 3)
            break; // <- open-nursery
        if (i == 4)
            continue; // <- open-nursery
        if (i == 5)
            goto out; // <- open-nursery
        TRY(nursery_close(n, NULL));
    }
out:
    return NULL;
}

void falls(bool ready, struct error **err)
{
    struct nursery *n = nursery_open(); // <- open-nursery
    nursery_spawn(n, work, NULL);
    if (ready)
        *err = nursery_close(n, NULL);
}
