// Processes: other programs, started and awaited.
//
// A process is started by posix_spawn, which needs no copy of our memory and
// says what went wrong, and reaped by wait4, which says what it cost. SIGCHLD,
// through libuv, tells when to look; one SIGCHLD may stand for many ends, so
// each time all processes of the run are looked at.
#include "process.h"
#include "io.h"
#include "task.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct process {
    struct io_thing thing;
    struct list link;       // in the run's io->processes
    pid_t pid;              // ours until it is reaped
    bool group;             // pid is also the number of a group
    bool ended;             // it has been reaped; `end` is known
    struct process_end end; // how
    struct list waiters;    // struct waiter: tasks in process_wait
    struct pipe *pipes[PROCESS_MOST_FDS]; // by its descriptors, or NULL
};

// ---- the end of a process -------------------------------------------------

// One task that waits for it; in the task's frame.
struct waiter {
    struct list link;  // in the process' waiters
    struct task *task; // whom to wake
};

static int64_t ms_of(struct timeval time)
{
    return (int64_t)time.tv_sec * 1000 + time.tv_usec / 1000;
}

static void send_signal(const struct process *process, int signum, int *code)
{
    pid_t to = process->group ? -process->pid : process->pid;
    *code = kill(to, signum) == 0 ? 0 : errno;
}

// Reaps it; flags are waitpid's. If somebody else has reaped it (SIGCHLD was
// ignored), how it ended is unknown and counted as a success.
static void reap(struct process *process, int flags)
{
    int status = 0;
    struct rusage usage = {0};
    pid_t got;
    do {
        got = wait4(process->pid, &status, flags, &usage);
    } while (got < 0 && errno == EINTR);
    if (got == 0)
        return;
    if (got < 0)
        status = 0;
    bool killed = WIFSIGNALED(status);
    process->ended = true;
    process->end = (struct process_end){
        .code = killed ? -WTERMSIG(status) : WEXITSTATUS(status),
        .signum = killed ? WTERMSIG(status) : 0,
        .user_ms = ms_of(usage.ru_utime),
        .system_ms = ms_of(usage.ru_stime),
        .most_bytes = (size_t)usage.ru_maxrss * 1024,
    };
}

// Looks whether the process has ended. What is left of its group is killed
// while the number of the group cannot yet be in use again.
static void look(struct process *process)
{
    if (process->ended)
        return;
    if (process->group) {
        siginfo_t info = {0};
        int flags = WEXITED | WNOHANG | WNOWAIT;
        if (waitid(P_PID, (id_t)process->pid, &info, flags) == 0 &&
            info.si_pid == 0)
            return;
        kill(-process->pid, SIGKILL);
    }
    reap(process, WNOHANG);
}

static void wake_waiters(struct process *process)
{
    for (struct list *link; (link = list_pop(&process->waiters)) != NULL;)
        task_unpark(container_of(link, struct waiter, link)->task, NULL);
}

static void on_child(uv_signal_t *handle, int signum)
{
    (void)signum;
    struct io *io = container_of(handle, struct io, child);
    list_each (link, &io->processes) {
        struct process *process = container_of(link, struct process, link);
        look(process);
        if (process->ended)
            wake_waiters(process);
    }
}

// ---- the descriptors of a new process -------------------------------------

// While a process is being started.
struct start {
    const struct process_options *options;
    struct process *process;
    int fds[PROCESS_MOST_FDS]; // what it will get, by our numbers; all of these
                               // lie above its own numbers; -1: nothing
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
};

// A twin of fd that will not be overwritten while the descriptors are moved to
// their places. Takes fd if it is not -1.
static struct error *lift(int fd, int *lifted)
{
    if (fd < 0)
        return error_system(errno, "descriptors for a process");
    *lifted = fcntl(fd, F_DUPFD_CLOEXEC, PROCESS_MOST_FDS);
    int code = errno;
    close(fd);
    if (*lifted < 0)
        return error_system(code, "descriptors for a process");
    return NULL;
}

static struct error *prepare_twin(int fd, int *theirs)
{
    *theirs = fcntl(fd, F_DUPFD_CLOEXEC, PROCESS_MOST_FDS);
    if (*theirs >= 0)
        return NULL;
    if (errno == EBADF)
        return error_new(&INVALID, "descriptor %d is not open", fd);
    return error_system(errno, "descriptors for a process");
}

static struct error *prepare_inherited(int fd, int *theirs)
{
    if (fcntl(fd, F_GETFD) < 0)
        return NULL;
    return prepare_twin(fd, theirs);
}

static struct error *prepare_pipe(bool we_read, int *theirs, struct pipe **ours)
{
    int ends[2]; // 0 is the one to read from
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_system(errno, "descriptors for a process");
    int our_end = ends[we_read ? 0 : 1];
    struct error *err = lift(ends[we_read ? 1 : 0], theirs);
    if (err == NULL)
        err = pipe_open(our_end, ours);
    if (err != NULL)
        close(our_end);
    return err;
}

static struct error *prepare_fd(struct start *start, int i)
{
    struct process_fd fd = start->options->fds[i];
    int *theirs = &start->fds[i];
    struct pipe **ours = &start->process->pipes[i];
    switch (fd.how) {
    case PROCESS_INHERIT:
        return prepare_inherited(i, theirs);
    case PROCESS_NULL:
        return lift(open("/dev/null", O_RDWR | O_CLOEXEC), theirs);
    case PROCESS_READ:
        return prepare_pipe(true, theirs, ours);
    case PROCESS_WRITE:
        return prepare_pipe(false, theirs, ours);
    case PROCESS_GIVEN:
        return prepare_twin(fd.fd, theirs);
    }
    return error_new(&INVALID, "descriptor %d: no such choice", i);
}

static struct error *prepare_fds(struct start *start)
{
    for (int i = 0; i < (int)start->options->n_fds; i++)
        TRY(prepare_fd(start, i));
    return NULL;
}

// ---- starting -------------------------------------------------------------

static void plan(struct start *start)
{
    const struct process_options *options = start->options;
    if (options->folder != NULL)
        must(posix_spawn_file_actions_addchdir_np(&start->actions,
                                                  options->folder) == 0);
    int n = (int)options->n_fds;
    for (int i = 0; i < n; i++)
        if (start->fds[i] >= 0)
            must(posix_spawn_file_actions_adddup2(&start->actions,
                                                  start->fds[i], i) == 0);
        else
            must(posix_spawn_file_actions_addclose(&start->actions, i) == 0);
    must(posix_spawn_file_actions_addclosefrom_np(&start->actions,
                                                  n < 3 ? 3 : n) == 0);
    sigset_t signals;
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&start->attributes, &signals);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&start->attributes, &signals);
    posix_spawnattr_setpgroup(&start->attributes, 0);
    short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    if (options->group)
        flags |= POSIX_SPAWN_SETPGROUP;
    posix_spawnattr_setflags(&start->attributes, flags);
}

static struct error *explain(const struct process_options *options, int code)
{
    const char *folder = options->folder;
    if (folder != NULL && access(folder, X_OK) != 0)
        return error_system(code, "start %s in %s", options->argv[0], folder);
    return error_system(code, "start %s", options->argv[0]);
}

static struct error *spawn(struct start *start)
{
    const struct process_options *options = start->options;
    char *const *env =
        options->env != NULL ? (char *const *)options->env : environ;
    must(posix_spawn_file_actions_init(&start->actions) == 0);
    must(posix_spawnattr_init(&start->attributes) == 0);
    plan(start);
    int code =
        posix_spawnp(&start->process->pid, options->argv[0], &start->actions,
                     &start->attributes, (char *const *)options->argv, env);
    posix_spawn_file_actions_destroy(&start->actions);
    posix_spawnattr_destroy(&start->attributes);
    return code != 0 ? explain(options, code) : NULL;
}

// From here on no end of a process is missed.
static void listen_for_ends(struct io *io)
{
    if (uv_is_active((uv_handle_t *)&io->child))
        return;
    must(uv_signal_start(&io->child, on_child, SIGCHLD) == 0);
    uv_unref((uv_handle_t *)&io->child);
}

static void free_pipes(struct process *process)
{
    for (size_t i = 0; i < PROCESS_MOST_FDS; i++)
        if (process->pipes[i] != NULL)
            pipe_free(process->pipes[i]);
}

static void drop(struct io_thing *thing)
{
    struct process *process = container_of(thing, struct process, thing);
    if (!process->ended) {
        int ignored;
        send_signal(process, SIGKILL, &ignored);
        reap(process, 0);
    }
    list_remove(&process->link);
    io_thing_remove(thing);
    free(process);
}

static struct error *check(const struct process_options *options)
{
    TRY(io_needs_real_clock("process_start"));
    if (options->argv == NULL || options->argv[0] == NULL)
        return error_new(&INVALID, "a process without argv");
    if (options->n_fds > PROCESS_MOST_FDS)
        return error_new(&INVALID, "a process with %zu descriptors, of %d",
                         options->n_fds, PROCESS_MOST_FDS);
    return NULL;
}

struct error *process_start(const struct process_options *options,
                            struct process **started)
{
    TRY(check(options));
    struct io *io = loop_current->io;
    listen_for_ends(io);
    struct process *process = calloc(1, sizeof(*process));
    must(process != NULL);
    process->group = options->group;
    list_init(&process->waiters);
    struct start start = {.options = options, .process = process};
    memset(start.fds, -1, sizeof(start.fds));
    struct error *err = prepare_fds(&start);
    if (err == NULL)
        err = spawn(&start);
    for (size_t i = 0; i < PROCESS_MOST_FDS; i++)
        if (start.fds[i] >= 0)
            close(start.fds[i]);
    if (err != NULL) {
        free_pipes(process);
        free(process);
        return err;
    }
    list_push(&io->processes, &process->link);
    io_thing_add(&process->thing, drop);
    *started = process;
    return NULL;
}

struct pipe *process_pipe(struct process *process, int fd)
{
    must(fd >= 0 && fd < PROCESS_MOST_FDS);
    must(process->pipes[fd] != NULL);
    return process->pipes[fd];
}

int process_id(const struct process *process)
{
    return process->pid;
}

// ---- waiting --------------------------------------------------------------

// Puts the running task down until the process has ended.
static struct error *await(struct process *process, abort_fn *abort)
{
    struct io *io = loop_current->io;
    struct waiter waiter = {.task = task_self()};
    list_push(&process->waiters, &waiter.link);
    if (io->n_process_waits++ == 0)
        uv_ref((uv_handle_t *)&io->child);
    task_waits_for("process");
    struct error *err = task_park(abort, &waiter);
    if (--io->n_process_waits == 0)
        uv_unref((uv_handle_t *)&io->child);
    return err;
}

static enum abort stop_waiting(struct task *task, void *arg)
{
    (void)task;
    struct waiter *waiter = arg;
    list_remove(&waiter->link);
    return ABORT_SUCCEEDED;
}

static enum abort go_on_waiting(struct task *task, void *arg)
{
    (void)task;
    (void)arg;
    return ABORT_FAILED;
}

struct error *process_wait(struct process *process, struct process_end *end)
{
    TRY(task_cancelled());
    look(process);
    if (process->ended)
        task_yield();
    else
        TRY(await(process, stop_waiting));
    *end = process->end;
    return NULL;
}

struct error *process_kill(struct process *process, int signum)
{
    if (signum < 1 || signum >= NSIG)
        return error_new(&INVALID, "there is no signal %d", signum);
    if (process->ended)
        return NULL;
    int code;
    send_signal(process, signum, &code);
    if (code == 0 || code == ESRCH)
        return NULL;
    return error_system(code, "kill process %d", (int)process->pid);
}

void process_free(struct process *process)
{
    if (process == NULL)
        return;
    must(list_empty(&process->waiters));
    free_pipes(process);
    look(process);
    if (!process->ended) {
        int ignored;
        send_signal(process, SIGKILL, &ignored);
        must(await(process, go_on_waiting) == NULL);
    }
    drop(&process->thing);
}
