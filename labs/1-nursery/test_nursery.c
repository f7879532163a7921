// Your own tests of lab 1. `make own LAB=1` runs them on your nursery.c, on the
// solution, and on broken versions of it: how many do they catch?
//
// A test is a small program on the virtual clock: a thousand seconds cost
// nothing, and every run is the same. Write one before you write the code it is
// about, see it fail, and keep it. own.h says when a test passes.
#include "event.h"
#include "nursery.h"
#include "own.h"

// A child that takes its time and then says so.
static struct error *takes_its_time(void *arg)
{
    bool *has_ended = arg;
    TRY(sleep_ms(100));
    *has_ended = true;
    return NULL;
}

OWN_TEST(close_waits_for_a_child)
{
    bool has_ended = false;
    struct nursery *n = nursery_open();
    nursery_spawn(n, takes_its_time, &has_ended);
    must(!has_ended);
    struct error *err = nursery_close(n, NULL);
    must(has_ended);
    return err;
}

// Ideas, roughly in the order of the tasks:
//
// - an empty nursery; two nurseries, one inside the other
// - a child that ends before the body does; one that spawns a sibling as the
//   last thing it does
// - a child that fails: what does close return, how many members has it, and is
//   the member the very error that the child returned?
// - two children that fail in the same millisecond
// - a body that fails while a child sleeps: when does the child wake?
// - a sibling that needs time to clean up (scope_enter with .shield)
// - nursery_cancel from the body, from a child, and while close waits
// - a scope around the nursery that somebody cancels: what goes through close,
//   and what through scope_leave?
// - nursery_start with a child that is ready, that fails first, that ends
//   without a word, and one whose starter is cancelled
