// The scope that was cancelled is left before the task waits again.
#include "event.h"
#include "nursery.h"
#include "scope.h"

struct error *all(void)
{
    struct nursery *n = nursery_open();
    struct scope *s =
        scope_enter((struct scope_options){.deadline = after_ms(5)});
    struct error *err = sleep_forever();
    if (error_is(err, &CANCELLED)) {
        err = scope_leave(s, err);
        if (err == NULL)
            err = sleep_ms(1);
        return nursery_close(n, err);
    }
    return nursery_close(n, scope_leave(s, err));
}
