// Pipes: bytes to and from the world outside.
//
// libuv is asked only when a descriptor is ready; reading and writing is done
// here. So a wait can be taken back at any time, and no buffer is ever lent to
// somebody who uses it later.
#include "pipe.h"
#include "io.h"
#include "task.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

// What is true of reading and writing alike.
struct side {
    bool busy;            // a task is in pipe_read (or pipe_write)
    pipe_ready_fn *ready; // told once when the descriptor is; NULL: nobody is
    void *arg;            // for ready
};

struct pipe {
    struct io_thing thing;
    uv_poll_t poll;       // active while a side has a `ready`
    int fd;               // -1 once closed
    bool handle_is_gone;  // libuv has let go of poll
    bool is_free;         // the owner has let go of the pipe
    struct side sides[2]; // by enum pipe_side
};

// ---- opening and closing --------------------------------------------------

// Who writes to a pipe that nobody reads shall get an error, not a signal.
static void ignore_sigpipe(void)
{
    struct sigaction now;
    sigaction(SIGPIPE, NULL, &now);
    if (now.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
}

static void drop(struct io_thing *thing);

struct error *pipe_open(int fd, struct pipe **opened)
{
    TRY(io_needs_real_clock("pipe_open"));
    // libuv would abort on some bad descriptors.
    if (fcntl(fd, F_GETFD) < 0)
        return error_system(errno, "descriptor %d", fd);
    struct pipe *pipe = calloc(1, sizeof(*pipe));
    must(pipe != NULL);
    int code = uv_poll_init(io_loop(), &pipe->poll, fd);
    if (code < 0) {
        free(pipe);
        return error_system(code, "descriptor %d", fd);
    }
    ignore_sigpipe();
    pipe->fd = fd;
    io_thing_add(&pipe->thing, drop);
    *opened = pipe;
    return NULL;
}

static void free_if_unused(struct pipe *pipe)
{
    if (pipe->handle_is_gone && pipe->is_free)
        free(pipe);
}

static void handle_gone(uv_handle_t *handle)
{
    struct pipe *pipe = container_of(handle, struct pipe, poll);
    pipe->handle_is_gone = true;
    free_if_unused(pipe);
}

static void close_fd(struct pipe *pipe)
{
    if (pipe->fd < 0)
        return;
    uv_close((uv_handle_t *)&pipe->poll, handle_gone);
    close(pipe->fd);
    pipe->fd = -1;
}

static void tell(struct pipe *pipe, enum pipe_side which)
{
    struct side *side = &pipe->sides[which];
    pipe_ready_fn *ready = side->ready;
    side->ready = NULL;
    if (ready != NULL)
        ready(pipe, side->arg);
}

void pipe_close(struct pipe *pipe)
{
    close_fd(pipe);
    // They try again and find the pipe closed.
    tell(pipe, PIPE_READS);
    tell(pipe, PIPE_WRITES);
}

static void drop(struct io_thing *thing)
{
    struct pipe *pipe = container_of(thing, struct pipe, thing);
    io_thing_remove(thing);
    close_fd(pipe);
    pipe->is_free = true;
    free_if_unused(pipe);
}

void pipe_free(struct pipe *pipe)
{
    if (pipe == NULL)
        return;
    must(!pipe->sides[PIPE_READS].busy);
    must(!pipe->sides[PIPE_WRITES].busy);
    drop(&pipe->thing);
}

// ---- becoming ready -------------------------------------------------------

static void on_ready(uv_poll_t *poll, int status, int events);

static void update_poll(struct pipe *pipe)
{
    if (pipe->fd < 0)
        return;
    int events = (pipe->sides[PIPE_READS].ready != NULL ? UV_READABLE : 0) |
                 (pipe->sides[PIPE_WRITES].ready != NULL ? UV_WRITABLE : 0);
    if (events != 0)
        must(uv_poll_start(&pipe->poll, events, on_ready) == 0);
    else
        uv_poll_stop(&pipe->poll);
}

// An error (status) is found again, and named better, by who tries.
static void on_ready(uv_poll_t *poll, int status, int events)
{
    struct pipe *pipe = container_of(poll, struct pipe, poll);
    if (status < 0 || (events & UV_READABLE))
        tell(pipe, PIPE_READS);
    if (status < 0 || (events & UV_WRITABLE))
        tell(pipe, PIPE_WRITES);
    update_poll(pipe);
}

void pipe_watch(struct pipe *pipe, enum pipe_side side, pipe_ready_fn *ready,
                void *arg)
{
    pipe->sides[side].ready = ready;
    pipe->sides[side].arg = arg;
    update_poll(pipe);
}

// ---- one try --------------------------------------------------------------

ssize_t pipe_try_read(struct pipe *pipe, void *buf, size_t n)
{
    ssize_t got;
    do {
        got = read(pipe->fd, buf, n);
    } while (got < 0 && errno == EINTR);
    return got < 0 ? -errno : got;
}

ssize_t pipe_try_write(struct pipe *pipe, const void *buf, size_t n)
{
    ssize_t done;
    do {
        done = write(pipe->fd, buf, n);
    } while (done < 0 && errno == EINTR);
    return done < 0 ? -errno : done;
}

// ---- waiting --------------------------------------------------------------

static void wake(struct pipe *pipe, void *arg)
{
    (void)pipe;
    task_unpark(arg, NULL);
}

static enum abort stop_reading(struct task *task, void *arg)
{
    (void)task;
    pipe_watch(arg, PIPE_READS, NULL, NULL);
    return ABORT_SUCCEEDED;
}

static enum abort stop_writing(struct task *task, void *arg)
{
    (void)task;
    pipe_watch(arg, PIPE_WRITES, NULL, NULL);
    return ABORT_SUCCEEDED;
}

static struct error *wait_for(struct pipe *pipe, enum pipe_side side)
{
    pipe_watch(pipe, side, wake, task_self());
    task_waits_for(side == PIPE_READS ? "bytes from a pipe" : "room in a pipe");
    return task_park(side == PIPE_READS ? stop_reading : stop_writing, pipe);
}

// What both begin with.
static struct error *enter(struct pipe *pipe, enum pipe_side side)
{
    must(task_self() != NULL);
    if (pipe->sides[side].busy)
        return error_new(&BUSY, "another task is %s this pipe",
                         side == PIPE_READS ? "reading" : "writing to");
    TRY(task_cancelled());
    pipe->sides[side].busy = true;
    return NULL;
}

static struct error *closed(void)
{
    return error_new(&CLOSED, "the pipe was closed on this side");
}

static struct error *read_some(struct pipe *pipe, void *buf, size_t n,
                               size_t *got)
{
    for (;;) {
        if (pipe->fd < 0)
            return closed();
        ssize_t result = pipe_try_read(pipe, buf, n);
        if (result >= 0) {
            *got = (size_t)result;
            return NULL;
        }
        if (result != -EAGAIN)
            return error_system((int)result, "read from a pipe");
        TRY(wait_for(pipe, PIPE_READS));
    }
}

struct error *pipe_read(struct pipe *pipe, void *buf, size_t n, size_t *got)
{
    TRY(enter(pipe, PIPE_READS));
    struct error *err = read_some(pipe, buf, n, got);
    pipe->sides[PIPE_READS].busy = false;
    if (err == NULL)
        task_yield();
    return err;
}

static struct error *write_all(struct pipe *pipe, const char *bytes, size_t n)
{
    for (size_t done = 0; done < n;) {
        if (pipe->fd < 0)
            return closed();
        ssize_t result = pipe_try_write(pipe, bytes + done, n - done);
        if (result >= 0)
            done += (size_t)result;
        else if (result != -EAGAIN)
            return error_system((int)result, "write to a pipe");
        else
            TRY(wait_for(pipe, PIPE_WRITES));
    }
    return NULL;
}

struct error *pipe_write(struct pipe *pipe, const void *buf, size_t n)
{
    TRY(enter(pipe, PIPE_WRITES));
    struct error *err = pipe->fd < 0 ? closed() : write_all(pipe, buf, n);
    pipe->sides[PIPE_WRITES].busy = false;
    if (err == NULL)
        task_yield();
    return err;
}
