// STREAM_UNBOUNDED, and what is the same.
#include "stream.h"

#define ROOM STREAM_UNBOUNDED
static const int64_t room = STREAM_UNBOUNDED;

struct error *opens(struct stream_tx **tx, struct stream_rx **rx)
{
    const int64_t most = ROOM;
    TRY(stream_open(STREAM_UNBOUNDED, 8, tx, rx)); // <- unbounded-stream
    TRY(stream_open(ROOM, sizeof(int), tx, rx));   // <- unbounded-stream
    TRY(stream_open((ROOM), sizeof(int), tx, rx)); // <- unbounded-stream
    TRY(stream_open(room, sizeof(int), tx, rx));   // <- unbounded-stream
    return stream_open(most, sizeof(int), tx, rx); // <- unbounded-stream
}
