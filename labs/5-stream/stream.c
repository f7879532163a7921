// Memory object streams: items from task to task, with back pressure.
//
// This is where you write tasks 1 to 5 of lab 5. README.md has them, and the
// invariants B1 to B12; each function here names its task. stream.h says
// what every function promises and is not to be changed.
#include "stream.h"
#include "event.h"
#include "list.h"
#include "task.h"
#include <stdlib.h>

// What both ends have in common. Say of each field when it means something:
// what was asked for, what is held, who waits, how many handles there are.
struct stream {
    size_t item_size;
};

// A handle. Each has its own; the stream lives as long as there is one.
struct stream_tx {
    struct stream *stream;
};

struct stream_rx {
    struct stream *stream;
};

// Task 1.
struct error *stream_open(int64_t capacity, size_t item_size,
                          struct stream_tx **tx, struct stream_rx **rx)
{
    (void)capacity, (void)item_size, (void)tx, (void)rx;
    must(!"stream_open is not written yet");
}

// Task 1: what is held. Task 2: and who waits at the other end. Task 3: and
// what has been closed.
struct error *stream_try_send(struct stream_tx *tx, const void *item)
{
    (void)tx, (void)item;
    must(!"stream_try_send is not written yet");
}

struct error *stream_try_receive(struct stream_rx *rx, void *item)
{
    (void)rx, (void)item;
    must(!"stream_try_receive is not written yet");
}

// Task 2: try it; if it would block, get in line. Task 4: what if the task has
// been cancelled, or is while it waits?
struct error *stream_send(struct stream_tx *tx, const void *item)
{
    (void)tx, (void)item;
    must(!"stream_send is not written yet");
}

struct error *stream_receive(struct stream_rx *rx, void *item)
{
    (void)rx, (void)item;
    must(!"stream_receive is not written yet");
}

// Task 3.
struct error *stream_tx_clone(struct stream_tx *tx, struct stream_tx **clone)
{
    (void)tx, (void)clone;
    must(!"stream_tx_clone is not written yet");
}

struct error *stream_rx_clone(struct stream_rx *rx, struct stream_rx **clone)
{
    (void)rx, (void)clone;
    must(!"stream_rx_clone is not written yet");
}

// Task 3: the handle, those who wait at it, and those who wait at the other
// end.
void stream_tx_close(struct stream_tx *tx)
{
    (void)tx;
    must(!"stream_tx_close is not written yet");
}

void stream_rx_close(struct stream_rx *rx)
{
    (void)rx;
    must(!"stream_rx_close is not written yet");
}

// Task 1: give everything back. Task 3: close the handle first.
void stream_tx_free(struct stream_tx *tx)
{
    (void)tx;
    must(!"stream_tx_free is not written yet");
}

void stream_rx_free(struct stream_rx *rx)
{
    (void)rx;
    must(!"stream_rx_free is not written yet");
}

// Task 3.
struct stream_statistics stream_tx_statistics(const struct stream_tx *tx)
{
    (void)tx;
    must(!"stream_tx_statistics is not written yet");
}

struct stream_statistics stream_rx_statistics(const struct stream_rx *rx)
{
    (void)rx;
    must(!"stream_rx_statistics is not written yet");
}
