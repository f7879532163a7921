// Tries to become two processes in every way there is.
#include "attack.h"
#include <linux/sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// The new process, if there is one, ends here.
static void report(const char *what, long pid)
{
    if (pid == 0)
        _exit(0);
    attack_report(what, pid > 0);
    if (pid > 0)
        waitpid((pid_t)pid, NULL, 0);
}

int main(void)
{
    struct clone_args plain = {.exit_signal = SIGCHLD};
    report("fork", fork());
    report("clone", syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
    report("clone3", syscall(SYS_clone3, &plain, sizeof(plain)));
    for (int i = 0; i < 300; i++) {
        pid_t pid = fork();
        if (pid != 0)
            report("one more fork", pid);
        else
            _exit(0);
        if (pid < 0)
            break;
    }
    return attack_status;
}
