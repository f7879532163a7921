// EDGE cancellation: a cancel is a message, heard once.
#include "suite.h"
#include "kid.h"
#include "loop.h"
#include <string.h>

static struct scope *enter(void)
{
    return scope_enter((struct scope_options){0});
}

static size_t requests(void)
{
    return scope_n_requests(task_self());
}

// ---- one message -----------------------------------------------------------

EDGE_TEST(a_cancel_fails_one_checkpoint_and_the_next_ones_succeed)
{
    struct scope *s = enter();
    scope_cancel(s, NULL);
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    TRY(checkpoint());
    TRY(sleep_ms(10));
    return scope_leave(s, err);
}

EDGE_TEST(a_scope_takes_out_the_cancelled_that_it_sent)
{
    struct scope_result result;
    struct scope *s = scope_enter((struct scope_options){.result = &result});
    scope_cancel(s, NULL);
    TRY(scope_leave(s, checkpoint()));
    ck_assert(result.cancel_called && result.cancelled_caught);
    ck_assert_uint_eq(requests(), 0);
    return checkpoint();
}

// 3.119
EDGE_TEST(a_message_not_heard_before_the_end_of_the_scope_is_withdrawn)
{
    struct scope *s = enter();
    scope_cancel(s, NULL);
    TRY(scope_leave(s, NULL));
    ck_assert_uint_eq(requests(), 0);
    return checkpoint();
}

// 3.113
EDGE_TEST(cancels_of_nested_scopes_are_all_taken_back)
{
    struct scope *a = enter(), *b = enter(), *c = enter();
    scope_cancel(c, NULL);
    scope_cancel(a, NULL);
    scope_cancel(b, NULL);
    ck_assert_uint_eq(requests(), 3);
    struct error *err = checkpoint();
    err = scope_leave(b, scope_leave(c, err));
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(a, err));
    ck_assert_uint_eq(requests(), 0);
    return checkpoint();
}

// The outer message stays when the inner scope is left.
EDGE_TEST(an_outer_cancel_that_came_second_is_not_withdrawn_with_the_first)
{
    struct scope *outer = enter(), *inner = enter();
    scope_cancel(inner, NULL);
    scope_cancel(outer, NULL);
    TRY(scope_leave(inner, NULL));
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(outer, err));
    return checkpoint();
}

EDGE_TEST(an_outer_cancel_that_came_first_is_not_withdrawn_with_the_second)
{
    struct scope *outer = enter(), *inner = enter();
    scope_cancel(outer, NULL);
    scope_cancel(inner, NULL);
    TRY(scope_leave(inner, NULL));
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(outer, err));
    return checkpoint();
}

// The outer one was heard, so only the inner one's is left to withdraw.
EDGE_TEST(an_inner_message_is_withdrawn_though_the_outer_one_was_heard)
{
    struct scope *outer = enter(), *inner = enter();
    scope_cancel(outer, NULL);
    struct error *err = checkpoint();
    scope_cancel(inner, NULL);
    err = scope_leave(inner, err);
    ck_assert(error_is(err, &CANCELLED));
    TRY(checkpoint());
    return scope_leave(outer, err);
}

EDGE_TEST(a_message_that_was_on_its_way_when_a_scope_was_entered_is_not_its_own)
{
    struct scope *outer = enter();
    scope_cancel(outer, NULL);
    struct scope *inner = enter();
    scope_cancel(inner, NULL);
    struct error *err = scope_leave(inner, checkpoint());
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(outer, err));
    return checkpoint();
}

EDGE_TEST(a_message_on_its_way_survives_a_scope_cancelled_and_left_meanwhile)
{
    ck_assert(scope_request(task_self(), "go"));
    struct scope *s = enter();
    scope_cancel(s, NULL);
    TRY(scope_leave(s, NULL));
    struct error *err = checkpoint();
    ck_assert_str_eq(error_reason(err)->text, "go");
    expect_error(err, &CANCELLED);
    return checkpoint();
}

// ---- timeouts --------------------------------------------------------------

static struct error *nap(void *arg)
{
    return sleep_ms(*(int *)arg);
}

EDGE_TEST(a_deadline_makes_a_timeout)
{
    int ms = 100;
    bool stopped = false;
    expect_error(fail_after(10, nap, &ms, NULL), &TIMEOUT);
    TRY(move_on_after(10, nap, &ms, &stopped));
    ck_assert(stopped);
    ck_assert_int_eq(clock_now_ms(), 20);
    TRY(move_on_after(0, nap, &ms, &stopped));
    ck_assert(stopped);
    ck_assert_uint_eq(requests(), 0);
    return checkpoint();
}

// 3.64
EDGE_TEST(an_inner_timeout_handled_late_is_followed_by_the_outer_one)
{
    struct scope *outer =
        scope_enter((struct scope_options){.deadline = after_ms(100)});
    struct scope *inner = scope_enter(
        (struct scope_options){.deadline = after_ms(20), .fail = true});
    struct error *err = sleep_ms(50);
    expect_error(scope_leave(inner, err), &TIMEOUT);
    clock_advance_ms(100);
    err = sleep_ms(10);
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(outer, err));
    return checkpoint();
}

// 3.109: the timer is disarmed and the count is as it was
EDGE_TEST(a_timeout_that_is_in_time_leaves_nothing_behind)
{
    int ms = 10;
    TRY(fail_after(100, nap, &ms, NULL));
    ck_assert_uint_eq(loop_alive().deadlines, 0);
    ck_assert_uint_eq(requests(), 0);
    return sleep_ms(200);
}

// ---- requests --------------------------------------------------------------

// 3.103
EDGE_TEST(a_task_that_requests_itself_hears_of_it_at_its_next_checkpoint)
{
    ck_assert(scope_request(task_self(), "myself"));
    checkpoint_shielded();
    struct error *err = checkpoint_if_cancelled();
    ck_assert_str_eq(error_reason(err)->text, "myself");
    ck_assert_str_eq(error_reason(err)->task, "main");
    error_free(err);
    return checkpoint();
}

// 3.103: what nobody heard is freed with the task
EDGE_TEST(a_request_that_is_never_heard_is_forgotten_with_the_task)
{
    ck_assert(scope_request(task_self(), "too late"));
    return NULL;
}

struct victim {
    struct task *task;
    struct error *err; // what the wait gave
    bool more;         // it goes on after that
    size_t requests;
};

static struct error *be_cancelled(void *arg)
{
    struct victim *v = arg;
    v->task = task_self();
    v->err = sleep_ms(100);
    v->requests = requests();
    if (!v->more)
        return v->err;
    error_free(v->err);
    return sleep_ms(20);
}

// 3.104, 3.117
EDGE_TEST(a_request_wakes_a_waiting_task_with_its_text)
{
    struct victim v = {0};
    struct nursery *n = nursery_open();
    nursery_spawn(n, be_cancelled, &v);
    expect_ok(sleep_ms(10));
    ck_assert(scope_request(v.task, "enough"));
    expect_ok(checkpoint());
    expect_ok(checkpoint());
    ck_assert_uint_eq(nursery_n_children(n), 0);
    ck_assert_uint_eq(v.requests, 1);
    return nursery_close(n, NULL);
}

// 3.117
EDGE_TEST(a_request_without_a_text_has_none)
{
    ck_assert(scope_request(task_self(), NULL));
    struct error *err = checkpoint();
    ck_assert_ptr_null(error_reason(err)->text);
    error_free(err);
    return NULL;
}

// 3.106
EDGE_TEST(a_task_that_swallows_a_request_goes_on_undisturbed)
{
    struct victim v = {.more = true};
    struct nursery *n = nursery_open();
    nursery_spawn(n, be_cancelled, &v);
    expect_ok(sleep_ms(10));
    ck_assert(scope_request(v.task, NULL));
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(clock_now_ms(), 30);
    return NULL;
}

// 3.105
EDGE_TEST(a_request_to_a_task_that_has_ended_is_refused)
{
    struct victim v = {0};
    struct task *task = task_go(be_cancelled, &v);
    TRY(sleep_ms(200));
    ck_assert(!scope_request(task, NULL));
    bool joined;
    TRY(task_join(task, &joined));
    ck_assert(joined);
    return NULL;
}

// 3.107
EDGE_TEST(requests_are_counted_and_taken_back_never_below_zero)
{
    ck_assert_uint_eq(requests(), 0);
    for (size_t i = 1; i <= 3; i++) {
        ck_assert(scope_request(task_self(), NULL));
        ck_assert_uint_eq(requests(), i);
    }
    for (size_t i = 3; i-- > 0;)
        ck_assert_uint_eq(scope_unrequest(task_self()), i);
    ck_assert_uint_eq(scope_unrequest(task_self()), 0);
    return checkpoint();
}

// 3.107: several requests before the next checkpoint are one message
EDGE_TEST(requests_that_are_not_heard_yet_are_heard_together)
{
    ck_assert(scope_request(task_self(), "one"));
    ck_assert(scope_request(task_self(), "two"));
    struct error *err = checkpoint();
    ck_assert_str_eq(error_reason(err)->text, "one");
    error_free(err);
    ck_assert_uint_eq(requests(), 2);
    return checkpoint();
}

// 3.112, M34
EDGE_TEST(a_scope_does_not_absorb_a_request_that_it_did_not_make)
{
    struct scope_result result;
    struct scope *s = scope_enter((struct scope_options){.result = &result});
    ck_assert(scope_request(task_self(), NULL));
    struct error *err = scope_leave(s, checkpoint());
    ck_assert(error_is(err, &CANCELLED));
    ck_assert(!result.cancel_called && !result.cancelled_caught);
    ck_assert_uint_eq(requests(), 1);
    error_free(err);
    return checkpoint();
}

// 3.112, M34
EDGE_TEST(a_scope_and_a_request_together_leave_cancelled_and_a_count_of_one)
{
    for (int first = 0; first < 2; first++) {
        struct scope *s = enter();
        if (first == 0)
            scope_cancel(s, NULL);
        ck_assert(scope_request(task_self(), NULL));
        if (first == 1)
            scope_cancel(s, NULL);
        struct error *err = scope_leave(s, checkpoint());
        expect_error(err, &CANCELLED);
        ck_assert_uint_eq(scope_unrequest(task_self()), 0);
        TRY(checkpoint());
    }
    return NULL;
}

// 3.109
EDGE_TEST(a_scope_entered_after_a_swallowed_request_absorbs_its_own)
{
    ck_assert(scope_request(task_self(), NULL));
    expect_error(checkpoint(), &CANCELLED);
    struct scope *s = enter();
    scope_cancel(s, NULL);
    TRY(scope_leave(s, checkpoint()));
    ck_assert_uint_eq(requests(), 1);
    return checkpoint();
}

// 3.110, M34
EDGE_TEST(a_nursery_whose_child_failed_restores_the_count)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN};
    ck_assert(scope_request(task_self(), NULL));
    expect_error(checkpoint(), &CANCELLED);
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &bad);
    struct error *body = sleep_forever();
    ck_assert_uint_eq(requests(), 2);
    expect_group(nursery_close(n, body), bad.err);
    ck_assert_uint_eq(requests(), 1);
    return checkpoint();
}

// 3.113: requests to children are theirs
EDGE_TEST(a_cancelled_nursery_takes_back_only_what_it_asked_of_its_owner)
{
    struct victim v = {.more = true};
    struct nursery *n = nursery_open();
    nursery_spawn(n, be_cancelled, &v);
    expect_ok(sleep_ms(10));
    nursery_cancel(n);
    expect_error(checkpoint(), &CANCELLED);
    ck_assert_uint_eq(scope_n_requests(v.task), 1);
    TRY(nursery_close(n, NULL));
    ck_assert_uint_eq(requests(), 0);
    return checkpoint();
}

// 3.116
EDGE_TEST(a_fatal_error_instead_of_cancelled_is_what_the_task_ends_with)
{
    struct kid k = {.ms = KID_FOREVER, .fails_late = &FATAL};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(10));
    nursery_cancel(n);
    struct error *err = nursery_close(n, NULL);
    ck_assert_ptr_eq(error_kind(err), &BASE_GROUP);
    expect_group(err, k.err);
    kid_forget(&k);
    return checkpoint();
}

EDGE_TEST(a_message_can_be_sent_again)
{
    ck_assert(scope_request(task_self(), "first"));
    struct error *err = checkpoint();
    TRY(checkpoint());
    scope_rearm(err);
    ck_assert_uint_eq(requests(), 1);
    error_free(err);
    err = checkpoint();
    ck_assert_str_eq(error_reason(err)->text, "first");
    error_free(err);
    return checkpoint();
}

// 3.91, 3.98
EDGE_TEST(a_wait_that_cannot_be_taken_back_keeps_the_message_for_later)
{
    struct kid well = {.ms = 50};
    struct scope *s =
        scope_enter((struct scope_options){.deadline = after_ms(10)});
    struct nursery *n = nursery_open_with(.shield = true);
    nursery_spawn(n, kid, &well);
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(clock_now_ms(), 50);
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    ck_assert(!well.cancelled);
    TRY(scope_leave(s, err));
    return checkpoint();
}
// private: linnet-0f5d3f897d262c7d
