// Deadlines: what has to happen when the clock gets there.
//
// All deadlines of a run are in one heap, the earliest on top; of equal ones
// the one that was set first. Setting and clearing cost O(log n). Times are
// nanoseconds on the run's clock (clock.h).
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct deadline;

// Called when the time has come, outside of any task: must not wait. The
// deadline has been cleared; it may be set again.
typedef void deadline_fn(struct deadline *self);

// Lives in whatever waits, a stack frame for example; the heap only points at
// it. All zero but for due is a deadline that is not set.
struct deadline {
    int64_t when;     // while set: the time
    size_t at;        // while set: 1 + its index in the heap; else 0
    deadline_fn *due; // whom to tell; written by the owner
};

// Sets d, or moves it if it is set. A time in the past is due at the next turn
// of the loop, also if it is set by a deadline that is being called. Bug: no run
// is on.
void deadline_set(struct deadline *d, int64_t when);

// Takes d out of the heap; it will not be called. Harmless if d is not set.
void deadline_clear(struct deadline *d);

// ---- for the loop ----------------------------------------------------------

struct deadline_entry {
    int64_t when;       // copied here: comparing does not touch the deadline
    uint64_t order;     // when it was set, counted: first in first out
    struct deadline *d; // whose entry this is
};

struct deadline_heap {
    struct deadline_entry *entries; // four children a node: fewer levels
    size_t n;                       // entries in use
    size_t room;                    // entries there is memory for
    uint64_t n_set;                 // counts every deadline_set
    bool calling;                   // in deadline_run_due
    int64_t calling_at;             // what is due at this time is called
};

// The earliest time in the heap, or CLOCK_NEVER.
int64_t deadline_next(const struct deadline_heap *heap);

// Clears and calls everything that is due at now.
void deadline_run_due(struct deadline_heap *heap, int64_t now);
