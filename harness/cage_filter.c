// The seccomp filters, made at build time by cage_rules.c, put in force.
//
// A filter cannot say "my own pid", so the stored programs hold OWN_PID in its
// place. The pid is known before exec, and exec keeps it.
#include "cage.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cage_filters.inc"

enum { SIGNALS_SCOPED_ABI = 6, MOST_INSTRUCTIONS = 4096 };

struct stored {
    const uint64_t *instructions;
    size_t bytes;
};

#define STORED(name)                                                           \
    {                                                                          \
        filter_##name, sizeof(filter_##name)                                   \
    }

bool filter_available(void)
{
    uint32_t action = SECCOMP_RET_KILL_PROCESS;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static struct stored choose(const struct cage *cage)
{
    static const struct stored run = STORED(run);
    static const struct stored sanitize = STORED(sanitize);
    static const struct stored compile = STORED(compile);
    static const struct stored compile_scoped = STORED(compile_scoped);
    if (cage->profile == PROFILE_RUN || cage->profile == PROFILE_LIBRARY)
        return run;
    if (cage->profile == PROFILE_SANITIZE)
        return sanitize;
    bool scoped = (cage->layers & LAYER_LANDLOCK) &&
                  cage->landlock_abi >= SIGNALS_SCOPED_ABI;
    return scoped ? compile_scoped : compile;
}

static void set_own_pid(struct sock_filter *instructions, size_t n_instructions)
{
    for (size_t i = 0; i < n_instructions; i++)
        if (instructions[i].code == (BPF_JMP | BPF_JEQ | BPF_K) &&
            instructions[i].k == OWN_PID)
            instructions[i].k = (uint32_t)getpid();
}

void filter_enter(const struct cage *cage)
{
    static struct sock_filter instructions[MOST_INSTRUCTIONS];
    struct stored stored = choose(cage);
    size_t n_instructions = stored.bytes / sizeof(*instructions);
    if (stored.bytes > sizeof(instructions))
        cage_fail("the filter is too long");
    memcpy(instructions, stored.instructions, stored.bytes);
    set_own_pid(instructions, n_instructions);
    struct sock_fprog program = {(unsigned short)n_instructions, instructions};
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
        cage_fail("cannot filter system calls");
}
