// Waits that are no sleeps, and what is called like a sleep.
#include "event.h"
#include "limiter.h"
#include "stream.h"

static volatile bool done;

static struct error *nap_ms(int64_t ms)
{
    TRY(sleep_ms(ms));
    return NULL;
}

static struct error *conditions(struct condition *condition)
{
    while (!done)
        TRY(condition_wait(condition));
    return NULL;
}

static struct error *items(struct stream_rx *rx, int *item)
{
    while (*item > 0)
        TRY(stream_receive(rx, item));
    for (;;)
        TRY(stream_receive(rx, item));
}

static struct error *own(struct event *event)
{
    while (!done)
        TRY(nap_ms(10));
    while (!done)
        TRY(event_wait(event));
    while (true)
        TRY(sleep_forever());
}

struct error *all(struct condition *condition, struct stream_rx *rx,
                  struct event *event)
{
    int item = 1;
    TRY(conditions(condition));
    TRY(items(rx, &item));
    return own(event);
}
