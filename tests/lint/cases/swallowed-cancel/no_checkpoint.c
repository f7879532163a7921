// What never waits is never cancelled: to drop its error drops no CANCELLED.
#include "nursery.h"
#include "stream.h"

static struct error *put(struct stream_tx *tx, int item)
{
    return stream_try_send(tx, &item);
}

static struct error *works(void *arg)
{
    error_free(put(arg, 1));
    error_free(put(arg, 2));
    return NULL;
}

void tries(struct stream_tx *tx, struct stream_rx *rx, int *item)
{
    struct error *err = stream_try_receive(rx, item);
    error_free(err);
    error_free(works(tx));
    error_free(nursery_started(NULL));
}
