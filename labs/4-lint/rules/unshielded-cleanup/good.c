// The goodbye is said behind a shield, and for no longer than a moment.
#include "event.h"
#include "loop.h"
#include "nursery.h"
#include "scope.h"
#include "stream.h"

enum { GOODBYE = -1 };

static struct error *say_goodbye(struct stream_tx *to)
{
    int word = GOODBYE;
    struct scope *s = scope_enter(
        (struct scope_options){.shield = true, .deadline = after_ms(50)});
    return scope_leave(s, stream_send(to, &word));
}

static struct error *talk(void *arg)
{
    struct stream_tx *to = arg;
    struct error *err = NULL;
    for (int word = 1; err == NULL; word++)
        err = stream_send(to, &word);
    if (error_is(err, &CANCELLED))
        error_set_context(err, say_goodbye(to));
    return err;
}

// What does not wait needs no shield.
static void forget(int *state)
{
    *state = 0;
}

static struct error *count(void *arg)
{
    __attribute__((cleanup(forget))) int state = 0;
    (void)arg;
    for (; state < 1000; state++)
        TRY(checkpoint());
    return NULL;
}

static struct error *listen(void *arg)
{
    int word = 0;
    while (word != 3)
        TRY(stream_receive(arg, &word));
    return error_new(&INVALID, "heard enough");
}

static struct error *program(void *arg)
{
    struct stream_tx *tx;
    struct stream_rx *rx;
    (void)arg;
    TRY(stream_open(1, sizeof(int), &tx, &rx));
    struct nursery *n = nursery_open();
    nursery_spawn(n, talk, tx);
    nursery_spawn(n, count, NULL);
    nursery_spawn(n, listen, rx);
    struct error *err = nursery_close(n, NULL);
    stream_tx_free(tx);
    stream_rx_free(rx);
    return err;
}

int main(void)
{
    return loop_exit_status(loop_run(program, NULL, NULL));
}
