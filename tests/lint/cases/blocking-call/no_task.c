// What blocks, but not in a task of this file.
#include "loop.h"
#include <pthread.h>
#include <unistd.h>

static void *thread(void *arg)
{
    (void)arg;
    sleep(1);
    return NULL;
}

static struct error *program(void *arg)
{
    pthread_t *out = arg;
    int failed = pthread_create(out, NULL, thread, NULL);
    return failed == 0 ? NULL : error_system(failed, "pthread_create");
}

int main(void)
{
    pthread_t other;
    struct error *err = loop_run(program, &other, NULL);
    if (err == NULL)
        pthread_join(other, NULL);
    sleep(1);
    return loop_exit_status(err);
}
