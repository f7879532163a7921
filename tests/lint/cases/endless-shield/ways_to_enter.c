// A shield without a deadline, however the options are written.
#include "event.h"
#include "scope.h"

#define SHIELDED ((struct scope_options){.shield = true})

static struct error *by_name(struct event *event)
{
    struct scope *s = scope_enter( // <- endless-shield
        (struct scope_options){.shield = 1, .fail = true, .name = "s"});
    return scope_leave(s, event_wait(event));
}

static struct error *by_macro(struct event *event)
{
    struct scope *s;
    s = scope_enter(SHIELDED); // <- endless-shield
    struct error *err = event_wait(event);
    if (err != NULL)
        return scope_leave(s, err);
    return scope_leave(s, event_wait(event));
}

static struct error *by_variable(struct event *event)
{
    const struct scope_options options = {.fail = true, .shield = true};
    struct scope *s = scope_enter(options), *t; // <- endless-shield
    struct error *err = event_wait(event);
    t = scope_enter((struct scope_options){.name = "inner"});
    return scope_leave(s, scope_leave(t, err));
}

struct error *all(struct event *event)
{
    TRY(by_name(event));
    TRY(by_macro(event));
    return by_variable(event);
}
