// The same program as edge.c, under LEVEL. One word is different.
#include "event.h"
#include "loop.h"
#include "nursery.h"
#include "scope.h"

static struct error *save(void *arg)
{
    struct event *disk = arg;
    struct error *err = sleep_forever(); // the work
    printf("save: stopped, waiting for the disk\n");
    struct error *again = event_wait(disk); // the clean-up
    printf("save: %s\n", error_is(again, &CANCELLED) ? "stopped again"
                                                     : "the disk is ready");
    error_free(again);
    return err;
}

static struct error *program(void *arg)
{
    (void)arg;
    struct event *disk = event_new(); // nobody will ever set it
    struct nursery *n = nursery_open();
    nursery_spawn(n, save, disk);
    struct error *err = sleep_ms(10);
    nursery_cancel(n);
    err = nursery_close(n, err);
    printf("%d ms: closed\n", (int)clock_now_ms());
    event_free(disk);
    return err;
}

int main(void)
{
    struct loop_options options = {
        .virtual_clock = true, .cancellation = LEVEL, .report = stdout};
    struct error *err = loop_run(program, NULL, &options);
    printf("the run: %s\n", err != NULL ? error_message(err) : "ended well");
    error_free(err);
}
