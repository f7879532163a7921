// What is attached to a process itself: signals, session, descriptors,
// capabilities, limits, environment.
#include "cage.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { BYTES_PER_MB = 1 << 20, MOST_VARIABLES = 4 };

void process_reset_signals(void)
{
    sigset_t none;
    for (int number = 1; number < SIGRTMIN; number++)
        signal(number, SIG_DFL); // fails for SIGKILL and SIGSTOP, as it should
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

void process_follow(pid_t parent, int signal)
{
    if (prctl(PR_SET_PDEATHSIG, signal) != 0)
        cage_fail("cannot follow the caller");
    // Had it died before the line above, no signal would ever come.
    errno = 0;
    if (parent != 0 && getppid() != parent)
        cage_fail("the caller (process %d) is gone", (int)parent);
}

// A leader of a process group cannot open a session. That happens to a command
// typed into a shell, which is no caller to be protected from.
static void leave_session(void)
{
    if (setsid() < 0 && getpgrp() != getpid())
        cage_fail("cannot open a session");
}

static void close_gap(unsigned first, unsigned last)
{
    if (first <= last && syscall(SYS_close_range, first, last, 0) != 0)
        cage_fail("cannot close descriptors");
}

static void close_descriptors(const struct cage *cage)
{
    unsigned first = STDERR_FILENO + 1;
    for (size_t i = 0; i < cage->n_keep_fds; i++) {
        int fd = cage->keep_fds[i];
        if (fcntl(fd, F_SETFD, 0) != 0)
            cage_fail("descriptor %d is to be kept", fd);
        close_gap(first, (unsigned)fd - 1);
        first = (unsigned)fd + 1;
    }
    close_gap(first, UINT_MAX);
}

// Root keeps the right to pass through folders of other users, where a
// submission may lie; Landlock says which. With no-new-privileges, exec does
// not give back the others.
static void drop_capabilities(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) != 0)
        cage_fail("cannot see the capabilities");
    data[0].permitted &= 1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH;
    data[0].effective = data[0].permitted;
    data[0].inheritable = 0;
    data[1] = (struct __user_cap_data_struct){0};
    if (syscall(SYS_capset, &header, data) != 0)
        cage_fail("cannot drop capabilities");
}

// Lowers a limit. If the caller's own is lower still, that one stays.
static void lower(int which, rlim_t soft, rlim_t hard)
{
    struct rlimit limit;
    if (getrlimit(which, &limit) != 0)
        cage_fail("cannot see limit %d", which);
    if (limit.rlim_max > hard)
        limit.rlim_max = hard;
    limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
    if (setrlimit(which, &limit) != 0)
        cage_fail("cannot set limit %d", which);
}

// CPU time has a second of grace: SIGXCPU says why, SIGKILL cannot be caught.
static void lower_limits(const struct cage *cage)
{
    rlim_t cpu = (rlim_t)cage->cpu_seconds;
    rlim_t memory = (rlim_t)cage->memory_mb * BYTES_PER_MB;
    rlim_t file = (rlim_t)cage->file_mb * BYTES_PER_MB;
    rlim_t descriptors = (rlim_t)cage->descriptors;
    lower(RLIMIT_CORE, 0, 0);
    if (cpu != 0)
        lower(RLIMIT_CPU, cpu, cpu + 1);
    if (memory != 0 && cage->profile != PROFILE_SANITIZE)
        lower(RLIMIT_AS, memory, memory);
    if (file != 0)
        lower(RLIMIT_FSIZE, file, file);
    if (descriptors != 0)
        lower(RLIMIT_NOFILE, descriptors, descriptors);
}

void process_enter(const struct cage *cage)
{
    if (cage->layers & LAYER_SESSION)
        leave_session();
    if (cage->layers & LAYER_DESCRIPTORS)
        close_descriptors(cage);
    if (cage->layers & LAYER_RLIMITS)
        lower_limits(cage);
    if (cage->layers & LAYER_CAPABILITIES)
        drop_capabilities();
}

static char *text(const char *format, const char *value)
{
    char *made;
    if (asprintf(&made, format, value) < 0)
        cage_fail("out of memory");
    return made;
}

// A sanitizer can watch its own memory, which stops an accident, not an attack.
// What is freed is kept from being used again until so much has been freed after
// it: more than one play frees, and less than what the processor would have to
// clear page by page.
// gcc's finds lines of source by itself; clang's would fork a symbolizer.
static char *asan_options(const struct cage *cage)
{
    char limit[64] = "";
    if (cage->memory_given)
        snprintf(limit, sizeof(limit), ":hard_rss_limit_mb=%ld",
                 cage->memory_mb);
    return text("ASAN_OPTIONS=detect_leaks=0:abort_on_error=0:exitcode=99:"
                "detect_stack_use_after_return=0:quarantine_size_mb=8:"
                "external_symbolizer_path=%s",
                limit);
}

char **process_environment(const struct cage *cage)
{
    static char *variables[MOST_VARIABLES + 1];
    size_t n_variables = 0;
    if (!(cage->layers & LAYER_ENVIRONMENT))
        return environ;
    if (cage->profile == PROFILE_COMPILE) {
        variables[n_variables++] =
            text("PATH=%s", "/usr/local/bin:/usr/bin:/bin");
        if (cage->write.n_paths > 0)
            variables[n_variables++] = text("TMPDIR=%s", cage->write.path[0]);
    }
    // It would put its own handlers of signals in the place of those that say
    // where a program has crashed.
    if (cage->profile == PROFILE_LIBRARY || cage->profile == PROFILE_SANITIZE)
        variables[n_variables++] =
            text("LIBCLANG_DISABLE_CRASH_RECOVERY=%s", "1");
    if (cage->profile == PROFILE_SANITIZE) {
        variables[n_variables++] = asan_options(cage);
        variables[n_variables++] =
            text("UBSAN_OPTIONS=%s", "print_stacktrace=1:halt_on_error=1:"
                                     "exitcode=99:external_symbolizer_path=");
    }
    return variables;
}
