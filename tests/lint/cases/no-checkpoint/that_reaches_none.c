// Calls, none of which is a checkpoint.
#include "clock.h"
#include "event.h"
#include "nursery.h"
#include "stream.h"
#include <stdlib.h>

static unsigned n;

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void deeper(int depth)
{
    must(depth >= 0);
    if (depth > 0)
        deeper(depth - 1);
    else
        n = (unsigned)rand();
}

// The system's functions, and those of the file.
static struct error *one(void *arg)
{
    for (;;) { // <- no-checkpoint
        qsort(arg, n, sizeof(int), compare);
        printf("%u\n", n);
        deeper(3);
        if (n == 0)
            abort();
    }
    return NULL;
}

// Those of the runtime that are no checkpoints.
static struct error *two(void *arg)
{
    struct stream_rx *rx = arg;
    int item;
    while (true) { // <- no-checkpoint
        struct error *err = stream_try_receive(rx, &item);
        printf("%d %d\n", item, (int)clock_now_ms());
        error_print(err, stdout);
        checkpoint_shielded();
    }
    return NULL;
}

static struct error *sleeps(void *arg)
{
    (void)arg;
    return sleep_ms(5);
}

// To spawn a task that waits is no wait.
static struct error *three(void *arg)
{
    for (;;) // <- no-checkpoint
        nursery_spawn(arg, sleeps, NULL);
    return NULL;
}

void all(void *arg);
void all(void *arg)
{
    static task_fn *const tasks[] = {one, two, three};
    for (size_t i = 0; i < array_length(tasks); i++)
        task_forget(task_go(tasks[i], arg));
}
