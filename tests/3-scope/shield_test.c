// Shields: what is kept out, and what is not.
#include "suite.h"
#include "kid.h"
#include "loop.h"

static struct scope *enter(void)
{
    return scope_enter((struct scope_options){0});
}

static struct scope *enter_shielded(void)
{
    return scope_enter((struct scope_options){.shield = true});
}

// 3.88
RUN_TEST(a_scope_is_not_shielded_unless_asked_for)
{
    struct scope *s = enter();
    ck_assert(!scope_is_shielded(s));
    scope_shield(s, true);
    ck_assert(scope_is_shielded(s));
    scope_shield(s, false);
    ck_assert(!scope_is_shielded(s));
    return scope_leave(s, NULL);
}

// 3.81
RUN_TEST(a_shield_keeps_a_cancel_from_outside_out)
{
    struct scope *outer = enter(), *inner = enter_shielded();
    scope_cancel(outer, NULL);
    ck_assert(!scope_is_cancelled(inner));
    TRY(sleep_ms(10));
    TRY(scope_leave(inner, NULL));
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    return scope_leave(outer, err);
}

// 3.81, M13
RUN_TEST(a_shield_does_not_keep_out_the_cancel_of_its_own_scope)
{
    struct scope_result result;
    struct scope *outer = enter();
    struct scope *inner =
        scope_enter((struct scope_options){.shield = true, .result = &result});
    scope_cancel(outer, NULL);
    scope_cancel(inner, NULL);
    TRY(scope_leave(inner, checkpoint()));
    ck_assert(result.cancelled_caught);
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    return scope_leave(outer, err);
}

// 3.81
RUN_TEST(a_shield_does_not_keep_out_the_cancel_of_a_scope_inside)
{
    struct scope *outer = enter(), *shield = enter_shielded();
    struct scope *inner = enter();
    scope_cancel(outer, NULL);
    scope_cancel(inner, NULL);
    TRY(scope_leave(inner, checkpoint()));
    TRY(checkpoint());
    TRY(scope_leave(shield, NULL));
    return scope_leave(outer, checkpoint());
}

// 3.81
RUN_TEST(a_shield_keeps_an_outer_deadline_out)
{
    struct scope *outer =
        scope_enter((struct scope_options){.deadline = after_ms(10)});
    struct scope *inner = enter_shielded();
    TRY(sleep_ms(50));
    TRY(scope_leave(inner, NULL));
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    ck_assert_int_eq(clock_now_ms(), 50);
    return scope_leave(outer, err);
}

// 3.83
RUN_TEST(raising_a_shield_makes_the_next_checkpoints_succeed)
{
    struct scope *outer = enter(), *inner = enter();
    scope_cancel(outer, NULL);
    expect_error(checkpoint(), &CANCELLED);
    scope_shield(inner, true);
    TRY(checkpoint());
    TRY(sleep_ms(10));
    scope_shield(inner, false);
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    return scope_leave(outer, scope_leave(inner, err));
}

struct lifted {
    struct scope *shield;
    bool done;
};

static struct error *sleep_in_shield(void *arg)
{
    struct lifted *l = arg;
    l->shield = enter_shielded();
    struct error *err = sleep_forever();
    l->done = true;
    return scope_leave(l->shield, err);
}

// 3.83, M13
RUN_TEST(lifting_a_shield_wakes_who_waits_inside_at_once)
{
    struct lifted l = {0};
    struct nursery *n = nursery_open();
    nursery_spawn(n, sleep_in_shield, &l);
    expect_ok(task_wait_all_parked());
    nursery_cancel(n);
    checkpoint_shielded();
    checkpoint_shielded();
    ck_assert(!l.done);
    scope_shield(l.shield, false);
    TRY(nursery_close(n, NULL));
    ck_assert(l.done);
    return NULL;
}

EDGE_TEST(edge_lifting_a_shield_lets_the_message_in)
{
    struct lifted l = {0};
    struct nursery *n = nursery_open();
    nursery_spawn(n, sleep_in_shield, &l);
    expect_ok(task_wait_all_parked());
    nursery_cancel(n);
    checkpoint_shielded();
    checkpoint_shielded();
    ck_assert(!l.done);
    scope_shield(l.shield, false);
    TRY(nursery_close(n, NULL));
    ck_assert(l.done);
    return checkpoint();
}

// 3.37
RUN_TEST(a_shield_set_at_entry_can_be_lifted_inside)
{
    struct scope *outer = enter(), *inner = enter_shielded();
    scope_cancel(outer, NULL);
    TRY(checkpoint());
    scope_shield(inner, false);
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    return scope_leave(outer, scope_leave(inner, err));
}

// 3.87
RUN_TEST(a_timeout_inside_a_shield_fails_though_the_outer_scope_is_cancelled)
{
    struct scope *outer = enter();
    scope_cancel(outer, NULL);
    struct scope *shield = enter_shielded();
    struct scope *inner = scope_enter(
        (struct scope_options){.deadline = after_ms(10), .fail = true});
    struct error *err = scope_leave(inner, sleep_ms(100));
    ck_assert(error_is(err, &TIMEOUT));
    ck_assert_int_eq(clock_now_ms(), 10);
    err = scope_leave(shield, err);
    expect_error(scope_leave(outer, err), &TIMEOUT);
    return NULL;
}

// 3.70
RUN_TEST(a_shielded_timeout_keeps_cancels_out_and_its_own_deadline)
{
    struct scope *outer = enter();
    struct scope *inner = scope_enter((struct scope_options){
        .deadline = after_ms(20), .shield = true, .fail = true});
    scope_cancel(outer, NULL);
    TRY(sleep_ms(10));
    expect_error(scope_leave(inner, sleep_ms(100)), &TIMEOUT);
    ck_assert_int_eq(clock_now_ms(), 20);
    return scope_leave(outer, checkpoint());
}

// 3.89
RUN_TEST(shielded_cleaning_up_completes_and_then_cancelled_goes_on)
{
    bool cleaned = false;
    struct scope *s =
        scope_enter((struct scope_options){.deadline = after_ms(10)});
    struct error *err = sleep_ms(1000);
    struct scope *cleanup = scope_enter(
        (struct scope_options){.deadline = after_ms(50), .shield = true});
    TRY(sleep_ms(20));
    cleaned = true;
    TRY(scope_leave(cleanup, NULL));
    ck_assert(cleaned && error_is(err, &CANCELLED));
    ck_assert_int_eq(clock_now_ms(), 30);
    return scope_leave(s, err);
}

// 3.81: a shield is no place to catch what came from outside it
RUN_TEST(a_shield_that_was_lifted_does_not_catch_the_outer_cancel)
{
    struct scope_result in, out;
    struct scope *outer = scope_enter((struct scope_options){.result = &out});
    struct scope *inner =
        scope_enter((struct scope_options){.shield = true, .result = &in});
    scope_cancel(outer, NULL);
    scope_shield(inner, false);
    struct error *err = scope_leave(inner, checkpoint());
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(outer, err));
    ck_assert(!in.cancelled_caught && out.cancelled_caught);
    return NULL;
}

// M13: two shields, one lifted
RUN_TEST(of_two_shields_the_other_one_still_holds)
{
    struct scope *outer = enter();
    struct scope *a = enter_shielded(), *b = enter_shielded();
    scope_cancel(outer, NULL);
    scope_shield(b, false);
    TRY(checkpoint());
    scope_shield(b, true);
    scope_shield(a, false);
    TRY(checkpoint());
    scope_shield(b, false);
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    return scope_leave(outer, scope_leave(a, scope_leave(b, err)));
}

EDGE_TEST(edge_what_a_shield_kept_out_comes_after_it)
{
    struct scope *outer = enter(), *inner = enter_shielded();
    scope_cancel(outer, NULL);
    TRY(sleep_ms(10));
    TRY(scope_leave(inner, NULL));
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    TRY(checkpoint());
    TRY(scope_leave(outer, err));
    return checkpoint();
}

// Whichever was first: the outermost catches, and nothing between runs on.
EDGE_TEST(edge_of_two_cancels_a_shield_kept_out_the_outer_one_counts)
{
    for (int first = 0; first < 2; first++) {
        struct scope *a = enter(), *b = enter(), *shield = enter_shielded();
        scope_cancel(first == 0 ? a : b, NULL);
        scope_cancel(first == 0 ? b : a, NULL);
        TRY(checkpoint());
        TRY(scope_leave(shield, NULL));
        struct error *err = scope_leave(b, checkpoint());
        ck_assert(error_is(err, &CANCELLED));
        TRY(scope_leave(a, err));
        ck_assert_uint_eq(scope_n_requests(task_self()), 0);
        TRY(checkpoint());
    }
    return NULL;
}

static struct error *ready_in_a_shield(void *arg)
{
    struct scope *s = enter_shielded();
    TRY(sleep_ms(20));
    struct error *err = nursery_started(NULL);
    ck_assert(err == NULL);
    TRY(sleep_ms(20));
    *(bool *)arg = true;
    return scope_leave(s, NULL);
}

// The starter's scope is gone before the child's shield is.
EDGE_TEST(edge_a_child_that_moves_forgets_what_its_shield_kept_out)
{
    bool done = false;
    struct nursery *n = nursery_open();
    struct scope *s =
        scope_enter((struct scope_options){.deadline = after_ms(10)});
    struct error *err = nursery_start(n, ready_in_a_shield, &done, NULL);
    if (err == NULL)
        err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    expect_ok(scope_leave(s, err));
    TRY(nursery_close(n, NULL));
    ck_assert(done);
    return checkpoint();
}
// private: linnet-0f5d3f897d262c7d
