#include "nursery.h"

static struct error *serve_x(void *arg)
{
    TRY(nursery_started(arg));
    return task_yield();
}

struct error *one_x(struct nursery *n_x, int *port_x)
{
    void *value_x;
    TRY(nursery_start(n_x, serve_x, port_x, &value_x));
    struct error *err_x = nursery_start(n_x, serve_x, port_x, NULL);
    error_free(err_x);
    (void)nursery_start(n_x, serve_x, NULL, NULL);
    return nursery_start(n_x, serve_x, port_x, &value_x);
}
