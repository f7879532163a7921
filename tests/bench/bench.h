// What is measured, on our side.
//
// Every function makes a run of its own on the real clock and gives the cost
// of one task or one operation. n is the number of tasks at the same time.
#pragma once
#include <stddef.h>

// Nanoseconds of the system's clock.
double bench_now(void);

// A number from 0 to below most; the same row of numbers in every process.
unsigned bench_random(unsigned most);

// ---- turns.c --------------------------------------------------------------

// Spawns batches of n tasks that count to one, and closes their nursery: ns a
// task.
double bench_spawn(size_t n);

// The same, but all n are alive at once, each blocked once on an event.
double bench_spawn_live(size_t n);

// n tasks yield to each other: ns a switch.
double bench_yield(size_t n);

// The largest lateness, in ns, of 20 sleeps of 10 ms while n tasks do nothing
// but yield.
double bench_lateness(size_t n);

// ---- streams.c -------------------------------------------------------------

// n pairs of tasks, each a sender and a receiver, and a stream of capacity 0
// between them: ns an item.
double bench_stream_0(size_t n);

// The same with capacity 64.
double bench_stream_64(size_t n);

// ---- lints.c ---------------------------------------------------------------

// The lint over 20,000 lines: how many times as long as libclang needs to read
// them, both measured in turn. n does not matter.
double bench_lint(size_t n);

// ---- crowd.c --------------------------------------------------------------

// Brings n tasks to life, each blocked with a guarded stack; gives how many
// there were, which is less if stacks or memory ended first.
double bench_live_tasks(size_t n);

// Bytes of resident memory that each of n blocked tasks adds.
double bench_idle_bytes(size_t n);

// Cancels n blocked tasks and joins them: ns a task.
double bench_cancel(size_t n);

// Each of n tasks enters a scope with a deadline 20 to 21 s away, blocks, is
// woken and leaves: ns a scope, which is this less the same without a scope.
double bench_deadline(size_t n);

// Enters and leaves such a scope while n others are pending: ns a scope.
double bench_deadline_again(size_t n);
// private: linnet-0f5d3f897d262c7d
