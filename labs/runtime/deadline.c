// Deadlines: a heap of what is to happen, the earliest on top.
#include "deadline.h"
#include "clock.h"
#include "loop.h"
#include <stdbool.h>
#include <stdlib.h>

enum { FANOUT = 4 };

static bool before(const struct deadline_entry *a,
                   const struct deadline_entry *b)
{
    return a->when != b->when ? a->when < b->when : a->order < b->order;
}

static void put(struct deadline_heap *heap, size_t i, struct deadline_entry e)
{
    heap->entries[i] = e;
    e.d->at = i + 1;
}

// Moves e up from the hole at i to where its parent is not later.
static void sift_up(struct deadline_heap *heap, size_t i,
                    struct deadline_entry e)
{
    while (i > 0) {
        size_t parent = (i - 1) / FANOUT;
        if (!before(&e, &heap->entries[parent]))
            break;
        put(heap, i, heap->entries[parent]);
        i = parent;
    }
    put(heap, i, e);
}

static size_t earliest_child(const struct deadline_heap *heap, size_t i)
{
    size_t first = FANOUT * i + 1;
    size_t last = first + FANOUT < heap->n ? first + FANOUT : heap->n;
    size_t best = first;
    for (size_t child = first + 1; child < last; child++)
        if (before(&heap->entries[child], &heap->entries[best]))
            best = child;
    return best;
}

// Moves e down from the hole at i to where no child is earlier.
static void sift_down(struct deadline_heap *heap, size_t i,
                      struct deadline_entry e)
{
    while (FANOUT * i + 1 < heap->n) {
        size_t child = earliest_child(heap, i);
        if (!before(&heap->entries[child], &e))
            break;
        put(heap, i, heap->entries[child]);
        i = child;
    }
    put(heap, i, e);
}

static void take_out(struct deadline_heap *heap, struct deadline *d)
{
    size_t hole = d->at - 1;
    d->at = 0;
    struct deadline_entry last = heap->entries[--heap->n];
    if (hole == heap->n)
        return;
    if (hole > 0 && before(&last, &heap->entries[(hole - 1) / FANOUT]))
        sift_up(heap, hole, last);
    else
        sift_down(heap, hole, last);
}

static void make_room(struct deadline_heap *heap)
{
    if (heap->n < heap->room)
        return;
    heap->room = heap->room != 0 ? 2 * heap->room : 64;
    heap->entries =
        realloc(heap->entries, heap->room * sizeof(heap->entries[0]));
    must(heap->entries != NULL);
}

void deadline_set(struct deadline *d, int64_t when)
{
    must(loop_current != NULL);
    struct deadline_heap *heap = &loop_current->deadlines;
    if (d->at != 0)
        take_out(heap, d);
    make_room(heap);
    d->when = when;
    // What is set while others are called comes behind all of those.
    if (heap->calling && when < heap->calling_at)
        when = heap->calling_at;
    sift_up(heap, heap->n++, (struct deadline_entry){when, heap->n_set++, d});
}

void deadline_clear(struct deadline *d)
{
    if (d->at != 0)
        take_out(&loop_current->deadlines, d);
}

int64_t deadline_next(const struct deadline_heap *heap)
{
    return heap->n > 0 ? heap->entries[0].when : CLOCK_NEVER;
}

void deadline_run_due(struct deadline_heap *heap, int64_t now)
{
    uint64_t n_set = heap->n_set;
    heap->calling = true;
    heap->calling_at = now;
    while (heap->n > 0 && heap->entries[0].when <= now &&
           heap->entries[0].order < n_set) {
        struct deadline *d = heap->entries[0].d;
        take_out(heap, d);
        d->due(d);
    }
    heap->calling = false;
}
