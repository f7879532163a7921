// A clean-up in a cancelled scope: without a shield, and with one that has a
// deadline of its own.
#include "event.h"
#include "loop.h"
#include "scope.h"

static void say(const char *what, const struct error *err)
{
    printf("%3d ms  %s%s\n", (int)clock_now_ms(), what,
           err != NULL ? ": CANCELLED" : "");
}

static struct error *program(void *arg)
{
    (void)arg;
    struct scope *s =
        scope_enter((struct scope_options){.deadline = after_ms(10)});
    struct error *err = sleep_ms(1000);
    say("the work", err);

    struct error *bare = sleep_ms(5);
    say("a clean-up of 5 ms", bare);
    error_free(bare);

    for (int64_t ms = 5; ms <= 500; ms *= 100) {
        struct scope *cleanup = scope_enter(
            (struct scope_options){.shield = true, .deadline = after_ms(50)});
        struct error *shielded = sleep_ms(ms);
        say("a shielded clean-up", shielded);
        shielded = scope_leave(cleanup, shielded);
        say("after its scope", shielded);
    }
    err = scope_leave(s, err);
    say("after the block", err);
    return checkpoint();
}

int main(void)
{
    struct loop_options options = {.virtual_clock = true};
    return loop_exit_status(loop_run(program, NULL, &options));
}
