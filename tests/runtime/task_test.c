// Tasks: turns, parking, cancelling, and what survives a switch.
#include "tools.h"
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <sys/resource.h>
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define RUNNING_ON_VALGRIND 0
#endif

// ---- turns ----------------------------------------------------------------

static struct error *log_arg(void *word)
{
    log_add(word);
    return NULL;
}

RUN_TEST(a_task_runs_at_its_turn_and_never_at_once)
{
    log_start();
    struct task *task = task_go(log_arg, "child");
    log_add("main");
    expect_ok(join(task));
    ck_assert_str_eq(tool_log, "main child");
    return NULL;
}

static const char *frame_of_task;

static struct error *take_address(void *arg)
{
    _Alignas(16) volatile char bytes[16];
    ck_assert_uint_eq((uintptr_t)__builtin_frame_address(0) % 16, 0);
    ck_assert_uint_eq((uintptr_t)bytes % 16, 0);
    frame_of_task = __builtin_frame_address(0);
    (void)arg;
    return NULL;
}

RUN_TEST(a_task_has_an_aligned_stack_of_its_own)
{
    char here;
    expect_ok(join(task_go(take_address, NULL)));
    ck_assert_int_gt(labs((long)(frame_of_task - &here)), 4096);
    return NULL;
}

RUN_TEST(ids_count_and_names_are_those_of_functions)
{
    struct task *one = task_go(do_nothing, NULL);
    struct task *two = task_go(park_task, NULL);
    ck_assert_uint_eq(task_id(task_self()), 1);
    ck_assert_uint_eq(task_id(one), 2);
    ck_assert_uint_eq(task_id(two), 3);
    ck_assert_str_eq(task_name(two), "park_task");
    ck_assert_str_eq(task_name(task_self()), "main");
    task_forget(one);
    task_forget(two);
    return NULL;
}

static void note_end(struct task *self, struct error *err)
{
    log_add(task_name(self));
    log_add(err != NULL ? error_message(err) : "well");
    ck_assert_ptr_null(task_self());
    ck_assert_ptr_eq(self->owner, tool_log);
    error_free(err);
}

static struct error *fail_with(void *message)
{
    return error_new(&INVALID, "%s", (char *)message);
}

RUN_TEST(done_is_told_of_the_end_outside_of_any_task)
{
    static const struct task_site site = {"site", {__FILE__, __func__, 1}};
    log_start();
    struct task_options options = {
        .site = &site, .name = "own name", .done = note_end, .owner = tool_log};
    task_new(fail_with, "why", &options);
    expect_ok(task_wait_all_parked());
    ck_assert_str_eq(tool_log, "own name why");
    return NULL;
}

// ---- parking --------------------------------------------------------------

RUN_TEST(park_gives_what_unpark_was_given)
{
    struct task *task = task_go(park_task, NULL);
    expect_ok(task_wait_all_parked());
    struct error *err = error_new(&BUSY, "this one");
    task_unpark(task, err);
    struct error *got = join(task);
    ck_assert_ptr_eq(got, err);
    error_free(got);
    return NULL;
}

static struct error *unpark_twice(void *arg)
{
    (void)arg;
    struct task *task = task_go(park_task, NULL);
    expect_ok(task_wait_all_parked());
    task_unpark(task, NULL);
    task_unpark(task, NULL);
    return join(task);
}

// 3.97
TEST(unparking_twice_aborts)
{
    expect_abort(unpark_twice);
}

static struct error *unpark_self(void *arg)
{
    (void)arg;
    task_unpark(task_self(), NULL);
    return NULL;
}

TEST(unparking_a_running_task_aborts)
{
    expect_abort(unpark_self);
}

static void park_outside(void)
{
    error_free(park());
}

// 6.131
TEST(parking_outside_of_a_run_aborts)
{
    int status = status_of(park_outside);
    ck_assert(WIFSIGNALED(status));
}

// ---- cancelling -----------------------------------------------------------

struct wait_log {
    int n_asked;
    enum abort answer;
    const struct task *asked_about;
};

static enum abort count_questions(struct task *task, void *arg)
{
    struct wait_log *log = arg;
    log->n_asked++;
    log->asked_about = task;
    return log->answer;
}

static struct error *park_logged(void *log)
{
    return task_park(count_questions, log);
}

// 3.91
RUN_TEST(a_wait_that_can_be_taken_back_ends_with_cancelled)
{
    struct wait_log log = {.answer = ABORT_SUCCEEDED};
    struct task *task = task_go(park_logged, &log);
    expect_ok(task_wait_all_parked());
    fake_cancel(task);
    fake_cancel(task);
    ck_assert_int_eq(log.n_asked, 1);
    ck_assert_ptr_eq(log.asked_about, task);
    expect_error(join(task), &CANCELLED);
    ck_assert_int_eq(log.n_asked, 1);
    return NULL;
}

// 3.95
RUN_TEST(a_cancelled_task_that_waits_is_asked_at_once)
{
    struct wait_log log = {.answer = ABORT_SUCCEEDED};
    fake_cancel(task_self());
    expect_error(park_logged(&log), &CANCELLED);
    expect_error(park_logged(&log), &CANCELLED);
    ck_assert_int_eq(log.n_asked, 2);
    fake_uncancel(task_self());
    return NULL;
}

static struct error *park_twice(void *log)
{
    expect_ok(park_logged(log));
    log_add("first");
    return park_logged(log);
}

RUN_TEST(a_wait_that_cannot_be_taken_back_ends_by_itself_and_the_next_fails)
{
    log_start();
    struct wait_log log = {.answer = ABORT_FAILED};
    struct task *task = task_go(park_twice, &log);
    expect_ok(task_wait_all_parked());
    fake_cancel(task);
    fake_cancel(task);
    ck_assert_int_eq(log.n_asked, 1);
    expect_ok(task_wait_all_parked());
    ck_assert_str_eq(tool_log, "");
    log.answer = ABORT_SUCCEEDED;
    task_unpark(task, NULL);
    expect_error(join(task), &CANCELLED);
    ck_assert_str_eq(tool_log, "first");
    ck_assert_int_eq(log.n_asked, 2);
    return NULL;
}

// 3.100
RUN_TEST(a_completed_wait_is_not_cancellable_any_more)
{
    log_start();
    struct wait_log log = {.answer = ABORT_SUCCEEDED};
    struct task *task = task_go(park_twice, &log);
    expect_ok(task_wait_all_parked());
    task_unpark(task, NULL);
    fake_cancel(task);
    ck_assert_int_eq(log.n_asked, 0);
    expect_error(join(task), &CANCELLED);
    ck_assert_str_eq(tool_log, "first");
    ck_assert_int_eq(log.n_asked, 1);
    return NULL;
}

static struct error *answer_nonsense(void *arg)
{
    (void)arg;
    struct wait_log log = {.answer = 7};
    fake_cancel(task_self());
    return park_logged(&log);
}

// 3.96, 6.137
TEST(an_illegal_answer_of_an_abort_hook_aborts)
{
    expect_abort(answer_nonsense);
}

// 3.3
RUN_TEST(cancelling_the_running_task_does_not_interrupt_it)
{
    fake_cancel(task_self());
    fake_uncancel(task_self());
    return NULL;
}

RUN_TEST(task_cancelled_tells_each_time_and_lets_nobody_run)
{
    log_start();
    expect_ok(task_cancelled());
    struct task *task = task_go(log_arg, "child");
    fake_n_delivered = 0;
    fake_cancel(task_self());
    expect_error(task_cancelled(), &CANCELLED);
    expect_error(task_cancelled(), &CANCELLED);
    ck_assert_int_eq(fake_n_delivered, 2);
    ck_assert_str_eq(tool_log, "");
    fake_uncancel(task_self());
    return join(task);
}

IN_ORDER_TEST(a_yield_is_never_cancelled)
{
    log_start();
    struct task *task = task_go(log_arg, "child");
    fake_n_delivered = 0;
    fake_cancel(task_self());
    task_yield();
    ck_assert_str_eq(tool_log, "child");
    ck_assert_int_eq(fake_n_delivered, 0);
    fake_uncancel(task_self());
    return join(task);
}

static struct error *log_then_park(void *word)
{
    log_add(word);
    return park();
}

RUN_TEST(a_task_cancelled_before_its_first_turn_runs_to_its_first_wait)
{
    log_start();
    struct task *task = task_go(log_then_park, "ran");
    fake_cancel(task);
    expect_error(join(task), &CANCELLED);
    ck_assert_str_eq(tool_log, "ran");
    return NULL;
}

static bool starts_unless_cancelled(struct task *task)
{
    return task->message == NULL;
}

RUN_TEST(a_cancelled_task_that_does_not_start_ends_with_cancelled)
{
    static const struct task_cancellation edge = {
        .pending = fake_pending, .starts = starts_unless_cancelled};
    log_start();
    struct task *all[6];
    for (int i = 0; i < 6; i++)
        all[i] = task_go(log_arg, "ran");
    for (int i = 0; i < 6; i += 2)
        fake_cancel(all[i]);
    task_use_cancellation(&edge);
    for (int i = 0; i < 6; i++)
        if (i % 2 == 0)
            expect_error(join(all[i]), &CANCELLED);
        else
            expect_ok(join(all[i]));
    ck_assert_str_eq(tool_log, "ran ran ran");
    return NULL;
}

// ---- waiting for quiet ----------------------------------------------------

static struct error *yield_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 5; i++)
        task_yield();
    log_add("child");
    return NULL;
}

// 3.130
RUN_TEST(all_parked_comes_when_nothing_is_ready)
{
    log_start();
    struct task *task = task_go(yield_often, NULL);
    expect_ok(task_wait_all_parked());
    log_add("quiet");
    ck_assert_str_eq(tool_log, "child quiet");
    return join(task);
}

static struct error *nap_and_log(void *arg)
{
    TRY(nap_ms((int64_t)(intptr_t)arg));
    log_add("woke");
    return NULL;
}

// 3.129
RUN_TEST(all_parked_comes_before_the_clock_jumps)
{
    log_start();
    struct task *task = task_go(nap_and_log, (void *)1);
    expect_ok(task_wait_all_parked());
    ck_assert_int_eq(clock_now(), 0);
    ck_assert_str_eq(tool_log, "");
    return join(task);
}

static struct error *wait_all_parked(void *arg)
{
    (void)arg;
    return task_wait_all_parked();
}

// 3.130
RUN_TEST(waiting_for_all_parked_can_be_cancelled)
{
    struct task *task = task_go(wait_all_parked, NULL);
    task_yield();
    fake_cancel(task);
    expect_error(join(task), &CANCELLED);
    return NULL;
}

// ---- eager ----------------------------------------------------------------

static void drop_error(struct task *self, struct error *err)
{
    (void)self;
    error_free(err);
}

static struct task *new_task(task_fn *fn, void *arg)
{
    static const struct task_site site = {"new", {__FILE__, __func__, 1}};
    struct task_options options = {.site = &site, .done = drop_error};
    return task_new(fn, arg, &options);
}

RUN_TEST(an_eager_task_runs_before_its_starter_goes_on)
{
    log_start();
    new_task(log_arg, "later");
    task_run_now(new_task(log_arg, "eager"));
    log_add("main");
    expect_ok(task_wait_all_parked());
    ck_assert_str_eq(tool_log, "eager main later");
    return NULL;
}

static struct error *log_yield_log(void *arg)
{
    (void)arg;
    log_add("begin");
    task_yield();
    log_add("end");
    return NULL;
}

RUN_TEST(an_eager_task_that_waits_steps_back_for_its_starter)
{
    log_start();
    task_run_now(new_task(log_yield_log, NULL));
    log_add("main");
    expect_ok(task_wait_all_parked());
    ck_assert_str_eq(tool_log, "begin main end");
    return NULL;
}

static struct error *nest(void *arg)
{
    intptr_t depth = (intptr_t)arg;
    char word[20];
    snprintf(word, sizeof(word), "%d", (int)depth);
    log_add(word);
    if (depth < 4)
        task_run_now(new_task(nest, (void *)(depth + 1)));
    log_add(word);
    return NULL;
}

RUN_TEST(eager_tasks_nest)
{
    log_start();
    new_task(log_arg, "later");
    nest(NULL);
    expect_ok(task_wait_all_parked());
    ck_assert_str_eq(tool_log, "0 1 2 3 4 4 3 2 1 0 later");
    return NULL;
}

static struct error *run_now_twice(void *arg)
{
    (void)arg;
    struct task *task = new_task(park_task, NULL);
    task_run_now(task);
    task_run_now(task);
    return NULL;
}

TEST(a_task_is_eager_only_once)
{
    expect_abort(run_now_twice);
}

// ---- what survives --------------------------------------------------------

static struct error *set_errno_often(void *arg)
{
    for (int i = 0; i < 10; i++) {
        errno = (int)(intptr_t)arg;
        task_yield();
        ck_assert_int_eq(errno, (int)(intptr_t)arg);
    }
    return NULL;
}

RUN_TEST(errno_belongs_to_the_task)
{
    struct task *one = task_go(set_errno_often, (void *)1);
    struct task *two = task_go(set_errno_often, (void *)2);
    errno = 3;
    expect_ok(join(one));
    ck_assert_int_eq(errno, 3);
    return join(two);
}

static struct error *compute(void *arg)
{
    double x = (double)(intptr_t)arg, a = x, b = x * 2, c = x * 3, d = x * 5;
    uint64_t p = (uint64_t)x, q = p * 7, r = p * 11, s = p * 13;
    for (int i = 0; i < 20; i++) {
        a += 1, b += a, c += b, d += c;
        p += 1, q += p, r += q, s += r;
        task_yield();
    }
    double ea = x, eb = x * 2, ec = x * 3, ed = x * 5;
    uint64_t ep = (uint64_t)x, eq = ep * 7, er = ep * 11, es = ep * 13;
    for (int i = 0; i < 20; i++) {
        ea += 1, eb += ea, ec += eb, ed += ec;
        ep += 1, eq += ep, er += eq, es += er;
    }
    ck_assert_double_eq(a + b + c + d, ea + eb + ec + ed);
    ck_assert_uint_eq(p, ep);
    ck_assert_uint_eq(q, eq);
    ck_assert_uint_eq(r, er);
    ck_assert_uint_eq(s, es);
    return NULL;
}

RUN_TEST(registers_survive_a_switch)
{
    struct task *all[10];
    for (int i = 0; i < 10; i++)
        all[i] = task_go(compute, (void *)(intptr_t)(i + 1));
    for (int i = 0; i < 10; i++)
        expect_ok(join(all[i]));
    return NULL;
}

// ---- many -----------------------------------------------------------------

enum { MANY = 100 * 1000 };

static int many(void)
{
    return SANITIZED || RUNNING_ON_VALGRIND ? MANY / 50 : MANY;
}

static size_t max_rss(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (size_t)usage.ru_maxrss * 1024;
}

IN_ORDER_TEST(a_hundred_thousand_tasks_are_alive_at_the_same_time)
{
    static struct task *all[MANY];
    int n = many();
    size_t before = max_rss();
    for (int i = 0; i < n; i++)
        all[i] = task_go(park_task, NULL);
    expect_ok(task_wait_all_parked());
    ck_assert_uint_eq(loop_alive().stacks, n + 1);
    if (n == MANY)
        ck_assert_uint_lt((max_rss() - before) / n, 3 * 4096);
    for (int i = 0; i < n; i++)
        task_unpark(all[i], NULL);
    for (int i = 0; i < n; i++)
        expect_ok(join(all[i]));
    return NULL;
}

IN_ORDER_TEST(a_million_short_tasks_need_no_more_memory_than_a_few)
{
    int n = many();
    for (int i = 0; i < 1000; i++)
        task_forget(task_go(do_nothing, NULL));
    task_yield();
    size_t before = max_rss();
    for (int i = 0; i < 10 * n; i++) {
        task_forget(task_go(do_nothing, NULL));
        if (i % 1000 == 0)
            task_yield();
    }
    if (n == MANY)
        ck_assert_uint_lt(max_rss() - before, 1 << 20);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
