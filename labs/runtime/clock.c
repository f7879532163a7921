// The clock of a run: the virtual one, and what both have in common. The real
// one is in io.c, with libuv.
#include "clock.h"
#include "loop.h"

int64_t clock_now(void)
{
    must(loop_current != NULL);
    return loop_current->clock->now(loop_current);
}

int64_t clock_now_ms(void)
{
    return clock_now() / CLOCK_NS_PER_MS;
}

int64_t clock_after_ms(int64_t ms)
{
    int64_t ns;
    if (__builtin_mul_overflow(ms, CLOCK_NS_PER_MS, &ns) ||
        __builtin_add_overflow(clock_now(), ns, &ns))
        return ms < 0 ? INT64_MIN : CLOCK_NEVER;
    return ns;
}

int64_t clock_at_ms(int64_t ms)
{
    int64_t ns;
    if (__builtin_mul_overflow(ms, CLOCK_NS_PER_MS, &ns))
        return ms < 0 ? INT64_MIN : CLOCK_NEVER;
    return ns;
}

void clock_advance_ms(int64_t ms)
{
    struct loop *loop = loop_current;
    must(loop != NULL);
    must(loop->options.virtual_clock);
    must(ms >= 0);
    int64_t then = clock_after_ms(ms);
    must(then != CLOCK_NEVER);
    loop->now = then;
    // Whoever gives the turn away now gives it to the loop, which looks.
    loop->budget = loop->straight = 0;
}

// ---- the virtual clock -----------------------------------------------------

static void nothing(struct loop *loop)
{
    (void)loop;
}

static int64_t virtual_now(struct loop *loop)
{
    return loop->now;
}

static bool virtual_wait(struct loop *loop, int64_t until)
{
    if (until == CLOCK_NEVER)
        return false;
    if (until > loop->now)
        loop->now = until;
    return true;
}

const struct clock clock_virtual = {
    .open = nothing,
    .close = nothing,
    .now = virtual_now,
    .poll = nothing,
    .wait = virtual_wait,
};
