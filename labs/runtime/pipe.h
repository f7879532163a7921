// Pipes: bytes to and from the world outside.
//
// A pipe is a descriptor that can be waited for: a pipe to a child process, one
// end of a socket pair, a terminal. One task may read while another writes.
// Needs the real clock.
#pragma once
#include "error.h"
#include "mark.h"
#include <stddef.h>
#include <sys/types.h>

struct pipe;

// Makes a pipe of an open descriptor. Gives it (free with pipe_free). Takes fd
// if it succeeds; makes it non-blocking. From the first pipe on, the program
// ignores SIGPIPE.
//
// @return NULL
// @return MISUSE     the clock is virtual
// @return SYSTEM     fd is not open, or not of a sort that can be waited for
struct error *pipe_open(int fd, struct pipe **pipe) MUST_CHECK;

// Reads what there is, at most n bytes, waiting for the first.
//
// Checkpoint.
//
// @return NULL       *got bytes were read; 0 is the end
// @return CANCELLED  nothing was read
// @return BUSY       another task is in pipe_read
// @return CLOSED     the pipe was closed on this side, before or meanwhile
// @return SYSTEM
struct error *pipe_read(struct pipe *pipe, void *buf, size_t n,
                        size_t *got) MUST_CHECK MARK_CHECKPOINT;

// Writes all n bytes.
//
// Checkpoint.
//
// @return NULL
// @return CANCELLED  some bytes may have been written: only closing is left
// @return BROKEN     nobody reads any more; some bytes may have been written
// @return BUSY       another task is in pipe_write
// @return CLOSED     the pipe was closed on this side, before or meanwhile
// @return SYSTEM
struct error *pipe_write(struct pipe *pipe, const void *buf,
                         size_t n) MUST_CHECK MARK_CHECKPOINT;

// Closes this side: a reader at the other end finds the end, a task in
// pipe_read or pipe_write here gets CLOSED. Closing twice is harmless.
void pipe_close(struct pipe *pipe);

// Takes pipe; closes it. NULL is harmless. Bug: a task is in pipe_read or
// pipe_write.
void pipe_free(struct pipe *pipe);

// ---- for the runtime ------------------------------------------------------

enum pipe_side {
    PIPE_READS,
    PIPE_WRITES,
};

// Called from libuv, outside of any task, when the pipe may be tried again.
typedef void pipe_ready_fn(struct pipe *pipe, void *arg);

// Calls ready once. Only one at a time may watch a side; NULL ends the watch.
void pipe_watch(struct pipe *pipe, enum pipe_side side, pipe_ready_fn *ready,
                void *arg);

// One read or write that does not wait: the number of bytes, or a negative
// errno value, -EAGAIN among them.
ssize_t pipe_try_read(struct pipe *pipe, void *buf, size_t n);
ssize_t pipe_try_write(struct pipe *pipe, const void *buf, size_t n);
