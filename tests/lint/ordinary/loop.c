// libuv as it is used without us: timers, work, processes, pipes, and tasks in
// its own sense of the word.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define CHECK(call)                                                            \
    do {                                                                       \
        int status_ = (call);                                                  \
        if (status_ < 0) {                                                     \
            fprintf(stderr, #call ": %s\n", uv_strerror(status_));             \
            exit(1);                                                           \
        }                                                                      \
    } while (0)

struct task {
    uv_work_t work;
    uv_timer_t timer;
    int number;
    void (*done)(struct task *task, void *arg);
    void *arg;
};

struct client {
    uv_tcp_t socket;
    uv_write_t request;
    char bytes[1024];
    struct client *next;
};

static struct client *clients;
static int n_done;

// The name of a function of ours, which this file knows nothing of.
static struct task *task_go(void (*done)(struct task *, void *), void *arg)
{
    static int number;
    struct task *task = calloc(1, sizeof(*task));
    if (task != NULL) {
        task->number = number++;
        task->done = done;
        task->arg = arg;
    }
    return task;
}

static void on_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static void compute(uv_work_t *work)
{
    struct task *task = work->data;
    for (volatile int i = 0; i < 1000 * task->number; i++)
        ;
    uv_sleep(1);
}

static void after(uv_work_t *work, int status)
{
    struct task *task = work->data;
    if (status == 0)
        task->done(task, task->arg);
    uv_close((uv_handle_t *)&task->timer, on_closed);
}

static void on_timer(uv_timer_t *timer)
{
    struct task *task = timer->data;
    uv_cancel((uv_req_t *)&task->work);
}

static void count(struct task *task, void *arg)
{
    (void)task;
    ++*(int *)arg;
}

static void start(uv_loop_t *loop, int n)
{
    for (int i = 0; i < n; i++) {
        struct task *task = task_go(count, &n_done);
        if (task == NULL)
            return;
        task->work.data = task->timer.data = task;
        uv_timer_init(loop, &task->timer);
        uv_timer_start(&task->timer, on_timer, 1000, 0);
        uv_queue_work(loop, &task->work, compute, after);
    }
    task_go(count, NULL);
}

static void on_alloc(uv_handle_t *handle, size_t size, uv_buf_t *buf)
{
    struct client *client = handle->data;
    (void)size;
    *buf = uv_buf_init(client->bytes, sizeof(client->bytes));
}

static void on_written(uv_write_t *request, int status)
{
    if (status < 0)
        fprintf(stderr, "%s\n", uv_err_name(status));
    request->handle = NULL;
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct client *client = stream->data;
    if (n < 0) {
        struct client **at = &clients;
        while (*at != client)
            at = &(*at)->next;
        *at = client->next;
        uv_close((uv_handle_t *)stream, on_closed);
        return;
    }
    uv_buf_t answer = uv_buf_init(buf->base, (unsigned)n);
    uv_write(&client->request, stream, &answer, 1, on_written);
}

static void on_connection(uv_stream_t *server, int status)
{
    struct client *client = status == 0 ? calloc(1, sizeof(*client)) : NULL;
    if (client == NULL)
        return;
    uv_tcp_init(server->loop, &client->socket);
    client->socket.data = client;
    if (uv_accept(server, (uv_stream_t *)&client->socket) == 0) {
        client->next = clients;
        clients = client;
        uv_read_start((uv_stream_t *)&client->socket, on_alloc, on_read);
    } else {
        uv_close((uv_handle_t *)&client->socket, on_closed);
    }
}

static void on_exit_of(uv_process_t *process, int64_t status, int signal)
{
    printf("%d: %d %d\n", uv_process_get_pid(process), (int)status, signal);
    uv_close((uv_handle_t *)process, NULL);
}

static void run(uv_loop_t *loop, uv_process_t *process)
{
    char *words[] = {"sh", "-c", "exit 3", NULL};
    uv_process_options_t options = {
        .exit_cb = on_exit_of,
        .file = words[0],
        .args = words,
        .flags = UV_PROCESS_WINDOWS_HIDE,
        .stdio_count = 3,
        .stdio = (uv_stdio_container_t[]){{.flags = UV_IGNORE},
                                          {.flags = UV_INHERIT_FD,
                                           .data.fd = 1},
                                          {.flags = UV_INHERIT_FD,
                                           .data.fd = 2}},
    };
    CHECK(uv_spawn(loop, process, &options));
}

int loop_main(void)
{
    uv_loop_t loop;
    uv_tcp_t server;
    uv_process_t process;
    struct sockaddr_in address;
    CHECK(uv_loop_init(&loop));
    CHECK(uv_tcp_init(&loop, &server));
    CHECK(uv_ip4_addr("127.0.0.1", 0, &address));
    CHECK(uv_tcp_bind(&server, (const struct sockaddr *)&address, 0));
    CHECK(uv_listen((uv_stream_t *)&server, 16, on_connection));
    start(&loop, 8);
    run(&loop, &process);
    while (n_done < 8 && uv_run(&loop, UV_RUN_ONCE) != 0)
        ;
    uv_close((uv_handle_t *)&server, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    return uv_loop_close(&loop);
}
