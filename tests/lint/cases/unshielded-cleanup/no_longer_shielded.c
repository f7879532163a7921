// A scope without a shield, a shield that is off, and one that has ended.
#include "event.h"
#include "scope.h"

static struct error *plain(struct error *err)
{
    if (error_is(err, &CANCELLED)) {
        struct scope *s = scope_enter((struct scope_options){
            .deadline = after_ms(5), .shield = false, .name = "bye"});
        struct error *late = sleep_ms(1); // <- unshielded-cleanup
        error_set_context(err, scope_leave(s, late));
    }
    return err;
}

static struct error *too_late(struct error *err)
{
    if (error_is(err, &CANCELLED)) {
        struct scope *s = scope_enter(
            (struct scope_options){after_ms(5), false, true, NULL, NULL});
        error_set_context(err, scope_leave(s, sleep_ms(1)));
        error_set_context(err, sleep_ms(2)); // <- unshielded-cleanup
    }
    return err;
}

static struct error *lifted(struct error *err)
{
    struct scope *s = scope_enter((struct scope_options){0});
    scope_shield(s, true);
    if (err == NULL)
        err = sleep_ms(1000);
    scope_shield(s, false);
    if (error_is(err, &CANCELLED))
        error_set_context(err, sleep_ms(1)); // <- unshielded-cleanup
    return scope_leave(s, err);
}

static struct error *left(struct error *err)
{
    struct scope *s = scope_enter((struct scope_options){0});
    scope_shield(s, true);
    err = scope_leave(s, err);
    if (error_is(err, &CANCELLED))
        error_set_context(err, sleep_ms(1)); // <- unshielded-cleanup
    return err;
}

struct error *all(struct error *err)
{
    err = left(err);
    return lifted(too_late(plain(err)));
}
