// Somebody else has the scope, and may set its deadline.
#include "event.h"
#include "scope.h"

struct session {
    struct scope *scope;
};

static struct error *in_a_struct(struct session *session, struct event *event)
{
    session->scope = scope_enter((struct scope_options){.shield = true});
    return scope_leave(session->scope, event_wait(event));
}

void limit(struct scope *scope, int64_t ms);

static struct error *passed_on(struct event *event)
{
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    limit(s, 50);
    return scope_leave(s, event_wait(event));
}

static struct error *stored(struct session *session, struct event *event)
{
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    session->scope = s;
    return scope_leave(s, event_wait(event));
}

static struct scope *returned(void)
{
    return scope_enter((struct scope_options){.shield = true});
}

struct error *all(struct session *session, struct event *event)
{
    TRY(in_a_struct(session, event));
    TRY(stored(session, event));
    TRY(passed_on(event));
    return scope_leave(returned(), event_wait(event));
}
