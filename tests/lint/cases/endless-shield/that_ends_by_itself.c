// What is shielded cannot hang.
#include "clock.h"
#include "event.h"
#include "scope.h"

static struct error *pause_twice(void)
{
    TRY(sleep_ms(5));
    return sleep_until(clock_now_ms() + 5);
}

static struct error *wait_long(void *arg)
{
    return event_wait(arg);
}

static struct error *sleeps(void)
{
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    struct error *err = pause_twice();
    if (err == NULL)
        err = checkpoint();
    return scope_leave(s, err);
}

static struct error *limited(struct event *event)
{
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    return scope_leave(s, fail_after(5, wait_long, event, "too long"));
}

static struct error *computes(struct error *err)
{
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    error_note(err, "in scope %u", scope_id(s));
    return scope_leave(s, err);
}

struct error *all(struct event *event)
{
    TRY(sleeps());
    return computes(limited(event));
}
