// Calls that no lab needs. Each must be refused before it looks at anything.
#include "attack.h"
#include <sys/syscall.h>
#include <unistd.h>

#define CALL(name)                                                             \
    {                                                                          \
#name, SYS_##name                                                      \
    }

static const struct {
    const char *name;
    long number;
} calls[] = {
    CALL(io_uring_setup),
    CALL(keyctl),
    CALL(add_key),
    CALL(request_key),
    CALL(memfd_create),
    CALL(memfd_secret),
    CALL(userfaultfd),
    CALL(bpf),
    CALL(perf_event_open),
    CALL(unshare),
    CALL(setns),
    CALL(mount),
    CALL(chroot),
    CALL(pivot_root),
    CALL(fsopen),
    CALL(open_tree),
    CALL(shmget),
    CALL(msgget),
    CALL(semget),
    CALL(mq_open),
    CALL(ptrace),
    CALL(process_vm_writev),
    CALL(pidfd_open),
    CALL(kcmp),
    CALL(open_by_handle_at),
    CALL(openat2),
    CALL(execveat),
    CALL(setpriority),
    CALL(sched_setscheduler),
    CALL(ioprio_set),
    CALL(personality),
    CALL(seccomp),
    CALL(vmsplice),
    CALL(splice),
    CALL(syslog),
    CALL(reboot),
    CALL(swapon),
    CALL(init_module),
    CALL(setsid),
    CALL(setpgid),
    CALL(inotify_init1),
    CALL(fanotify_init),
    CALL(quotactl),
    CALL(acct),
    CALL(setuid),
    CALL(capset),
    CALL(clock_settime),
    CALL(sethostname),
};

int main(void)
{
    for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
        errno = 0;
        long result = syscall(calls[i].number, -1, -1, -1, -1, -1, -1);
        attack_report(calls[i].name, result != -1 || errno != EPERM);
    }
    return attack_status;
}
