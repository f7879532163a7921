// A path that ends in what does not return leaves no block.
#include "event.h"
#include "nursery.h"
#include <stdlib.h>

enum manner { PLAIN, STRANGE };

_Noreturn void gives_up(const char *why);

struct error *stops_the_program(bool ready)
{
    struct nursery *n = nursery_open();
    if (!ready)
        exit(1);
    must(ready);
    if (nursery_n_children(n) > 1)
        gives_up("too many");
    return nursery_close(n, NULL);
}

struct error *knows_both(enum manner manner)
{
    struct nursery *n = nursery_open();
    switch (manner) {
    case PLAIN:
        return nursery_close(n, NULL);
    case STRANGE:
        nursery_cancel(n);
        return nursery_close(n, NULL);
    }
    abort();
}

// In a macro the text does not say where a return is, the tree does.
#define UNLESS(condition, value)                                               \
    do {                                                                       \
        if (!(condition))                                                      \
            return (value);                                                    \
    } while (0)

struct error *by_a_macro(bool ready)
{
    struct nursery *n = nursery_open();
    UNLESS(ready, NULL); // <- open-nursery
    UNLESS(ready, nursery_close(n, NULL));
    int one = ({
        TRY(sleep_ms(1)); // <- open-nursery
        1;
    });
    nursery_spawn_with(n, NULL, NULL, .eager = one);
    return nursery_close(n, NULL);
}
