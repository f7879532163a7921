// A sender that is always ready, and a receiver that needs 10 ms for each item:
// with no room between them, with room for two, and without a limit.
#include "event.h"
#include "loop.h"
#include "nursery.h"
#include "stream.h"

enum { N = 5 };
static int64_t start; // of each of the three

static int ms(void)
{
    return (int)(clock_now_ms() - start);
}

static struct error *sender(void *arg)
{
    for (int i = 1; i <= N; i++) {
        TRY(stream_send(arg, &i));
        printf("  %d at %d ms", i, ms());
    }
    stream_tx_close(arg);
    return NULL;
}

static struct error *try_with(int64_t capacity, const char *name)
{
    struct stream_tx *tx;
    struct stream_rx *rx;
    TRY(stream_open(capacity, sizeof(int), &tx, &rx));
    start = clock_now_ms();
    printf("%s\n", name);
    struct nursery *n = nursery_open();
    nursery_spawn(n, sender, tx);
    struct error *err = NULL;
    for (int item; err == NULL && (err = stream_receive(rx, &item)) == NULL;)
        err = sleep_ms(10);
    err = nursery_close(n, err == END_OF_STREAM ? NULL : err);
    printf("\n  all received by %d ms, most held %zu\n", ms(),
           stream_rx_statistics(rx).most_held);
    stream_tx_free(tx);
    stream_rx_free(rx);
    return err;
}

static struct error *program(void *arg)
{
    (void)arg;
    TRY(try_with(0, "no room"));
    TRY(try_with(2, "room for 2"));
    return try_with(STREAM_UNBOUNDED, "no limit");
}

int main(void)
{
    struct loop_options options = {.virtual_clock = true};
    return loop_exit_status(loop_run(program, NULL, &options));
}
