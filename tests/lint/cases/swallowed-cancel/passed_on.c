// Whoever is given the error may ask what it is.
#include "event.h"
#include "nursery.h"
#include "stream.h"

static struct error *last;

struct error *passes(struct nursery *n, struct stream_rx *rx, int *item)
{
    struct error *err = sleep_ms(1);
    error_print(err, stderr);
    error_free(err);
    err = stream_receive(rx, item);
    if (err != NULL && !error_is(err, &CANCELLED)) {
        error_free(err);
        err = NULL;
    }
    if (err != NULL)
        return nursery_close(n, err);
    struct error *problem = error_new(&INVALID, "no item");
    err = sleep_ms(2);
    error_set_cause(problem, err);
    error_free(problem);
    last = sleep_ms(3);
    error_free(last);
    return nursery_close(n, NULL);
}
