// Stacks for tasks: equal slices of one large reserved mapping.
//
//     low addresses                                         high addresses
//     +-------+------------------+-------+------------------+---- - -
//     | guard |  <-- stack 0     | guard |  <-- stack 1     | guard ...
//     +-------+------------------+-------+------------------+---- - -
//
// Reserving costs nothing; a page costs memory when it is first touched. A
// stack that overflows runs into its guard page and the program is told so.
// Free stacks are kept and the warmest is used again first.
#pragma once
#include "error.h"
#include <stdbool.h>
#include <stddef.h>

struct stack_pool;

// The stack of a task, by its lowest usable address.
struct stack;

struct stack_limits {
    size_t bytes; // of one stack with its guard; 0 stands for 64 KiB. Rounded up
                  // to an odd number of pages, so that the tops of stacks do not
                  // all compete for the same lines of the cache
    size_t most;  // stacks at the same time; 0 stands for 1,048,576
};

// Reserves address space for limits.most stacks, or for half as many and so on
// if the system refuses. Gives the pool (end with stack_pool_free), or NULL
// with EXHAUSTED in *err if there is not even room for 16.
struct stack_pool *stack_pool_new(struct stack_limits limits,
                                  struct error **err);

// Gives back everything. Stacks still in use are gone as well.
void stack_pool_free(struct stack_pool *pool);

// A stack (end with stack_put), or NULL if there is none, with errno set.
struct stack *stack_get(struct stack_pool *pool);

// Takes stack: it may be handed out again at once.
void stack_put(struct stack_pool *pool, struct stack *stack);

// Gives memory of stacks that have not been needed for long back to the system,
// a few at a time: meant to be called whenever there is nothing else to do.
void stack_trim(struct stack_pool *pool);

// Lowest usable address, and the bytes above it.
void *stack_bottom(struct stack *stack);
size_t stack_bytes(const struct stack_pool *pool);

size_t stack_live(const struct stack_pool *pool); // in use
size_t stack_most(const struct stack_pool *pool); // there can be

// True if address lies in a guard page: some stack has overflowed.
bool stack_is_guard(const struct stack_pool *pool, const void *address);
