// Awaitables: an event, a sleep, a checkpoint.
#include "event.h"
#include "deadline.h"
#include "clock.h"
#include <stdlib.h>

struct event {
    bool is_set;
    struct list waiters; // struct waiter, in the order in which they came
};

// One task in event_wait; in its frame.
struct waiter {
    struct list link;  // in the event's waiters
    struct task *task; // whom to wake
};

struct event *event_new(void)
{
    struct event *event = malloc(sizeof(*event));
    must(event != NULL);
    event->is_set = false;
    list_init(&event->waiters);
    return event;
}

void event_free(struct event *event)
{
    must(list_empty(&event->waiters));
    free(event);
}

void event_set(struct event *event)
{
    event->is_set = true;
    for (struct list *link; (link = list_pop(&event->waiters)) != NULL;)
        task_unpark(container_of(link, struct waiter, link)->task, NULL);
}

bool event_is_set(const struct event *event)
{
    return event->is_set;
}

size_t event_n_waiting(const struct event *event)
{
    size_t n = 0;
    list_each (link, &event->waiters)
        n++;
    return n;
}

static enum abort stop_waiting(struct task *task, void *arg)
{
    (void)task;
    struct waiter *waiter = arg;
    list_remove(&waiter->link);
    return ABORT_SUCCEEDED;
}

struct error *event_wait(struct event *event)
{
    if (event->is_set)
        return checkpoint();
    struct waiter waiter = {.task = task_self()};
    list_push(&event->waiters, &waiter.link);
    task_waits_for("event");
    return task_park(stop_waiting, &waiter);
}

// ---- time ------------------------------------------------------------------

// One sleeping task; in its frame.
struct sleeper {
    struct deadline deadline;
    struct task *task; // whom to wake
};

static void wake(struct deadline *deadline)
{
    task_unpark(container_of(deadline, struct sleeper, deadline)->task, NULL);
}

static enum abort stop_sleeping(struct task *task, void *arg)
{
    (void)task;
    struct sleeper *sleeper = arg;
    deadline_clear(&sleeper->deadline);
    return ABORT_SUCCEEDED;
}

static struct error *sleep_until_ns(int64_t until)
{
    if (until <= clock_now())
        return checkpoint();
    struct sleeper sleeper = {.deadline.due = wake, .task = task_self()};
    if (until != CLOCK_NEVER)
        deadline_set(&sleeper.deadline, until);
    task_waits_for("sleep");
    return task_park(stop_sleeping, &sleeper);
}

struct error *sleep_ms(int64_t ms)
{
    if (ms < 0)
        return error_new(&INVALID, "a sleep of %lld ms", (long long)ms);
    return sleep_until_ns(clock_after_ms(ms));
}

struct error *sleep_until(int64_t until_ms)
{
    return sleep_until_ns(clock_at_ms(until_ms));
}

struct error *sleep_forever(void)
{
    struct error *err = sleep_until_ns(CLOCK_NEVER);
    must(error_is(err, &CANCELLED));
    return err;
}

// ---- checkpoints -----------------------------------------------------------

struct error *checkpoint(void)
{
    task_yield();
    return task_cancelled();
}

struct error *checkpoint_if_cancelled(void)
{
    return task_cancelled();
}

void checkpoint_shielded(void)
{
    task_yield();
}
// private: linnet-0f5d3f897d262c7d
