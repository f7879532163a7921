// nursery_start: a child that says when it is ready.
#include "suite.h"
#include "kid.h"
#include "loop.h"
#include <string.h>

// A child for nursery_start: prepares, says that it is ready, goes on.
struct server {
    int64_t prepare_ms;
    const struct kind *fails_early; // instead of saying that it is ready
    bool silent;                    // ends well instead of saying it
    void *value;
    int64_t serve_ms;
    const struct kind *fails_late;

    bool began, started, cancelled, ended;
    struct task *parent_before, *parent_after;
    struct error *err; // what it failed with, but for CANCELLED; borrowed
};

static struct error *serve_to_the_end(struct server *s)
{
    s->began = true;
    s->parent_before = task_self()->parent;
    TRY(sleep_ms(s->prepare_ms));
    if (s->fails_early != NULL)
        return s->err = error_new(s->fails_early, "while preparing");
    if (s->silent)
        return NULL;
    TRY(nursery_started(s->value));
    s->started = true;
    s->parent_after = task_self()->parent;
    TRY(sleep_ms(s->serve_ms));
    if (s->fails_late != NULL)
        return s->err = error_new(s->fails_late, "while serving");
    return NULL;
}

static struct error *serve(void *arg)
{
    struct server *s = arg;
    struct error *err = serve_to_the_end(s);
    s->cancelled = error_is(err, &CANCELLED);
    s->ended = true;
    return err;
}

// 1.82, 1.83
RUN_TEST(start_returns_when_the_child_is_ready_with_its_value)
{
    struct server s = {.prepare_ms = 10, .value = "port", .serve_ms = 20};
    void *value = NULL;
    struct nursery *n = nursery_open();
    expect_ok(nursery_start(n, serve, &s, &value));
    ck_assert_int_eq(clock_now_ms(), 10);
    ck_assert_str_eq(value, "port");
    ck_assert_uint_eq(nursery_n_children(n), 1);
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(clock_now_ms(), 30);
    return NULL;
}

// 1.82
RUN_TEST(a_child_may_start_without_a_value_and_nobody_need_ask_for_one)
{
    struct server a = {0}, b = {0};
    void *value = &value;
    struct nursery *n = nursery_open();
    expect_ok(nursery_start(n, serve, &a, &value));
    ck_assert_ptr_null(value);
    expect_ok(nursery_start(n, serve, &b, NULL));
    return nursery_close(n, NULL);
}

static struct error *start_twice(void *arg)
{
    TRY(nursery_started("first"));
    expect_error(nursery_started("second"), &MISUSE);
    TRY(sleep_ms(10));
    expect_error(nursery_started("third"), &MISUSE);
    *(bool *)arg = true;
    return NULL;
}

// 1.84
RUN_TEST(saying_it_twice_is_an_error_of_the_child_and_the_first_value_stands)
{
    bool done = false;
    void *value = NULL;
    struct nursery *n = nursery_open();
    expect_ok(nursery_start(n, start_twice, &done, &value));
    ck_assert_str_eq(value, "first");
    TRY(nursery_close(n, NULL));
    ck_assert(done);
    return NULL;
}

// 1.85
RUN_TEST(a_failure_before_it_is_ready_is_the_starters_and_in_no_group)
{
    struct server s = {.prepare_ms = 10, .fails_early = &BROKEN};
    struct kid k = {.ms = 20};
    void *value = "untouched";
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    struct error *err = nursery_start(n, serve, &s, &value);
    ck_assert_ptr_eq(err, s.err);
    error_free(err);
    ck_assert_str_eq(value, "untouched");
    ck_assert_uint_eq(nursery_n_children(n), 1);
    TRY(nursery_close(n, NULL));
    ck_assert(!k.cancelled);
    return NULL;
}

// 1.86
RUN_TEST(a_child_that_ends_without_saying_it_is_a_misuse)
{
    struct server s = {.silent = true};
    void *value = "untouched";
    struct nursery *n = nursery_open();
    expect_error(nursery_start(n, serve, &s, &value), &MISUSE);
    ck_assert_str_eq(value, "untouched");
    ck_assert_uint_eq(nursery_n_children(n), 0);
    return nursery_close(n, NULL);
}

// 1.87
RUN_TEST(a_failure_after_it_is_ready_comes_out_of_the_nursery)
{
    struct server s = {.serve_ms = 10, .fails_late = &BROKEN};
    struct nursery *n = nursery_open();
    expect_ok(nursery_start(n, serve, &s, NULL));
    struct error *body = sleep_forever();
    ck_assert_int_eq(clock_now_ms(), 10);
    expect_group(nursery_close(n, body), s.err);
    return NULL;
}

// 1.88, M5
RUN_TEST(a_cancelled_starter_waits_for_the_child_which_is_cancelled_too)
{
    struct kid k = {.ms = 1000, .cleanup_ms = 50};
    struct nursery *n = nursery_open();
    struct scope *s =
        scope_enter((struct scope_options){.deadline = after_ms(10)});
    struct error *err = nursery_start(n, kid, &k, NULL);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert(k.began && k.cancelled && k.ended);
    ck_assert_int_eq(clock_now_ms(), 60);
    expect_ok(scope_leave(s, err));
    ck_assert_uint_eq(nursery_n_children(n), 0);
    kid_forget(&k);
    return nursery_close(n, NULL);
}

// 1.88
EDGE_TEST(edge_a_cancelled_starter_waits_for_the_child_which_is_cancelled_too)
{
    struct kid k = {.ms = 1000, .cleanup_ms = 50};
    struct nursery *n = nursery_open();
    struct scope *s =
        scope_enter((struct scope_options){.deadline = after_ms(10)});
    struct error *err = nursery_start(n, kid, &k, NULL);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert(k.cancelled && k.ended);
    expect_ok(scope_leave(s, err));
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(clock_now_ms(), 60);
    kid_forget(&k);
    return checkpoint();
}

static struct error *request_soon(void *arg)
{
    TRY(sleep_ms(10));
    ck_assert(scope_request(arg, NULL));
    return NULL;
}

// 1.88
EDGE_TEST(edge_a_request_to_the_starter_reaches_the_child)
{
    struct kid k = {.ms = KID_FOREVER};
    struct nursery *n = nursery_open();
    nursery_spawn(n, request_soon, task_self());
    expect_error(nursery_start(n, kid, &k, NULL), &CANCELLED);
    ck_assert(k.cancelled);
    kid_forget(&k);
    TRY(nursery_close(n, NULL));
    return checkpoint();
}

// Decided: it starts, and runs to its first checkpoint; with EDGE it does not.
RUN_TEST(start_in_a_cancelled_scope_runs_the_child_to_its_first_checkpoint)
{
    struct server s = {.prepare_ms = 10};
    struct nursery *n = nursery_open();
    struct scope *scope = scope_enter((struct scope_options){0});
    scope_cancel(scope, NULL);
    struct error *err = nursery_start(n, serve, &s, NULL);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert(s.began && s.cancelled && !s.started);
    expect_ok(scope_leave(scope, err));
    return nursery_close(n, NULL);
}

EDGE_TEST(edge_start_in_a_cancelled_scope_does_not_run_the_child)
{
    struct server s = {.prepare_ms = 10};
    struct nursery *n = nursery_open();
    struct scope *scope = scope_enter((struct scope_options){0});
    scope_cancel(scope, NULL);
    struct error *err = nursery_start(n, serve, &s, NULL);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert(!s.began);
    expect_ok(scope_leave(scope, err));
    TRY(nursery_close(n, NULL));
    return checkpoint();
}

// A child that says it is ready though its starter is being cancelled.
static struct error *start_anyway(void *arg)
{
    expect_error(sleep_forever(), &CANCELLED);
    TRY(nursery_started("late"));
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    *(bool *)arg = true;
    return err;
}

// 1.88, M5: trio keeps it in the hidden nursery as well
RUN_TEST(a_child_that_is_ready_after_the_cancel_still_ends_with_the_starter)
{
    bool done = false;
    struct nursery *n = nursery_open();
    struct scope *s =
        scope_enter((struct scope_options){.deadline = after_ms(10)});
    struct error *err = nursery_start(n, start_anyway, &done, NULL);
    ck_assert(done && error_is(err, &CANCELLED));
    ck_assert_uint_eq(nursery_n_children(n), 0);
    expect_ok(scope_leave(s, err));
    return nursery_close(n, NULL);
}

static struct error *swallow_and_say_it(void *arg)
{
    (void)arg;
    expect_error(sleep_forever(), &CANCELLED);
    TRY(nursery_started("too late"));
    return NULL;
}

// 1.88: as trio has it
RUN_TEST(a_child_that_is_ready_too_late_and_ends_is_no_success)
{
    void *value = "untouched";
    struct nursery *n = nursery_open();
    struct scope *s =
        scope_enter((struct scope_options){.deadline = after_ms(10)});
    struct error *err = nursery_start(n, swallow_and_say_it, NULL, &value);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert_str_eq(value, "untouched");
    expect_ok(scope_leave(s, err));
    return nursery_close(n, NULL);
}

struct far {
    struct nursery *n;
    struct server server;
    struct error *err; // what start gave, NULL or borrowed
    bool returned;
};

static struct error *start_from_afar(void *arg)
{
    struct far *far = arg;
    far->err = nursery_start(far->n, serve, &far->server, NULL);
    far->returned = true;
    return far->err;
}

// 1.83, M5: close counts the child that is on its way
RUN_TEST(close_waits_for_a_child_that_somebody_else_is_starting)
{
    struct nursery *outer = nursery_open();
    struct far far = {.n = nursery_open(),
                      .server = {.prepare_ms = 30, .serve_ms = 40}};
    nursery_spawn(outer, start_from_afar, &far);
    while (!far.server.began) // lint: allow polling it tells nobody
        checkpoint_shielded();
    ck_assert_uint_eq(nursery_n_children(far.n), 0);
    expect_ok(nursery_close(far.n, NULL));
    ck_assert(far.server.ended);
    ck_assert_int_eq(clock_now_ms(), 70);
    return nursery_close(outer, NULL);
}

RUN_TEST(close_goes_on_when_a_child_that_was_being_started_fails)
{
    struct nursery *outer = nursery_open_with(.collect_all = true);
    struct far far = {.n = nursery_open(),
                      .server = {.prepare_ms = 30, .fails_early = &BROKEN}};
    nursery_spawn(outer, start_from_afar, &far);
    while (!far.server.began) // lint: allow polling it tells nobody
        checkpoint_shielded();
    expect_ok(nursery_close(far.n, NULL));
    ck_assert_int_eq(clock_now_ms(), 30);
    expect_group(nursery_close(outer, NULL), far.server.err);
    return NULL;
}

// 1.97
RUN_TEST(the_parent_is_the_starter_first_and_then_the_owner)
{
    struct nursery *outer = nursery_open(), *n = nursery_open();
    struct far far = {.n = n, .server = {.prepare_ms = 10, .serve_ms = 10}};
    nursery_spawn(outer, start_from_afar, &far);
    expect_ok(sleep_ms(15));
    ck_assert_ptr_eq(far.server.parent_after, task_self());
    ck_assert_ptr_nonnull(far.server.parent_before);
    ck_assert_ptr_ne(far.server.parent_before, task_self());
    expect_ok(nursery_close(n, NULL));
    return nursery_close(outer, NULL);
}

// 1.101
RUN_TEST(a_failing_sibling_cancels_a_body_that_waits_in_start)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN};
    struct server s = {.prepare_ms = 100};
    struct nursery *outer = nursery_open(), *inner = nursery_open();
    nursery_spawn(inner, kid, &bad);
    struct error *body = nursery_start(outer, serve, &s, NULL);
    ck_assert(error_is(body, &CANCELLED));
    ck_assert(s.cancelled && !s.started);
    expect_group(nursery_close(inner, body), bad.err);
    TRY(nursery_close(outer, NULL));
    ck_assert_int_eq(clock_now_ms(), 10);
    return NULL;
}

// 3.123
RUN_TEST(a_start_that_fails_in_the_body_cancels_with_the_owners_name)
{
    struct server s = {.fails_early = &BROKEN};
    struct kid k = {.ms = KID_FOREVER};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    struct error *body = nursery_start(n, serve, &s, NULL);
    expect_group(nursery_close(n, body), s.err);
    ck_assert_str_eq(k.why->task, "main");
    ck_assert_int_eq(k.why->source, CANCEL_NURSERY);
    kid_forget(&k);
    return NULL;
}

// 1.94
RUN_TEST(a_function_for_start_may_also_be_spawned_or_called)
{
    struct server a = {.prepare_ms = 10}, b = {.prepare_ms = 10};
    struct nursery *n = nursery_open();
    nursery_spawn(n, serve, &a);
    TRY(nursery_close(n, NULL));
    TRY(serve(&b));
    ck_assert(a.started && b.started && a.ended && b.ended);
    return NULL;
}

static struct error *start_in_turn(void *arg)
{
    struct server *inner = arg;
    struct nursery *n = nursery_open();
    struct error *err = nursery_start(n, serve, inner, NULL);
    if (err == NULL)
        err = nursery_started("outer");
    return nursery_close(n, err);
}

RUN_TEST(a_child_being_started_may_start_children_of_its_own)
{
    struct server inner = {.prepare_ms = 10, .serve_ms = 100};
    void *value = NULL;
    struct nursery *n = nursery_open();
    expect_ok(nursery_start(n, start_in_turn, &inner, &value));
    ck_assert_str_eq(value, "outer");
    ck_assert_int_eq(clock_now_ms(), 10);
    nursery_cancel(n);
    TRY(nursery_close(n, NULL));
    ck_assert(inner.cancelled);
    return NULL;
}

static struct error *ready_inside_a_scope(void *arg)
{
    struct scope *s = scope_enter((struct scope_options){0});
    TRY(nursery_started(NULL));
    struct error *err = sleep_forever();
    *(bool *)arg = error_is(err, &CANCELLED);
    return scope_leave(s, err);
}

// 3.99: the scopes of the child move with it
RUN_TEST(a_child_that_is_ready_inside_a_scope_of_its_own_obeys_its_new_nursery)
{
    bool cancelled = false;
    struct nursery *n = nursery_open();
    struct scope *s = scope_enter((struct scope_options){0});
    expect_ok(nursery_start(n, ready_inside_a_scope, &cancelled, NULL));
    scope_cancel(s, NULL);
    expect_ok(scope_leave(s, NULL));
    checkpoint_shielded();
    ck_assert(!cancelled);
    expect_ok(sleep_ms(10));
    nursery_cancel(n);
    TRY(nursery_close(n, NULL));
    ck_assert(cancelled);
    return NULL;
}

EDGE_TEST(edge_a_child_that_is_ready_inside_a_scope_obeys_its_new_nursery)
{
    bool cancelled = false;
    struct nursery *n = nursery_open();
    expect_ok(nursery_start(n, ready_inside_a_scope, &cancelled, NULL));
    expect_ok(sleep_ms(10));
    nursery_cancel(n);
    TRY(nursery_close(n, NULL));
    ck_assert(cancelled);
    return checkpoint();
}

// 3.99
RUN_TEST(starting_into_a_cancelled_nursery_moves_the_child_and_cancels_it)
{
    struct server s = {.prepare_ms = 10, .serve_ms = 1000};
    struct nursery *outer = nursery_open(), *n = nursery_open();
    struct far far = {.n = n, .server = s};
    nursery_spawn(outer, start_from_afar, &far);
    while (!far.server.began) // lint: allow polling it tells nobody
        checkpoint_shielded();
    nursery_cancel(n);
    expect_ok(nursery_close(n, NULL));
    ck_assert(far.server.started && far.server.cancelled);
    TRY(nursery_close(outer, NULL));
    ck_assert(far.returned && far.err == NULL);
    ck_assert_int_eq(clock_now_ms(), 10);
    return NULL;
}

// 3.99
EDGE_TEST(edge_starting_into_a_cancelled_nursery_moves_the_child_and_cancels_it)
{
    struct nursery *outer = nursery_open(), *n = nursery_open();
    struct far far = {.n = n, .server = {.prepare_ms = 10, .serve_ms = 1000}};
    nursery_spawn(outer, start_from_afar, &far);
    while (!far.server.began) // lint: allow polling it tells nobody
        checkpoint_shielded();
    nursery_cancel(n);
    expect_ok(nursery_close(n, NULL));
    ck_assert(far.server.started && far.server.cancelled);
    TRY(nursery_close(outer, NULL));
    ck_assert_int_eq(clock_now_ms(), 10);
    return checkpoint();
}

static struct error *ready_below_its_scope(void *arg)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, arg);
    struct error *err = nursery_started(NULL);
    return nursery_close(n, err);
}

// 3.99
EDGE_TEST(edge_what_a_started_child_has_spawned_is_cancelled_with_it)
{
    struct kid k = {.ms = KID_FOREVER};
    struct nursery *n = nursery_open();
    nursery_cancel(n);
    expect_error(checkpoint(), &CANCELLED);
    expect_ok(nursery_start(n, ready_below_its_scope, &k, NULL));
    TRY(nursery_close(n, NULL));
    ck_assert(!k.began || k.cancelled);
    kid_forget(&k);
    return checkpoint();
}

static struct error *swallow_and_serve(void *arg)
{
    expect_error(sleep_forever(), &CANCELLED);
    TRY(nursery_started("at last"));
    TRY(sleep_ms(100));
    *(bool *)arg = true;
    return NULL;
}

EDGE_TEST(edge_a_child_that_swallowed_the_message_and_is_ready_moves)
{
    bool served = false;
    void *value = NULL;
    struct nursery *n = nursery_open();
    struct scope *s =
        scope_enter((struct scope_options){.deadline = after_ms(10)});
    expect_ok(nursery_start(n, swallow_and_serve, &served, &value));
    ck_assert_str_eq(value, "at last");
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    expect_ok(scope_leave(s, err));
    TRY(nursery_close(n, NULL));
    ck_assert(served);
    return checkpoint();
}

EDGE_TEST(edge_start_works_as_ever_once_a_cancel_has_been_heard)
{
    struct server server = {.prepare_ms = 10, .serve_ms = 20};
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    struct error *err = checkpoint();
    struct nursery *n = nursery_open();
    expect_ok(nursery_start(n, serve, &server, NULL));
    ck_assert_int_eq(clock_now_ms(), 10);
    TRY(nursery_close(n, NULL));
    ck_assert(!server.cancelled);
    TRY(scope_leave(s, err));
    return checkpoint();
}

static struct error *abuse(void *arg)
{
    struct nursery *hidden = nursery_of_task(task_self()->parent, 1);
    struct kid *k = arg;
    nursery_spawn(hidden, kid, &k[0]);
    nursery_spawn(hidden, kid, &k[1]);
    return sleep_forever();
}

// 1.120
RUN_TEST(errors_of_tasks_smuggled_into_the_hidden_nursery_are_reported)
{
    struct kid k[] = {{.ms = 10, .fails = &BROKEN},
                      {.ms = 1000, .fails_late = &DENIED}};
    struct nursery *n = nursery_open();
    struct error *err = nursery_start(n, abuse, k, NULL);
    ck_assert(error_is(err, &MISUSE));
    struct error *group = error_cause(err);
    ck_assert(errgroup_is(group));
    ck_assert_ptr_eq(errgroup_member(group, 0), k[0].err);
    ck_assert_ptr_eq(errgroup_member(group, 1), k[1].err);
    error_free(err);
    kid_forget(&k[1]);
    return nursery_close(n, NULL);
}

// 1.93
ABORT_TEST(starting_into_a_closed_nursery_is_a_bug)
{
    struct server s = {0};
    struct nursery *n = nursery_open();
    TRY(nursery_close(n, NULL));
    return nursery_start(n, serve, &s, NULL);
}

// 1.102
ABORT_TEST(starting_no_function_is_a_bug)
{
    struct nursery *n = nursery_open();
    task_fn *none = NULL;
    expect_ok(nursery_start(n, none, NULL, NULL));
    return nursery_close(n, NULL);
}
// private: linnet-0f5d3f897d262c7d
