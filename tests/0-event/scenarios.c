// Lab 0, the programs: what is done with events, sleeps and checkpoints.
// judge.c says what is right.
//
// Tasks are children of a nursery, by which the body cancels them. Where the
// body has to let others run, or time pass, it does so by itself: a test of
// events needs no sleep that is not yet written.
#include "clock.h"
#include "counted.h"
#include "deadline.h"
#include "event.h"
#include "facts.h"
#include "loop.h"
#include "nursery.h"
#include "runner.h"
#include "scope.h"

// ---- what the judge wants --------------------------------------------------

struct plan {
    int64_t n;
    int64_t base;   // number of the first task
    int64_t choice; // for the scenario
    int64_t ms[MOST_TASKS];
};

static struct plan ask_plan(void)
{
    int64_t all[3 + MOST_TASKS];
    ask_all(all, array_length(all));
    struct plan plan = {.n = all[0], .base = all[1], .choice = all[2]};
    for (int i = 0; i < MOST_TASKS; i++)
        plan.ms[i] = all[3 + i];
    return plan;
}

// Lets the judge look at what has been told so far. The nursery is the
// outermost: was what is around it cancelled?
static void report(struct nursery *nursery)
{
    const struct scope *around = scope_parent(nursery_scope(nursery));
    tell(REPORT, around != NULL && scope_is_cancelled(around), 0);
    (void)ask();
}

// ---- letting others run ----------------------------------------------------

// All that were ready have had so many turns, in whatever order.
static void give_turns(int n)
{
    for (int i = 0; i <= n; i++)
        task_yield();
}

struct pause {
    struct deadline deadline;
    struct task *task; // whom to wake
};

static void end_pause(struct deadline *deadline)
{
    task_unpark(container_of(deadline, struct pause, deadline)->task, NULL);
}

static enum abort stop_pause(struct task *task, void *arg)
{
    (void)task;
    deadline_clear(&((struct pause *)arg)->deadline);
    return ABORT_SUCCEEDED;
}

// Lets time pass.
static struct error *pause_ns(int64_t ns)
{
    struct pause pause = {.deadline.due = end_pause, .task = task_self()};
    deadline_set(&pause.deadline, clock_now() + ns);
    task_waits_for("a pause");
    return task_park(stop_pause, &pause);
}

static struct error *pause_ms(int64_t ms)
{
    return pause_ns(ms * CLOCK_NS_PER_MS);
}

// ---- tasks -----------------------------------------------------------------

struct child {
    int64_t number;
    struct event *event; // for which it waits
    int64_t ms;          // for which it sleeps
    enum way way;        // to wait
    struct nursery *cancels;
};

static int64_t n_returned; // waits of this run

static enum came came(const struct error *err)
{
    if (err == NULL)
        return CAME_WELL;
    if (error_is(err, &CANCELLED))
        return CAME_CANCELLED;
    return error_is(err, &INVALID) ? CAME_INVALID : CAME_OTHER;
}

// Gives err.
static struct error *returned(int64_t number, struct error *err)
{
    n_returned++;
    tell(RETURNED, number, came(err));
    return err;
}

static void called(int64_t number)
{
    tell(CALLED, number, 0);
}

static struct error *waits(void *arg)
{
    struct child *child = arg;
    called(child->number);
    return returned(child->number, event_wait(child->event));
}

static struct error *sleeps(void *arg)
{
    struct child *child = arg;
    called(child->number);
    return returned(child->number, sleep_ms(child->ms));
}

static struct error *passes(void *arg)
{
    tell(RAN, ((struct child *)arg)->number, 0);
    return NULL;
}

// Tells of err, which it takes, and of whether the task is still cancelled.
static struct error *tell_what_is_next(int64_t number, struct error *err)
{
    struct error *next = task_cancelled();
    tell(NEXT, number, next != NULL);
    error_free(next);
    return err;
}

static struct error *waits_and_goes_on(void *arg)
{
    return tell_what_is_next(((struct child *)arg)->number, waits(arg));
}

static struct error *sleeps_and_goes_on(void *arg)
{
    return tell_what_is_next(((struct child *)arg)->number, sleeps(arg));
}

struct crew {
    struct plan plan;
    struct child children[MOST_TASKS];
};

static void hire(struct crew *crew, struct event *event)
{
    crew->plan = ask_plan();
    n_returned = 0;
    for (int64_t i = 0; i < MOST_TASKS; i++)
        crew->children[i] = (struct child){.number = crew->plan.base + i,
                                           .event = event,
                                           .ms = crew->plan.ms[i]};
}

#define spawn_all(nursery, fn, crew)                                           \
    do {                                                                       \
        for (int64_t i = 0; i < (crew)->plan.n; i++)                           \
            nursery_spawn((nursery), fn, &(crew)->children[i]);                \
    } while (0)

// The odd ones go into another nursery.
static void spawn_waiters(struct nursery *even, struct nursery *odd,
                          struct crew *crew)
{
    for (int64_t i = 0; i < crew->plan.n; i++)
        nursery_spawn(i % 2 == 0 ? even : odd, waits, &crew->children[i]);
}

static void closes(struct nursery *nursery)
{
    struct error *err = nursery_close(nursery, NULL);
    error_free(err); // lint: allow swallowed-cancel each child has told
}

// What still waits is cancelled, so that no test is stuck.
static void cancels_and_closes(struct nursery *nursery)
{
    nursery_cancel(nursery);
    closes(nursery);
}

static void sets(struct event *event)
{
    tell(SETS, 0, 0);
    event_set(event);
    tell(SET, n_returned, 0);
}

static void cancels(struct nursery *nursery)
{
    tell(CANCELS, 0, 0);
    nursery_cancel(nursery);
}

static void tell_event(const struct event *event, enum moment moment)
{
    tell(IS_SET, event_is_set(event), moment);
    tell(N_WAITING, (int64_t)event_n_waiting(event), moment);
}

// ---- checkpoints -----------------------------------------------------------

static struct error *takes_turns(void *arg)
{
    struct child *child = arg;
    struct error *err = NULL;
    for (int64_t i = 0; i < child->ms && err == NULL; i++) {
        tell(TURN, child->number, i);
        err = checkpoint();
    }
    return returned(child->number, err);
}

SCENARIO(a_checkpoint_lets_others_run)
{
    struct crew crew;
    hire(&crew, NULL);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, takes_turns, &crew);
    closes(nursery);
    return NULL;
}

static struct error *cancels_another(void *arg)
{
    struct child *child = arg;
    tell(RAN, child->number, 0);
    if (child->cancels != NULL)
        cancels(child->cancels);
    return NULL;
}

// Once the last of the others cancels, once it is cancelled before.
static void checks_in(struct crew *crew, int64_t number, bool before)
{
    struct child *last = &crew->children[crew->plan.n - 1];
    struct nursery *outer = nursery_open();
    struct nursery *nursery = nursery_open();
    if (before)
        nursery_cancel(nursery);
    else
        last->cancels = nursery;
    spawn_all(outer, cancels_another, crew);
    called(number);
    struct error *err = returned(number, checkpoint());
    last->cancels = NULL;
    err = nursery_close(nursery, err);
    error_free(err); // lint: allow swallowed-cancel returned has told
    closes(outer);
}

SCENARIO(a_checkpoint_lets_others_run_then_hears_of_a_cancel)
{
    struct crew crew;
    hire(&crew, NULL);
    checks_in(&crew, BODY, false);
    checks_in(&crew, BODY_AGAIN, true);
    return NULL;
}

SCENARIO(checkpoint_if_cancelled_lets_nobody_run)
{
    struct crew crew;
    hire(&crew, NULL);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, passes, &crew);
    struct error *err = returned(BODY, checkpoint_if_cancelled());
    if (err == NULL) {
        nursery_cancel(nursery);
        err = returned(BODY, checkpoint_if_cancelled());
    }
    err = nursery_close(nursery, err);
    error_free(err); // lint: allow swallowed-cancel returned has told
    return NULL;
}

SCENARIO(a_shielded_checkpoint_only_lets_others_run)
{
    struct crew crew;
    hire(&crew, NULL);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, passes, &crew);
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    checkpoint_shielded();
    error_free(scope_leave(s, returned(BODY, task_cancelled())));
    closes(nursery);
    return NULL;
}

// ---- event -----------------------------------------------------------------

struct alarm {
    struct deadline deadline;
    struct event *event; // to be set
};

static void ring(struct deadline *deadline)
{
    sets(container_of(deadline, struct alarm, deadline)->event);
}

// Set by the loop itself, outside of any task.
static struct error *sets_by_alarm(struct event *event, int64_t ms)
{
    struct alarm alarm = {.deadline.due = ring, .event = event};
    deadline_set(&alarm.deadline, clock_after_ms(ms));
    struct error *err = pause_ms(ms + 1);
    deadline_clear(&alarm.deadline);
    return err;
}

// choice: set by the loop?
SCENARIO(set_wakes_all_in_the_order_in_which_they_came)
{
    struct crew crew;
    struct error *err = NULL;
    struct event *event = event_new();
    hire(&crew, event);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, waits, &crew);
    give_turns(1);
    if (crew.plan.choice)
        err = sets_by_alarm(event, crew.plan.ms[0]);
    else
        sets(event);
    give_turns(1);
    cancels_and_closes(nursery);
    event_free(event);
    return err;
}

SCENARIO(setting_lets_nobody_run)
{
    struct crew crew;
    struct event *event = event_new();
    hire(&crew, event);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, waits, &crew);
    give_turns(1);
    for (int64_t i = 0; i <= crew.plan.choice; i++)
        sets(event);
    cancels_and_closes(nursery);
    event_free(event);
    return NULL;
}

// choice: how often it is set again.
SCENARIO(a_set_event_stays_set)
{
    struct crew crew;
    struct event *event = event_new();
    hire(&crew, event);
    tell_event(event, AT_FIRST);
    for (int64_t i = 0; i <= crew.plan.choice; i++)
        sets(event);
    tell_event(event, AT_SET);
    struct nursery *nursery = nursery_open();
    for (int round = 0; round < 2; round++) {
        spawn_all(nursery, waits, &crew);
        give_turns(2);
    }
    cancels_and_closes(nursery);
    tell_event(event, AT_END);
    event_free(event);
    return NULL;
}

SCENARIO(a_wait_for_a_set_event_lets_others_run)
{
    struct crew crew;
    struct event *event = event_new();
    hire(&crew, event);
    event_set(event);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, passes, &crew);
    called(BODY);
    error_free(returned(BODY, event_wait(event)));
    closes(nursery);
    event_free(event);
    return NULL;
}

SCENARIO(an_event_knows_how_many_wait)
{
    struct crew crew;
    struct event *event = event_new();
    hire(&crew, event);
    tell_event(event, AT_FIRST);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, waits, &crew);
    give_turns(1);
    tell_event(event, AT_WAIT);
    event_set(event);
    tell_event(event, AT_SET);
    cancels_and_closes(nursery);
    tell_event(event, AT_END);
    event_free(event);
    return NULL;
}

// choice: does it let time pass, or only others run?
struct setter {
    struct plan *plan;
    struct event *event;
};

static struct error *sets_late(void *arg)
{
    struct setter *setter = arg;
    if (setter->plan->choice)
        TRY(pause_ms(LONG_MS));
    else
        give_turns((int)setter->plan->ms[0]);
    sets(setter->event);
    return NULL;
}

SCENARIO(who_waits_takes_no_turns)
{
    struct crew crew;
    struct event *event = event_new();
    hire(&crew, event);
    struct setter setter = {&crew.plan, event};
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, waits, &crew);
    nursery_spawn(nursery, sets_late, &setter);
    closes(nursery);
    event_free(event);
    return NULL;
}

SCENARIO(a_set_event_may_be_freed_at_once)
{
    struct crew crew;
    struct event *event = event_new();
    hire(&crew, event);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, waits, &crew);
    give_turns(1);
    sets(event);
    event_free(event);
    closes(nursery);
    return NULL;
}

// ---- cancellation ----------------------------------------------------------

SCENARIO(a_wait_that_was_taken_back_leaves_no_waiter)
{
    struct crew crew;
    struct event *event = event_new();
    hire(&crew, event);
    struct nursery *stay = nursery_open();
    struct nursery *go = nursery_open();
    spawn_waiters(stay, go, &crew);
    give_turns(1);
    cancels(go);
    tell_event(event, AT_CANCEL);
    give_turns(1);
    report(stay);
    sets(event);
    give_turns(1);
    closes(go);
    cancels_and_closes(stay);
    event_free(event);
    return NULL;
}

SCENARIO(who_is_cancelled_before_it_is_set_is_cancelled)
{
    struct crew crew;
    struct event *event = event_new();
    hire(&crew, event);
    struct nursery *stay = nursery_open();
    struct nursery *go = nursery_open();
    spawn_waiters(stay, go, &crew);
    give_turns(1);
    cancels(go);
    sets(event);
    give_turns(1);
    closes(go);
    cancels_and_closes(stay);
    event_free(event);
    return NULL;
}

SCENARIO(who_is_cancelled_after_it_is_set_returns_normally)
{
    struct crew crew;
    struct event *event = event_new();
    hire(&crew, event);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, waits_and_goes_on, &crew);
    give_turns(1);
    sets(event);
    cancels_and_closes(nursery);
    event_free(event);
    return NULL;
}

// choice: is it set?
SCENARIO(who_is_cancelled_already_does_not_wait)
{
    struct crew crew;
    struct event *event = event_new();
    hire(&crew, event);
    if (crew.plan.choice)
        event_set(event);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, passes, &crew);
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    called(BODY);
    struct error *err = returned(BODY, event_wait(event));
    tell_event(event, AT_CANCEL);
    error_free(scope_leave(s, err));
    closes(nursery);
    event_free(event);
    return NULL;
}

// ---- sleep -----------------------------------------------------------------

SCENARIO(sleepers_wake_in_the_order_of_their_times)
{
    struct crew crew;
    hire(&crew, NULL);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, sleeps, &crew);
    closes(nursery);
    return NULL;
}

// From a time between two milliseconds on, and after computing.
static struct error *sleeps_three_times(const struct plan *plan)
{
    TRY(pause_ns(plan->ms[0] * CLOCK_NS_PER_MS + 700000));
    called(0);
    TRY(returned(0, sleep_ms(plan->ms[1])));
    called(1);
    TRY(returned(1, sleep_until(plan->ms[0] + plan->ms[1] + 1 + plan->ms[2])));
    clock_advance_ms(plan->ms[3]);
    called(2);
    return returned(2, sleep_ms(plan->ms[4]));
}

SCENARIO(a_sleep_takes_exactly_its_time)
{
    struct plan plan = ask_plan();
    return sleeps_three_times(&plan);
}

// Called twice, the second time when it has been cancelled.
static void sleeps_for_nothing(struct crew *crew, int64_t number,
                               struct error *(*sleep)(int64_t), int64_t time)
{
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, passes, crew);
    called(number);
    struct error *err = returned(number, sleep(time));
    err = nursery_close(nursery, err);
    error_free(err); // lint: allow swallowed-cancel returned has told
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    error_free(scope_leave(s, returned(number, sleep(time))));
}

SCENARIO(a_sleep_of_0_ms_is_a_checkpoint)
{
    struct crew crew;
    hire(&crew, NULL);
    sleeps_for_nothing(&crew, BODY, sleep_ms, 0);
    return NULL;
}

// This very moment, a bit earlier, and as early as can be.
SCENARIO(a_sleep_until_a_time_in_the_past_is_a_checkpoint)
{
    struct crew crew;
    hire(&crew, NULL);
    TRY(pause_ms(crew.plan.ms[0]));
    int64_t now = clock_now_ms();
    sleeps_for_nothing(&crew, BODY, sleep_until, now);
    sleeps_for_nothing(&crew, BODY_AGAIN, sleep_until, now - crew.plan.ms[1]);
    sleeps_for_nothing(&crew, BODY_AT_LAST, sleep_until, INT64_MIN);
    return NULL;
}

// choice: as little as can be?
SCENARIO(a_negative_sleep_is_refused)
{
    struct crew crew;
    hire(&crew, NULL);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, passes, &crew);
    int64_t ms = crew.plan.choice ? INT64_MIN : -crew.plan.ms[0];
    called(BODY);
    error_free(returned(BODY, sleep_ms(ms)));
    closes(nursery);
    return NULL;
}

SCENARIO(a_cancelled_sleep_takes_its_deadline_with_it)
{
    struct crew crew;
    hire(&crew, NULL);
    struct nursery *nursery = nursery_open();
    for (int64_t i = 0; i < crew.plan.n; i++)
        crew.children[i].ms += LONG_MS;
    spawn_all(nursery, sleeps, &crew);
    struct error *err = pause_ms(crew.plan.ms[0]);
    cancels(nursery);
    give_turns(1);
    tell(DEADLINES, (int64_t)loop_alive().deadlines, 0);
    report(nursery);
    closes(nursery);
    return err != NULL ? err : pause_ms(LONG_MS + LONG_MS);
}

SCENARIO(a_sleep_that_is_over_is_not_cancelled)
{
    struct crew crew;
    hire(&crew, NULL);
    struct nursery *nursery = nursery_open();
    for (int64_t i = 0; i < crew.plan.n; i++)
        crew.children[i].ms = crew.plan.ms[0];
    spawn_all(nursery, sleeps_and_goes_on, &crew);
    struct error *err = pause_ms(crew.plan.ms[0]);
    cancels_and_closes(nursery);
    return err;
}

static struct error *sleeps_for_ever(void *arg)
{
    struct child *child = arg;
    called(child->number);
    struct error *err = child->ms == 0   ? sleep_forever()
                        : child->ms == 1 ? sleep_ms(INT64_MAX)
                                         : sleep_until(INT64_MAX);
    return returned(child->number, err);
}

// choice: or for longer than can be counted.
SCENARIO(who_sleeps_for_ever_wakes_when_cancelled)
{
    struct crew crew;
    hire(&crew, NULL);
    struct nursery *nursery = nursery_open();
    for (int64_t i = 0; i < crew.plan.n; i++)
        crew.children[i].ms = crew.plan.choice;
    spawn_all(nursery, sleeps_for_ever, &crew);
    struct error *err = pause_ms(FAR_MS);
    cancels(nursery);
    closes(nursery);
    return err;
}

// ---- stress ----------------------------------------------------------------

static struct error *wait_in_a_way(const struct child *child)
{
    struct error *err = NULL;
    switch (child->way) {
    case BY_EVENT:
        return event_wait(child->event);
    case BY_SLEEP:
        return sleep_ms(LONG_MS);
    case BY_SLEEPING_FOREVER:
        return sleep_forever();
    default:
        for (int i = 0; i < 10 && err == NULL; i++)
            err = checkpoint();
        return err;
    }
}

static struct error *waits_in_a_way(void *arg)
{
    struct child *child = arg;
    called(child->number);
    struct error *err = returned(child->number, wait_in_a_way(child));
    return tell_what_is_next(child->number, err);
}

// choice: the way.
SCENARIO(edge_a_message_is_told_once)
{
    struct crew crew;
    struct event *event = event_new();
    hire(&crew, event);
    struct nursery *nursery = nursery_open();
    for (int64_t i = 0; i < crew.plan.n; i++)
        crew.children[i].way = (enum way)crew.plan.choice;
    spawn_all(nursery, waits_in_a_way, &crew);
    give_turns(1);
    cancels_and_closes(nursery);
    event_free(event);
    return NULL;
}

// What became of many.
static int64_t n_well, n_cancelled, n_exact;

static struct error *counts(struct error *err)
{
    n_well += err == NULL;
    n_cancelled += error_is(err, &CANCELLED);
    return err;
}

static struct error *waits_among_many(void *arg)
{
    return counts(event_wait(arg));
}

SCENARIO(thousands_of_waiters)
{
    struct plan plan = ask_plan();
    struct event *event = event_new();
    n_well = n_cancelled = 0;
    struct nursery *stay = nursery_open();
    struct nursery *go = nursery_open();
    for (int64_t i = 0; i < plan.n; i++)
        nursery_spawn(i % 2 == 0 ? stay : go, waits_among_many, event);
    give_turns(1);
    tell_event(event, AT_WAIT);
    nursery_cancel(go);
    tell_event(event, AT_CANCEL);
    closes(go);
    report(stay);
    event_set(event);
    give_turns(1);
    tell(SUM, n_well, n_cancelled);
    cancels_and_closes(stay);
    event_free(event);
    return NULL;
}

static struct error *sleeps_among_many(void *arg)
{
    int64_t ms = (intptr_t)arg;
    struct error *err = counts(sleep_ms(ms));
    n_exact += err == NULL && clock_now() == ms * CLOCK_NS_PER_MS;
    return err;
}

// Some of their times are the same.
SCENARIO(thousands_of_sleepers)
{
    struct plan plan = ask_plan();
    n_well = n_cancelled = n_exact = 0;
    struct nursery *stay = nursery_open();
    struct nursery *go = nursery_open();
    for (int64_t i = 0; i < plan.n; i++)
        nursery_spawn(i % 2 == 0 ? stay : go, sleeps_among_many,
                      (void *)(intptr_t)(10 + (i * plan.base) % LONG_MS));
    struct error *err = pause_ms(5);
    cancels_and_closes(go);
    closes(stay);
    tell(SUM, n_well, n_cancelled);
    tell(EXACT, n_exact, 0);
    tell(DEADLINES, (int64_t)loop_alive().deadlines, 0);
    return err;
}

static struct error *sleeps_long(void *arg)
{
    (void)arg;
    return sleep_ms(LONG_MS);
}

// choice: rounds.
SCENARIO(waits_that_are_over_leave_nothing_behind)
{
    struct plan plan = ask_plan();
    struct event *event = event_new();
    for (int64_t round = 0; round < plan.choice; round++) {
        struct event *short_lived = event_new();
        struct nursery *nursery = nursery_open();
        for (int64_t i = 0; i < plan.n; i++) {
            nursery_spawn(nursery, waits_among_many, event);
            nursery_spawn(nursery, waits_among_many, short_lived);
            nursery_spawn(nursery, sleeps_long, NULL);
        }
        give_turns(1);
        event_set(short_lived);
        cancels_and_closes(nursery);
        event_free(short_lived);
        tell(MEMORY, (int64_t)counted_live().bytes, 0);
    }
    event_free(event);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
