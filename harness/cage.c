// Builds the cage around this process, layer by layer, and becomes PROGRAM.
//
// The order matters: a later layer forbids what an earlier one needs. Signals
// and the session come first, then descriptors, capabilities and limits,
// Landlock, and last the filter, which still lets one thing through: execve.
#include "cage.h"
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

void cage_fail(const char *format, ...)
{
    int reason = errno;
    va_list list;
    va_start(list, format);
    fputs("cage: ", stderr);
    vfprintf(stderr, format, list);
    if (reason != 0)
        fprintf(stderr, ": %s", strerror(reason));
    fputs("\n", stderr);
    va_end(list);
    exit(EXIT_CAGE);
}

// One line; a grader prints it in every report.
static int probe(int abi)
{
    bool seccomp = filter_available();
    if (seccomp)
        printf("seccomp ");
    if (abi >= 1)
        printf("landlock-%d ", abi);
    puts("no-new-privs rlimits");
    return seccomp && abi >= 1 ? 0 : 1;
}

// Drops a layer that this kernel cannot build, if the caller can live with it.
static void check_layer(struct cage *cage, enum layer layer, bool available,
                        const char *name)
{
    if (!(cage->layers & layer) || available)
        return;
    errno = 0;
    if (!cage->weak_ok)
        cage_fail("this kernel has no %s; --weak-ok goes on without", name);
    cage->layers &= ~layer;
}

static void become_program(const struct cage *cage, pid_t parent)
{
    if (cage->layers & LAYER_PARENT_DEATH)
        process_follow(parent, SIGKILL);
    process_enter(cage);
    char **environment = process_environment(cage);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        cage_fail("cannot give up new privileges");
    if (cage->layers & LAYER_LANDLOCK)
        landlock_enter(cage);
    if (cage->layers & LAYER_SECCOMP)
        filter_enter(cage);
    execve(cage->program, cage->command, environment);
    cage_fail("cannot start %s", cage->program);
}

int main(int argc, char **argv)
{
    struct cage cage = {0};
    options_parse(&cage, argc, argv);
    int abi = landlock_abi();
    if (cage.landlock_abi < 0 || cage.landlock_abi > abi)
        cage.landlock_abi = abi;
    if (cage.probe)
        return probe(cage.landlock_abi);
    check_layer(&cage, LAYER_LANDLOCK, cage.landlock_abi >= 1, "Landlock");
    check_layer(&cage, LAYER_SECCOMP, filter_available(), "seccomp filter");
    process_reset_signals();
    if (cage.profile == PROFILE_COMPILE || cage.wall_ms > 0)
        supervise(&cage, become_program);
    become_program(&cage, cage.parent);
}
