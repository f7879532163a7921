// Counts the memory that the student's code has taken and not given back, and
// the steps it takes.
//
// The blocks are kept in a table beside them and not in a header before each:
// the student may free what others have allocated, and the other way round.
#include "counted.h"
#include "must.h"
#include "runner.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct block {
    void *at; // NULL: free place; GONE: was used, search on
    size_t bytes;
    const void *taken; // the return address of the call
};

#define GONE ((void *)1)

enum { FEWEST_PLACES = 1024 };

static struct block *table;
static size_t mask;   // places - 1
static size_t n_used; // places that are not NULL
static size_t n_live; // blocks

static struct block *place_of(void *at)
{
    size_t i = ((uintptr_t)at >> 4) * 0x9e3779b97f4a7c15u >> 20;
    while (table[i & mask].at != NULL && table[i & mask].at != at)
        i++;
    return &table[i & mask];
}

static void grow(void)
{
    struct block *old = table;
    size_t n = old != NULL ? mask + 1 : 0;
    mask = n_live * 4 > FEWEST_PLACES ? n_live * 4 : FEWEST_PLACES;
    while (mask & (mask - 1))
        mask &= mask - 1;
    mask = mask * 2 - 1;
    table = calloc(mask + 1, sizeof(*table));
    must(table != NULL);
    n_used = n_live;
    for (size_t i = 0; i < n; i++)
        if (old[i].at != NULL && old[i].at != GONE)
            *place_of(old[i].at) = old[i];
    free(old);
}

static void add(void *at, size_t bytes, const void *taken)
{
    if (at == NULL)
        return;
    if (table == NULL || n_used * 2 > mask)
        grow();
    struct block *block = place_of(at);
    n_used += block->at == NULL;
    n_live++;
    *block = (struct block){at, bytes, taken};
}

static void forget(void *at)
{
    if (at == NULL || table == NULL)
        return;
    struct block *block = place_of(at);
    if (block->at == NULL)
        return;
    block->at = GONE;
    n_live--;
}

// A table that is small stays for the next run: with a sanitizer, memory that
// is taken anew is always fresh, and fresh pages cost more than clearing.
void counted_reset(void)
{
    if (n_used == 0)
        return;
    if (mask < 2 * FEWEST_PLACES) {
        memset(table, 0, (mask + 1) * sizeof(*table));
    } else {
        free(table);
        table = NULL;
        mask = 0;
    }
    n_used = n_live = 0;
}

struct counted counted_live(void)
{
    struct counted live = {0};
    for (size_t i = 0; n_live > 0 && i <= mask; i++) {
        if (table[i].at == NULL || table[i].at == GONE)
            continue;
        live.n++;
        live.bytes += table[i].bytes;
        live.taken = table[i].taken;
    }
    return live;
}

void *counted_malloc(size_t bytes)
{
    void *at = malloc(bytes);
    add(at, bytes, __builtin_return_address(0));
    return at;
}

void *counted_calloc(size_t n, size_t bytes)
{
    void *at = calloc(n, bytes);
    add(at, n * bytes, __builtin_return_address(0));
    return at;
}

void *counted_realloc(void *block, size_t bytes)
{
    forget(block);
    void *at = realloc(block, bytes);
    add(at, bytes, __builtin_return_address(0));
    return at;
}

void counted_free(void *block)
{
    forget(block);
    free(block);
}

// What the compiler calls at each stretch of the student's code without a
// branch (-fsanitize-coverage=trace-pc).
void __sanitizer_cov_trace_pc(void);

static int64_t n_steps;

void __sanitizer_cov_trace_pc(void)
{
    n_steps++;
}

int64_t counted_steps(void)
{
    return n_steps;
}

char *counted_strdup(const char *text)
{
    char *copy = strdup(text);
    add(copy, strlen(text) + 1, __builtin_return_address(0));
    return copy;
}

// ---- bytes, which are steps too ---------------------------------------------

void *counted_memcpy(void *to, const void *from, size_t n)
{
    n_steps += (int64_t)n;
    return memcpy(to, from, n);
}

void *counted_memmove(void *to, const void *from, size_t n)
{
    n_steps += (int64_t)n;
    return memmove(to, from, n);
}

// Of a search that finds, only what it had to look at.
static void count_search(const char *bytes, const char *found, size_t n)
{
    n_steps += found != NULL ? found - bytes : (int64_t)n;
}

void *counted_memchr(const void *bytes, int byte, size_t n)
{
    void *found = memchr(bytes, byte, n);
    count_search(bytes, found, n);
    return found;
}

int counted_memcmp(const void *a, const void *b, size_t n)
{
    n_steps += (int64_t)n;
    return memcmp(a, b, n);
}

void *counted_memmem(const void *bytes, size_t n, const void *wanted,
                     size_t n_wanted)
{
    void *found = memmem(bytes, n, wanted, n_wanted);
    count_search(bytes, found, n);
    return found;
}
