// How many at once: capacity limiter, semaphore, lock, condition.
//
// All four stand on one queue of parked tasks, and begin with it. Who gives
// something back gives it to the first of the queue before that task runs:
// between being let on and running, nobody can get in between.
#include "limiter.h"
#include "event.h"
#include "list.h"
#include <search.h>
#include <stdlib.h>

// ---- the queue -------------------------------------------------------------

struct queue {
    struct list tasks; // struct waiter, the first to have come first
    size_t n;          // of them
};

// One task that waits; in its frame.
struct waiter {
    struct list link;
    struct queue *queue;  // the one it is in, or was in last
    struct task *task;    // whom to wake
    const void *borrower; // limiter: for whom it waits
};

// Memory for something that begins with a queue; the rest is zero.
static void *make(size_t bytes)
{
    struct queue *queue = calloc(1, bytes);
    must(queue != NULL);
    list_init(&queue->tasks);
    return queue;
}

static void drop(struct queue *queue)
{
    must(queue == NULL || queue->n == 0);
    free(queue);
}

static void join(struct queue *queue, struct waiter *w)
{
    w->queue = queue;
    list_push(&queue->tasks, &w->link);
    queue->n++;
}

static void leave(struct waiter *w)
{
    list_remove(&w->link);
    w->queue->n--;
}

static struct waiter *first_of(const struct queue *queue)
{
    return queue->n == 0 ? NULL
                         : container_of(queue->tasks.next, struct waiter, link);
}

// Lets the first on; gives its task, or NULL if nobody waits.
static struct task *let_on(struct queue *queue)
{
    struct waiter *w = first_of(queue);
    if (w == NULL)
        return NULL;
    leave(w);
    task_unpark(w->task, NULL);
    return w->task;
}

static enum abort stop_waiting(struct task *task, void *arg)
{
    (void)task;
    leave(arg);
    return ABORT_SUCCEEDED;
}

static struct error *wait_in(struct queue *queue, struct waiter *w,
                             abort_fn *abort, const char *what)
{
    w->task = task_self();
    join(queue, w);
    task_waits_for(what);
    return task_park(abort, w);
}

// The rest of an acquire: err is what came of taking it without waiting. If it
// was taken, others run, but what is done is done.
static struct error *or_wait(struct error *err, struct queue *queue,
                             const char *what)
{
    struct waiter w;
    if (err == NULL)
        checkpoint_shielded();
    return err == WOULD_BLOCK ? wait_in(queue, &w, stop_waiting, what) : err;
}

// ---- capacity limiter ------------------------------------------------------

struct limiter {
    struct queue queue; // not empty only while there is no room
    int64_t total;
    size_t n_borrowed;
    void *borrowers; // trees of search.h: who has a token,
    void *waiting;   // and who waits for one
};

static int by_address(const void *a, const void *b)
{
    return (a > b) - (a < b);
}

static void add(void **tree, const void *who)
{
    must(tsearch(who, tree, by_address) != NULL);
}

static struct error *check_total(int64_t total)
{
    return total < 0
               ? error_new(&INVALID, "a total of %lld tokens", (long long)total)
               : NULL;
}

struct error *limiter_new(int64_t total, struct limiter **limiter)
{
    TRY(check_total(total));
    *limiter = make(sizeof(**limiter));
    (*limiter)->total = total;
    return NULL;
}

static void do_nothing(void *who)
{
    (void)who;
}

void limiter_free(struct limiter *l)
{
    if (l != NULL)
        tdestroy(l->borrowers, do_nothing);
    drop((struct queue *)l);
}

static bool has_room(const struct limiter *l)
{
    return l->n_borrowed < (uint64_t)l->total;
}

static void lend(struct limiter *l, const void *borrower)
{
    add(&l->borrowers, borrower);
    l->n_borrowed++;
}

// Lends to those who wait, as far as there is room.
static void hand_out(struct limiter *l)
{
    for (struct waiter *w; has_room(l) && (w = first_of(&l->queue)) != NULL;) {
        tdelete(w->borrower, &l->waiting, by_address);
        lend(l, w->borrower);
        let_on(&l->queue);
    }
}

bool limiter_is_borrowed_by(const struct limiter *l, const void *borrower)
{
    return tfind(borrower, &l->borrowers, by_address) != NULL;
}

struct error *limiter_try_acquire_for(struct limiter *l, const void *borrower)
{
    if (limiter_is_borrowed_by(l, borrower) ||
        tfind(borrower, &l->waiting, by_address) != NULL)
        return error_new(&MISUSE, "this borrower has a token of the limiter "
                                  "already, or waits for one");
    if (!has_room(l))
        return WOULD_BLOCK;
    lend(l, borrower);
    return NULL;
}

static enum abort stop_waiting_for_token(struct task *task, void *arg)
{
    struct waiter *w = arg;
    struct limiter *l = container_of(w->queue, struct limiter, queue);
    tdelete(w->borrower, &l->waiting, by_address);
    return stop_waiting(task, w);
}

struct error *limiter_acquire_for(struct limiter *l, const void *borrower)
{
    TRY(checkpoint_if_cancelled());
    struct error *err = limiter_try_acquire_for(l, borrower);
    if (err != WOULD_BLOCK)
        return or_wait(err, &l->queue, NULL);
    struct waiter w = {.borrower = borrower};
    add(&l->waiting, borrower);
    return wait_in(&l->queue, &w, stop_waiting_for_token, "a token");
}

struct error *limiter_release_for(struct limiter *l, const void *borrower)
{
    if (tdelete(borrower, &l->borrowers, by_address) == NULL)
        return error_new(&MISUSE, "this borrower has no token of the limiter");
    l->n_borrowed--;
    hand_out(l);
    return NULL;
}

struct error *limiter_acquire(struct limiter *l)
{
    return limiter_acquire_for(l, task_self());
}

struct error *limiter_try_acquire(struct limiter *l)
{
    return limiter_try_acquire_for(l, task_self());
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
    return (struct limiter_statistics){l->total, l->n_borrowed, l->queue.n};
}

// ---- semaphore -------------------------------------------------------------

struct semaphore {
    struct queue queue; // not empty only while value is 0
    int64_t value;
    int64_t most;
};

struct error *semaphore_new(int64_t value, int64_t most,
                            struct semaphore **semaphore)
{
    if (value < 0 || most < value)
        return error_new(&INVALID, "a semaphore of %lld, at most %lld",
                         (long long)value, (long long)most);
    *semaphore = make(sizeof(**semaphore));
    (*semaphore)->value = value;
    (*semaphore)->most = most;
    return NULL;
}

void semaphore_free(struct semaphore *s)
{
    drop((struct queue *)s);
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
    return or_wait(semaphore_try_acquire(s), &s->queue, "a semaphore");
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
    struct queue queue; // not empty only while somebody has it
    struct task *owner; // or NULL
};

struct lock *lock_new(void)
{
    return make(sizeof(struct lock));
}

void lock_free(struct lock *lock)
{
    drop((struct queue *)lock);
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
    return or_wait(lock_try_acquire(lock), &lock->queue, "a lock");
}

static struct error *check_owner(const struct lock *lock)
{
    return lock->owner != task_self()
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
    struct queue queue;
    struct lock *lock;
};

struct condition *condition_new(struct lock *lock)
{
    struct condition *c = make(sizeof(*c));
    c->lock = lock;
    return c;
}

void condition_free(struct condition *c)
{
    drop((struct queue *)c);
}

static enum abort go_on_waiting(struct task *task, void *arg)
{
    (void)task, (void)arg;
    return ABORT_FAILED;
}

// Takes the lock in spite of any cancel.
static void take_again(struct lock *lock)
{
    struct waiter w;
    struct error *err = lock_try_acquire(lock);
    if (err == WOULD_BLOCK)
        err = wait_in(&lock->queue, &w, go_on_waiting, "a lock");
    must(err == NULL);
}

// From the queue of the condition to that of the lock: the first n, or all.
static void move_on(struct condition *c, size_t n)
{
    for (struct waiter *w; n > 0 && (w = first_of(&c->queue)) != NULL; n--) {
        leave(w);
        join(&c->lock->queue, w);
    }
}

struct error *condition_wait(struct condition *c)
{
    TRY(check_owner(c->lock));
    TRY(checkpoint_if_cancelled());
    c->lock->owner = let_on(&c->lock->queue);
    // Who is notified is moved to the queue of the lock: this wait ends when
    // the lock is ours.
    struct waiter w;
    struct error *err = wait_in(&c->queue, &w, stop_waiting, "a condition");
    if (err == NULL)
        return NULL;
    take_again(c->lock);
    // A notification that this task cannot act on is for the next.
    if (w.queue != &c->queue)
        move_on(c, 1);
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
    move_on(c, n);
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
// private: linnet-0f5d3f897d262c7d
