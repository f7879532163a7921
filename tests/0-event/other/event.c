// Another design: an event has an array of tasks, with holes where waits were
// taken back, and a sleep is a wait for an event of its own.
#include "event.h"
#include "clock.h"
#include "deadline.h"
#include <stdlib.h>

struct event {
    bool is_set;
    struct task **tasks; // who waits, in the order of arrival; NULL: a hole
    size_t n;            // places in use, holes too
    size_t room;         // places there are
    size_t n_waiting;    // without the holes
};

// A place in the array.
struct seat {
    struct event *event;
    size_t i;
};

static void clear_tasks(struct event *event)
{
    free(event->tasks);
    event->tasks = NULL;
    event->n = event->room = event->n_waiting = 0;
}

struct event *event_new(void)
{
    struct event *event = calloc(1, sizeof(*event));
    must(event != NULL);
    return event;
}

void event_free(struct event *event)
{
    must(event->n_waiting == 0);
    clear_tasks(event);
    free(event);
}

void event_set(struct event *event)
{
    event->is_set = true;
    for (size_t i = 0; i < event->n; i++)
        if (event->tasks[i] != NULL)
            task_unpark(event->tasks[i], NULL);
    clear_tasks(event);
}

bool event_is_set(const struct event *event)
{
    return event->is_set;
}

size_t event_n_waiting(const struct event *event)
{
    return event->n_waiting;
}

static struct seat take_seat(struct event *event)
{
    if (event->n == event->room) {
        event->room = event->room > 0 ? 2 * event->room : 4;
        event->tasks =
            realloc(event->tasks, event->room * sizeof(event->tasks[0]));
        must(event->tasks != NULL);
    }
    event->tasks[event->n] = task_self();
    event->n_waiting++;
    return (struct seat){event, event->n++};
}

static enum abort leave_seat(struct task *task, void *arg)
{
    struct seat *seat = arg;
    must(seat->event->tasks[seat->i] == task);
    seat->event->tasks[seat->i] = NULL;
    if (--seat->event->n_waiting == 0)
        clear_tasks(seat->event);
    return ABORT_SUCCEEDED;
}

struct error *event_wait(struct event *event)
{
    if (event->is_set)
        return checkpoint();
    struct seat seat = take_seat(event);
    task_waits_for("event");
    return task_park(leave_seat, &seat);
}

// ---- time ------------------------------------------------------------------

struct alarm {
    struct deadline deadline;
    struct event event; // set when the time has come
};

static void ring(struct deadline *deadline)
{
    event_set(&container_of(deadline, struct alarm, deadline)->event);
}

static struct error *sleep_until_ns(int64_t until)
{
    struct alarm alarm = {.deadline.due = ring};
    if (until <= clock_now())
        return checkpoint();
    deadline_set(&alarm.deadline, until);
    struct error *err = event_wait(&alarm.event);
    deadline_clear(&alarm.deadline);
    return err;
}

struct error *sleep_ms(int64_t ms)
{
    if (ms < 0)
        return error_new(&INVALID, "%lld ms is no time", (long long)ms);
    return sleep_until_ns(clock_after_ms(ms));
}

struct error *sleep_until(int64_t until_ms)
{
    return sleep_until_ns(clock_at_ms(until_ms));
}

struct error *sleep_forever(void)
{
    struct event never = {0};
    struct error *err = event_wait(&never);
    must(error_is(err, &CANCELLED));
    return err;
}

// ---- checkpoints -----------------------------------------------------------

struct error *checkpoint(void)
{
    checkpoint_shielded();
    return checkpoint_if_cancelled();
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
