// Two deadlines, one inside the other. Which of the two blocks ends early?
#include "event.h"
#include "loop.h"
#include "scope.h"

static void say(const char *which, struct scope_result result)
{
    printf("%3d ms  %s: called %d, caught %d\n", (int)clock_now_ms(), which,
           result.cancel_called, result.cancelled_caught);
}

static struct error *nest(int64_t outer_ms, int64_t inner_ms)
{
    struct scope_result outer, inner;
    struct scope *a = scope_enter((struct scope_options){
        .deadline = after_ms(outer_ms), .result = &outer});
    struct scope *b = scope_enter((struct scope_options){
        .deadline = after_ms(inner_ms), .result = &inner});
    struct error *err = scope_leave(b, sleep_ms(100));
    say("inner", inner);
    if (err == NULL)
        printf("%3d ms  the outer block goes on\n", (int)clock_now_ms());
    err = scope_leave(a, err);
    say("outer", outer);
    return err;
}

static struct error *program(void *arg)
{
    (void)arg;
    TRY(nest(30, 20));
    TRY(nest(20, 30));
    return checkpoint();
}

int main(void)
{
    struct loop_options options = {.virtual_clock = true};
    return loop_exit_status(loop_run(program, NULL, &options));
}
