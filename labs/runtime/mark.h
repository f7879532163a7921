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
#define MARK_GIVES_TASK MARK("gives-task")

// It may suspend its caller, and tells it then if it has been cancelled.
#define MARK_CHECKPOINT MARK("checkpoint")

// A checkpoint that lets time pass, and waits for nothing else.
#define MARK_SLEEPS MARK_CHECKPOINT MARK("sleeps")

// It starts a task in the nursery that is its parameter marked MARK_NURSERY,
// with the parameter marked MARK_ARGUMENT.
#define MARK_SPAWNS MARK("spawns")

// It gives a nursery, or takes the one that is its first parameter.
#define MARK_OPENS_NURSERY  MARK("opens-nursery")
#define MARK_CLOSES_NURSERY MARK("closes-nursery")

// It gives a scope, or takes the one that is its first parameter.
#define MARK_ENTERS_SCOPE MARK("enters-scope")
#define MARK_LEAVES_SCOPE MARK("leaves-scope")

// What it gives tells whether it failed. MUST_CHECK (must.h) has this mark.
#define MARK_FALLIBLE MARK("fallible")

// It takes an error to drop it.
#define MARK_DROPS_ERROR MARK("drops-error")

// ---- parameters, fields and types ------------------------------------------

// A nursery that is used, and not kept.
#define MARK_NURSERY MARK("nursery")

// What the task is given that is started.
#define MARK_ARGUMENT MARK("argument")

// How many items may lie between tasks.
#define MARK_CAPACITY MARK("capacity")

// A function of this type is the body of a task.
#define MARK_TASK_BODY MARK("task-body")

// ---- waiting, scopes -------------------------------------------------------

// It lets others run, and waits for nothing.
#define MARK_YIELDS MARK("yields")

// A checkpoint that calls what it is given with a deadline.
#define MARK_LIMITS MARK_CHECKPOINT MARK("limits")

// It raises or lifts the shield, or sets the deadline, of the scope that is its
// first parameter.
#define MARK_SHIELDS       MARK("shields")
#define MARK_SETS_DEADLINE MARK("sets-deadline")

// An option of a scope or a nursery: its shield, or its deadline.
#define MARK_SHIELD   MARK("shield")
#define MARK_DEADLINE MARK("deadline")
