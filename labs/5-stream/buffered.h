// Buffered receiving: bytes come in pieces of any size and are taken by count or
// up to a delimiter.
//
// What has come in and was not asked for stays in the buffer for the next call.
// A call that fails takes nothing: what it has gathered is still there. One task
// at a time may receive. Taking from the front costs what is taken, not what is
// held.
//
// If more than one error is due: INVALID comes first, then CLOSED, BUSY, and
// what the source says. A call that needs no byte, as receive_exactly of 0, is
// CLOSED or BUSY all the same.
#pragma once
#include "error.h"
#include "mark.h"
#include <stddef.h>

struct buffered;

// END_OF_STREAM came before all that was asked for, also if nothing was there.
// Below ORDINARY.
extern const struct kind INCOMPLETE;

// The delimiter is not within the bytes that may be looked at. Below ORDINARY.
extern const struct kind TOO_LONG;

// Where the bytes come from: waits for some, puts at most `most` of them at
// bytes, and says in *n how many, at least 1; END_OF_STREAM when no more will
// come. A call that fails has given none. stream_receive, pipe_read and the like
// are a few lines away from it. It may be asked for more than the caller wants:
// what is left over stays in the buffer. What it fails with is passed on, even
// if the buffer was fed meanwhile: what was fed is for the next call.
//
// Checkpoint.
typedef struct error *buffered_source_fn(void *source, void *bytes, size_t most,
                                         size_t *n) MARK_CHECKPOINT;

// Gives an empty buffer over a source (free with buffered_free). Keeps source.
struct buffered *buffered_new(buffered_source_fn *receive, void *source);

// Takes b; NULL is harmless. Bug: a task is receiving.
void buffered_free(struct buffered *b);

// Waits for bytes and copies at most `most` of them. What is in the buffer comes
// first, without asking the source; else the source is asked once.
//
// Checkpoint, if the source is asked.
//
// @return NULL           *n bytes, at least 1
// @return END_OF_STREAM  no byte will ever come
// @return INVALID        most is 0
// @return CLOSED         b was closed, before or meanwhile
// @return BUSY           another task is receiving
// @return                else what the source failed with, CANCELLED too
struct error *buffered_receive(struct buffered *b, void *bytes, size_t most,
                               size_t *n) MUST_CHECK MARK_CHECKPOINT;

// Waits until there are n bytes and copies them. 0 asks for none.
//
// Checkpoint, if the source is asked.
//
// @return NULL
// @return INCOMPLETE  the end came before; the bytes that came stay: buffered_n
//                     says how many, perhaps 0
// @return             else as buffered_receive
struct error *buffered_receive_exactly(struct buffered *b, void *bytes,
                                       size_t n) MUST_CHECK MARK_CHECKPOINT;

// Waits for the delimiter and gives in *bytes what stands before it, with a 0
// after its *n bytes (free with free). The delimiter is taken out as well.
// The work of a call grows with the number of bytes, however small the pieces
// are.
//
// Checkpoint, if the source is asked.
//
// @return NULL
// @return INVALID     n_delimiter is 0
// @return TOO_LONG    it does not end within the first `most` bytes; all stay
// @return INCOMPLETE  the end came before it; the bytes that came stay. Who
//                     reads lines has come to the regular end if buffered_n is
//                     0, and else has a line that is cut off
// @return             else as buffered_receive
struct error *buffered_receive_until(struct buffered *b, const void *delimiter,
                                     size_t n_delimiter, size_t most,
                                     char **bytes,
                                     size_t *n) MUST_CHECK MARK_CHECKPOINT;

// Puts bytes (copied) after those in the buffer, before all that the source has
// not given yet. Does not wake a task that waits in the source.
//
// @return NULL
// @return CLOSED      b was closed
struct error *buffered_feed(struct buffered *b, const void *bytes,
                            size_t n) MUST_CHECK;

// How many bytes are in the buffer.
size_t buffered_n(const struct buffered *b);

// From now on receiving fails with CLOSED, and the buffer is empty. Again is
// harmless. The source is not touched: a task that waits in it gets CLOSED when
// that wait is over, and what the source gives then is dropped. A CANCELLED of
// the source stays one.
void buffered_close(struct buffered *b);
