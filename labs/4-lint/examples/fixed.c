// The six tasks of dangling.c, in a nursery. How many errors come out of it,
// and when? Who is stopped in the middle of its work?
#include "errgroup.h"
#include "event.h"
#include "loop.h"
#include "nursery.h"

struct job {
    const char *name;
    int ms;     // of work
    bool fails; // in the end
};

static struct job jobs[] = {
    {"reader", 40, false}, {"saver", 10, true},  {"north", 20, false},
    {"south", 30, false},  {"pinger", 15, true}, {"logger", 90, false},
};

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
    struct nursery *n = nursery_open_with(.collect_all = true);
    for (size_t i = 0; i < array_length(jobs); i++)
        nursery_spawn(n, work, &jobs[i]);
    struct error *err = nursery_close(n, NULL);
    say("program", err == NULL ? "has succeeded" : "fails");
    return err;
}

int main(void)
{
    setlinebuf(stdout);
    struct loop_options options = {.virtual_clock = true};
    struct error *err = loop_run(program, NULL, &options);
    bool failed = err != NULL;
    errgroup_print(err, stdout, (struct errgroup_limits){0});
    error_free(err);
    return failed;
}
