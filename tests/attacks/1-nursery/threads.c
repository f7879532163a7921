// Attack: starts threads of its own
// Threat: F.3 #40, F.2 #2
// Gets: rejected
// Says: calls pthread_create(): all tasks of a run share one thread
// Rest: rest.c
#include <pthread.h>
static void *spin(void *arg)
{
    for (;;)
        ;
    return arg;
}
static pthread_t thread;
#define AT_OPEN pthread_create(&thread, 0, spin, 0)
