// Three errors that nobody looks at; a compiler says nothing of any of them.
#include "event.h"
#include "nursery.h"

static struct error *rest(void *arg)
{
    (void)arg;
    struct error *err = sleep_ms(10); // <- dropped-error
    err = sleep_ms(20);
    return err;
}

struct error *serve(void *arg)
{
    (void)(struct error *)nursery_started(NULL); // <- dropped-error
    struct error *err = rest(arg);
    if (err != NULL)
        return err;
    err = sleep_ms(30); // <- dropped-error
    return NULL;
}
