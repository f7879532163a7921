// Streams that take in everything.
#include "stream.h"

static const int64_t plenty = INT64_MAX;

struct error *open_log(struct stream_tx **tx, struct stream_rx **rx)
{
    return stream_open(STREAM_UNBOUNDED, 256, tx, rx); // <- unbounded-stream
}

struct error *open_orders(struct stream_tx **tx, struct stream_rx **rx)
{
    return stream_open(plenty, sizeof(int), tx, rx); // <- unbounded-stream
}
