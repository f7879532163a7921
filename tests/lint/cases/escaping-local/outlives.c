// The nursery of somebody else goes on when this function has returned.
#include "event.h"
#include "nursery.h"

struct server {
    struct nursery *children;
};

static struct nursery *shared;

static struct error *work(void *arg)
{
    (void)arg;
    return NULL;
}

void hires(struct nursery *n, int number)
{
    int own = number;
    nursery_spawn(n, work, &own);    // <- escaping-local
    nursery_spawn(n, work, &number); // <- escaping-local
}

void serves(struct server *server)
{
    char name[16] = "server";
    nursery_spawn_with(server->children, work, name, // <- escaping-local
                       .eager = true);
    nursery_spawn(shared, work, &name[3]); // <- escaping-local
}

struct error *waits(struct server *server)
{
    struct nursery *n = server->children;
    struct event *ready = event_new();
    nursery_spawn(n, work, &ready); // <- escaping-local
    return event_wait(ready);
}
