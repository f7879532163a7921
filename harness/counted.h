// Counts the memory that the student's code has taken and not given back.
#pragma once
#include <stddef.h>

struct counted {
    size_t n;          // blocks
    size_t bytes;      // in them
    const void *taken; // where in the code one of them was asked for
};

// Forgets all blocks there are: what is counted is of one run.
void counted_reset(void);
struct counted counted_live(void);
