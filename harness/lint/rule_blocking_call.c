// blocking-call: a task calls what stops the whole thread.
//
// The system's headers carry no marks, so its functions are known by name.
#include "rule.h"
#include "look.h"
#include "look_loop.h"
#include "value.h"
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

// Whether a call waits may depend on one of its arguments.
enum when {
    ALWAYS,
    UNLESS_ZERO, // it is a time to wait, and that is 0
    UNLESS_FLAG, // it has this flag; one that is not known may have it
    IF_EQUAL,    // it is this value
    IF_STDIN,    // it is stdin
};

struct blocking {
    const char *name;
    const char *instead; // what to do
    enum when when;
    unsigned argument; // which one, from 0
    int value;         // a flag, or what it has to be equal to
};

#define SLEEP   "use sleep_ms (event.h)"
#define SIGNAL  "use signals_next (signals.h)"
#define RUN     "use process_run (process.h)"
#define END     "use process_wait (process.h)"
#define READ    "use pipe_open and pipe_read (pipe.h)"
#define RESOLVE "let a process look it up, with process_run (process.h)"
#define TRY_IT  "ask for it without waiting, with sleep_ms in between"

static const struct blocking all_blocking[] = {
    {"sleep", SLEEP, ALWAYS, 0, 0},
    {"usleep", SLEEP, ALWAYS, 0, 0},
    {"nanosleep", SLEEP, ALWAYS, 0, 0},
    {"clock_nanosleep", SLEEP, ALWAYS, 0, 0},
    {"thrd_sleep", SLEEP, ALWAYS, 0, 0},

    {"pause", SIGNAL, ALWAYS, 0, 0},
    {"sigsuspend", SIGNAL, ALWAYS, 0, 0},
    {"sigwait", SIGNAL, ALWAYS, 0, 0},
    {"sigwaitinfo", SIGNAL, ALWAYS, 0, 0},

    {"system", RUN, ALWAYS, 0, 0},
    {"popen", RUN, ALWAYS, 0, 0},
    {"pclose", RUN, ALWAYS, 0, 0},
    {"wait", END, ALWAYS, 0, 0},
    {"waitpid", END, UNLESS_FLAG, 2, WNOHANG},
    {"waitid", END, UNLESS_FLAG, 3, WNOHANG},
    {"wait3", END, UNLESS_FLAG, 1, WNOHANG},
    {"wait4", END, UNLESS_FLAG, 2, WNOHANG},

    {"poll", READ, UNLESS_ZERO, 2, 0},
    {"epoll_wait", READ, UNLESS_ZERO, 3, 0},
    {"epoll_pwait", READ, UNLESS_ZERO, 3, 0},
    {"ppoll", READ, IF_EQUAL, 2, 0},
    {"select", READ, IF_EQUAL, 4, 0},
    {"pselect", READ, IF_EQUAL, 4, 0},

    {"read", READ, IF_EQUAL, 0, STDIN_FILENO},
    {"getchar", READ, ALWAYS, 0, 0},
    {"getchar_unlocked", READ, ALWAYS, 0, 0},
    {"gets", READ, ALWAYS, 0, 0},
    {"getpass", READ, ALWAYS, 0, 0},
    {"scanf", READ, ALWAYS, 0, 0},
    {"vscanf", READ, ALWAYS, 0, 0},
    {"fscanf", READ, IF_STDIN, 0, 0},
    {"vfscanf", READ, IF_STDIN, 0, 0},
    {"fgetc", READ, IF_STDIN, 0, 0},
    {"getc", READ, IF_STDIN, 0, 0},
    {"getc_unlocked", READ, IF_STDIN, 0, 0},
    {"fgets", READ, IF_STDIN, 2, 0},
    {"getline", READ, IF_STDIN, 2, 0},
    {"getdelim", READ, IF_STDIN, 3, 0},
    {"fread", READ, IF_STDIN, 3, 0},

    {"getaddrinfo", RESOLVE, ALWAYS, 0, 0},
    {"getnameinfo", RESOLVE, ALWAYS, 0, 0},
    {"gethostbyname", RESOLVE, ALWAYS, 0, 0},
    {"gethostbyname_r", RESOLVE, ALWAYS, 0, 0},
    {"gethostbyaddr", RESOLVE, ALWAYS, 0, 0},
    {"gethostbyaddr_r", RESOLVE, ALWAYS, 0, 0},

    {"flock", TRY_IT, UNLESS_FLAG, 1, LOCK_NB},
    {"lockf", TRY_IT, IF_EQUAL, 1, F_LOCK},
    {"fcntl", TRY_IT, IF_EQUAL, 1, F_SETLKW},

    {"sem_wait", "use semaphore_acquire (limiter.h)", ALWAYS, 0, 0},
    {"pthread_cond_wait", "use condition_wait (limiter.h)", ALWAYS, 0, 0},
    {"pthread_join", "start a task instead, and join that", ALWAYS, 0, 0},
    {"pthread_barrier_wait", "wait for an event (event.h)", ALWAYS, 0, 0},
};

// ---- does this call wait? --------------------------------------------------

// A function of the program may have the same name.
static const struct blocking *find(CXCursor function)
{
    const struct blocking *found = NULL;
    if (clang_Cursor_isNull(function) ||
        !clang_Location_isInSystemHeader(clang_getCursorLocation(
            clang_getCanonicalCursor(function))))
        return NULL;
    CXString name = clang_getCursorSpelling(function);
    for (size_t i = 0; i < array_length(all_blocking); i++)
        if (strcmp(all_blocking[i].name, clang_getCString(name)) == 0)
            found = &all_blocking[i];
    clang_disposeString(name);
    return found;
}

static bool is_stdin(const struct ast *ast, unsigned i)
{
    CXCursor variable = look_variable(ast, i);
    if (clang_Cursor_isNull(variable))
        return false;
    CXString name = clang_getCursorSpelling(variable);
    bool same = strcmp(clang_getCString(name), "stdin") == 0;
    clang_disposeString(name);
    return same;
}

static bool waits(const struct ast *ast, unsigned call,
                  const struct blocking *blocking)
{
    unsigned argument = look_argument(ast, call, blocking->argument);
    int value = 0;
    bool known = argument != 0 && look_constant(ast, argument, &value);
    switch (blocking->when) {
    case ALWAYS:
        return true;
    case UNLESS_ZERO:
        return !known || value != 0;
    case UNLESS_FLAG:
        return known && (value & blocking->value) == 0;
    case IF_EQUAL:
        return known && value == blocking->value;
    case IF_STDIN:
        return argument != 0 && is_stdin(ast, argument);
    }
    return false;
}

static void look(struct lint *lint)
{
    const struct ast *ast = lint->ast;
    for (unsigned i = 0; i < ast->n_nodes; i++) {
        if (ast->nodes[i].kind != CXCursor_CallExpr)
            continue;
        const struct blocking *blocking = find(look_callee(ast, i));
        if (blocking != NULL && waits(ast, i, blocking) &&
            !value_is_below_sizeof(ast, i) &&
            look_is_in_task(ast, ast_function(ast, i)))
            rule_say(lint, i, "%s stops every task until it returns: %s",
                     blocking->name, blocking->instead);
    }
}

const struct rule rule_blocking_call = {
    .code = "blocking-call",
    .summary = "A task calls what stops the whole thread.",
    .look = look,
};
