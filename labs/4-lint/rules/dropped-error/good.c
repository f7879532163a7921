// Each error is returned, or somebody has said that it does not matter.
#include "event.h"
#include "nursery.h"
#include "stream.h"

static struct error *rest(void *arg)
{
    (void)arg;
    TRY(sleep_ms(10));
    return sleep_ms(20);
}

struct error *serve(void *arg)
{
    TRY(nursery_started(NULL));
    struct error *err = rest(arg);
    if (err == NULL)
        err = sleep_ms(30);
    return err;
}

// Whether somebody still listens is all the same to the one who says good-bye.
void part(struct stream_tx *tx, const void *last)
{
    error_free(stream_try_send(tx, last));
}
