// Watches for a task that computes too long without a wait.
#pragma once
struct loop;

// Reports, once a turn, a task of this run that has not waited for
// options.busy_ms of the thread's own processor time: its name, where it was
// spawned, and a backtrace, to stderr. Does nothing if busy_ms is 0.
void busy_watch(struct loop *loop);
void busy_unwatch(struct loop *loop);
