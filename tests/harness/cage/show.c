// Says what it finds: descriptors, environment, limits, session, signals.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

extern char **environ;

static void show_limit(const char *name, int which)
{
    struct rlimit limit;
    getrlimit(which, &limit);
    printf("%s %ld %ld\n", name, (long)limit.rlim_cur, (long)limit.rlim_max);
}

static void show_signals(void)
{
    sigset_t blocked;
    struct sigaction action;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int number = 1; number < SIGRTMIN; number++) {
        if (sigismember(&blocked, number) == 1)
            printf("blocked %d\n", number);
        if (sigaction(number, NULL, &action) == 0 &&
            action.sa_handler == SIG_IGN)
            printf("ignored %d\n", number);
    }
}

int main(void)
{
    for (int fd = 0; fd < 1024; fd++)
        if (fcntl(fd, F_GETFD) >= 0)
            printf("fd %d\n", fd);
    for (char **variable = environ; *variable != NULL; variable++)
        printf("env %s\n", *variable);
    show_limit("core", RLIMIT_CORE);
    show_limit("cpu", RLIMIT_CPU);
    show_limit("files", RLIMIT_NOFILE);
    show_limit("size", RLIMIT_FSIZE);
    show_signals();
    printf("pid %d\nsession %s\n", getpid(),
           getsid(0) == getpid() ? "own" : "shared");
    return 0;
}
