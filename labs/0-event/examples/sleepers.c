// Two tasks on one thread. Who speaks when? How long does all of it take?
#include "event.h"
#include "loop.h"
#include "nursery.h"

struct beat {
    const char *name;
    int ms;    // between two beats
    int times; // it beats
};

static struct error *beats(void *arg)
{
    const struct beat *beat = arg;
    for (int i = 0; i < beat->times; i++) {
        TRY(sleep_ms(beat->ms));
        printf("%3d ms  %s\n", (int)clock_now_ms(), beat->name);
    }
    return NULL;
}

static struct error *program(void *arg)
{
    (void)arg;
    struct beat tick = {"tick", 30, 2}, tock = {"tock", 20, 3};
    struct nursery *n = nursery_open();
    nursery_spawn(n, beats, &tick);
    nursery_spawn(n, beats, &tock);
    TRY(nursery_close(n, NULL));
    printf("%3d ms  both have ended\n", (int)clock_now_ms());
    return NULL;
}

int main(void)
{
    struct loop_options options = {.virtual_clock = true};
    return loop_exit_status(loop_run(program, NULL, &options));
}
