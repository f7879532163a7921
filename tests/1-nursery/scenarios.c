// Lab 1, the programs: what is done with a nursery. judge.c says what is right.
#include "counted.h"
#include "event.h"
#include "facts.h"
#include "loop.h"
#include "nursery.h"
#include "runner.h"
#include "scope.h"

// ---- children --------------------------------------------------------------

// A child that sleeps and ends as it is told.
struct child {
    int64_t number;       // of the child, and of its error
    int64_t nursery;      // where it lives
    int64_t ms;           // it sleeps so long
    int64_t cleanup_ms;   // and so long behind a shield if that is cancelled
    bool fails;           // when it has slept
    bool fails_late;      // when it has been cancelled
    bool shielded;        // sleeps behind a shield
    bool eager;           // to be spawned so
    struct nursery *into; // where to spawn next
    struct child *next;   // when it has slept, or NULL
};

static int64_t n_begun; // children of this run

static void begin(int64_t number, int64_t nursery)
{
    n_begun++;
    tell(TOLD_BEGIN, number, nursery);
}

static struct error *finish(int64_t number, int64_t nursery, struct error *err)
{
    if (error_is(err, &CANCELLED))
        tell(STOPPED, number, nursery);
    tell(TOLD_FINISH, number, nursery);
    return err;
}

static struct error *fail(int64_t number, int64_t nursery)
{
    tell(FAILED, number, nursery);
    return mint(number);
}

static void sleep_shielded(int64_t ms)
{
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    error_free(scope_leave(s, sleep_ms(ms)));
}

// Its wait was cancelled: takes that error, gives what it ends with.
static struct error *clean_up(const struct child *child, struct error *err)
{
    if (child->cleanup_ms > 0)
        sleep_shielded(child->cleanup_ms);
    if (!child->fails_late)
        return err;
    error_free(err);
    return fail(child->number, child->nursery);
}

static struct error *sleep_as(const struct child *child)
{
    if (!child->shielded)
        return sleep_ms(child->ms);
    sleep_shielded(child->ms);
    return NULL;
}

static struct error *works(void *arg)
{
    struct child *child = arg;
    begin(child->number, child->nursery);
    struct error *err = sleep_as(child);
    tell(WOKE, child->number, err != NULL);
    if (err != NULL)
        err = clean_up(child, err);
    else if (child->fails)
        err = fail(child->number, child->nursery);
    else if (child->next != NULL)
        nursery_spawn(child->into, works, child->next);
    return finish(child->number, child->nursery, err);
}

// Never waits.
static struct error *passes(void *arg)
{
    struct child *child = arg;
    begin(child->number, child->nursery);
    return finish(child->number, child->nursery, NULL);
}

// Children and what they do, as the judge wants it.
struct crew {
    int64_t n;
    int64_t base;   // number of the first child; those after MOST_CHILDREN
                    // are free for use
    int64_t choice; // for the scenario
    int64_t ms[MOST_CHILDREN];
    struct child children[MOST_CHILDREN];
};

// All sleep for their ms and end well.
static void hire(struct crew *crew, int64_t nursery)
{
    int64_t plan[3 + MOST_CHILDREN];
    ask_all(plan, array_length(plan));
    *crew = (struct crew){.n = plan[0], .base = plan[1], .choice = plan[2]};
    for (int64_t i = 0; i < MOST_CHILDREN; i++) {
        crew->ms[i] = plan[3 + i];
        crew->children[i] = (struct child){
            .number = crew->base + i, .nursery = nursery, .ms = crew->ms[i]};
    }
    n_begun = 0;
}

// From the first-th on they sleep for long and take their ms to clean up.
static void let_sleep_long(struct crew *crew, int64_t first)
{
    for (int64_t i = first; i < MOST_CHILDREN; i++) {
        crew->children[i].cleanup_ms = crew->ms[i];
        crew->children[i].ms = LONG_MS;
    }
}

static void spawn_all(struct nursery *nursery, struct crew *crew)
{
    for (int64_t i = 0; i < crew->n; i++) {
        struct child *child = &crew->children[i];
        nursery_spawn_with(nursery, works, child, .eager = child->eager);
    }
}

// ---- the body --------------------------------------------------------------

#define opens(number, ...)                                                     \
    opens_at((number), (struct nursery_options){__VA_ARGS__})
static struct nursery *opens_at(int64_t number, struct nursery_options options)
{
    struct nursery *nursery = nursery_open_at(PLACE_HERE, options);
    tell(TOLD_OPENED, number, number);
    return nursery;
}

// Gives what nursery_close does.
static struct error *closes(struct nursery *nursery, int64_t number,
                            struct error *body)
{
    if (error_is(body, &CANCELLED))
        tell(STOPPED, BODY, number);
    struct error *err = nursery_close(nursery, body);
    tell(TOLD_CLOSED, number, number);
    tell(OUTER, number, scope_is_cancelled(scope_current()));
    tell_error(err);
    return err;
}

static void closes_and_drops(struct nursery *nursery, int64_t number,
                             struct error *body)
{
    struct error *err = closes(nursery, number, body);
    error_free(err); // lint: allow swallowed-cancel closes has told
}

static struct error *body_sleeps(int64_t ms)
{
    struct error *err = sleep_ms(ms);
    tell(WOKE, BODY, err != NULL);
    return err;
}

static void tell_checkpoint(void)
{
    struct error *err = checkpoint();
    tell(CHECKPOINT, err != NULL, 0);
    error_free(err); // lint: allow swallowed-cancel it is told of
}

// ---- somebody who cancels --------------------------------------------------

// After ms, cancels what is still there then.
struct canceller {
    int64_t ms;
    int64_t lives;           // in this nursery
    struct nursery *nursery; // what to cancel, or NULL
    struct scope *scope;     // or this, or NULL
};

static struct error *cancels(void *arg)
{
    struct canceller *canceller = arg;
    begin(BODY, canceller->lives);
    struct error *err = sleep_ms(canceller->ms);
    for (int twice = 0; twice < 2 && err == NULL; twice++) {
        if (canceller->nursery != NULL)
            nursery_cancel(canceller->nursery);
        if (canceller->scope != NULL)
            scope_cancel(canceller->scope, NULL);
    }
    return finish(BODY, canceller->lives, err);
}

// A scope that somebody outside of it cancels after ms.
struct doom {
    struct canceller canceller;
    struct nursery *outside;
};

static void enter_doomed(struct doom *doom, int64_t ms)
{
    doom->canceller = (struct canceller){.ms = ms, .lives = OUTSIDE};
    doom->outside = opens(OUTSIDE);
    nursery_spawn(doom->outside, cancels, &doom->canceller);
    doom->canceller.scope = scope_enter((struct scope_options){0});
}

// Takes err.
static void leave_doomed(struct doom *doom, struct error *err)
{
    struct scope *scope = doom->canceller.scope;
    doom->canceller.scope = NULL;
    err = scope_leave(scope, err);
    tell(SCOPE_LEFT, 0, 0);
    tell_error(err);
    error_free(err);
    closes_and_drops(doom->outside, OUTSIDE, NULL);
}

// ---- core ------------------------------------------------------------------

SCENARIO(close_waits_for_the_slowest_child)
{
    struct crew crew;
    hire(&crew, 1);
    struct nursery *nursery = opens(1);
    spawn_all(nursery, &crew);
    closes_and_drops(nursery, 1, NULL);
    return NULL;
}

SCENARIO(an_empty_nursery_lets_the_others_run)
{
    struct crew crew;
    hire(&crew, 1);
    struct nursery *outer = opens(1);
    for (int64_t i = 0; i < crew.n; i++)
        nursery_spawn(outer, passes, &crew.children[i]);
    closes_and_drops(opens(2), 2, NULL);
    closes_and_drops(outer, 1, NULL);
    return NULL;
}

// Takes as many turns as it has ms.
static struct error *takes_turns(void *arg)
{
    struct child *child = arg;
    struct error *err = NULL;
    begin(child->number, child->nursery);
    for (int64_t i = 0; i < child->ms && err == NULL; i++) {
        tell(TURN, child->number, i);
        err = checkpoint();
    }
    return finish(child->number, child->nursery, err);
}

SCENARIO(a_new_child_runs_at_its_turn)
{
    struct crew crew;
    hire(&crew, 1);
    struct nursery *nursery = opens(1);
    for (int64_t i = 0; i < crew.n; i++) {
        nursery_spawn(nursery, takes_turns, &crew.children[i]);
        tell(SPAWNED, crew.base + i, n_begun);
    }
    closes_and_drops(nursery, 1, NULL);
    return NULL;
}

SCENARIO(an_eager_child_runs_to_its_first_wait)
{
    struct crew crew;
    hire(&crew, 1);
    struct nursery *nursery = opens(1);
    for (int64_t i = 0; i < crew.n; i++) {
        struct child *child = &crew.children[i];
        nursery_spawn_with(nursery, child->ms > 0 ? works : passes, child,
                           .eager = i % 2 == 0);
        tell(SPAWNED, child->number, n_begun);
    }
    closes_and_drops(nursery, 1, NULL);
    return NULL;
}

// Spawns a child at the moment at which the last one ends.
static struct error *spawns_late(void *arg)
{
    struct child *late = arg;
    begin(BODY, OUTSIDE);
    struct error *err = sleep_ms(late->cleanup_ms);
    if (err == NULL && late->into != NULL) {
        nursery_spawn(late->into, works, late);
        tell(SPAWNED, late->number, n_begun);
    }
    return finish(BODY, OUTSIDE, err);
}

// Children 0 to n-2 make one another; the last one is left for spawns_late.
static struct child *link_up(struct crew *crew, struct nursery *nursery)
{
    struct child *late = &crew->children[crew->n - 1];
    for (int64_t i = 0; i < crew->n - 1; i++) {
        late->cleanup_ms += crew->ms[i];
        crew->children[i].into = nursery;
        if (i < crew->n - 2)
            crew->children[i].next = &crew->children[i + 1];
    }
    late->into = nursery;
    return late;
}

SCENARIO(close_waits_for_children_that_come_late)
{
    struct crew crew;
    hire(&crew, 1);
    struct nursery *outside = opens(OUTSIDE);
    struct nursery *nursery = opens(1);
    struct child *late = link_up(&crew, nursery);
    nursery_spawn(nursery, works, &crew.children[0]);
    nursery_spawn(outside, spawns_late, late);
    struct error *err = closes(nursery, 1, NULL);
    late->into = NULL;
    error_free(err); // lint: allow swallowed-cancel closes has told
    closes_and_drops(outside, OUTSIDE, NULL);
    return NULL;
}

// A task and the tasks below it.
struct branch {
    struct crew *plan; // n: levels; choice: branches of each; ms by level
    int64_t level;     // 0: the first
    int64_t lives;     // in this nursery
};

static int64_t n_nurseries; // of this run

static struct error *grows(void *arg)
{
    struct branch *branch = arg, below[2];
    const struct crew *plan = branch->plan;
    begin(branch->level, branch->lives);
    struct error *err = sleep_ms(plan->ms[branch->level]);
    if (err == NULL && branch->level + 1 < plan->n) {
        int64_t number = ++n_nurseries;
        struct nursery *nursery = opens(number);
        for (int64_t i = 0; i < plan->choice; i++) {
            below[i] = (struct branch){branch->plan, branch->level + 1, number};
            nursery_spawn(nursery, grows, &below[i]);
        }
        err = closes(nursery, number, NULL);
    }
    return finish(branch->level, branch->lives, err);
}

SCENARIO(a_child_has_children_of_its_own)
{
    struct crew crew;
    hire(&crew, 1);
    n_nurseries = 1;
    struct branch root = {.plan = &crew, .lives = 1};
    struct nursery *nursery = opens(1);
    nursery_spawn(nursery, grows, &root);
    closes_and_drops(nursery, 1, NULL);
    return NULL;
}

static void tell_parent(int64_t child)
{
    const struct task *parent = task_self()->parent;
    tell(PARENT, parent != NULL ? (int64_t)task_id(parent) : 0, child);
}

static struct error *tells_parent_and_works(void *arg)
{
    const struct child *child = arg;
    tell_parent(child->number);
    return works(arg);
}

// Spawns from inside a nursery of its own, which it then cancels.
static struct error *spawns_a_sibling(void *arg)
{
    struct child *child = arg;
    begin(child->number, child->nursery);
    struct nursery *own = opens(2);
    nursery_spawn(child->into, tells_parent_and_works, child->next);
    tell(N_CHILDREN, 1, (int64_t)nursery_n_children(child->into));
    tell(N_CHILDREN, 2, (int64_t)nursery_n_children(own));
    scope_cancel(nursery_scope(own), NULL);
    // Stays until the other has ended, which might have got in here.
    sleep_shielded(child->next->ms + 1);
    return finish(child->number, child->nursery, closes(own, 2, NULL));
}

static void tell_listed(int64_t number, const struct nursery *nursery)
{
    int64_t at = -1, n = 0;
    for (; nursery_of_task(task_self(), (size_t)n) != NULL && n < 10; n++)
        if (nursery_of_task(task_self(), (size_t)n) == nursery)
            at = n;
    tell(LISTED, nursery_owner(nursery) == task_self() ? at : -number, n);
}

SCENARIO(a_child_belongs_to_the_nursery_and_not_to_its_spawner)
{
    struct crew crew;
    hire(&crew, 1);
    struct nursery *nursery = opens(1);
    tell_listed(1, nursery);
    struct nursery *inner = opens(3);
    tell_listed(3, inner);
    closes_and_drops(inner, 3, NULL);
    tell_listed(1, nursery);
    crew.children[0].into = nursery;
    crew.children[0].next = &crew.children[1];
    nursery_spawn(nursery, spawns_a_sibling, &crew.children[0]);
    closes_and_drops(nursery, 1, NULL);
    return NULL;
}

// ---- errors ----------------------------------------------------------------

// A child that fails with an error that somebody else holds too.
struct borrower {
    struct child child;
    struct error *err;
};

static struct error *fails_with_a_shared_error(void *arg)
{
    struct borrower *borrower = arg;
    struct child *child = &borrower->child;
    begin(child->number, child->nursery);
    struct error *err = sleep_ms(child->ms);
    if (err == NULL)
        err = error_ref(borrower->err);
    return finish(child->number, child->nursery, err);
}

SCENARIO(one_failure_is_a_group_of_that_error)
{
    struct crew crew;
    hire(&crew, 1);
    struct borrower borrower = {crew.children[0], mint(crew.base)};
    struct nursery *nursery = opens(1);
    nursery_spawn(nursery, fails_with_a_shared_error, &borrower);
    closes_and_drops(nursery, 1, NULL);
    size_t alive = loop_alive().errors;
    tell(ERRORS, (int64_t)alive, 0);
    if (alive > 0)
        error_free(borrower.err);
    return NULL;
}

SCENARIO(all_errors_are_kept_in_their_order)
{
    struct crew crew;
    hire(&crew, 1);
    for (int64_t i = 0; i < crew.n; i++) {
        crew.children[i].ms = crew.ms[0];
        crew.children[i].fails = true;
    }
    struct nursery *nursery = opens(1);
    spawn_all(nursery, &crew);
    closes_and_drops(nursery, 1, NULL);
    return NULL;
}

SCENARIO(a_failure_cancels_the_others_and_close_awaits_them)
{
    struct crew crew;
    hire(&crew, 1);
    crew.children[0].fails = true;
    let_sleep_long(&crew, 1);
    struct nursery *nursery = opens(1);
    spawn_all(nursery, &crew);
    closes_and_drops(nursery, 1, body_sleeps(LONG_MS));
    tell_checkpoint();
    return NULL;
}

SCENARIO(a_failing_body_cancels_the_children)
{
    struct crew crew;
    hire(&crew, 1);
    let_sleep_long(&crew, 0);
    struct nursery *nursery = opens(1);
    spawn_all(nursery, &crew);
    struct error *err = sleep_ms(crew.choice);
    if (err == NULL)
        err = fail(crew.base + MOST_CHILDREN, 1);
    closes_and_drops(nursery, 1, err);
    tell_checkpoint();
    return NULL;
}

SCENARIO(who_is_cancelled_may_still_fail)
{
    struct crew crew;
    hire(&crew, 1);
    crew.children[0].fails = true;
    let_sleep_long(&crew, 1);
    for (int64_t i = 1; i < crew.n; i += 2)
        crew.children[i].fails_late = true;
    struct nursery *nursery = opens(1);
    spawn_all(nursery, &crew);
    struct error *err = body_sleeps(LONG_MS);
    if (err != NULL && crew.choice) {
        error_free(err);
        err = fail(crew.base + MOST_CHILDREN, 1);
    }
    closes_and_drops(nursery, 1, err);
    return NULL;
}

// A nursery in a task of a nursery in a task ...
struct nest {
    struct crew *crew; // choice: levels; the children fail in the last one
    int64_t level;     // 1: the body
};

static struct error *opens_a_level(const struct nest *nest);

static struct error *nests(void *arg)
{
    const struct nest *nest = arg;
    begin(BODY, nest->level - 1);
    return finish(BODY, nest->level - 1, opens_a_level(nest));
}

static struct error *opens_a_level(const struct nest *nest)
{
    struct nest below = {nest->crew, nest->level + 1};
    struct nursery *nursery = opens(nest->level);
    if (nest->level < nest->crew->choice)
        nursery_spawn(nursery, nests, &below);
    else
        spawn_all(nursery, nest->crew);
    return closes(nursery, nest->level, NULL);
}

SCENARIO(groups_are_not_flattened)
{
    struct crew crew;
    hire(&crew, 0);
    for (int64_t i = 0; i < crew.n; i++) {
        crew.children[i].nursery = crew.choice;
        crew.children[i].fails = true;
        crew.children[i].ms = crew.ms[0];
    }
    struct nest nest = {&crew, 1};
    struct error *err = opens_a_level(&nest);
    error_free(err); // lint: allow swallowed-cancel each level has told
    return NULL;
}

SCENARIO(a_failure_that_was_handled_is_over)
{
    struct crew crew;
    hire(&crew, 1);
    crew.children[0].ms += LONG_MS;
    crew.children[1].nursery = 2;
    crew.children[1].fails = true;
    struct nursery *outer = opens(1);
    nursery_spawn(outer, works, &crew.children[0]);
    struct nursery *inner = opens(2);
    nursery_spawn(inner, works, &crew.children[1]);
    closes_and_drops(inner, 2, NULL);
    closes_and_drops(outer, 1, body_sleeps(crew.ms[2]));
    return NULL;
}

SCENARIO(collect_all_lets_the_others_run_on)
{
    struct crew crew;
    hire(&crew, 1);
    for (int64_t i = 0; i < crew.n; i++)
        crew.children[i].fails = true;
    struct nursery *nursery = opens(1, .collect_all = true);
    spawn_all(nursery, &crew);
    closes_and_drops(nursery, 1, body_sleeps(LONG_MS));
    return NULL;
}

// ---- cancellation ----------------------------------------------------------

// Who cancels a nursery.
enum { BY_BODY, BY_CHILD, BY_OUTSIDER };

// The body waits and cancels the nursery; gives what it hears of that.
static struct error *cancels_from_the_body(struct nursery *nursery, int64_t ms)
{
    TRY(sleep_ms(ms));
    nursery_cancel(nursery);
    nursery_cancel(nursery);
    struct error *err = checkpoint();
    tell(CHECKPOINT, err != NULL, 0);
    return err;
}

SCENARIO(cancelling_a_nursery_is_no_failure)
{
    struct crew crew;
    hire(&crew, 1);
    int64_t who = crew.choice % 3, ms = 1 + crew.choice / 3;
    let_sleep_long(&crew, 0);
    struct nursery *outside = opens(OUTSIDE);
    struct nursery *nursery = opens(1);
    spawn_all(nursery, &crew);
    struct canceller canceller = {
        .ms = ms, .lives = who == BY_CHILD ? 1 : OUTSIDE, .nursery = nursery};
    struct error *body = NULL;
    if (who == BY_BODY)
        body = cancels_from_the_body(nursery, ms);
    else
        nursery_spawn(who == BY_CHILD ? nursery : outside, cancels, &canceller);
    struct error *err = closes(nursery, 1, body);
    canceller.nursery = NULL;
    error_free(err); // lint: allow swallowed-cancel closes has told
    tell_checkpoint();
    closes_and_drops(outside, OUTSIDE, NULL);
    return NULL;
}

// Does its work in a nursery of its own.
static struct error *works_below(void *arg)
{
    struct child *child = arg;
    begin(child->number, child->nursery);
    struct child below = *child;
    below.nursery = 2;
    struct nursery *own = opens(2);
    nursery_spawn(own, works, &below);
    return finish(child->number, child->nursery, closes(own, 2, NULL));
}

SCENARIO(a_cancel_from_outside_comes_out_once)
{
    struct crew crew;
    struct doom doom;
    hire(&crew, 1);
    let_sleep_long(&crew, 0);
    enter_doomed(&doom, crew.ms[0]);
    struct nursery *nursery = opens(1);
    spawn_all(nursery, &crew);
    nursery_spawn(nursery, works_below, &crew.children[crew.n]);
    struct error *body = crew.choice ? body_sleeps(LONG_MS) : NULL;
    leave_doomed(&doom, closes(nursery, 1, body));
    tell_checkpoint();
    return NULL;
}

SCENARIO(errors_and_a_cancel_from_outside_come_out_together)
{
    struct crew crew;
    struct doom doom;
    hire(&crew, 1);
    let_sleep_long(&crew, 0);
    for (int64_t i = 0; i < crew.n; i++)
        crew.children[i].fails_late = i != crew.choice;
    enter_doomed(&doom, crew.ms[0]);
    struct nursery *nursery = opens(1);
    spawn_all(nursery, &crew);
    leave_doomed(&doom, closes(nursery, 1, NULL));
    tell_checkpoint();
    return NULL;
}

SCENARIO(edge_sends_the_message_again)
{
    struct crew crew;
    struct doom doom;
    hire(&crew, 1);
    bool body_hears = crew.choice & 1, fails = crew.choice & 2;
    let_sleep_long(&crew, 0);
    crew.children[0].fails_late = fails;
    enter_doomed(&doom, crew.ms[0]);
    struct nursery *nursery = opens(1);
    spawn_all(nursery, &crew);
    struct error *body = body_hears ? body_sleeps(LONG_MS) : NULL;
    struct error *err = closes(nursery, 1, body);
    tell_checkpoint();
    tell_checkpoint();
    leave_doomed(&doom, err);
    return NULL;
}

SCENARIO(edge_forgets_a_failure_that_was_told)
{
    struct crew crew;
    hire(&crew, 1);
    let_sleep_long(&crew, 1);
    crew.children[0].fails = true;
    struct nursery *nursery = opens(1);
    spawn_all(nursery, &crew);
    struct error *body = crew.choice ? body_sleeps(LONG_MS) : NULL;
    closes_and_drops(nursery, 1, body);
    tell_checkpoint();
    return NULL;
}

SCENARIO(a_shielded_nursery_is_left_in_peace)
{
    struct crew crew;
    struct doom doom;
    hire(&crew, 1);
    for (int64_t i = 0; i < crew.n; i++)
        crew.children[i].ms += LONG_MS;
    enter_doomed(&doom, crew.ms[0]);
    struct nursery *nursery = opens(1, .shield = true);
    spawn_all(nursery, &crew);
    struct error *err = closes(nursery, 1, NULL);
    tell_checkpoint();
    leave_doomed(&doom, err);
    return NULL;
}

SCENARIO(close_is_not_interrupted_by_a_cancel)
{
    struct crew crew;
    struct doom doom;
    hire(&crew, 1);
    for (int64_t i = 0; i < crew.n; i++) {
        crew.children[i].ms += LONG_MS;
        crew.children[i].shielded = true;
    }
    enter_doomed(&doom, crew.ms[0]);
    struct nursery *nursery = opens(1);
    spawn_all(nursery, &crew);
    closes_and_drops(nursery, 1, NULL);
    closes_and_drops(opens(2), 2, NULL);
    leave_doomed(&doom, NULL);
    return NULL;
}

SCENARIO(a_child_of_a_cancelled_nursery_is_started)
{
    struct crew crew;
    hire(&crew, 1);
    let_sleep_long(&crew, 0);
    for (int64_t i = 1; i < crew.n; i += 2)
        crew.children[i].eager = true;
    struct nursery *nursery = opens(1);
    nursery_cancel(nursery);
    spawn_all(nursery, &crew);
    closes_and_drops(nursery, 1, NULL);
    return NULL;
}

// ---- start -----------------------------------------------------------------

// A child that needs some time to be ready.
struct server {
    struct child child;   // what it does when it is ready
    int64_t ready_ms;     // it gets ready for so long
    int64_t value;        // given to nursery_started
    bool fails_before;    // when the time is up
    bool never_says;      // that it is ready
    bool says_late;       // that it is ready, when it has been cancelled
    int64_t again;        // called with this a second time, if it is not 0
    struct nursery *into; // where it is started
    bool cancels_own;     // the starter cancels its own scope afterwards
};

static void say_ready(int64_t value)
{
    struct error *err = nursery_started((void *)(intptr_t)value);
    tell(STARTED, err != NULL, error_is(err, &MISUSE));
    error_free(err);
}

// What it does until it is ready.
static struct error *gets_ready(const struct server *server)
{
    const struct child *child = &server->child;
    tell_parent(child->number);
    struct error *err = sleep_ms(server->ready_ms);
    if (err != NULL) {
        err = clean_up(child, err);
        if (server->says_late)
            say_ready(server->value);
        return err;
    }
    if (server->fails_before)
        return fail(child->number, 0);
    if (!server->never_says)
        say_ready(server->value);
    if (server->again != 0)
        say_ready(server->again);
    tell_parent(child->number);
    return NULL;
}

static struct error *serves(void *arg)
{
    struct server *server = arg;
    const struct child *child = &server->child;
    begin(child->number, child->nursery);
    struct error *err = gets_ready(server);
    if (err == NULL && !server->never_says) {
        err = sleep_ms(child->ms);
        // From when it is ready on, it is the nursery's.
        if (err != NULL)
            tell(STOPPED, child->number, child->nursery);
    }
    if (err == NULL && child->fails)
        err = fail(child->number, child->nursery);
    tell(TOLD_FINISH, child->number, child->nursery);
    return err;
}

static struct server hire_server(struct crew *crew)
{
    hire(crew, 1);
    return (struct server){.child = {.number = crew->base,
                                     .nursery = 1,
                                     .ms = crew->ms[1],
                                     .cleanup_ms = crew->ms[2]},
                           .ready_ms = crew->ms[0],
                           .value = crew->base + crew->ms[3]};
}

// Starts server and tells what came of it; gives the error.
static struct error *starts_server(struct nursery *nursery,
                                   struct server *server, bool wants_value)
{
    void *value = (void *)(intptr_t)BODY;
    struct error *err =
        nursery_start(nursery, serves, server, wants_value ? &value : NULL);
    tell(VALUE, (intptr_t)value, 0);
    tell(N_CHILDREN, 1, (int64_t)nursery_n_children(nursery));
    tell(MISUSED, error_is(err, &MISUSE), 0);
    tell_error(err);
    return err;
}

SCENARIO(start_gives_the_value_when_the_child_is_ready)
{
    struct crew crew;
    struct server server = hire_server(&crew);
    struct nursery *nursery = opens(1);
    struct error *err = starts_server(nursery, &server, crew.choice);
    error_free(err); // lint: allow swallowed-cancel it has told
    closes_and_drops(nursery, 1, NULL);
    return NULL;
}

SCENARIO(start_fails_as_its_child_did)
{
    struct crew crew;
    struct server server = hire_server(&crew);
    server.fails_before = crew.choice;
    server.never_says = true;
    struct child sibling = {
        .number = crew.base + 1, .nursery = 1, .ms = LONG_MS};
    struct nursery *nursery = opens(1);
    nursery_spawn(nursery, works, &sibling);
    struct error *err = starts_server(nursery, &server, true);
    error_free(err); // lint: allow swallowed-cancel it has told
    tell_checkpoint();
    closes_and_drops(nursery, 1, NULL);
    return NULL;
}

// Starts a server in somebody else's nursery.
static struct error *starts_for_another(void *arg)
{
    struct server *server = arg;
    begin(BODY, OUTSIDE);
    struct scope *own = scope_enter((struct scope_options){0});
    struct error *err = starts_server(server->into, server, true);
    if (server->cancels_own)
        scope_cancel(own, NULL);
    err = scope_leave(own, err);
    if (!error_is(err, &CANCELLED)) {
        error_free(err);
        err = NULL;
    }
    return finish(BODY, OUTSIDE, err);
}

SCENARIO(a_started_child_belongs_to_the_nursery)
{
    struct crew crew;
    struct server server = hire_server(&crew);
    server.cancels_own = true;
    server.child.fails = true;
    struct nursery *outside = opens(OUTSIDE);
    struct nursery *nursery = server.into = opens(1);
    nursery_spawn(outside, starts_for_another, &server);
    closes_and_drops(nursery, 1, body_sleeps(LONG_MS));
    closes_and_drops(outside, OUTSIDE, NULL);
    return NULL;
}

SCENARIO(a_cancelled_start_awaits_the_child)
{
    struct crew crew;
    struct doom doom;
    struct server server = hire_server(&crew);
    server.child.nursery = 0;
    server.ready_ms = LONG_MS;
    server.says_late = crew.choice;
    struct nursery *nursery = opens(1);
    enter_doomed(&doom, crew.ms[0]);
    leave_doomed(&doom, starts_server(nursery, &server, true));
    tell_checkpoint();
    closes_and_drops(nursery, 1, NULL);
    return NULL;
}

static struct error *says_ready(void *arg)
{
    struct child *child = arg;
    begin(child->number, child->nursery);
    say_ready(child->number);
    return finish(child->number, child->nursery, NULL);
}

SCENARIO(started_counts_once)
{
    struct crew crew;
    struct server server = hire_server(&crew);
    server.again = server.value + 1;
    struct nursery *nursery = opens(1);
    struct error *err = starts_server(nursery, &server, true);
    error_free(err); // lint: allow swallowed-cancel it has told
    nursery_spawn(nursery, says_ready, &crew.children[1]);
    say_ready(server.value);
    closes_and_drops(nursery, 1, NULL);
    return NULL;
}

SCENARIO(close_waits_for_a_child_that_is_being_started)
{
    struct crew crew;
    struct server server = hire_server(&crew);
    server.ready_ms++;
    server.fails_before = crew.choice;
    struct nursery *outside = opens(OUTSIDE);
    struct nursery *nursery = server.into = opens(1);
    nursery_spawn(outside, starts_for_another, &server);
    closes_and_drops(nursery, 1, sleep_ms(1));
    closes_and_drops(outside, OUTSIDE, NULL);
    return NULL;
}

// ---- stress ----------------------------------------------------------------

static int64_t slots[TEN_THOUSAND]; // one a child
static int64_t slots_key;
static int64_t slots_used; // the children in the upper half are spawned by
                           // those in the lower
static struct nursery *slots_nursery;

static struct error *fills_its_slot(void *arg)
{
    int64_t *slot = arg, i = slot - slots;
    n_begun++;
    // Each tenth has to wait, and so needs a stack for longer.
    if (i % 10 == 0)
        TRY(checkpoint());
    *slot = i ^ slots_key;
    if (i + slots_used / 2 < slots_used && i < slots_used / 2)
        nursery_spawn(slots_nursery, fills_its_slot, slot + slots_used / 2);
    return NULL;
}

SCENARIO(ten_thousand_children)
{
    struct crew crew;
    hire(&crew, 1);
    slots_used = crew.choice;
    slots_key = crew.base;
    for (int64_t i = 0; i < slots_used; i++)
        slots[i] = 0;
    slots_nursery = opens(1);
    for (int64_t i = 0; i < slots_used / 2; i++)
        nursery_spawn(slots_nursery, fills_its_slot, &slots[i]);
    closes_and_drops(slots_nursery, 1, NULL);
    int64_t sum = 0;
    for (int64_t i = 0; i < slots_used; i++)
        sum += slots[i];
    tell(SUM, sum, n_begun);
    return NULL;
}

static void tell_memory(void)
{
    tell(MEMORY, (int64_t)counted_live().bytes, (int64_t)loop_alive().stacks);
}

static struct error *waits_once(void *arg)
{
    (void)arg;
    return checkpoint();
}

SCENARIO(children_that_ended_leave_nothing_behind)
{
    struct crew crew;
    hire(&crew, 1);
    struct error *err = NULL;
    struct nursery *nursery = opens(1);
    for (int64_t round = 0; round < crew.choice && err == NULL; round++) {
        for (int64_t i = 0; i < crew.base; i++)
            nursery_spawn(nursery, waits_once, NULL);
        err = sleep_ms(1);
        tell_memory();
    }
    closes_and_drops(nursery, 1, err);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
