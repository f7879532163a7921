// Shields of all sorts.
#include "event.h"
#include "nursery.h"
#include "scope.h"

static struct error *of_a_scope(struct error *err, struct event *event)
{
    if (error_is(err, &CANCELLED)) {
        struct scope_options options = {.shield = true,
                                        .deadline = after_ms(5)};
        struct scope *s = scope_enter(options), *inner;
        inner = scope_enter((struct scope_options){.name = "inner"});
        struct error *late = scope_leave(inner, event_wait(event));
        if (late == NULL)
            late = sleep_ms(1);
        error_set_context(err, scope_leave(s, late));
    }
    return err;
}

static struct error *of_a_nursery(struct error *err)
{
    if (error_is(err, &CANCELLED)) {
        struct nursery *n = nursery_open_with(.shield = true);
        error_set_context(err, nursery_close(n, sleep_ms(1)));
    }
    return err;
}

static struct error *raised(struct error *err)
{
    struct scope *s = scope_enter((struct scope_options){0});
    if (err == NULL)
        err = sleep_forever();
    if (error_is(err, &CANCELLED)) {
        scope_shield(s, true);
        scope_set_deadline(s, after_ms(5));
        error_set_context(err, sleep_ms(1));
    }
    return scope_leave(s, err);
}

// Whether there is one is decided elsewhere.
static struct error *perhaps(struct error *err, struct scope_options options,
                             bool shield)
{
    if (error_is(err, &CANCELLED)) {
        struct scope *s = scope_enter(options);
        error_set_context(err, scope_leave(s, sleep_ms(1)));
        s = scope_enter((struct scope_options){.shield = shield});
        error_set_context(err, scope_leave(s, sleep_ms(2)));
    }
    return err;
}

struct session {
    struct scope *scope;
};

struct scope *shielded_scope(void);

// Who entered the scope is not seen, or who leaves it.
static struct error *half(struct error *err, struct session *session)
{
    if (error_is(err, &CANCELLED)) {
        struct scope *s = shielded_scope();
        error_set_context(err, scope_leave(s, sleep_ms(1)));
        session->scope = scope_enter((struct scope_options){.shield = true});
        error_set_context(err, sleep_ms(2));
    }
    return err;
}

struct error *all(struct error *err, struct event *event,
                  struct session *session)
{
    err = half(err, session);
    err = of_a_nursery(of_a_scope(err, event));
    return perhaps(raised(err), (struct scope_options){0}, true);
}
