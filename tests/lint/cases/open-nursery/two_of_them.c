// Which of two nurseries is left open.
#include "event.h"
#include "nursery.h"

struct error *inner_is_closed(void)
{
    struct nursery *outer = nursery_open();
    {
        struct nursery *inner = nursery_open();
        nursery_cancel(outer);
        TRY(nursery_close(inner, NULL)); // <- open-nursery
    }
    struct error *err = sleep_ms(1);
    if (err != NULL)
        return nursery_close(outer, err);
    struct nursery *second = nursery_open();
    err = nursery_close(second, sleep_ms(2));
    return nursery_close(outer, err);
}

struct error *opened_in_turn(int n_rounds)
{
    struct nursery *n = nursery_open();
    for (int i = 0; i < n_rounds; i++) {
        struct error *err = nursery_close(n, NULL);
        n = nursery_open();
        if (err != NULL)
            return err; // <- open-nursery
    }
    return nursery_close(n, NULL);
}

void nobody_has_it(void)
{
    nursery_open();       // <- open-nursery
    (void)nursery_open(); // <- open-nursery
}
