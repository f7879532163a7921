// Buffered receiving: bytes come in pieces of any size and are taken by count
// or up to a delimiter.
//
//      bytes     [ taken | in the buffer | free ]
//                0     first            last    room
//
// Taking only moves `first`. When there is no room at the end, what is left
// goes to a new buffer with twice the room for it: each byte is copied a fixed
// number of times.
#include "buffered.h"
#include "event.h"
#include <stdlib.h>
#include <string.h>

const struct kind INCOMPLETE = {.name = "INCOMPLETE", .parent = &ORDINARY};
const struct kind TOO_LONG = {.name = "TOO_LONG", .parent = &ORDINARY};

enum { PIECE = 4096 }; // asked of the source at once, at most

struct buffered {
    buffered_source_fn *receive;
    void *source;

    char *bytes; // room of them
    size_t room;
    size_t first; // of those in the buffer
    size_t last;  // behind them

    bool receiving; // a task is
    bool closed;
};

struct buffered *buffered_new(buffered_source_fn *receive, void *source)
{
    struct buffered *b = calloc(1, sizeof(*b));
    must(b != NULL);
    b->receive = receive;
    b->source = source;
    return b;
}

void buffered_free(struct buffered *b)
{
    if (b == NULL)
        return;
    must(!b->receiving);
    free(b->bytes);
    free(b);
}

size_t buffered_n(const struct buffered *b)
{
    return b->last - b->first;
}

void buffered_close(struct buffered *b)
{
    b->closed = true;
    b->first = b->last = 0;
}

// ---- the buffer ------------------------------------------------------------

// Makes room for n more bytes at the end. As many are appended before the next
// time as are moved now.
static void make_room(struct buffered *b, size_t n)
{
    size_t held = buffered_n(b);
    if (b->room - b->last >= n)
        return;
    b->room = PIECE + 2 * (held + n);
    char *bytes = malloc(b->room);
    must(bytes != NULL);
    if (held > 0)
        memcpy(bytes, b->bytes + b->first, held);
    free(b->bytes);
    b->bytes = bytes;
    b->first = 0;
    b->last = held;
}

static void append(struct buffered *b, const void *bytes, size_t n)
{
    make_room(b, n);
    if (n > 0)
        memcpy(b->bytes + b->last, bytes, n);
    b->last += n;
}

static void take(struct buffered *b, void *bytes, size_t n)
{
    if (n > 0)
        memcpy(bytes, b->bytes + b->first, n);
    b->first += n;
}

struct error *buffered_feed(struct buffered *b, const void *bytes, size_t n)
{
    if (b->closed)
        return error_new(&CLOSED, "feed: the buffer was closed");
    append(b, bytes, n);
    return NULL;
}

// ---- receiving -------------------------------------------------------------

// May the running task receive now?
static struct error *check_free(const struct buffered *b)
{
    if (b->closed)
        return error_new(&CLOSED, "receive: the buffer was closed");
    if (b->receiving)
        return error_new(&BUSY, "receive: another task is receiving");
    return NULL;
}

// Asks the source once and appends what it gives. The bytes come to this frame
// first: the buffer may be fed meanwhile, and move.
static struct error *ask(struct buffered *b)
{
    char piece[PIECE];
    size_t n = 0;
    b->receiving = true;
    struct error *err = b->receive(b->source, piece, PIECE, &n);
    b->receiving = false;
    if (b->closed && !error_is(err, &CANCELLED)) {
        error_free(err);
        return error_new(&CLOSED, "receive: the buffer was closed meanwhile");
    }
    if (err == NULL)
        append(b, piece, n);
    return err;
}

struct error *buffered_receive(struct buffered *b, void *bytes, size_t most,
                               size_t *n)
{
    if (most == 0)
        return error_new(&INVALID, "receive: at most 0 bytes");
    TRY(check_free(b));
    if (buffered_n(b) == 0)
        TRY(ask(b));
    *n = buffered_n(b) < most ? buffered_n(b) : most;
    take(b, bytes, *n);
    return NULL;
}

// The end of the source in the middle of what was asked for.
static struct error *incomplete(const struct buffered *b, struct error *err)
{
    if (err != END_OF_STREAM)
        return err;
    return error_new(&INCOMPLETE, "the end came after %zu bytes",
                     buffered_n(b));
}

struct error *buffered_receive_exactly(struct buffered *b, void *bytes,
                                       size_t n)
{
    TRY(check_free(b));
    while (buffered_n(b) < n) {
        struct error *err = ask(b);
        if (err != NULL)
            return incomplete(b, err);
    }
    take(b, bytes, n);
    return NULL;
}

// ---- up to a delimiter -----------------------------------------------------

// Gives what stands before the delimiter, which begins after n bytes.
static void take_until(struct buffered *b, size_t n, size_t n_delimiter,
                       char **bytes, size_t *n_bytes)
{
    *bytes = malloc(n + 1);
    must(*bytes != NULL);
    take(b, *bytes, n);
    (*bytes)[n] = 0;
    *n_bytes = n;
    b->first += n_delimiter;
}

struct error *buffered_receive_until(struct buffered *b, const void *delimiter,
                                     size_t n_delimiter, size_t most,
                                     char **bytes, size_t *n)
{
    size_t looked_at = 0; // no delimiter begins before this byte
    if (n_delimiter == 0)
        return error_new(&INVALID, "receive: an empty delimiter");
    TRY(check_free(b));
    for (;;) {
        size_t held = buffered_n(b) < most ? buffered_n(b) : most;
        if (held >= looked_at + n_delimiter) {
            const char *start = b->bytes + b->first;
            const char *found = memmem(start + looked_at, held - looked_at,
                                       delimiter, n_delimiter);
            if (found != NULL) {
                take_until(b, (size_t)(found - start), n_delimiter, bytes, n);
                return NULL;
            }
            looked_at = held - n_delimiter + 1;
        }
        if (buffered_n(b) >= most)
            return error_new(&TOO_LONG, "no delimiter in the first %zu bytes",
                             most);
        struct error *err = ask(b);
        if (err != NULL)
            return incomplete(b, err);
    }
}
// private: linnet-0f5d3f897d262c7d
