// Runs: order, seeds, clocks, results, and runs that are stuck.
#include "tools.h"
#include "io.h"
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define RUNNING_ON_VALGRIND 0
#endif

// Defined to be 1 by who links switch_ucontext.c, which makes system calls.
#ifndef SWITCH_UCONTEXT
#define SWITCH_UCONTEXT 0
#endif

static const struct loop_options in_virtual_time = {.virtual_clock = true};

// ---- order ----------------------------------------------------------------

static struct error *log_rounds(void *word)
{
    for (int i = 0; i < 3; i++) {
        log_add(word);
        task_yield();
    }
    return NULL;
}

static struct error *run_three(void *arg)
{
    (void)arg;
    log_start();
    struct task *all[] = {task_go(log_rounds, "a"), task_go(log_rounds, "b"),
                          task_go(log_rounds, "c")};
    for (int i = 0; i < 3; i++)
        expect_ok(join(all[i]));
    return NULL;
}

// 6.139
IN_ORDER_TEST(ready_tasks_run_first_in_first_out)
{
    TRY(run_three(NULL));
    ck_assert_str_eq(tool_log, "a b c a b c a b c");
    return NULL;
}

static const char *order_of_seed(uint64_t seed)
{
    expect_ok(
        loop_run(run_three, NULL,
                 &(struct loop_options){.virtual_clock = true, .seed = seed}));
    return tool_log;
}

// 6.139
TEST(the_same_seed_gives_the_same_order)
{
    char first[sizeof(tool_log)];
    for (uint64_t seed = 1; seed < 20; seed++) {
        strcpy(first, order_of_seed(seed));
        ck_assert_str_eq(order_of_seed(seed), first);
    }
}

TEST(a_batch_is_through_before_a_task_has_another_turn)
{
    for (uint64_t seed = 1; seed < 200; seed++) {
        const char *log = order_of_seed(seed);
        for (int round = 0; round < 3; round++) {
            int seen = 0;
            for (int i = 0; i < 3; i++)
                seen |= 1 << (log[2 * (3 * round + i)] - 'a');
            ck_assert_msg(seen == 7, "seed %d: %s", (int)seed, log);
        }
    }
}

// The seeds are fixed, so the counts are.
TEST(all_orders_are_about_equally_frequent)
{
    int counts[3 * 3 * 3] = {0};
    for (uint64_t seed = 1; seed <= 600; seed++) {
        const char *log = order_of_seed(seed);
        counts[(log[0] - 'a') * 9 + (log[2] - 'a') * 3 + log[4] - 'a']++;
    }
    int n_orders = 0;
    for (int i = 0; i < 27; i++) {
        n_orders += counts[i] > 0;
        ck_assert(counts[i] == 0 || (counts[i] > 60 && counts[i] < 140));
    }
    ck_assert_int_eq(n_orders, 6);
}

// ---- results and runs -----------------------------------------------------

static struct error *give_back(void *err)
{
    return err;
}

// 6.129
TEST(a_run_gives_what_its_first_task_failed_with)
{
    struct error *err = error_new(&BUSY, "as it is");
    ck_assert_ptr_eq(loop_run(give_back, err, &in_virtual_time), err);
    error_free(err);
    expect_ok(loop_run(give_back, NULL, &in_virtual_time));
}

static struct error *give_chain(void *arg)
{
    (void)arg;
    struct error *err = error_new(&BUSY, "effect");
    error_set_cause(err, error_new(&BUSY, "cause"));
    error_set_context(err, error_new(&BUSY, "context"));
    return err;
}

TEST(the_result_with_all_it_holds_is_not_left_over)
{
    struct loop_left left;
    struct loop_options options = {.virtual_clock = true, .left = &left};
    expect_error(loop_run(give_chain, NULL, &options), &BUSY);
    ck_assert_uint_eq(left.errors, 0);
}

TEST(an_immortal_result_is_not_left_over)
{
    struct loop_left left;
    struct loop_options options = {.virtual_clock = true, .left = &left};
    ck_assert_ptr_eq(loop_run(give_back, END_OF_STREAM, &options),
                     END_OF_STREAM);
    ck_assert_uint_eq(left.errors, 0);
}

static struct error *leave_an_error(void *to)
{
    *(struct error **)to = error_new(&BUSY, "left over");
    return NULL;
}

TEST(an_error_that_is_left_over_is_counted)
{
    struct loop_left left;
    struct error *err;
    struct loop_options options = {.virtual_clock = true, .left = &left};
    expect_ok(loop_run(leave_an_error, &err, &options));
    ck_assert_uint_eq(left.errors, 1);
    error_free(err);
}

static struct error *run_inside(void *options)
{
    expect_error(loop_run(give_back, NULL, options), &MISUSE);
    task_yield();
    return NULL;
}

// 6.130
TEST(a_run_inside_of_a_run_is_misuse)
{
    struct loop_options options = in_virtual_time;
    expect_ok(loop_run(run_inside, &options, &options));
}

// 6.132
TEST(a_run_may_follow_another)
{
    for (int i = 0; i < 10; i++) {
        expect_ok(loop_run(run_three, NULL, &in_virtual_time));
        ck_assert_ptr_null(loop_current);
        ck_assert_ptr_null(task_self());
    }
}

static struct error *yield_nap_fail(void *arg)
{
    for (int i = 0; i < 20; i++) {
        TRY(nap_ms(i % 2));
        error_free(error_new(&BUSY, "%d", i));
    }
    return arg == NULL ? error_new(&INVALID, "even") : NULL;
}

static struct error *run_twenty(void *arg)
{
    (void)arg;
    struct task *all[20];
    for (intptr_t i = 0; i < 20; i++)
        all[i] = task_go(yield_nap_fail, (void *)(i % 2));
    for (int i = 0; i < 20; i++)
        if (i % 2 == 0)
            expect_error(join(all[i]), &INVALID);
        else
            expect_ok(join(all[i]));
    ck_assert_uint_eq(loop_alive().tasks, 1);
    return NULL;
}

static void *run_in_thread(void *options)
{
    for (int i = 0; i < 20; i++)
        expect_ok(loop_run(run_twenty, NULL, options));
    return NULL;
}

// 6.132
TEST(runs_in_several_threads_know_nothing_of_each_other)
{
    struct loop_options options[4] = {
        {.virtual_clock = true}, {.virtual_clock = true, .seed = 3}, {0}, {0}};
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, run_in_thread, &options[i]);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}

// ---- stuck ----------------------------------------------------------------

static struct error *wait_in_vain(void *arg)
{
    (void)arg;
    task_forget(task_go(park_task, NULL));
    task_waits_for("nothing good");
    return park();
}

static void expect_stuck(struct loop_options options)
{
    char *text;
    size_t n;
    struct loop_left left;
    options.report = open_memstream(&text, &n);
    options.left = &left;
    struct error *err = loop_run(wait_in_vain, NULL, &options);
    fclose(options.report);
    ck_assert_str_eq(error_message(err), "2 tasks can never run again");
    ck_assert_int_eq(loop_exit_status(err), 3);
    ck_assert_uint_eq(left.tasks, 2);
    ck_assert(strstr(text, "stuck: ") == text);
    ck_assert(
        strstr(text, "\nmain                      waits for nothing good") !=
        NULL);
    ck_assert(strstr(text, "\npark_task                 waits for something") !=
              NULL);
    free(text);
}

TEST(a_run_that_cannot_go_on_ends_at_once_with_its_tree)
{
    expect_stuck(in_virtual_time);
    expect_stuck((struct loop_options){.virtual_clock = true, .seed = 5});
    expect_stuck((struct loop_options){.virtual_clock = false});
}

TEST(a_stuck_run_may_be_followed_by_another)
{
    expect_stuck(in_virtual_time);
    expect_ok(loop_run(run_three, NULL, &in_virtual_time));
}

TEST(the_exit_status_tells_how_the_run_ended)
{
    ck_assert_int_eq(loop_exit_status(NULL), 0);
    ck_assert_int_eq(loop_exit_status(error_new(&BUSY, "expected here")), 1);
}

// ---- the virtual clock ----------------------------------------------------

// 3.128
RUN_TEST(virtual_time_jumps_over_an_hour)
{
    ck_assert_int_eq(clock_now(), 0);
    expect_ok(nap_ms(3600 * 1000));
    ck_assert_int_eq(clock_now(), 3600 * 1000 * CLOCK_NS_PER_MS);
    ck_assert_int_eq(clock_now_ms(), 3600 * 1000);
    return NULL;
}

RUN_TEST(virtual_time_stands_still_while_tasks_are_ready)
{
    for (int i = 0; i < 10000; i++)
        task_yield();
    ck_assert_int_eq(clock_now(), 0);
    return NULL;
}

static struct error *nap_and_log(void *ms)
{
    TRY(nap_ms((intptr_t)ms));
    char text[20];
    snprintf(text, sizeof(text), "%d@%d", (int)(intptr_t)ms,
             (int)clock_now_ms());
    log_add(text);
    return NULL;
}

// 3.33
RUN_TEST(sleepers_wake_in_the_order_of_their_times)
{
    log_start();
    static const intptr_t ms[] = {30, 40, 10, 20};
    struct task *all[4];
    for (int i = 0; i < 4; i++)
        all[i] = task_go(nap_and_log, (void *)ms[i]);
    for (int i = 0; i < 4; i++)
        expect_ok(join(all[i]));
    ck_assert_str_eq(tool_log, "10@10 20@20 30@30 40@40");
    return NULL;
}

RUN_TEST(advancing_the_clock_is_like_computing)
{
    log_start();
    struct task *task = task_go(nap_and_log, (void *)10);
    expect_ok(task_wait_all_parked());
    clock_advance_ms(25);
    ck_assert_str_eq(tool_log, "");
    ck_assert_int_eq(clock_now_ms(), 25);
    expect_ok(task_wait_all_parked());
    ck_assert_str_eq(tool_log, "10@25");
    return join(task);
}

IN_ORDER_TEST(who_has_computed_lets_those_go_first_who_are_due)
{
    log_start();
    struct task *task = task_go(nap_and_log, (void *)10);
    expect_ok(task_wait_all_parked());
    clock_advance_ms(10);
    expect_ok(task_yield());
    ck_assert_str_eq(tool_log, "10@10");
    return join(task);
}

RUN_TEST(times_too_far_away_are_never)
{
    ck_assert_int_eq(clock_after_ms(INT64_MAX), CLOCK_NEVER);
    ck_assert_int_eq(clock_at_ms(INT64_MAX), CLOCK_NEVER);
    ck_assert_int_eq(clock_after_ms(INT64_MIN), INT64_MIN);
    ck_assert_int_eq(clock_at_ms(-5), -5 * CLOCK_NS_PER_MS);
    ck_assert_int_eq(clock_after_ms(5), 5 * CLOCK_NS_PER_MS);
    return NULL;
}

static struct error *work_without_the_system(void *arg)
{
    (void)arg;
    for (int round = 0; round < 2; round++) {
        struct task *all[50];
        for (intptr_t i = 0; i < 50; i++)
            all[i] = task_go(yield_nap_fail, (void *)1);
        for (int i = 0; i < 50; i++)
            expect_ok(join(all[i]));
        // What the first round has made is used again by the second.
        if (round == 0 &&
            prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT, 0, 0, 0) != 0)
            _exit(42); // an emulator, say: nothing can be found out here
    }
    syscall(SYS_exit, 42);
    return NULL;
}

static void run_without_the_system(void)
{
    error_free(loop_run(work_without_the_system, NULL, &in_virtual_time));
}

TEST(a_warm_run_in_virtual_time_makes_no_system_call)
{
    if (SANITIZED || SWITCH_UCONTEXT || RUNNING_ON_VALGRIND)
        return;
    int status = status_of(run_without_the_system);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 42);
}

// ---- the real clock -------------------------------------------------------

// 3.34
REAL_TEST(a_real_sleep_is_never_too_short)
{
    for (int i = 0; i < 10; i++) {
        int64_t before = clock_now();
        TRY(nap_ms(3));
        ck_assert_int_ge(clock_now() - before, 3 * CLOCK_NS_PER_MS);
    }
    return NULL;
}

static bool woke;

static struct error *nap_then_tell(void *arg)
{
    (void)arg;
    TRY(nap_ms(1));
    woke = true;
    return NULL;
}

REAL_TEST(tasks_that_never_sleep_do_not_starve_one_that_does)
{
    woke = false;
    struct task *task = task_go(nap_then_tell, NULL);
    while (!woke) // lint: allow polling it never sleeps
        task_yield();
    return join(task);
}

static bool poll_fired;

static void note_timer(uv_timer_t *timer)
{
    poll_fired = true;
    uv_close((uv_handle_t *)timer, NULL);
}

REAL_TEST(tasks_that_never_sleep_do_not_starve_the_world_outside)
{
    static uv_timer_t timer;
    poll_fired = false;
    uv_timer_init(io_loop(), &timer);
    uv_timer_start(&timer, note_timer, 1, 0);
    while (!poll_fired) // lint: allow polling it never sleeps
        task_yield();
    return NULL;
}

TEST(without_options_a_run_is_a_real_one)
{
    expect_ok(loop_run(nap_then_tell, NULL, NULL));
}

static struct error *yield_until_printed(void *file)
{
    raise(SIGUSR1);
    while (lseek(*(int *)file, 0, SEEK_END) == 0) // lint: allow polling busy
        task_yield();
    return NULL;
}

TEST(sigusr1_prints_the_tree_although_nobody_waits)
{
    FILE *file = tmpfile();
    int fd = fileno(file), saved = dup(2);
    dup2(fd, 2);
    struct error *err =
        loop_run(yield_until_printed, &fd,
                 &(struct loop_options){.tree_on_signal = true});
    dup2(saved, 2);
    expect_ok(err);
    rewind(file);
    char line[200];
    ck_assert_ptr_nonnull(fgets(line, sizeof(line), file));
    ck_assert(strstr(line, "main") == line);
    fclose(file);
}

// ---- watching -------------------------------------------------------------

static uint64_t n_waits;
static uint64_t cancel_at;

static void on_wait(uint64_t n, void *arg)
{
    n_waits = n;
    ck_assert_ptr_eq(arg, &n_waits);
    if (n == cancel_at)
        fake_cancel(task_self());
}

static struct error *wait_three_times(void *arg)
{
    (void)arg;
    TRY(nap_ms(1));
    task_yield();
    TRY(nap_ms(1));
    TRY(task_cancelled());
    return NULL;
}

TEST(before_wait_counts_every_wait_and_may_cancel_it)
{
    struct loop_options options = {.virtual_clock = true,
                                   .before_wait = on_wait,
                                   .before_wait_arg = &n_waits};
    expect_ok(loop_run(wait_three_times, NULL, &options));
    ck_assert_uint_eq(n_waits, 3);
    const uint64_t last[] = {0, 1, 3, 3};
    for (cancel_at = 1; cancel_at <= 3; cancel_at++) {
        expect_error(loop_run(wait_three_times, NULL, &options), &CANCELLED);
        ck_assert_uint_eq(n_waits, last[cancel_at]);
    }
}

// ---- too little -----------------------------------------------------------

static void run_in_a_small_space(void)
{
    struct rlimit limit = {100 << 20, 100 << 20};
    setrlimit(RLIMIT_AS, &limit);
    struct error *err = loop_run(run_twenty, NULL, &in_virtual_time);
    _exit(err == NULL ? 10 : 11);
}

TEST(a_run_makes_do_with_little_address_space)
{
    if (SANITIZED || RUNNING_ON_VALGRIND)
        return;
    ck_assert_int_eq(WEXITSTATUS(status_of(run_in_a_small_space)), 10);
}

static void run_with_huge_stacks(void)
{
    struct loop_options options = {.virtual_clock = true,
                                   .stacks.bytes = (size_t)1 << 44};
    struct error *err = loop_run(give_back, NULL, &options);
    int status = error_is(err, &EXHAUSTED) ? 10 : 11;
    error_free(err);
    _exit(status);
}

TEST(no_address_space_for_stacks_is_an_error)
{
    ck_assert_int_eq(WEXITSTATUS(status_of(run_with_huge_stacks)), 10);
}
// private: linnet-0f5d3f897d262c7d
