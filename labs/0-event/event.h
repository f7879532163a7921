// Awaitables: an event, a sleep, a checkpoint.
//
// An awaitable answers three questions: is it ready, whom to wake when it is,
// and how to take a wait back. Everything here is built from task_park and
// task_unpark (task.h).
//
// Times are milliseconds on the run's clock (clock.h). Every function of this
// header that is marked as a checkpoint lets other tasks run, even if it does
// not have to wait or the task is cancelled; and if it is, fails with
// CANCELLED, having done nothing else.
#pragma once
#include "error.h"
#include "mark.h"
#include "task.h"

// ---- event: happens once, many may wait for it -----------------------------

struct event;

// Gives an event that is not set (free with event_free).
struct event *event_new(void);

// Takes event. Bug: a task is waiting for it.
void event_free(struct event *event);

// Sets it, for good: whoever waits is woken, in the order in which they came.
// Setting it again does nothing. When it returns nobody waits for the event any
// more, so it may be freed, though none of them has run yet. The loop may call
// it as well as a task.
void event_set(struct event *event);

bool event_is_set(const struct event *event);

// How many tasks are waiting for it. One that has been woken or cancelled is
// not, even before it has run.
size_t event_n_waiting(const struct event *event);

// Waits until it is set.
//
// Checkpoint.
//
// @return NULL       it is set
// @return CANCELLED  the wait was taken back; the event is untouched
struct error *event_wait(struct event *event) MUST_CHECK MARK_CHECKPOINT;

// ---- time ------------------------------------------------------------------

// Waits for ms. Never shorter; 0 is a plain checkpoint. A time too far away to
// be counted never comes.
//
// Checkpoint.
//
// @return NULL
// @return INVALID    ms is negative; nothing was waited for
// @return CANCELLED
struct error *sleep_ms(int64_t ms) MUST_CHECK MARK_SLEEPS;

// Waits until the clock shows until_ms. A time in the past is a plain
// checkpoint.
//
// Checkpoint.
//
// @return NULL, or CANCELLED
struct error *sleep_until(int64_t until_ms) MUST_CHECK MARK_SLEEPS;

// Waits until cancelled. Bug: somebody unparks the task.
//
// Checkpoint.
//
// @return CANCELLED  always
struct error *sleep_forever(void) MUST_CHECK MARK_CHECKPOINT;

// ---- checkpoints -----------------------------------------------------------

// Lets others run, then hears of a cancel: both halves of every checkpoint.
//
// Checkpoint.
//
// @return NULL, or CANCELLED
struct error *checkpoint(void) MUST_CHECK MARK_CHECKPOINT MARK_YIELDS;

// Only hears of a cancel; nobody else runs.
//
// @return NULL, or CANCELLED
struct error *checkpoint_if_cancelled(void) MUST_CHECK;

// Only lets others run; never fails, cancelled or not.
void checkpoint_shielded(void) MARK_YIELDS;
