// Freed where it is an error, and NULL returned; or where it is none.
#include "event.h"
#include "nursery.h"

struct error *forgives(struct event *event)
{
    struct error *err = event_wait(event);
    if (err != NULL) {
        error_free(err); // <- swallowed-cancel
        err = NULL;
    }
    return err;
}

struct error *turns_it_into_another(struct event *event)
{
    struct error *err = event_wait(event);
    if (err == NULL)
        return NULL;
    error_free(err); // <- swallowed-cancel
    return error_new(&TIMEOUT, "nobody came");
}

struct error *closes(struct nursery *n, struct error *body)
{
    struct error *err = nursery_close(n, body);
    bool failed = err != NULL;
    error_free(err); // <- swallowed-cancel
    return failed ? error_new(&MISUSE, "a child failed") : NULL;
}

// There is nothing to swallow where there is no error.
struct error *frees_nothing(struct event *event)
{
    struct error *err = event_wait(event);
    if (err == NULL) {
        error_free(err);
        return NULL;
    }
    return err;
}
