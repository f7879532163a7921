// Capacities that senders meet: small ones, and large ones that memory holds.
#include "stream.h"

#define ROOM 16
enum { MOST = 1000 * 1000 };

struct error *opens(struct stream_tx **tx, struct stream_rx **rx)
{
    TRY(stream_open(0, sizeof(int), tx, rx));
    TRY(stream_open(1, sizeof(int), tx, rx));
    TRY(stream_open(ROOM, sizeof(int), tx, rx));
    TRY(stream_open(2 * MOST, sizeof(int), tx, rx));
    TRY(stream_open(-1, sizeof(int), tx, rx)); // INVALID, and tells so
    return stream_open(64, INT64_MAX, tx, rx); // of the size nothing is said
}
