// Starts 5000 threads that stay.
#include "attack.h"
#include <pthread.h>
#include <unistd.h>

static void *stay(void *unused)
{
    pause();
    return unused;
}

int main(void)
{
    enum { MOST = 5000 };
    pthread_t thread;
    int n_started = 0;
    while (n_started < MOST &&
           (errno = pthread_create(&thread, NULL, stay, NULL)) == 0)
        n_started++;
    printf("%d threads\n", n_started);
    attack_report("threads", n_started == MOST);
    return attack_status;
}
