// What a class comes to.
#pragma once
#include "class.h"

enum { N_BINS = 5, MOST_NAMED = 60 };

// Students who have something in common.
struct group {
    char *names[MOST_NAMED];
    char *notes[MOST_NAMED]; // what is said of each, or NULL
    size_t n;                // all of them, also those not named
};

struct tally {
    size_t n_failed, n_hung, n_judged;
};

struct summary {
    const struct class *class;
    int *scores; // in percent of max, of those who handed in
    size_t n_scores, n_full;
    size_t bins[N_BINS];
    int max;
    struct tally *tests; // as the lab's
    struct group unbuilt, hung, flagged, retried, rejected, errors, missing;
    size_t n_late, n_timed, n_open; // n_timed: it is known when it came
};
