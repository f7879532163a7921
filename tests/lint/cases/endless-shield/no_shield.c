// No shield, perhaps no shield, and one that is lifted again.
#include "event.h"
#include "nursery.h"
#include "scope.h"

struct options {
    bool shield;
};

static struct error *none(struct event *event, struct options options)
{
    struct scope *s = scope_enter((struct scope_options){.name = "s"});
    struct scope *t =
        scope_enter((struct scope_options){.shield = false, .name = "t"});
    struct error *err = options.shield ? event_wait(event) : NULL;
    return scope_leave(s, scope_leave(t, err));
}

static struct error *perhaps(struct event *event, bool shield,
                             struct scope_options options)
{
    struct scope *s = scope_enter((struct scope_options){.shield = shield});
    struct scope *t = scope_enter(options);
    return scope_leave(s, scope_leave(t, event_wait(event)));
}

static struct error *lifted(struct event *event)
{
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    struct error *err = sleep_ms(5);
    scope_shield(s, false);
    if (err == NULL)
        err = event_wait(event);
    return scope_leave(s, err);
}

struct error *all(struct event *event)
{
    TRY(none(event, (struct options){.shield = true}));
    TRY(perhaps(event, false, (struct scope_options){0}));
    return lifted(event);
}
