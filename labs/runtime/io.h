// libuv's side of a run on the real clock.
//
// What libuv knows of (descriptors, signals) is reached through handles, and a
// handle is closed only some turns after it was told to: so handles never live
// on a task's stack. A handle keeps a run from being stuck only while a task
// waits for it.
#pragma once
#include "list.h"
#include "loop.h"
#include <uv.h>

// Something of the world outside that somebody has to free: a part of it.
struct io_thing {
    struct list link; // in io->things

    // The run is over and nobody has freed it: frees it, tells no task.
    void (*drop)(struct io_thing *self);
};

struct io {
    uv_loop_t uv;       // libuv's own loop
    uv_timer_t timer;   // ends a wait at the next deadline; active only then
    uv_signal_t tree;   // SIGUSR1 prints the tree of tasks, if asked for
    struct list things; // struct io_thing, those not freed

    // process.c
    uv_signal_t child;      // SIGCHLD; active after the first process
    struct list processes;  // struct process, those not freed
    size_t n_process_waits; // tasks waiting for the end of a process
};

// libuv's loop of the run that is on. Bug: the clock is virtual.
uv_loop_t *io_loop(void);

// Counts a thing from now on, and no longer.
void io_thing_add(struct io_thing *thing, void (*drop)(struct io_thing *));
void io_thing_remove(struct io_thing *thing);

// NULL if what needs the world outside may be done now, else MISUSE: no run is
// on, or the clock is virtual. what is the name of the function.
struct error *io_needs_real_clock(const char *what) MUST_CHECK;
