// Streams that slow their senders down.
#include "stream.h"

// Enough for a burst; who sends more than that waits.
enum { MOST_WAITING = 64 };

struct error *open_orders(struct stream_tx **tx, struct stream_rx **rx)
{
    return stream_open(MOST_WAITING, sizeof(int), tx, rx);
}

// Nothing is held: sender and receiver meet.
struct error *open_answers(struct stream_tx **tx, struct stream_rx **rx)
{
    return stream_open(0, sizeof(int), tx, rx);
}

// Who may not wait says what becomes of a line for which there is no room.
struct error *write_line(struct stream_tx *tx, const char line[256],
                         size_t *n_lost)
{
    struct error *err = stream_try_send(tx, line);
    if (err != WOULD_BLOCK)
        return err;
    *n_lost += 1;
    return NULL;
}
