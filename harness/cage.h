// The cage: starts one program that is trusted with nothing.
//
//     cage [options] -- PROGRAM [ARGUMENT...]
//
//     --profile run|library|compile|sanitize    what PROGRAM is (run)
//     --read PATH      may be read, with what is below     (repeatable)
//     --write PATH     may be read and written, with what is below  (rep.)
//     --exec PATH      may be read and started; PROGRAM always may  (rep.)
//     --keep-fd N      stays open; 0, 1, 2 always do       (repeatable)
//     --cpu-seconds N  --memory-mb N  --file-mb N  --descriptors N
//     --wall-ms N      0: the caller keeps the clock
//     --parent PID     refuse to start if the caller, PID, is gone already
//     --weak-ok        start even where seccomp or Landlock is missing
//     --without LAYER  switch one layer off, for tests        (repeatable)
//     --landlock-abi N use no more than this, for tests
//     --probe          print what this kernel offers; exit 0 or, if weak, 1
//
// Exit status: PROGRAM's own; 124 if --wall-ms has passed; 125 if the cage
// could not be built, with one sentence `cage: ...` on standard error. A
// program that dies of a signal makes the cage die of the same signal.
//
// Profiles `run`, `library` and `sanitize` replace the launcher by PROGRAM: the
// caller's child is PROGRAM, it cannot fork, so killing that pid ends
// everything. With `compile`, or with a --wall-ms, the launcher stays as a
// parent: end it with SIGTERM, and it takes every descendant along. PROGRAM has
// an empty environment but for what its profile needs.
//
// What each layer stops, by its name for --without:
//
//     seccomp       fork, sockets, signals to and limits of other processes
//                   (kill, tgkill, F_SETOWN, prlimit64), ptrace, io_uring,
//                   keyrings, memfd, and every call nobody thought of
//     landlock      opening any file that is not listed, also through
//                   /proc/PID/fd or root; starting another program; signals
//                   and abstract sockets across the border (ABI 6), TCP (4)
//     capabilities  root's powers: raising limits, memory and files of others
//                   through /proc, mounts
//     rlimits       endless CPU time, memory, files, descriptors; core dumps
//     descriptors   whatever the caller forgot to close
//     environment   settings that steer libraries, and what they reveal
//     session       the terminal, and signals to the caller's process group
//     parent-death  a survivor of a killed caller
//
// No-new-privileges is always on: the others rest on it.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    MOST_PATHS = 32,
    EXIT_TIME = 124,     // --wall-ms has passed
    EXIT_CAGE = 125,     // PROGRAM was not started
    OWN_PID = 0x5e1f51d, // stands in a stored filter for the pid of PROGRAM
};

enum profile {
    PROFILE_RUN,
    PROFILE_LIBRARY, // as run, for what is linked with a shared library
    PROFILE_COMPILE,
    PROFILE_SANITIZE,
};

enum layer {
    LAYER_SECCOMP = 1 << 0,
    LAYER_LANDLOCK = 1 << 1,
    LAYER_CAPABILITIES = 1 << 2,
    LAYER_RLIMITS = 1 << 3,
    LAYER_DESCRIPTORS = 1 << 4,
    LAYER_ENVIRONMENT = 1 << 5,
    LAYER_SESSION = 1 << 6,
    LAYER_PARENT_DEATH = 1 << 7,
};

struct paths {
    const char *path[MOST_PATHS];
    size_t n_paths;
};

// What the command line asks for. Nothing changes after options_parse.
struct cage {
    enum profile profile;
    unsigned layers;  // enum layer; those in force
    bool weak_ok;     // go on where the kernel lacks seccomp or Landlock
    bool probe;       // only say what there is
    int landlock_abi; // of this kernel, or less if asked; below 1 for none

    struct paths read, write, exec;
    int keep_fds[MOST_PATHS]; // in ascending order, without 0, 1, 2
    size_t n_keep_fds;

    // Limits; -1 until the profile's own are filled in, 0 for none.
    long cpu_seconds, memory_mb, file_mb, descriptors, wall_ms;
    bool memory_given; // --memory-mb was: a sanitizer is told of it

    pid_t parent;        // who must still be there; 0 if the caller did not say
    char **command;      // PROGRAM and its arguments, NULL at the end
    const char *program; // command[0], found on the path if it has no slash
};

// Prints one sentence, with the reason if errno is set; exits with EXIT_CAGE.
_Noreturn void cage_fail(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

// Reads the command line; fails on a mistake.
void options_parse(struct cage *cage, int argc, char **argv);

// The newest Landlock this kernel has; 0 or less if it has none.
int landlock_abi(void);

// Denies this process every file but those the profile and options name.
void landlock_enter(const struct cage *cage);

// True if the kernel filters calls and can end a process for one.
bool filter_available(void);

// From here on only the calls of the profile. The last thing before exec.
void filter_enter(const struct cage *cage);

// Gives every signal its default action and unblocks all: a caller's habits
// must not weaken SIGXCPU or SIGXFSZ, nor change what a program sees.
void process_reset_signals(void);

// Asks for signal when parent dies; fails if it has died already.
void process_follow(pid_t parent, int signal);

// Session, descriptors, capabilities, limits.
void process_enter(const struct cage *cage);

// The whole environment of PROGRAM, in storage that lasts.
char **process_environment(const struct cage *cage);

// Runs child in a process of its own, waits for it to end or for the time to
// pass, ends everything that descends from it, then ends like it.
_Noreturn void supervise(const struct cage *cage,
                         void (*child)(const struct cage *cage, pid_t parent));
