// Memory object streams: items from task to task, with back pressure.
//
// A stream has a sending and a receiving end; what goes in at the one comes out
// at the other, in the same order, each item once. A stream holds at most
// `capacity` items that nobody has received yet, and who would send one more
// waits: a slow receiver slows its senders down. With capacity 0 it holds
// nothing, and sender and receiver meet.
//
// Each end has one handle or several (clones), all with the same rights. When
// the last handle of the sending end is closed, the receivers get what is left
// and then END_OF_STREAM. When the last handle of the receiving end is closed,
// the senders get BROKEN.
//
// Items are copied, item_size bytes each. What an item points to goes over to
// the receiver with it. A send that fails has sent nothing: the item is still
// the sender's. What is held when the last receiving handle is closed is
// dropped; receive it first if it owns something.
//
// Whoever waits is served in the order in which they came, and nobody overtakes
// them: an item is handed to a waiting task, not left for the first to run. Who
// is cancelled while it waits leaves the queue at once, not when it runs.
//
// Memory goes with what is held, and there is never room for more items than
// the capacity. It is given back: a stream that is empty keeps room for a few
// items (16 at the most), however many it has held.
#pragma once
#include "error.h"
#include "mark.h"

struct stream_tx; // a handle of the sending end
struct stream_rx; // a handle of the receiving end

// As capacity: senders never wait, and memory is the only limit.
#define STREAM_UNBOUNDED INT64_MAX

// Makes a stream; gives its first two handles (free with stream_tx_free and
// stream_rx_free). With item_size 0 only the sending counts, and item pointers
// may be NULL. May be called outside of a run.
//
// @return NULL
// @return INVALID    capacity is negative; *tx and *rx are untouched
struct error *stream_open(int64_t capacity MARK_CAPACITY, size_t item_size,
                          struct stream_tx **tx,
                          struct stream_rx **rx) MUST_CHECK;

// ---- items -----------------------------------------------------------------
//
// A call acts, or takes its place among those who wait, at once; others run
// afterwards. One that fails at once lets nobody run. If more than one error is
// due: CANCELLED comes before CLOSED, and that before BROKEN and END_OF_STREAM.
// *item is untouched unless a receive succeeds.

// Sends a copy of *item: hands it to the receiver that has waited longest, else
// puts it into the stream, else waits until it has been received or put.
//
// Checkpoint: others run if it succeeds, even if it has not had to wait.
//
// @return NULL       the item has been handed over, or is held; also if the
//                    task was cancelled after that
// @return CANCELLED  nothing was sent
// @return CLOSED     tx was closed, before or meanwhile; nothing was sent
// @return BROKEN     nobody can receive any more; nothing was sent
struct error *stream_send(struct stream_tx *tx,
                          const void *item) MUST_CHECK MARK_CHECKPOINT;

// Waits for an item and copies it to *item.
//
// Checkpoint: others run if it succeeds, even if it has not had to wait.
//
// @return NULL           also if the task was cancelled after the item was its
// @return END_OF_STREAM  nothing is left and nobody can send any more
// @return CANCELLED      nothing was taken
// @return CLOSED         rx was closed, before or meanwhile
struct error *stream_receive(struct stream_rx *rx,
                             void *item) MUST_CHECK MARK_CHECKPOINT;

// The same without waiting; nobody else runs. May be called outside of a task
// too.
//
// @return WOULD_BLOCK    it would have to wait
// @return                else as above, but never CANCELLED
struct error *stream_try_send(struct stream_tx *tx,
                              const void *item) MUST_CHECK;
struct error *stream_try_receive(struct stream_rx *rx, void *item) MUST_CHECK;

// ---- handles ---------------------------------------------------------------

// Gives another handle of the same end in *clone.
//
// @return NULL
// @return CLOSED     the handle has been closed
struct error *stream_tx_clone(struct stream_tx *tx,
                              struct stream_tx **clone) MUST_CHECK;
struct error *stream_rx_clone(struct stream_rx *rx,
                              struct stream_rx **clone) MUST_CHECK;

// Closes this handle. Tasks that wait at it get CLOSED. The last handle of an
// end to be closed closes the end: tasks that wait at the other end get
// END_OF_STREAM or BROKEN. Closing a handle again does nothing. Never waits, so
// a cancelled task can do it too.
void stream_tx_close(struct stream_tx *tx);
void stream_rx_close(struct stream_rx *rx);

// Takes the handle; closes it first. NULL is harmless. Tasks that wait at it
// get CLOSED as with close, and do not look at the handle again. The last handle
// of both ends frees the stream.
void stream_tx_free(struct stream_tx *tx);
void stream_rx_free(struct stream_rx *rx);

// ---- looking ---------------------------------------------------------------

struct stream_statistics {
    int64_t capacity;   // as asked for
    size_t n_held;      // items in the stream now
    size_t most_held;   // and the most there have ever been: never above
                        // capacity
    size_t n_tx;        // open handles of the sending end
    size_t n_rx;        // and of the receiving end
    size_t n_sending;   // tasks waiting in stream_send
    size_t n_receiving; // and in stream_receive
};

// The same for every handle of a stream, open or closed. A task that has been
// handed something does not count as waiting, even if it has not run yet.
struct stream_statistics stream_tx_statistics(const struct stream_tx *tx);
struct stream_statistics stream_rx_statistics(const struct stream_rx *rx);
