// What a function of the file returns is what its checkpoints gave it.
#include "event.h"
#include "scope.h"

#define DROP(call) error_free(call)

static struct error *naps(int64_t ms)
{
    struct error *err = sleep_ms(ms);
    printf("awake\n");
    return err;
}

static struct error *naps_twice(int64_t ms)
{
    TRY(naps(ms));
    return naps(ms);
}

// It waits, and does not say how that went.
static struct error *naps_well(int64_t ms)
{
    struct error *err = sleep_ms(ms);
    struct error *failed = error_is(err, &CANCELLED) ? NULL : error_ref(err);
    error_free(err);
    return failed;
}

void sleeper(void)
{
    error_free(naps(1)); // <- swallowed-cancel
    DROP(naps_twice(1)); // <- swallowed-cancel
    error_free(naps_well(1));
    struct error *err;
    error_free(err = naps(2)); // <- swallowed-cancel
    error_free(({ // <- swallowed-cancel
        struct error *inner = naps(3);
        inner;
    }));
}
