// What is stored at the end of a turn is read at the start of the next one, or
// behind a label that is gone back to.
#include "event.h"

struct error *loops(int n)
{
    struct error *err = NULL;
    for (int i = 0; i < n; i++) {
        if (err != NULL)
            return err;
        err = sleep_ms(1);
    }
    return NULL;
}

struct error *goes_back(int n)
{
    struct error *err = NULL;
again:
    if (err != NULL || n-- == 0)
        return err;
    err = sleep_ms(1);
    goto again;
}

struct error *reads_in_the_condition(int n)
{
    struct error *err = NULL;
    for (int i = 0; i < n && err == NULL; i++)
        err = sleep_ms(1);
    return NULL;
}
