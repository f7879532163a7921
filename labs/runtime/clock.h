// The clock of a run: real, or virtual and as fast as the program allows.
//
// Both count nanoseconds from 0 at the start of the run. The real clock is the
// system's monotonic one, and waiting for it is libuv's. The virtual clock
// stands still while any task is ready; when none is, it jumps to the next
// deadline. So a program that sleeps for an hour takes no time, runs the same
// way each time, and makes no system call.
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct loop;

#define CLOCK_NEVER      INT64_MAX
#define CLOCK_NS_PER_MS  INT64_C(1000000)

// Now, in nanoseconds. Bug: no run is on.
int64_t clock_now(void);

// Now, in milliseconds, rounded down.
int64_t clock_now_ms(void);

// The time ms from now in nanoseconds; CLOCK_NEVER if that is too far away to
// be counted. ms may be negative.
int64_t clock_after_ms(int64_t ms);

// The time ms milliseconds after the start of the run in nanoseconds.
int64_t clock_at_ms(int64_t ms);

// Behaves as if the running task had computed for ms without a wait: the time
// moves, and nobody looks at the clock. What has become due is called when the
// task lets others run, or calls loop_look_at_clock. Bug: the clock is real, or
// ms is negative.
void clock_advance_ms(int64_t ms);

// ---- for the loop: what a clock is -----------------------------------------

struct clock {
    // Starts and ends it for one run.
    void (*open)(struct loop *loop);
    void (*close)(struct loop *loop);

    int64_t (*now)(struct loop *loop);

    // Takes in what has happened outside, without waiting for it.
    void (*poll)(struct loop *loop);

    // Nothing is ready: waits for the outside or until the given time. False
    // if neither can ever come.
    bool (*wait)(struct loop *loop, int64_t until);
};

extern const struct clock clock_virtual, clock_real;
