// What the tests of the runtime share: a fake of the scope module, a sleep, a
// log of who ran, and programs that are expected to die.
#pragma once
#include "clock.h"
#include "deadline.h"
#include "loop.h"
#include "suite.h"
#include "task.h"
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define TOOL static __attribute__((unused))

// Sanitizers are slow and answer a bad access themselves.
#if defined(SWITCH_ASAN) || defined(SWITCH_TSAN)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

// ---- cancelling: level, one reason, each task for itself ------------------

static struct reason fake_reason = {.refs = 1, .source = CANCEL_EXPLICIT};
static int fake_n_delivered;

TOOL struct reason *fake_pending(struct task *task)
{
    return task->message;
}

TOOL void fake_delivered(struct task *task)
{
    (void)task;
    fake_n_delivered++;
}

TOOL void fake_cancel(struct task *task)
{
    static const struct task_cancellation fake = {.pending = fake_pending,
                                                  .delivered = fake_delivered};
    task_use_cancellation(&fake);
    if (task->message == NULL)
        task->message = reason_ref(&fake_reason);
    task_interrupt(task);
}

TOOL void fake_uncancel(struct task *task)
{
    reason_free(task->message);
    task->message = NULL;
}

// ---- waiting --------------------------------------------------------------

struct sleeper {
    struct deadline deadline;
    struct task *task;
};

TOOL void wake_sleeper(struct deadline *deadline)
{
    task_unpark(container_of(deadline, struct sleeper, deadline)->task, NULL);
}

TOOL enum abort stop_sleeping(struct task *task, void *arg)
{
    (void)task;
    deadline_clear(arg);
    return ABORT_SUCCEEDED;
}

TOOL struct error *nap_ms(int64_t ms)
{
    struct sleeper sleeper = {{.due = wake_sleeper}, task_self()};
    deadline_set(&sleeper.deadline, clock_after_ms(ms));
    task_waits_for("sleep");
    return task_park(stop_sleeping, &sleeper.deadline);
}

TOOL enum abort abort_it(struct task *task, void *arg)
{
    (void)task;
    (void)arg;
    return ABORT_SUCCEEDED;
}

// Until somebody unparks it.
TOOL struct error *park(void)
{
    return task_park(abort_it, NULL);
}

TOOL struct error *park_task(void *arg)
{
    (void)arg;
    return park();
}

TOOL struct error *do_nothing(void *arg)
{
    (void)arg;
    return NULL;
}

TOOL struct error *join(struct task *task)
{
    bool joined;
    struct error *err = task_join(task, &joined);
    ck_assert(joined);
    return err;
}

// ---- a log ----------------------------------------------------------------

static char tool_log[1000];

TOOL void log_start(void)
{
    tool_log[0] = '\0';
}

TOOL void log_add(const char *word)
{
    size_t n = strlen(tool_log);
    snprintf(tool_log + n, sizeof(tool_log) - n, "%s%s", n > 0 ? " " : "",
             word);
}

// ---- dying ----------------------------------------------------------------

// Runs body in a process of its own, silently; how that ended, for waitpid's
// macros.
TOOL int status_of(void (*body)(void))
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, 1);
        dup2(nowhere, 2);
        body();
        _exit(0);
    }
    int status;
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return status;
}

static task_fn *tool_body;

// Few stacks: valgrind looks for leaks in all of them when a process dies.
TOOL void run_tool_body(void)
{
    error_free(loop_run(
        tool_body, NULL,
        &(struct loop_options){.virtual_clock = true, .stacks.most = 1000}));
}

// Fails unless a run of body is aborted.
TOOL void expect_abort(task_fn *body)
{
    tool_body = body;
    int status = status_of(run_tool_body);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}
// private: linnet-0f5d3f897d262c7d
