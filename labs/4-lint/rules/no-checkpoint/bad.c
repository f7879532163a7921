// Two tasks that nobody can stop.
#include "loop.h"
#include "nursery.h"
#include "task.h"

static unsigned long found;

static bool is_prime(unsigned long n)
{
    for (unsigned long d = 2; d * d <= n; d++)
        if (n % d == 0)
            return false;
    return true;
}

static struct error *find(void *arg)
{
    (void)arg;
    for (unsigned long n = 2;; n++) // <- no-checkpoint
        if (is_prime(n))
            found = n;
    return NULL;
}

static void show(void)
{
    printf("%lu\n", found);
    must(task_yield() == NULL);
}

static struct error *report(void *arg)
{
    (void)arg;
    while (true) // <- no-checkpoint
        show();
    return NULL;
}

static struct error *program(void *arg)
{
    (void)arg;
    struct nursery *n = nursery_open();
    nursery_spawn(n, find, NULL);
    nursery_spawn(n, report, NULL);
    return nursery_close(n, NULL);
}

int main(void)
{
    return loop_exit_status(loop_run(program, NULL, NULL));
}
