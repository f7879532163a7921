// Your own tests of lab 5. `make own LAB=5` runs them on your files.
//
// A test is a small program on the virtual clock: a thousand seconds cost
// nothing, and every run is the same. Write one before you write the code it is
// about, see it fail, and keep it. own.h says when a test passes.
#include "event.h"
#include "nursery.h"
#include "own.h"
#include "stream.h"

// Receives one number, a second from now.
static struct error *receives_late(void *rx)
{
    int number = 0;
    TRY(sleep_ms(1000));
    TRY(stream_receive(rx, &number));
    must(number == 7);
    return NULL;
}

OWN_TEST(without_room_a_send_waits_for_the_receiver)
{
    struct stream_tx *tx;
    struct stream_rx *rx;
    int number = 7;
    TRY(stream_open(0, sizeof(number), &tx, &rx));
    struct nursery *n = nursery_open();
    nursery_spawn(n, receives_late, rx);
    struct error *err = stream_send(tx, &number);
    must(err != NULL || clock_now_ms() == 1000);
    err = nursery_close(n, err);
    stream_tx_free(tx);
    stream_rx_free(rx);
    return err;
}

// Ideas, roughly in the order of the tasks:
//
// - fill a stream of capacity 3 and empty it, five times; which item comes out?
// - try to send to a full stream, and then to receive
// - items of 1 byte, of 1000, of none
// - three senders that wait, and a receiver that takes four items
// - a receiver that waits, an item for it, and stream_try_receive at once
// - clones: close the original first; close one twice; free one of them while
//   its sender waits
// - close the sending end with two items held; with two receivers waiting
// - close the receiving end under a sender that waits
// - a scope around a send that waits: cancel it before, and after, its item was
//   taken (scope.h); is the item there?
// - an unbounded stream with a receiver that is half as fast as its sender
