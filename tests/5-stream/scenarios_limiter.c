// Lab 5, the programs: what is done with limiters, semaphores, locks and
// conditions. judge_limiter.c says what is right.
#include "counted.h"
#include "event.h"
#include "facts_limiter.h"
#include "limiter.h"
#include "loop.h"
#include "nursery.h"
#include "runner.h"
#include "scope.h"
#include "trace.h"
#include <stdlib.h>

// ---- the thing -------------------------------------------------------------

// One of the four, and what is told of it.
struct stand {
    enum thing thing;
    struct limiter *limiter;
    struct semaphore *semaphore;
    struct lock *lock;
    struct condition *condition;
};

static const char names[N_NAMES + 1]; // borrowers

static int64_t result_of(const struct error *err)
{
    if (err == NULL)
        return DONE_WELL;
    if (err == WOULD_BLOCK)
        return DONE_WOULD_BLOCK;
    if (error_is(err, &MISUSE))
        return DONE_MISUSE;
    if (error_is(err, &INVALID))
        return DONE_INVALID;
    return error_is(err, &CANCELLED) ? DONE_CANCELLED : DONE_ELSE;
}

// start: total or value; most: of a semaphore.
static struct error *make(struct stand *s, enum thing thing, int64_t start,
                          int64_t most)
{
    *s = (struct stand){.thing = thing};
    if (thing == LIMITER)
        return limiter_new(start, &s->limiter);
    if (thing == SEMAPHORE)
        return semaphore_new(start, most, &s->semaphore);
    s->lock = lock_new();
    if (thing == CONDITION)
        s->condition = condition_new(s->lock);
    return NULL;
}

static int64_t n_waiting(const struct stand *s)
{
    if (s->thing == LIMITER)
        return (int64_t)limiter_statistics(s->limiter).n_waiting;
    if (s->thing == SEMAPHORE)
        return (int64_t)semaphore_n_waiting(s->semaphore);
    return (int64_t)lock_n_waiting(s->lock);
}

// Calls no function of another thing: those may not be written yet.
static void unmake(struct stand *s)
{
    int64_t n = n_waiting(s);
    if (s->thing == CONDITION)
        n += (int64_t)condition_n_waiting(s->condition);
    tell(LEFT_WAITING, 0, n);
    if (s->thing == LIMITER)
        limiter_free(s->limiter);
    if (s->thing == SEMAPHORE)
        semaphore_free(s->semaphore);
    if (s->thing == CONDITION)
        condition_free(s->condition);
    if (s->thing >= LOCK)
        lock_free(s->lock);
}

static struct error *acquire(const struct stand *s, int64_t name)
{
    if (s->thing == LIMITER)
        return name == 0 ? limiter_acquire(s->limiter)
                         : limiter_acquire_for(s->limiter, &names[name]);
    return s->thing == SEMAPHORE ? semaphore_acquire(s->semaphore)
                                 : lock_acquire(s->lock);
}

static struct error *try_acquire(const struct stand *s, int64_t name)
{
    if (s->thing == LIMITER)
        return name == 0 ? limiter_try_acquire(s->limiter)
                         : limiter_try_acquire_for(s->limiter, &names[name]);
    return s->thing == SEMAPHORE ? semaphore_try_acquire(s->semaphore)
                                 : lock_try_acquire(s->lock);
}

static struct error *release(const struct stand *s, int64_t name)
{
    if (s->thing == LIMITER)
        return name == 0 ? limiter_release(s->limiter)
                         : limiter_release_for(s->limiter, &names[name]);
    return s->thing == SEMAPHORE ? semaphore_release(s->semaphore)
                                 : lock_release(s->lock);
}

static bool owns(const struct stand *s)
{
    return s->lock != NULL && lock_owner(s->lock) == task_self();
}

// ---- actors ----------------------------------------------------------------

struct step {
    int64_t actor, verb, a;
    int64_t goes_on; // the next step is done at once
};

struct actor {
    struct troupe *troupe;
    struct task *task;   // NULL before its first turn, and at its end
    bool parked;         // waits for its next step
    int64_t next;        // step to be done
    struct scope *scope; // around the step, if it may be cancelled
};

struct troupe {
    struct stand stand;
    struct step steps[MOST_STEPS];
    int64_t n_steps;
    struct actor actors[N_ACTORS];
    int64_t n_actors;
};

static enum abort stop_waiting(struct task *task, void *arg)
{
    struct actor *actor = arg;
    (void)task;
    actor->parked = false;
    return ABORT_SUCCEEDED;
}

static struct error *do_verb(struct actor *actor, const struct step *step)
{
    const struct stand *s = &actor->troupe->stand;
    struct scope *other =
        actor->troupe->actors[step->verb == CANCEL ? step->a : 0].scope;
    switch (step->verb) {
    case TRY:
        return try_acquire(s, step->a);
    case RELEASE:
        return release(s, step->a);
    case SET_TOTAL:
        return limiter_set_total(s->limiter, step->a);
    case CANCEL:
        if (other != NULL)
            scope_cancel(other, NULL);
        return NULL;
    case WAIT:
    case WAIT_CANCELLED:
        return condition_wait(s->condition);
    case NOTIFY:
        return condition_notify(s->condition, (size_t)step->a);
    case NOTIFY_ALL:
        return condition_notify_all(s->condition);
    default:
        return acquire(s, step->a);
    }
}

// For the story of a failure.
static void say(const struct step *step)
{
    static const char *const texts[] = {"acquires",     "acquires, cancelled",
                                        "tries",        "releases",
                                        "sets total",   "cancels",
                                        "waits",        "notifies",
                                        "notifies all", "waits, cancelled"};
    trace_event("say", __LINE__, trace_s("text", texts[step->verb]), trace_end);
}

// Gives CANCELLED if that came from outside of the step.
static struct error *do_step(struct actor *actor)
{
    int64_t at = actor->next;
    const struct step *step = &actor->troupe->steps[at];
    struct scope *scope = scope_enter((struct scope_options){0});
    actor->scope = scope;
    if (step->verb == ACQUIRE_CANCELLED || step->verb == WAIT_CANCELLED)
        scope_cancel(scope, NULL);
    say(step);
    struct error *err = do_verb(actor, step);
    actor->scope = NULL;
    tell(DONE, at, result_of(err));
    tell(OWNS, at, owns(&actor->troupe->stand));
    err = scope_leave(scope, err);
    if (error_is(err, &CANCELLED))
        return err;
    error_free(err);
    return NULL;
}

static struct error *acts(void *arg)
{
    struct actor *actor = arg;
    struct error *err = NULL;
    actor->task = task_self();
    while (err == NULL) {
        actor->parked = true;
        task_waits_for("its turn");
        err = task_park(stop_waiting, actor);
        bool goes_on = err == NULL;
        for (; goes_on && err == NULL; actor->next++) {
            goes_on = actor->troupe->steps[actor->next].goes_on;
            err = do_step(actor);
        }
    }
    actor->task = NULL;
    if (owns(&actor->troupe->stand))
        error_free(lock_release(actor->troupe->stand.lock));
    return err;
}

static int64_t owner_of(const struct troupe *troupe)
{
    for (int64_t i = 0; i < troupe->n_actors; i++)
        if (lock_owner(troupe->stand.lock) == troupe->actors[i].task)
            return i;
    return -1;
}

static void tell_held(const struct troupe *troupe)
{
    const struct stand *s = &troupe->stand;
    if (s->thing == LIMITER) {
        struct limiter_statistics now = limiter_statistics(s->limiter);
        tell(HELD, (int64_t)now.n_borrowed, now.total);
    } else if (s->thing == SEMAPHORE) {
        tell(HELD, semaphore_value(s->semaphore), 0);
    } else {
        tell(HELD, lock_owner(s->lock) == NULL ? -1 : owner_of(troupe),
             s->condition == NULL ? 0
                                  : (int64_t)condition_n_waiting(s->condition));
    }
}

// From one coming to rest to the next.
static struct error *direct(struct troupe *troupe)
{
    int64_t at = 0;
    while (at < troupe->n_steps) {
        struct actor *actor = &troupe->actors[troupe->steps[at].actor];
        if (actor->parked) {
            actor->parked = false;
            actor->next = at;
            task_unpark(actor->task, NULL);
        } else {
            tell(NOT_FREE, at, 0);
        }
        while (troupe->steps[at].goes_on)
            at++;
        TRY(task_wait_all_parked());
        tell(RESTED, at++, n_waiting(&troupe->stand));
        tell_held(troupe);
    }
    return NULL;
}

static struct error *perform(struct troupe *troupe)
{
    struct nursery *n = nursery_open();
    for (int64_t i = 0; i < troupe->n_actors; i++) {
        troupe->actors[i] = (struct actor){.troupe = troupe};
        nursery_spawn_with(n, acts, &troupe->actors[i], .name = "task");
    }
    struct error *err = task_wait_all_parked();
    if (err == NULL)
        err = direct(troupe);
    // The judge looks at what was told after the first, and if anything is
    // wrong with it the story ends here.
    if (err == NULL)
        ask(), ask();
    nursery_cancel(n);
    return nursery_close(n, err);
}

static struct error *plays_a_program(void)
{
    static struct troupe troupe;
    int64_t dice[N_DICE], plan[5];
    ask_all(dice, N_DICE);
    ask_all(plan, 5);
    troupe.n_actors = plan[3];
    troupe.n_steps = plan[4];
    ask_all((int64_t *)troupe.steps, (size_t)troupe.n_steps * STEP_NUMBERS);
    struct error *err = make(&troupe.stand, plan[0], plan[1], plan[2]);
    tell(MADE, 0, result_of(err));
    if (err != NULL) {
        error_free(err);
        ask(), ask();
        return NULL;
    }
    err = perform(&troupe);
    unmake(&troupe.stand);
    return err;
}

#define PLAYS_A_PROGRAM(name)                                                  \
    SCENARIO(name)                                                             \
    {                                                                          \
        return plays_a_program();                                              \
    }

PLAYS_A_PROGRAM(a_limiter_lends_as_many_tokens_as_it_has)
PLAYS_A_PROGRAM(a_token_goes_to_who_has_waited_longest)
PLAYS_A_PROGRAM(who_asks_again_at_once_stands_behind)
PLAYS_A_PROGRAM(a_borrower_has_one_token)
PLAYS_A_PROGRAM(only_who_has_a_token_gives_it_back)
PLAYS_A_PROGRAM(anything_can_be_a_borrower)
PLAYS_A_PROGRAM(a_higher_total_lets_in_as_many_as_fit)
PLAYS_A_PROGRAM(a_lower_total_takes_no_token_away)
PLAYS_A_PROGRAM(a_total_of_nothing_lets_nobody_in)
PLAYS_A_PROGRAM(an_unlimited_limiter_knows_who_borrows)
PLAYS_A_PROGRAM(who_stops_waiting_leaves_nothing_behind)
PLAYS_A_PROGRAM(hundreds_of_calls_follow_the_rules)
PLAYS_A_PROGRAM(a_semaphore_counts)
PLAYS_A_PROGRAM(a_semaphore_serves_in_order)
PLAYS_A_PROGRAM(any_task_may_release_a_semaphore)
PLAYS_A_PROGRAM(only_its_owner_releases_a_lock)
PLAYS_A_PROGRAM(a_lock_handed_over_has_one_new_owner)
PLAYS_A_PROGRAM(a_cancelled_task_acquires_nothing)
PLAYS_A_PROGRAM(a_condition_is_for_who_has_the_lock)
PLAYS_A_PROGRAM(who_is_notified_queues_for_the_lock)
PLAYS_A_PROGRAM(a_cancelled_wait_comes_back_with_the_lock)

// ---- a holder that is cancelled --------------------------------------------

// Works with a token for ms and gives it back, whatever happens.
struct worker {
    const struct stand *stand;
    int64_t number;
    int64_t rounds;
    int64_t ms;
    int64_t *n_inside;
};

static struct error *works_once(struct worker *worker)
{
    TRY(acquire(worker->stand, 0));
    tell(ENTERED, worker->number, ++*worker->n_inside);
    struct error *err = worker->ms > 0 ? sleep_ms(worker->ms) : checkpoint();
    --*worker->n_inside;
    error_free(release(worker->stand, 0));
    return err;
}

static struct error *works(void *arg)
{
    struct worker *worker = arg;
    for (int64_t i = 0; i < worker->rounds; i++)
        TRY(works_once(worker));
    return NULL;
}

// n workers on a thing for one at a time, in the order of their numbers.
static struct error *employ(struct stand *s, int64_t n, int64_t rounds,
                            int64_t ms)
{
    struct worker workers[N_ACTORS];
    int64_t n_inside = 0;
    struct nursery *nursery = nursery_open();
    for (int64_t i = 0; i < n; i++) {
        workers[i] = (struct worker){s, i, rounds, ms, &n_inside};
        nursery_spawn_with(nursery, works, &workers[i], .name = "task");
    }
    return nursery_close(nursery, NULL);
}

SCENARIO(a_holder_that_is_cancelled_passes_it_on)
{
    struct stand s;
    int64_t n = ask(), ms = ask(), n_inside = 0;
    TRY(make(&s, LIMITER, 1, 0));
    struct worker first = {&s, N_ACTORS, 1, 1000, &n_inside};
    struct worker workers[N_ACTORS];
    struct nursery *others = nursery_open();
    struct nursery *nursery = nursery_open();
    nursery_spawn(nursery, works, &first);
    struct error *err = sleep_ms(1);
    for (int64_t i = 0; i < n; i++) {
        workers[i] = (struct worker){&s, i, 1, 1, &n_inside};
        nursery_spawn(others, works, &workers[i]);
    }
    if (err == NULL)
        err = sleep_ms(ms);
    nursery_cancel(nursery);
    err = nursery_close(nursery, err);
    err = nursery_close(others, err);
    unmake(&s);
    return err;
}

SCENARIO(one_at_a_time)
{
    struct stand s;
    int64_t thing = ask(), n = ask(), ms = ask();
    TRY(make(&s, thing, 1, 1));
    struct error *err = employ(&s, n, 3, ms);
    unmake(&s);
    return err;
}

SCENARIO(a_lock_goes_round)
{
    struct stand s;
    int64_t n = ask();
    TRY(make(&s, LOCK, 0, 0));
    struct error *err = employ(&s, n, ROUNDS, 0);
    unmake(&s);
    return err;
}

// ---- growth ----------------------------------------------------------------

// Tasks that wait for a token, each for a borrower of its own.
struct crowd {
    struct limiter *limiter;
    struct crowd_member *members;
    int64_t n;
};

struct crowd_member {
    struct crowd *crowd;
    struct scope *scope; // while it waits
};

enum { TIMES = 10 };

static struct error *waits_in_crowd(void *arg)
{
    struct crowd_member *m = arg;
    m->scope = scope_enter((struct scope_options){0});
    struct error *err = limiter_acquire_for(m->crowd->limiter, m);
    struct scope *scope = m->scope;
    m->scope = NULL;
    if (err == NULL)
        err = limiter_release_for(m->crowd->limiter, m);
    return scope_leave(scope, err);
}

// The steps in which some ask who wait already, and then some are cancelled.
static struct error *ask_and_cancel(struct crowd *crowd)
{
    TRY(task_wait_all_parked());
    int64_t before = counted_steps();
    for (int64_t i = 0; i < TIMES; i++)
        error_free(limiter_try_acquire_for(crowd->limiter,
                                           &crowd->members[crowd->n - 1 - i]));
    for (int64_t i = 0; i < TIMES; i++)
        scope_cancel(crowd->members[i * crowd->n / TIMES].scope, NULL);
    tell(STEPS, crowd->n, counted_steps() - before);
    return limiter_release(crowd->limiter);
}

static struct error *tell_steps_of_crowd(int64_t n)
{
    struct crowd crowd = {.n = n};
    TRY(limiter_new(1, &crowd.limiter));
    struct error *err = limiter_try_acquire(crowd.limiter);
    crowd.members = calloc((size_t)n, sizeof(crowd.members[0]));
    must(crowd.members != NULL);
    struct nursery *nursery = nursery_open();
    for (int64_t i = 0; i < n; i++) {
        crowd.members[i].crowd = &crowd;
        nursery_spawn(nursery, waits_in_crowd, &crowd.members[i]);
    }
    if (err == NULL)
        err = ask_and_cancel(&crowd);
    err = nursery_close(nursery, err);
    free(crowd.members);
    limiter_free(crowd.limiter);
    return err;
}

SCENARIO(a_crowd_at_a_limiter_costs_no_time)
{
    int64_t few = ask(), many = ask();
    TRY(tell_steps_of_crowd(few));
    return tell_steps_of_crowd(many);
}

// ---- checkpoints -----------------------------------------------------------

static int64_t n_passed;

static struct error *passes(void *arg)
{
    (void)arg;
    n_passed++;
    return NULL;
}

// In a scope that has been cancelled.
static void acquire_cancelled(struct stand *s)
{
    struct scope *scope = scope_enter((struct scope_options){0});
    scope_cancel(scope, NULL);
    struct error *err = acquire(s, 0);
    tell(FAILED, n_passed, result_of(err));
    error_free(scope_leave(scope, err));
}

SCENARIO(acquiring_lets_the_others_run)
{
    struct stand s;
    int64_t thing = ask(), n = ask();
    TRY(make(&s, thing, 1, 1));
    n_passed = 0;
    struct nursery *nursery = nursery_open();
    for (int64_t i = 0; i < n; i++)
        nursery_spawn(nursery, passes, NULL);
    acquire_cancelled(&s);
    struct error *err = acquire(&s, 0);
    tell(ACQUIRED, n_passed, result_of(err));
    if (err == NULL)
        err = release(&s, 0);
    err = nursery_close(nursery, err);
    unmake(&s);
    return err;
}

// ---- conditions ------------------------------------------------------------

// A number under a lock, and who waits until it is large enough.
struct stock {
    struct stand stand;
    int64_t n;
    int64_t n_asked; // times the predicate was asked, by all
};

struct customer {
    struct stock *stock;
    int64_t number;
    int64_t wants;
};

static bool is_enough(void *arg)
{
    struct customer *customer = arg;
    bool enough = customer->stock->n >= customer->wants;
    tell(SAID_IT_HOLDS, enough, customer->stock->n_asked++);
    tell(HELD_WHEN_ASKED, owns(&customer->stock->stand), 0);
    return enough;
}

static struct error *buys(void *arg)
{
    struct customer *customer = arg;
    struct stock *stock = customer->stock;
    TRY(lock_acquire(stock->stand.lock));
    struct error *err =
        condition_wait_for(stock->stand.condition, is_enough, customer);
    tell(WOKE_UP, customer->number, result_of(err));
    tell(WOKE_OWNER, customer->number, owns(&stock->stand));
    if (err == NULL)
        stock->n -= customer->wants;
    if (!owns(&stock->stand))
        return err;
    struct error *released = lock_release(stock->stand.lock);
    return err != NULL ? (error_free(released), err) : released;
}

// Adds 1 to the stock, n times, with a notify each time.
static struct error *stocks_up(struct stock *stock, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        TRY(sleep_ms(1));
        TRY(lock_acquire(stock->stand.lock));
        stock->n++;
        TRY(condition_notify_all(stock->stand.condition));
        TRY(lock_release(stock->stand.lock));
    }
    return NULL;
}

// What of stocks_up holds the lock when it is cut short.
static struct error *let_go(struct stock *stock, struct error *err)
{
    if (owns(&stock->stand))
        error_free(lock_release(stock->stand.lock));
    return err;
}

SCENARIO(wait_for_looks_again)
{
    struct stock stock = {0};
    struct customer customers[N_ACTORS];
    int64_t n = ask(), wants = ask();
    TRY(make(&stock.stand, CONDITION, 0, 0));
    struct nursery *nursery = nursery_open();
    for (int64_t i = 0; i < n; i++) {
        customers[i] = (struct customer){&stock, i, wants};
        nursery_spawn(nursery, buys, &customers[i]);
    }
    // Who waits though there is nothing to wait for is let on at 1 ms.
    int64_t times = wants > 0 ? n * wants : 1;
    struct error *err = let_go(&stock, stocks_up(&stock, times));
    err = nursery_close(nursery, err);
    unmake(&stock.stand);
    return err;
}

// Waits once, and tells what came of it.
struct waits {
    struct stand *stand;
    int64_t number;
    struct scope *scope; // around it, while it waits
};

static struct error *waits_once(void *arg)
{
    struct waits *w = arg;
    struct stand *s = w->stand;
    struct scope *scope = w->scope = scope_enter((struct scope_options){0});
    struct error *err = lock_acquire(s->lock);
    if (err == NULL) {
        err = condition_wait(s->condition);
        tell(WOKE_UP, w->number, result_of(err));
        tell(WOKE_OWNER, w->number, owns(s));
        if (owns(s)) {
            struct error *released = lock_release(s->lock);
            err = err != NULL ? (error_free(released), err) : released;
        }
    }
    w->scope = NULL;
    return scope_leave(scope, err);
}

// Notifies n and, with the lock still taken, cancels the one of number who.
static struct error *notifies_and_cancels(struct stand *s, struct waits *waits,
                                          int64_t n, int64_t who)
{
    TRY(task_wait_all_parked());
    TRY(lock_acquire(s->lock));
    struct error *err = condition_notify(s->condition, (size_t)n);
    if (err == NULL && waits[who].scope != NULL)
        scope_cancel(waits[who].scope, "changed its mind");
    if (err == NULL)
        err = checkpoint();
    struct error *released = lock_release(s->lock);
    return err != NULL ? (error_free(released), err) : released;
}

SCENARIO(a_notification_is_not_lost_to_a_cancel)
{
    struct stand s;
    struct waits waits[N_ACTORS];
    int64_t n = ask(), notified = ask(), who = ask();
    TRY(make(&s, CONDITION, 0, 0));
    struct nursery *nursery = nursery_open();
    for (int64_t i = 0; i < n; i++) {
        waits[i] = (struct waits){.stand = &s, .number = i};
        nursery_spawn(nursery, waits_once, &waits[i]);
    }
    struct error *err = notifies_and_cancels(&s, waits, notified, who);
    if (err == NULL)
        err = task_wait_all_parked();
    tell(RESTED, 0, (int64_t)condition_n_waiting(s.condition));
    nursery_cancel(nursery);
    err = nursery_close(nursery, err);
    unmake(&s);
    return err;
}
// private: linnet-0f5d3f897d262c7d
