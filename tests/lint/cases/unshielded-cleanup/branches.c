// Where in a condition the question may stand.
#include "event.h"

static struct error *first(struct error *err, bool loud)
{
    if (loud && (error_is(err, &CANCELLED)))
        error_set_context(err, sleep_ms(1)); // <- unshielded-cleanup
    if (error_is(err, &TIMEOUT) || error_is(err, &CANCELLED)) {
        if (loud)
            error_set_context(err, sleep_ms(2)); // <- unshielded-cleanup
    } else {
        error_set_context(err, sleep_ms(3));
    }
    return err;
}

static struct error *second(struct error *err, bool loud)
{
    if (!(!loud || !error_is(err, &CANCELLED)))
        error_set_context(err, sleep_ms(1)); // <- unshielded-cleanup
    error_set_context(err, error_is(err, &CANCELLED)
                               ? sleep_ms(2) // <- unshielded-cleanup
                               : sleep_ms(3));
    return err;
}

// The innermost branch counts, and it counts once.
static struct error *third(struct error *err, int n)
{
    if (error_is(err, &CANCELLED)) {
        switch (n) {
        case 1:
            if (error_is(err, &CANCELLED))
                error_set_context(err, checkpoint()); // <- unshielded-cleanup
        }
    }
    return err;
}

struct error *all(struct error *err, bool loud)
{
    return third(second(first(err, loud), loud), 1);
}
