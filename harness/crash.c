// Says where a crash of the student's code happened.
//
// The handler runs on a stack of its own, since the usual cause is that the
// task's has overflowed. It prints addresses only: the checker, outside of the
// cage, knows their lines.
#include "crash.h"
#include "loop.h"
#include <execinfo.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

// Defined in a build for coverage only, and in one with a sanitizer.
extern void __gcov_dump(void) __attribute__((weak));
extern void __sanitizer_set_death_callback(void (*)(void))
    __attribute__((weak));

static char own_stack[64 * 1024];
static void (*call_first)(void); // may be NULL

static void put(const char *text)
{
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored;
}

static const char *name_of(int number, const void *address)
{
    struct loop *loop = loop_current;
    if (number == SIGSEGV && loop != NULL &&
        stack_is_guard(loop->stacks, address))
        return "stack overflow";
    switch (number) {
    case SIGSEGV:
        return "invalid memory access";
    case SIGBUS:
        return "bus error";
    case SIGFPE:
        return "division by zero";
    case SIGABRT:
        return "abort";
    case SIGTERM:
        return "told to stop";
    default:
        return "illegal instruction";
    }
}

void crash_dump_coverage(void)
{
    if (__gcov_dump != NULL)
        __gcov_dump();
}

static void crashed(int number, siginfo_t *info, void *context)
{
    (void)context;
    if (call_first != NULL)
        call_first();
    put("crash: ");
    put(name_of(number, info->si_addr));
    if (task_running != NULL) {
        put(" in task \"");
        put(task_running->name);
        put("\"");
    }
    put("\n");
    void *frames[24];
    int n = backtrace(frames, 24);
    // First come this function, the way back from it, and the place that the
    // signal has come at; then where calls return to. The call is what matters,
    // and if it never returns, the line after it is another function's.
    for (int i = 3; i < n; i++)
        frames[i] = (char *)frames[i] - 1;
    backtrace_symbols_fd(frames, n, STDERR_FILENO);
    crash_dump_coverage();
    signal(number, SIG_DFL);
    raise(number);
}

void crash_watch(void (*last)(void))
{
    call_first = last;
    if (__sanitizer_set_death_callback != NULL)
        __sanitizer_set_death_callback(crash_dump_coverage);
    // The first call loads a library, which a handler must not.
    void *frame;
    backtrace(&frame, 1);
    stack_t stack = {.ss_sp = own_stack, .ss_size = sizeof(own_stack)};
    sigaltstack(&stack, NULL);
    struct sigaction action = {.sa_sigaction = crashed,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK};
    static const int numbers[] = {SIGSEGV, SIGBUS,  SIGFPE,
                                  SIGILL,  SIGABRT, SIGTERM};
    for (size_t i = 0; i < array_length(numbers); i++)
        sigaction(numbers[i], &action, NULL);
}
