// A growing array of errors, given: what a walk that may not recurse keeps its
// place with. Empty when all zero. Nobody has to use it.
#pragma once
#include "error.h"
#include <stdlib.h>

struct pile {
    struct error **at; // at[0] to at[n - 1]; who owns them, its user says
    size_t n;
    size_t room; // errors that fit before it must grow
};

static inline void pile_push(struct pile *pile, struct error *err)
{
    if (pile->n == pile->room) {
        pile->room = pile->room == 0 ? 8 : 2 * pile->room;
        pile->at = realloc(pile->at, pile->room * sizeof(struct error *));
        must(pile->at != NULL);
    }
    pile->at[pile->n++] = err;
}

// Drops the errors from at[n] on.
static inline void pile_cut(struct pile *pile, size_t n)
{
    while (pile->n > n)
        error_free(pile->at[--pile->n]);
}
