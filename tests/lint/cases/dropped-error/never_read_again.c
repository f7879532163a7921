// The only place that reads stands before the store, or on no path from it.
#include "event.h"

struct error *reads_before(void)
{
    struct error *err = sleep_ms(1);
    if (err != NULL)
        return err;
    err = sleep_ms(2); // <- dropped-error
    return NULL;
}

struct error *reads_elsewhere(bool quick)
{
    struct error *err;
    if (quick) {
        err = sleep_ms(1); // <- dropped-error
        return NULL;
    }
    err = sleep_ms(2);
    return err;
}

struct error *stops_before(struct event *event)
{
    struct error *err = NULL;
    while (true) {
        if (err != NULL)
            return err;
        err = event_wait(event); // <- dropped-error
        break;
    }
    return NULL;
}
