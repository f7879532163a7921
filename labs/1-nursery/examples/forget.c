// A function starts a task and returns. Is it finished?
#include "event.h"
#include "loop.h"
#include "nursery.h"

static bool is_open; // the file

static void say(const char *what)
{
    printf("%3d ms  %s\n", (int)(clock_now() / CLOCK_NS_PER_MS), what);
}

static struct error *flusher(void *arg)
{
    (void)arg;
    TRY(sleep_ms(10)); // the disk is slow
    say(is_open ? "flusher: written" : "flusher: the file is closed");
    return NULL;
}

static void save_and_forget(void)
{
    is_open = true;
    task_forget(task_go(flusher, NULL));
    is_open = false;
    say("save_and_forget has returned");
}

static struct error *save(void)
{
    is_open = true;
    struct nursery *n = nursery_open();
    nursery_spawn(n, flusher, NULL);
    struct error *err = nursery_close(n, NULL);
    is_open = false;
    say("save has returned");
    return err;
}

static struct error *program(void *arg)
{
    (void)arg;
    save_and_forget();
    TRY(sleep_ms(100));
    return save();
}

int main(void)
{
    struct loop_options options = {.virtual_clock = true};
    return loop_exit_status(loop_run(program, NULL, &options));
}
