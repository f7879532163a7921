// The lint has nothing to say: the handle is stored in a field. Is there
// anybody who reads it? Who finds the task in the end?
#include "event.h"
#include "loop.h"

struct server {
    struct task *logger;
    int n_lines; // written
};

static struct error *log_lines(void *arg)
{
    struct server *server = arg;
    for (;;) {
        TRY(sleep_ms(10));
        server->n_lines++;
    }
}

static void server_start(struct server *server)
{
    server->logger = task_go(log_lines, server);
}

static void server_stop(struct server *server)
{
    printf("stopped after %d lines\n", server->n_lines);
}

static struct error *program(void *arg)
{
    struct server *server = arg;
    server_start(server);
    TRY(sleep_ms(35));
    server_stop(server);
    task_print_tree(stdout);
    return sleep_ms(20);
}

int main(void)
{
    struct server server = {0};
    struct loop_left left;
    struct loop_options options = {.virtual_clock = true, .left = &left};
    struct error *err = loop_run(program, &server, &options);
    printf("at the end: %d lines, tasks neither joined nor forgotten: %zu\n",
           server.n_lines, left.handles);
    return loop_exit_status(err);
}
