// Lab 3, the programs about cancelling: as a message, as a state, and who
// catches. judge.c says what is right.
#include "program.h"

// ---- edge ------------------------------------------------------------------

// Is cancelled while it waits, and then cleans up for ms[1].
SCENARIO(edge_a_cancel_is_heard_once)
{
    struct plan plan = ask_plan();
    struct later later;
    begin_later(&later, plan.ms[0], cancels_it);
    struct scope *s = later.scope = enters(1);
    struct error *err = naps(1, LONG_MS);
    error_free(naps(2, plan.ms[1]));
    hears_and_drops(1);
    tell(SAID, 1, scope_is_cancelled(s));
    later.scope = NULL;
    error_free(leaves(s, 1, err));
    hears_and_drops(2);
    s = enters(2);
    tell(SAID, 2, scope_is_cancelled(s));
    error_free(leaves(s, 2, NULL));
    end_later(&later);
    return NULL;
}

// A task that has, besides its work, something to clean up.
struct worker {
    int64_t number;
    int64_t ms;          // it sleeps so long
    int64_t cleanup_ms;  // and so long if that is cancelled
    int64_t depth;       // in so many scopes of its own
    struct event *never; // or its clean-up waits for this
    bool fails_late;     // with its number, when it has been cancelled
};

// Takes the error of the wait, gives what to end with.
static struct error *cleans_up(const struct worker *w, struct error *err)
{
    struct error *again =
        w->never != NULL ? event_wait(w->never) : sleep_ms(w->cleanup_ms);
    tell(HEARD, w->number, again != NULL);
    error_free(again); // lint: allow swallowed-cancel it is told of
    if (!w->fails_late)
        return err;
    error_free(err);
    return mint(w->number);
}

static struct error *works(void *arg)
{
    const struct worker *w = arg;
    struct scope *own[MOST_MS];
    tell(BEGUN, w->number, 0);
    for (int64_t i = 0; i < w->depth; i++)
        own[i] = scope_enter((struct scope_options){0});
    struct error *err = naps(w->number, w->ms);
    if (err != NULL)
        err = cleans_up(w, err);
    for (int64_t i = w->depth; i-- > 0;)
        err = scope_leave(own[i], err);
    return err;
}

static void hire(struct worker *workers, const struct plan *plan)
{
    for (int64_t i = 0; i < plan->n; i++)
        workers[i] = (struct worker){.number = plan->base + i,
                                     .ms = LONG_MS,
                                     .cleanup_ms = plan->ms[1],
                                     .depth = i % 3};
}

static void spawn_all(struct nursery *nursery, struct worker *workers,
                      int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        nursery_spawn(nursery, works, &workers[i]);
}

// n tasks in a nursery, each in up to two scopes of its own.
static void cancels_a_crowd(void)
{
    struct plan plan = ask_plan();
    struct worker workers[MOST_MS];
    hire(workers, &plan);
    struct scope *s = enters(1);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, workers, plan.n);
    struct error *err = naps(BODY, plan.ms[0]);
    scope_cancel(s, NULL);
    error_free(leaves(s, 1, nursery_close(nursery, err)));
    hears_and_drops(0);
}

SCENARIO(edge_every_task_inside_hears_it_once)
{
    cancels_a_crowd();
    return NULL;
}

SCENARIO(edge_a_message_that_nobody_heard_is_taken_back)
{
    struct plan plan = ask_plan();
    struct scope *s = enters(1);
    scope_cancel(s, NULL);
    struct error *err = plan.choice ? hears(1) : NULL;
    error_free(leaves(s, 1, err));
    hears_and_drops(2);
    error_free(naps(BODY, plan.ms[0]));
    return NULL;
}

// Each worker is cancelled, and its clean-up waits for what never happens.
static void waits_in_the_cleanup(void)
{
    struct plan plan = ask_plan();
    struct worker workers[MOST_MS];
    struct event *never = event_new();
    hire(workers, &plan);
    for (int64_t i = 0; i < plan.n; i++)
        workers[i].never = never;
    struct scope *s = enters(1);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, workers, plan.n);
    struct error *err = naps(BODY, plan.ms[0]);
    scope_cancel(s, NULL);
    error_free(leaves(s, 1, nursery_close(nursery, err)));
    event_free(never);
}

SCENARIO(edge_a_wait_in_the_cleanup_hangs)
{
    waits_in_the_cleanup();
    return NULL;
}

// The nursery's own scope is cancelled, or, if main is not to have heard of it,
// the one around.
static void cancels_before_the_first_turn(bool around)
{
    struct plan plan = ask_plan();
    struct worker workers[MOST_MS];
    hire(workers, &plan);
    struct scope *s = enters(1);
    struct nursery *nursery = nursery_open();
    // Some are there before the cancel, some come after it.
    int64_t before = plan.choice % (plan.n + 1);
    spawn_all(nursery, workers, before);
    scope_cancel(around ? s : nursery_scope(nursery), NULL);
    if (!around && plan.ms[0] % 2)
        hears_and_drops(1);
    spawn_all(nursery, workers + before, plan.n - before);
    error_free(leaves(s, 1, nursery_close(nursery, NULL)));
}

SCENARIO(edge_a_task_that_has_not_begun_never_does)
{
    cancels_before_the_first_turn(false);
    return NULL;
}

// ---- level -----------------------------------------------------------------

SCENARIO(level_a_wait_in_the_cleanup_ends)
{
    waits_in_the_cleanup();
    return NULL;
}

// A wait of every sort; gives what it failed with.
static struct error *waits_somehow(int64_t how, struct event *never)
{
    struct scope *inner;
    switch (how % 5) {
    case 0:
        return checkpoint();
    case 1:
        return sleep_ms(LONG_MS);
    case 2:
        return event_wait(never);
    case 3:
        return checkpoint_if_cancelled();
    default:
        inner = scope_enter((struct scope_options){0});
        return scope_leave(inner, sleep_ms(LONG_MS));
    }
}

SCENARIO(level_every_wait_inside_fails)
{
    struct plan plan = ask_plan();
    struct event *never = event_new();
    struct error *last = NULL;
    struct scope *s = enters(1);
    scope_cancel(s, NULL);
    for (int64_t i = 0; i < plan.n; i++) {
        struct error *err = waits_somehow(plan.choice + i, never);
        tell(HEARD, 1 + i, err != NULL);
        if (err == NULL)
            break; // it would wait for ever
        error_free(last);
        last = err;
    }
    error_free(leaves(s, 1, last));
    event_free(never);
    return NULL;
}

SCENARIO(level_who_cancels_itself_goes_on_to_its_next_checkpoint)
{
    struct plan plan = ask_plan();
    error_free(naps(BODY, plan.ms[0]));
    struct scope *s = enters(1);
    for (int64_t i = 0; i < plan.n; i++)
        scope_cancel(s, words[i % N_WORDS]);
    tell(SAID, 1, scope_cancel_called(s));
    tell(SAID, 2, scope_is_cancelled(s));
    struct error *err = hears(1);
    tell_reason(1, err);
    error_free(leaves(s, 1, err));
    return NULL;
}

// Scopes one in the other, a nursery with one worker in each.
struct descent {
    struct plan plan;
    struct later later; // cancels the scope of level `choice`
};

static struct error *descends(struct descent *d, int64_t level)
{
    struct worker worker = {.number = d->plan.base + level,
                            .ms = LONG_MS,
                            .cleanup_ms = d->plan.ms[1],
                            .depth = level % 3};
    struct scope *s = enters(1 + level);
    if (level == d->plan.choice)
        d->later.scope = s;
    struct nursery *nursery = nursery_open();
    nursery_spawn(nursery, works, &worker);
    struct error *err =
        level + 1 < d->plan.n ? descends(d, level + 1) : naps(BODY, LONG_MS);
    err = nursery_close(nursery, err);
    if (level == d->plan.choice)
        d->later.scope = NULL;
    return leaves(s, 1 + level, err);
}

SCENARIO(level_a_cancel_reaches_all_inside_and_nothing_outside)
{
    struct descent d = {.plan = ask_plan()};
    d.plan.choice %= d.plan.n;
    begin_later(&d.later, d.plan.ms[0], cancels_it);
    error_free(descends(&d, 0));
    end_later(&d.later);
    return NULL;
}

SCENARIO(level_after_the_scope_all_is_well)
{
    struct plan plan = ask_plan();
    for (int64_t i = 1; i <= plan.n; i++) {
        struct scope *s = enters(i);
        scope_cancel(s, NULL);
        struct error *err = plan.choice ? hears(2 * i) : NULL;
        error_free(leaves(s, i, err));
        hears_and_drops(2 * i + 1);
    }
    struct scope *s = enters(plan.n + 1);
    struct error *err = naps(BODY, plan.ms[0]);
    error_free(leaves(s, plan.n + 1, err));
    return NULL;
}

SCENARIO(level_a_task_that_has_not_begun_runs_to_its_first_checkpoint)
{
    cancels_before_the_first_turn(true);
    return NULL;
}

// A wait that cannot be taken back.
struct stubborn {
    struct task *task; // while it waits
    int64_t asked;
    int64_t ms; // when its wait is over
};

static enum abort refuses(struct task *task, void *arg)
{
    (void)task;
    ((struct stubborn *)arg)->asked++;
    return ABORT_FAILED;
}

// It needs its time, cancelled or not.
static struct error *ends_the_wait(void *arg)
{
    struct stubborn *st = arg;
    naps_shielded(st->ms);
    struct task *task = st->task;
    st->task = NULL;
    if (task != NULL)
        task_unpark(task, NULL);
    return NULL;
}

static void cancels_both(struct later *later)
{
    scope_cancel(later->scope, NULL);
    scope_cancel(later->outer, NULL);
}

static void wait_stubbornly(struct stubborn *st)
{
    struct error *err;
    st->task = task_self();
    task_waits_for("disk");
    err = task_park(refuses, st);
    st->task = NULL;
    tell(WOKE, BODY, err != NULL);
    tell(ASKED, st->asked, 0);
    error_free(err); // lint: allow swallowed-cancel it is told of
}

SCENARIO(level_a_wait_that_refuses_runs_to_its_end)
{
    struct plan plan = ask_plan();
    struct stubborn st = {.ms = plan.ms[0] + plan.ms[1]};
    struct later later;
    struct nursery *nursery = nursery_open();
    nursery_spawn(nursery, ends_the_wait, &st);
    begin_later(&later, plan.ms[0], cancels_both);
    struct scope *outer = later.outer = enters(1);
    struct scope *inner = later.scope = enters(2);
    wait_stubbornly(&st);
    later.scope = NULL;
    error_free(leaves(outer, 1, leaves(inner, 2, hears(1))));
    end_later(&later);
    struct error *err = nursery_close(nursery, NULL);
    error_free(err); // lint: allow swallowed-cancel whoever waits has told
    return NULL;
}

// Does the text about s have the word?
static bool describes(const struct scope *s, const char *word)
{
    char text[200] = "";
    scope_describe(s, text, sizeof(text));
    return strstr(text, word) != NULL;
}

SCENARIO(a_scope_can_be_looked_at)
{
    struct plan plan = ask_plan();
    struct scope *outer = enters(1, .name = "fetch");
    tell(SAID, 1, scope_current() == outer);
    tell(SAID, 2, describes(outer, "fetch") && describes(outer, "active"));
    struct scope *inner = enters(2, .deadline = after_ms(plan.ms[0]));
    tell(SAID, 3, scope_current() == inner);
    tell(SAID, 4, scope_parent(inner) == outer);
    tell(SAID, 5, scope_id(inner) > scope_id(outer));
    tell(SAID, 6, describes(inner, "left") || describes(inner, "past"));
    tell(SAID, 7, scope_deadline_ms(outer) == INT64_MAX);
    error_free(leaves(inner, 2, NULL));
    tell(SAID, 8, scope_current() == outer);
    error_free(leaves(outer, 1, NULL));
    return NULL;
}

// ---- catching --------------------------------------------------------------

// Scopes one in the other; those in the bits of choice are cancelled, from the
// outside or (the highest bit) from the inside.
SCENARIO(the_outermost_cancelled_scope_catches)
{
    struct plan plan = ask_plan();
    struct scope *scopes[MOST_MS];
    bool outer_first = plan.choice >> plan.n & 1, again = false;
    for (int64_t i = 0; i < plan.n; i++)
        scopes[i] = enters(1 + i);
    for (int64_t k = 0; k < plan.n; k++) {
        int64_t i = outer_first ? k : plan.n - 1 - k;
        if (!(plan.choice >> i & 1))
            continue;
        scope_cancel(scopes[i], words[again]);
        again = true;
    }
    struct error *err = hears(0);
    tell_reason(0, err);
    for (int64_t i = plan.n; i-- > 0;)
        err = leaves(scopes[i], 1 + i, err);
    error_free(err);
    hears_and_drops(1);
    return NULL;
}

// What happens between the CANCELLED and the end of the inner scope. choice: 0:
// the outer one is cancelled, 1: the inner one is; 2: and gets a shield.
static void changes_before_the_end(int64_t least)
{
    struct plan plan = ask_plan();
    plan.choice += least;
    struct scope *outer = enters(1), *inner = enters(2);
    scope_cancel(plan.choice == 0 ? inner : outer, NULL);
    struct error *err = hears(1);
    if (plan.choice == 0)
        scope_cancel(outer, NULL);
    if (plan.choice >= 1)
        scope_cancel(inner, NULL);
    if (plan.choice == 2)
        scope_shield(inner, true);
    error_free(leaves(outer, 1, leaves(inner, 2, err)));
}

SCENARIO(who_catches_is_decided_at_the_end_of_the_scope)
{
    changes_before_the_end(0);
    return NULL;
}

SCENARIO(a_shield_that_is_raised_late_counts_at_the_end)
{
    changes_before_the_end(2);
    return NULL;
}

SCENARIO(what_is_no_cancelled_passes_unchanged)
{
    struct plan plan = ask_plan();
    struct error *err = NULL;
    struct scope *s = enters(1);
    scope_cancel(s, NULL);
    if (plan.choice >= 2)
        hears_and_drops(1);
    if (plan.choice % 2)
        err = mint_of(plan.choice == 3 ? &FATAL : &SYSTEM, plan.base);
    error_free(leaves(s, 1, err));
    hears_and_drops(2);
    return NULL;
}

SCENARIO(cancelled_leaves_are_taken_out_of_a_group)
{
    struct plan plan = ask_plan();
    struct worker workers[MOST_MS];
    struct later later;
    hire(workers, &plan);
    for (int64_t i = 0; i < plan.n; i++)
        workers[i].fails_late = plan.choice >> i & 1;
    begin_later(&later, plan.ms[0], cancels_it);
    struct scope *outer = enters(1), *s = later.scope = enters(2);
    struct nursery *nursery = nursery_open();
    spawn_all(nursery, workers, plan.n);
    struct error *err = nursery_close(nursery, naps(BODY, LONG_MS));
    later.scope = NULL;
    error_free(leaves(outer, 1, leaves(s, 2, err)));
    end_later(&later);
    return NULL;
}

// ---- reasons ---------------------------------------------------------------

static void cancels_because(struct later *later)
{
    if (later->choice == 0)
        scope_cancel(later->scope, words[0]);
    if (later->choice == 1)
        scope_cancel(later->scope, NULL);
    if (later->choice == 2)
        scope_cancel_because(later->scope, CANCEL_NURSERY, words[1], "main");
    if (later->choice == 3)
        scope_cancel_because(later->scope, CANCEL_SHUTDOWN, NULL, NULL);
}

SCENARIO(a_cancelled_says_who_and_why)
{
    struct plan plan = ask_plan();
    struct later later;
    begin_later(&later, plan.ms[0], cancels_because);
    later.choice = plan.choice;
    struct scope *s = later.scope = enters(1);
    struct scope *inner = enters(2);
    struct error *err = naps(BODY, LONG_MS);
    tell_reason(1, err);
    struct reason *reason = hold_reason(err);
    later.scope = NULL;
    error_free(leaves(s, 1, leaves(inner, 2, err)));
    tell_owners(1, reason);
    end_later(&later);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
