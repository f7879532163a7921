// Deadlines: the heap against a slow reference.
#include "tools.h"

enum { N = 200 };

// What should be in the heap.
static struct model {
    struct deadline deadline;
    int64_t when;
    uint64_t order; // when it was set; 0: it is not
} models[N];
static uint64_t n_set;
static int n_called;

static struct model *earliest(void)
{
    struct model *best = NULL;
    for (struct model *m = models; m < models + N; m++)
        if (m->order != 0 &&
            (best == NULL || m->when < best->when ||
             (m->when == best->when && m->order < best->order)))
            best = m;
    return best;
}

static void expect_my_turn(struct deadline *deadline)
{
    struct model *self = container_of(deadline, struct model, deadline);
    ck_assert_ptr_eq(self, earliest());
    ck_assert_ptr_null(task_self());
    ck_assert_int_ge(clock_now(), self->when);
    self->order = 0;
    n_called++;
}

static void change_one(void)
{
    struct model *m = &models[loop_random() % N];
    if (loop_random() % 3 == 0) {
        deadline_clear(&m->deadline);
        m->order = 0;
        return;
    }
    m->when = clock_now() + (int64_t)(loop_random() % 50) * CLOCK_NS_PER_MS;
    m->order = ++n_set;
    deadline_set(&m->deadline, m->when);
}

RUN_TEST(deadlines_come_in_order_whatever_is_set_moved_and_cleared)
{
    memset(models, 0, sizeof(models));
    n_called = 0;
    for (int i = 0; i < N; i++)
        models[i].deadline.due = expect_my_turn;
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 40; i++)
            change_one();
        TRY(nap_ms((int64_t)(loop_random() % 10)));
    }
    TRY(nap_ms(100));
    ck_assert_ptr_null(earliest());
    ck_assert_int_gt(n_called, 100);
    return NULL;
}

static struct named {
    struct deadline deadline;
    const char *name;
} a = {.name = "a"}, b = {.name = "b"}, c = {.name = "c"};

static void log_name(struct deadline *deadline)
{
    log_add(container_of(deadline, struct named, deadline)->name);
}

static void prepare(void)
{
    log_start();
    a.deadline.due = b.deadline.due = c.deadline.due = log_name;
}

RUN_TEST(equal_deadlines_come_first_in_first_out)
{
    prepare();
    deadline_set(&b.deadline, 5);
    deadline_set(&c.deadline, 5);
    deadline_set(&a.deadline, 5);
    TRY(nap_ms(1));
    ck_assert_str_eq(tool_log, "b c a");
    return NULL;
}

RUN_TEST(setting_again_counts_as_set_last)
{
    prepare();
    deadline_set(&a.deadline, 5);
    deadline_set(&b.deadline, 5);
    deadline_set(&a.deadline, 5);
    TRY(nap_ms(1));
    ck_assert_str_eq(tool_log, "b a");
    return NULL;
}

RUN_TEST(clearing_twice_is_harmless)
{
    prepare();
    deadline_set(&a.deadline, 5);
    deadline_clear(&a.deadline);
    deadline_clear(&a.deadline);
    TRY(nap_ms(1));
    ck_assert_str_eq(tool_log, "");
    return NULL;
}

// 3.30
RUN_TEST(a_deadline_in_the_past_is_due_at_the_next_turn_of_the_loop)
{
    prepare();
    deadline_set(&a.deadline, -5);
    ck_assert_str_eq(tool_log, "");
    TRY(nap_ms(0));
    ck_assert_str_eq(tool_log, "a");
    ck_assert_int_eq(clock_now(), 0);
    return NULL;
}

static int n_left;

static void set_again(struct deadline *deadline)
{
    log_name(deadline);
    if (n_left-- > 0)
        deadline_set(deadline, clock_now() - 1);
}

RUN_TEST(a_deadline_that_sets_itself_again_does_not_keep_others_waiting)
{
    prepare();
    a.deadline.due = set_again;
    n_left = 3;
    deadline_set(&a.deadline, 5);
    deadline_set(&b.deadline, 5);
    TRY(nap_ms(1));
    ck_assert_str_eq(tool_log, "a b a a a");
    return NULL;
}

static void yield_to_main(struct deadline *deadline)
{
    log_name(deadline);
    deadline_set(deadline, clock_now());
}

RUN_TEST(a_deadline_that_is_always_due_lets_tasks_run)
{
    prepare();
    a.deadline.due = yield_to_main;
    deadline_set(&a.deadline, 0);
    for (int i = 0; i < 5; i++)
        TRY(nap_ms(0));
    deadline_clear(&a.deadline);
    ck_assert_str_ne(tool_log, "");
    return NULL;
}

static void clear_b(struct deadline *deadline)
{
    log_name(deadline);
    deadline_clear(&b.deadline);
}

RUN_TEST(a_deadline_may_clear_another_that_is_due)
{
    prepare();
    a.deadline.due = clear_b;
    deadline_set(&a.deadline, 5);
    deadline_set(&b.deadline, 5);
    deadline_set(&c.deadline, 5);
    TRY(nap_ms(1));
    ck_assert_str_eq(tool_log, "a c");
    return NULL;
}

// 3.98
RUN_TEST(a_cancelled_sleep_takes_its_deadline_back)
{
    struct task *task = task_go(park_task, NULL);
    task_forget(task);
    struct sleeper sleeper = {{.due = wake_sleeper}, task_self()};
    deadline_set(&sleeper.deadline, 5);
    fake_cancel(task_self());
    expect_error(task_park(stop_sleeping, &sleeper.deadline), &CANCELLED);
    fake_uncancel(task_self());
    ck_assert_uint_eq(loop_alive().deadlines, 0);
    return NULL;
}

static struct error *leave_a_deadline(void *arg)
{
    (void)arg;
    prepare();
    deadline_set(&a.deadline, CLOCK_NEVER);
    return NULL;
}

TEST(a_deadline_that_is_left_is_counted)
{
    struct loop_left left;
    expect_ok(
        loop_run(leave_a_deadline, NULL,
                 &(struct loop_options){.virtual_clock = true, .left = &left}));
    ck_assert_uint_eq(left.deadlines, 1);
}
// private: linnet-0f5d3f897d262c7d
