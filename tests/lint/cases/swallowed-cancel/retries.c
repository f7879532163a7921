// A loop that tries again whatever it was: when it is cancelled it never ends.
#include "event.h"
#include "stream.h"

static struct error *ask(struct stream_tx *tx, struct stream_rx *rx, int *item)
{
    TRY(stream_send(tx, item));
    return stream_receive(rx, item);
}

struct error *for_ever(struct stream_tx *tx, struct stream_rx *rx, int *item)
{
    for (;;) {
        struct error *err = ask(tx, rx, item);
        if (err == NULL)
            return NULL;
        error_free(err); // <- swallowed-cancel
    }
}

struct error *in_a_condition(struct stream_rx *rx, int *item)
{
    struct error *err;
    while ((err = stream_receive(rx, item)) != NULL)
        error_free(err); // <- swallowed-cancel
    return NULL;
}

void with_a_pause(struct stream_rx *rx, int *item)
{
    struct error *err;
    do {
        err = stream_receive(rx, item);
        error_free(err); // <- swallowed-cancel
        error_free(sleep_ms(10)); // <- swallowed-cancel
    } while (err != NULL);
}
