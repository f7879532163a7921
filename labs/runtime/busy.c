// Watches for a task that computes too long without a wait.
//
// A timer signal looks, again and again, whether any task has waited since it
// looked before. The clock of the timer is the thread's own processor time, so
// a program that is only made to wait by the system is not accused.
#include "busy.h"
#include "loop.h"
#include <execinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define BUSY_SIGNAL SIGVTALRM

struct busy {
    timer_t timer;
    struct sigaction before; // the handler to restore
    const struct task *seen; // who ran when the signal last came
    uint32_t seen_id;        // and its id: records are used again
    size_t seen_turns;       // tasks taken from the queue then
    bool reported;           // this turn has been reported
};

static void put(const char *text)
{
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored;
}

static void report(const struct task *task)
{
    void *frames[32];
    put("busy: task \"");
    put(task->name);
    put("\" has not waited for a long time; it is here:\n");
    int n = backtrace(frames, array_length(frames));
    // The first two are the signal's own.
    if (n > 2)
        backtrace_symbols_fd(frames + 2, n - 2, STDERR_FILENO);
}

static void look(int number)
{
    (void)number;
    struct loop *loop = loop_current;
    if (loop == NULL || loop->busy == NULL)
        return;
    struct busy *busy = loop->busy;
    const struct task *task = task_running;
    bool same = task != NULL && task == busy->seen &&
                task->id == busy->seen_id &&
                loop->ready.head == busy->seen_turns;
    if (same && !busy->reported)
        report(task);
    busy->reported = same;
    busy->seen = task;
    busy->seen_id = task != NULL ? task->id : 0;
    busy->seen_turns = loop->ready.head;
}

// The signal goes to this very thread, whose run it is about.
static bool start_timer(struct busy *busy, int64_t ms)
{
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID,
                             .sigev_signo = BUSY_SIGNAL};
    event._sigev_un._tid = (pid_t)syscall(SYS_gettid);
    if (timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &busy->timer) != 0)
        return false;
    struct timespec every = {ms / 1000, ms % 1000 * 1000000};
    struct itimerspec spec = {every, every};
    return timer_settime(busy->timer, 0, &spec, NULL) == 0;
}

void busy_watch(struct loop *loop)
{
    int64_t ms = loop->options.busy_ms;
    if (ms <= 0)
        return;
    loop->busy = calloc(1, sizeof(*loop->busy));
    must(loop->busy != NULL);
    // The first call of backtrace loads a library, which a signal handler
    // must not.
    void *frame;
    backtrace(&frame, 1);
    struct sigaction action = {.sa_handler = look, .sa_flags = SA_RESTART};
    sigaction(BUSY_SIGNAL, &action, &loop->busy->before);
    must(start_timer(loop->busy, ms));
}

void busy_unwatch(struct loop *loop)
{
    if (loop->busy == NULL)
        return;
    timer_delete(loop->busy->timer);
    sigaction(BUSY_SIGNAL, &loop->busy->before, NULL);
    free(loop->busy);
    loop->busy = NULL;
}
