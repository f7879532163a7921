// Three tasks that go on after they have been cancelled.
#include "event.h"
#include "stream.h"

// It never ends: every wait of a cancelled task fails at once.
struct error *insist(struct stream_tx *tx, const int *item)
{
    for (;;) {
        struct error *err = stream_send(tx, item);
        if (err == NULL)
            return NULL;
        error_free(err);           // <- swallowed-cancel
        error_free(sleep_ms(100)); // <- swallowed-cancel
    }
}

// What stopped it was a cancel, and it says that the stream has ended.
struct error *count(struct stream_rx *rx, int *n)
{
    int item;
    struct error *err;
    while ((err = stream_receive(rx, &item)) == NULL)
        *n += 1;
    error_free(err); // <- swallowed-cancel
    return NULL;
}
