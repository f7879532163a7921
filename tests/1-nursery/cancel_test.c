// Nurseries: cancelled as a whole, from outside, or child by child.
#include "suite.h"
#include "kid.h"
#include "loop.h"
#include <string.h>

// 1.65, M26
RUN_TEST(cancelling_a_nursery_stops_its_children_and_is_no_error)
{
    struct kid a = {.ms = KID_FOREVER}, b = {.ms = 1000}, late = {.ms = 1000};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &a);
    nursery_spawn(n, kid, &b);
    expect_ok(sleep_ms(10));
    nursery_cancel(n);
    nursery_spawn(n, kid, &late);
    TRY(nursery_close(n, NULL));
    ck_assert(a.cancelled && b.cancelled && late.began && late.cancelled);
    ck_assert_int_eq(clock_now_ms(), 10);
    kid_forget(&a);
    kid_forget(&b);
    kid_forget(&late);
    return checkpoint();
}

// Decided: with EDGE the body of a child that was cancelled before never runs.
EDGE_TEST(edge_a_child_spawned_into_a_cancelled_nursery_never_runs)
{
    struct kid k = {.ms = 1000}, early = {.ms = 1000};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &early);
    nursery_cancel(n);
    nursery_spawn(n, kid, &k);
    ck_assert_uint_eq(nursery_n_children(n), 2);
    TRY(nursery_close(n, NULL));
    ck_assert(!k.began && !early.began);
    return checkpoint();
}

static struct error *count_turn(void *arg)
{
    ++*(int *)arg;
    return NULL;
}

RUN_TEST(a_child_of_a_cancelled_nursery_runs_up_to_its_first_checkpoint)
{
    int turns = 0;
    struct nursery *n = nursery_open();
    nursery_cancel(n);
    nursery_spawn(n, count_turn, &turns);
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(turns, 1);
    return NULL;
}

// 1.54
RUN_TEST(cancelling_a_nursery_whose_children_have_ended_does_nothing)
{
    struct kid k = {.ms = 10};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(20));
    nursery_cancel(n);
    TRY(nursery_close(n, NULL));
    ck_assert(!k.cancelled);
    return checkpoint();
}

// 1.66
RUN_TEST(a_cancelled_nursery_says_so)
{
    struct nursery *n = nursery_open();
    ck_assert(!scope_cancel_called(nursery_scope(n)));
    nursery_cancel(n);
    ck_assert(scope_cancel_called(nursery_scope(n)));
    return nursery_close(n, NULL);
}

static struct error *nest(void *arg)
{
    struct kid *k = arg;
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k[0]);
    nursery_spawn(n, kid, &k[1]);
    return nursery_close(n, NULL);
}

// 1.69
RUN_TEST(a_cancel_reaches_leaves_two_nurseries_down_in_one_pass)
{
    struct kid k[4] = {{.ms = 500}, {.ms = 500}, {.ms = 500}, {.ms = 500}};
    struct nursery *n = nursery_open();
    nursery_spawn(n, nest, &k[0]);
    nursery_spawn(n, nest, &k[2]);
    expect_ok(sleep_ms(10));
    nursery_cancel(n);
    TRY(nursery_close(n, NULL));
    for (int i = 0; i < 4; i++) {
        ck_assert(k[i].cancelled);
        kid_forget(&k[i]);
    }
    ck_assert_int_eq(clock_now_ms(), 10);
    return NULL;
}

struct canceller {
    struct nursery *n;
    struct scope *scope;
    struct task *task;
};

static struct error *cancel_soon(void *arg)
{
    struct canceller *c = arg;
    TRY(sleep_ms(10));
    if (c->n != NULL)
        nursery_cancel(c->n);
    if (c->scope != NULL)
        scope_cancel(c->scope, NULL);
    if (c->task != NULL)
        ck_assert(scope_request(c->task, "enough"));
    return NULL;
}

// 1.70, M29
RUN_TEST(a_cancel_while_the_owner_waits_in_close_reaches_all_children)
{
    struct kid k[5];
    struct nursery *n = nursery_open();
    for (int i = 0; i < 5; i++) {
        k[i] = (struct kid){.ms = KID_FOREVER, .cleanup_ms = 10 * i};
        nursery_spawn(n, kid, &k[i]);
    }
    struct canceller c = {.n = n};
    nursery_spawn(n, cancel_soon, &c);
    TRY(nursery_close(n, NULL));
    for (int i = 0; i < 5; i++) {
        ck_assert(k[i].cancelled && k[i].ended);
        kid_forget(&k[i]);
    }
    ck_assert_int_eq(clock_now_ms(), 50);
    return checkpoint();
}

static struct error *close_one(void *arg)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, arg);
    return nursery_close(n, NULL);
}

// 1.70: asyncio's cancel of the owner reaches the children
EDGE_TEST(edge_a_request_to_an_owner_in_close_stops_the_children)
{
    struct kid k = {.ms = KID_FOREVER, .cleanup_ms = 5};
    struct nursery *n = nursery_open();
    nursery_spawn(n, close_one, &k);
    expect_ok(sleep_ms(10));
    struct kid *grandchild = &k;
    ck_assert(!grandchild->cancelled);
    struct canceller c = {.task = task_self()};
    nursery_spawn(n, cancel_soon, &c);
    struct error *err = nursery_close(n, NULL);
    expect_error(err, &CANCELLED);
    ck_assert(k.cancelled && k.ended);
    ck_assert_int_eq(clock_now_ms(), 25);
    ck_assert_uint_eq(scope_n_requests(task_self()), 1);
    kid_forget(&k);
    return checkpoint();
}

// 1.62, 1.70
EDGE_TEST(edge_a_request_that_stops_the_body_stops_the_children)
{
    struct kid k = {.ms = KID_FOREVER};
    struct canceller c = {.task = task_self()};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    nursery_spawn(n, cancel_soon, &c);
    struct error *err = nursery_close(n, sleep_forever());
    expect_error(err, &CANCELLED);
    ck_assert(k.cancelled);
    kid_forget(&k);
    return checkpoint();
}

// 1.5: the request waits for the next checkpoint
EDGE_TEST(edge_a_request_before_close_reaches_the_children)
{
    struct kid k = {.ms = KID_FOREVER};
    struct nursery *n = nursery_open();
    nursery_spawn_with(n, kid, &k, .eager = true);
    scope_request(task_self(), NULL);
    expect_error(nursery_close(n, NULL), &CANCELLED);
    ck_assert(k.cancelled);
    kid_forget(&k);
    return checkpoint();
}

// A shield is for the children; the owner hears of it afterwards.
EDGE_TEST(edge_a_request_to_the_owner_does_not_pass_a_shield)
{
    struct kid k = {.ms = 50};
    struct canceller c = {.task = task_self()};
    struct nursery *outer = nursery_open();
    nursery_spawn(outer, cancel_soon, &c);
    struct nursery *n = nursery_open_with(.shield = true);
    nursery_spawn(n, kid, &k);
    expect_ok(nursery_close(n, NULL));
    ck_assert(!k.cancelled && k.ended_at == 50);
    struct error *err = nursery_close(outer, checkpoint());
    expect_error(err, &CANCELLED);
    return checkpoint();
}

// A message is one message: cleaning up is not disturbed by a second one.
EDGE_TEST(edge_a_cancel_from_outside_is_told_to_each_child_once)
{
    struct event *done = event_new();
    struct scope *s = scope_enter((struct scope_options){0});
    struct nursery *n = nursery_open();
    struct kid k = {.ms = KID_FOREVER, .cleanup_ms = 100};
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(10));
    scope_cancel(s, NULL);
    struct error *err = sleep_forever();
    ck_assert(error_is(err, &CANCELLED));
    err = nursery_close(n, err);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert_int_eq(k.ended_at, 110);
    TRY(scope_leave(s, err));
    event_free(done);
    kid_forget(&k);
    return checkpoint();
}

static struct error *swallow_then_sleep(void *arg)
{
    expect_error(sleep_forever(), &CANCELLED);
    struct error *err = sleep_ms(100);
    ck_assert(err == NULL);
    *(bool *)arg = true;
    return NULL;
}

EDGE_TEST(edge_a_child_that_has_heard_may_wait_again_while_the_owner_closes)
{
    bool done = false;
    struct scope *s = scope_enter((struct scope_options){0});
    struct nursery *n = nursery_open();
    nursery_spawn(n, swallow_then_sleep, &done);
    expect_ok(sleep_ms(10));
    scope_cancel(s, NULL);
    struct error *err = nursery_close(n, sleep_forever());
    ck_assert(done);
    TRY(scope_leave(s, err));
    return checkpoint();
}

// 1.72
RUN_TEST(many_cancelled_by_an_outer_scope_are_one_cancelled)
{
    struct kid k[3] = {{.ms = 500}, {.ms = 500}, {.ms = 500}};
    struct scope *s = scope_enter((struct scope_options){0});
    struct nursery *n = nursery_open();
    for (int i = 0; i < 3; i++)
        nursery_spawn(n, kid, &k[i]);
    expect_ok(sleep_ms(10));
    scope_cancel(s, NULL);
    struct error *err = nursery_close(n, checkpoint());
    ck_assert_ptr_eq(error_kind(err), &CANCELLED);
    TRY(scope_leave(s, err));
    for (int i = 0; i < 3; i++)
        kid_forget(&k[i]);
    return checkpoint();
}

// 1.73
RUN_TEST(a_task_can_be_cancelled_by_two_nurseries_one_after_the_other)
{
    for (int i = 0; i < 2; i++) {
        struct kid k = {.ms = 1000};
        struct nursery *n = nursery_open();
        nursery_spawn(n, kid, &k);
        nursery_cancel(n);
        struct error *body = checkpoint();
        ck_assert(error_is(body, &CANCELLED));
        TRY(nursery_close(n, body));
        kid_forget(&k);
    }
    return checkpoint();
}

static struct error *cancel_own_scope(void *arg)
{
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(s, err));
    *(bool *)arg = true;
    return checkpoint();
}

// 1.76
RUN_TEST(cancelling_a_scope_inside_a_child_touches_nobody_else)
{
    bool done = false;
    struct kid k = {.ms = 10};
    struct nursery *n = nursery_open();
    nursery_spawn(n, cancel_own_scope, &done);
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(5));
    TRY(nursery_close(n, NULL));
    ck_assert(done && k.ended && !k.cancelled);
    return NULL;
}

// Decided: an outer cancel and an error together.
RUN_TEST(an_error_survives_a_cancel_from_outside)
{
    struct kid bad = {.ms = 500, .fails_late = &BROKEN}, k = {.ms = 500};
    struct scope *s = scope_enter((struct scope_options){0});
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &bad);
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(10));
    scope_cancel(s, NULL);
    struct error *err = nursery_close(n, checkpoint());
    ck_assert_uint_eq(errgroup_size(err), 2);
    ck_assert_ptr_eq(errgroup_member(err, 0), bad.err);
    ck_assert(error_is(errgroup_member(err, 1), &CANCELLED));
    expect_group(scope_leave(s, err), bad.err);
    kid_forget(&bad);
    kid_forget(&k);
    return checkpoint();
}

// Decided: with EDGE the message is sent again instead.
EDGE_TEST(edge_an_error_is_more_urgent_than_a_message_which_comes_again)
{
    struct kid bad = {.ms = 500, .fails_late = &BROKEN};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &bad);
    expect_ok(sleep_ms(10));
    scope_request(task_self(), "leave");
    struct error *body = sleep_forever();
    ck_assert(error_is(body, &CANCELLED));
    expect_group(nursery_close(n, body), bad.err);
    struct error *again = checkpoint();
    ck_assert_str_eq(error_reason(again)->text, "leave");
    expect_error(again, &CANCELLED);
    kid_forget(&bad);
    return checkpoint();
}

// Decided: it caught nothing.
RUN_TEST(a_cancelled_scope_whose_shielded_child_ends_well_caught_nothing)
{
    struct scope_result result;
    struct kid k = {.ms = 50};
    struct scope *s = scope_enter((struct scope_options){.result = &result});
    struct nursery *n = nursery_open_with(.shield = true);
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(10));
    scope_cancel(s, NULL);
    TRY(nursery_close(n, NULL));
    TRY(scope_leave(s, NULL));
    ck_assert(result.cancel_called && !result.cancelled_caught);
    ck_assert(k.ended && !k.cancelled);
    return NULL;
}

// 3.85
RUN_TEST(a_shielded_nursery_protects_children_and_body_alike)
{
    struct kid k = {.ms = 50};
    struct scope *s = scope_enter((struct scope_options){0});
    struct nursery *n = nursery_open_with(.shield = true);
    nursery_spawn(n, kid, &k);
    scope_cancel(s, NULL);
    expect_ok(sleep_ms(10));
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(k.ended_at, 50);
    return scope_leave(s, checkpoint());
}

struct child_task {
    struct task *self;
    bool cancelled;
};

static struct error *publish_and_sleep(void *arg)
{
    struct child_task *c = arg;
    c->self = task_self();
    struct error *err = sleep_forever();
    c->cancelled = error_is(err, &CANCELLED);
    return err;
}

// 1.77
EDGE_TEST(edge_a_child_cancelled_alone_is_no_failure)
{
    struct child_task c = {0};
    struct kid k = {.ms = 100};
    struct nursery *n = nursery_open();
    nursery_spawn(n, publish_and_sleep, &c);
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(10));
    ck_assert(scope_request(c.self, NULL));
    expect_ok(sleep_ms(10));
    ck_assert(c.cancelled);
    TRY(nursery_close(n, NULL));
    ck_assert(!k.cancelled && k.ended_at == 100);
    return checkpoint();
}

// 1.78
RUN_TEST(a_child_that_swallows_cancelled_ends_well)
{
    struct kid k = {.ms = 500, .swallows = true};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(10));
    nursery_cancel(n);
    TRY(nursery_close(n, NULL));
    ck_assert(k.cancelled && k.ended);
    kid_forget(&k);
    return NULL;
}

// 1.62: a cancel from outside that stopped only children
RUN_TEST(a_cancel_from_outside_that_stops_a_child_passes_close)
{
    struct kid k = {.ms = 500};
    struct scope *s = scope_enter((struct scope_options){0});
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(10));
    scope_cancel(s, NULL);
    struct error *err = nursery_close(n, NULL);
    ck_assert(error_is(err, &CANCELLED));
    kid_forget(&k);
    return scope_leave(s, err);
}

// 1.62
EDGE_TEST(edge_a_cancel_from_outside_that_stops_a_child_passes_close)
{
    struct kid k = {.ms = 500};
    struct scope_result result;
    struct scope *s = scope_enter((struct scope_options){.result = &result});
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(10));
    scope_cancel(s, NULL);
    struct error *err = nursery_close(n, NULL);
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(s, err));
    ck_assert(result.cancelled_caught);
    kid_forget(&k);
    return checkpoint();
}

// Decided: close is no cancel point
RUN_TEST(a_cancel_from_outside_that_stopped_nobody_is_not_told_by_close)
{
    struct kid k = {.ms = 500, .swallows = true};
    struct scope *s = scope_enter((struct scope_options){0});
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(10));
    scope_cancel(s, NULL);
    TRY(nursery_close(n, NULL));
    kid_forget(&k);
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    return scope_leave(s, err);
}

// A child born while its owner has not heard of the cancel belongs to it too.
EDGE_TEST(edge_a_child_born_while_a_message_is_on_its_way_gets_it)
{
    struct kid k = {.ms = KID_FOREVER};
    struct scope *s = scope_enter((struct scope_options){0});
    struct nursery *n = nursery_open();
    scope_cancel(s, NULL);
    nursery_spawn(n, kid, &k);
    struct error *err = nursery_close(n, NULL);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert(!k.began);
    TRY(scope_leave(s, err));
    return checkpoint();
}

// ... but one born after it has been heard does not: cleaning up may spawn.
EDGE_TEST(edge_children_for_cleaning_up_are_not_cancelled)
{
    struct kid k = {.ms = 50};
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    TRY(nursery_close(n, NULL));
    ck_assert(k.ended && !k.cancelled);
    TRY(scope_leave(s, err));
    return checkpoint();
}

// 3.126
RUN_TEST(a_nursery_can_be_cancelled_with_a_text)
{
    struct kid k = {.ms = KID_FOREVER};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(10));
    scope_cancel(nursery_scope(n), "we are closing");
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(k.why->source, CANCEL_EXPLICIT);
    ck_assert_str_eq(k.why->text, "we are closing");
    ck_assert_str_eq(k.why->task, "main");
    kid_forget(&k);
    return NULL;
}

RUN_TEST(a_nursery_can_have_a_deadline)
{
    struct kid k = {.ms = 1000};
    struct nursery *n = nursery_open();
    scope_set_deadline(nursery_scope(n), after_ms(30));
    nursery_spawn(n, kid, &k);
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(clock_now_ms(), 30);
    ck_assert_int_eq(k.why->source, CANCEL_DEADLINE);
    kid_forget(&k);
    return NULL;
}

// Growth: cancelling asks each abort hook once.
static size_t n_hooks;

static enum abort count_hook(struct task *task, void *arg)
{
    (void)task;
    (void)arg;
    n_hooks++;
    return ABORT_SUCCEEDED;
}

static struct error *park_counted(void *arg)
{
    return task_park(count_hook, arg);
}

IN_ORDER_TEST(cancelling_asks_each_of_ten_thousand_waiting_tasks_once)
{
    struct scope *s = scope_enter((struct scope_options){0});
    struct nursery *n = nursery_open();
    for (int i = 0; i < 10000; i++)
        nursery_spawn(n, park_counted, NULL);
    expect_ok(task_wait_all_parked());
    nursery_cancel(n);
    nursery_cancel(n);
    scope_cancel(s, NULL);
    ck_assert_uint_eq(n_hooks, 10000);
    return scope_leave(s, nursery_close(n, NULL));
}

static struct error *main_with_left_over(void *arg)
{
    struct task *task = task_go(close_one, arg);
    task_forget(task);
    return sleep_ms(10);
}

// A nursery that nobody waits for is stopped at the end of the run.
TEST(at_the_end_of_the_run_a_nursery_left_over_is_cancelled)
{
    for (int mode = LEVEL; mode <= EDGE; mode++) {
        struct kid k = {.ms = KID_FOREVER};
        struct loop_left left;
        struct loop_options options = {
            .virtual_clock = true, .cancellation = mode, .left = &left};
        ck_assert(loop_run(main_with_left_over, &k, &options) == NULL);
        ck_assert(k.cancelled);
        ck_assert_int_eq(k.why->source, CANCEL_SHUTDOWN);
        ck_assert_uint_eq(left.tasks + left.scopes + left.errors, 0);
        kid_forget(&k);
    }
}

static struct error *wait_in_body(void *arg)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, arg);
    struct error *err = nursery_close(n, sleep_forever());
    ck_assert(error_is(err, &CANCELLED));
    return err;
}

static struct error *main_with_waiting_body(void *arg)
{
    task_forget(task_go(wait_in_body, arg));
    return sleep_ms(10);
}

TEST(at_the_end_of_the_run_a_waiting_body_is_cancelled_too)
{
    for (int mode = LEVEL; mode <= EDGE; mode++) {
        struct kid k = {.ms = KID_FOREVER};
        struct loop_left left;
        struct loop_options options = {
            .virtual_clock = true, .cancellation = mode, .left = &left};
        ck_assert(loop_run(main_with_waiting_body, &k, &options) == NULL);
        ck_assert(k.cancelled);
        ck_assert_uint_eq(left.tasks + left.scopes + left.errors, 0);
        kid_forget(&k);
    }
}
// private: linnet-0f5d3f897d262c7d
