// Cancel scopes: a region of a program that can be stopped as a whole.
//
// A scope is entered and left by one task. What runs inside it is that task
// until it leaves, the scopes it enters meanwhile, and the children of the
// nurseries it opens there. Cancelling a scope reaches all of that, and nothing
// outside.
//
// With LEVEL cancellation a cancel is a state: from then on every checkpoint
// inside fails with CANCELLED, until the scope has been left. With EDGE
// cancellation it is a message: each task inside gets CANCELLED at one
// checkpoint, and after that waits as if nothing had happened. A run has one of
// the two (loop_options.cancellation).
//
// CANCELLED goes up like any error, and the scope that was cancelled takes it
// out at scope_leave. If a scope around it is cancelled too, the outermost one
// does.
//
// Times are milliseconds on the run's clock. Nothing here suspends, but for the
// call forms at the end.
//
// Cancelling, and changing a shield, take time in proportion to the scopes and
// tasks that it changes something for; what is cancelled already is not gone
// into again. A checkpoint, entering and leaving take the same however deep the
// scopes are. Setting or clearing a deadline takes O(log n) among n. A scope
// holds less than a kilobyte.
#pragma once
#include "error.h"
#include "mark.h"
#include "task.h"

struct scope;

// ---- deadlines -------------------------------------------------------------

// A point in time, if any. All zero is no deadline.
struct scope_deadline {
    enum { SCOPE_NEVER, SCOPE_AT, SCOPE_AFTER } kind;
    int64_t ms;
};

// ms after the call that it is given to, scope_enter or scope_set_deadline.
static inline struct scope_deadline after_ms(int64_t ms)
{
    return (struct scope_deadline){SCOPE_AFTER, ms};
}

// When the clock shows ms; may be in the past.
static inline struct scope_deadline at_ms(int64_t ms)
{
    return (struct scope_deadline){SCOPE_AT, ms};
}

// ---- entering and leaving --------------------------------------------------

// What a scope can tell when it has been left.
struct scope_result {
    bool cancel_called;    // what scope_cancel_called said when it was left
    bool cancelled_caught; // and it took a CANCELLED out at scope_leave
};

// All zero: no deadline, no shield.
struct scope_options {
    struct scope_deadline deadline MARK_DEADLINE; // when to cancel it
    bool fail;          // being stopped, with the deadline passed, is a TIMEOUT
    bool shield MARK_SHIELD; // cancels from outside do not reach in
    const char *name;   // for traces; NULL: none
    struct scope_result *result; // filled in by scope_leave, if not NULL
};

// Enters a new scope; gives it (end with scope_leave). A deadline that has
// passed cancels it at once: the body runs up to its first checkpoint.
//
// Bug: no task is running, or an after_ms deadline is negative.
struct scope *scope_enter(struct scope_options options) MARK_ENTERS_SCOPE;

// Leaves s with err, what the body failed with or NULL. Takes both, gives what
// goes on.
//
// If s was cancelled, and no scope around that it is not shielded from was, the
// CANCELLED leaves of err are taken out (LEVEL). With EDGE, they are if s has
// sent this task a message and nobody else has since s was entered; a message
// that was sent before and was not heard yet comes from somebody else, too.
//
// @return NULL      nothing failed, or only cancelled leaves did
// @return TIMEOUT   options.fail was set, something was taken out, which is the
//                   cause, nothing is left, and the deadline has passed by now:
//                   also if somebody else's cancel came first, as AnyIO has it
// @return err, or the part of it that is left
//
// Bug: s is not the innermost scope of the running task, or a child of a
// nursery is still inside.
struct error *scope_leave(struct scope *s,
                          struct error *err) MUST_CHECK MARK_LEAVES_SCOPE;

// ---- cancelling ------------------------------------------------------------

// Cancels s: every task inside that waits, and whose wait can be taken back, is
// woken with CANCELLED; the others are told at their next checkpoint. A second
// call does nothing. Any task may call it. text is copied, may be NULL.
//
// Bug: s has been left (found as long as its memory is not in new use).
void scope_cancel(struct scope *s, const char *text);

// The same, for another reason than the program's own wish. by: the name of
// the task to blame, or NULL.
void scope_cancel_because(struct scope *s, enum cancel_source source,
                          const char *text, const char *by);

// Has s been cancelled, or its deadline passed? The latter also if nobody has
// looked at the clock since.
bool scope_cancel_called(const struct scope *s);

// Is s cancelled, or a scope around it that it is not shielded from? With LEVEL
// a checkpoint inside s would fail then. With EDGE it would only if the message
// has not been heard yet; the answer is the same before and after.
bool scope_is_cancelled(const struct scope *s);

// ---- changing --------------------------------------------------------------

// Raises or lifts the shield. Lifting it lets a cancel in that has been waiting
// outside, at once. With EDGE, a message that is on its way stays so.
void scope_shield(struct scope *s, bool on) MARK_SHIELDS;
bool scope_is_shielded(const struct scope *s);

// Moves the deadline; scope_never() takes it away. A time in the past cancels.
// Does nothing once s has been cancelled.
void scope_set_deadline(struct scope *s,
                        struct scope_deadline deadline) MARK_SETS_DEADLINE;

static inline struct scope_deadline scope_never(void)
{
    return (struct scope_deadline){SCOPE_NEVER, 0};
}

// The deadline in ms on the run's clock, rounded up; INT64_MAX if there is
// none. A cancel does not change it.
int64_t scope_deadline_ms(const struct scope *s);

// ---- looking around --------------------------------------------------------

// The innermost scope of the running task, NULL if it is in none.
struct scope *scope_current(void);

// The scope around s, NULL if there is none.
struct scope *scope_parent(const struct scope *s);

// The earliest deadline that reaches the running task, in ms, rounded up;
// INT64_MAX if there is none, INT64_MIN if it is cancelled already.
int64_t scope_effective_deadline_ms(void);

// A number for traces: 1, 2, ... in a run.
uint32_t scope_id(const struct scope *s);

// One line about s for people: `scope "fetch": active, 30 ms left`.
void scope_describe(const struct scope *s, char *text, size_t bytes);

// ---- for nurseries ---------------------------------------------------------

// Puts a task that has not had its first turn into s: it lives there as if it
// had been born inside. With EDGE it gets a message: the one of s or of a scope
// around it that waits for the task that entered s; else, if s is cancelled,
// that of s. What that task has heard from further out, or has been sent alone,
// does not concern the newcomer.
void scope_adopt(struct scope *s, struct task *task);

// EDGE: did the task that entered s get this reason as a message of its own, by
// scope_request, so that nobody else inside has it? What it had heard before it
// entered s does not count. With LEVEL never, and never if s is shielded.
bool scope_owner_asked_alone(const struct scope *s,
                             const struct reason *reason);

// Takes a task that has ended out of the scope it was adopted by.
//
// Bug: it is in a scope that it entered and has not left.
void scope_release(struct scope *s, struct task *task);

// Moves a task that was adopted by `from`, with the scopes it has entered, to
// `to`. If `to` is cancelled, the task's wait is interrupted.
//
// With EDGE, if `to` is cancelled, its message goes to all that has moved, as
// at a cancel. A message that is on its way stays so. What a shield has kept
// out is forgotten, unless it came from `to` or a scope around it.
//
// Bug: with LEVEL, `from` is cancelled.
void scope_move(struct scope *from, struct scope *to, struct task *task);

// ---- EDGE only: requests ---------------------------------------------------

// Sends one message to one task: it fails at its next checkpoint, once. No
// scope takes the CANCELLED out. Of this and a scope's message, neither of them
// heard, this is heard; of two requests the first. False, and nothing done, if
// the task has ended. text is copied, may be NULL. No scope need have been
// entered before.
bool scope_request(struct task *task, const char *text);

// How many messages the task has been sent, by requests and by scopes, heard or
// not, less those that were taken back: by scope_unrequest, or by a scope that
// its task has left.
size_t scope_n_requests(const struct task *task);

// Takes one back, never below zero; gives what is left. If this was the last, a
// message that has not been heard is gone.
size_t scope_unrequest(struct task *task);

// Sends the running task the message again that it has just been given, without
// counting it: for who has something more urgent to return than CANCELLED.
void scope_rearm(const struct error *cancelled);

// ---- call forms ------------------------------------------------------------

// Runs fn(arg) in a scope with a deadline. If the deadline stops it, that is no
// error.
//
// Checkpoint if fn is one.
//
// *stopped (may be NULL) is whether the scope has caught a CANCELLED. It is
// false if fn was stopped, and failed with an error of its own only.
//
// @return NULL     fn succeeded, or was stopped: then *stopped is true
// @return INVALID  ms is negative; fn was not called, *stopped not written
// @return what fn failed with, less the CANCELLED
struct error *move_on_after(int64_t ms, task_fn *fn, void *arg,
                            bool *stopped) MUST_CHECK MARK_LIMITS;
struct error *move_on_until(int64_t until_ms, task_fn *fn, void *arg,
                            bool *stopped) MUST_CHECK MARK_LIMITS;

// The same, but being stopped by the deadline is a TIMEOUT error, in whose
// message reason appears, if it is not NULL. What else fn failed with comes
// instead of the TIMEOUT.
struct error *fail_after(int64_t ms, task_fn *fn, void *arg,
                         const char *reason) MUST_CHECK MARK_LIMITS;
struct error *fail_until(int64_t until_ms, task_fn *fn, void *arg,
                         const char *reason) MUST_CHECK MARK_LIMITS;
