// Deadlines of all sorts.
#include "event.h"
#include "scope.h"

static struct error *at_once(struct event *event, int64_t until_ms)
{
    struct scope *s = scope_enter(
        (struct scope_options){at_ms(until_ms), false, true, NULL, NULL});
    struct error *err = scope_leave(s, event_wait(event));
    struct scope_options part = {.deadline.kind = SCOPE_AFTER,
                                 .deadline.ms = 5,
                                 .shield = true};
    s = scope_enter(part);
    error_set_context(err, scope_leave(s, event_wait(event)));
    return err;
}

static struct error *afterwards(struct event *event, struct error *err)
{
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    if (error_is(err, &CANCELLED))
        scope_set_deadline(s, after_ms(50));
    error_set_context(err, scope_leave(s, event_wait(event)));
    return err;
}

static struct error *in_a_field(struct event *event)
{
    struct scope_options options = {.shield = true};
    options.deadline = after_ms(50);
    struct scope *s = scope_enter(options);
    return scope_leave(s, event_wait(event));
}

static struct error *inside(struct event *event)
{
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    struct scope *t =
        scope_enter((struct scope_options){.deadline = after_ms(5)});
    return scope_leave(s, scope_leave(t, event_wait(event)));
}

static void set_one(struct scope_options *options)
{
    options->deadline = after_ms(50);
}

static struct error *by_a_function(struct event *event)
{
    struct scope_options options = {.shield = true};
    set_one(&options);
    struct scope *s = scope_enter(options);
    return scope_leave(s, event_wait(event));
}

struct error *all(struct event *event)
{
    TRY(inside(event));
    TRY(in_a_field(event));
    TRY(by_a_function(event));
    return afterwards(event, at_once(event, 5));
}
