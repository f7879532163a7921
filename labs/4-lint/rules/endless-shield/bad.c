// A door that is closed properly, however long that takes.
#include "event.h"
#include "loop.h"
#include "nursery.h"
#include "scope.h"

struct door {
    struct event *is_closed; // by somebody else, if they are still there
};

static struct error *wait_until_closed(struct door *door)
{
    struct scope_options options = {.shield = true};
    struct scope *s = scope_enter(options); // <- endless-shield
    return scope_leave(s, event_wait(door->is_closed));
}

static struct error *wait_in_steps(struct door *door)
{
    struct scope *s = scope_enter( // <- endless-shield
        (struct scope_options){.name = "door", .shield = true});
    struct error *err = sleep_ms(10);
    if (err == NULL)
        err = event_wait(door->is_closed);
    return scope_leave(s, err);
}

static struct error *visit(void *arg)
{
    struct error *err = sleep_forever();
    error_set_context(err, wait_until_closed(arg));
    error_set_context(err, wait_in_steps(arg));
    return err;
}

static struct error *program(void *arg)
{
    (void)arg;
    struct door door = {event_new()};
    struct nursery *n = nursery_open();
    nursery_spawn(n, visit, &door);
    nursery_cancel(n);
    struct error *err = nursery_close(n, NULL);
    event_free(door.is_closed);
    return err;
}

int main(void)
{
    return loop_exit_status(loop_run(program, NULL, NULL));
}
