// Marks: what a declaration means to a tool that reads the source.
//
// From a type nobody can tell that a call may wait, or that what it gives needs
// somebody to hold it. A mark says so beside the declaration. clang keeps it in
// its tree, where the lint of lab 4 finds it; for gcc it is nothing.
#pragma once

#ifdef __clang__
#define MARK(words) __attribute__((annotate(words)))
#else
#define MARK(words)
#endif

// ---- functions -------------------------------------------------------------

// What it gives is a task that goes on whether somebody holds it or not.
#define GIVES_TASK MARK("gives-task")

// It may suspend its caller, and tells it then if it has been cancelled.
#define CHECKPOINT MARK("checkpoint")

// A checkpoint that lets time pass, and waits for nothing else.
#define SLEEPS CHECKPOINT MARK("sleeps")

// It starts a task in the nursery that is its parameter marked NURSERY, with the
// parameter marked ARGUMENT.
#define SPAWNS MARK("spawns")

// It gives a nursery, or takes the one that is its first parameter.
#define OPENS_NURSERY  MARK("opens-nursery")
#define CLOSES_NURSERY MARK("closes-nursery")

// It gives a scope, or takes the one that is its first parameter.
#define ENTERS_SCOPE MARK("enters-scope")
#define LEAVES_SCOPE MARK("leaves-scope")

// It takes an error to drop it.
#define DROPS_ERROR MARK("drops-error")

// ---- parameters, fields and types ------------------------------------------

#define NURSERY  MARK("nursery")
#define ARGUMENT MARK("argument")

// How many items may lie between tasks.
#define CAPACITY MARK("capacity")

// A function of this type is the body of a task.
#define TASK_BODY MARK("task-body")
