// Your own tests of lab 0. `make own LAB=0` runs them on your event.c.
//
// A test is a small program on the virtual clock: a thousand seconds cost
// nothing, and every run is the same. Write one before you write the code it is
// about, see it fail, and keep it. own.h says when a test passes.
#include "event.h"
#include "nursery.h"
#include "own.h"

struct waiting {
    struct event *event;
    bool is_over;
};

static struct error *waits(void *arg)
{
    struct waiting *waiting = arg;
    TRY(event_wait(waiting->event));
    waiting->is_over = true;
    return NULL;
}

OWN_TEST(set_wakes_who_waits)
{
    struct waiting waiting = {.event = event_new()};
    struct nursery *n = nursery_open();
    nursery_spawn(n, waits, &waiting);
    struct error *err = task_wait_all_parked();
    must(!waiting.is_over);
    event_set(waiting.event);
    must(!waiting.is_over); // it is ready, and has not had its turn
    err = nursery_close(n, err);
    must(waiting.is_over);
    event_free(waiting.event);
    return err;
}

// Ideas, roughly in the order of the tasks:
//
// - two tasks that count up a number, with a checkpoint after each step
// - nursery_cancel(n) in the body, then checkpoint(): what does it return, and
//   have the children run before that?
// - three waiters: in which order do they go on?
// - an event that is set before anybody waits for it
// - event_n_waiting before, during, and right after event_set
// - two waiters in two nurseries, one of which is cancelled: who is woken?
// - cancel, then set; set, then cancel; nothing else in between
// - sleeps of 30, 40, 10 and 20 ms; two of the same length
// - a sleep of 0 ms, of -1 ms, of INT64_MAX ms
// - a sleep that is cancelled: is loop_alive().deadlines 0 then, at once?
