// Two senders wait at a stream without room, and both are cancelled: one when
// its item has just been taken, the other when it has not. What was sent?
#include "event.h"
#include "loop.h"
#include "nursery.h"
#include "scope.h"
#include "stream.h"

static struct stream_tx *tx;
static struct stream_rx *rx;
static struct scope *scopes[3]; // of senders 1 and 2

static struct error *send_number(void *arg)
{
    int number = *(int *)arg;
    scopes[number] = scope_enter((struct scope_options){0});
    struct error *err = stream_send(tx, &number);
    printf("sender %d: %s\n", number, err == NULL ? "sent" : "cancelled");
    return scope_leave(scopes[number], err);
}

static struct error *program(void *arg)
{
    (void)arg;
    int numbers[] = {1, 2}, item = 0;
    TRY(stream_open(0, sizeof(int), &tx, &rx));
    struct nursery *n = nursery_open();
    for (int i = 0; i < 2; i++)
        nursery_spawn(n, send_number, &numbers[i]);
    struct error *err = sleep_ms(1);
    if (err == NULL)
        err = stream_try_receive(rx, &item);
    scope_cancel(scopes[1], NULL);
    scope_cancel(scopes[2], NULL);
    printf("received %d, waiting %zu\n", item,
           stream_tx_statistics(tx).n_sending);
    printf("again: %s\n",
           stream_try_receive(rx, &item) == WOULD_BLOCK ? "WOULD_BLOCK" : "?");
    err = nursery_close(n, err);
    stream_tx_free(tx);
    stream_rx_free(rx);
    return err;
}

int main(void)
{
    struct loop_options options = {.virtual_clock = true};
    return loop_exit_status(loop_run(program, NULL, &options));
}
