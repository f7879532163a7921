// Loops and conditions that a macro has written.
#include "errgroup.h"
#include "event.h"
#include "nursery.h"

#define EACH(i, n) for (int i = 0; i < (n); i++)
#define TWICE(call)                                                            \
    do {                                                                       \
        for (int turn = 0; turn < 2; turn++)                                   \
            call;                                                              \
    } while (0)
#define FOREVER for (;;)

struct error *after_loops(struct event *event)
{
    TWICE(event_set(event));
    EACH(i, 3)
        event_set(event);
    struct error *err = event_wait(event);
    error_free(err); // <- swallowed-cancel
    EACH(i, 3)
        TRY(event_wait(event));
    return NULL;
}

struct error *in_loops(struct event *event, int n)
{
    struct error *err = NULL;
    EACH(i, n) {
        error_free(err);
        err = event_wait(event);
    }
    return err;
}

void never_ends(struct event *event)
{
    FOREVER {
        struct error *err = event_wait(event);
        if (err == NULL)
            return;
        error_free(err); // <- swallowed-cancel
    }
}

struct error *handles(struct event *event)
{
    struct errgroup_try *t = errgroup_try(event_wait(event));
    except(t, &TIMEOUT, caught)
        printf("%s\n", error_message(caught));
    return errgroup_end(t);
}
