// Memory object streams: items from task to task, with back pressure.
//
// A task that has to wait leaves a node in its own frame: where its item lies,
// or where it is to go. Who comes from the other end copies straight from or to
// it and wakes the task, so what a woken task was given is its own already. At
// any time either nobody sends or nobody receives, and items are held only
// while nobody receives.
#include "stream.h"
#include "event.h"
#include <stdlib.h>
#include <string.h>

// Room for so many items is kept by a stream that is empty.
enum { ROOM_KEPT = 8 };

struct stream {
    // As opened.
    size_t capacity; // SIZE_MAX: no limit
    size_t item_size;

    // The items held: a ring that grows up to the capacity.
    char *ring;   // room * item_size bytes, or NULL
    size_t room;  // items that fit
    size_t first; // index of the oldest
    size_t n_held;
    size_t most_held; // so far

    // Who uses it.
    size_t n_tx, n_rx;     // open handles
    size_t n_handles;      // open or closed: the last to be freed frees this
    struct list senders;   // struct waiter, the oldest first
    struct list receivers; // struct waiter, the oldest first
    size_t n_sending;      // of senders
    size_t n_receiving;    // of receivers
};

struct stream_tx {
    struct stream *stream;
    bool closed;
};

struct stream_rx {
    struct stream *stream;
    bool closed;
};

// One task in stream_send or stream_receive; in its frame.
struct waiter {
    struct list link;   // in senders or receivers
    size_t *count;      // of that list
    struct task *task;  // whom to wake
    const void *handle; // at which it waits
    const void *from;   // a sender's item
    void *to;           // where a receiver wants it
};

// ---- the ring --------------------------------------------------------------

static char *slot(const struct stream *s, size_t i)
{
    size_t at = s->first + i;
    return s->ring + (at < s->room ? at : at - s->room) * s->item_size;
}

static void copy(const struct stream *s, void *to, const void *from)
{
    if (s->item_size > 0)
        memcpy(to, from, s->item_size);
}

// Twice the room; the oldest item comes first again.
static void grow(struct stream *s)
{
    size_t room = s->room == 0 ? ROOM_KEPT : 2 * s->room;
    if (room > s->capacity)
        room = s->capacity;
    char *ring = malloc(room * s->item_size + 1);
    must(ring != NULL);
    for (size_t i = 0; i < s->n_held; i++)
        copy(s, ring + i * s->item_size, slot(s, i));
    free(s->ring);
    s->ring = ring;
    s->room = room;
    s->first = 0;
}

static void put(struct stream *s, const void *item)
{
    if (s->n_held == s->room)
        grow(s);
    copy(s, slot(s, s->n_held), item);
    s->n_held++;
    if (s->n_held > s->most_held)
        s->most_held = s->n_held;
}

// Nothing is held any more.
static void empty(struct stream *s)
{
    s->n_held = s->first = 0;
    if (s->room <= ROOM_KEPT)
        return;
    free(s->ring);
    s->ring = NULL;
    s->room = 0;
}

static void take(struct stream *s, void *item)
{
    copy(s, item, slot(s, 0));
    s->n_held--;
    s->first = s->first + 1 < s->room ? s->first + 1 : 0;
}

// ---- waiting ---------------------------------------------------------------

static enum abort stop_waiting(struct task *task, void *arg)
{
    (void)task;
    struct waiter *w = arg;
    list_remove(&w->link);
    --*w->count;
    return ABORT_SUCCEEDED;
}

static struct error *wait_in(struct list *list, size_t *count, struct waiter *w,
                             const char *what)
{
    w->task = task_self();
    w->count = count;
    list_push(list, &w->link);
    ++*count;
    task_waits_for(what);
    return task_park(stop_waiting, w);
}

// Takes a waiter out of its list and wakes it with err.
static void wake(struct waiter *w, struct error *err)
{
    list_remove(&w->link);
    --*w->count;
    task_unpark(w->task, err);
}

// The one that has waited longest, or NULL.
static struct waiter *first_of(struct list *list)
{
    return list_empty(list) ? NULL
                            : container_of(list->next, struct waiter, link);
}

// ---- items -----------------------------------------------------------------

struct error *stream_try_send(struct stream_tx *tx, const void *item)
{
    struct stream *s = tx->stream;
    if (tx->closed)
        return error_new(&CLOSED, "send: this end of the stream was closed");
    if (s->n_rx == 0)
        return error_new(&BROKEN, "send: nobody receives any more");
    struct waiter *receiver = first_of(&s->receivers);
    if (receiver != NULL) {
        copy(s, receiver->to, item);
        wake(receiver, NULL);
    } else if (s->n_held < s->capacity) {
        put(s, item);
    } else {
        return WOULD_BLOCK;
    }
    return NULL;
}

struct error *stream_try_receive(struct stream_rx *rx, void *item)
{
    struct stream *s = rx->stream;
    if (rx->closed)
        return error_new(&CLOSED, "receive: this end of the stream was closed");
    struct waiter *sender = first_of(&s->senders);
    if (s->n_held > 0) {
        take(s, item);
        if (sender != NULL)
            put(s, sender->from);
    } else if (sender != NULL) {
        copy(s, item, sender->from);
    } else {
        return s->n_tx == 0 ? END_OF_STREAM : WOULD_BLOCK;
    }
    if (sender != NULL)
        wake(sender, NULL);
    if (s->n_held == 0)
        empty(s);
    return NULL;
}

// A checkpoint after what needed no wait: others run, but what is done is done.
static struct error *done_at_once(struct error *err)
{
    if (err == NULL)
        checkpoint_shielded();
    return err;
}

struct error *stream_send(struct stream_tx *tx, const void *item)
{
    TRY(checkpoint_if_cancelled());
    struct error *err = stream_try_send(tx, item);
    if (err != WOULD_BLOCK)
        return done_at_once(err);
    struct stream *s = tx->stream;
    struct waiter w = {.handle = tx, .from = item};
    return wait_in(&s->senders, &s->n_sending, &w, "room");
}

struct error *stream_receive(struct stream_rx *rx, void *item)
{
    TRY(checkpoint_if_cancelled());
    struct error *err = stream_try_receive(rx, item);
    if (err != WOULD_BLOCK)
        return done_at_once(err);
    struct stream *s = rx->stream;
    struct waiter w = {.handle = rx, .to = item};
    return wait_in(&s->receivers, &s->n_receiving, &w, "an item");
}

// ---- closing ---------------------------------------------------------------

// Wakes those in list that wait at handle (NULL: all) with an error of this
// kind, END_OF_STREAM if kind is NULL.
static void dismiss(struct list *list, const void *handle,
                    const struct kind *kind, const char *why)
{
    for (struct list *link = list->next, *next; link != list; link = next) {
        struct waiter *w = container_of(link, struct waiter, link);
        next = link->next;
        if (handle == NULL || w->handle == handle)
            wake(w, kind != NULL ? error_new(kind, "%s", why) : END_OF_STREAM);
    }
}

void stream_tx_close(struct stream_tx *tx)
{
    struct stream *s = tx->stream;
    if (tx->closed)
        return;
    tx->closed = true;
    s->n_tx--;
    dismiss(&s->senders, tx, &CLOSED,
            "send: this end of the stream was closed");
    if (s->n_tx == 0)
        dismiss(&s->receivers, NULL, NULL, NULL);
}

void stream_rx_close(struct stream_rx *rx)
{
    struct stream *s = rx->stream;
    if (rx->closed)
        return;
    rx->closed = true;
    s->n_rx--;
    dismiss(&s->receivers, rx, &CLOSED,
            "receive: this end of the stream was closed");
    if (s->n_rx > 0)
        return;
    dismiss(&s->senders, NULL, &BROKEN, "send: nobody receives any more");
    empty(s);
}

// ---- handles ---------------------------------------------------------------

static struct stream_tx *new_tx(struct stream *s)
{
    struct stream_tx *tx = malloc(sizeof(*tx));
    must(tx != NULL);
    *tx = (struct stream_tx){s, false};
    s->n_tx++;
    s->n_handles++;
    return tx;
}

static struct stream_rx *new_rx(struct stream *s)
{
    struct stream_rx *rx = malloc(sizeof(*rx));
    must(rx != NULL);
    *rx = (struct stream_rx){s, false};
    s->n_rx++;
    s->n_handles++;
    return rx;
}

static void drop_handle(struct stream *s)
{
    if (--s->n_handles > 0)
        return;
    free(s->ring);
    free(s);
}

struct error *stream_open(int64_t capacity, size_t item_size,
                          struct stream_tx **tx, struct stream_rx **rx)
{
    if (capacity < 0)
        return error_new(&INVALID, "a stream of capacity %lld",
                         (long long)capacity);
    struct stream *s = calloc(1, sizeof(*s));
    must(s != NULL);
    s->capacity = capacity == STREAM_UNBOUNDED ? SIZE_MAX : (size_t)capacity;
    s->item_size = item_size;
    list_init(&s->senders);
    list_init(&s->receivers);
    *tx = new_tx(s);
    *rx = new_rx(s);
    return NULL;
}

struct error *stream_tx_clone(struct stream_tx *tx, struct stream_tx **clone)
{
    if (tx->closed)
        return error_new(&CLOSED, "clone: this end of the stream was closed");
    *clone = new_tx(tx->stream);
    return NULL;
}

struct error *stream_rx_clone(struct stream_rx *rx, struct stream_rx **clone)
{
    if (rx->closed)
        return error_new(&CLOSED, "clone: this end of the stream was closed");
    *clone = new_rx(rx->stream);
    return NULL;
}

void stream_tx_free(struct stream_tx *tx)
{
    if (tx == NULL)
        return;
    stream_tx_close(tx);
    drop_handle(tx->stream);
    free(tx);
}

void stream_rx_free(struct stream_rx *rx)
{
    if (rx == NULL)
        return;
    stream_rx_close(rx);
    drop_handle(rx->stream);
    free(rx);
}

// ---- looking ---------------------------------------------------------------

static struct stream_statistics statistics(const struct stream *s)
{
    return (struct stream_statistics){
        .capacity =
            s->capacity == SIZE_MAX ? STREAM_UNBOUNDED : (int64_t)s->capacity,
        .n_held = s->n_held,
        .most_held = s->most_held,
        .n_tx = s->n_tx,
        .n_rx = s->n_rx,
        .n_sending = s->n_sending,
        .n_receiving = s->n_receiving,
    };
}

struct stream_statistics stream_tx_statistics(const struct stream_tx *tx)
{
    return statistics(tx->stream);
}

struct stream_statistics stream_rx_statistics(const struct stream_rx *rx)
{
    return statistics(rx->stream);
}
// private: linnet-0f5d3f897d262c7d
