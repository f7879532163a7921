// A clean-up that calls a function of the file.
#include "event.h"
#include "scope.h"

static struct error *wait_bare(void)
{
    TRY(checkpoint());
    return NULL;
}

static struct error *wait_deeper(int n)
{
    return n == 0 ? wait_bare() : wait_deeper(n - 1);
}

static struct error *wait_shielded(void)
{
    struct scope *s = scope_enter(
        (struct scope_options){.shield = true, .deadline = after_ms(5)});
    return scope_leave(s, wait_bare());
}

static void note(struct error *err)
{
    error_note(err, "cancelled");
    checkpoint_shielded();
}

struct error *elsewhere(void);

struct error *all(struct error *err, task_fn *fn)
{
    if (error_is(err, &CANCELLED)) {
        note(err);
        error_set_context(err, wait_bare());    // <- unshielded-cleanup
        error_set_context(err, wait_deeper(2)); // <- unshielded-cleanup
        error_set_context(err, wait_shielded());
        error_set_context(err, elsewhere());
        error_set_context(err, fn(NULL));
    }
    return err;
}
