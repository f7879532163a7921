// Everything that a compiler lets pass, although nobody sees the error.
#include "event.h"
#include "nursery.h"

#define IGNORE(call) ((void)(call))

struct error *drops(struct nursery *n, bool ready)
{
    struct error *unread = sleep_ms(1); // <- dropped-error
    struct error *err;
    (void)sleep_ms(1);                  // <- dropped-error
    (void)(struct error *)(sleep_ms(1)); // <- dropped-error
    IGNORE(sleep_ms(1));                // <- dropped-error
    (sleep_ms(1), 0);                   // <- dropped-error
    ready ? sleep_ms(1) : NULL;         // <- dropped-error
    (void)({ sleep_ms(1); });           // <- dropped-error
    err = nursery_started(NULL);        // <- dropped-error
    (void)err;
    (void)unread;
    return nursery_close(n, NULL);
}
