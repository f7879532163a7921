// Six tasks are started. For which of them does the lint speak up? Which of the
// two errors is heard, and when? Who is stopped in the middle of its work?
#include "event.h"
#include "loop.h"

struct job {
    const char *name;
    int ms;     // of work
    bool fails; // in the end
};

static struct job reader = {"reader", 40, false}, saver = {"saver", 10, true},
                  north = {"north", 20, false}, south = {"south", 30, false},
                  pinger = {"pinger", 15, true}, logger = {"logger", 90, false};

static void say(const char *name, const char *what)
{
    printf("%3d ms  %s %s\n", (int)clock_now_ms(), name, what);
}

static struct error *work(void *arg)
{
    const struct job *job = arg;
    struct error *err = sleep_ms(job->ms);
    say(job->name, err != NULL   ? "is cancelled"
                   : job->fails ? "fails"
                                : "has ended");
    return err == NULL && job->fails
               ? error_new(&SYSTEM, "%s: the disk is full", job->name)
               : err;
}

static struct error *program(void *arg)
{
    (void)arg;
    struct task *reads = task_go(work, &reader);
    struct task *saves = task_go(work, &saver);
    (void)saves;
    struct task *copies = task_go(work, &north);
    copies = task_go(work, &south);
    task_forget(task_go(work, &pinger));
    if (task_go(work, &logger) == NULL)
        say("logger", "has not started");
    bool joined;
    struct error *err = task_join(copies, &joined);
    if (err == NULL)
        err = task_join(reads, &joined);
    say("program", err == NULL ? "has succeeded" : "fails");
    return err;
}

int main(void)
{
    setlinebuf(stdout);
    struct loop_options options = {.virtual_clock = true};
    return loop_exit_status(loop_run(program, NULL, &options));
}
