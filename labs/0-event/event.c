// Awaitables: an event, a sleep, a checkpoint.
//
// This is where you write lab 0. README.md has the invariants E1 to E9 and four
// tasks; each function here names its own. event.h says what every function
// promises and is not to be changed.
#include "event.h"
#include "clock.h"
#include "deadline.h"
#include <stdlib.h>

// ---- event -----------------------------------------------------------------

// A start for the fields; add your own, and say of each when it means
// something. What does an event have to know of each task that waits for it,
// and where can that live? list.h may help.
struct event {
    bool is_set;
};

// Task 2.
struct event *event_new(void)
{
    must(!"event_new is not written yet");
}

// Task 2.
void event_free(struct event *event)
{
    (void)event;
    must(!"event_free is not written yet");
}

// Task 2: everybody who waits is unparked.
void event_set(struct event *event)
{
    (void)event;
    must(!"event_set is not written yet");
}

// Task 2.
bool event_is_set(const struct event *event)
{
    (void)event;
    must(!"event_is_set is not written yet");
}

// Task 2.
size_t event_n_waiting(const struct event *event)
{
    (void)event;
    must(!"event_n_waiting is not written yet");
}

// Task 2: remember the running task, and park it. Task 3: the abort hook.
struct error *event_wait(struct event *event)
{
    (void)event;
    must(!"event_wait is not written yet");
}

// ---- time ------------------------------------------------------------------

// Task 4: a deadline that unparks.
struct error *sleep_ms(int64_t ms)
{
    (void)ms;
    must(!"sleep_ms is not written yet");
}

// Task 4.
struct error *sleep_until(int64_t until_ms)
{
    (void)until_ms;
    must(!"sleep_until is not written yet");
}

// Task 4: a wait that nobody ends.
struct error *sleep_forever(void)
{
    must(!"sleep_forever is not written yet");
}

// ---- checkpoints -----------------------------------------------------------

// Task 1: the two below, one after the other.
struct error *checkpoint(void)
{
    must(!"checkpoint is not written yet");
}

// Task 1.
struct error *checkpoint_if_cancelled(void)
{
    must(!"checkpoint_if_cancelled is not written yet");
}

// Task 1.
void checkpoint_shielded(void)
{
    must(!"checkpoint_shielded is not written yet");
}
