// libuv's side of a run on the real clock: time, and everything outside.
#include "io.h"
#include <signal.h>
#include <stdlib.h>

uv_loop_t *io_loop(void)
{
    must(loop_current != NULL);
    must(loop_current->io != NULL);
    return &loop_current->io->uv;
}

struct error *io_needs_real_clock(const char *what)
{
    if (loop_current == NULL)
        return error_new(&MISUSE, "%s outside of a run", what);
    if (loop_current->io == NULL)
        return error_new(&MISUSE, "%s needs the real clock", what);
    return NULL;
}

void io_thing_add(struct io_thing *thing, void (*drop)(struct io_thing *))
{
    thing->drop = drop;
    list_push(&loop_current->io->things, &thing->link);
    loop_current->n_outside++;
}

void io_thing_remove(struct io_thing *thing)
{
    list_remove(&thing->link);
    loop_current->n_outside--;
}

static void print_tree(uv_signal_t *handle, int number)
{
    (void)handle;
    (void)number;
    task_print_tree(stderr);
}

static void real_open(struct loop *loop)
{
    struct io *io = calloc(1, sizeof(*io));
    must(io != NULL);
    must(uv_loop_init(&io->uv) == 0);
    must(uv_timer_init(&io->uv, &io->timer) == 0);
    must(uv_signal_init(&io->uv, &io->tree) == 0);
    must(uv_signal_init(&io->uv, &io->child) == 0);
    list_init(&io->processes);
    list_init(&io->things);
    if (loop->options.tree_on_signal) {
        must(uv_signal_start(&io->tree, print_tree, SIGUSR1) == 0);
        uv_unref((uv_handle_t *)&io->tree);
    }
    loop->io = io;
    loop->origin = (int64_t)uv_hrtime();
}

static void close_handle(uv_handle_t *handle, void *arg)
{
    (void)arg;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static void real_close(struct loop *loop)
{
    struct io *io = loop->io;
    for (struct list *link; (link = list_pop(&io->things)) != NULL;) {
        struct io_thing *thing = container_of(link, struct io_thing, link);
        thing->drop(thing);
    }
    uv_walk(&io->uv, close_handle, NULL);
    while (uv_loop_close(&io->uv) == UV_EBUSY)
        uv_run(&io->uv, UV_RUN_ONCE);
    free(io);
}

static int64_t real_now(struct loop *loop)
{
    return (int64_t)uv_hrtime() - loop->origin;
}

// libuv looks outside only if something keeps it alive: here the wish to see
// the tree does, of tasks that wait for nothing and never come to an end.
static void real_poll(struct loop *loop)
{
    struct io *io = loop->io;
    uv_handle_t *tree = (uv_handle_t *)&io->tree;
    if (uv_is_active(tree))
        uv_ref(tree);
    if (uv_loop_alive(&io->uv))
        uv_run(&io->uv, UV_RUN_NOWAIT);
    uv_unref(tree);
}

static void nothing(uv_timer_t *timer)
{
    (void)timer;
}

static bool real_wait(struct loop *loop, int64_t until)
{
    struct io *io = loop->io;
    if (until == CLOCK_NEVER) {
        if (!uv_loop_alive(&io->uv))
            return false;
        uv_run(&io->uv, UV_RUN_ONCE);
        return true;
    }
    int64_t left = until - real_now(loop);
    if (left > 0) {
        // libuv counts milliseconds: rounded up, so that nothing is early.
        uint64_t ms = ((uint64_t)left + CLOCK_NS_PER_MS - 1) / CLOCK_NS_PER_MS;
        uv_update_time(&io->uv);
        uv_timer_start(&io->timer, nothing, ms, 0);
    }
    uv_run(&io->uv, left > 0 ? UV_RUN_ONCE : UV_RUN_NOWAIT);
    uv_timer_stop(&io->timer);
    return true;
}

const struct clock clock_real = {
    .open = real_open,
    .close = real_close,
    .now = real_now,
    .poll = real_poll,
    .wait = real_wait,
};
