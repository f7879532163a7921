// The name may be used for more than to open a stream with it.
#include "stream.h"

bool is_bounded(const struct stream_tx *tx)
{
    return stream_tx_statistics(tx).capacity != STREAM_UNBOUNDED;
}

// By a pointer nobody knows what is called.
struct error *opens(struct error *(*open)(int64_t, size_t, struct stream_tx **,
                                          struct stream_rx **),
                    struct stream_tx **tx, struct stream_rx **rx)
{
    return open(STREAM_UNBOUNDED, sizeof(int), tx, rx);
}
