// The ticker wants to speak at 10, 20, 30 and 40 ms. Somebody else computes for
// 35 ms: in one piece, then with a checkpoint every 5 ms. When are the ticks?
#include "event.h"
#include "loop.h"
#include "nursery.h"

static struct error *ticker(void *arg)
{
    int64_t start = *(int64_t *)arg;
    for (int i = 1; i <= 4; i++) {
        TRY(sleep_until(start + 10 * i));
        printf("  tick %d at %2d ms\n", i, (int)(clock_now_ms() - start));
    }
    return NULL;
}

static struct error *in_one_piece(void *arg)
{
    (void)arg;
    clock_advance_ms(35); // as if it computed
    return NULL;
}

static struct error *in_pieces(void *arg)
{
    (void)arg;
    for (int i = 0; i < 7; i++) {
        clock_advance_ms(5);
        TRY(checkpoint());
    }
    return NULL;
}

static struct error *run_both(const char *how, task_fn *computes)
{
    int64_t start = clock_now_ms();
    printf("%s\n", how);
    struct nursery *n = nursery_open();
    nursery_spawn(n, ticker, &start);
    nursery_spawn(n, computes, NULL);
    return nursery_close(n, NULL);
}

static struct error *program(void *arg)
{
    (void)arg;
    TRY(run_both("in one piece", in_one_piece));
    return run_both("in pieces", in_pieces);
}

int main(void)
{
    struct loop_options options = {.virtual_clock = true};
    return loop_exit_status(loop_run(program, NULL, &options));
}
