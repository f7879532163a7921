// Starts PROGRAM on a kernel that seems to have no Landlock.
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    int failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
                                  SCMP_SYS(landlock_create_ruleset), 0);
    if (argc < 2 || failed || seccomp_load(filter) != 0)
        return 2;
    execv(argv[1], argv + 1);
    perror(argv[1]);
    return 2;
}
