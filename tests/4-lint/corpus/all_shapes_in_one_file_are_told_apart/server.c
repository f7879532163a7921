// A small server as one writes it, with a mistake in two places.
#include "nursery.h"
#include "event.h"

struct server_x {
    struct event *stop;
    struct task *watcher;
    int served;
};

static struct error *watch_x(void *arg)
{
    struct server_x *server_x = arg;
    TRY(event_wait(server_x->stop));
    return NULL;
}

static struct error *serve_x(void *arg)
{
    struct server_x *server_x = arg;
    server_x->served++;
    /*!task_go*/task_go(watch_x, server_x);
    return NULL;
}

static struct error *run_x(void *arg)
{
    struct server_x server_x = {.stop = event_new()};
    bool joined_x;
    server_x.watcher = task_go(watch_x, &server_x);
    struct task *logger_x = /*!task_go*/task_go(watch_x, arg);
    struct nursery *n_x = nursery_open();
    for (int i_x = 0; i_x < 3; i_x++)
        nursery_spawn(n_x, serve_x, &server_x);
    event_set(server_x.stop);
    struct error *err_x = nursery_close(n_x, NULL);
    error_free(task_join(server_x.watcher, &joined_x));
    return err_x;
}

int main(void)
{
    return run_x(NULL) != NULL;
}
