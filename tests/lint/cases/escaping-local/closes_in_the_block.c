// In a loop it depends on whether each turn closes the nursery.
#include "event.h"
#include "nursery.h"

static struct error *work(void *arg)
{
    (void)arg;
    return NULL;
}

struct error *each_turn(int n_rounds)
{
    for (int i = 0; i < n_rounds; i++) {
        int number = i;
        struct nursery *n = nursery_open();
        nursery_spawn(n, work, &number);
        nursery_spawn(n, work, &i);
        TRY(nursery_close(n, NULL));
    }
    return NULL;
}

struct error *some_turns(int n_rounds)
{
    struct nursery *n = nursery_open();
    for (int i = 0; i < n_rounds; i++) {
        int number = i;
        nursery_spawn(n, work, &number); // <- escaping-local
        if (i == 3)
            return nursery_close(n, NULL);
    }
    return nursery_close(n, NULL);
}

struct error *opens_again(int n_rounds)
{
    struct nursery *n = nursery_open();
    for (int i = 0; i < n_rounds; i++) {
        int number = i;
        nursery_spawn(n, work, &number);
        TRY(nursery_close(n, NULL));
        n = nursery_open();
    }
    return nursery_close(n, NULL);
}

struct error *leaves_early(struct nursery *n)
{
    {
        int number = 1;
        nursery_spawn(n, work, &number); // <- escaping-local
        goto out;
    }
out:
    return nursery_close(n, NULL);
}
