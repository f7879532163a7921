// Three workers need 3, 1 and 2 seconds. What is in out, and who speaks when?
#include "event.h"
#include "loop.h"
#include "nursery.h"

struct worker {
    int number;
    int seconds;
    int *out; // where the result goes, in the frame of the owner
};

static struct error *work(void *arg)
{
    struct worker *worker = arg;
    TRY(sleep_ms(1000 * worker->seconds));
    *worker->out = 10 * worker->number;
    printf("%d s  worker %d has ended\n",
           (int)(clock_now() / CLOCK_NS_PER_MS / 1000), worker->number);
    return NULL;
}

static struct error *program(void *arg)
{
    (void)arg;
    int out[3] = {0};
    struct worker workers[] = {
        {1, 3, &out[0]}, {2, 1, &out[1]}, {3, 2, &out[2]}};
    struct nursery *n = nursery_open();
    for (int i = 0; i < 3; i++)
        nursery_spawn(n, work, &workers[i]);
    printf("before close: %d %d %d\n", out[0], out[1], out[2]);
    TRY(nursery_close(n, NULL));
    printf("after close:  %d %d %d\n", out[0], out[1], out[2]);
    return NULL;
}

int main(void)
{
    struct loop_options options = {.virtual_clock = true};
    return loop_exit_status(loop_run(program, NULL, &options));
}
