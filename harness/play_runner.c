// The runner as a process: started in the cage, listened to, and ended.
#include "must.h"
#include "play.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_TRACE_BYTES = 4 << 20, MOST_END_MS = 3000 };

static void make_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) != 0) {
        perror("judge: pipe");
        exit(125);
    }
}

// In the child: puts descriptors where the runner expects them, then becomes
// the cage.
_Noreturn static void become_cage(const struct runner *runner, pid_t judge,
                                  const int fds[4])
{
    char parent[24];
    int high[4];
    snprintf(parent, sizeof(parent), "%d", (int)judge);
    for (int i = 0; i < 4; i++)
        high[i] = fcntl(fds[i], F_DUPFD, 20);
    int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(high[3], 1);
    dup2(high[3], 2);
    dup2(high[0], WIRE_ANSWERS);
    dup2(high[1], WIRE_EVENTS);
    dup2(high[2], WIRE_TRACE);
    const char *words[64] = {"cage",      "--profile", runner->profile,
                             "--parent",  parent,      "--keep-fd",
                             "3",         "--keep-fd", "4",
                             "--keep-fd", "5"};
    size_t n = 11;
    if (runner->read != NULL) {
        words[n++] = "--read";
        words[n++] = runner->read;
    }
    if (runner->header != NULL) {
        words[n++] = "--read";
        words[n++] = runner->header;
    }
    for (size_t i = 0; i < runner->n_write; i++) {
        words[n++] = "--write";
        words[n++] = runner->write[i];
    }
    for (size_t i = 0; i < runner->n_without; i++) {
        words[n++] = "--without";
        words[n++] = runner->without[i];
    }
    if (runner->weak_ok)
        words[n++] = "--weak-ok";
    words[n++] = "--";
    words[n++] = runner->path;
    execv(runner->cage, (char *const *)words);
    fprintf(stderr, "judge: %s: %s\n", runner->cage, strerror(errno));
    _exit(CAGE_FAILED);
}

void runner_start(struct runner *runner)
{
    int answers[2], events[2], trace[2], output[2];
    make_pipe(answers);
    make_pipe(events);
    make_pipe(trace);
    make_pipe(output);
    pid_t judge = getpid();
    runner->pid = fork();
    must(runner->pid >= 0);
    if (runner->pid == 0)
        become_cage(runner, judge,
                    (int[]){answers[0], events[1], trace[1], output[1]});
    close(answers[0]);
    close(events[1]);
    close(trace[1]);
    close(output[1]);
    runner->answers = answers[1];
    runner->events = events[0];
    runner->trace = trace[0];
    runner->output = output[0];
    fcntl(runner->trace, F_SETFL, O_NONBLOCK);
    fcntl(runner->output, F_SETFL, O_NONBLOCK);
    runner->ready = false;
    runner->n_buffered = runner->taken = runner->n_unsent = 0;
    runner->printed.n = runner->printed.dropped = 0;
}

int64_t runner_cpu_ms(const struct runner *runner)
{
    clockid_t clock;
    struct timespec t;
    if (runner->pid == 0 || clock_getcpuclockid(runner->pid, &clock) != 0 ||
        clock_gettime(clock, &t) != 0)
        return 0;
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

size_t runner_n_threads(const struct runner *runner)
{
    char path[40];
    struct stat about;
    snprintf(path, sizeof(path), "/proc/%d/task", (int)runner->pid);
    // A folder for each, beside the two that every folder has.
    return stat(path, &about) == 0 && about.st_nlink > 2
               ? (size_t)about.st_nlink - 2
               : 0;
}

int64_t play_wall_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void keep_text(struct play_text *text, const char *bytes, size_t n)
{
    if (n > TEXT_BYTES) {
        text->dropped += n - TEXT_BYTES;
        bytes += n - TEXT_BYTES;
        n = TEXT_BYTES;
    }
    if (text->n + n > TEXT_BYTES) {
        size_t drop = text->n + n - TEXT_BYTES;
        memmove(text->bytes, text->bytes + drop, text->n - drop);
        text->n -= drop;
        text->dropped += drop;
    }
    memcpy(text->bytes + text->n, bytes, n);
    text->n += n;
    text->bytes[text->n] = 0;
}

// It is looked through as a text of C, which a byte of zero would end.
static void drop_zeros(char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (bytes[i] == 0)
            bytes[i] = ' ';
}

// What the runner prints is kept, its trace goes to our own trace file.
static FILE *trace_file;
static size_t trace_bytes; // written to it

void play_trace_to(FILE *file)
{
    trace_file = file;
    trace_bytes = 0;
}

// A hostile program must not fill the disk.
static void keep_trace(const char *bytes, size_t n)
{
    if (trace_file == NULL || trace_bytes + n > MOST_TRACE_BYTES)
        return;
    trace_bytes += n;
    fwrite(bytes, 1, n, trace_file);
}

void runner_drain(struct runner *runner)
{
    char bytes[4096];
    ssize_t n;
    // Not to the end: who prints without end must not keep us here.
    for (int i = 0; i < 64; i++) {
        if ((n = read(runner->output, bytes, sizeof(bytes))) <= 0)
            break;
        drop_zeros(bytes, (size_t)n);
        keep_text(&runner->printed, bytes, (size_t)n);
    }
    for (int i = 0; i < 64; i++) {
        if ((n = read(runner->trace, bytes, sizeof(bytes))) <= 0)
            break;
        keep_trace(bytes, (size_t)n);
    }
}

// True if it ends before it has computed for cpu_ms; how long that takes is the
// machine's affair, unless it does not compute at all.
static bool ends_within(struct runner *runner, int64_t cpu_ms)
{
    siginfo_t info = {0};
    int64_t cpu_until = runner_cpu_ms(runner) + cpu_ms;
    int64_t wall_until = play_wall_ms() + MOST_END_MS;
    while (info.si_pid == 0 && runner_cpu_ms(runner) < cpu_until &&
           play_wall_ms() < wall_until) {
        poll(NULL, 0, 2);
        runner_drain(runner);
        waitid(P_PID, (id_t)runner->pid, &info, WEXITED | WNOHANG | WNOWAIT);
    }
    return info.si_pid != 0;
}

// Lets a runner write its coverage before it is killed. It sees the wire closed
// and ends; a signal while it writes would spoil what it writes, so only one
// that goes on is told to stop.
static void end_gently(struct runner *runner)
{
    if (ends_within(runner, 200))
        return;
    kill(runner->pid, SIGTERM);
    ends_within(runner, 500);
}

int runner_end(struct runner *runner, bool kill_it)
{
    int status = 0;
    if (runner->pid == 0)
        return 0;
    close(runner->answers);
    if (kill_it && runner->n_write > 0)
        end_gently(runner);
    if (kill_it)
        kill(runner->pid, SIGKILL);
    while (waitpid(runner->pid, &status, 0) < 0 && errno == EINTR)
        ;
    runner_drain(runner);
    close(runner->events);
    close(runner->trace);
    close(runner->output);
    runner->pid = 0;
    return status;
}

bool runner_stop(struct runner *runner)
{
    if (runner->pid == 0)
        return true;
    struct wire_frame quit = {.type = WIRE_QUIT};
    ssize_t n = write(runner->answers, &quit, sizeof(quit));
    // It has nothing left to do.
    bool ended = n == sizeof(quit) && ends_within(runner, 500);
    int status = runner_end(runner, !ended);
    return ended && status == 0;
}
