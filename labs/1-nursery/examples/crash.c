// One child fails after 10 ms, another would sleep for a second and needs 5 ms
// to clean up. When does close return, and with what?
#include "errgroup.h"
#include "event.h"
#include "loop.h"
#include "nursery.h"

static void say(const char *what)
{
    printf("%3d ms  %s\n", (int)(clock_now() / CLOCK_NS_PER_MS), what);
}

static struct error *crash_soon(void *arg)
{
    (void)arg;
    TRY(sleep_ms(10));
    say("crash_soon fails");
    return error_new(&SYSTEM, "the disk is full");
}

static struct error *polite(void *arg)
{
    (void)arg;
    struct error *err = sleep_ms(1000);
    say(error_is(err, &CANCELLED) ? "polite is cancelled" : "polite wakes");
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    error_free(scope_leave(s, sleep_ms(5)));
    say("polite has cleaned up");
    return err;
}

static struct error *program(void *arg)
{
    (void)arg;
    struct nursery *n = nursery_open();
    nursery_spawn(n, crash_soon, NULL);
    nursery_spawn(n, polite, NULL);
    struct error *err = nursery_close(n, NULL);
    say("close has returned");
    printf("a group: %s, errors in it: %zu\n", errgroup_is(err) ? "yes" : "no",
           errgroup_size(err));
    printf("the first: %s\n", error_message(errgroup_member(err, 0)));
    error_free(err);
    return checkpoint();
}

int main(void)
{
    struct loop_options options = {.virtual_clock = true};
    return loop_exit_status(loop_run(program, NULL, &options));
}
