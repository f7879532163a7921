// A peer is told goodbye when its task is cancelled: it never hears it.
#include "event.h"
#include "loop.h"
#include "nursery.h"
#include "stream.h"

enum { GOODBYE = -1 };

static struct error *say(struct stream_tx *to, int word)
{
    return stream_send(to, &word);
}

static struct error *talk(void *arg)
{
    struct stream_tx *to = arg;
    struct error *err = NULL;
    for (int word = 1; err == NULL; word++)
        err = say(to, word);
    if (error_is(err, &CANCELLED)) {
        int word = GOODBYE;
        error_set_context(err, stream_send(to, &word)); // <- unshielded-cleanup
    }
    return err;
}

static struct error *murmur(void *arg)
{
    struct stream_tx *to = arg;
    struct error *err = sleep_forever();
    if (err != NULL && !error_is(err, &CANCELLED))
        return err;
    else
        error_set_context(err, say(to, GOODBYE)); // <- unshielded-cleanup
    return err;
}

static void let_others_see(int *state)
{
    *state = 0;
    must(sleep_ms(10) == NULL); // <- unshielded-cleanup
}

static struct error *count(void *arg)
{
    __attribute__((cleanup(let_others_see))) int state = 0;
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
    nursery_spawn(n, murmur, tx);
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
