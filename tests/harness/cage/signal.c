// Sends SIGTERM to a process outside: PID, by way of kill, tgkill, or a pipe
// whose owner it makes it.
#include "attack.h"
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void by_kill(pid_t pid)
{
    attack_report("kill", kill(pid, SIGTERM) == 0);
}

static void by_tgkill(pid_t pid)
{
    attack_report("tgkill", syscall(SYS_tgkill, pid, pid, SIGTERM) == 0);
    attack_report("tkill", syscall(SYS_tkill, pid, SIGTERM) == 0);
}

static void by_queue(pid_t pid)
{
    siginfo_t info = {.si_signo = SIGTERM, .si_code = SI_QUEUE};
    attack_report("rt_sigqueueinfo",
                  syscall(SYS_rt_sigqueueinfo, pid, SIGTERM, &info) == 0);
    long fd = syscall(SYS_pidfd_open, pid, 0);
    attack_report("pidfd", fd >= 0 && syscall(SYS_pidfd_send_signal, fd,
                                              SIGTERM, NULL, 0) == 0);
}

// Whether the signal comes cannot be seen from here; the victim tells.
static void by_owner(pid_t pid)
{
    int ends[2];
    if (pipe(ends) != 0)
        return;
    attack_report("F_SETOWN", fcntl(ends[0], F_SETOWN, pid) == 0);
    attack_report("F_SETSIG", fcntl(ends[0], F_SETSIG, SIGTERM) == 0);
    fcntl(ends[0], F_SETFL, O_ASYNC);
    if (write(ends[1], "x", 1) != 1)
        perror("write");
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    pid_t pid = atoi(argv[2]);
    if (strcmp(argv[1], "kill") == 0)
        by_kill(pid);
    if (strcmp(argv[1], "tgkill") == 0)
        by_tgkill(pid);
    if (strcmp(argv[1], "queue") == 0)
        by_queue(pid);
    if (strcmp(argv[1], "owner") == 0)
        by_owner(pid);
    return attack_status;
}
