// Programs with nurseries, scopes, events and start, cancelled at every wait.
#include "sweep.h"
#include "errgroup.h"
#include "event.h"
#include "scope.h"
#include <stdlib.h>

// Sleeps for "20" ms.
static struct error *sleeper(void *arg)
{
    return sleep_ms(atoi(arg));
}

// Fails after "20" ms, cancelled or not.
static struct error *failer(void *arg)
{
    struct error *err = sleep_ms(atoi(arg));
    error_free(err); // lint: allow swallowed-cancel cancelled or not
    return sweep_error("as intended");
}

// Fails after "20" ms unless it is cancelled.
static struct error *late_failer(void *arg)
{
    TRY(sleep_ms(atoi(arg)));
    return sweep_error("in the end");
}

// Cleans up for "20" ms when it is cancelled.
static struct error *tidy(void *arg)
{
    struct error *err = sleep_ms(50);
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    struct error *failed = sleep_ms(atoi(arg));
    ck_assert(failed == NULL);
    failed = scope_leave(s, NULL);
    ck_assert(failed == NULL);
    return err;
}

static struct error *stubborn(void *arg)
{
    int ms = atoi(arg);
    for (int i = 0; i < 3; i++)
        error_free(sleep_ms(ms)); // lint: allow swallowed-cancel it is stubborn
    return NULL;
}

SWEEP_TEST(children_that_sleep)
{
    struct block b;
    block_open(&b);
    block_spawn(&b, sleeper, "10");
    block_spawn(&b, sleeper, "20");
    block_spawn_eager(&b, sleeper, "30");
    struct error *body = sleep_ms(5);
    return block_close(&b, body);
}

SWEEP_TEST(children_that_fail)
{
    struct block b;
    block_open(&b);
    block_spawn(&b, failer, "10");
    block_spawn(&b, late_failer, "10");
    block_spawn(&b, failer, "20");
    block_spawn(&b, sleeper, "1000");
    return block_close(&b, NULL);
}

SWEEP_TEST(a_body_that_fails)
{
    struct block b;
    block_open(&b);
    block_spawn(&b, sleeper, "1000");
    block_spawn(&b, tidy, "10");
    struct error *body = sleep_ms(5);
    if (body == NULL)
        body = sweep_error("the body");
    return block_close(&b, body);
}

SWEEP_TEST(children_that_clean_up_and_some_that_do_not_listen)
{
    struct block b;
    block_open(&b);
    block_spawn(&b, tidy, "10");
    block_spawn(&b, stubborn, "30");
    block_spawn(&b, late_failer, "40");
    return block_close(&b, NULL);
}

static struct error *nest(void *arg)
{
    int depth = atoi(arg);
    struct block b;
    block_open(&b);
    block_spawn(&b, depth > 1 ? nest : late_failer, depth > 2 ? "2" : "1");
    block_spawn(&b, sleeper, "10");
    struct error *body = checkpoint();
    return block_close(&b, body);
}

SWEEP_TEST(nurseries_in_nurseries)
{
    struct block b;
    block_open(&b);
    block_spawn(&b, nest, "3");
    block_spawn(&b, tidy, "5");
    return block_close(&b, NULL);
}

SWEEP_TEST(a_failure_handled_in_between)
{
    struct block outer, inner;
    block_open(&outer);
    block_spawn(&outer, sleeper, "30");
    block_open(&inner);
    block_spawn(&inner, failer, "10");
    struct error *err = block_close(&inner, NULL);
    struct errgroup_try *t = errgroup_try(err);
    except(t, &BROKEN, caught)
    {
        sweep_handled(error_ref(caught));
    }
    return block_close(&outer, errgroup_end(t));
}

SWEEP_TEST(a_nursery_that_cancels_itself)
{
    struct block b;
    block_open(&b);
    block_spawn(&b, sleeper, "1000");
    block_spawn(&b, tidy, "10");
    struct error *body = sleep_ms(10);
    nursery_cancel(b.n);
    block_spawn(&b, sleeper, "1000");
    return block_close(&b, body);
}

SWEEP_TEST(a_shielded_nursery)
{
    struct block b;
    block_open_shielded(&b);
    block_spawn(&b, sleeper, "10");
    block_spawn(&b, late_failer, "20");
    struct error *body = sleep_ms(5);
    return block_close(&b, body);
}

static struct error *server(void *arg)
{
    TRY(sleep_ms(10));
    TRY(nursery_started(NULL));
    return sleep_ms(atoi(arg));
}

static struct error *dying_server(void *arg)
{
    (void)arg;
    error_free(sleep_ms(10)); // lint: allow swallowed-cancel cancelled or not
    return sweep_error("before it was ready");
}

SWEEP_TEST(a_child_that_is_started)
{
    struct block b;
    block_open(&b);
    struct error *body = block_start(&b, server, "20");
    if (body == NULL)
        body = block_start(&b, server, "5");
    return block_close(&b, body);
}

SWEEP_TEST(a_child_that_fails_before_it_is_ready)
{
    struct block b;
    block_open(&b);
    block_spawn(&b, sleeper, "1000");
    struct error *body = block_start(&b, dying_server, NULL);
    return block_close(&b, body);
}

static struct error *nested_server(void *arg)
{
    struct block b;
    block_open(&b);
    struct error *body = block_start(&b, server, arg);
    if (body == NULL)
        body = nursery_started(NULL);
    return block_close(&b, body);
}

SWEEP_TEST(a_started_child_that_starts_another)
{
    struct block b;
    block_open(&b);
    block_spawn(&b, late_failer, "25");
    struct error *body = block_start(&b, nested_server, "50");
    return block_close(&b, body);
}

static struct error *start_far(void *arg)
{
    return block_start(arg, server, "20");
}

// Eagerly, so that the far block cannot be closed before.
SWEEP_TEST(a_child_that_somebody_else_starts)
{
    struct block near, far;
    block_open(&near);
    block_open(&far);
    block_spawn_eager(&near, start_far, &far);
    struct error *err = block_close(&far, NULL);
    return block_close(&near, err);
}

static struct error *waiter(void *arg)
{
    return event_wait(arg);
}

SWEEP_TEST(waiters_for_an_event)
{
    struct event *event = event_new();
    struct block b;
    block_open(&b);
    for (int i = 0; i < 3; i++)
        block_spawn(&b, waiter, event);
    struct error *body = sleep_ms(10);
    event_set(event);
    struct error *err = block_close(&b, body);
    ck_assert_uint_eq(event_n_waiting(event), 0);
    event_free(event);
    return err;
}

SWEEP_TEST(deadlines_in_deadlines)
{
    struct scope *outer =
        scope_enter((struct scope_options){.deadline = after_ms(30)});
    struct scope *inner = scope_enter(
        (struct scope_options){.deadline = after_ms(10), .fail = true});
    struct error *err = scope_leave(inner, sleep_ms(20));
    if (error_is(err, &TIMEOUT)) {
        error_free(err);
        err = sleep_ms(100);
    }
    return scope_leave(outer, err);
}

static struct error *timed_block(void *arg)
{
    struct block b;
    block_open(&b);
    block_spawn(&b, sleeper, arg);
    block_spawn(&b, tidy, "10");
    block_spawn(&b, late_failer, "20");
    return block_close(&b, NULL);
}

SWEEP_TEST(a_block_with_a_time_limit)
{
    TRY(move_on_after(10, timed_block, "1000", NULL));
    TRY(move_on_after(15, timed_block, "5", NULL));
    return fail_after(1000, timed_block, "5", NULL);
}

SWEEP_TEST(a_shield_raised_and_lifted)
{
    struct scope *s = scope_enter((struct scope_options){0});
    struct block b;
    block_open(&b);
    block_spawn(&b, sleeper, "20");
    struct error *body = sleep_ms(5);
    scope_shield(s, true);
    if (body == NULL)
        body = sleep_ms(5);
    struct error *err = checkpoint();
    if (body == NULL)
        body = err;
    else
        error_free(err);
    scope_shield(s, false);
    return scope_leave(s, block_close(&b, body));
}

static struct error *spawn_more(void *arg)
{
    struct block *b = arg;
    TRY(sleep_ms(5));
    block_spawn(b, late_failer, "10");
    block_spawn(b, tidy, "3");
    return NULL;
}

SWEEP_TEST(children_that_spawn_siblings)
{
    struct block b;
    block_open(&b);
    block_spawn(&b, spawn_more, &b);
    block_spawn(&b, spawn_more, &b);
    return block_close(&b, NULL);
}

static struct error *cancel_block(void *arg)
{
    TRY(sleep_ms(10));
    nursery_cancel(((struct block *)arg)->n);
    return sweep_error("after the cancel");
}

SWEEP_TEST(a_child_that_cancels_its_nursery_and_fails)
{
    struct block b;
    block_open(&b);
    block_spawn(&b, cancel_block, &b);
    block_spawn(&b, failer, "50");
    block_spawn(&b, tidy, "5");
    return block_close(&b, NULL);
}
// private: linnet-0f5d3f897d262c7d
