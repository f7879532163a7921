// Cancel scopes: who is cancelled, and which scope takes the CANCELLED out.
#include "suite.h"
#include "kid.h"
#include "loop.h"
#include <stdlib.h>
#include <string.h>

static struct scope *enter(void)
{
    return scope_enter((struct scope_options){0});
}

static struct scope *enter_with_result(struct scope_result *result)
{
    return scope_enter((struct scope_options){.result = result});
}

// ---- who catches -----------------------------------------------------------

// 3.1
RUN_TEST(cancelling_twice_is_cancelling_once)
{
    struct scope *s = enter();
    scope_cancel(s, "first");
    scope_cancel(s, "second");
    struct error *err = checkpoint();
    ck_assert_str_eq(error_reason(err)->text, "first");
    TRY(scope_leave(s, err));
    return checkpoint();
}

// 3.3
RUN_TEST(a_task_that_cancels_itself_goes_on_to_its_next_checkpoint)
{
    struct scope *s = enter();
    scope_cancel(s, NULL);
    checkpoint_shielded();
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    return scope_leave(s, err);
}

// 3.4, M12
RUN_TEST(a_scope_swallows_its_cancelled_and_all_is_well_afterwards)
{
    struct scope *s = enter();
    scope_cancel(s, NULL);
    TRY(scope_leave(s, checkpoint()));
    TRY(checkpoint());
    return sleep_ms(10);
}

// 3.5
RUN_TEST(a_scope_that_took_cancelled_out_was_called_and_caught)
{
    struct scope_result result = {0};
    struct scope *s = enter_with_result(&result);
    ck_assert(!scope_cancel_called(s));
    scope_cancel(s, NULL);
    ck_assert(scope_cancel_called(s));
    TRY(scope_leave(s, checkpoint()));
    ck_assert(result.cancel_called && result.cancelled_caught);
    return NULL;
}

// 3.5
RUN_TEST(a_scope_without_a_checkpoint_inside_was_called_and_caught_nothing)
{
    struct scope_result result = {0};
    struct scope *s = enter_with_result(&result);
    scope_cancel(s, NULL);
    TRY(scope_leave(s, NULL));
    ck_assert(result.cancel_called && !result.cancelled_caught);
    return checkpoint();
}

RUN_TEST(a_scope_that_nobody_cancelled_says_so)
{
    struct scope_result result = {true, true};
    struct scope *s = enter_with_result(&result);
    TRY(checkpoint());
    TRY(scope_leave(s, NULL));
    ck_assert(!result.cancel_called && !result.cancelled_caught);
    return NULL;
}

// 3.7
RUN_TEST(if_only_the_inner_scope_is_cancelled_it_catches)
{
    struct scope_result out, in;
    struct scope *outer = enter_with_result(&out);
    struct scope *inner = enter_with_result(&in);
    scope_cancel(inner, NULL);
    TRY(scope_leave(inner, checkpoint()));
    TRY(checkpoint());
    TRY(scope_leave(outer, NULL));
    ck_assert(in.cancelled_caught && !out.cancel_called);
    return NULL;
}

// 3.7, M11
RUN_TEST(if_only_the_outer_scope_is_cancelled_the_inner_one_catches_nothing)
{
    struct scope_result out, in;
    struct scope *outer = enter_with_result(&out);
    struct scope *inner = enter_with_result(&in);
    scope_cancel(outer, NULL);
    ck_assert(scope_is_cancelled(inner) && !scope_cancel_called(inner));
    struct error *err = scope_leave(inner, checkpoint());
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(outer, err));
    ck_assert(out.cancelled_caught && !in.cancel_called);
    ck_assert(!in.cancelled_caught);
    return checkpoint();
}

// M11: decided at the end, not when the error was made
RUN_TEST(if_both_are_cancelled_the_outer_one_catches_in_any_order)
{
    for (int first = 0; first < 2; first++) {
        struct scope_result out, in;
        struct scope *outer = enter_with_result(&out);
        struct scope *inner = enter_with_result(&in);
        scope_cancel(first == 0 ? outer : inner, NULL);
        struct error *err = checkpoint();
        scope_cancel(first == 0 ? inner : outer, NULL);
        err = scope_leave(inner, err);
        ck_assert(error_is(err, &CANCELLED));
        TRY(scope_leave(outer, err));
        ck_assert(out.cancelled_caught && !in.cancelled_caught);
        TRY(checkpoint());
    }
    return NULL;
}

// 3.13
RUN_TEST(an_ordinary_error_leaves_a_cancelled_scope_unchanged)
{
    struct scope_result result;
    struct scope *s = enter_with_result(&result);
    scope_cancel(s, NULL);
    struct error *due = error_new(&BROKEN, "on its own account");
    struct error *err = scope_leave(s, due);
    ck_assert_ptr_eq(err, due);
    ck_assert(!result.cancelled_caught);
    error_free(err);
    return NULL;
}

RUN_TEST(a_scope_that_is_not_cancelled_gives_what_it_got)
{
    struct error *due = error_new(&BROKEN, "as it was");
    struct error *err = scope_leave(enter(), due);
    ck_assert_ptr_eq(err, due);
    error_free(err);
    return NULL;
}

RUN_TEST(the_cancelled_leaves_of_a_group_are_taken_out_and_the_rest_goes_on)
{
    struct scope_result result;
    struct scope *s = enter_with_result(&result);
    scope_cancel(s, NULL);
    struct error *due = error_new(&BROKEN, "real");
    struct error *all[] = {checkpoint(), due, checkpoint()};
    struct error *group = errgroup_new("mixed", all, 3);
    for (int i = 0; i < 3; i++)
        error_free(all[i]);
    struct error *err = scope_leave(s, group);
    ck_assert_ptr_eq(error_kind(err), &GROUP);
    expect_group(err, due);
    ck_assert(result.cancelled_caught);
    return NULL;
}

// 3.14
RUN_TEST(an_error_from_inside_a_shield_passes_both_scopes)
{
    struct scope_result result;
    struct scope *outer = enter_with_result(&result);
    scope_cancel(outer, NULL);
    struct scope *inner = scope_enter((struct scope_options){.shield = true});
    struct error *err = checkpoint();
    ck_assert(err == NULL);
    err = scope_leave(inner, error_new(&BROKEN, "in the shield"));
    expect_error(scope_leave(outer, err), &BROKEN);
    ck_assert(!result.cancelled_caught);
    return NULL;
}

// 3.15
ABORT_TEST(making_a_cancelled_by_hand_is_a_bug)
{
    return error_new(&CANCELLED, "by hand");
}

// 3.17
RUN_TEST(an_inner_deadline_and_a_later_outer_cancel_leave_no_stray_cancelled)
{
    struct scope *outer = enter();
    struct scope *inner = scope_enter(
        (struct scope_options){.deadline = after_ms(10), .fail = true});
    struct error *err = sleep_ms(100);
    scope_cancel(outer, NULL);
    err = scope_leave(inner, err);
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(outer, err));
    return checkpoint();
}

static struct error *cancel_it(void *arg)
{
    TRY(sleep_ms(10));
    scope_cancel(arg, "from another task");
    return NULL;
}

// 3.18, 3.120
RUN_TEST(another_task_may_cancel_a_scope_and_wakes_who_waits_inside)
{
    struct nursery *n = nursery_open();
    struct scope *s = enter();
    nursery_spawn(n, cancel_it, s);
    struct error *err = sleep_forever();
    ck_assert_int_eq(clock_now_ms(), 10);
    ck_assert_str_eq(error_reason(err)->task, "cancel_it");
    ck_assert_str_eq(error_reason(err)->text, "from another task");
    ck_assert_int_eq(error_reason(err)->source, CANCEL_EXPLICIT);
    expect_ok(scope_leave(s, err));
    return nursery_close(n, NULL);
}

struct alarm {
    struct deadline deadline;
    struct scope *scope;
};

static void cancel_from_loop(struct deadline *deadline)
{
    struct alarm *alarm = container_of(deadline, struct alarm, deadline);
    scope_cancel(alarm->scope, NULL);
}

// 3.18
RUN_TEST(a_callback_of_the_loop_may_cancel_a_scope)
{
    struct alarm alarm = {.deadline.due = cancel_from_loop, .scope = enter()};
    deadline_set(&alarm.deadline, clock_after_ms(10));
    struct error *err = sleep_forever();
    ck_assert_int_eq(clock_now_ms(), 10);
    ck_assert_ptr_null(error_reason(err)->task);
    return scope_leave(alarm.scope, err);
}

// 3.20, M10
RUN_TEST(every_wait_in_a_cancelled_scope_fails)
{
    struct scope *s = enter();
    scope_cancel(s, NULL);
    for (int i = 0; i < 5; i++)
        expect_error(i % 2 == 0 ? checkpoint() : sleep_ms(10), &CANCELLED);
    return scope_leave(s, NULL);
}

// 3.21
RUN_TEST(a_cancel_while_an_error_is_handled_has_it_as_context)
{
    struct scope *s = enter();
    scope_cancel(s, NULL);
    struct error *lost = error_new(&BROKEN, "being cleaned up");
    struct errgroup_try *t = errgroup_try(lost);
    struct error *err = NULL;
    except(t, &BROKEN, caught)
    {
        err = sleep_ms(10);
        ck_assert_ptr_eq(error_context(err), caught);
    }
    TRY(errgroup_end(t));
    return scope_leave(s, err);
}

static struct error *cancel_and_leave(void *arg)
{
    struct scope *s = enter();
    scope_cancel(s, NULL);
    *(bool *)arg = true;
    return scope_leave(s, checkpoint());
}

// M12
RUN_TEST(a_cancel_of_one_task_never_shows_in_another)
{
    bool done[10] = {0};
    struct nursery *n = nursery_open();
    for (int i = 0; i < 10; i++)
        nursery_spawn(n, cancel_and_leave, &done[i]);
    for (int i = 0; i < 3; i++)
        expect_ok(checkpoint());
    TRY(nursery_close(n, NULL));
    for (int i = 0; i < 10; i++)
        ck_assert(done[i]);
    return NULL;
}

// ---- reuse and misuse ------------------------------------------------------

// 3.39: the handle is gone with scope_leave, so the result is what stays.
ABORT_TEST(cancelling_a_scope_that_was_left_is_a_bug)
{
    struct scope *s = enter();
    TRY(scope_leave(s, NULL));
    scope_cancel(s, NULL);
    return NULL;
}

// 3.38
ABORT_TEST(leaving_a_scope_twice_is_a_bug)
{
    struct scope *s = enter();
    TRY(scope_leave(s, NULL));
    return scope_leave(s, NULL);
}

// 3.42
ABORT_TEST(leaving_the_outer_scope_first_is_a_bug)
{
    struct scope *outer = enter();
    struct scope *inner = enter();
    TRY(scope_leave(outer, NULL));
    return scope_leave(inner, NULL);
}

static struct error *leave_it(void *arg)
{
    return scope_leave(arg, NULL);
}

// 3.43
ABORT_TEST(leaving_the_scope_of_another_task_is_a_bug)
{
    struct nursery *n = nursery_open();
    struct scope *s = enter();
    nursery_spawn(n, leave_it, s);
    expect_ok(checkpoint());
    expect_ok(scope_leave(s, NULL));
    return nursery_close(n, NULL);
}

ABORT_OUTSIDE_TEST(entering_a_scope_outside_of_a_task_is_a_bug)
{
    enter();
}

// 3.48
ABORT_TEST(entering_a_scope_with_a_negative_delay_is_a_bug)
{
    struct scope *s =
        scope_enter((struct scope_options){.deadline = after_ms(-1)});
    return scope_leave(s, NULL);
}

// 3.48
ABORT_TEST(moving_a_deadline_by_a_negative_delay_is_a_bug)
{
    struct scope *s = enter();
    scope_set_deadline(s, after_ms(-1));
    return scope_leave(s, NULL);
}

static struct error *never_run(void *arg)
{
    (void)arg;
    ck_abort_msg("runs");
}

ABORT_TEST(moving_a_task_out_of_a_cancelled_scope_is_a_bug)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, never_run, NULL);
    struct task *child =
        task_self(); // any task will do: the scope is looked at
    nursery_cancel(n);
    scope_move(nursery_scope(n), nursery_scope(n), child);
    return nursery_close(n, NULL);
}

// ---- looking ---------------------------------------------------------------

RUN_TEST(scopes_know_what_is_around_them)
{
    ck_assert_ptr_null(scope_current());
    struct scope *a = enter(), *b = enter();
    ck_assert_ptr_eq(scope_current(), b);
    ck_assert_ptr_eq(scope_parent(b), a);
    ck_assert_ptr_null(scope_parent(a));
    ck_assert_uint_eq(scope_id(b), scope_id(a) + 1);
    TRY(scope_leave(b, NULL));
    ck_assert_ptr_eq(scope_current(), a);
    TRY(scope_leave(a, NULL));
    ck_assert_ptr_null(scope_current());
    return NULL;
}

static struct error *expect_scope(void *arg)
{
    ck_assert_ptr_eq(scope_current(), nursery_scope(arg));
    return NULL;
}

RUN_TEST(a_child_is_born_into_the_scope_of_its_nursery)
{
    struct nursery *n = nursery_open();
    struct scope *s = enter();
    nursery_spawn(n, expect_scope, n);
    expect_ok(checkpoint());
    expect_ok(scope_leave(s, NULL));
    return nursery_close(n, NULL);
}

// 3.46
RUN_TEST(a_scope_can_be_described)
{
    char text[80];
    struct scope *s = scope_enter((struct scope_options){.name = "fetch"});
    scope_describe(s, text, sizeof(text));
    ck_assert_str_eq(text, "scope \"fetch\": active");
    scope_set_deadline(s, after_ms(30));
    scope_describe(s, text, sizeof(text));
    ck_assert_str_eq(text, "scope \"fetch\": active, 30 ms left");
    expect_error(sleep_ms(50), &CANCELLED);
    checkpoint_shielded();
    scope_describe(s, text, sizeof(text));
    ck_assert_str_eq(text, "scope \"fetch\": cancelled, 0 ms left");
    clock_advance_ms(20);
    scope_describe(s, text, sizeof(text));
    ck_assert_str_eq(text,
                     "scope \"fetch\": cancelled, 20 ms past its deadline");
    return scope_leave(s, NULL);
}

RUN_TEST(a_description_fits_into_any_room)
{
    char text[8] = "#######";
    struct scope *s = scope_enter((struct scope_options){.name = "fetch"});
    scope_describe(s, text, 4);
    ck_assert_str_eq(text, "sco");
    ck_assert_int_eq(text[4], '#');
    return scope_leave(s, NULL);
}

// ---- abort hooks -----------------------------------------------------------

struct hook {
    enum abort answer;
    int asked;
};

static enum abort answer(struct task *task, void *arg)
{
    (void)task;
    struct hook *hook = arg;
    hook->asked++;
    return hook->answer;
}

struct parked {
    struct hook hook;
    struct task *task;
    struct error *given, *next;
};

static struct error *park(void *arg)
{
    struct parked *p = arg;
    p->task = task_self();
    p->given = task_park(answer, &p->hook);
    p->next = checkpoint();
    return NULL;
}

// 3.91
RUN_TEST(a_hook_that_succeeds_is_asked_once_and_the_wait_is_cancelled)
{
    struct parked p = {.hook.answer = ABORT_SUCCEEDED};
    struct scope *s = enter();
    struct nursery *n = nursery_open();
    nursery_spawn(n, park, &p);
    expect_ok(task_wait_all_parked());
    nursery_cancel(n);
    scope_cancel(s, NULL);
    TRY(scope_leave(s, nursery_close(n, NULL)));
    ck_assert_int_eq(p.hook.asked, 1);
    expect_error(p.given, &CANCELLED);
    expect_error(p.next, &CANCELLED);
    return NULL;
}

// 3.98, M15
RUN_TEST(a_hook_that_fails_is_asked_once_and_the_wait_runs_to_its_end)
{
    struct parked p = {.hook.answer = ABORT_FAILED};
    struct scope *s = enter();
    struct nursery *n = nursery_open();
    nursery_spawn(n, park, &p);
    expect_ok(task_wait_all_parked());
    nursery_cancel(n);
    scope_cancel(s, NULL);
    checkpoint_shielded();
    ck_assert_int_eq(p.hook.asked, 1);
    ck_assert(p.given == NULL && p.next == NULL);
    task_unpark(p.task, NULL);
    TRY(scope_leave(s, nursery_close(n, NULL)));
    ck_assert_int_eq(p.hook.asked, 1);
    ck_assert_ptr_null(p.given);
    expect_error(p.next, &CANCELLED);
    return NULL;
}

// 3.95
RUN_TEST(a_wait_in_a_cancelled_scope_asks_the_hook_at_once)
{
    struct hook hook = {ABORT_SUCCEEDED, 0};
    struct scope *s = enter();
    scope_cancel(s, NULL);
    struct error *err = task_park(answer, &hook);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert_int_eq(hook.asked, 1);
    return scope_leave(s, err);
}

// 3.96
ABORT_TEST(a_hook_that_answers_something_else_is_a_bug)
{
    struct hook hook = {(enum abort)7, 0};
    struct scope *s = enter();
    scope_cancel(s, NULL);
    return scope_leave(s, task_park(answer, &hook));
}

// 3.97
ABORT_TEST(unparking_a_task_that_a_cancel_has_woken_is_a_bug)
{
    struct parked p = {.hook.answer = ABORT_SUCCEEDED};
    struct nursery *n = nursery_open();
    nursery_spawn(n, park, &p);
    expect_ok(task_wait_all_parked());
    nursery_cancel(n);
    task_unpark(p.task, NULL);
    return nursery_close(n, NULL);
}

static struct error *outcome; // of a task made by hand

static void release(struct task *self, struct error *err)
{
    scope_release(self->owner, self);
    outcome = err;
}

static struct task *spawn_in(struct scope *s, struct scope *last, task_fn *fn,
                             void *arg)
{
    static const struct task_site site = {"spawn_in", {__FILE__, "", 0}};
    struct task *task = task_new(
        fn, arg,
        &(struct task_options){.site = &site, .done = release, .owner = last});
    scope_adopt(s, task);
    return task;
}

static struct error *wait_forever(void *arg)
{
    (void)arg;
    return sleep_forever();
}

// 3.99
RUN_TEST(a_waiting_task_that_is_moved_under_a_cancelled_scope_is_woken)
{
    struct scope *to = enter();
    struct scope *from = scope_enter((struct scope_options){.shield = true});
    struct task *task = spawn_in(from, to, wait_forever, NULL);
    TRY(task_wait_all_parked());
    scope_cancel(to, NULL);
    checkpoint_shielded();
    checkpoint_shielded();
    ck_assert_int_eq(task->state, TASK_PARKED);
    scope_move(from, to, task);
    ck_assert_int_eq(task->state, TASK_READY);
    checkpoint_shielded();
    checkpoint_shielded();
    expect_error(outcome, &CANCELLED);
    TRY(scope_leave(from, NULL));
    return scope_leave(to, NULL);
}

static struct error *wait_in_a_scope(void *arg)
{
    (void)arg;
    struct scope *s = enter();
    struct error *err = sleep_forever();
    return scope_leave(s, err);
}

// 3.99
RUN_TEST(a_task_that_waits_in_a_scope_of_its_own_is_woken_by_the_move_too)
{
    struct scope *to = enter();
    struct scope *from = scope_enter((struct scope_options){.shield = true});
    struct task *task = spawn_in(from, to, wait_in_a_scope, NULL);
    TRY(task_wait_all_parked());
    scope_cancel(to, NULL);
    scope_move(from, to, task);
    ck_assert_int_eq(task->state, TASK_READY);
    checkpoint_shielded();
    checkpoint_shielded();
    expect_error(outcome, &CANCELLED);
    TRY(scope_leave(from, NULL));
    return scope_leave(to, NULL);
}

// ---- growth ----------------------------------------------------------------

// A checkpoint or a cancel that walks over the scopes takes minutes here.
IN_ORDER_TEST(a_checkpoint_costs_the_same_in_two_hundred_thousand_scopes)
{
    enum { N = 200000 };
    suite_limit_computing();
    struct scope **at = malloc(N * sizeof(at[0]));
    for (int i = 0; i < N; i++) {
        at[i] = enter();
        TRY(checkpoint());
        ck_assert(!scope_is_cancelled(at[i]));
    }
    scope_cancel(at[0], NULL);
    struct error *err = checkpoint();
    for (int i = N; i-- > 0;) {
        ck_assert(scope_is_cancelled(at[i]));
        err = scope_leave(at[i], err);
    }
    free(at);
    ck_assert_uint_eq(loop_alive().scopes, 0);
    return err;
}

IN_ORDER_TEST(two_hundred_thousand_scopes_can_be_cancelled_one_by_one)
{
    enum { N = 200000 };
    suite_limit_computing();
    struct scope **at = malloc(N * sizeof(at[0]));
    for (int i = 0; i < N; i++)
        at[i] = enter();
    for (int i = 0; i < N; i++)
        scope_cancel(at[i], NULL);
    struct error *err = checkpoint();
    for (int i = N; i-- > 0;)
        err = scope_leave(at[i], err);
    free(at);
    return err;
}

static struct error *wait_inside(void *arg)
{
    struct scope *s = enter();
    TRY(event_wait(arg));
    return scope_leave(s, NULL);
}

// A timeout that is put off at each packet: moving it must not visit what is
// inside.
IN_ORDER_TEST(moving_a_deadline_costs_the_same_around_ten_thousand_scopes)
{
    suite_limit_computing();
    struct event *event = event_new();
    struct scope *s =
        scope_enter((struct scope_options){.deadline = after_ms(10)});
    struct nursery *n = nursery_open();
    for (int i = 0; i < 10000; i++)
        nursery_spawn(n, wait_inside, event);
    expect_ok(task_wait_all_parked());
    for (int i = 0; i < 1000000; i++)
        scope_set_deadline(s, after_ms(10));
    event_set(event);
    TRY(nursery_close(n, NULL));
    event_free(event);
    return scope_leave(s, NULL);
}

IN_ORDER_TEST(errors_pass_two_hundred_thousand_cancelled_scopes_as_they_are)
{
    enum { N = 200000 };
    suite_limit_computing();
    struct scope **at = malloc(N * sizeof(at[0]));
    struct error *leaves[100];
    for (int i = 0; i < 100; i++)
        leaves[i] = error_new(&BROKEN, "leaf %d", i);
    struct error *err = errgroup_new("wide", leaves, 100);
    for (int i = 0; i < 100; i++)
        error_free(leaves[i]);
    for (int i = 0; i < N; i++)
        at[i] = enter();
    for (int i = N; i-- > 0;) {
        scope_cancel(at[i], NULL);
        ck_assert_ptr_eq(scope_leave(at[i], err), err);
    }
    free(at);
    error_free(err);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
