// Writes the seccomp filters of the cage as C arrays, when the course is built.
//
// libseccomp turns the lists below into filter programs. Doing so takes longer
// than everything else that the cage does, so it happens once: the output is
// included by cage_filter.c, and the launcher itself needs no library.
//
// Every filter is a list of what is allowed; the rest fails with EPERM, and a
// call in the manner of another machine (32 bits, x32) ends the process.
//
//     build/harness/cage-rules > build/harness/cage_filters.inc
#include "cage.h"
#include "cage_calls.h"
#include <asm/ioctls.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum {
    NEW_NAMESPACES = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |
                     CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET,
    SET_VMA = 0x53564d41,   // PR_SET_VMA, which names a mapping
    SOCKET_TYPE_MASK = 0xf, // the rest of the word are flags
    ASK_PERSONALITY = -1,   // personality(0xffffffff) only asks
};

static scmp_filter_ctx filter;

// A rule that cannot be added would be a hole or a broken lab: stop the build.
static void require(int result, const char *what)
{
    if (result == 0)
        return;
    fprintf(stderr, "cage-rules: %s: %s\n", what, strerror(-result));
    exit(1);
}

static int number(const char *name)
{
    int found = seccomp_syscall_resolve_name(name);
    require(found == __NR_SCMP_ERROR ? -ENOSYS : 0, name);
    return found;
}

static void allow_all(const char *const *names, size_t n_names)
{
    for (size_t i = 0; i < n_names; i++)
        require(seccomp_rule_add(filter, SCMP_ACT_ALLOW, number(names[i]), 0),
                names[i]);
}

// Allows the call when argument `index`, seen through mask, equals value.
static void allow_masked(const char *name, unsigned index, uint64_t mask,
                         uint64_t value)
{
    struct scmp_arg_cmp is = SCMP_CMP64(index, SCMP_CMP_MASKED_EQ, mask, value);
    require(seccomp_rule_add(filter, SCMP_ACT_ALLOW, number(name), 1, is),
            name);
}

// Allows the call when the lower half of argument `index`, which is all of it
// that the kernel looks at for an int, equals value.
static void allow_int(const char *name, unsigned index, uint32_t value)
{
    allow_masked(name, index, 0xffffffff, value);
}

// Before ABI 3 Landlock lets O_RDONLY | O_TRUNC empty a file that may only be
// read, so this combination is left out.
static void allow_open(void)
{
    static const struct {
        const char *name;
        unsigned flags;
    } calls[] = {{"open", 1}, {"openat", 2}};
    for (size_t i = 0; i < LENGTH(calls); i++) {
        allow_masked(calls[i].name, calls[i].flags, O_TRUNC, 0);
        allow_masked(calls[i].name, calls[i].flags, O_ACCMODE, O_WRONLY);
        allow_masked(calls[i].name, calls[i].flags, O_ACCMODE, O_RDWR);
    }
}

// F_SETOWN and its like are missing: they send signals to others.
static void allow_descriptor_calls(void)
{
    static const uint32_t fcntls[] = {
        F_DUPFD,     F_DUPFD_CLOEXEC, F_GETFD,     F_SETFD,     F_GETFL,
        F_SETFL,     F_GETLK,         F_SETLK,     F_SETLKW,    F_OFD_GETLK,
        F_OFD_SETLK, F_OFD_SETLKW,    F_ADD_SEALS, F_GET_SEALS, F_GETPIPE_SZ,
    };
    static const uint32_t ioctls[] = {FIONBIO,  FIONREAD, FIOCLEX,
                                      FIONCLEX, TCGETS,   TIOCGWINSZ};
    for (size_t i = 0; i < LENGTH(fcntls); i++)
        allow_int("fcntl", 1, fcntls[i]);
    for (size_t i = 0; i < LENGTH(ioctls); i++)
        allow_int("ioctl", 1, ioctls[i]);
}

// A pair of connected streams, nothing that could carry an address: a datagram
// socket of a pair could still send to any service that listens on a path.
static void allow_pairs(void)
{
    require(seccomp_rule_add(
                filter, SCMP_ACT_ALLOW, number("socketpair"), 2,
                SCMP_A0_64(SCMP_CMP_EQ, AF_UNIX, 0),
                SCMP_A1_64(SCMP_CMP_MASKED_EQ, SOCKET_TYPE_MASK, SOCK_STREAM)),
            "socketpair");
    require(seccomp_rule_add(filter, SCMP_ACT_ALLOW, number("sendto"), 1,
                             SCMP_A4_64(SCMP_CMP_EQ, 0, 0)),
            "sendto");
}

// Names for threads and mappings. The parent-death signal stays as it is.
static void allow_names(void)
{
    static const uint32_t options[] = {PR_SET_NAME, PR_GET_NAME,
                                       PR_GET_DUMPABLE, SET_VMA};
    for (size_t i = 0; i < LENGTH(options); i++)
        allow_int("prctl", 0, options[i]);
}

// clone3 hides its flags behind a pointer that a filter cannot follow. Told
// that it does not exist, libc falls back on clone.
static void refuse_clone3(void)
{
    require(
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), number("clone3"), 0),
        "clone3");
}

static void begin_filter(void)
{
    filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    require(filter == NULL ? -ENOMEM : 0, "seccomp_init");
    require(seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
                             SCMP_ACT_KILL_PROCESS),
            "bad architecture");
    // A binary tree: the cost of a call is the same wherever it is listed.
    require(seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2), "optimize");
    allow_all(everyone, LENGTH(everyone));
    allow_open();
    allow_descriptor_calls();
    allow_pairs();
    allow_names();
    refuse_clone3();
}

// Threads yes, processes no: whoever kills this pid has killed everything.
// Signals and limits only for oneself.
static void allow_one_process(void)
{
    allow_masked("clone", 0, CLONE_THREAD | NEW_NAMESPACES, CLONE_THREAD);
    allow_int("tgkill", 0, OWN_PID);
}

// Only asking. A process of root that kept its capabilities could raise its
// own limits.
static void allow_reading_limits(uint32_t pid)
{
    require(seccomp_rule_add(filter, SCMP_ACT_ALLOW, number("prlimit64"), 2,
                             SCMP_A0_64(SCMP_CMP_MASKED_EQ, 0xffffffff, pid),
                             SCMP_A2_64(SCMP_CMP_EQ, 0, 0)),
            "prlimit64");
}

// Prints the filter as an array and forgets it.
static void end_filter(const char *name)
{
    uint64_t instruction; // struct sock_filter, as the kernel reads it
    FILE *file = tmpfile();
    require(file == NULL ? -errno : 0, "temporary file");
    require(seccomp_export_bpf(filter, fileno(file)), name);
    rewind(file);
    printf("static const uint64_t filter_%s[] = {\n", name);
    while (fread(&instruction, sizeof(instruction), 1, file) == 1)
        printf("    0x%016llx,\n", (unsigned long long)instruction);
    printf("};\n");
    fclose(file);
    seccomp_release(filter);
}

static void write_run(void)
{
    begin_filter();
    allow_one_process();
    allow_reading_limits(0);
    allow_reading_limits(OWN_PID);
    end_filter("run");
}

// A sanitizer lowers its own core limit, and newer ones start once more
// without address randomization.
static void write_sanitize(void)
{
    begin_filter();
    allow_one_process();
    allow_int("prlimit64", 0, 0);
    allow_all(sanitizers, LENGTH(sanitizers));
    allow_int("personality", 0, ASK_PERSONALITY);
    allow_int("personality", 0, ADDR_NO_RANDOMIZE);
    end_filter("sanitize");
}

// setsid and setpgid are missing, so that one kill(2) reaches every process.
// Where Landlock keeps signals inside (scoped), abort may work as usual.
static void write_compile(const char *name, int scoped)
{
    begin_filter();
    allow_masked("clone", 0, NEW_NAMESPACES | CLONE_PARENT, 0);
    allow_all(compilers, LENGTH(compilers));
    allow_int("prlimit64", 0, 0);
    if (scoped)
        allow_all(signals, LENGTH(signals));
    end_filter(name);
}

int main(void)
{
    write_run();
    write_sanitize();
    write_compile("compile", 0);
    write_compile("compile_scoped", 1);
    return fflush(stdout) == 0 ? 0 : 1;
}
