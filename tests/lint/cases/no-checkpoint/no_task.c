// Loops of functions that no task runs, as far as this file tells.
#include "task.h"
#include <pthread.h>

static volatile unsigned n;

static void *thread(void *arg)
{
    (void)arg;
    for (;;)
        n++;
    return NULL;
}

struct error *exported(void *arg);
struct error *exported(void *arg)
{
    (void)arg;
    while (true)
        n++;
}

int main(void)
{
    pthread_t other;
    if (pthread_create(&other, NULL, thread, NULL) != 0)
        return 1;
    for (;;)
        n++;
}
