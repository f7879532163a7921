// The system calls each profile may make, whatever their arguments are.
//
// What is allowed only with certain arguments (open, clone, prlimit64, fcntl
// and others) is in cage_rules.c. Whatever is in neither place fails.
#pragma once

// What any program may do: compute, wait, use memory, threads and what is open.
static const char *const everyone[] = {
    // files: Landlock decides which
    "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv",
    "pwritev", "preadv2", "pwritev2", "lseek", "close", "fstat", "stat",
    "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2",
    "readlink", "readlinkat", "getcwd", "ftruncate", "fsync", "fdatasync",
    "fadvise64", "dup", "dup2", "dup3", "pipe", "pipe2",
    // memory
    "brk", "mmap", "munmap", "mremap", "mprotect", "madvise", "mincore",
    // threads, signals of one's own
    "futex", "sched_yield", "rseq", "set_robust_list", "set_tid_address",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending",
    "rt_sigtimedwait", "rt_sigsuspend", "sigaltstack", "pause",
    "sched_getaffinity", "getcpu", "membarrier", "restart_syscall",
    // time
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep",
    "gettimeofday", "time", "times", "getrusage", "alarm", "getitimer",
    "setitimer", "timer_create", "timer_settime", "timer_gettime",
    "timer_getoverrun", "timer_delete", "timerfd_create", "timerfd_settime",
    "timerfd_gettime",
    // waiting for several things
    "poll", "ppoll", "select", "pselect6", "epoll_create", "epoll_create1",
    "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2", "eventfd",
    "eventfd2",
    // what a socketpair needs; socket, connect and bind are missing
    "recvfrom", "recvmsg", "sendmsg", "shutdown", "getsockopt", "getsockname",
    "getpeername",
    // who am I
    "getpid", "gettid", "getppid", "getpgrp", "getpgid", "getsid", "getuid",
    "geteuid", "getgid", "getegid", "getgroups", "getrlimit", "uname",
    "sysinfo", "getrandom", "arch_prctl", "umask",
    // the cage's own last step; under Landlock it can start one program only
    "execve", "exit", "exit_group"};

// What a sanitizer does on top when it starts and when it reports.
static const char *const sanitizers[] = {"getdents64"};

// What a compiler, assembler and linker do on top: processes and new files.
static const char *const compilers[] = {
    "fork",      "vfork",           "wait4",          "waitid",
    "rename",    "renameat",        "renameat2",      "unlink",
    "unlinkat",  "mkdir",           "mkdirat",        "rmdir",
    "link",      "linkat",          "chmod",          "fchmod",
    "fchmodat",  "chdir",           "fchdir",         "getdents64",
    "fallocate", "copy_file_range", "statfs",         "fstatfs",
    "sendfile",  "flock",           "sched_getparam", "sched_getscheduler"};

// Signals to anybody: only where Landlock lets none of them leave.
static const char *const signals[] = {"kill", "tgkill"};
