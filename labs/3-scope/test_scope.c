// Your own tests of lab 3. `make own LAB=3` runs them on your scope.c and
// forms.c.
//
// A test is a small program on the virtual clock: a thousand seconds cost
// nothing, and every run is the same. OWN_TEST is run under LEVEL cancellation,
// OWN_EDGE_TEST under EDGE. own.h says when a test passes.
#include "event.h"
#include "own.h"
#include "scope.h"

// The same lines under both; only the second wait tells them apart.
static struct error *wait_twice(bool *second_failed)
{
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, "enough");
    struct error *first = checkpoint(), *second = checkpoint();
    must(error_is(first, &CANCELLED));
    *second_failed = error_is(second, &CANCELLED);
    error_free(second);
    return scope_leave(s, first);
}

OWN_EDGE_TEST(edge_is_heard_once)
{
    bool second_failed;
    TRY(wait_twice(&second_failed));
    must(!second_failed);
    return checkpoint();
}

OWN_TEST(level_is_heard_each_time)
{
    bool second_failed;
    TRY(wait_twice(&second_failed));
    must(second_failed);
    return checkpoint();
}

// Ideas, roughly in the order of the tasks:
//
// - a task that sleeps in a scope, and another one that cancels it: when does
//   it wake, and with which reason?
// - a nursery in a scope, a scope in a child: who is woken, who is not?
// - two scopes, the inner, the outer, or both cancelled, in either order
// - an error in place of the CANCELLED; a group with both
// - a deadline in 10 ms, now, in the past; moved while the task sleeps; a task
//   that computes (clock_advance_ms) and asks checkpoint_if_cancelled()
// - a cancel by hand, and a deadline that passes during the clean-up
// - a shield in a cancelled scope; lifted by somebody else; a shield that is
//   cancelled itself
// - fail_after with a function that is late and returns something useful
// - scope_request to a task in a scope: who takes the CANCELLED out?
// - a million checkpoints in a thousand scopes
