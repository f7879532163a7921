// The comparison: which rows there are, what was measured, and how it is shown.
#pragma once
#include <stdbool.h>
#include <stddef.h>

// Who is measured. We come first.
enum program { OURS, GO, BOOST, ASYNCIO, TRIO, N_PROGRAMS };
extern const char *const program_names[N_PROGRAMS];

// One row of the table. Values are in the unit in which programs print them;
// what people read is that divided by scale.
struct row {
    const char *name;  // what programs are called with
    const char *title; // for people
    const char *base;  // the unit that programs print
    const char *unit;  // the unit for people
    double scale;
    int decimals;    // that people read
    double floor;    // what a raw program does on such a machine; 0: unknown
    double reach;    // what is to be reached; 0: nothing in particular
    double times_go; // ... and by how much to be ahead of Go; 0: no matter
    bool more_is_better;
};

enum {
    N_ROWS = 12,
    N_COSTS = 4, // what grows: spawn, yield, cancel, deadline
    N_SIZES = 4, // 10^3 ... 10^6 tasks
    MOST_ROUNDS = 50,
    MOST_LABS = 10,
    VERDICT_MS = 500, // from save to verdict, for every lab
};
extern const struct row rows[N_ROWS];
extern const char *const costs[N_COSTS];
extern const size_t sizes[N_SIZES];

// The values of one row and program, in no order.
struct samples {
    double values[MOST_ROUNDS];
    size_t n;
};

// A check of a lab's solution.
struct verdict {
    char lab[64];    // "1-nursery"
    const char *why; // there is no verdict; NULL: there is
    struct samples ms;
};

struct results {
    struct samples of[N_ROWS][N_PROGRAMS];
    struct samples growth[N_COSTS][N_SIZES];
    bool missing[N_PROGRAMS]; // not installed
    struct verdict verdicts[MOST_LABS];
    size_t n_verdicts;
};

void samples_add(struct samples *samples, double value);

// The middle one, or NAN if there is none.
double samples_median(const struct samples *samples);

// Prints all tables to standard output, 80 columns wide.
void table_print(struct results *results);

// Writes a list of {name, unit, ours, peers, floor}. False if it could not,
// with errno set.
bool table_write_json(const struct results *results, const char *path);
// private: linnet-0f5d3f897d262c7d
