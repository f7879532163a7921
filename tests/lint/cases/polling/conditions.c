// What a loop asks for: a look is a look, whoever is asked.
#include "event.h"
#include "nursery.h"
#include <stdatomic.h>

static atomic_bool flag;

static bool is_due(void)
{
    return atomic_load(&flag);
}

struct queue {
    size_t n;
    const struct event *empty;
};

static bool is_empty(const struct queue *queue, int least)
{
    return queue->n < (size_t)least;
}

struct error *all(struct queue *queue, struct nursery *n)
{
    while (!is_due()) // <- polling
        TRY(sleep_ms(10));
    while (!atomic_load(&flag)) // <- polling
        TRY(sleep_ms(10));
    while (queue->n > 0 && !is_empty(queue, 3)) // <- polling
        TRY(sleep_ms(10));
    while (nursery_n_children(n) > 0) // <- polling
        TRY(checkpoint());
    return NULL;
}
