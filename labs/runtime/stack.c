// Stacks for tasks: equal slices of one large reserved mapping.
//
// A guard page inside a mapping usually splits it in two for the kernel, which
// allows only so many mappings (65,530 as a rule). MADV_GUARD_INSTALL, in
// Linux since 6.13, marks pages without splitting. Where it is missing,
// mprotect is used, and the number of stacks ends where the kernel says so.
#include "stack.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define VALGRIND_STACK_REGISTER(low, high) 0
#endif

enum {
    DEFAULT_BYTES = 64 * 1024,
    DEFAULT_MOST = 1 << 20,
    FEWEST = 16,
    WARM = 4096,      // free stacks whose memory is kept
    TRIM_AT_ONCE = 64, // stacks given back in one stack_trim
    GUARD_INSTALL = 102, // MADV_GUARD_INSTALL, which libc may not know yet
};

// The region, what has been cut from it, and a last-in first-out list of free
// slices. The list lives outside of the stacks, so that a cold one is not
// touched only to be linked.
struct stack_pool {
    char *base;     // of the mapping
    size_t slice;   // bytes of one stack with its guard
    size_t page;    // bytes of a guard
    size_t most;    // slices that may be used
    size_t mapped;  // bytes of the mapping
    size_t n_cut;   // slices 0 .. n_cut - 1 have a guard and were used
    size_t n_free;  // entries of free_slices
    size_t n_warm;  // the last so many of them may hold memory
    size_t room;    // free_slices has room for
    uint32_t *free_slices; // numbers of free slices, the warmest last
};

static bool reserve(struct stack_pool *pool)
{
    for (; pool->most >= FEWEST; pool->most /= 2) {
        if (__builtin_mul_overflow(pool->most, pool->slice, &pool->mapped))
            continue;
        void *base = mmap(NULL, pool->mapped, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (base != MAP_FAILED) {
            pool->base = base;
            return true;
        }
    }
    return false;
}

struct stack_pool *stack_pool_new(struct stack_limits limits,
                                  struct error **err)
{
    struct stack_pool *pool = calloc(1, sizeof(*pool));
    must(pool != NULL);
    pool->page = (size_t)sysconf(_SC_PAGESIZE);
    pool->slice = limits.bytes != 0 ? limits.bytes : DEFAULT_BYTES;
    pool->slice = (pool->slice + pool->page - 1) / pool->page * pool->page;
    must(pool->slice >= 2 * pool->page);
    // An odd number of pages: with a power of two, the processor's cache of page
    // addresses would put all stacks in the same few of its places.
    pool->slice |= pool->page;
    pool->most = limits.most != 0 ? limits.most : DEFAULT_MOST;
    if (pool->most < FEWEST)
        pool->most = FEWEST;
    if (!reserve(pool)) {
        *err = error_new(&EXHAUSTED, "no address space for %d stacks of %zu "
                         "KiB: %s", FEWEST, pool->slice / 1024,
                         strerror(errno));
        free(pool);
        return NULL;
    }
    if (limits.most != 0 && limits.most < pool->most)
        pool->most = limits.most;
    // Huge pages would make every stack cost 2 MiB.
    madvise(pool->base, pool->mapped, MADV_NOHUGEPAGE);
    return pool;
}

void stack_pool_free(struct stack_pool *pool)
{
    munmap(pool->base, pool->mapped);
    free(pool->free_slices);
    free(pool);
}

static char *slice_at(const struct stack_pool *pool, size_t i)
{
    return pool->base + i * pool->slice;
}

static bool install_guard(struct stack_pool *pool, char *slice)
{
    if (madvise(slice, pool->page, GUARD_INSTALL) == 0)
        return true;
    return mprotect(slice, pool->page, PROT_NONE) == 0;
}

static struct stack *stack_of(struct stack_pool *pool, size_t i)
{
    return (struct stack *)(slice_at(pool, i) + pool->page);
}

// Room is made when a slice is cut, so that putting one back cannot fail.
static void make_room(struct stack_pool *pool)
{
    if (pool->n_cut < pool->room)
        return;
    pool->room = pool->room != 0 ? 2 * pool->room : 64;
    pool->free_slices =
        realloc(pool->free_slices, pool->room * sizeof(pool->free_slices[0]));
    must(pool->free_slices != NULL);
}

static struct stack *cut(struct stack_pool *pool)
{
    if (pool->n_cut == pool->most) {
        errno = EAGAIN;
        return NULL;
    }
    char *slice = slice_at(pool, pool->n_cut);
    if (!install_guard(pool, slice))
        return NULL;
    make_room(pool);
    pool->n_cut++;
    (void)VALGRIND_STACK_REGISTER(slice + pool->page, slice + pool->slice);
    return stack_of(pool, pool->n_cut - 1);
}

struct stack *stack_get(struct stack_pool *pool)
{
    if (pool->n_free == 0)
        return cut(pool);
    pool->n_free--;
    if (pool->n_warm > 0)
        pool->n_warm--;
    return stack_of(pool, pool->free_slices[pool->n_free]);
}

void stack_put(struct stack_pool *pool, struct stack *stack)
{
    size_t offset = (size_t)((char *)stack - pool->base);
    pool->free_slices[pool->n_free++] = (uint32_t)(offset / pool->slice);
    pool->n_warm++;
}

void stack_trim(struct stack_pool *pool)
{
    // The coldest that still hold memory are the first n_warm from below.
    for (int i = 0; i < TRIM_AT_ONCE && pool->n_warm > WARM; i++) {
        size_t coldest = pool->n_free - pool->n_warm;
        char *bottom =
            (char *)stack_of(pool, pool->free_slices[coldest]);
        madvise(bottom, pool->slice - pool->page, MADV_DONTNEED);
        pool->n_warm--;
    }
}

void *stack_bottom(struct stack *stack)
{
    return stack;
}

size_t stack_bytes(const struct stack_pool *pool)
{
    return pool->slice - pool->page;
}

size_t stack_live(const struct stack_pool *pool)
{
    return pool->n_cut - pool->n_free;
}

size_t stack_most(const struct stack_pool *pool)
{
    return pool->most;
}

bool stack_is_guard(const struct stack_pool *pool, const void *address)
{
    const char *at = address;
    if (at < pool->base || at >= slice_at(pool, pool->most))
        return false;
    return (size_t)(at - pool->base) % pool->slice < pool->page;
}
