// Events, sleeps and checkpoints.
#include "suite.h"
#include "kid.h"
#include "loop.h"
#include <string.h>
#include <time.h>

// ---- event ----------------------------------------------------------------

TEST(a_new_event_is_not_set_and_nobody_waits)
{
    struct event *event = event_new();
    ck_assert(!event_is_set(event));
    ck_assert_uint_eq(event_n_waiting(event), 0);
    event_free(event);
}

static char said[64]; // one letter for each thing that happened

static void say(char letter)
{
    size_t n = strlen(said);
    said[n] = letter;
    said[n + 1] = '\0';
}

struct waiting {
    struct event *event;
    char letter;
};

static struct error *wait_and_say(void *arg)
{
    struct waiting *w = arg;
    TRY(event_wait(w->event));
    say(w->letter);
    return NULL;
}

// 5.119
IN_ORDER_TEST(setting_wakes_all_waiters_in_the_order_in_which_they_came)
{
    struct event *event = event_new();
    struct waiting w[] = {{event, 'a'}, {event, 'b'}, {event, 'c'}};
    struct nursery *n = nursery_open();
    for (int i = 0; i < 3; i++)
        nursery_spawn(n, wait_and_say, &w[i]);
    checkpoint_shielded();
    ck_assert_uint_eq(event_n_waiting(event), 3);
    event_set(event);
    ck_assert_uint_eq(event_n_waiting(event), 0);
    ck_assert_str_eq(said, "");
    TRY(nursery_close(n, NULL));
    ck_assert_str_eq(said, "abc");
    event_free(event);
    return NULL;
}

RUN_TEST(setting_an_event_twice_is_setting_it_once)
{
    struct event *event = event_new();
    event_set(event);
    event_set(event);
    ck_assert(event_is_set(event));
    TRY(event_wait(event));
    TRY(event_wait(event));
    event_free(event);
    return NULL;
}

static struct error *count_turn(void *arg)
{
    ++*(int *)arg;
    return NULL;
}

IN_ORDER_TEST(waiting_for_a_set_event_lets_others_run)
{
    int turns = 0;
    struct event *event = event_new();
    event_set(event);
    struct nursery *n = nursery_open();
    nursery_spawn(n, count_turn, &turns);
    expect_ok(event_wait(event));
    ck_assert_int_eq(turns, 1);
    event_free(event);
    return nursery_close(n, NULL);
}

RUN_TEST(waiting_for_a_set_event_in_a_cancelled_scope_is_cancelled)
{
    struct event *event = event_new();
    event_set(event);
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    struct error *err = event_wait(event);
    ck_assert(error_is(err, &CANCELLED));
    event_free(event);
    return scope_leave(s, err);
}

// 3.95
RUN_TEST(a_wait_in_a_cancelled_scope_leaves_nobody_in_the_queue)
{
    struct event *event = event_new();
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    struct error *err = event_wait(event);
    ck_assert(error_is(err, &CANCELLED));
    ck_assert_uint_eq(event_n_waiting(event), 0);
    event_set(event);
    event_free(event);
    return scope_leave(s, err);
}

static struct error *wait_for(void *arg)
{
    return event_wait(arg);
}

// 3.91, 5.120
RUN_TEST(a_cancelled_waiter_is_taken_out_and_the_others_stay)
{
    struct event *event = event_new();
    struct nursery *stay = nursery_open();
    nursery_spawn(stay, wait_for, event);
    struct nursery *go = nursery_open();
    nursery_spawn(go, wait_for, event);
    expect_ok(task_wait_all_parked());
    nursery_cancel(go);
    ck_assert_uint_eq(event_n_waiting(event), 1);
    expect_ok(nursery_close(go, NULL));
    event_set(event);
    TRY(nursery_close(stay, NULL));
    event_free(event);
    return NULL;
}

static struct error *wait_then_checkpoint(void *arg)
{
    struct error *err = event_wait(arg);
    ck_assert(err == NULL);
    return checkpoint();
}

// 3.100
RUN_TEST(a_wait_that_is_over_before_the_cancel_succeeds)
{
    struct event *event = event_new();
    struct nursery *n = nursery_open();
    nursery_spawn(n, wait_then_checkpoint, event);
    expect_ok(task_wait_all_parked());
    event_set(event);
    nursery_cancel(n);
    TRY(nursery_close(n, NULL));
    event_free(event);
    return NULL;
}

// 3.100
EDGE_TEST(edge_a_wait_that_is_over_before_the_cancel_succeeds)
{
    struct event *event = event_new();
    struct nursery *n = nursery_open();
    nursery_spawn(n, wait_then_checkpoint, event);
    expect_ok(task_wait_all_parked());
    event_set(event);
    nursery_cancel(n);
    TRY(nursery_close(n, NULL));
    event_free(event);
    return NULL;
}

RUN_TEST(an_event_may_be_freed_before_those_it_woke_have_run)
{
    struct event *event = event_new();
    struct nursery *n = nursery_open();
    nursery_spawn(n, wait_for, event);
    expect_ok(task_wait_all_parked());
    event_set(event);
    event_free(event);
    return nursery_close(n, NULL);
}

struct alarm {
    struct deadline deadline;
    struct event *event;
};

static void ring(struct deadline *deadline)
{
    event_set(container_of(deadline, struct alarm, deadline)->event);
}

RUN_TEST(the_loop_itself_may_set_an_event)
{
    struct alarm alarm = {.deadline.due = ring, .event = event_new()};
    deadline_set(&alarm.deadline, clock_after_ms(30));
    TRY(event_wait(alarm.event));
    ck_assert_int_eq(clock_now_ms(), 30);
    event_free(alarm.event);
    return NULL;
}

ABORT_TEST(freeing_an_event_for_which_a_task_waits_is_a_bug)
{
    struct event *event = event_new();
    struct nursery *n = nursery_open();
    nursery_spawn(n, wait_for, event);
    checkpoint_shielded();
    event_free(event);
    return nursery_close(n, NULL);
}

// ---- time -----------------------------------------------------------------

static struct error *sleep_and_say(void *arg)
{
    int ms = *(int *)arg;
    TRY(sleep_ms(ms));
    ck_assert_int_eq(clock_now_ms(), ms);
    say((char)('0' + ms / 10));
    return NULL;
}

// 3.33
RUN_TEST(sleepers_wake_in_the_order_of_their_times)
{
    int ms[] = {30, 40, 10, 20};
    said[0] = '\0';
    struct nursery *n = nursery_open();
    for (int i = 0; i < 4; i++)
        nursery_spawn(n, sleep_and_say, &ms[i]);
    TRY(nursery_close(n, NULL));
    ck_assert_str_eq(said, "1234");
    return NULL;
}

static int64_t system_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

// 3.34
REAL_TEST(a_sleep_is_never_shorter_than_asked_for)
{
    for (int ms = 1; ms <= 20; ms++) {
        int64_t before = system_us();
        TRY(sleep_ms(ms));
        ck_assert_int_ge(system_us() - before, ms * 1000);
    }
    return NULL;
}

static struct error *say_late(void *arg)
{
    int *ms = arg;
    TRY(sleep_ms(*ms));
    say((char)('0' + *ms / 50));
    return NULL;
}

// 3.33
REAL_TEST(sleepers_wake_in_order_on_the_real_clock)
{
    int ms[] = {150, 200, 50, 100};
    struct nursery *n = nursery_open();
    for (int i = 0; i < 4; i++)
        nursery_spawn(n, say_late, &ms[i]);
    TRY(nursery_close(n, NULL));
    ck_assert_str_eq(said, "1234");
    return NULL;
}

// 3.28
IN_ORDER_TEST(sleeping_for_0_ms_is_a_checkpoint)
{
    int turns = 0;
    struct nursery *n = nursery_open();
    nursery_spawn(n, count_turn, &turns);
    expect_ok(sleep_ms(0));
    ck_assert_int_eq(turns, 1);
    ck_assert_int_eq(clock_now_ms(), 0);
    nursery_cancel(n);
    struct error *err = sleep_ms(0);
    ck_assert(error_is(err, &CANCELLED));
    return nursery_close(n, err);
}

// 3.29
RUN_TEST(a_negative_sleep_is_refused_and_nobody_runs)
{
    int turns = 0;
    struct nursery *n = nursery_open();
    nursery_spawn(n, count_turn, &turns);
    expect_error(sleep_ms(-1), &INVALID);
    expect_error(sleep_ms(INT64_MIN), &INVALID);
    ck_assert_int_eq(turns, 0);
    return nursery_close(n, NULL);
}

// 3.29, 3.30
IN_ORDER_TEST(sleeping_until_a_time_in_the_past_is_a_checkpoint)
{
    int turns = 0;
    TRY(sleep_ms(100));
    struct nursery *n = nursery_open();
    nursery_spawn(n, count_turn, &turns);
    expect_ok(sleep_until(50));
    ck_assert_int_eq(turns, 1);
    expect_ok(sleep_until(INT64_MIN));
    ck_assert_int_eq(clock_now_ms(), 100);
    return nursery_close(n, NULL);
}

RUN_TEST(sleep_until_waits_for_the_time_since_the_start_of_the_run)
{
    TRY(sleep_ms(30));
    TRY(sleep_until(100));
    ck_assert_int_eq(clock_now_ms(), 100);
    return NULL;
}

// 3.98
RUN_TEST(a_cancelled_sleep_takes_its_deadline_with_it)
{
    struct kid k = {.ms = 1000};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    expect_ok(task_wait_all_parked());
    ck_assert_uint_eq(loop_alive().deadlines, 1);
    nursery_cancel(n);
    ck_assert_uint_eq(loop_alive().deadlines, 0);
    TRY(nursery_close(n, NULL));
    ck_assert(k.cancelled);
    ck_assert_int_eq(clock_now_ms(), 0);
    kid_forget(&k);
    return NULL;
}

static struct error *sleep_too_long(void *arg)
{
    (void)arg;
    return sleep_ms(INT64_MAX);
}

RUN_TEST(a_sleep_longer_than_the_clock_can_count_ends_by_a_cancel)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, sleep_too_long, NULL);
    expect_ok(sleep_ms(1000));
    ck_assert_uint_eq(nursery_n_children(n), 1);
    nursery_cancel(n);
    return nursery_close(n, NULL);
}

RUN_TEST(sleep_forever_ends_only_by_a_cancel)
{
    struct kid k = {.ms = KID_FOREVER};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    expect_ok(sleep_ms(1000000));
    ck_assert(k.began && !k.ended);
    nursery_cancel(n);
    TRY(nursery_close(n, NULL));
    ck_assert(k.cancelled);
    kid_forget(&k);
    return NULL;
}

static struct task *sleeping;

static struct error *sleep_in_public(void *arg)
{
    (void)arg;
    sleeping = task_self();
    return sleep_forever();
}

// 3.31
ABORT_TEST(unparking_a_task_in_sleep_forever_is_a_bug)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, sleep_in_public, NULL);
    checkpoint_shielded();
    task_unpark(sleeping, NULL);
    return nursery_close(n, NULL);
}

// ---- checkpoints ----------------------------------------------------------

// 3.22
IN_ORDER_TEST(a_checkpoint_lets_others_run)
{
    int turns = 0;
    struct nursery *n = nursery_open();
    nursery_spawn(n, count_turn, &turns);
    expect_ok(checkpoint());
    ck_assert_int_eq(turns, 1);
    return nursery_close(n, NULL);
}

// 3.22, 3.23
RUN_TEST(checkpoint_if_cancelled_lets_nobody_run)
{
    int turns = 0;
    struct nursery *n = nursery_open();
    nursery_spawn(n, count_turn, &turns);
    expect_ok(checkpoint_if_cancelled());
    ck_assert_int_eq(turns, 0);
    nursery_cancel(n);
    struct error *err = checkpoint_if_cancelled();
    ck_assert(error_is(err, &CANCELLED));
    ck_assert_int_eq(turns, 0);
    return nursery_close(n, err);
}

// 3.22, 3.24
IN_ORDER_TEST(a_shielded_checkpoint_lets_others_run_though_cancelled)
{
    int turns = 0;
    struct nursery *n = nursery_open();
    nursery_spawn(n, count_turn, &turns);
    nursery_cancel(n);
    checkpoint_shielded();
    ck_assert_int_eq(turns, 1);
    return nursery_close(n, NULL);
}

// 3.22
IN_ORDER_TEST(a_cancelled_checkpoint_lets_others_run_too)
{
    int turns = 0;
    struct nursery *n = nursery_open();
    nursery_spawn(n, count_turn, &turns);
    nursery_cancel(n);
    struct error *err = checkpoint();
    ck_assert(error_is(err, &CANCELLED));
    ck_assert_int_eq(turns, 1);
    return nursery_close(n, err);
}

// 3.130
RUN_TEST(waiting_for_all_to_park_comes_back_before_the_clock_moves)
{
    struct kid k = {.ms = 10};
    struct nursery *n = nursery_open();
    nursery_spawn(n, kid, &k);
    expect_ok(task_wait_all_parked());
    ck_assert(k.began && !k.ended);
    ck_assert_int_eq(clock_now_ms(), 0);
    return nursery_close(n, NULL);
}

static struct error *wait_all_parked(void *arg)
{
    (void)arg;
    return task_wait_all_parked();
}

static struct error *yield_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 50; i++)
        checkpoint_shielded();
    return NULL;
}

// 3.130
RUN_TEST(waiting_for_all_to_park_can_be_cancelled)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, wait_all_parked, NULL);
    nursery_spawn(n, yield_often, NULL);
    for (int i = 0; i < 3; i++)
        checkpoint_shielded();
    ck_assert_uint_eq(nursery_n_children(n), 2);
    nursery_cancel(n);
    for (int i = 0; i < 3; i++)
        checkpoint_shielded();
    ck_assert_uint_eq(nursery_n_children(n), 1);
    return nursery_close(n, NULL);
}

// 3.128
RUN_TEST(the_virtual_clock_sleeps_for_a_day_without_waiting)
{
    int64_t day = 24 * 3600 * 1000;
    ck_assert_int_eq(clock_now(), 0);
    TRY(sleep_ms(day));
    ck_assert_int_eq(clock_now_ms(), day);
    return NULL;
}

// Growth: a million waits of one task, and as many tasks awake one after the
// other, must not cost more and more.
IN_ORDER_TEST(a_hundred_thousand_tasks_can_wait_for_one_event)
{
    enum { N = 100000 };
    struct event *event = event_new();
    struct nursery *n = nursery_open();
    for (int i = 0; i < N; i++)
        nursery_spawn(n, wait_for, event);
    expect_ok(task_wait_all_parked());
    ck_assert_uint_eq(event_n_waiting(event), N);
    event_set(event);
    TRY(nursery_close(n, NULL));
    event_free(event);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
