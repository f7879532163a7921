// Streams again, by another design: the same behaviour has to get full marks.
//
// Every item lives in a parcel of its own. The parcels of those who wait to
// send stand in one queue with those that are held: the first `capacity` of the
// queue are held, and behind each of the others is a task. A receiver that
// waits is given a whole parcel. Who waits holds a slip, and finds on it what
// came of it.
#include "stream.h"
#include "event.h"
#include "list.h"
#include "task.h"
#include <stdlib.h>
#include <string.h>

// A task that waits, in its frame.
struct slip {
    struct list link;        // a receiver's, in the stream's receivers
    struct stream *stream;   // in which it waits
    struct task *task;       // whom to wake
    const void *handle;      // at which it waits
    struct parcel *parcel;   // a sender's own; what a receiver was given
    const struct kind *kind; // of the error that it ends with, or NULL
};

struct parcel {
    struct list link;  // in the queue
    struct slip *slip; // of the task behind it; NULL: it is held
    char item[];
};

struct stream {
    size_t item_size;
    struct list queue;       // struct parcel
    struct list *first_slip; // the first of them that is not held, or the head
    struct list receivers;   // struct slip
    struct stream_statistics now;
    size_t n_handles; // that are not freed
};

// Both ends alike.
struct handle {
    struct stream *stream;
    bool closed;
};

struct stream_tx {
    struct handle h;
};

struct stream_rx {
    struct handle h;
};

// ---- parcels ---------------------------------------------------------------

static struct parcel *parcel_of(struct list *link)
{
    return container_of(link, struct parcel, link);
}

static struct parcel *pack(const struct stream *s, const void *item)
{
    struct parcel *p = calloc(1, sizeof(*p) + s->item_size);
    must(p != NULL);
    if (s->item_size > 0)
        memcpy(p->item, item, s->item_size);
    return p;
}

// Takes p.
static void unpack(const struct stream *s, struct parcel *p, void *item)
{
    if (s->item_size > 0)
        memcpy(item, p->item, s->item_size);
    free(p);
}

static bool has_room(const struct stream *s)
{
    return (int64_t)s->now.n_held < s->now.capacity;
}

static void enqueue(struct stream *s, struct parcel *p)
{
    list_push(&s->queue, &p->link);
    if (s->first_slip == &s->queue)
        s->first_slip = &p->link;
}

// The task behind p goes on, if there is one.
static void let_go(struct stream *s, struct parcel *p)
{
    if (p->slip == NULL)
        return;
    task_unpark(p->slip->task, NULL);
    p->slip = NULL;
    s->now.n_sending--;
}

static void take_out(struct stream *s, struct parcel *p)
{
    if (s->first_slip == &p->link)
        s->first_slip = p->link.next;
    list_remove(&p->link);
}

// The parcels at first_slip are held as far as there is room.
static void hold_more(struct stream *s)
{
    while (has_room(s) && s->first_slip != &s->queue) {
        struct parcel *p = parcel_of(s->first_slip);
        s->first_slip = p->link.next;
        s->now.n_held++;
        let_go(s, p);
    }
    if (s->now.n_held > s->now.most_held)
        s->now.most_held = s->now.n_held;
}

// ---- waiting ---------------------------------------------------------------

static struct error *wait_with(struct slip *slip, abort_fn *give_up)
{
    slip->task = task_self();
    task_waits_for("the other end");
    TRY(task_park(give_up, slip));
    return slip->kind != NULL
               ? error_new(slip->kind, "the stream was closed meanwhile")
               : NULL;
}

static enum abort stop_sending(struct task *task, void *arg)
{
    struct slip *slip = arg;
    (void)task;
    slip->stream->now.n_sending--;
    take_out(slip->stream, slip->parcel);
    free(slip->parcel);
    return ABORT_SUCCEEDED;
}

static struct error *wait_to_send(struct stream_tx *tx, const void *item)
{
    struct stream *s = tx->h.stream;
    struct slip slip = {.stream = s, .handle = tx, .parcel = pack(s, item)};
    slip.parcel->slip = &slip;
    enqueue(s, slip.parcel);
    s->now.n_sending++;
    return wait_with(&slip, stop_sending);
}

static enum abort stop_receiving(struct task *task, void *arg)
{
    struct slip *slip = arg;
    (void)task;
    slip->stream->now.n_receiving--;
    list_remove(&slip->link);
    return ABORT_SUCCEEDED;
}

static struct error *wait_to_receive(struct stream_rx *rx, void *item)
{
    struct stream *s = rx->h.stream;
    size_t item_size = s->item_size;
    struct slip slip = {.stream = s, .handle = rx};
    list_push(&s->receivers, &slip.link);
    s->now.n_receiving++;
    TRY(wait_with(&slip, stop_receiving));
    if (slip.parcel == NULL)
        return END_OF_STREAM;
    // The stream may be gone by now.
    unpack(&(struct stream){.item_size = item_size}, slip.parcel, item);
    return NULL;
}

// The first receiver that waits is given p (NULL: the end), or an error.
static void serve(struct stream *s, struct slip *receiver, struct parcel *p,
                  const struct kind *kind)
{
    list_remove(&receiver->link);
    s->now.n_receiving--;
    receiver->parcel = p;
    receiver->kind = kind;
    task_unpark(receiver->task, NULL);
}

// ---- items -----------------------------------------------------------------

struct error *stream_try_send(struct stream_tx *tx, const void *item)
{
    struct stream *s = tx->h.stream;
    if (tx->h.closed)
        return error_new(&CLOSED, "this sending handle was closed");
    if (s->now.n_rx == 0)
        return error_new(&BROKEN, "the receivers are gone");
    if (!list_empty(&s->receivers)) {
        serve(s, container_of(s->receivers.next, struct slip, link),
              pack(s, item), NULL);
        return NULL;
    }
    if (!has_room(s))
        return WOULD_BLOCK;
    enqueue(s, pack(s, item));
    hold_more(s);
    return NULL;
}

struct error *stream_try_receive(struct stream_rx *rx, void *item)
{
    struct stream *s = rx->h.stream;
    if (rx->h.closed)
        return error_new(&CLOSED, "this receiving handle was closed");
    if (list_empty(&s->queue))
        return s->now.n_tx == 0 ? END_OF_STREAM : WOULD_BLOCK;
    struct parcel *p = parcel_of(s->queue.next);
    s->now.n_held -= p->slip == NULL;
    take_out(s, p);
    let_go(s, p);
    hold_more(s);
    unpack(s, p, item);
    return NULL;
}

struct error *stream_send(struct stream_tx *tx, const void *item)
{
    TRY(checkpoint_if_cancelled());
    struct error *err = stream_try_send(tx, item);
    if (err == WOULD_BLOCK)
        return wait_to_send(tx, item);
    if (err == NULL)
        checkpoint_shielded();
    return err;
}

struct error *stream_receive(struct stream_rx *rx, void *item)
{
    TRY(checkpoint_if_cancelled());
    struct error *err = stream_try_receive(rx, item);
    if (err == WOULD_BLOCK)
        return wait_to_receive(rx, item);
    if (err == NULL)
        checkpoint_shielded();
    return err;
}

// ---- closing ---------------------------------------------------------------

// Throws away what is not delivered: the parcels of those who wait at handle
// with an error of this kind, or, if handle is NULL, all there are.
static void drop_parcels(struct stream *s, const void *handle,
                         const struct kind *kind)
{
    struct list *from = handle != NULL ? s->first_slip : s->queue.next, *next;
    for (struct list *link = from; link != &s->queue; link = next) {
        struct parcel *p = parcel_of(link);
        next = link->next;
        if (handle != NULL && p->slip->handle != handle)
            continue;
        if (p->slip != NULL)
            p->slip->kind = kind;
        else
            s->now.n_held--;
        let_go(s, p);
        take_out(s, p);
        free(p);
    }
}

// Those who wait to receive at handle, or at any if it is NULL.
static void dismiss_receivers(struct stream *s, const void *handle,
                              const struct kind *kind)
{
    list_each (link, &s->receivers) {
        struct slip *receiver = container_of(link, struct slip, link);
        if (handle == NULL || receiver->handle == handle)
            serve(s, receiver, NULL, kind);
    }
}

void stream_tx_close(struct stream_tx *tx)
{
    struct stream *s = tx->h.stream;
    if (tx->h.closed)
        return;
    tx->h.closed = true;
    drop_parcels(s, tx, &CLOSED);
    if (--s->now.n_tx == 0)
        dismiss_receivers(s, NULL, NULL);
}

void stream_rx_close(struct stream_rx *rx)
{
    struct stream *s = rx->h.stream;
    if (rx->h.closed)
        return;
    rx->h.closed = true;
    dismiss_receivers(s, rx, &CLOSED);
    if (--s->now.n_rx == 0)
        drop_parcels(s, NULL, &BROKEN);
}

// ---- handles ---------------------------------------------------------------

static void *new_handle(struct stream *s, size_t *n_open)
{
    struct handle *h = malloc(sizeof(*h));
    must(h != NULL);
    *h = (struct handle){.stream = s};
    ++*n_open;
    s->n_handles++;
    return h;
}

static void free_handle(struct handle *h)
{
    if (--h->stream->n_handles == 0)
        free(h->stream);
    free(h);
}

struct error *stream_open(int64_t capacity, size_t item_size,
                          struct stream_tx **tx, struct stream_rx **rx)
{
    if (capacity < 0)
        return error_new(&INVALID, "capacity %lld", (long long)capacity);
    struct stream *s = calloc(1, sizeof(*s));
    must(s != NULL);
    s->now.capacity = capacity;
    s->item_size = item_size;
    list_init(&s->queue);
    s->first_slip = &s->queue;
    list_init(&s->receivers);
    *tx = new_handle(s, &s->now.n_tx);
    *rx = new_handle(s, &s->now.n_rx);
    return NULL;
}

struct error *stream_tx_clone(struct stream_tx *tx, struct stream_tx **clone)
{
    if (tx->h.closed)
        return error_new(&CLOSED, "this sending handle was closed");
    *clone = new_handle(tx->h.stream, &tx->h.stream->now.n_tx);
    return NULL;
}

struct error *stream_rx_clone(struct stream_rx *rx, struct stream_rx **clone)
{
    if (rx->h.closed)
        return error_new(&CLOSED, "this receiving handle was closed");
    *clone = new_handle(rx->h.stream, &rx->h.stream->now.n_rx);
    return NULL;
}

void stream_tx_free(struct stream_tx *tx)
{
    if (tx == NULL)
        return;
    stream_tx_close(tx);
    free_handle(&tx->h);
}

void stream_rx_free(struct stream_rx *rx)
{
    if (rx == NULL)
        return;
    stream_rx_close(rx);
    free_handle(&rx->h);
}

// ---- looking ---------------------------------------------------------------

struct stream_statistics stream_tx_statistics(const struct stream_tx *tx)
{
    return tx->h.stream->now;
}

struct stream_statistics stream_rx_statistics(const struct stream_rx *rx)
{
    return rx->h.stream->now;
}
// private: linnet-0f5d3f897d262c7d
