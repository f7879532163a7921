// How many at once: capacity limiter, semaphore, lock, condition.
//
// This is where you write tasks 6 to 9 of lab 5. README.md has them, and the
// invariants B12 to B22; each section here names its task. limiter.h says
// what every function promises and is not to be changed.
//
// All four let some on and make the others wait in a queue. Write the queue
// once: what does a task leave in it while it is parked, and who takes that
// out?
#include "limiter.h"
#include "event.h"
#include "list.h"
#include <stdlib.h>

// ---- task 6: the limiter ----------------------------------------------------

struct error *limiter_new(int64_t total, struct limiter **limiter)
{
    (void)total, (void)limiter;
    must(!"limiter_new is not written yet");
}

void limiter_free(struct limiter *limiter)
{
    (void)limiter;
    must(!"limiter_free is not written yet");
}

struct error *limiter_acquire(struct limiter *limiter)
{
    (void)limiter;
    must(!"limiter_acquire is not written yet");
}

struct error *limiter_acquire_for(struct limiter *limiter, const void *borrower)
{
    (void)limiter, (void)borrower;
    must(!"limiter_acquire_for is not written yet");
}

struct error *limiter_try_acquire(struct limiter *limiter)
{
    (void)limiter;
    must(!"limiter_try_acquire is not written yet");
}

struct error *limiter_try_acquire_for(struct limiter *limiter,
                                      const void *borrower)
{
    (void)limiter, (void)borrower;
    must(!"limiter_try_acquire_for is not written yet");
}

struct error *limiter_release(struct limiter *limiter)
{
    (void)limiter;
    must(!"limiter_release is not written yet");
}

struct error *limiter_release_for(struct limiter *limiter, const void *borrower)
{
    (void)limiter, (void)borrower;
    must(!"limiter_release_for is not written yet");
}

struct error *limiter_set_total(struct limiter *limiter, int64_t total)
{
    (void)limiter, (void)total;
    must(!"limiter_set_total is not written yet");
}

struct limiter_statistics limiter_statistics(const struct limiter *limiter)
{
    (void)limiter;
    must(!"limiter_statistics is not written yet");
}

bool limiter_is_borrowed_by(const struct limiter *limiter, const void *borrower)
{
    (void)limiter, (void)borrower;
    must(!"limiter_is_borrowed_by is not written yet");
}

// ---- task 7: the semaphore --------------------------------------------------

struct error *semaphore_new(int64_t value, int64_t most,
                            struct semaphore **semaphore)
{
    (void)value, (void)most, (void)semaphore;
    must(!"semaphore_new is not written yet");
}

void semaphore_free(struct semaphore *semaphore)
{
    (void)semaphore;
    must(!"semaphore_free is not written yet");
}

struct error *semaphore_acquire(struct semaphore *semaphore)
{
    (void)semaphore;
    must(!"semaphore_acquire is not written yet");
}

struct error *semaphore_try_acquire(struct semaphore *semaphore)
{
    (void)semaphore;
    must(!"semaphore_try_acquire is not written yet");
}

struct error *semaphore_release(struct semaphore *semaphore)
{
    (void)semaphore;
    must(!"semaphore_release is not written yet");
}

int64_t semaphore_value(const struct semaphore *semaphore)
{
    (void)semaphore;
    must(!"semaphore_value is not written yet");
}

size_t semaphore_n_waiting(const struct semaphore *semaphore)
{
    (void)semaphore;
    must(!"semaphore_n_waiting is not written yet");
}

// ---- task 8: the lock -------------------------------------------------------

struct lock *lock_new(void)
{
    must(!"lock_new is not written yet");
}

void lock_free(struct lock *lock)
{
    (void)lock;
    must(!"lock_free is not written yet");
}

struct error *lock_acquire(struct lock *lock)
{
    (void)lock;
    must(!"lock_acquire is not written yet");
}

struct error *lock_try_acquire(struct lock *lock)
{
    (void)lock;
    must(!"lock_try_acquire is not written yet");
}

struct error *lock_release(struct lock *lock)
{
    (void)lock;
    must(!"lock_release is not written yet");
}

struct task *lock_owner(const struct lock *lock)
{
    (void)lock;
    must(!"lock_owner is not written yet");
}

size_t lock_n_waiting(const struct lock *lock)
{
    (void)lock;
    must(!"lock_n_waiting is not written yet");
}

// ---- task 9: the condition --------------------------------------------------

struct condition *condition_new(struct lock *lock)
{
    (void)lock;
    must(!"condition_new is not written yet");
}

void condition_free(struct condition *condition)
{
    (void)condition;
    must(!"condition_free is not written yet");
}

struct error *condition_wait(struct condition *condition)
{
    (void)condition;
    must(!"condition_wait is not written yet");
}

struct error *condition_wait_for(struct condition *condition,
                                 bool (*holds)(void *arg), void *arg)
{
    (void)condition, (void)holds, (void)arg;
    must(!"condition_wait_for is not written yet");
}

struct error *condition_notify(struct condition *condition, size_t n)
{
    (void)condition, (void)n;
    must(!"condition_notify is not written yet");
}

struct error *condition_notify_all(struct condition *condition)
{
    (void)condition;
    must(!"condition_notify_all is not written yet");
}

size_t condition_n_waiting(const struct condition *condition)
{
    (void)condition;
    must(!"condition_n_waiting is not written yet");
}
