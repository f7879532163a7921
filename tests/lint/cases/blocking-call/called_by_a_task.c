// A task, what it calls, and what that calls.
#include "loop.h"
#include "nursery.h"
#include <time.h>
#include <unistd.h>

static void nap(void)
{
    struct timespec time = {.tv_nsec = 1000};
    nanosleep(&time, NULL); // <- blocking-call
}

static void rest(int n)
{
    if (n > 0)
        rest(n - 1);
    nap();
}

static struct error *work(void *arg)
{
    (void)arg;
    rest(3);
    int failed = usleep(10); // <- blocking-call
    return failed == 0 ? NULL : error_new(&INVALID, "no");
}

struct job {
    const char *name;
    task_fn *run;
};

static struct error *in_a_table(void *arg)
{
    (void)arg;
    sleep(1); // <- blocking-call
    return NULL;
}

static const struct job jobs[] = {{"table", in_a_table}};

struct error *start(void *arg);
struct error *start(void *arg)
{
    (void)arg;
    struct nursery *n = nursery_open();
    nursery_spawn(n, work, NULL);
    for (size_t i = 0; i < array_length(jobs); i++)
        nursery_spawn(n, jobs[i].run, NULL);
    return nursery_close(n, NULL);
}
