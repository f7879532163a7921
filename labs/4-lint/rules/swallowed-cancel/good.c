// The same tasks; they stop when they are cancelled.
#include "event.h"
#include "scope.h"
#include "stream.h"

// What to try again after is asked for; everything else goes up.
struct error *insist(struct stream_tx *tx, const int *item)
{
    for (;;) {
        struct error *err = stream_send(tx, item);
        if (err == NULL || error_is(err, &CANCELLED))
            return err;
        error_free(err);
        TRY(sleep_ms(100));
    }
}

// The end of the stream is no error here, and a cancel is one.
struct error *count(struct stream_rx *rx, int *n)
{
    int item;
    struct error *err;
    while ((err = stream_receive(rx, &item)) == NULL)
        *n += 1;
    return err == END_OF_STREAM ? NULL : err;
}

// A scope of its own takes its own CANCELLED out, and no other.
struct error *rest(int64_t ms, bool *stopped)
{
    struct scope *s = scope_enter(
        (struct scope_options){.deadline = after_ms(ms)});
    struct error *err = sleep_forever();
    *stopped = scope_cancel_called(s);
    return scope_leave(s, err);
}
