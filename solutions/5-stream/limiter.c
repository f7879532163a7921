// How many at once: capacity limiter, semaphore, lock, condition.
//
// All four stand on one queue of parked tasks. Who gives something back gives it
// to the first of the queue before that task runs: between being let on and
// running, nobody can get in between.
#include "limiter.h"
#include "event.h"
#include "list.h"
#include <stdlib.h>

// ---- the queue -------------------------------------------------------------

struct queue {
    struct list tasks; // struct waiter, the first to have come first
    size_t n;          // of them
};

// One task that waits; in its frame.
struct waiter {
    struct list link;
    struct queue *queue;  // the one it is in
    struct task *task;    // whom to wake
    const void *borrower; // limiter: for whom it waits
};

static void queue_init(struct queue *queue)
{
    list_init(&queue->tasks);
    queue->n = 0;
}

static void leave(struct waiter *w)
{
    list_remove(&w->link);
    w->queue->n--;
}

static void join(struct queue *queue, struct waiter *w)
{
    w->queue = queue;
    list_push(&queue->tasks, &w->link);
    queue->n++;
}

static enum abort stop_waiting(struct task *task, void *arg)
{
    (void)task;
    leave(arg);
    return ABORT_SUCCEEDED;
}

static struct error *wait_in(struct queue *queue, abort_fn *abort,
                             const char *what)
{
    struct waiter w = {.task = task_self()};
    join(queue, &w);
    task_waits_for(what);
    return task_park(abort, &w);
}

static enum abort go_on_waiting(struct task *task, void *arg)
{
    (void)task, (void)arg;
    return ABORT_FAILED;
}

static struct waiter *first_of(const struct queue *queue)
{
    return queue->n == 0
               ? NULL
               : container_of(queue->tasks.next, struct waiter, link);
}

// Lets the first on; gives its task, or NULL if nobody waits.
static struct task *let_on(struct queue *queue)
{
    struct waiter *w = first_of(queue);
    if (w == NULL)
        return NULL;
    struct task *task = w->task;
    leave(w);
    task_unpark(task, NULL);
    return task;
}

// After an acquire that needed no wait: others run, but what is done is done.
static struct error *after_try(struct error *err)
{
    if (err == NULL)
        checkpoint_shielded();
    return err;
}

// ---- capacity limiter: who has a token -------------------------------------
//
// A set of addresses, open addressing: a borrower lies at its own place or, if
// that is taken, at one of the next.

struct set {
    const void **at; // room places, NULL: free
    size_t room;     // a power of two, or 0
    size_t n;        // in it; at most half the room
};

static size_t place_of(const struct set *set, const void *who)
{
    return ((uintptr_t)who >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 32 &
           (set->room - 1);
}

// Where who lies, or the free place where it would.
static size_t find(const struct set *set, const void *who)
{
    size_t i = place_of(set, who);
    while (set->at[i] != NULL && set->at[i] != who)
        i = (i + 1) & (set->room - 1);
    return i;
}

static bool has(const struct set *set, const void *who)
{
    return set->room > 0 && set->at[find(set, who)] == who;
}

static void add(struct set *set, const void *who)
{
    if (2 * set->n >= set->room) {
        struct set old = *set;
        set->room = old.room == 0 ? 8 : 2 * old.room;
        set->at = calloc(set->room, sizeof(set->at[0]));
        must(set->at != NULL);
        for (size_t i = 0; i < old.room; i++)
            if (old.at[i] != NULL)
                set->at[find(set, old.at[i])] = old.at[i];
        free(old.at);
    }
    set->at[find(set, who)] = who;
    set->n++;
}

// Takes who out, and puts those behind it where they are found again.
static void drop(struct set *set, const void *who)
{
    size_t i = find(set, who);
    set->at[i] = NULL;
    set->n--;
    for (i = (i + 1) & (set->room - 1); set->at[i] != NULL;
         i = (i + 1) & (set->room - 1)) {
        const void *moved = set->at[i];
        set->at[i] = NULL;
        set->at[find(set, moved)] = moved;
    }
}

// ---- capacity limiter ------------------------------------------------------

struct limiter {
    int64_t total;
    struct set borrowers;
    struct queue queue;
};

static struct error *check_total(int64_t total)
{
    return total < 0 ? error_new(&INVALID, "a total of %lld tokens",
                                 (long long)total)
                     : NULL;
}

struct error *limiter_new(int64_t total, struct limiter **limiter)
{
    TRY(check_total(total));
    struct limiter *l = calloc(1, sizeof(*l));
    must(l != NULL);
    l->total = total;
    queue_init(&l->queue);
    *limiter = l;
    return NULL;
}

void limiter_free(struct limiter *l)
{
    if (l == NULL)
        return;
    must(l->queue.n == 0);
    free(l->borrowers.at);
    free(l);
}

static bool has_room(const struct limiter *l)
{
    return l->total > 0 && l->borrowers.n < (uint64_t)l->total;
}

// Hands tokens out to those who wait, as many as there are.
static void hand_out(struct limiter *l)
{
    for (struct waiter *w; has_room(l) && (w = first_of(&l->queue)) != NULL;) {
        add(&l->borrowers, w->borrower);
        let_on(&l->queue);
    }
}

static bool waits(const struct limiter *l, const void *borrower)
{
    list_each (link, &l->queue.tasks)
        if (container_of(link, struct waiter, link)->borrower == borrower)
            return true;
    return false;
}

struct error *limiter_try_acquire_for(struct limiter *l, const void *borrower)
{
    if (has(&l->borrowers, borrower) || waits(l, borrower))
        return error_new(&MISUSE, "this borrower has a token of the limiter "
                                  "already, or waits for one");
    if (!has_room(l) || l->queue.n > 0)
        return WOULD_BLOCK;
    add(&l->borrowers, borrower);
    return NULL;
}

struct error *limiter_try_acquire(struct limiter *l)
{
    return limiter_try_acquire_for(l, task_self());
}

struct error *limiter_acquire_for(struct limiter *l, const void *borrower)
{
    TRY(checkpoint_if_cancelled());
    struct error *err = limiter_try_acquire_for(l, borrower);
    if (err != WOULD_BLOCK)
        return after_try(err);
    struct waiter w = {.task = task_self(), .borrower = borrower};
    join(&l->queue, &w);
    task_waits_for("a token");
    return task_park(stop_waiting, &w);
}

struct error *limiter_acquire(struct limiter *l)
{
    return limiter_acquire_for(l, task_self());
}

struct error *limiter_release_for(struct limiter *l, const void *borrower)
{
    if (!has(&l->borrowers, borrower))
        return error_new(&MISUSE, "this borrower has no token of the limiter");
    drop(&l->borrowers, borrower);
    hand_out(l);
    return NULL;
}

struct error *limiter_release(struct limiter *l)
{
    return limiter_release_for(l, task_self());
}

struct error *limiter_set_total(struct limiter *l, int64_t total)
{
    TRY(check_total(total));
    l->total = total;
    hand_out(l);
    return NULL;
}

struct limiter_statistics limiter_statistics(const struct limiter *l)
{
    return (struct limiter_statistics){l->total, l->borrowers.n, l->queue.n};
}

bool limiter_is_borrowed_by(const struct limiter *l, const void *borrower)
{
    return has(&l->borrowers, borrower);
}

// ---- semaphore -------------------------------------------------------------

struct semaphore {
    int64_t value;
    int64_t most;
    struct queue queue; // not empty only while value is 0
};

struct error *semaphore_new(int64_t value, int64_t most,
                            struct semaphore **semaphore)
{
    if (value < 0 || most < value)
        return error_new(&INVALID, "a semaphore of %lld, at most %lld",
                         (long long)value, (long long)most);
    struct semaphore *s = malloc(sizeof(*s));
    must(s != NULL);
    s->value = value;
    s->most = most;
    queue_init(&s->queue);
    *semaphore = s;
    return NULL;
}

void semaphore_free(struct semaphore *s)
{
    if (s == NULL)
        return;
    must(s->queue.n == 0);
    free(s);
}

struct error *semaphore_try_acquire(struct semaphore *s)
{
    if (s->value == 0)
        return WOULD_BLOCK;
    s->value--;
    return NULL;
}

struct error *semaphore_acquire(struct semaphore *s)
{
    TRY(checkpoint_if_cancelled());
    struct error *err = semaphore_try_acquire(s);
    if (err != WOULD_BLOCK)
        return after_try(err);
    return wait_in(&s->queue, stop_waiting, "a semaphore");
}

struct error *semaphore_release(struct semaphore *s)
{
    if (let_on(&s->queue) != NULL)
        return NULL;
    if (s->value == s->most)
        return error_new(&MISUSE, "released beyond the semaphore's most, %lld",
                         (long long)s->most);
    s->value++;
    return NULL;
}

int64_t semaphore_value(const struct semaphore *s)
{
    return s->value;
}

size_t semaphore_n_waiting(const struct semaphore *s)
{
    return s->queue.n;
}

// ---- lock ------------------------------------------------------------------

struct lock {
    struct task *owner; // or NULL
    struct queue queue; // not empty only while somebody has it
};

struct lock *lock_new(void)
{
    struct lock *lock = malloc(sizeof(*lock));
    must(lock != NULL);
    lock->owner = NULL;
    queue_init(&lock->queue);
    return lock;
}

void lock_free(struct lock *lock)
{
    if (lock == NULL)
        return;
    must(lock->queue.n == 0);
    free(lock);
}

struct error *lock_try_acquire(struct lock *lock)
{
    if (lock->owner == task_self())
        return error_new(&MISUSE, "the task has the lock already");
    if (lock->owner != NULL)
        return WOULD_BLOCK;
    lock->owner = task_self();
    return NULL;
}

struct error *lock_acquire(struct lock *lock)
{
    TRY(checkpoint_if_cancelled());
    struct error *err = lock_try_acquire(lock);
    if (err != WOULD_BLOCK)
        return after_try(err);
    return wait_in(&lock->queue, stop_waiting, "a lock");
}

static struct error *check_owner(const struct lock *lock)
{
    return lock->owner == NULL || lock->owner != task_self()
               ? error_new(&MISUSE, "the task does not have the lock")
               : NULL;
}

struct error *lock_release(struct lock *lock)
{
    TRY(check_owner(lock));
    lock->owner = let_on(&lock->queue);
    return NULL;
}

struct task *lock_owner(const struct lock *lock)
{
    return lock->owner;
}

size_t lock_n_waiting(const struct lock *lock)
{
    return lock->queue.n;
}

// ---- condition -------------------------------------------------------------

struct condition {
    struct lock *lock;
    struct queue queue;
};

struct condition *condition_new(struct lock *lock)
{
    struct condition *c = malloc(sizeof(*c));
    must(c != NULL);
    c->lock = lock;
    queue_init(&c->queue);
    return c;
}

void condition_free(struct condition *c)
{
    if (c == NULL)
        return;
    must(c->queue.n == 0);
    free(c);
}

// Takes the lock in spite of any cancel.
static void take_again(struct lock *lock)
{
    if (lock->owner == NULL) {
        lock->owner = task_self();
        return;
    }
    struct error *err = wait_in(&lock->queue, go_on_waiting, "a lock");
    must(err == NULL);
}

struct error *condition_wait(struct condition *c)
{
    TRY(check_owner(c->lock));
    c->lock->owner = let_on(&c->lock->queue);
    // Who is notified is moved to the queue of the lock: this wait ends when
    // the lock is ours.
    struct error *err = wait_in(&c->queue, stop_waiting, "a condition");
    if (err != NULL)
        take_again(c->lock);
    return err;
}

struct error *condition_wait_for(struct condition *c, bool (*holds)(void *arg),
                                 void *arg)
{
    TRY(check_owner(c->lock));
    while (!holds(arg))
        TRY(condition_wait(c));
    return NULL;
}

struct error *condition_notify(struct condition *c, size_t n)
{
    TRY(check_owner(c->lock));
    for (struct waiter *w; n > 0 && (w = first_of(&c->queue)) != NULL; n--) {
        leave(w);
        join(&c->lock->queue, w);
    }
    return NULL;
}

struct error *condition_notify_all(struct condition *c)
{
    return condition_notify(c, SIZE_MAX);
}

size_t condition_n_waiting(const struct condition *c)
{
    return c->queue.n;
}
