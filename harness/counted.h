// Counts the memory that the student's code has taken and not given back, and
// the steps it takes.
#pragma once
#include <stddef.h>
#include <stdint.h>

struct counted {
    size_t n;          // blocks
    size_t bytes;      // in them
    const void *taken; // where in the code one of them was asked for
};

// Forgets all blocks there are: what is counted is of one run.
void counted_reset(void);
struct counted counted_live(void);

// How many stretches of code without a branch the student's code has been
// through since the program began, and how many bytes it had moved or looked at
// by memcpy, memmove, memchr, memcmp and memmem: the same in every run of the
// same play, on a slow machine as on a fast one. 0 in a build that does not
// count them (the watched one).
int64_t counted_steps(void);
