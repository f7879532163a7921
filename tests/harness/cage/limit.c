// Changes limits: those of a process outside, PID, and its own, upwards.
#include "attack.h"
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    pid_t pid = atoi(argv[1]);
    struct rlimit few = {3, 3};
    struct rlimit many = {1 << 16, 1 << 16};
    attack_report("prlimit of another",
                  prlimit(pid, RLIMIT_NOFILE, &few, NULL) == 0);
    attack_report("raised own limit", setrlimit(RLIMIT_NOFILE, &many) == 0);
    attack_report("parent-death signal off", prctl(PR_SET_PDEATHSIG, 0) == 0);
    attack_report("affinity of another",
                  syscall(SYS_sched_setaffinity, pid, 8, &(long){1}) == 0);
    return attack_status;
}
