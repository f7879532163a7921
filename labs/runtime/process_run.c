// A process from start to end: fed, listened to and awaited by one task.
//
// The task waits in one place; what is ready meanwhile is read and written by
// callbacks, each output and the input on its own, so that none waits for
// another.
#include "process.h"
#include "io.h"
#include "task.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_MOST_BYTES = 1 << 20, FIRST_ROOM = 4096 };

// An output on its way to us.
struct capture {
    struct run *run;
    struct process_output *to; // what was read so far
    size_t room;               // bytes to->bytes has room for
    size_t most;               // bytes to keep
};

// The input on its way to the process.
struct feed {
    const char *bytes; // what is left of it
    size_t n;
};

// In the frame of process_run.
struct run {
    struct process *process;
    struct capture captures[2];
    struct feed feed;
    size_t n_open;     // outputs that have not come to their end
    struct task *task; // who waits for that, or NULL
};

// ---- outputs --------------------------------------------------------------

// Room for the whole of `most` and the final 0 is made step by step.
static void keep(struct capture *capture, const char *bytes, size_t n)
{
    struct process_output *to = capture->to;
    size_t kept = n < capture->most - to->n ? n : capture->most - to->n;
    to->n_dropped += n - kept;
    while (to->n + kept + 1 > capture->room) {
        capture->room = capture->room != 0 ? 2 * capture->room : FIRST_ROOM;
        to->bytes = realloc(to->bytes, capture->room);
        must(to->bytes != NULL);
    }
    memcpy(to->bytes + to->n, bytes, kept);
    to->n += kept;
    to->bytes[to->n] = '\0';
}

static void output_ended(struct run *run)
{
    if (--run->n_open == 0 && run->task != NULL)
        task_unpark(run->task, NULL);
}

// Reads once a call, so that a process that never stops writing does not keep
// others from their turn. An error is an end.
static void read_output(struct pipe *pipe, void *arg)
{
    static __thread char bytes[64 * 1024];
    struct capture *capture = arg;
    ssize_t got = pipe_try_read(pipe, bytes, sizeof(bytes));
    if (got == 0 || (got < 0 && got != -EAGAIN)) {
        output_ended(capture->run);
        return;
    }
    if (got > 0)
        keep(capture, bytes, (size_t)got);
    pipe_watch(pipe, PIPE_READS, read_output, capture);
}

// ---- the input ------------------------------------------------------------

// A process that does not read its input is no error.
static void write_input(struct pipe *pipe, void *arg)
{
    struct feed *feed = arg;
    ssize_t done = pipe_try_write(pipe, feed->bytes, feed->n);
    if (done > 0) {
        feed->bytes += done;
        feed->n -= (size_t)done;
    }
    if (feed->n == 0 || (done < 0 && done != -EAGAIN))
        pipe_close(pipe);
    else
        pipe_watch(pipe, PIPE_WRITES, write_input, feed);
}

// ---- the whole ------------------------------------------------------------

static struct error *set_fds(struct process_options *options, bool with_input)
{
    for (size_t i = 0; i < options->n_fds && i < PROCESS_MOST_FDS; i++)
        if (options->fds[i].how == PROCESS_READ ||
            options->fds[i].how == PROCESS_WRITE)
            return error_new(&INVALID,
                             "descriptor %zu: process_run has no use "
                             "for a pipe",
                             i);
    for (; options->n_fds < 3; options->n_fds++)
        options->fds[options->n_fds].how = PROCESS_INHERIT;
    struct process_fd *fds = options->fds;
    if (with_input && fds[0].how != PROCESS_INHERIT)
        return error_new(&INVALID, "an input, and descriptor 0 is set");
    if (fds[0].how == PROCESS_INHERIT)
        fds[0].how = with_input ? PROCESS_WRITE : PROCESS_NULL;
    for (int i = 1; i <= 2; i++)
        if (fds[i].how == PROCESS_INHERIT)
            fds[i].how = PROCESS_READ;
    return NULL;
}

static void start_moving(struct run *run, const struct process_options *options)
{
    const struct process_fd *fds = options->fds;
    size_t most = options->most_output_bytes;
    if (fds[0].how == PROCESS_WRITE)
        pipe_watch(process_pipe(run->process, 0), PIPE_WRITES, write_input,
                   &run->feed);
    for (int i = 0; i < 2; i++) {
        struct capture *capture = &run->captures[i];
        capture->run = run;
        capture->most = most != 0 ? most : DEFAULT_MOST_BYTES;
        keep(capture, "", 0);
        if (fds[i + 1].how != PROCESS_READ)
            continue;
        run->n_open++;
        pipe_watch(process_pipe(run->process, i + 1), PIPE_READS, read_output,
                   capture);
    }
}

static enum abort stop_waiting(struct task *task, void *arg)
{
    (void)task;
    struct run *run = arg;
    run->task = NULL;
    return ABORT_SUCCEEDED;
}

static struct error *await_all(struct run *run, struct process_end *end)
{
    if (run->n_open > 0) {
        run->task = task_self();
        task_waits_for("output of a process");
        TRY(task_park(stop_waiting, run));
        run->task = NULL;
    }
    return process_wait(run->process, end);
}

struct error *process_run(const struct process_options *options,
                          const void *input, size_t input_bytes,
                          struct process_result *result)
{
    struct process_options own = *options;
    TRY(io_needs_real_clock("process_run"));
    TRY(task_cancelled());
    TRY(set_fds(&own, input != NULL));
    struct process_result found = {.end.code = 0};
    struct run run = {
        .captures = {{.to = &found.out}, {.to = &found.err}},
        .feed = {input, input_bytes},
    };
    TRY(process_start(&own, &run.process));
    start_moving(&run, &own);
    struct error *err = await_all(&run, &found.end);
    // Also kills what a cancelled wait has left, and ends all callbacks.
    process_free(run.process);
    if (err != NULL)
        process_result_free(&found);
    else
        *result = found;
    return err;
}

void process_result_free(struct process_result *result)
{
    free(result->out.bytes);
    free(result->err.bytes);
    *result = (struct process_result){.end = result->end};
}
