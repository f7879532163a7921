// Two receivers share one stream of five letters. Who gets which, and what is
// the last thing that each of them hears?
#include "event.h"
#include "loop.h"
#include "nursery.h"
#include "stream.h"

struct reader {
    const char *name;
    int64_t ms; // for each letter
    struct stream_rx *rx;
};

static struct error *reads(void *arg)
{
    struct reader *me = arg;
    struct error *err;
    char letter;
    while ((err = stream_receive(me->rx, &letter)) == NULL) {
        printf("%2d ms  %s gets %c\n", (int)clock_now_ms(), me->name, letter);
        TRY(sleep_ms(me->ms));
    }
    printf("%2d ms  %s: %s\n", (int)clock_now_ms(), me->name,
           err == END_OF_STREAM ? "the end" : error_message(err));
    return err == END_OF_STREAM ? NULL : err;
}

static struct error *program(void *arg)
{
    (void)arg;
    struct stream_tx *tx;
    struct reader fast = {"fast", 10, NULL}, slow = {"slow", 25, NULL};
    TRY(stream_open(5, sizeof(char), &tx, &fast.rx));
    TRY(stream_rx_clone(fast.rx, &slow.rx));
    for (const char *c = "abcde"; *c != 0; c++)
        TRY(stream_try_send(tx, c));
    stream_tx_close(tx);
    struct nursery *n = nursery_open();
    nursery_spawn(n, reads, &slow);
    nursery_spawn(n, reads, &fast);
    TRY(nursery_close(n, NULL));
    stream_tx_free(tx);
    stream_rx_free(fast.rx);
    stream_rx_free(slow.rx);
    return NULL;
}

int main(void)
{
    struct loop_options options = {.virtual_clock = true};
    return loop_exit_status(loop_run(program, NULL, &options));
}
