// Processes and pipes. Real programs of the system are run: sh, cat, sleep.
#include "pipe.h"
#include "process.h"
#include "suite.h"
#include "loop.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define RUNNING_ON_VALGRIND 0
#endif

#define ARGV(...)                                                              \
    (const char *const[])                                                      \
    {                                                                          \
        __VA_ARGS__, NULL                                                      \
    }
#define SHELL(script) ARGV("/bin/sh", "-c", (script))

// A scope of one: whom the test has cancelled.
static struct task *cancelled_task;
static struct reason *cancel_reason;

static struct reason *is_cancelled(struct task *task)
{
    return task == cancelled_task ? cancel_reason : NULL;
}

static void cancel_task(struct task *task)
{
    static const struct task_cancellation one = {.pending = is_cancelled};
    task_use_cancellation(&one);
    if (cancel_reason == NULL)
        cancel_reason = reason_new(CANCEL_EXPLICIT, "test", NULL);
    cancelled_task = task;
    task_interrupt(task);
}

static void uncancel(void)
{
    cancelled_task = NULL;
    reason_free(cancel_reason);
    cancel_reason = NULL;
}

static struct process *start(const char *const *argv)
{
    struct process *process = NULL;
    expect_ok(process_start(&(struct process_options){.argv = argv}, &process));
    return process;
}

static struct process_end end_of(struct process *process)
{
    struct process_end end = {0};
    expect_ok(process_wait(process, &end));
    process_free(process);
    return end;
}

static struct process_result run(const char *const *argv, const char *input)
{
    struct process_result result = {0};
    expect_ok(process_run(&(struct process_options){.argv = argv}, input,
                          input != NULL ? strlen(input) : 0, &result));
    return result;
}

static size_t n_open_fds(void)
{
    size_t n = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (readdir(folder) != NULL)
        n++;
    closedir(folder);
    return n;
}

// ---- ends -----------------------------------------------------------------

REAL_TEST(an_exit_status_is_known)
{
    struct process_end end = end_of(start(SHELL("exit 7")));
    ck_assert_int_eq(end.code, 7);
    ck_assert_int_eq(end.signum, 0);
    return NULL;
}

// 6.64
REAL_TEST(a_signal_that_ended_it_is_known)
{
    struct process *process = start(ARGV("sleep", "1000"));
    expect_ok(process_kill(process, SIGTERM));
    struct process_end end = end_of(process);
    ck_assert_int_eq(end.code, -SIGTERM);
    ck_assert_int_eq(end.signum, SIGTERM);
    return NULL;
}

REAL_TEST(what_it_cost_is_known)
{
    struct process_end end =
        end_of(start(SHELL("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); "
                           "done")));
    ck_assert_int_gt(end.user_ms + end.system_ms, 0);
    ck_assert_uint_gt(end.most_bytes, 100 * 1024);
    return NULL;
}

static struct error *wait_for_3(void *process)
{
    struct process_end end;
    TRY(process_wait(process, &end));
    ck_assert_int_eq(end.code, 3);
    return NULL;
}

// 6.65
REAL_TEST(any_number_of_tasks_may_wait)
{
    struct process *process = start(SHELL("exit 3"));
    struct task *tasks[5];
    for (int i = 0; i < 5; i++)
        tasks[i] = task_go(wait_for_3, process);
    bool joined;
    for (int i = 0; i < 5; i++)
        expect_ok(task_join(tasks[i], &joined));
    expect_ok(wait_for_3(process));
    process_free(process);
    return NULL;
}

// 6.65
REAL_TEST(a_cancelled_wait_does_not_disturb_the_process)
{
    struct process_options options = {.argv = SHELL("read x; exit 3"),
                                      .fds = {{PROCESS_WRITE, 0}},
                                      .n_fds = 1};
    struct process *process;
    TRY(process_start(&options, &process));
    struct task *task = task_go(wait_for_3, process);
    task_yield();
    cancel_task(task);
    bool joined;
    expect_error(task_join(task, &joined), &CANCELLED);
    uncancel();
    expect_ok(process_kill(process, SIGCONT));
    TRY(pipe_write(process_pipe(process, 0), "x\n", 2));
    expect_ok(wait_for_3(process));
    process_free(process);
    return NULL;
}

REAL_TEST(freeing_a_running_process_kills_and_reaps_it)
{
    struct process *process = start(ARGV("sleep", "1000"));
    int pid = process_id(process);
    process_free(process);
    ck_assert_int_eq(kill(pid, 0), -1);
    ck_assert_int_eq(errno, ESRCH);
    return NULL;
}

static struct error *free_it(void *process)
{
    process_free(process);
    return NULL;
}

REAL_TEST(a_cancelled_task_still_reaps_what_it_frees)
{
    struct process *process = start(ARGV("sleep", "1000"));
    int pid = process_id(process);
    struct task *task = task_go(free_it, process);
    cancel_task(task);
    bool joined;
    expect_ok(task_join(task, &joined));
    uncancel();
    ck_assert_int_eq(kill(pid, 0), -1);
    return NULL;
}

static int forgotten_pid;

static struct error *forget_a_process(void *arg)
{
    (void)arg;
    forgotten_pid = process_id(start(ARGV("sleep", "1000")));
    return NULL;
}

TEST(a_process_that_nobody_frees_is_killed_at_the_end_of_the_run_and_counted)
{
    struct loop_left left;
    expect_ok(loop_run(forget_a_process, NULL,
                       &(struct loop_options){.left = &left}));
    ck_assert_uint_eq(left.handles, 1);
    ck_assert_int_eq(kill(forgotten_pid, 0), -1);
}

// 6.72
REAL_TEST(an_ignored_sigchld_does_not_lose_the_end)
{
    signal(SIGCHLD, SIG_IGN);
    ck_assert_int_eq(end_of(start(SHELL("exit 4"))).code, 4);
    return NULL;
}

REAL_TEST(somebody_else_may_reap_it_and_the_wait_still_ends)
{
    struct process *process = start(SHELL("exit 4"));
    int id = process_id(process);
    id = waitpid(id, NULL, 0); // lint: allow blocking-call on purpose
    ck_assert_int_gt(id, 0);
    ck_assert_int_eq(end_of(process).code, 0);
    return NULL;
}

// libuv's signals meet other runs' processes and children of no run.
REAL_TEST(a_hundred_processes_end_at_once)
{
    struct process *all[100];
    for (int i = 0; i < 100; i++)
        all[i] = start(SHELL("exit 1"));
    for (int i = 100; i-- > 0;)
        ck_assert_int_eq(end_of(all[i]).code, 1);
    return NULL;
}

// ---- killing --------------------------------------------------------------

REAL_TEST(killing_a_process_that_has_ended_does_nothing)
{
    struct process *process = start(ARGV("true"));
    struct process_end end;
    TRY(process_wait(process, &end));
    expect_ok(process_kill(process, SIGKILL));
    process_free(process);
    return NULL;
}

REAL_TEST(a_signal_that_does_not_exist_is_invalid)
{
    struct process *process = start(ARGV("sleep", "1000"));
    expect_error(process_kill(process, 0), &INVALID);
    expect_error(process_kill(process, 1000), &INVALID);
    process_free(process);
    return NULL;
}

// The pipe ends only when nobody holds it any more.
static struct error *read_to_the_end(struct pipe *pipe)
{
    char bytes[100];
    size_t got;
    do {
        TRY(pipe_read(pipe, bytes, sizeof(bytes), &got));
    } while (got > 0);
    return NULL;
}

REAL_TEST(a_group_is_killed_as_a_whole)
{
    struct process_options options = {
        .argv = SHELL("sleep 1000 & sleep 1000 & wait"),
        .fds = {{PROCESS_NULL, 0}, {PROCESS_READ, 0}},
        .n_fds = 2,
        .group = true};
    struct process *process;
    TRY(process_start(&options, &process));
    expect_ok(process_kill(process, SIGTERM));
    expect_ok(read_to_the_end(process_pipe(process, 1)));
    process_free(process);
    return NULL;
}

REAL_TEST(what_is_left_of_a_group_ends_with_its_leader)
{
    struct process_options options = {
        .argv = SHELL("sleep 1000 & exit 0"),
        .fds = {{PROCESS_NULL, 0}, {PROCESS_READ, 0}},
        .n_fds = 2,
        .group = true};
    struct process *process;
    TRY(process_start(&options, &process));
    struct process_end end;
    TRY(process_wait(process, &end));
    ck_assert_int_eq(end.code, 0);
    expect_ok(read_to_the_end(process_pipe(process, 1)));
    process_free(process);
    return NULL;
}

// ---- starting -------------------------------------------------------------
// What went wrong in a new process is told through memory that it shares with
// us until it runs its program. valgrind and qemu give it a copy: they cannot
// tell.

static void expect_names(struct error *err, const char *name)
{
    ck_assert_ptr_nonnull(err);
    ck_assert_ptr_nonnull(strstr(error_message(err), name));
}

REAL_TEST(a_missing_program_is_not_found_and_named)
{
    if (RUNNING_ON_VALGRIND)
        return NULL;
    struct process *process;
    struct error *err = process_start(
        &(struct process_options){.argv = ARGV("no-such-program")}, &process);
    expect_names(err, "no-such-program");
    expect_error(err, &NOT_FOUND);
    return NULL;
}

REAL_TEST(a_missing_folder_is_not_found_and_named)
{
    if (RUNNING_ON_VALGRIND)
        return NULL;
    struct process *process;
    struct error *err = process_start(
        &(struct process_options){.argv = ARGV("true"), .folder = "/no/such"},
        &process);
    expect_names(err, "/no/such");
    expect_error(err, &NOT_FOUND);
    return NULL;
}

REAL_TEST(a_file_that_may_not_be_run_is_denied)
{
    if (RUNNING_ON_VALGRIND)
        return NULL;
    struct process *process;
    expect_error(
        process_start(&(struct process_options){.argv = ARGV("/etc/passwd")},
                      &process),
        &DENIED);
    return NULL;
}

REAL_TEST(no_argv_is_invalid)
{
    struct process *process;
    struct process_options options = {.argv = (const char *const[]){NULL}};
    expect_error(process_start(&options, &process), &INVALID);
    options.argv = NULL;
    expect_error(process_start(&options, &process), &INVALID);
    return NULL;
}

REAL_TEST(arguments_are_not_seen_by_a_shell)
{
    struct process_result result =
        run(ARGV("printf", "%s|", "a b", "$HOME", "*", ""), NULL);
    ck_assert_str_eq(result.out.bytes, "a b|$HOME|*||");
    process_result_free(&result);
    return NULL;
}

REAL_TEST(environment_and_folder_are_as_asked)
{
    struct process_options options = {
        .argv = SHELL("echo $HERE; pwd"), .env = ARGV("HERE=1"), .folder = "/"};
    struct process_result result;
    TRY(process_run(&options, NULL, 0, &result));
    ck_assert_str_eq(result.out.bytes, "1\n/\n");
    process_result_free(&result);
    return NULL;
}

REAL_TEST(the_environment_is_inherited_unless_given)
{
    setenv("PROCESS_TEST", "2", 1);
    struct process_result result = run(SHELL("echo $PROCESS_TEST"), NULL);
    ck_assert_str_eq(result.out.bytes, "2\n");
    process_result_free(&result);
    return NULL;
}

REAL_TEST(signals_are_as_a_fresh_program_expects_them)
{
    sigset_t all;
    sigfillset(&all);
    signal(SIGTERM, SIG_IGN);
    sigprocmask(SIG_BLOCK, &all, NULL);
    struct process *process = start(ARGV("sleep", "1000"));
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    expect_ok(process_kill(process, SIGTERM));
    ck_assert_int_eq(end_of(process).signum, SIGTERM);
    return NULL;
}

// ---- descriptors ----------------------------------------------------------

REAL_TEST(descriptors_that_are_not_named_are_closed)
{
    int leak = dup(0);
    ck_assert_int_gt(leak, 2);
    struct process_result result = run(SHELL("ls /proc/self/fd"), NULL);
    // ls itself has the folder open as 3.
    ck_assert_str_eq(result.out.bytes, "0\n1\n2\n3\n");
    process_result_free(&result);
    close(leak);
    return NULL;
}

// The sources are at each other's places.
REAL_TEST(given_descriptors_may_be_swapped)
{
    int out[2], err[2];
    ck_assert_int_eq(pipe2(out, O_CLOEXEC) | pipe2(err, O_CLOEXEC), 0);
    int saved[2] = {fcntl(1, F_DUPFD_CLOEXEC, 20),
                    fcntl(2, F_DUPFD_CLOEXEC, 20)};
    dup2(out[1], 1);
    dup2(err[1], 2);
    struct process_options options = {
        .argv = SHELL("echo to-1; echo to-2 >&2"),
        .fds = {{PROCESS_NULL, 0}, {PROCESS_GIVEN, 2}, {PROCESS_GIVEN, 1}},
        .n_fds = 3};
    struct process *process;
    struct error *error = process_start(&options, &process);
    dup2(saved[0], 1);
    dup2(saved[1], 2);
    expect_ok(error);
    ck_assert_int_eq(end_of(process).code, 0);
    char bytes[10] = "";
    ck_assert_int_eq(read(err[0], bytes, sizeof(bytes)), 5);
    ck_assert_mem_eq(bytes, "to-1\n", 5);
    ck_assert_int_eq(read(out[0], bytes, sizeof(bytes)), 5);
    ck_assert_mem_eq(bytes, "to-2\n", 5);
    for (int i = 0; i < 2; i++) {
        close(out[i]);
        close(err[i]);
        close(saved[i]);
    }
    return NULL;
}

REAL_TEST(descriptors_above_two_may_be_pipes_both_ways)
{
    struct process_options options = {
        .argv = SHELL("read x <&4; echo \"<$x>\" >&3"),
        .fds = {[3] = {PROCESS_READ, 0}, [4] = {PROCESS_WRITE, 0}},
        .n_fds = 5};
    struct process *process;
    TRY(process_start(&options, &process));
    TRY(pipe_write(process_pipe(process, 4), "word\n", 5));
    char bytes[20];
    size_t got;
    TRY(pipe_read(process_pipe(process, 3), bytes, sizeof(bytes), &got));
    ck_assert_uint_eq(got, 7);
    ck_assert_mem_eq(bytes, "<word>\n", 7);
    process_free(process);
    return NULL;
}

REAL_TEST(a_given_descriptor_that_is_not_open_is_invalid)
{
    struct process *process;
    struct process_options options = {
        .argv = ARGV("true"), .fds = {{PROCESS_GIVEN, 777}}, .n_fds = 1};
    expect_error(process_start(&options, &process), &INVALID);
    return NULL;
}

// 6.73; the first run of each kind may open what libuv keeps.
REAL_TEST(no_descriptor_is_left_by_any_outcome)
{
    if (RUNNING_ON_VALGRIND)
        return NULL;
    size_t before = 0;
    for (int i = 0; i < 3; i++) {
        struct process_result result = run(ARGV("cat"), "some words");
        process_result_free(&result);
        struct process_options bad = {.argv = ARGV("no-such-program")};
        expect_error(process_run(&bad, "x", 1, &result), &NOT_FOUND);
        struct process_options half = {.argv = ARGV("true"),
                                       .fds = {{PROCESS_WRITE, 0},
                                               {PROCESS_READ, 0},
                                               {PROCESS_GIVEN, 777}},
                                       .n_fds = 3};
        struct process *process;
        expect_error(process_start(&half, &process), &INVALID);
        if (i == 0)
            before = n_open_fds();
    }
    ck_assert_uint_eq(n_open_fds(), before);
    return NULL;
}

// 6.73
REAL_TEST(running_out_of_descriptors_leaves_none_behind)
{
    struct process_result result = run(ARGV("true"), "");
    process_result_free(&result);
    size_t before = n_open_fds();
    struct rlimit old, small;
    getrlimit(RLIMIT_NOFILE, &old);
    for (small = old, small.rlim_cur = before; small.rlim_cur < before + 30;
         small.rlim_cur++) {
        setrlimit(RLIMIT_NOFILE, &small);
        struct process_options options = {.argv = ARGV("true")};
        struct error *err = process_run(&options, "", 0, &result);
        setrlimit(RLIMIT_NOFILE, &old);
        if (err == NULL)
            process_result_free(&result);
        else
            ck_assert_msg(error_is(err, &SYSTEM), "%s", error_message(err));
        error_free(err);
        ck_assert_uint_eq(n_open_fds(), before);
    }
    return NULL;
}

// ---- pipes ----------------------------------------------------------------

static struct error *read_one(void *pipe)
{
    char byte;
    size_t got;
    return pipe_read(pipe, &byte, 1, &got);
}

static struct pipe *pipe_pair(struct pipe **other)
{
    int ends[2];
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends),
                     0);
    struct pipe *one = NULL;
    expect_ok(pipe_open(ends[0], &one));
    expect_ok(pipe_open(ends[1], other));
    return one;
}

REAL_TEST(reading_waits_for_the_first_byte_and_takes_what_there_is)
{
    struct pipe *other, *one = pipe_pair(&other);
    struct task *reader = task_go(read_one, one);
    task_yield();
    TRY(pipe_write(other, "abc", 3));
    bool joined;
    expect_ok(task_join(reader, &joined));
    char bytes[10];
    size_t got;
    TRY(pipe_read(one, bytes, sizeof(bytes), &got));
    ck_assert_uint_eq(got, 2);
    pipe_free(one);
    TRY(pipe_read(other, bytes, sizeof(bytes), &got));
    ck_assert_uint_eq(got, 0);
    pipe_free(other);
    return NULL;
}

// 6.76
REAL_TEST(a_second_reader_is_told_that_the_pipe_is_busy)
{
    struct pipe *other, *one = pipe_pair(&other);
    struct task *reader = task_go(read_one, one);
    task_yield();
    expect_error(read_one(one), &BUSY);
    TRY(pipe_write(other, "x", 1));
    bool joined;
    expect_ok(task_join(reader, &joined));
    pipe_free(one);
    pipe_free(other);
    return NULL;
}

static const size_t MUCH = 1 << 20;

static struct error *write_much(void *pipe)
{
    char *bytes = calloc(1, MUCH);
    struct error *err = pipe_write(pipe, bytes, MUCH);
    free(bytes);
    return err;
}

// 6.76
REAL_TEST(a_second_writer_is_told_that_the_pipe_is_busy)
{
    struct pipe *other, *one = pipe_pair(&other);
    struct task *writer = task_go(write_much, one);
    task_yield();
    expect_error(pipe_write(one, "x", 1), &BUSY);
    pipe_close(one);
    bool joined;
    expect_error(task_join(writer, &joined), &CLOSED);
    pipe_free(one);
    pipe_free(other);
    return NULL;
}

// 6.76: one reader and one writer of the same descriptor, each woken by its
// own; 6.84: more than there is room for is written completely.
REAL_TEST(one_may_read_while_another_writes)
{
    struct pipe *other, *one = pipe_pair(&other);
    struct task *reader = task_go(read_one, one);
    struct task *writer = task_go(write_much, one);
    static char bytes[100000];
    size_t got;
    for (size_t n = 0; n < MUCH; n += got) {
        TRY(pipe_read(other, bytes, sizeof(bytes), &got));
        ck_assert_uint_gt(got, 0);
    }
    bool joined;
    expect_ok(task_join(writer, &joined));
    TRY(pipe_write(other, "x", 1));
    expect_ok(task_join(reader, &joined));
    pipe_free(one);
    pipe_free(other);
    return NULL;
}

// 6.80
REAL_TEST(a_cancelled_read_takes_nothing)
{
    struct pipe *other, *one = pipe_pair(&other);
    struct task *reader = task_go(read_one, one);
    task_yield();
    cancel_task(reader);
    bool joined;
    expect_error(task_join(reader, &joined), &CANCELLED);
    uncancel();
    TRY(pipe_write(other, "x", 1));
    expect_ok(read_one(one));
    pipe_free(one);
    pipe_free(other);
    return NULL;
}

REAL_TEST(a_write_without_room_can_be_cancelled)
{
    struct pipe *other, *one = pipe_pair(&other);
    struct task *writer = task_go(write_much, one);
    task_yield();
    cancel_task(writer);
    bool joined;
    expect_error(task_join(writer, &joined), &CANCELLED);
    uncancel();
    pipe_free(one);
    pipe_free(other);
    return NULL;
}

REAL_TEST(a_cancelled_task_neither_reads_nor_writes)
{
    struct pipe *other, *one = pipe_pair(&other);
    TRY(pipe_write(other, "x", 1));
    cancel_task(task_self());
    expect_error(read_one(one), &CANCELLED);
    expect_error(pipe_write(one, "y", 1), &CANCELLED);
    uncancel();
    expect_ok(read_one(one));
    pipe_free(one);
    char bytes[10];
    size_t got;
    TRY(pipe_read(other, bytes, sizeof(bytes), &got));
    ck_assert_uint_eq(got, 0);
    pipe_free(other);
    return NULL;
}

// 6.77, 6.83
REAL_TEST(closing_tells_who_reads)
{
    struct pipe *other, *one = pipe_pair(&other);
    struct task *reader = task_go(read_one, one);
    task_yield();
    pipe_close(one);
    pipe_close(one);
    bool joined;
    expect_error(task_join(reader, &joined), &CLOSED);
    expect_error(read_one(one), &CLOSED);
    expect_error(pipe_write(one, "x", 1), &CLOSED);
    pipe_free(one);
    pipe_free(other);
    return NULL;
}

REAL_TEST(writing_to_nobody_is_an_error_and_no_signal)
{
    struct process *process;
    struct process_options options = {
        .argv = ARGV("true"), .fds = {{PROCESS_WRITE, 0}}, .n_fds = 1};
    TRY(process_start(&options, &process));
    expect_error(write_much(process_pipe(process, 0)), &BROKEN);
    process_free(process);
    return NULL;
}

// 6.79
REAL_TEST(a_descriptor_that_is_not_open_is_refused_at_once)
{
    struct pipe *pipe;
    expect_error(pipe_open(777, &pipe), &SYSTEM);
    expect_error(pipe_open(-1, &pipe), &SYSTEM);
    return NULL;
}

REAL_TEST(a_file_is_no_pipe)
{
    struct pipe *pipe;
    int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    expect_error(pipe_open(fd, &pipe), &SYSTEM);
    ck_assert_int_eq(close(fd), 0);
    return NULL;
}

static enum abort yes(struct task *task, void *arg)
{
    (void)task;
    (void)arg;
    return ABORT_SUCCEEDED;
}

static struct error *park_beside_a_process(void *arg)
{
    (void)arg;
    struct process_options options = {
        .argv = ARGV("sleep", "1000"), .fds = {{PROCESS_WRITE, 0}}, .n_fds = 1};
    struct process *process;
    TRY(process_start(&options, &process));
    forgotten_pid = process_id(process);
    return task_park(yes, NULL);
}

// A handle keeps a run alive only while somebody waits for it.
TEST(a_run_is_stuck_although_a_process_runs_that_nobody_waits_for)
{
    FILE *nowhere = fopen("/dev/null", "w");
    struct loop_options options = {.report = nowhere};
    expect_error(loop_run(park_beside_a_process, NULL, &options), &STUCK);
    ck_assert_int_eq(kill(forgotten_pid, 0), -1);
    fclose(nowhere);
}

// ---- a whole life ---------------------------------------------------------

// 6.62
REAL_TEST(running_feeds_and_captures_at_once)
{
    size_t n = 256 * 1024;
    char *input = malloc(n);
    for (size_t i = 0; i < n; i++)
        input[i] = (char)(i * 7);
    struct process_options options = {.argv = SHELL("tee /dev/stderr; exit 5")};
    struct process_result result;
    TRY(process_run(&options, input, n, &result));
    ck_assert_int_eq(result.end.code, 5);
    ck_assert_uint_eq(result.out.n, n);
    ck_assert_uint_eq(result.err.n, n);
    ck_assert_mem_eq(result.out.bytes, input, n);
    ck_assert_mem_eq(result.err.bytes, input, n);
    process_result_free(&result);
    process_result_free(&result);
    free(input);
    return NULL;
}

REAL_TEST(output_beyond_the_cap_is_counted)
{
    struct process_options options = {
        .argv = SHELL("head -c 300000 /dev/zero; echo end >&2"),
        .most_output_bytes = 1000};
    struct process_result result;
    TRY(process_run(&options, NULL, 0, &result));
    ck_assert_uint_eq(result.out.n, 1000);
    ck_assert_uint_eq(result.out.n_dropped, 299000);
    ck_assert_str_eq(result.err.bytes, "end\n");
    ck_assert_uint_eq(result.err.n_dropped, 0);
    process_result_free(&result);
    return NULL;
}

// 6.71
REAL_TEST(input_that_nobody_reads_is_no_error)
{
    char *input = calloc(1, MUCH);
    struct process_options options = {.argv = SHELL("exit 6")};
    struct process_result result;
    TRY(process_run(&options, input, MUCH, &result));
    ck_assert_int_eq(result.end.code, 6);
    process_result_free(&result);
    free(input);
    return NULL;
}

REAL_TEST(no_input_is_the_end_of_input)
{
    struct process_result result = run(ARGV("cat"), NULL);
    ck_assert_str_eq(result.out.bytes, "");
    process_result_free(&result);
    result = run(ARGV("cat"), "");
    ck_assert_str_eq(result.out.bytes, "");
    process_result_free(&result);
    return NULL;
}

REAL_TEST(outputs_may_go_elsewhere)
{
    struct process_options options = {.argv = SHELL("echo a; echo b >&2"),
                                      .fds = {[1] = {PROCESS_NULL, 0}},
                                      .n_fds = 2};
    struct process_result result;
    TRY(process_run(&options, NULL, 0, &result));
    ck_assert_str_eq(result.out.bytes, "");
    ck_assert_str_eq(result.err.bytes, "b\n");
    process_result_free(&result);
    return NULL;
}

// 6.74
REAL_TEST(options_that_contradict_each_other_are_invalid)
{
    struct process_result result;
    struct process_options options = {
        .argv = ARGV("true"), .fds = {{PROCESS_NULL, 0}}, .n_fds = 1};
    expect_error(process_run(&options, "x", 1, &result), &INVALID);
    options.fds[0].how = PROCESS_WRITE;
    expect_error(process_run(&options, NULL, 0, &result), &INVALID);
    return NULL;
}

static struct error *run_sleep(void *pid_file)
{
    char script[200];
    snprintf(script, sizeof(script), "echo $$ > %s; exec sleep 1000",
             (char *)pid_file);
    struct process_result result;
    return process_run(&(struct process_options){.argv = SHELL(script)}, "x", 1,
                       &result);
}

// The pipe tells when the program has started: a file named pipe.
REAL_TEST(a_cancelled_run_kills_the_process_and_awaits_its_end)
{
    char folder[] = "/tmp/process_test.XXXXXX";
    ck_assert(mkdtemp(folder) != NULL);
    char path[100];
    snprintf(path, sizeof(path), "%s/pid", folder);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    struct pipe *pipe;
    TRY(pipe_open(open(path, O_RDWR | O_CLOEXEC), &pipe));
    struct task *task = task_go(run_sleep, path);
    char text[20] = "";
    size_t got;
    TRY(pipe_read(pipe, text, sizeof(text) - 1, &got));
    cancel_task(task);
    bool joined;
    expect_error(task_join(task, &joined), &CANCELLED);
    uncancel();
    ck_assert_int_gt(atoi(text), 0);
    ck_assert_int_eq(kill(atoi(text), 0), -1);
    pipe_free(pipe);
    unlink(path);
    rmdir(folder);
    return NULL;
}

REAL_TEST(a_cancelled_task_does_not_start_a_run)
{
    struct process_result result;
    cancel_task(task_self());
    expect_error(process_run(&(struct process_options){.argv = ARGV("true")},
                             NULL, 0, &result),
                 &CANCELLED);
    uncancel();
    return NULL;
}

static struct error *run_words(void *words)
{
    struct process_result result = run(ARGV("cat"), words);
    ck_assert_str_eq(result.out.bytes, words);
    process_result_free(&result);
    return NULL;
}

REAL_TEST(many_run_at_the_same_time)
{
    char words[40][20];
    struct task *tasks[40];
    for (int i = 0; i < 40; i++) {
        snprintf(words[i], sizeof(words[i]), "words %d", i);
        tasks[i] = task_go(run_words, words[i]);
    }
    bool joined;
    for (int i = 0; i < 40; i++)
        expect_ok(task_join(tasks[i], &joined));
    return NULL;
}

// ---- the virtual clock ----------------------------------------------------

RUN_TEST(processes_and_pipes_need_the_real_clock)
{
    struct process_options options = {.argv = ARGV("true")};
    struct process *process;
    struct process_result result;
    struct pipe *pipe;
    expect_error(process_start(&options, &process), &MISUSE);
    expect_error(process_run(&options, NULL, 0, &result), &MISUSE);
    expect_error(pipe_open(0, &pipe), &MISUSE);
    return NULL;
}

TEST(processes_need_a_run)
{
    struct process *process;
    expect_error(process_start(&(struct process_options){.argv = ARGV("true")},
                               &process),
                 &MISUSE);
}
// private: linnet-0f5d3f897d262c7d
