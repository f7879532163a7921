// Signals: the operating system's, received as values.
//
// Needs the real clock. While a receiver is open, its signals do nothing but
// arrive in it; when the last receiver of a signal is closed, what was there
// before is restored. Any thread with a run may have receivers; each receiver
// gets every signal.
#pragma once
#include "error.h"
#include "mark.h"
#include <stddef.h>

struct signals;

// Opens a receiver for n signals; naming one twice is harmless. Gives it (end
// with signals_close).
//
// @return NULL
// @return INVALID    n is 0, or one of them does not exist or cannot be caught;
//                    nothing has changed
// @return MISUSE     the clock is virtual
struct error *signals_open(const int *signums, size_t n,
                           struct signals **signals) MUST_CHECK;

// Waits for the next signal, in the order of arrival. The system counts signals
// of one number that come faster than they are looked at as one.
//
// Checkpoint.
//
// @return NULL       *signum is the signal
// @return CANCELLED  no signal was taken
// @return BUSY       another task is waiting for this receiver
// @return CLOSED     the receiver was closed meanwhile
struct error *signals_next(struct signals *signals,
                           int *signum) MUST_CHECK MARK_CHECKPOINT;

// Takes signals; those that arrived and were not looked at are forgotten. NULL
// is harmless.
void signals_close(struct signals *signals);
