// Looks into a process outside, PID, and writes into it.
#include "attack.h"
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static char here[8];

// After a fork without exec, `here` has the same address in the other process.
int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    pid_t pid = atoi(argv[1]);
    struct iovec mine = {here, sizeof(here)};
    struct iovec theirs = {(void *)strtoul(argv[2], NULL, 16), sizeof(here)};
    attack_report("ptrace", ptrace(PTRACE_SEIZE, pid, NULL, NULL) == 0);
    attack_report("process_vm_readv",
                  process_vm_readv(pid, &mine, 1, &theirs, 1, 0) > 0);
    attack_report("process_vm_writev",
                  process_vm_writev(pid, &mine, 1, &theirs, 1, 0) > 0);
    long fd = syscall(SYS_pidfd_open, pid, 0);
    attack_report("pidfd_getfd",
                  fd >= 0 && syscall(SYS_pidfd_getfd, fd, 1, 0) >= 0);
    attack_report("process_madvise", fd >= 0 && syscall(SYS_process_madvise, fd,
                                                        &theirs, 1, 4, 0) >= 0);
    return attack_status;
}
