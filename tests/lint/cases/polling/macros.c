// TRY is no loop, and the head of a for that a macro makes is not read.
#include "event.h"

static volatile bool done;

#define UNTIL(condition) while (!(condition))
#define EACH(i, n)       for (int i = 0; i < (n); i++)
#define WAIT_MS(ms)      TRY(sleep_ms(ms))

struct error *all(int n)
{
    TRY(sleep_ms(10));
    WAIT_MS(10);
    EACH (i, n)
        TRY(checkpoint());
    do {
        TRY(sleep_ms(10));
    } while (0);
    while (!done) // <- polling
        WAIT_MS(10);
    UNTIL (done) // <- polling
        TRY(checkpoint());
    return NULL;
}
