// Loops that try again and hear of a cancel.
#include "event.h"
#include "stream.h"

struct error *asks(struct stream_rx *rx, int *item)
{
    for (;;) {
        struct error *err = stream_receive(rx, item);
        if (err == NULL || error_is(err, &CANCELLED))
            return err;
        error_free(err);
    }
}

struct error *waits_openly(struct stream_rx *rx, int *item)
{
    struct error *err;
    while ((err = stream_try_receive(rx, item)) != NULL) {
        error_free(err);
        TRY(sleep_ms(10));
    }
    return NULL;
}

struct error *keeps_the_last(struct stream_rx *rx, int *item)
{
    struct error *err = NULL;
    for (int i = 0; i < 3; i++) {
        error_free(err);
        err = stream_receive(rx, item);
        if (err == NULL)
            return NULL;
    }
    return err;
}
