// Lab 3, the programs with many: nurseries, requests, and how the work grows.
// judge_together.c says what is right.
#include "counted.h"
#include "program.h"

// ---- nurseries -------------------------------------------------------------

// A task that is nobody's child: main keeps its scope for it.
struct moved {
    struct scope *home; // where it is to be released from
    bool nests;         // it waits in scopes of its own
    bool ended;
};

static struct error *waits_to_be_moved(void *arg)
{
    const struct moved *m = arg;
    tell(BEGUN, 1, 0);
    if (!m->nests)
        return naps(1, LONG_MS);
    struct scope *own = scope_enter((struct scope_options){0});
    struct scope *inner = scope_enter((struct scope_options){0});
    return scope_leave(own, scope_leave(inner, naps(1, LONG_MS)));
}

static void was_moved(struct task *task, struct error *err)
{
    struct moved *m = task->owner;
    scope_release(m->home, task);
    m->ended = true;
    tell(HEARD, 1, err != NULL);
    tell_reason(1, err);
    error_free(err);
}

static void adopt(struct moved *m, struct scope *s)
{
    static const struct task_site site = {"moved", {__FILE__, "adopt", 0}};
    m->home = s;
    scope_adopt(s, task_new(waits_to_be_moved, m,
                            &(struct task_options){.site = &site,
                                                   .done = was_moved,
                                                   .owner = m,
                                                   .parent = task_self()}));
}

// Has not ended: it waits for long.
static struct task *task_of(const struct moved *m)
{
    for (struct task_chunk *c = loop_current->chunks; c != NULL; c = c->next)
        for (size_t i = 0; i < array_length(c->tasks); i++)
            if (c->tasks[i].owner == m && c->tasks[i].state == TASK_PARKED)
                return &c->tasks[i];
    must(!"the task has not ended");
}

// choice: bit 0: it waits in scopes of its own; then: 0: `to` is cancelled
// before, 1: after the move, 2: never, 3: by its deadline.
static void moves_a_task(void)
{
    struct plan plan = ask_plan();
    struct moved m = {.nests = plan.choice & 1};
    int64_t how = plan.choice / 2;
    int64_t end = clock_now_ms() + plan.ms[0] + plan.ms[1];
    struct scope *to =
        enters(1, .deadline = how == 3 ? at_ms(end) : scope_never());
    struct scope *from = enters(2, .shield = true);
    adopt(&m, from);
    naps_shielded(plan.ms[0]);
    if (how == 0)
        scope_cancel(to, NULL);
    m.home = to;
    scope_move(from, to, task_of(&m));
    // With EDGE, main would hear of it, while it waits for the task.
    if (loop_cancellation() == LEVEL)
        scope_cancel(from, NULL);
    naps_shielded(plan.ms[1]);
    if (how == 1)
        scope_cancel(to, NULL);
    naps_shielded(2 * LONG_MS);
    error_free(leaves(to, 1, leaves(from, 2, NULL)));
}

SCENARIO(a_task_that_is_moved_obeys_its_new_scope)
{
    moves_a_task();
    return NULL;
}

SCENARIO(edge_a_task_that_is_moved_obeys_its_new_scope)
{
    moves_a_task();
    return NULL;
}

// Bits of choice: the outer, the middle and the inner scope are cancelled, the
// inner one first or last; main has heard of it when somebody comes to live in
// the inner one.
SCENARIO(edge_a_newcomer_hears_what_its_owner_has_not)
{
    struct plan plan = ask_plan();
    struct moved m = {0};
    const char *const texts[] = {words[0], words[1], NULL};
    struct scope *scopes[3];
    for (int64_t i = 0; i < 3; i++)
        scopes[i] = enters(1 + i);
    for (int64_t k = 0; k < 3; k++) {
        int64_t i = plan.choice & 8 ? k : 2 - k;
        if (plan.choice >> i & 1)
            scope_cancel(scopes[i], texts[i]);
    }
    if (plan.choice & 16)
        hears_and_drops(2);
    adopt(&m, scopes[2]);
    while (!m.ended)
        naps_shielded(LONG_MS);
    struct error *err = plan.choice & 16 ? NULL : hears(2);
    for (int64_t i = 3; i-- > 0;)
        err = leaves(scopes[i], 1 + i, err);
    error_free(err);
    return NULL;
}

// A child that takes its time to be ready, in a scope of its own.
struct server {
    int64_t ready_ms;
    int64_t ms; // it serves so long
    bool shield;
};

static struct error *serves(void *arg)
{
    const struct server *server = arg;
    struct scope *own =
        scope_enter((struct scope_options){.shield = server->shield});
    struct error *err = sleep_ms(server->ready_ms);
    if (err == NULL)
        err = nursery_started(NULL);
    if (err == NULL)
        err = naps(1, server->ms);
    err = scope_leave(own, err);
    if (err == NULL)
        err = hears(3);
    return err;
}

// The scope that start was called in is cancelled; then, if choice says so, the
// nursery.
static void starts_and_cancels(bool shield)
{
    struct plan plan = ask_plan();
    struct server server = {plan.ms[0] + plan.ms[1], LONG_MS, shield};
    struct nursery *nursery = nursery_open();
    // A shielded child is not told, and is still not ready.
    struct scope *s =
        enters(1, .deadline = shield ? after_ms(plan.ms[0]) : scope_never());
    struct error *err = nursery_start(nursery, serves, &server, NULL);
    scope_cancel(s, NULL);
    if (err == NULL)
        err = hears(1);
    error_free(leaves(s, 1, err));
    hears_and_drops(2);
    naps_shielded(plan.ms[2]);
    if (plan.choice)
        nursery_cancel(nursery);
    err = nursery_close(nursery, NULL);
    error_free(err); // lint: allow swallowed-cancel its server has told
}

SCENARIO(a_started_child_has_left_the_starters_scope)
{
    starts_and_cancels(false);
    return NULL;
}

SCENARIO(edge_a_started_child_has_left_the_starters_scope)
{
    starts_and_cancels(false);
    return NULL;
}

SCENARIO(edge_a_child_that_moves_forgets_what_its_shield_kept_out)
{
    starts_and_cancels(true);
    return NULL;
}

// ---- edge: requests --------------------------------------------------------

static int64_t n_requests(void)
{
    return (int64_t)scope_n_requests(task_self());
}

SCENARIO(edge_requests_are_counted)
{
    struct plan plan = ask_plan();
    for (int64_t i = 0; i < plan.n; i++)
        tell(SAID, 1, scope_request(task_self(), words[i % N_WORDS]));
    tell(SAID, 2, n_requests());
    struct error *err = plan.ms[0] % 2 ? hears(1) : NULL;
    tell_reason(1, err);
    error_free(err);
    for (int64_t i = 0; i < plan.choice; i++)
        tell(SAID, 10 + i, (int64_t)scope_unrequest(task_self()));
    tell(SAID, 3, n_requests());
    hears_and_drops(2);
    return NULL;
}

static struct task *requested; // by who comes later

static void requests_it(struct later *later)
{
    (void)later;
    tell(SAID, 1, scope_request(requested, words[1]));
}

// choice: the task that waits is, or is not, in scopes.
SCENARIO(edge_a_request_wakes_one_task)
{
    struct plan plan = ask_plan();
    struct later later;
    begin_later(&later, plan.ms[0], requests_it);
    struct scope *outer = later.scope = enters(1), *inner = enters(2);
    requested = task_self();
    struct error *err = naps(1, LONG_MS);
    tell_reason(1, err);
    struct reason *reason = hold_reason(err);
    hears_and_drops(1);
    later.scope = NULL;
    error_free(leaves(outer, 1, leaves(inner, 2, err)));
    tell_owners(1, reason);
    tell(SAID, 2, n_requests());
    end_later(&later);
    return NULL;
}

static struct error *says_who_it_is(void *arg)
{
    *(struct task **)arg = task_self();
    return NULL;
}

SCENARIO(edge_a_task_that_has_ended_cannot_be_asked)
{
    struct plan plan = ask_plan();
    struct task *self = NULL;
    struct task *task = task_go(says_who_it_is, &self);
    error_free(naps(BODY, plan.ms[0]));
    if (self != NULL)
        tell(SAID, 1, scope_request(task, NULL));
    for (bool joined = false; !joined;) {
        struct error *err = task_join(task, &joined);
        error_free(err); // lint: allow swallowed-cancel joined tells of it
    }
    return NULL;
}

// choice: who asks: 0: nobody but somebody else; 1: the scope and somebody; 2:
// somebody and the scope; 3: the scope; 4: the scope, long after somebody.
SCENARIO(edge_a_scope_takes_out_only_what_it_sent)
{
    struct plan plan = ask_plan();
    if (plan.choice == 4) {
        scope_request(task_self(), NULL);
        hears_and_drops(2);
    }
    struct scope *s = enters(1);
    if (plan.choice == 1)
        scope_cancel(s, words[0]);
    if (plan.choice <= 2)
        scope_request(task_self(), words[1]);
    if (plan.choice >= 2)
        scope_cancel(s, words[0]);
    struct error *err = hears(1);
    tell_reason(1, err);
    error_free(leaves(s, 1, err));
    tell(SAID, 1, n_requests());
    hears_and_drops(3);
    return NULL;
}

// choice: bit 0: the inner scope is cancelled first; 1: nobody hears before it
// is left; 4: the outer message is heard first; 5: it is on its way when the
// inner scope is entered.
SCENARIO(edge_of_two_messages_the_outer_one_counts)
{
    struct plan plan = ask_plan();
    struct error *err = NULL;
    struct scope *outer = enters(1), *inner = NULL;
    if (plan.choice == 5)
        scope_cancel(outer, words[0]);
    inner = enters(2);
    if (plan.choice & 1 || plan.choice == 4)
        scope_cancel(plan.choice == 4 ? outer : inner, words[0]);
    if (plan.choice == 4)
        err = hears(1);
    if (plan.choice < 4)
        scope_cancel(outer, words[0]);
    if (plan.choice == 4 || plan.choice % 2 == 0)
        scope_cancel(inner, words[1]);
    if (plan.choice == 5 || plan.choice < 2)
        err = hears(1);
    err = leaves(inner, 2, err);
    if (err == NULL)
        err = hears(1);
    else
        hears_and_drops(2);
    error_free(leaves(outer, 1, err));
    tell(SAID, 1, n_requests());
    hears_and_drops(3);
    return NULL;
}

// choice: bit 0: the shield is lifted, or its scope left; bits 1 and 2: one
// scope outside is cancelled, two from the inside, two from the outside.
SCENARIO(edge_a_shield_keeps_the_message_for_later)
{
    struct plan plan = ask_plan();
    int64_t how = plan.choice / 2;
    struct scope *outer = enters(1), *middle = enters(2);
    struct scope *shield = enters(3, .shield = true);
    scope_cancel(how == 1 ? middle : outer, NULL);
    if (how != 0)
        scope_cancel(how == 1 ? outer : middle, NULL);
    error_free(naps(BODY, plan.ms[0]));
    struct error *err = NULL;
    if (plan.choice & 1) {
        scope_shield(shield, false);
        err = leaves(shield, 3, hears(1));
    } else {
        err = leaves(shield, 3, NULL);
        if (err == NULL)
            err = hears(1);
    }
    error_free(leaves(outer, 1, leaves(middle, 2, err)));
    tell(SAID, 1, n_requests());
    hears_and_drops(2);
    return NULL;
}

static struct error *fails_in_time(void *arg)
{
    const struct plan *plan = arg;
    TRY(sleep_ms(plan->ms[0]));
    return mint(plan->base);
}

// choice: bit 0: the owner has had a request before.
SCENARIO(edge_a_failed_nursery_takes_back_what_it_asked)
{
    struct plan plan = ask_plan();
    if (plan.choice) {
        scope_request(task_self(), NULL);
        hears_and_drops(1);
    }
    struct nursery *nursery = nursery_open();
    nursery_spawn(nursery, fails_in_time, &plan);
    struct error *body = naps(BODY, LONG_MS);
    tell(SAID, 1, n_requests());
    body = nursery_close(nursery, body);
    error_free(body); // lint: allow swallowed-cancel naps has told
    tell(SAID, 2, n_requests());
    hears_and_drops(2);
    return NULL;
}

static struct error *cleans_up(void *arg)
{
    const struct plan *plan = arg;
    struct error *err = naps(1, LONG_MS);
    tell(SAID, 3, n_requests());
    if (err == NULL || plan->choice % 2 == 0)
        return err;
    error_free(err);
    return mint(plan->base);
}

// choice: bit 0: the child has something more urgent; bit 1: the owner is not
// in close when the request comes.
SCENARIO(edge_a_request_to_the_owner_reaches_its_children)
{
    struct plan plan = ask_plan();
    struct later later;
    begin_later(&later, plan.ms[0], requests_it);
    struct scope *s = later.scope = enters(1);
    requested = task_self();
    struct nursery *nursery = nursery_open();
    nursery_spawn(nursery, cleans_up, &plan);
    struct error *body = plan.choice & 2 ? naps(BODY, LONG_MS) : NULL;
    struct error *err = nursery_close(nursery, body);
    later.scope = NULL;
    tell(SAID, 2, n_requests());
    hears_and_drops(1);
    hears_and_drops(2);
    error_free(leaves(s, 1, err));
    end_later(&later);
    return NULL;
}

// ---- growth ----------------------------------------------------------------

enum { OFTEN = 64, MOST_DEEP = 640, EACH = 8 };

static struct scope *deep[MOST_DEEP];

static void enter_deep(int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        deep[i] = scope_enter((struct scope_options){0});
}

// Takes err; gives what comes out.
static struct error *leave_deep(int64_t n, struct error *err)
{
    while (n-- > 0)
        err = scope_leave(deep[n], err);
    return err;
}

static struct error *naps_long(void *arg)
{
    (void)arg;
    return sleep_ms(LONG_MS);
}

// n tasks, EACH in a nursery, the nurseries and scopes one in the other.
static struct error *spread_out(int64_t n, int64_t left, struct scope *root)
{
    struct scope *s = scope_enter((struct scope_options){0});
    if (root == NULL)
        root = s;
    struct nursery *nursery = nursery_open();
    int64_t here = left < EACH ? left : EACH;
    for (int64_t i = 0; i < here; i++)
        nursery_spawn(nursery, naps_long, NULL);
    struct error *err = NULL;
    if (left > here) {
        err = spread_out(n, left - here, root);
    } else if ((err = sleep_ms(1)) == NULL) {
        int64_t before = counted_steps();
        scope_cancel(root, NULL);
        tell(STEPS, n, counted_steps() - before);
        before = counted_steps();
        for (int i = 0; i < OFTEN; i++)
            scope_cancel(root, NULL);
        tell(STEPS, 0, counted_steps() - before);
    }
    return scope_leave(s, nursery_close(nursery, err));
}

SCENARIO(cancelling_n_tasks_takes_n_steps)
{
    struct plan plan = ask_plan();
    TRY(spread_out(plan.n, plan.n, NULL));
    return spread_out(4 * plan.n, 4 * plan.n, NULL);
}

static struct error *checks_deep(int64_t n)
{
    enter_deep(n);
    int64_t before = counted_steps();
    struct error *err = NULL;
    for (int i = 0; i < OFTEN && err == NULL; i++)
        err = checkpoint_if_cancelled();
    for (int i = 0; i < OFTEN; i++) {
        struct scope *s = scope_enter((struct scope_options){0});
        err = scope_leave(s, err);
    }
    tell(STEPS, n, counted_steps() - before);
    return leave_deep(n, err);
}

SCENARIO(a_checkpoint_takes_the_same_at_any_depth)
{
    struct plan plan = ask_plan();
    struct scope *s =
        enters(1, .deadline = plan.choice ? after_ms(LONG_MS) : scope_never());
    struct error *err = checks_deep(plan.n);
    if (err == NULL)
        err = checks_deep(10 * plan.n);
    return leaves(s, 1, err);
}

static struct error *cancels_deep(int64_t n, bool outer_first)
{
    enter_deep(n);
    int64_t before = counted_steps();
    for (int64_t i = 0; i < n; i++)
        scope_cancel(deep[outer_first ? i : n - 1 - i], NULL);
    tell(STEPS, n, counted_steps() - before);
    return leave_deep(n, checkpoint());
}

SCENARIO(cancelling_scopes_one_by_one_takes_a_few_steps_each)
{
    struct plan plan = ask_plan();
    TRY(cancels_deep(plan.n, plan.choice));
    return cancels_deep(4 * plan.n, plan.choice);
}

static struct error *has_a_deadline(void *arg)
{
    struct scope *s =
        scope_enter((struct scope_options){.deadline = at_ms(*(int64_t *)arg)});
    return scope_leave(s, sleep_ms(LONG_MS));
}

static int64_t untils[MOST_DEEP];

static struct error *sets_among(int64_t n)
{
    struct nursery *nursery = nursery_open();
    for (int64_t i = 0; i < n; i++) {
        untils[i] = clock_now_ms() + 2 + (i * 37) % n;
        nursery_spawn(nursery, has_a_deadline, &untils[i]);
    }
    struct error *err = sleep_ms(1);
    int64_t before = counted_steps();
    for (int i = 0; i < OFTEN && err == NULL; i++) {
        struct scope *s =
            scope_enter((struct scope_options){.deadline = after_ms(n)});
        scope_set_deadline(s, after_ms(i * n / OFTEN + 1));
        scope_set_deadline(s, scope_never());
        scope_set_deadline(s, after_ms(n / 2 + 1));
        err = scope_leave(s, NULL);
    }
    tell(STEPS, n, counted_steps() - before);
    return nursery_close(nursery, err);
}

SCENARIO(a_deadline_takes_the_same_among_many)
{
    struct plan plan = ask_plan();
    TRY(sets_among(plan.n));
    return sets_among(10 * plan.n);
}

SCENARIO(a_scope_holds_little_memory)
{
    struct plan plan = ask_plan();
    for (int64_t round = 1; round <= 4; round += 3) {
        enter_deep(round * plan.n);
        tell(MEMORY, round * plan.n, (int64_t)counted_live().bytes);
        TRY(leave_deep(round * plan.n, checkpoint()));
        tell(MEMORY, 0, (int64_t)counted_live().bytes);
    }
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
