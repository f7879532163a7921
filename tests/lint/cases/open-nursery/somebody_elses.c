// Who stores a nursery, returns it, or passes it on, need not close it here.
#include "event.h"
#include "nursery.h"

struct server {
    struct nursery *children;
    bool is_up;
};

static struct nursery *shared;

struct error *finish(struct nursery *n, struct error *err);
struct error *stop(struct server *server);

struct error *starts(struct server *server)
{
    server->children = nursery_open();
    TRY(sleep_ms(1));
    server->is_up = true;
    return NULL;
}

struct error *stores(struct server *server)
{
    struct nursery *n = nursery_open();
    server->children = n;
    TRY(sleep_ms(1));
    return NULL;
}

void shares(void)
{
    shared = nursery_open();
}

struct nursery *gives(void)
{
    struct nursery *n = nursery_open();
    nursery_cancel(n);
    return n;
}

struct error *passes(bool ready)
{
    struct nursery *n = nursery_open();
    if (!ready)
        return finish(n, NULL);
    return nursery_close(n, NULL);
}

struct error *passes_a_struct(bool ready)
{
    struct nursery *n = nursery_open();
    struct server server = {.children = n};
    if (!ready)
        return stop(&server);
    return nursery_close(n, NULL);
}

struct error *by_another_name(void)
{
    struct nursery *n = nursery_open(), *same = n;
    return nursery_close(same, NULL);
}

struct error *by_its_address(void (*fill)(struct nursery **))
{
    struct nursery *n = nursery_open();
    fill(&n);
    return nursery_close(n, NULL);
}
