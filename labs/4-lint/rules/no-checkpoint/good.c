// Two tasks that can be stopped wherever they let others run.
#include "event.h"
#include "loop.h"
#include "nursery.h"

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
    for (unsigned long n = 2;; n++) {
        if (is_prime(n))
            found = n;
        TRY(checkpoint());
    }
}

static struct error *show(void)
{
    printf("%lu\n", found);
    return sleep_ms(1000);
}

static struct error *report(void *arg)
{
    (void)arg;
    while (true)
        TRY(show());
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
