// What is worked out while the program runs, nobody knows before.
#include "stream.h"

struct plan {
    int64_t room;
};

static int64_t room = STREAM_UNBOUNDED; // somebody may change it

struct error *opens(const struct plan *plan, const int64_t given, bool slow,
                    struct stream_tx **tx, struct stream_rx **rx)
{
    TRY(stream_open(plan->room, sizeof(int), tx, rx));
    TRY(stream_open(given, sizeof(int), tx, rx));
    TRY(stream_open(slow ? 8 : STREAM_UNBOUNDED, sizeof(int), tx, rx));
    return stream_open(room, sizeof(int), tx, rx);
}
