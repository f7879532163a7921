// Limiter, semaphore, lock and condition again, by another design: the same
// behaviour has to get full marks.
//
// Who waits has a numbered ticket in an array; who has a token is in another
// array. A condition is a row of events: who is notified takes the lock like
// anybody else, behind a shield.
#include "limiter.h"
#include "event.h"
#include "scope.h"
#include <stdlib.h>
#include <string.h>

// ---- tickets ---------------------------------------------------------------

struct ticket {
    uint64_t number;
    struct task *task;
    const void *who;
};

struct line {
    struct ticket *tickets; // in the order of their numbers
    size_t n, room;
    uint64_t next; // number
};

// What the abort hook needs; in the frame of who waits.
struct place_in_line {
    struct line *line;
    uint64_t number;
};

static void tear_off(struct line *line, size_t i)
{
    line->n--;
    memmove(&line->tickets[i], &line->tickets[i + 1],
            (line->n - i) * sizeof(line->tickets[0]));
}

static enum abort step_out(struct task *task, void *arg)
{
    struct place_in_line *place = arg;
    (void)task;
    for (size_t i = 0; i < place->line->n; i++)
        if (place->line->tickets[i].number == place->number) {
            tear_off(place->line, i);
            return ABORT_SUCCEEDED;
        }
    return ABORT_FAILED;
}

static struct error *stand_in(struct line *line, const void *who)
{
    struct place_in_line place = {line, line->next++};
    if (line->n == line->room) {
        line->room = line->room == 0 ? 4 : 2 * line->room;
        line->tickets =
            realloc(line->tickets, line->room * sizeof(line->tickets[0]));
        must(line->tickets != NULL);
    }
    line->tickets[line->n++] = (struct ticket){place.number, task_self(), who};
    task_waits_for("its number");
    return task_park(step_out, &place);
}

// Calls the first number; *ticket is its ticket.
static bool call_next(struct line *line, struct ticket *ticket)
{
    if (line->n == 0)
        return false;
    *ticket = line->tickets[0];
    tear_off(line, 0);
    task_unpark(ticket->task, NULL);
    return true;
}

static void close_line(struct line *line)
{
    must(line->n == 0);
    free(line->tickets);
}

static struct error *in_peace(void)
{
    task_yield();
    return NULL;
}

// ---- limiter ---------------------------------------------------------------

struct limiter {
    int64_t total;
    const void **holders;
    size_t n, room;
    struct line line;
};

struct error *limiter_new(int64_t total, struct limiter **limiter)
{
    if (total < 0)
        return error_new(&INVALID, "fewer than no tokens");
    *limiter = calloc(1, sizeof(**limiter));
    must(*limiter != NULL);
    (*limiter)->total = total;
    return NULL;
}

void limiter_free(struct limiter *l)
{
    if (l == NULL)
        return;
    close_line(&l->line);
    free(l->holders);
    free(l);
}

static size_t index_of(const struct limiter *l, const void *who)
{
    size_t i = 0;
    while (i < l->n && l->holders[i] != who)
        i++;
    return i;
}

static void lend(struct limiter *l, const void *who)
{
    if (l->n == l->room) {
        l->room = l->room == 0 ? 4 : 2 * l->room;
        l->holders = realloc(l->holders, l->room * sizeof(l->holders[0]));
        must(l->holders != NULL);
    }
    l->holders[l->n++] = who;
}

static void lend_on(struct limiter *l)
{
    struct ticket ticket;
    while ((int64_t)l->n < l->total && call_next(&l->line, &ticket))
        lend(l, ticket.who);
}

struct error *limiter_try_acquire_for(struct limiter *l, const void *who)
{
    bool asks_twice = limiter_is_borrowed_by(l, who);
    for (size_t i = 0; i < l->line.n; i++)
        asks_twice |= l->line.tickets[i].who == who;
    if (asks_twice)
        return error_new(&MISUSE, "one token is enough");
    if ((int64_t)l->n >= l->total)
        return WOULD_BLOCK;
    lend(l, who);
    return NULL;
}

struct error *limiter_acquire_for(struct limiter *l, const void *who)
{
    TRY(task_cancelled());
    struct error *err = limiter_try_acquire_for(l, who);
    if (err == WOULD_BLOCK)
        return stand_in(&l->line, who);
    return err != NULL ? err : in_peace();
}

struct error *limiter_release_for(struct limiter *l, const void *who)
{
    size_t i = index_of(l, who);
    if (i == l->n)
        return error_new(&MISUSE, "there is nothing to give back");
    l->holders[i] = l->holders[--l->n];
    lend_on(l);
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
    if (total < 0)
        return error_new(&INVALID, "fewer than no tokens");
    l->total = total;
    lend_on(l);
    return NULL;
}

struct limiter_statistics limiter_statistics(const struct limiter *l)
{
    return (struct limiter_statistics){l->total, l->n, l->line.n};
}

bool limiter_is_borrowed_by(const struct limiter *l, const void *who)
{
    return index_of(l, who) < l->n;
}

// ---- semaphore -------------------------------------------------------------

struct semaphore {
    int64_t value, most;
    struct line line;
};

struct error *semaphore_new(int64_t value, int64_t most,
                            struct semaphore **semaphore)
{
    if (value < 0 || value > most)
        return error_new(&INVALID, "no semaphore is like that");
    *semaphore = calloc(1, sizeof(**semaphore));
    must(*semaphore != NULL);
    (*semaphore)->value = value;
    (*semaphore)->most = most;
    return NULL;
}

void semaphore_free(struct semaphore *s)
{
    if (s != NULL)
        close_line(&s->line);
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
    TRY(task_cancelled());
    return semaphore_try_acquire(s) == NULL ? in_peace()
                                            : stand_in(&s->line, NULL);
}

struct error *semaphore_release(struct semaphore *s)
{
    struct ticket ticket;
    if (s->value == s->most)
        return error_new(&MISUSE, "it is full");
    if (!call_next(&s->line, &ticket))
        s->value++;
    return NULL;
}

int64_t semaphore_value(const struct semaphore *s)
{
    return s->value;
}

size_t semaphore_n_waiting(const struct semaphore *s)
{
    return s->line.n;
}

// ---- lock ------------------------------------------------------------------

struct lock {
    struct task *owner;
    struct line line;
};

struct lock *lock_new(void)
{
    struct lock *lock = calloc(1, sizeof(*lock));
    must(lock != NULL);
    return lock;
}

void lock_free(struct lock *lock)
{
    if (lock != NULL)
        close_line(&lock->line);
    free(lock);
}

struct error *lock_try_acquire(struct lock *lock)
{
    if (lock->owner == task_self())
        return error_new(&MISUSE, "it is mine already");
    if (lock->owner != NULL)
        return WOULD_BLOCK;
    lock->owner = task_self();
    return NULL;
}

struct error *lock_acquire(struct lock *lock)
{
    TRY(task_cancelled());
    struct error *err = lock_try_acquire(lock);
    if (err == WOULD_BLOCK)
        return stand_in(&lock->line, NULL);
    return err != NULL ? err : in_peace();
}

struct error *lock_release(struct lock *lock)
{
    struct ticket next;
    if (lock->owner != task_self())
        return error_new(&MISUSE, "it is not mine");
    lock->owner = call_next(&lock->line, &next) ? next.task : NULL;
    return NULL;
}

struct task *lock_owner(const struct lock *lock)
{
    return lock->owner;
}

size_t lock_n_waiting(const struct lock *lock)
{
    return lock->line.n;
}

// ---- condition -------------------------------------------------------------

struct condition {
    struct lock *lock;
    struct event **events; // of those who wait, in the order in which they came
    size_t n, room;
};

struct condition *condition_new(struct lock *lock)
{
    struct condition *c = calloc(1, sizeof(*c));
    must(c != NULL);
    c->lock = lock;
    return c;
}

void condition_free(struct condition *c)
{
    if (c == NULL)
        return;
    must(c->n == 0);
    free(c->events);
    free(c);
}

static void remove_event(struct condition *c, size_t i)
{
    c->n--;
    memmove(&c->events[i], &c->events[i + 1],
            (c->n - i) * sizeof(c->events[0]));
}

static void forget(struct condition *c, struct event *event)
{
    for (size_t i = c->n; i-- > 0;)
        if (c->events[i] == event)
            remove_event(c, i);
}

static void wake_first(struct condition *c)
{
    if (c->n == 0)
        return;
    event_set(c->events[0]);
    remove_event(c, 0);
}

static struct event *add_event(struct condition *c)
{
    if (c->n == c->room) {
        c->room = c->room == 0 ? 4 : 2 * c->room;
        c->events = realloc(c->events, c->room * sizeof(c->events[0]));
        must(c->events != NULL);
    }
    return c->events[c->n++] = event_new();
}

static void lock_behind_a_shield(struct lock *lock)
{
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    struct error *err = scope_leave(s, lock_acquire(lock));
    must(err == NULL);
}

struct error *condition_wait(struct condition *c)
{
    TRY(task_cancelled());
    if (c->lock->owner != task_self())
        return error_new(&MISUSE, "wait: the lock is not mine");
    struct event *event = add_event(c);
    struct error *err = lock_release(c->lock);
    if (err == NULL)
        err = event_wait(event);
    bool notified = event_is_set(event);
    forget(c, event);
    event_free(event);
    lock_behind_a_shield(c->lock);
    // Cancelled on the way to the lock.
    if (err == NULL)
        err = task_cancelled();
    if (err != NULL && notified)
        wake_first(c);
    return err;
}

struct error *condition_wait_for(struct condition *c, bool (*holds)(void *arg),
                                 void *arg)
{
    if (c->lock->owner != task_self())
        return error_new(&MISUSE, "wait: the lock is not mine");
    while (!holds(arg))
        TRY(condition_wait(c));
    return NULL;
}

struct error *condition_notify(struct condition *c, size_t n)
{
    if (c->lock->owner != task_self())
        return error_new(&MISUSE, "notify: the lock is not mine");
    for (; n > 0 && c->n > 0; n--)
        wake_first(c);
    return NULL;
}

struct error *condition_notify_all(struct condition *c)
{
    return condition_notify(c, c->n);
}

size_t condition_n_waiting(const struct condition *c)
{
    return c->n;
}
