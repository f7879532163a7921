// Branches that no cancel is the reason of.
#include "event.h"

static const struct kind *const watched = &CANCELLED;

static bool is_cancelled(const struct error *err, const struct kind *kind)
{
    return error_is(err, kind);
}

static struct error *join(struct task *task)
{
    bool joined;
    struct error *err = task_join(task, &joined);
    if (joined && error_is(err, &CANCELLED))
        error_set_context(err, sleep_ms(1));
    return err;
}

struct error *all(struct error *err, struct task *task, bool loud)
{
    TRY(join(task));
    if (!error_is(err, &CANCELLED))
        error_set_context(err, sleep_ms(1));
    if (error_is(err, &TIMEOUT) && loud)
        error_set_context(err, sleep_ms(2));
    if (error_is(err, &ORDINARY))
        error_set_context(err, sleep_ms(3));
    if (is_cancelled(err, &CANCELLED) || error_is(err, watched))
        error_set_context(err, sleep_ms(4));
    if (error_is(err, &CANCELLED))
        error_note(err, "at %d", 5);
    else
        error_set_context(err, sleep_ms(6));
    if (error_is(err, &CANCELLED) == loud)
        error_set_context(err, sleep_ms(7));
    return err;
}
