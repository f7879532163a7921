// Two tasks, each of which waits for the other to begin. What is printed, and
// after how much time?
#include "event.h"
#include "loop.h"
#include "nursery.h"

struct meeting {
    struct event *first, *second; // somebody is there
};

static struct error *polite(void *arg)
{
    struct meeting *meeting = arg;
    TRY(event_wait(meeting->second));
    event_set(meeting->first);
    return NULL;
}

static struct error *shy(void *arg)
{
    struct meeting *meeting = arg;
    TRY(event_wait(meeting->first));
    event_set(meeting->second);
    return NULL;
}

static struct error *program(void *arg)
{
    struct nursery *n = nursery_open();
    nursery_spawn(n, polite, arg);
    nursery_spawn(n, shy, arg);
    return nursery_close(n, NULL);
}

int main(void)
{
    struct meeting meeting = {event_new(), event_new()};
    struct loop_options options = {.virtual_clock = true, .report = stdout};
    struct error *err = loop_run(program, &meeting, &options);
    bool stuck = error_is(err, &STUCK);
    if (err != NULL)
        printf("%s\n", error_message(err));
    error_free(err);
    return stuck ? 3 : 0;
}
