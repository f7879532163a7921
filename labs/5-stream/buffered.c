// Buffered receiving: bytes come in pieces of any size and are taken by count
// or up to a delimiter.
//
// This is where you write tasks 10 and 11 of lab 5. README.md has them, and the
// invariants B23 to B27; each section here names its task. buffered.h says what every
// function promises and is not to be changed.
#include "buffered.h"
#include "event.h"
#include <stdlib.h>
#include <string.h>

const struct kind INCOMPLETE = {.name = "INCOMPLETE", .parent = &ORDINARY};
const struct kind TOO_LONG = {.name = "TOO_LONG", .parent = &ORDINARY};

// ---- task 10: by count ------------------------------------------------------

struct buffered *buffered_new(buffered_source_fn *receive, void *source)
{
    (void)receive, (void)source;
    must(!"buffered_new is not written yet");
}

void buffered_free(struct buffered *b)
{
    (void)b;
    must(!"buffered_free is not written yet");
}

struct error *buffered_receive(struct buffered *b, void *bytes, size_t most,
                               size_t *n)
{
    (void)b, (void)bytes, (void)most, (void)n;
    must(!"buffered_receive is not written yet");
}

struct error *buffered_receive_exactly(struct buffered *b, void *bytes,
                                       size_t n)
{
    (void)b, (void)bytes, (void)n;
    must(!"buffered_receive_exactly is not written yet");
}

// ---- task 11: up to a delimiter ---------------------------------------------

struct error *buffered_receive_until(struct buffered *b, const void *delimiter,
                                     size_t n_delimiter, size_t most,
                                     char **bytes, size_t *n)
{
    (void)b, (void)delimiter, (void)n_delimiter, (void)most, (void)bytes,
        (void)n;
    must(!"buffered_receive_until is not written yet");
}

// ---- task 10: by count ------------------------------------------------------

struct error *buffered_feed(struct buffered *b, const void *bytes, size_t n)
{
    (void)b, (void)bytes, (void)n;
    must(!"buffered_feed is not written yet");
}

size_t buffered_n(const struct buffered *b)
{
    (void)b;
    must(!"buffered_n is not written yet");
}

void buffered_close(struct buffered *b)
{
    (void)b;
    must(!"buffered_close is not written yet");
}
