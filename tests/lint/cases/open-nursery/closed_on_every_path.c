// Each path closes it: by a label, in a loop, in every branch, behind a test.
#include "event.h"
#include "nursery.h"

struct error *by_a_label(bool ready)
{
    TRY(sleep_ms(1)); // not open yet
    struct error *err = NULL;
    struct nursery *n = nursery_open();
    if (!ready)
        goto out;
    err = sleep_ms(1);
    if (err != NULL)
        goto out;
    err = sleep_ms(2);
out:
    return nursery_close(n, err);
}

struct error *in_every_branch(int kind)
{
    struct nursery *n = nursery_open();
    switch (kind) {
    case 0:
        return nursery_close(n, sleep_ms(1));
    case 1:
        nursery_cancel(n);
        break;
    default:
        TRY(nursery_close(n, NULL));
        return NULL;
    }
    return nursery_close(n, NULL);
}

struct error *in_a_loop(int n_rounds)
{
    for (int i = 0; i < n_rounds; i++) {
        struct nursery *n = nursery_open();
        struct error *err = NULL;
        for (int k = 0; k < 3 && err == NULL; k++) {
            if (k == i)
                break; // the inner loop is left, and not the block
            err = sleep_ms(k);
        }
        TRY(nursery_close(n, err));
    }
    return NULL;
}

struct error *if_it_was_opened(bool many)
{
    struct nursery *n = NULL;
    struct error *err = sleep_ms(1);
    if (many)
        n = nursery_open();
    if (n != NULL)
        err = nursery_close(n, err);
    return err;
}

struct error *until_told(void)
{
    struct nursery *n = nursery_open();
    for (;;) {
        struct error *err = sleep_ms(1);
        if (err != NULL)
            return nursery_close(n, err);
    }
}
