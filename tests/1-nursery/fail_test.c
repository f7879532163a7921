// Nurseries: what happens when a child or the body fails.
#include "suite.h"
#include "kid.h"
#include "loop.h"
#include <string.h>

// ---- a child fails ---------------------------------------------------------

// 1.32, 1.33
RUN_TEST(a_lone_failure_comes_out_in_a_group_as_it_is)
{
    struct kid k = {.ms = 10, .fails = &BROKEN};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    expect_group(nursery_close(n, NULL), k.err);
    return NULL;
}

// 1.34, 1.36, 1.78
RUN_TEST(the_siblings_of_a_failing_child_are_cancelled_without_a_trace)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN};
    struct kid sleeper = {.ms = 1000},
               stubborn = {.ms = 1000, .swallows = true};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &sleeper);
    nursery_spawn(n, kid, &stubborn);
    nursery_spawn(n, kid, &bad);
    expect_group(nursery_close(n, NULL), bad.err);
    ck_assert(sleeper.cancelled && stubborn.cancelled);
    ck_assert_int_eq(clock_now_ms(), 10);
    kid_forget(&sleeper);
    kid_forget(&stubborn);
    return NULL;
}

// 1.34
IN_ORDER_TEST(a_sibling_that_has_not_run_is_cancelled_at_its_first_checkpoint)
{
    struct kid bad = {.fails = &BROKEN}, late = {.ms = 1000};
    struct nursery *n = nursery_open();
    nursery_spawn_with(n, kid, &bad, .eager = true);
    checkpoint_shielded();
    nursery_spawn(n, kid, &late);
    ck_assert(bad.ended);
    expect_group(nursery_close(n, NULL), bad.err);
    ck_assert(late.began && late.cancelled);
    kid_forget(&late);
    return NULL;
}

// 1.35
RUN_TEST(close_waits_for_what_cancelled_siblings_clean_up)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN};
    struct kid slow = {.ms = 1000, .cleanup_ms = 500};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &bad);
    nursery_spawn(n, kid, &slow);
    expect_group(nursery_close(n, NULL), bad.err);
    ck_assert(slow.ended);
    ck_assert_int_eq(clock_now_ms(), 510);
    kid_forget(&slow);
    return NULL;
}

static struct error *fail_now(void *arg)
{
    return *(struct error **)arg = error_new(&BROKEN, "now");
}

// 1.37
IN_ORDER_TEST(two_who_fail_before_anybody_reacts_are_both_in_the_group)
{
    struct error *a = NULL, *b = NULL;
    struct nursery *n = nursery_open();
    nursery_spawn(n, fail_now, &a);
    nursery_spawn(n, fail_now, &b);
    expect_group(nursery_close(n, NULL), a, b);
    return NULL;
}

// 1.37
RUN_TEST(a_hundred_failures_are_all_in_the_group)
{
    struct error *errors[100];
    struct nursery *n = nursery_open();
    for (int i = 0; i < 100; i++)
        nursery_spawn(n, fail_now, &errors[i]);
    struct error *err = nursery_close(n, NULL);
    ck_assert_uint_eq(errgroup_size(err), 100);
    for (int i = 0; i < 100; i++) {
        size_t seen = 0;
        for (int j = 0; j < 100; j++)
            seen += errgroup_member(err, j) == errors[i];
        ck_assert_uint_eq(seen, 1);
    }
    error_free(err);
    return NULL;
}

// 1.38
RUN_TEST(a_sibling_that_fails_while_it_is_cancelled_adds_its_error)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN};
    struct kid worse = {.ms = 1000, .fails_late = &DENIED};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &worse);
    nursery_spawn(n, kid, &bad);
    expect_group(nursery_close(n, NULL), bad.err, worse.err);
    kid_forget(&worse);
    return NULL;
}

// 1.51: what came first is first, and a cancel never wins the race.
RUN_TEST(errors_are_in_the_order_in_which_they_came)
{
    struct kid a = {
        .ms = 30, .fails = &BROKEN, .cleanup_ms = 20, .fails_late = &DENIED};
    struct kid b = a, c = {.ms = 10, .fails = &BROKEN};
    b.cleanup_ms = 10;
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &a);
    nursery_spawn(n, kid, &b);
    nursery_spawn(n, kid, &c);
    expect_group(nursery_close(n, NULL), c.err, b.err, a.err);
    kid_forget(&a);
    kid_forget(&b);
    return NULL;
}

// 1.41, 1.42
RUN_TEST(a_failing_child_wakes_the_body_and_the_owner_is_well_afterwards)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN};
    struct event *never = event_new();
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &bad);
    struct error *body = event_wait(never);
    ck_assert(error_is(body, &CANCELLED));
    ck_assert_int_eq(clock_now_ms(), 10);
    expect_group(nursery_close(n, body), bad.err);
    event_free(never);
    return checkpoint();
}

// 1.42
EDGE_TEST(edge_a_failing_child_wakes_the_body_and_the_owner_is_well_afterwards)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &bad);
    struct error *body = sleep_forever();
    ck_assert(error_is(body, &CANCELLED));
    expect_group(nursery_close(n, body), bad.err);
    ck_assert_uint_eq(scope_n_requests(task_self()), 0);
    return checkpoint();
}

// 1.42
EDGE_TEST(edge_the_message_of_a_child_that_failed_during_close_is_withdrawn)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &bad);
    expect_group(nursery_close(n, NULL), bad.err);
    ck_assert_uint_eq(scope_n_requests(task_self()), 0);
    return checkpoint();
}

struct inner {
    struct kid *kid;
    struct error *group; // what its nursery gave; borrowed
};

static struct error *nursery_inside(void *arg)
{
    struct inner *inner = arg;
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, inner->kid);
    return inner->group = nursery_close(n, NULL);
}

// 1.29, 1.44
RUN_TEST(a_group_of_an_inner_nursery_is_one_member_of_the_outer_one)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN};
    struct inner inner = {.kid = &bad};
    struct nursery *n = nursery_open();
    nursery_spawn(n, nursery_inside, &inner);
    struct error *err = nursery_close(n, NULL);
    ck_assert_uint_eq(errgroup_size(err), 1);
    ck_assert_ptr_eq(errgroup_member(err, 0), inner.group);
    ck_assert_ptr_eq(errgroup_member(inner.group, 0), bad.err);
    error_free(err);
    return NULL;
}

// 1.29
RUN_TEST(an_error_that_passes_three_nurseries_is_in_three_groups)
{
    struct nursery *a = nursery_open(), *b = nursery_open();
    struct nursery *c = nursery_open();
    struct error *due = error_new(&BROKEN, "deep");
    struct error *err =
        nursery_close(a, nursery_close(b, nursery_close(c, due)));
    struct error *at = err;
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(errgroup_size(at), 1);
        at = errgroup_member(at, 0);
    }
    ck_assert_ptr_eq(at, due);
    error_free(err);
    return NULL;
}

// 1.47
RUN_TEST(a_failure_handled_between_two_nurseries_leaves_the_outer_one_alone)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN}, well = {.ms = 50};
    struct nursery *outer = nursery_open(), *inner = nursery_open();
    nursery_spawn(outer, kid, &well);
    nursery_spawn(inner, kid, &bad);
    expect_group(nursery_close(inner, NULL), bad.err);
    expect_ok(sleep_ms(10));
    TRY(nursery_close(outer, NULL));
    ck_assert(well.ended && !well.cancelled);
    return NULL;
}

// 1.48, 1.49
RUN_TEST(a_fatal_error_makes_a_group_of_the_base_kind)
{
    struct kid fatal = {.ms = 10, .fails = &INTERRUPTED};
    struct kid bad = {.ms = 10, .fails_late = &BROKEN, .fails = &BROKEN};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &fatal);
    nursery_spawn(n, kid, &bad);
    struct error *err = nursery_close(n, NULL);
    ck_assert_ptr_eq(error_kind(err), &BASE_GROUP);
    ck_assert_uint_eq(errgroup_size(err), 2);
    error_free(err);
    kid_forget(&bad);
    return NULL;
}

RUN_TEST(ordinary_errors_make_an_ordinary_group)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &bad);
    expect_error(nursery_close(n, NULL), &GROUP);
    return NULL;
}

// 1.52
RUN_TEST(with_collect_all_a_failure_does_not_cancel_the_others)
{
    struct kid a = {.ms = 10, .fails = &BROKEN};
    struct kid b = {.ms = 20, .fails = &BROKEN}, well = {.ms = 30};
    struct nursery *n = nursery_open_with(.collect_all = true);
    nursery_spawn(n, kid, &a);
    nursery_spawn(n, kid, &b);
    nursery_spawn(n, kid, &well);
    expect_ok(sleep_ms(25));
    expect_group(nursery_close(n, NULL), a.err, b.err);
    ck_assert(well.ended && !well.cancelled);
    ck_assert_int_eq(clock_now_ms(), 30);
    return NULL;
}

// 1.53
RUN_TEST(a_failure_in_a_cancelled_nursery_is_not_lost)
{
    struct kid late = {.ms = KID_FOREVER, .fails_late = &BROKEN};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &late);
    expect_ok(sleep_ms(10));
    nursery_cancel(n);
    expect_group(nursery_close(n, NULL), late.err);
    kid_forget(&late);
    return NULL;
}

// 1.81, 3.122
RUN_TEST(cancelled_siblings_are_told_who_failed_and_how)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN}, told = {.ms = 1000};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &told);
    nursery_spawn_with(n, kid, &bad, .name = "culprit");
    expect_group(nursery_close(n, NULL), bad.err);
    ck_assert_int_eq(told.why->source, CANCEL_NURSERY);
    ck_assert_str_eq(told.why->task, "culprit");
    ck_assert_ptr_nonnull(strstr(told.why->text, "failed after 10 ms"));
    kid_forget(&told);
    return NULL;
}

// 1.64
RUN_TEST(results_of_those_who_succeeded_stay_when_others_fail)
{
    struct kid well = {.ms = 10}, bad = {.ms = 20, .fails = &BROKEN};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &well);
    nursery_spawn(n, kid, &bad);
    expect_group(nursery_close(n, NULL), bad.err);
    ck_assert(well.ended);
    ck_assert_int_eq(well.ended_at, 10);
    return NULL;
}

// 1.31
RUN_TEST(nothing_is_left_of_a_nursery_whose_error_is_dropped)
{
    struct loop_left before = loop_alive();
    struct kid bad = {.fails = &BROKEN}, also = {.ms = 10};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &bad);
    nursery_spawn(n, kid, &also);
    expect_error(nursery_close(n, NULL), &GROUP);
    kid_forget(&also);
    struct loop_left after = loop_alive();
    ck_assert_mem_eq(&before, &after, sizeof(before));
    return NULL;
}

// ---- the body fails --------------------------------------------------------

// 1.55, 1.56, 3.123
RUN_TEST(a_failing_body_cancels_the_children_and_waits_for_them)
{
    struct kid k = {.ms = KID_FOREVER, .cleanup_ms = 50};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(10));
    struct error *body = error_new(&BROKEN, "the body");
    expect_group(nursery_close(n, body), body);
    ck_assert(k.cancelled);
    ck_assert_int_eq(clock_now_ms(), 60);
    ck_assert_int_eq(k.why->source, CANCEL_NURSERY);
    ck_assert_str_eq(k.why->task, "main");
    ck_assert_str_eq(k.why->text, "the body");
    kid_forget(&k);
    return NULL;
}

// 1.56
RUN_TEST(a_failing_body_without_children_is_in_a_group)
{
    struct error *body = error_new(&BROKEN, "alone");
    expect_group(nursery_close(nursery_open(), body), body);
    return NULL;
}

// 1.57
RUN_TEST(body_and_child_may_both_fail)
{
    struct kid late = {.ms = KID_FOREVER, .fails_late = &BROKEN};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &late);
    expect_ok(task_wait_all_parked());
    struct error *body = error_new(&DENIED, "the body");
    expect_group(nursery_close(n, body), body, late.err);
    kid_forget(&late);
    return NULL;
}

// 1.57: the child was first
RUN_TEST(a_body_may_fail_after_a_child_has)
{
    struct kid bad = {.ms = 10, .fails = &BROKEN};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &bad);
    expect_error(sleep_forever(), &CANCELLED);
    struct error *body = error_new(&DENIED, "on the way out");
    expect_group(nursery_close(n, body), bad.err, body);
    return NULL;
}

// 1.59
RUN_TEST(the_group_has_no_context_and_its_members_none_but_their_own)
{
    struct error *body = error_new(&BROKEN, "the body");
    struct error *err = nursery_close(nursery_open(), body);
    ck_assert_ptr_null(error_context(err));
    ck_assert_ptr_null(error_cause(err));
    ck_assert_ptr_null(error_context(body));
    error_free(err);
    return NULL;
}

// 1.60
RUN_TEST(a_sentinel_is_an_ordinary_member)
{
    expect_group(nursery_close(nursery_open(), END_OF_STREAM), END_OF_STREAM);
    return NULL;
}

static struct error *leave_early(void *arg)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, arg);
    if (arg != NULL)
        return nursery_close(n, NULL);
    ck_abort_msg("not reached");
    return nursery_close(n, NULL);
}

// 1.61
RUN_TEST(returning_from_the_block_through_close_waits_for_the_children)
{
    struct kid k = {.ms = 30};
    TRY(leave_early(&k));
    ck_assert(k.ended);
    return NULL;
}

// 1.62
RUN_TEST(a_cancel_from_outside_that_stops_the_body_passes_close)
{
    struct scope *s = scope_enter((struct scope_options){0});
    struct nursery *n = nursery_open();
    scope_cancel(s, NULL);
    struct error *err = nursery_close(n, checkpoint());
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(s, err));
    return checkpoint();
}

// 1.63
RUN_TEST(a_body_that_turns_cancelled_into_an_error_fails_with_that)
{
    struct scope *s = scope_enter((struct scope_options){0});
    struct nursery *n = nursery_open();
    scope_cancel(s, NULL);
    expect_error(checkpoint(), &CANCELLED);
    struct error *body = error_new(&BROKEN, "instead");
    struct error *err = nursery_close(n, body);
    expect_group(scope_leave(s, err), body);
    return NULL;
}

// 1.63
EDGE_TEST(edge_a_body_that_turns_cancelled_into_an_error_fails_with_that)
{
    struct scope *s = scope_enter((struct scope_options){0});
    struct nursery *n = nursery_open();
    scope_cancel(s, NULL);
    expect_error(checkpoint(), &CANCELLED);
    struct error *body = error_new(&BROKEN, "instead");
    struct error *err = nursery_close(n, body);
    expect_group(scope_leave(s, err), body);
    return checkpoint();
}
// private: linnet-0f5d3f897d262c7d
