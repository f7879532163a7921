// What waits is further down, or is not known.
#include "event.h"
#include "nursery.h"
#include "scope.h"

struct error *elsewhere(void);

static struct error *down(struct event *event, int n)
{
    return n == 0 ? event_wait(event) : down(event, n - 1);
}

static struct error *known(struct event *event)
{
    struct scope_options options = {.shield = true};
    struct scope *s = scope_enter(options); // <- endless-shield
    struct error *err = sleep_ms(5);
    if (err == NULL)
        err = down(event, 3);
    scope_shield(s, true);
    return scope_leave(s, err);
}

static struct error *unknown(task_fn *fn)
{
    struct scope_options options = {.shield = true};
    struct scope *s = scope_enter(options); // <- endless-shield
    return scope_leave(s, fn(NULL));
}

static struct error *children(task_fn *fn)
{
    struct scope_options options = {.shield = true};
    struct scope *s = scope_enter(options); // <- endless-shield
    struct nursery *n = nursery_open();
    nursery_spawn(n, fn, NULL);
    return scope_leave(s, nursery_close(n, NULL));
}

static struct error *other_file(void)
{
    struct scope_options options = {.shield = true};
    struct scope *s = scope_enter(options); // <- endless-shield
    return scope_leave(s, elsewhere());
}

struct error *all(struct event *event, task_fn *fn)
{
    TRY(known(event));
    TRY(unknown(fn));
    TRY(children(fn));
    return other_file();
}
