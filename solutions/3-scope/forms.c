// Cancel scopes in call form: one function, one deadline.
#include "scope.h"

static struct error *run_within(struct scope_options options, task_fn *fn,
                                void *arg)
{
    struct scope *s = scope_enter(options);
    return scope_leave(s, fn(arg));
}

static struct error *move_on(struct scope_deadline deadline, task_fn *fn,
                             void *arg, bool *stopped)
{
    struct scope_result result;
    struct error *err = run_within(
        (struct scope_options){.deadline = deadline, .result = &result}, fn,
        arg);
    if (stopped != NULL)
        *stopped = result.cancelled_caught;
    return err;
}

static struct error *negative(int64_t ms)
{
    return error_new(&INVALID, "a deadline after %lld ms", (long long)ms);
}

struct error *move_on_after(int64_t ms, task_fn *fn, void *arg, bool *stopped)
{
    if (ms < 0)
        return negative(ms);
    return move_on(after_ms(ms), fn, arg, stopped);
}

struct error *move_on_until(int64_t until_ms, task_fn *fn, void *arg,
                            bool *stopped)
{
    return move_on(at_ms(until_ms), fn, arg, stopped);
}

struct error *fail_after(int64_t ms, task_fn *fn, void *arg, const char *reason)
{
    if (ms < 0)
        return negative(ms);
    return run_within((struct scope_options){.deadline = after_ms(ms),
                                             .fail = true,
                                             .name = reason},
                      fn, arg);
}

struct error *fail_until(int64_t until_ms, task_fn *fn, void *arg,
                         const char *reason)
{
    return run_within((struct scope_options){.deadline = at_ms(until_ms),
                                             .fail = true,
                                             .name = reason},
                      fn, arg);
}
// private: linnet-0f5d3f897d262c7d
