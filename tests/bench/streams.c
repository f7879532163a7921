// Benchmarks of items on their way from task to task.
#include "bench.h"
#include "loop.h"
#include "nursery.h"
#include "stream.h"
#include <stdlib.h>

enum { ALL_ITEMS = 4 * 1000 * 1000 };

// A sender and a receiver, who both have it as their argument.
struct pair {
    struct stream_tx *tx;
    struct stream_rx *rx;
    size_t n;    // items
    size_t seen; // by the receiver
    size_t sum;  // of the items
};

// One measurement.
struct pairs {
    size_t n;
    struct pair *pairs;
};

static struct error *sends(void *arg)
{
    struct pair *pair = arg;
    for (size_t i = 0; i < pair->n; i++)
        TRY(stream_send(pair->tx, &i));
    stream_tx_close(pair->tx);
    return NULL;
}

static struct error *receives(void *arg)
{
    struct pair *pair = arg;
    struct error *err;
    for (size_t item; (err = stream_receive(pair->rx, &item)) == NULL;
         pair->seen++)
        pair->sum += item;
    return err == END_OF_STREAM ? NULL : err;
}

static struct error *send_and_receive(void *arg)
{
    struct pairs *all = arg;
    struct nursery *n = nursery_open();
    for (size_t i = 0; i < all->n; i++) {
        nursery_spawn(n, sends, &all->pairs[i]);
        nursery_spawn(n, receives, &all->pairs[i]);
    }
    return nursery_close(n, NULL);
}

static void open_pair(struct pair *pair, int64_t capacity, size_t n_items)
{
    *pair = (struct pair){.n = n_items};
    struct error *err =
        stream_open(capacity, sizeof(size_t), &pair->tx, &pair->rx);
    must(err == NULL);
}

static void free_pair(struct pair *pair)
{
    must(pair->seen == pair->n);
    must(pair->sum == pair->n * (pair->n - 1) / 2);
    stream_tx_free(pair->tx);
    stream_rx_free(pair->rx);
}

// ns an item.
static double measure(size_t n_pairs, int64_t capacity)
{
    size_t n_items = ALL_ITEMS / n_pairs > 2 ? ALL_ITEMS / n_pairs : 2;
    struct pairs all = {n_pairs, calloc(n_pairs, sizeof(struct pair))};
    must(all.pairs != NULL);
    for (size_t i = 0; i < n_pairs; i++)
        open_pair(&all.pairs[i], capacity, n_items);
    double start = bench_now();
    struct error *err = loop_run(send_and_receive, &all, NULL);
    double ns = (bench_now() - start) / (double)(n_pairs * n_items);
    must(err == NULL);
    for (size_t i = 0; i < n_pairs; i++)
        free_pair(&all.pairs[i]);
    free(all.pairs);
    return ns;
}

double bench_stream_0(size_t n)
{
    return measure(n, 0);
}

double bench_stream_64(size_t n)
{
    return measure(n, 64);
}
// private: linnet-0f5d3f897d262c7d
