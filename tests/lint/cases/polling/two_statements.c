// Loops that do something each time.
#include "event.h"

static volatile bool done;
static unsigned n;

static void look(void)
{
    n++;
}

struct error *all(int64_t ms)
{
    while (!done) {
        n++;
        TRY(sleep_ms(10));
    }
    while (!done) {
        TRY(sleep_ms(10));
        look();
    }
    while (!done) {
        TRY(sleep_ms(ms));
        ms *= 2;
    }
    while (!done)
        TRY(sleep_ms(ms += 10));
    while (!done)
        if (n > 3)
            TRY(sleep_ms(10));
    while (!done) {
        struct error *err = sleep_ms(10);
        if (err != NULL) {
            error_note(err, "while polling");
            return err;
        }
    }
    while (!done) {
        TRY(sleep_ms(10));
        done = n > 10;
    }
    while (!done) {
        TRY(sleep_ms(10));
        break;
    }
    while (!done) {
        TRY(sleep_ms(1));
        TRY(sleep_ms(2));
    }
    while (!done)
        return sleep_ms(10);
    return NULL;
}
