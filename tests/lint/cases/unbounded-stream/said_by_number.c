// A number that no memory holds is no bound either.
#include "stream.h"
#include <limits.h>

enum { PLENTY = INT_MAX };

struct error *opens(struct stream_tx **tx, struct stream_rx **rx)
{
    TRY(stream_open(INT64_MAX, 8, tx, rx));           // <- unbounded-stream
    TRY(stream_open(LONG_MAX - 1, 8, tx, rx));        // <- unbounded-stream
    TRY(stream_open(PLENTY, 8, tx, rx));              // <- unbounded-stream
    TRY(stream_open((int64_t)1 << 40, 8, tx, rx));    // <- unbounded-stream
    TRY(stream_open(UINT32_MAX, 8, tx, rx));          // <- unbounded-stream
    return stream_open(8 ? INT64_MAX : 1, 8, tx, rx); // <- unbounded-stream
}
