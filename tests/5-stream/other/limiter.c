// Limiter, semaphore, lock and condition again, by another design: the same
// behaviour has to get full marks.
//
// Who waits has a numbered ticket, and its place in a ring by that number; who
// steps out tears the ticket up and leaves a gap. Borrowers stand in a hash
// table. A condition is a row of events: who is notified takes the lock like
// anybody else, behind a shield.
#include "limiter.h"
#include "event.h"
#include "scope.h"
#include <stdlib.h>
#include <string.h>

// ---- borrowers -------------------------------------------------------------

// Who has a token, and who waits for one.
struct borrower {
    const void *who;
    bool used;  // is this place?
    bool waits; // or has one
};

struct table {
    struct borrower *places; // room of them, a power of two
    size_t n, room;
};

static size_t home_of(const struct table *t, const void *who)
{
    return (size_t)((uintptr_t)who * UINT64_C(0x9e3779b97f4a7c15) >> 20) &
           (t->room - 1);
}

// The place of who, or the free one where it would be; NULL if there is none.
static struct borrower *place_of(const struct table *t, const void *who)
{
    if (t->room == 0)
        return NULL;
    size_t i = home_of(t, who);
    while (t->places[i].used && t->places[i].who != who)
        i = (i + 1) & (t->room - 1);
    return &t->places[i];
}

static struct borrower *find(const struct table *t, const void *who)
{
    struct borrower *place = place_of(t, who);
    return place != NULL && place->used ? place : NULL;
}

static void enter(struct table *t, const void *who, bool waits)
{
    struct table old = *t;
    if (2 * t->n >= t->room) {
        t->room = old.room == 0 ? 8 : 2 * old.room;
        t->places = calloc(t->room, sizeof(t->places[0]));
        must(t->places != NULL);
        for (size_t i = 0; i < old.room; i++)
            if (old.places[i].used)
                *place_of(t, old.places[i].who) = old.places[i];
        free(old.places);
    }
    struct borrower *place = place_of(t, who);
    t->n += !place->used;
    *place = (struct borrower){who, true, waits};
}

// Those that stood behind it, because their own place was taken, move up.
static void strike(struct table *t, const void *who)
{
    struct borrower *place = find(t, who);
    if (place == NULL)
        return;
    place->used = false;
    t->n--;
    for (size_t i = (size_t)(place - t->places + 1) & (t->room - 1);
         t->places[i].used; i = (i + 1) & (t->room - 1)) {
        struct borrower moved = t->places[i];
        t->places[i].used = false;
        *place_of(t, moved.who) = moved;
    }
}

// ---- tickets ---------------------------------------------------------------

// In the frame of who waits.
struct ticket {
    struct line *line;
    uint64_t number;
    struct task *task;
    const void *who;
    struct table *table; // where it is struck out if it steps out, or NULL
};

struct line {
    struct ticket **ring; // by number; NULL: a gap
    size_t room;          // a power of two
    uint64_t first, next; // numbers
    size_t n;             // tickets
};

static struct ticket **at(const struct line *line, uint64_t number)
{
    return &line->ring[number & (line->room - 1)];
}

static void skip_gaps(struct line *line)
{
    while (line->first < line->next && *at(line, line->first) == NULL)
        line->first++;
}

static void tear_up(struct ticket *ticket)
{
    struct line *line = ticket->line;
    *at(line, ticket->number) = NULL;
    line->n--;
    skip_gaps(line);
}

static enum abort step_out(struct task *task, void *arg)
{
    struct ticket *ticket = arg;
    (void)task;
    tear_up(ticket);
    if (ticket->table != NULL)
        strike(ticket->table, ticket->who);
    return ABORT_SUCCEEDED;
}

// Room for one more; all get new numbers, without gaps.
static void renumber(struct line *line)
{
    struct line old = *line;
    line->room = 4;
    while (line->room < 2 * (old.n + 1))
        line->room *= 2;
    line->ring = calloc(line->room, sizeof(line->ring[0]));
    must(line->ring != NULL);
    line->first = line->next = 0;
    for (uint64_t i = old.first; i < old.next; i++) {
        struct ticket *ticket = *at(&old, i);
        if (ticket == NULL)
            continue;
        ticket->number = line->next++;
        *at(line, ticket->number) = ticket;
    }
    free(old.ring);
}

static struct error *stand_in(struct line *line, const void *who,
                              struct table *table)
{
    if (line->next - line->first == line->room)
        renumber(line);
    struct ticket ticket = {line, line->next++, task_self(), who, table};
    *at(line, ticket.number) = &ticket;
    line->n++;
    task_waits_for("its number");
    return task_park(step_out, &ticket);
}

// Calls the first number; gives its ticket, NULL if there is none.
static struct ticket *call_next(struct line *line)
{
    if (line->n == 0)
        return NULL;
    struct ticket *ticket = *at(line, line->first);
    tear_up(ticket);
    task_unpark(ticket->task, NULL);
    return ticket;
}

static void close_line(struct line *line)
{
    must(line->n == 0);
    free(line->ring);
}

static struct error *in_peace(void)
{
    task_yield();
    return NULL;
}

// ---- limiter ---------------------------------------------------------------

struct limiter {
    int64_t total;
    size_t n; // tokens lent
    struct table borrowers;
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
    free(l->borrowers.places);
    free(l);
}

static void lend(struct limiter *l, const void *who)
{
    enter(&l->borrowers, who, false);
    l->n++;
}

static void lend_on(struct limiter *l)
{
    while ((int64_t)l->n < l->total && l->line.n > 0)
        lend(l, call_next(&l->line)->who);
}

struct error *limiter_try_acquire_for(struct limiter *l, const void *who)
{
    if (find(&l->borrowers, who) != NULL)
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
    if (err != WOULD_BLOCK)
        return err != NULL ? err : in_peace();
    enter(&l->borrowers, who, true);
    return stand_in(&l->line, who, &l->borrowers);
}

struct error *limiter_release_for(struct limiter *l, const void *who)
{
    if (!limiter_is_borrowed_by(l, who))
        return error_new(&MISUSE, "there is nothing to give back");
    strike(&l->borrowers, who);
    l->n--;
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
    const struct borrower *borrower = find(&l->borrowers, who);
    return borrower != NULL && !borrower->waits;
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
                                            : stand_in(&s->line, NULL, NULL);
}

struct error *semaphore_release(struct semaphore *s)
{
    if (call_next(&s->line) != NULL)
        return NULL;
    if (s->value == s->most)
        return error_new(&MISUSE, "it is full");
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
        return stand_in(&lock->line, NULL, NULL);
    return err != NULL ? err : in_peace();
}

struct error *lock_release(struct lock *lock)
{
    if (lock->owner != task_self())
        return error_new(&MISUSE, "it is not mine");
    struct ticket *next = call_next(&lock->line);
    lock->owner = next != NULL ? next->task : NULL;
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
    struct scope_options options = {.shield = true};
    struct scope *s =
        scope_enter(options); // lint: allow endless-shield a lock is owed
    struct error *err = scope_leave(s, lock_acquire(lock));
    must(err == NULL);
}

struct error *condition_wait(struct condition *c)
{
    if (c->lock->owner != task_self())
        return error_new(&MISUSE, "wait: the lock is not mine");
    TRY(task_cancelled());
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
// private: linnet-0f5d3f897d262c7d
