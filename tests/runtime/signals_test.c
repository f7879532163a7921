// Signals received as values.
#include "tools.h"
#include "signals.h"

static struct signals *receive(int one, int two)
{
    struct signals *signals = NULL;
    expect_ok(signals_open((int[]){one, two}, 2, &signals));
    return signals;
}

static int next(struct signals *signals)
{
    int signum = 0;
    expect_ok(signals_next(signals, &signum));
    return signum;
}

// 6.43
REAL_TEST(signals_come_in_the_order_of_arrival)
{
    struct signals *signals = receive(SIGUSR1, SIGUSR2);
    const int sent[] = {SIGUSR2, SIGUSR1, SIGUSR1, SIGUSR2, SIGUSR2};
    for (int i = 0; i < 5; i++)
        raise(sent[i]);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(next(signals), sent[i]);
    signals_close(signals);
    return NULL;
}

static struct error *read_one(void *signals)
{
    int signum;
    return signals_next(signals, &signum);
}

REAL_TEST(a_reader_waits_for_the_first_signal)
{
    struct signals *signals = receive(SIGUSR1, SIGUSR2);
    struct task *reader = task_go(read_one, signals);
    expect_ok(task_wait_all_parked());
    raise(SIGUSR1);
    expect_ok(join(reader));
    signals_close(signals);
    return NULL;
}

// 6.53
REAL_TEST(a_thousand_rounds_lose_no_signal)
{
    struct signals *signals = receive(SIGUSR1, SIGUSR2);
    for (int i = 0; i < 1000; i++) {
        struct task *reader = task_go(read_one, signals);
        if (i % 2 == 0)
            task_yield();
        raise(SIGUSR1);
        expect_ok(join(reader));
    }
    signals_close(signals);
    return NULL;
}

REAL_TEST(many_signals_wait_until_they_are_looked_at)
{
    struct signals *signals = receive(SIGUSR1, SIGUSR2);
    for (int i = 0; i < 100; i++)
        raise(i % 3 == 0 ? SIGUSR1 : SIGUSR2);
    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(next(signals), i % 3 == 0 ? SIGUSR1 : SIGUSR2);
    signals_close(signals);
    return NULL;
}

static int n_handled;

static void count(int signum)
{
    (void)signum;
    n_handled++;
}

// 6.46
REAL_TEST(the_handler_from_before_is_restored)
{
    n_handled = 0;
    signal(SIGUSR1, count);
    struct signals *signals = receive(SIGUSR1, SIGUSR1);
    raise(SIGUSR1);
    ck_assert_int_eq(next(signals), SIGUSR1);
    ck_assert_int_eq(n_handled, 0);
    signals_close(signals);
    raise(SIGUSR1);
    ck_assert_int_eq(n_handled, 1);
    return NULL;
}

// 6.46
REAL_TEST(a_bad_signal_in_the_list_changes_nothing)
{
    const int bad[] = {0, -1, 1000, SIGKILL, SIGSTOP};
    n_handled = 0;
    signal(SIGUSR1, count);
    for (int i = 0; i < 5; i++) {
        struct signals *signals;
        expect_error(signals_open((int[]){SIGUSR1, bad[i]}, 2, &signals),
                     &INVALID);
        raise(SIGUSR1);
        ck_assert_int_eq(n_handled, i + 1);
    }
    return NULL;
}

// 6.46
REAL_TEST(a_signal_named_twice_comes_once)
{
    struct signals *signals = receive(SIGUSR1, SIGUSR1);
    raise(SIGUSR1);
    ck_assert_int_eq(next(signals), SIGUSR1);
    struct task *reader = task_go(read_one, signals);
    expect_ok(task_wait_all_parked());
    ck_assert_int_eq(reader->state, TASK_PARKED);
    fake_cancel(reader);
    expect_error(join(reader), &CANCELLED);
    signals_close(signals);
    return NULL;
}

REAL_TEST(each_receiver_gets_the_signal_and_closes_on_its_own)
{
    n_handled = 0;
    signal(SIGUSR1, count);
    struct signals *one = receive(SIGUSR1, SIGUSR2);
    struct signals *two = receive(SIGUSR1, SIGUSR2);
    raise(SIGUSR1);
    ck_assert_int_eq(next(one), SIGUSR1);
    ck_assert_int_eq(next(two), SIGUSR1);
    signals_close(one);
    raise(SIGUSR1);
    ck_assert_int_eq(next(two), SIGUSR1);
    signals_close(two);
    raise(SIGUSR1);
    ck_assert_int_eq(n_handled, 1);
    return NULL;
}

// 6.47
REAL_TEST(no_signals_are_invalid)
{
    struct signals *signals;
    expect_error(signals_open(NULL, 0, &signals), &INVALID);
    return NULL;
}

// 6.49
REAL_TEST(a_second_reader_is_told_that_it_is_busy)
{
    struct signals *signals = receive(SIGUSR1, SIGUSR2);
    struct task *reader = task_go(read_one, signals);
    expect_ok(task_wait_all_parked());
    expect_error(read_one(signals), &BUSY);
    raise(SIGUSR2);
    expect_ok(join(reader));
    signals_close(signals);
    return NULL;
}

// 6.50, 6.77
REAL_TEST(closing_tells_who_waits)
{
    struct signals *signals = receive(SIGUSR1, SIGUSR2);
    struct task *reader = task_go(read_one, signals);
    expect_ok(task_wait_all_parked());
    signals_close(signals);
    expect_error(join(reader), &CLOSED);
    return NULL;
}

// 6.52
REAL_TEST(a_cancelled_reader_takes_no_signal)
{
    struct signals *signals = receive(SIGUSR1, SIGUSR2);
    struct task *reader = task_go(read_one, signals);
    expect_ok(task_wait_all_parked());
    fake_cancel(reader);
    raise(SIGUSR1);
    expect_error(join(reader), &CANCELLED);
    fake_cancel(task_self());
    expect_error(read_one(signals), &CANCELLED);
    fake_uncancel(task_self());
    ck_assert_int_eq(next(signals), SIGUSR1);
    signals_close(signals);
    return NULL;
}

static struct error *open_and_park(void *arg)
{
    (void)arg;
    struct signals *signals = receive(SIGUSR1, SIGUSR2);
    struct error *err = park();
    signals_close(signals);
    return err;
}

TEST(a_receiver_that_nobody_reads_does_not_keep_a_stuck_run_alive)
{
    FILE *nowhere = fopen("/dev/null", "w");
    struct loop_left left;
    struct loop_options options = {.report = nowhere, .left = &left};
    expect_error(loop_run(open_and_park, NULL, &options), &STUCK);
    ck_assert_uint_eq(left.handles, 1);
    fclose(nowhere);
}

static struct error *leave_a_receiver(void *arg)
{
    (void)arg;
    receive(SIGUSR1, SIGUSR2);
    return NULL;
}

TEST(a_receiver_that_nobody_closes_is_closed_at_the_end_and_counted)
{
    n_handled = 0;
    signal(SIGUSR1, count);
    struct loop_left left;
    expect_ok(loop_run(leave_a_receiver, NULL,
                       &(struct loop_options){.left = &left}));
    ck_assert_uint_eq(left.handles, 1);
    raise(SIGUSR1);
    ck_assert_int_eq(n_handled, 1);
}

RUN_TEST(signals_need_the_real_clock)
{
    struct signals *signals;
    expect_error(signals_open((int[]){SIGUSR1}, 1, &signals), &MISUSE);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
