// Buffered bytes again, by another design: the same behaviour has to get full
// marks.
//
// What has come in is a list of blocks as they came. A delimiter is looked for
// byte by byte, by an automaton that goes on where the last block ended (Knuth,
// Morris, Pratt).
#include "buffered.h"
#include <stdlib.h>
#include <string.h>

const struct kind INCOMPLETE = {.name = "INCOMPLETE", .parent = &ORDINARY};
const struct kind TOO_LONG = {.name = "TOO_LONG", .parent = &ORDINARY};

enum { BLOCK_BYTES = 512 };

struct block {
    struct block *next;
    size_t from, to; // of its bytes, what has not been taken
    char bytes[];
};

struct buffered {
    buffered_source_fn *receive;
    void *source;
    struct block *first, **last;
    size_t n;
    bool busy, closed;
};

struct buffered *buffered_new(buffered_source_fn *receive, void *source)
{
    struct buffered *b = calloc(1, sizeof(*b));
    must(b != NULL);
    b->receive = receive;
    b->source = source;
    b->last = &b->first;
    return b;
}

static void pop(struct buffered *b)
{
    struct block *block = b->first;
    b->first = block->next;
    if (b->first == NULL)
        b->last = &b->first;
    b->n -= block->to - block->from;
    free(block);
}

void buffered_close(struct buffered *b)
{
    while (b->first != NULL)
        pop(b);
    b->closed = true;
}

void buffered_free(struct buffered *b)
{
    if (b == NULL)
        return;
    must(!b->busy);
    buffered_close(b);
    free(b);
}

size_t buffered_n(const struct buffered *b)
{
    return b->n;
}

static struct block *block_new(size_t bytes)
{
    struct block *block = malloc(sizeof(*block) + bytes);
    must(block != NULL);
    block->next = NULL;
    block->from = block->to = 0;
    return block;
}

static void push(struct buffered *b, struct block *block, size_t n)
{
    block->to = n;
    b->n += n;
    *b->last = block;
    b->last = &block->next;
}

struct error *buffered_feed(struct buffered *b, const void *bytes, size_t n)
{
    if (b->closed)
        return error_new(&CLOSED, "feed: closed");
    struct block *block = block_new(n);
    if (n > 0)
        memcpy(block->bytes, bytes, n);
    push(b, block, n);
    return NULL;
}

static struct error *enter(const struct buffered *b)
{
    if (b->closed)
        return error_new(&CLOSED, "receive: closed");
    return b->busy ? error_new(&BUSY, "receive: busy") : NULL;
}

// One block more.
static struct error *fill(struct buffered *b)
{
    struct block *block = block_new(BLOCK_BYTES);
    size_t n = 0;
    b->busy = true;
    struct error *err = b->receive(b->source, block->bytes, BLOCK_BYTES, &n);
    b->busy = false;
    if (b->closed && !error_is(err, &CANCELLED)) {
        error_free(err);
        err = error_new(&CLOSED, "receive: closed meanwhile");
    }
    if (err != NULL)
        free(block);
    else
        push(b, block, n);
    return err;
}

static struct error *fill_or_incomplete(struct buffered *b)
{
    struct error *err = fill(b);
    return err == END_OF_STREAM ? error_new(&INCOMPLETE, "it ends too early")
                                : err;
}

// Takes n bytes out, which are there. to may be NULL.
static void move(struct buffered *b, char *to, size_t n)
{
    while (n > 0) {
        struct block *block = b->first;
        size_t part = block->to - block->from;
        if (part > n)
            part = n;
        if (to != NULL) {
            memcpy(to, block->bytes + block->from, part);
            to += part;
        }
        block->from += part;
        b->n -= part;
        n -= part;
        if (block->from == block->to)
            pop(b);
    }
}

struct error *buffered_receive(struct buffered *b, void *bytes, size_t most,
                               size_t *n)
{
    if (most == 0)
        return error_new(&INVALID, "receive: nothing");
    TRY(enter(b));
    if (b->n == 0)
        TRY(fill(b));
    *n = b->n < most ? b->n : most;
    move(b, bytes, *n);
    return NULL;
}

struct error *buffered_receive_exactly(struct buffered *b, void *bytes,
                                       size_t n)
{
    TRY(enter(b));
    while (b->n < n)
        TRY(fill_or_incomplete(b));
    move(b, bytes, n);
    return NULL;
}

// ---- up to a delimiter -----------------------------------------------------

struct search {
    const char *delimiter;
    size_t n;
    size_t *back; // where to go on when byte i of the delimiter does not match
    size_t matched;
    size_t looked_at;    // bytes
    struct block *block; // the next byte is here, or in the block after it
    size_t at;
};

static void search_init(struct search *s, const char *delimiter, size_t n)
{
    *s = (struct search){.delimiter = delimiter, .n = n};
    s->back = calloc(n, sizeof(s->back[0]));
    must(s->back != NULL);
    for (size_t i = 1, k = 0; i < n; i++) {
        while (k > 0 && delimiter[i] != delimiter[k])
            k = s->back[k - 1];
        k += delimiter[i] == delimiter[k];
        s->back[i] = k;
    }
}

// Is there another byte to look at? Then s->block and s->at say where.
static bool next_byte(const struct buffered *b, struct search *s)
{
    if (s->block == NULL) {
        s->block = b->first;
        s->at = s->block != NULL ? s->block->from : 0;
    }
    while (s->block != NULL && s->at == s->block->to &&
           s->block->next != NULL) {
        s->block = s->block->next;
        s->at = s->block->from;
    }
    return s->block != NULL && s->at < s->block->to;
}

// True when the last byte looked at ends the delimiter.
static bool step(struct search *s)
{
    char c = s->block->bytes[s->at++];
    s->looked_at++;
    while (s->matched > 0 && c != s->delimiter[s->matched])
        s->matched = s->back[s->matched - 1];
    s->matched += c == s->delimiter[s->matched];
    return s->matched == s->n;
}

static struct error *search(struct buffered *b, struct search *s, size_t most)
{
    for (;;) {
        if (s->looked_at >= most)
            return error_new(&TOO_LONG, "it goes on and on");
        if (!next_byte(b, s))
            TRY(fill_or_incomplete(b));
        else if (step(s))
            return NULL;
    }
}

struct error *buffered_receive_until(struct buffered *b, const void *delimiter,
                                     size_t n_delimiter, size_t most,
                                     char **bytes, size_t *n)
{
    struct search s;
    if (n_delimiter == 0)
        return error_new(&INVALID, "receive: an empty delimiter");
    TRY(enter(b));
    search_init(&s, delimiter, n_delimiter);
    struct error *err = search(b, &s, most);
    free(s.back);
    if (err != NULL)
        return err;
    *n = s.looked_at - n_delimiter;
    *bytes = malloc(*n + 1);
    must(*bytes != NULL);
    move(b, *bytes, *n);
    (*bytes)[*n] = 0;
    move(b, NULL, n_delimiter);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
