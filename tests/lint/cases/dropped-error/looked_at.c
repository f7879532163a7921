// Whoever compares it, passes it on, or frees it, has looked at it.
#include "event.h"
#include "nursery.h"
#include "scope.h"

struct job {
    struct error *last;
};

static struct error *kept;

static void note(struct error **err)
{
    kept = *err;
}

struct error *looks(struct job *job, struct nursery *n)
{
    struct error *err, *other, *seen;
    TRY(sleep_ms(1));
    must(sleep_ms(1) == NULL);
    error_free(checkpoint_if_cancelled());
    job->last = sleep_ms(1);
    kept = sleep_ms(1);
    err = other = sleep_ms(1);
    if (other != NULL)
        error_free(err);
    if ((err = sleep_ms(1)) != NULL)
        return nursery_close(n, err);
    seen = sleep_ms(1);
    note(&seen);
    bool failed = (err = nursery_close(n, NULL));
    return failed ? err : NULL;
}

// Nothing is run below sizeof.
size_t measures(void)
{
    return sizeof(sleep_ms(1));
}
