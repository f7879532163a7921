// A parent that waits for PROGRAM and leaves nothing behind.
//
//     caller --- supervisor --- PROGRAM --- its children ...
//
// The supervisor adopts whoever loses a parent below it. When PROGRAM ends,
// when time is up or when the caller asks for an end, it kills until it has no
// child left. It is outside of the cage and touches nothing but signals.
#include "cage.h"
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MS_PER_S = 1000, NS_PER_MS = 1000000 };

// How the wait for PROGRAM ended.
enum reason { ENDED, TIME_IS_UP, TOLD_TO_STOP };

struct watch {
    pid_t program;
    sigset_t signals; // blocked, and read with sigtimedwait
    int status;       // of program, once it has been collected
    int stopped_by;   // the caller's signal, if it was TOLD_TO_STOP
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / NS_PER_MS;
}

// Waits for one of the signals; 0 when the time has come.
static int next_signal(const struct watch *watch, int64_t until_ms)
{
    int64_t left_ms = until_ms - now_ms();
    if (left_ms < 0)
        left_ms = 0;
    struct timespec left = {.tv_sec = left_ms / MS_PER_S,
                            .tv_nsec = left_ms % MS_PER_S * NS_PER_MS};
    int number = sigtimedwait(&watch->signals, NULL, &left);
    if (number < 0)
        return errno == EAGAIN ? 0 : SIGCHLD; // interrupted: look again
    return number;
}

// True once PROGRAM has ended. It is not collected yet, so that its number
// still stands for its process group; orphans are.
static bool program_ended(const struct watch *watch)
{
    siginfo_t child = {0};
    while (waitid(P_ALL, 0, &child, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           child.si_pid != 0) {
        if (child.si_pid == watch->program)
            return true;
        waitpid(child.si_pid, NULL, 0);
    }
    return false;
}

static enum reason wait_for_program(struct watch *watch, long wall_ms)
{
    int64_t until_ms = wall_ms > 0 ? now_ms() + wall_ms : INT64_MAX / 2;
    for (;;) {
        int number = next_signal(watch, until_ms);
        if (number == 0)
            return TIME_IS_UP;
        if (number != SIGCHLD) {
            watch->stopped_by = number;
            return TOLD_TO_STOP;
        }
        if (program_ended(watch))
            return ENDED;
    }
}

// False if the kernel does not list children.
static bool kill_children(void)
{
    int child;
    char path[64];
    snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
    FILE *children = fopen(path, "re");
    if (children == NULL)
        return false;
    while (fscanf(children, "%d", &child) == 1)
        kill(child, SIGKILL);
    fclose(children);
    return true;
}

// The filter refuses setsid and setpgid, so the signal to the group is
// complete and nobody outruns it. The list of children catches the others if
// the filter is off: the orphans of each round are the children of the next.
static void end_everyone(struct watch *watch)
{
    kill(-watch->program, SIGKILL);
    kill(watch->program, SIGKILL); // it may not have opened its session yet
    waitpid(watch->program, &watch->status, 0);
    while (kill_children() && waitpid(-1, NULL, 0) > 0)
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
}

static _Noreturn void die_of(int number)
{
    sigset_t one;
    signal(number, SIG_DFL);
    sigemptyset(&one);
    sigaddset(&one, number);
    raise(number);
    sigprocmask(SIG_UNBLOCK, &one, NULL);
    exit(128 + number);
}

static _Noreturn void end_like(const struct watch *watch, enum reason reason,
                               long wall_ms)
{
    if (reason == TIME_IS_UP) {
        fprintf(stderr, "cage: stopped after %ld ms\n", wall_ms);
        exit(EXIT_TIME);
    }
    if (reason == TOLD_TO_STOP)
        die_of(watch->stopped_by);
    if (WIFSIGNALED(watch->status))
        die_of(WTERMSIG(watch->status));
    exit(WEXITSTATUS(watch->status));
}

static void block_signals(struct watch *watch)
{
    sigemptyset(&watch->signals);
    sigaddset(&watch->signals, SIGCHLD);
    sigaddset(&watch->signals, SIGTERM);
    sigaddset(&watch->signals, SIGINT);
    sigaddset(&watch->signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &watch->signals, NULL);
}

void supervise(const struct cage *cage,
               void (*child)(const struct cage *cage, pid_t parent))
{
    struct watch watch = {0};
    pid_t self = getpid();
    block_signals(&watch);
    // If the caller dies this asks for an orderly end, not for SIGKILL: the
    // descendants have to be ended too. Nobody may look into this process.
    if (cage->layers & LAYER_PARENT_DEATH)
        process_follow(cage->parent, SIGTERM);
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0)
        cage_fail("cannot adopt orphans");
    watch.program = fork();
    if (watch.program < 0)
        cage_fail("cannot fork");
    if (watch.program == 0) {
        sigprocmask(SIG_UNBLOCK, &watch.signals, NULL);
        child(cage, self);
    }
    enum reason reason = wait_for_program(&watch, cage->wall_ms);
    end_everyone(&watch);
    end_like(&watch, reason, cage->wall_ms);
}
