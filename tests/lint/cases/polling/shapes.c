// All that a body with nothing but a sleep can look like.
#include "clock.h"
#include "event.h"

static volatile bool done;

static struct error *one(const struct event *event)
{
    while (!event_is_set(event)) // <- polling
        TRY(sleep_ms(10));
    while (!done) { // <- polling
        {
            TRY(sleep_until(clock_now_ms() + 10));
        }
    }
    do // <- polling
        TRY(checkpoint());
    while (!done);
    for (; !done;) // <- polling
        checkpoint_shielded();
    return NULL;
}

static struct error *two(void)
{
    struct error *err = NULL;
    while (err == NULL && !done) // <- polling
        err = sleep_ms(10);
    while (!done) { // <- polling
        err = sleep_ms(10);
        if (err != NULL)
            break;
    }
    while (!done) // <- polling
        if ((err = checkpoint()) != NULL)
            return err;
    return err;
}

static struct error *three(void)
{
    struct error *err;
    while (!done) { // <- polling
        err = sleep_ms(10);
        if (err != NULL)
            goto out;
    }
    for (;;) // <- polling
        TRY(sleep_ms(10));
out:
    return err;
}

struct error *all(struct event *event)
{
    TRY(one(event));
    TRY(two());
    return three();
}
