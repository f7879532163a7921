// Deadlines and the functions in call form.
#include "suite.h"
#include "kid.h"
#include "loop.h"
#include <string.h>
#include <time.h>

static struct scope *enter_until(struct scope_deadline deadline)
{
    return scope_enter((struct scope_options){.deadline = deadline});
}

static struct error *nap(void *arg)
{
    return sleep_ms(*(int *)arg);
}

// ---- move on ---------------------------------------------------------------

// 3.49
RUN_TEST(a_move_on_that_expires_is_silent_and_says_so)
{
    int ms = 100;
    bool stopped = false;
    TRY(move_on_after(10, nap, &ms, &stopped));
    ck_assert(stopped);
    ck_assert_int_eq(clock_now_ms(), 10);
    TRY(move_on_until(30, nap, &ms, &stopped));
    ck_assert(stopped);
    ck_assert_int_eq(clock_now_ms(), 30);
    return checkpoint();
}

RUN_TEST(a_move_on_that_is_in_time_says_so)
{
    int ms = 10;
    bool stopped = true;
    TRY(move_on_after(100, nap, &ms, &stopped));
    ck_assert(!stopped);
    TRY(move_on_after(100, nap, &ms, NULL));
    ck_assert_int_eq(clock_now_ms(), 20);
    return sleep_ms(200);
}

static struct error *fail_now(void *arg)
{
    return *(struct error **)arg = error_new(&BROKEN, "on its own");
}

// 3.66
RUN_TEST(what_fails_on_its_own_before_the_deadline_fails_with_that)
{
    struct error *due;
    bool stopped = true;
    struct error *err = move_on_after(10, fail_now, &due, &stopped);
    ck_assert_ptr_eq(err, due);
    ck_assert(!stopped);
    error_free(err);
    err = fail_after(10, fail_now, &due, NULL);
    ck_assert_ptr_eq(err, due);
    error_free(err);
    return NULL;
}

static struct error *not_called(void *arg)
{
    (void)arg;
    ck_abort_msg("it was called");
}

// 3.29
RUN_TEST(a_negative_delay_is_refused_and_nothing_is_called)
{
    bool stopped = true;
    expect_error(move_on_after(-1, not_called, NULL, &stopped), &INVALID);
    ck_assert(stopped);
    expect_error(fail_after(INT64_MIN, not_called, NULL, NULL), &INVALID);
    return NULL;
}

// ---- fail ------------------------------------------------------------------

// 3.50, 3.120
RUN_TEST(a_fail_after_that_expires_is_a_timeout_because_of_the_cancel)
{
    int ms = 100;
    struct error *err = fail_after(10, nap, &ms, NULL);
    ck_assert(error_is(err, &TIMEOUT));
    ck_assert_int_eq(clock_now_ms(), 10);
    struct error *cause = error_cause(err);
    ck_assert(error_is(cause, &CANCELLED));
    ck_assert_int_eq(error_reason(cause)->source, CANCEL_DEADLINE);
    error_free(err);
    expect_error(fail_until(30, nap, &ms, NULL), &TIMEOUT);
    ck_assert_int_eq(clock_now_ms(), 30);
    return checkpoint();
}

// 3.73
RUN_TEST(the_reason_is_in_the_message_of_the_timeout)
{
    int ms = 100;
    struct error *err = fail_after(10, nap, &ms, "no answer from the moon");
    ck_assert_ptr_nonnull(strstr(error_message(err), "answer from the moon"));
    error_free(err);
    return NULL;
}

// 3.16
RUN_TEST(many_tasks_stopped_by_one_deadline_are_one_timeout)
{
    struct kid k[5];
    struct scope *s = scope_enter(
        (struct scope_options){.deadline = after_ms(10), .fail = true});
    struct nursery *n = nursery_open();
    for (int i = 0; i < 5; i++) {
        k[i] = (struct kid){.ms = 100};
        nursery_spawn(n, kid, &k[i]);
    }
    struct error *err = scope_leave(s, nursery_close(n, NULL));
    ck_assert_ptr_eq(error_kind(err), &TIMEOUT);
    error_free(err);
    for (int i = 0; i < 5; i++)
        kid_forget(&k[i]);
    return checkpoint();
}

// 3.67, M33
RUN_TEST(an_error_while_cleaning_up_leaves_instead_of_the_timeout)
{
    struct scope *s = scope_enter(
        (struct scope_options){.deadline = after_ms(10), .fail = true});
    expect_error(sleep_ms(100), &CANCELLED);
    struct error *due = error_new(&BROKEN, "cleaning up");
    struct error *err = scope_leave(s, due);
    ck_assert_ptr_eq(err, due);
    error_free(err);
    return NULL;
}

// M33
RUN_TEST(a_deadline_that_passes_without_stopping_anything_is_no_timeout)
{
    struct scope_result result;
    struct scope *s = scope_enter((struct scope_options){
        .deadline = after_ms(10), .fail = true, .result = &result});
    clock_advance_ms(20);
    TRY(scope_leave(s, NULL));
    ck_assert(result.cancel_called && !result.cancelled_caught);
    return NULL;
}

// 3.68
RUN_TEST(an_outer_cancel_before_the_deadline_passes_unconverted)
{
    struct scope_result result;
    struct scope *outer = scope_enter((struct scope_options){0});
    struct scope *inner = scope_enter((struct scope_options){
        .deadline = after_ms(100), .fail = true, .result = &result});
    scope_cancel(outer, NULL);
    struct error *err = scope_leave(inner, sleep_ms(10));
    ck_assert(error_is(err, &CANCELLED));
    ck_assert(!result.cancel_called && !result.cancelled_caught);
    return scope_leave(outer, err);
}

RUN_TEST(cancelling_a_fail_scope_before_its_deadline_is_no_timeout)
{
    struct scope *s = scope_enter(
        (struct scope_options){.deadline = after_ms(100), .fail = true});
    scope_cancel(s, NULL);
    TRY(scope_leave(s, checkpoint()));
    return NULL;
}

// Decided: no timeout unless the deadline has passed.
RUN_TEST(cancelling_a_fail_scope_and_then_being_late_is_a_timeout)
{
    struct scope *s = scope_enter(
        (struct scope_options){.deadline = after_ms(100), .fail = true});
    scope_cancel(s, NULL);
    struct error *err = checkpoint();
    clock_advance_ms(100);
    expect_error(scope_leave(s, err), &TIMEOUT);
    return NULL;
}

// ---- the time --------------------------------------------------------------

// 3.51
RUN_TEST(a_scope_without_a_deadline_never_expires)
{
    struct scope *s = scope_enter((struct scope_options){.fail = true});
    ck_assert_int_eq(scope_deadline_ms(s), INT64_MAX);
    TRY(sleep_ms(1000000000));
    return scope_leave(s, NULL);
}

RUN_TEST(a_deadline_too_far_to_count_is_none)
{
    struct scope *s = enter_until(after_ms(INT64_MAX));
    ck_assert_int_eq(scope_deadline_ms(s), INT64_MAX);
    ck_assert_uint_eq(loop_alive().deadlines, 0);
    TRY(checkpoint());
    return scope_leave(s, NULL);
}

// 3.52, 3.28
RUN_TEST(with_a_deadline_of_now_the_body_runs_to_its_first_checkpoint)
{
    struct scope *s = enter_until(after_ms(0));
    ck_assert(scope_cancel_called(s));
    struct error *err = sleep_ms(0);
    ck_assert(error_is(err, &CANCELLED));
    return scope_leave(s, err);
}

// 3.52, 3.77
RUN_TEST(with_a_deadline_in_the_past_the_body_runs_to_its_first_checkpoint)
{
    int ms = 0;
    TRY(sleep_ms(100));
    bool stopped = false;
    TRY(move_on_until(50, nap, &ms, &stopped));
    ck_assert(stopped);
    expect_error(fail_until(INT64_MIN, nap, &ms, NULL), &TIMEOUT);
    ck_assert_int_eq(clock_now_ms(), 100);
    return checkpoint();
}

// M14: counted from the moment it is entered
RUN_TEST(a_delay_counts_from_entering_the_scope)
{
    struct scope_deadline deadline = after_ms(10);
    TRY(sleep_ms(50));
    struct scope *s = enter_until(deadline);
    ck_assert_int_eq(scope_deadline_ms(s), 60);
    struct error *err = sleep_ms(100);
    ck_assert_int_eq(clock_now_ms(), 60);
    return scope_leave(s, err);
}

// 3.55
RUN_TEST(moving_the_deadline_later_prevents_its_passing)
{
    struct scope *s = enter_until(after_ms(10));
    scope_set_deadline(s, after_ms(100));
    ck_assert_int_eq(scope_deadline_ms(s), 100);
    TRY(sleep_ms(50));
    struct error *err = sleep_ms(100);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert_int_eq(clock_now_ms(), 100);
    return scope_leave(s, err);
}

// 3.55
RUN_TEST(moving_the_deadline_into_the_past_cancels_for_good)
{
    struct scope *s = enter_until(after_ms(100));
    TRY(sleep_ms(10));
    scope_set_deadline(s, at_ms(5));
    ck_assert(scope_cancel_called(s));
    scope_set_deadline(s, after_ms(1000));
    expect_error(checkpoint(), &CANCELLED);
    ck_assert_int_eq(scope_deadline_ms(s), 5);
    return scope_leave(s, checkpoint());
}

// 3.56
RUN_TEST(a_deadline_can_be_taken_away)
{
    struct scope *s = enter_until(after_ms(10));
    scope_set_deadline(s, scope_never());
    ck_assert_int_eq(scope_deadline_ms(s), INT64_MAX);
    ck_assert_uint_eq(loop_alive().deadlines, 0);
    TRY(sleep_ms(100));
    return scope_leave(s, NULL);
}

static struct error *move_deadline(void *arg)
{
    scope_set_deadline(arg, after_ms(20));
    return NULL;
}

// 3.55, M14
RUN_TEST(another_task_may_move_the_deadline_of_one_that_sleeps)
{
    struct nursery *n = nursery_open();
    struct scope *s = enter_until(after_ms(1000));
    nursery_spawn(n, move_deadline, s);
    struct error *err = sleep_ms(500);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert_int_eq(clock_now_ms(), 20);
    expect_ok(scope_leave(s, err));
    return nursery_close(n, NULL);
}

// 3.58
RUN_TEST(once_cancelled_a_deadline_changes_nothing_and_no_reason)
{
    struct scope *s = enter_until(after_ms(10));
    scope_cancel(s, "by hand");
    ck_assert_uint_eq(loop_alive().deadlines, 0);
    scope_set_deadline(s, at_ms(0));
    clock_advance_ms(50);
    struct error *err = checkpoint();
    ck_assert_int_eq(error_reason(err)->source, CANCEL_EXPLICIT);
    ck_assert_str_eq(error_reason(err)->text, "by hand");
    return scope_leave(s, err);
}

// 3.59, M14
RUN_TEST(leaving_a_scope_takes_its_deadline_away)
{
    struct scope *s = enter_until(after_ms(10));
    ck_assert_uint_eq(loop_alive().deadlines, 1);
    ck_assert_int_eq(scope_effective_deadline_ms(), 10);
    TRY(scope_leave(s, NULL));
    ck_assert_uint_eq(loop_alive().deadlines, 0);
    ck_assert_int_eq(scope_effective_deadline_ms(), INT64_MAX);
    return sleep_ms(100);
}

RUN_TEST(the_effective_deadline_is_the_earliest_that_reaches_in)
{
    struct scope *a = enter_until(after_ms(30));
    struct scope *b = enter_until(after_ms(50));
    ck_assert_int_eq(scope_effective_deadline_ms(), 30);
    scope_shield(b, true);
    ck_assert_int_eq(scope_effective_deadline_ms(), 50);
    scope_shield(b, false);
    scope_cancel(a, NULL);
    ck_assert_int_eq(scope_effective_deadline_ms(), INT64_MIN);
    return scope_leave(a, scope_leave(b, checkpoint()));
}

// 3.62
RUN_TEST(of_two_deadlines_the_outer_earlier_one_ends_both_blocks)
{
    struct scope_result out, in;
    struct scope *outer = scope_enter(
        (struct scope_options){.deadline = after_ms(10), .result = &out});
    struct scope *inner = scope_enter(
        (struct scope_options){.deadline = after_ms(20), .result = &in});
    struct error *err = scope_leave(inner, sleep_ms(100));
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(outer, err));
    ck_assert(out.cancelled_caught);
    ck_assert(!in.cancel_called && !in.cancelled_caught);
    ck_assert_int_eq(clock_now_ms(), 10);
    return NULL;
}

// 3.64
RUN_TEST(an_inner_timeout_handled_late_is_followed_by_the_outer_one)
{
    struct scope *outer = enter_until(after_ms(100));
    struct scope *inner = scope_enter(
        (struct scope_options){.deadline = after_ms(20), .fail = true});
    struct error *err = sleep_ms(50);
    err = scope_leave(inner, err);
    ck_assert(error_is(err, &TIMEOUT));
    error_free(err);
    clock_advance_ms(100);
    err = sleep_ms(10);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert_int_eq(clock_now_ms(), 120);
    return scope_leave(outer, err);
}

// 3.64: busy past both; the outer one has the word
RUN_TEST(computing_past_both_deadlines_is_the_outer_ones_timeout)
{
    struct scope *outer = scope_enter(
        (struct scope_options){.deadline = after_ms(100), .fail = true});
    struct scope *inner = scope_enter(
        (struct scope_options){.deadline = after_ms(20), .fail = true});
    clock_advance_ms(200);
    struct error *err = scope_leave(inner, sleep_ms(10));
    ck_assert(error_is(err, &CANCELLED));
    expect_error(scope_leave(outer, err), &TIMEOUT);
    return NULL;
}

// 3.69
RUN_TEST(a_timeout_works_after_a_cancel_was_absorbed)
{
    int ms = 100;
    for (int i = 0; i < 3; i++) {
        struct scope *s = scope_enter((struct scope_options){0});
        scope_cancel(s, NULL);
        TRY(scope_leave(s, checkpoint()));
        expect_error(fail_after(10, nap, &ms, NULL), &TIMEOUT);
        expect_error(fail_after(0, nap, &ms, NULL), &TIMEOUT);
        ms = 5;
        TRY(fail_after(10, nap, &ms, NULL));
        ms = 100;
    }
    return checkpoint();
}

static struct error *time_out_inside(void *arg)
{
    expect_error(fail_after(10, nap, arg, NULL), &TIMEOUT);
    TRY(checkpoint());
    return sleep_ms(20);
}

// 3.74
RUN_TEST(a_timeout_inside_a_task_does_not_mark_the_task)
{
    int ms = 100;
    struct nursery *n = nursery_open();
    nursery_spawn(n, time_out_inside, &ms);
    TRY(nursery_close(n, NULL));
    ck_assert_int_eq(clock_now_ms(), 30);
    return NULL;
}

// 3.79
RUN_TEST(a_wait_that_timed_out_is_no_longer_in_the_queue)
{
    struct event *event = event_new();
    struct scope *s = enter_until(after_ms(10));
    struct error *err = event_wait(event);
    ck_assert_uint_eq(event_n_waiting(event), 0);
    TRY(scope_leave(s, err));
    event_set(event);
    TRY(sleep_ms(10));
    event_free(event);
    return NULL;
}

// 3.100: of two things at the same time, the one that was first counts
RUN_TEST(a_sleep_as_long_as_the_deadline_ends_by_the_deadline)
{
    struct scope *s = enter_until(after_ms(10));
    struct error *err = sleep_ms(10);
    ck_assert(error_is(err, &CANCELLED));
    return scope_leave(s, err);
}

struct wait_for {
    struct event *event;
    struct error *err;
};

static struct error *wait_a_while(void *arg)
{
    struct wait_for *w = arg;
    struct scope *s = enter_until(after_ms(10));
    w->err = event_wait(w->event);
    TRY(scope_leave(s, NULL));
    return NULL;
}

// 3.78, 3.100
RUN_TEST(what_was_over_before_the_deadline_was_seen_succeeds)
{
    struct wait_for w = {.event = event_new()};
    struct nursery *n = nursery_open();
    nursery_spawn(n, wait_a_while, &w);
    expect_ok(task_wait_all_parked());
    event_set(w.event);
    clock_advance_ms(20);
    TRY(nursery_close(n, NULL));
    ck_assert_ptr_null(w.err);
    event_free(w.event);
    return NULL;
}

// ---- real time -------------------------------------------------------------

static void compute_ms(int ms)
{
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - start.tv_sec) * 1000 +
               (now.tv_nsec - start.tv_nsec) / 1000000 <
           ms);
}

// 3.64, M14: nobody has looked at the clock
REAL_TEST(a_checkpoint_sees_a_deadline_that_passed_while_the_task_computed)
{
    struct scope *s = enter_until(after_ms(5));
    compute_ms(10);
    struct error *err = checkpoint_if_cancelled();
    ck_assert(error_is(err, &CANCELLED));
    return scope_leave(s, err);
}

REAL_TEST(a_wait_after_a_deadline_that_passed_while_computing_is_cancelled)
{
    struct event *event = event_new();
    struct scope *s = enter_until(after_ms(5));
    compute_ms(10);
    struct error *err = event_wait(event);
    ck_assert(error_is(err, &CANCELLED));
    event_free(event);
    return scope_leave(s, err);
}

REAL_TEST(a_sleep_whose_own_time_passed_while_it_began_is_just_over)
{
    for (int i = 0; i < 2000; i++) {
        struct scope *s = enter_until(after_ms(1));
        struct error *err = sleep_until(clock_now_ms() + 1);
        TRY(scope_leave(s, err));
    }
    return NULL;
}

static struct error *sleep_timed(void *arg)
{
    struct scope *s = enter_until(after_ms(1000));
    struct error *err = sleep_ms(*(int *)arg);
    return scope_leave(s, err);
}

// A cancel that comes after sleeps are due but before the loop has seen it.
static struct error *cancel_sleepers_late(void *arg)
{
    (void)arg;
    int ms = 5;
    struct nursery *n = nursery_open();
    for (int i = 0; i < 10; i++)
        nursery_spawn(n, sleep_timed, &ms);
    struct error *err = task_wait_all_parked();
    compute_ms(10);
    nursery_cancel(n);
    return nursery_close(n, err);
}

REAL_TEST(cancelling_those_whose_sleep_is_over_does_no_harm)
{
    return cancel_sleepers_late(NULL);
}

TEST(edge_cancelling_those_whose_sleep_is_over_does_no_harm)
{
    struct loop_left left;
    struct loop_options options = {.cancellation = EDGE, .left = &left};
    ck_assert(loop_run(cancel_sleepers_late, NULL, &options) == NULL);
    ck_assert_uint_eq(left.tasks + left.errors + left.scopes, 0);
}

static struct error *compute_in_a_scope(void *arg)
{
    struct scope *s = scope_enter((struct scope_options){0});
    TRY(nursery_started(NULL));
    compute_ms(10);
    struct error *err = checkpoint_if_cancelled();
    *(bool *)arg = error_is(err, &CANCELLED);
    return scope_leave(s, err);
}

struct far {
    struct nursery *n;
    bool cancelled;
};

static struct error *start_far(void *arg)
{
    struct far *far = arg;
    return nursery_start(far->n, compute_in_a_scope, &far->cancelled, NULL);
}

// M14: a child that moved is under the deadline of its new nursery
REAL_TEST(a_started_child_sees_the_deadline_of_the_nursery_it_moved_to)
{
    struct nursery *outer = nursery_open();
    struct far far = {.n = nursery_open()};
    scope_set_deadline(nursery_scope(far.n), after_ms(5));
    nursery_spawn_with(outer, start_far, &far, .eager = true);
    expect_ok(nursery_close(far.n, NULL));
    ck_assert(far.cancelled);
    return nursery_close(outer, NULL);
}

struct slow {
    struct deadline ends;
    struct task *task;
    int asked;
};

static void end_slow(struct deadline *deadline)
{
    task_unpark(container_of(deadline, struct slow, ends)->task, NULL);
}

static enum abort refuse(struct task *task, void *arg)
{
    (void)task;
    ((struct slow *)arg)->asked++;
    return ABORT_FAILED;
}

// M15: the deadline is found passed while the wait begins
REAL_TEST(a_hook_is_asked_once_also_if_the_wait_begins_after_the_deadline)
{
    struct slow slow = {.ends.due = end_slow, .task = task_self()};
    struct scope *s = enter_until(after_ms(5));
    compute_ms(10);
    deadline_set(&slow.ends, clock_after_ms(10));
    TRY(task_park(refuse, &slow));
    ck_assert_int_eq(slow.asked, 1);
    return scope_leave(s, checkpoint());
}

// 3.34
REAL_TEST(a_real_timeout_does_not_fire_early)
{
    int ms = 1000;
    for (int i = 1; i <= 10; i++) {
        int64_t before = clock_now();
        bool stopped = false;
        TRY(move_on_after(i, nap, &ms, &stopped));
        ck_assert(stopped);
        ck_assert_int_ge(clock_now() - before, i * CLOCK_NS_PER_MS);
    }
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
