// The go statement: joining, forgetting, and what is left at the end.
#include "tools.h"

static struct error *fail_with(void *message)
{
    return error_new(&INVALID, "%s", (char *)message);
}

static struct error *yield_and_fail(void *message)
{
    task_yield();
    return fail_with(message);
}

RUN_TEST(join_gives_the_error_of_a_task_that_ends_later)
{
    expect_error(join(task_go(yield_and_fail, "later")), &INVALID);
    return NULL;
}

RUN_TEST(join_gives_the_error_of_a_task_that_has_ended)
{
    struct task *task = task_go(fail_with, "before");
    expect_ok(task_wait_all_parked());
    ck_assert_uint_eq(loop_alive().handles, 1);
    expect_error(join(task), &INVALID);
    ck_assert_uint_eq(loop_alive().handles, 0);
    return NULL;
}

static struct error *join_arg(void *task)
{
    bool joined;
    struct error *err = task_join(task, &joined);
    ck_assert(joined == !error_is(err, &CANCELLED));
    return err;
}

RUN_TEST(a_cancelled_join_leaves_the_handle_with_the_caller)
{
    struct task *task = task_go(park_task, NULL);
    struct task *joiner = task_go(join_arg, task);
    expect_ok(task_wait_all_parked());
    fake_cancel(joiner);
    expect_error(join(joiner), &CANCELLED);
    task_unpark(task, NULL);
    return join(task);
}

// What body's run prints to stderr.
static const char *lost_errors_of(task_fn *body)
{
    static char text[10000];
    FILE *file = tmpfile();
    int saved = dup(2);
    dup2(fileno(file), 2);
    struct loop_left left;
    struct error *err =
        loop_run(body, NULL,
                 &(struct loop_options){.virtual_clock = true, .left = &left});
    dup2(saved, 2);
    close(saved);
    expect_ok(err);
    ck_assert_uint_eq(left.tasks + left.stacks, 0);
    rewind(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    return text;
}

static struct error *forget_before(void *arg)
{
    (void)arg;
    task_forget(task_go(fail_with, "lost words"));
    return NULL;
}

static struct error *forget_after(void *arg)
{
    (void)arg;
    struct task *task = task_go(fail_with, "lost words");
    expect_ok(task_wait_all_parked());
    task_forget(task);
    return NULL;
}

static struct error *keep_the_handle(void *arg)
{
    (void)arg;
    struct task *t __attribute__((unused));
    t = task_go(fail_with, "lost words"); // lint: allow dangling-task on purpose
    return NULL;
}

static void expect_printed_once(task_fn *body)
{
    const char *text = lost_errors_of(body);
    const char *first = strstr(text, "INVALID: lost words");
    ck_assert_msg(first != NULL, "printed: %s", text);
    ck_assert_ptr_null(strstr(first + 1, "INVALID"));
    ck_assert_ptr_nonnull(strstr(text, "task \"fail_with\""));
}

TEST(the_error_of_a_forgotten_task_is_printed_once)
{
    expect_printed_once(forget_before);
    expect_printed_once(forget_after);
}

TEST(the_error_of_a_task_that_was_neither_joined_nor_forgotten_is_printed_once)
{
    expect_printed_once(keep_the_handle);
}

static struct error *keep_two_handles(void *arg)
{
    (void)arg;
    struct task *t __attribute__((unused));
    t = task_go(do_nothing, NULL); // lint: allow dangling-task on purpose
    t = task_go(park_task, NULL);  // lint: allow dangling-task on purpose
    task_forget(task_go(do_nothing, NULL));
    return NULL;
}

TEST(handles_that_are_left_are_counted)
{
    struct loop_left left;
    expect_ok(
        loop_run(keep_two_handles, NULL,
                 &(struct loop_options){.virtual_clock = true, .left = &left}));
    ck_assert_uint_eq(left.handles, 2);
    ck_assert_uint_eq(left.tasks, 0);
}

// ---- the end of the first task --------------------------------------------

static struct error *note_outcome(void *arg)
{
    (void)arg;
    struct error *err = park();
    log_add(error_kind(err)->name);
    const struct reason *reason = error_reason(err);
    log_add(reason != NULL && reason->source == CANCEL_SHUTDOWN ? "shutdown"
                                                                : "?");
    expect_ok(nap_ms(5));
    log_add("cleaned up");
    return err;
}

static struct error *leave_a_task(void *arg)
{
    (void)arg;
    task_forget(task_go(note_outcome, NULL));
    task_yield();
    log_add("main ends");
    return NULL;
}

TEST(what_still_runs_when_the_first_task_ends_is_cancelled_and_awaited)
{
    log_start();
    ck_assert_str_eq(lost_errors_of(leave_a_task), "");
    ck_assert_str_eq(tool_log, "main ends CANCELLED shutdown cleaned up");
}

static struct error *leave_a_new_task(void *arg)
{
    (void)arg;
    task_forget(task_go(note_outcome, NULL));
    return NULL;
}

TEST(a_task_not_yet_started_hears_of_the_end_at_its_first_wait)
{
    log_start();
    ck_assert_str_eq(lost_errors_of(leave_a_new_task), "");
    ck_assert_str_eq(tool_log, "CANCELLED shutdown cleaned up");
}

static struct error *fail_after_the_end(void *arg)
{
    (void)arg;
    error_free(park());
    return error_new(&BUSY, "after the end");
}

static struct error *fail_and_leave_a_task(void *arg)
{
    (void)arg;
    task_forget(task_go(fail_after_the_end, NULL));
    task_yield();
    return error_new(&INVALID, "main's own");
}

// 6.134
TEST(the_first_tasks_error_leaves_although_others_fail_after_it)
{
    int saved = dup(2), nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, 2);
    struct error *err = loop_run(fail_and_leave_a_task, NULL,
                                 &(struct loop_options){.virtual_clock = true});
    dup2(saved, 2);
    close(saved);
    close(nowhere);
    ck_assert_str_eq(error_message(err), "main's own");
    error_free(err);
}

static struct error *join_twice(void *arg)
{
    (void)arg;
    struct task *task = task_go(park_task, NULL);
    task_forget(task_go(join_arg, task));
    task_yield();
    return join_arg(task);
}

TEST(two_tasks_joining_one_abort)
{
    expect_abort(join_twice);
}

static struct error *forget_twice(void *arg)
{
    (void)arg;
    struct task *task = task_go(park_task, NULL);
    task_forget(task);
    task_forget(task);
    return NULL;
}

TEST(forgetting_twice_aborts)
{
    expect_abort(forget_twice);
}
// private: linnet-0f5d3f897d262c7d
