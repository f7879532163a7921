// Cancel scopes in call form, another way: one function does all four.
#include "scope.h"

static struct error *call(struct scope_options options, task_fn *fn, void *arg,
                          bool *stopped)
{
    struct scope_result result = {0};
    if (options.deadline.kind == SCOPE_AFTER && options.deadline.ms < 0)
        return error_new(&INVALID, "there is no time before now");
    options.result = &result;
    struct scope *s = scope_enter(options);
    struct error *err = fn(arg);
    err = scope_leave(s, err);
    if (stopped != NULL)
        *stopped = result.cancelled_caught;
    return err;
}

#define CALL(...) call((struct scope_options){__VA_ARGS__}, fn, arg, stopped)

struct error *move_on_after(int64_t ms, task_fn *fn, void *arg, bool *stopped)
{
    return CALL(.deadline = after_ms(ms));
}

struct error *move_on_until(int64_t until_ms, task_fn *fn, void *arg,
                            bool *stopped)
{
    return CALL(.deadline = at_ms(until_ms));
}

struct error *fail_after(int64_t ms, task_fn *fn, void *arg, const char *reason)
{
    bool *stopped = NULL;
    return CALL(.deadline = after_ms(ms), .fail = true, .name = reason);
}

struct error *fail_until(int64_t until_ms, task_fn *fn, void *arg,
                         const char *reason)
{
    bool *stopped = NULL;
    return CALL(.deadline = at_ms(until_ms), .fail = true, .name = reason);
}
// private: linnet-0f5d3f897d262c7d
