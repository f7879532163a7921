// Who has the nursery may close it before the variable goes.
#include "event.h"
#include "nursery.h"

struct pair {
    struct nursery *callers;
    int turns;
};

struct error *finish(struct nursery *n);
void open_pair(struct pair *pair);
struct error *close_pair(struct pair *pair);

static struct error *work(void *arg)
{
    (void)arg;
    return NULL;
}

struct error *passes_it_on(struct nursery *n)
{
    int number = 1;
    nursery_spawn(n, work, &number);
    return finish(n);
}

struct error *of_a_local_struct(void)
{
    struct pair pair;
    open_pair(&pair);
    nursery_spawn(pair.callers, work, &pair.turns);
    return close_pair(&pair);
}

struct error *of_a_struct(struct pair *pair)
{
    int number = 1;
    nursery_spawn(pair->callers, work, &number);
    return close_pair(pair);
}

struct error *closes_a_field(struct pair *pair)
{
    int number = 1;
    nursery_spawn(pair->callers, work, &number);
    return nursery_close(pair->callers, NULL);
}
