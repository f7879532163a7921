// Behind a shield no cancel arrives.
#include "event.h"
#include "nursery.h"
#include "scope.h"
#include "stream.h"

struct error *says_good_bye(struct stream_tx *tx, const int *last)
{
    struct error *err = sleep_forever();
    struct scope *s = scope_enter((struct scope_options){
        .shield = true, .deadline = after_ms(100)});
    error_free(stream_send(tx, last));
    return scope_leave(s, err);
}

struct error *says_it_later(struct scope *s, struct stream_tx *tx, int *last)
{
    scope_shield(s, true);
    struct error *err = stream_send(tx, last);
    if (err != NULL)
        printf("nobody listens\n");
    error_free(err);
    scope_shield(s, false);
    return sleep_ms(1);
}

struct error *shields_its_children(void)
{
    struct nursery_options options = {.name = "clean-up"};
    options.shield = true;
    struct nursery *n = nursery_open_at(PLACE_HERE, options);
    error_free(sleep_ms(1));
    return nursery_close(n, NULL);
}

// Too late: it has been swallowed by then.
struct error *shields_afterwards(struct scope *s)
{
    error_free(sleep_ms(1)); // <- swallowed-cancel
    scope_shield(s, true);
    return sleep_ms(1);
}
