// How many at once: capacity limiter, semaphore, lock, condition.
//
// All four let some tasks on and make the others wait in a queue. Whoever waits
// is served in the order in which they came: what is given back goes to the
// first of the queue before anybody else can have it, so a task that asks again
// at once stands behind all who wait (no barging). A task that is cancelled
// while it waits leaves the queue, and nothing of it stays there.
//
// A checkpoint takes what is free at once, and lets others run afterwards; one
// that fails at once lets nobody run. If more than one error is due: CANCELLED
// comes first, then MISUSE, then WOULD_BLOCK. Only waiting for a condition
// without its lock is a MISUSE even of a cancelled task, as who gets CANCELLED
// there has the lock.
//
// All of them may be made outside of a run. Freeing one while a task waits for
// it is a bug.
#pragma once
#include "error.h"
#include "task.h"

// ---- capacity limiter ------------------------------------------------------
//
// So many tokens, each with a borrower. A borrower is any address that stands
// for who works with the token, if nobody says otherwise that of the running
// task (task_self()), and has at most one.
//
// A thousand who have a token, or wait for one, make a call hardly longer than
// ten: each is found by its address, and not by looking through all.

struct limiter;

// As total: there is always a token.
#define LIMITER_UNLIMITED INT64_MAX

// Gives a limiter of total tokens (free with limiter_free). 0 is allowed:
// everybody waits until the total is raised.
//
// @return NULL
// @return INVALID    total is negative
struct error *limiter_new(int64_t total, struct limiter **limiter) MUST_CHECK;

// Takes limiter; NULL is harmless. Bug: a task waits for it.
void limiter_free(struct limiter *limiter);

// Waits for a token and borrows it: for the running task, or for a borrower.
//
// Checkpoint.
//
// @return NULL
// @return MISUSE     the borrower has one, or waits for one; nothing is taken
// @return CANCELLED  nothing is taken
struct error *
limiter_acquire(struct limiter *limiter) MUST_CHECK MARK_CHECKPOINT;
struct error *
limiter_acquire_for(struct limiter *limiter,
                    const void *borrower) MUST_CHECK MARK_CHECKPOINT;

// The same without waiting.
//
// @return WOULD_BLOCK  no token is free, or somebody waits for one
// @return              else as above, but never CANCELLED
struct error *limiter_try_acquire(struct limiter *limiter) MUST_CHECK;
struct error *limiter_try_acquire_for(struct limiter *limiter,
                                      const void *borrower) MUST_CHECK;

// Gives the borrower's token back; the first who waits gets it, if the total
// allows.
//
// @return NULL
// @return MISUSE     the borrower has none; nothing has changed
struct error *limiter_release(struct limiter *limiter) MUST_CHECK;
struct error *limiter_release_for(struct limiter *limiter,
                                  const void *borrower) MUST_CHECK;

// Changes the total. A higher one lets in as many as wait, up to it; a lower one
// takes no token away: nobody gets one until fewer than the total are borrowed.
//
// @return NULL
// @return INVALID    total is negative; the old one stays
struct error *limiter_set_total(struct limiter *limiter,
                                int64_t total) MUST_CHECK;

struct limiter_statistics {
    int64_t total;
    size_t n_borrowed; // may be above total, after it was lowered
    size_t n_waiting;
};
struct limiter_statistics limiter_statistics(const struct limiter *limiter);

// Has the borrower a token? False if it waits for one.
bool limiter_is_borrowed_by(const struct limiter *limiter,
                            const void *borrower);

// ---- semaphore -------------------------------------------------------------
//
// A number that is never below 0. Nobody owns what was acquired: any task may
// release.

struct semaphore;

// As most: the value has no upper limit.
#define SEMAPHORE_UNLIMITED INT64_MAX

// Gives a semaphore (free with semaphore_free). With a most of 0 a release is
// for who waits, and else a MISUSE.
//
// @return NULL
// @return INVALID    value is negative, or most is below it
struct error *semaphore_new(int64_t value, int64_t most,
                            struct semaphore **semaphore) MUST_CHECK;

// Takes semaphore; NULL is harmless. Bug: a task waits for it.
void semaphore_free(struct semaphore *semaphore);

// Waits until the value is above 0 and takes 1 off.
//
// Checkpoint.
//
// @return NULL, or CANCELLED: the value is as it was
struct error *
semaphore_acquire(struct semaphore *semaphore) MUST_CHECK MARK_CHECKPOINT;

// The same without waiting.
//
// @return NULL
// @return WOULD_BLOCK  the value is 0
struct error *semaphore_try_acquire(struct semaphore *semaphore) MUST_CHECK;

// Lets the first who waits on, or else adds 1.
//
// @return NULL
// @return MISUSE     nobody waits, and the value is `most` already; it stays
struct error *semaphore_release(struct semaphore *semaphore) MUST_CHECK;

int64_t semaphore_value(const struct semaphore *semaphore);
size_t semaphore_n_waiting(const struct semaphore *semaphore);

// ---- lock ------------------------------------------------------------------
//
// At most one task has it, and only that task gives it back.

struct lock;

// Gives a lock that nobody has (free with lock_free).
struct lock *lock_new(void);

// Takes lock; NULL is harmless. Bug: a task waits for it.
void lock_free(struct lock *lock);

// Waits until nobody has it, and takes it.
//
// Checkpoint.
//
// @return NULL
// @return MISUSE     the running task has it
// @return CANCELLED  it was not taken
struct error *lock_acquire(struct lock *lock) MUST_CHECK MARK_CHECKPOINT;

// The same without waiting.
//
// @return WOULD_BLOCK  another task has it
// @return              else as above, but never CANCELLED
struct error *lock_try_acquire(struct lock *lock) MUST_CHECK;

// Gives it to the first who waits, who has it from now on, or to nobody.
//
// @return NULL
// @return MISUSE     the running task does not have it
struct error *lock_release(struct lock *lock) MUST_CHECK;

// The task that has it, or NULL.
struct task *lock_owner(const struct lock *lock);
size_t lock_n_waiting(const struct lock *lock);

// ---- condition -------------------------------------------------------------
//
// Something that is true under a lock, and tasks that wait for it to become so.

struct condition;

// Gives a condition over lock (free with condition_free), which must outlive it.
struct condition *condition_new(struct lock *lock);

// Takes condition; NULL is harmless. Bug: a task waits for it.
void condition_free(struct condition *condition);

// Gives the lock back, waits to be notified, and takes the lock again: the
// running task has it when this returns, whatever is returned. Look again at
// what you waited for: it may have changed before the lock was yours.
//
// Checkpoint.
//
// @return NULL
// @return MISUSE     the running task does not have the lock, cancelled or not
// @return CANCELLED  before the lock was its own again; a notification that has
//                    reached the task by then goes to the next who waits
struct error *
condition_wait(struct condition *condition) MUST_CHECK MARK_CHECKPOINT;

// Waits until holds(arg) is true; it is asked with the lock taken, before the
// first wait and after each.
//
// Checkpoint, if it has to wait.
//
// @return as condition_wait
struct error *condition_wait_for(struct condition *condition,
                                 bool (*holds)(void *arg),
                                 void *arg) MUST_CHECK MARK_CHECKPOINT;

// Lets the first n who wait on, or all: each takes its place at the end of the
// queue of the lock.
//
// @return NULL
// @return MISUSE     the running task does not have the lock; nobody is woken
struct error *condition_notify(struct condition *condition,
                               size_t n) MUST_CHECK;
struct error *condition_notify_all(struct condition *condition) MUST_CHECK;

size_t condition_n_waiting(const struct condition *condition);
