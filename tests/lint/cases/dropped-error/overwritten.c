// The second error takes the place of the first before anybody has looked.
#include "event.h"

struct error *overwrites(bool twice)
{
    struct error *err = sleep_ms(1); // <- dropped-error
    err = sleep_ms(2);
    TRY(err);
    err = sleep_ms(3); // <- dropped-error
    if (twice)
        err = sleep_ms(4);
    else
        err = sleep_ms(5);
    return err;
}

struct error *overwrites_in_one_branch(bool twice)
{
    struct error *err = sleep_ms(1);
    if (twice)
        err = sleep_ms(2);
    return err;
}
