// The trace: what happened, one event a line, in JSON.
//
//     {"seq":3,"t":0,"ev":"spawn","task":1,"line":12,"child":2,"name":"reader"}
//
// The fields seq, t (nanoseconds on the run's clock), ev, task (0: the loop)
// and line are always there, in this order. It is the evidence of a verdict,
// the story of a failure, and what the pictures are drawn from. Events:
//
//     spawn   child, name         a task was made; line: where
//     run                         a task gets its turn
//     wait    on                  it parks, for what
//     wake    why                 it is ready again: "unpark" or "cancel"
//     done                        it ended well
//     fail    kind, message       it ended with an error
//     open, close   nursery       (nursery.c)
//     cancel  scope, why          a scope was cancelled (scope.c)
//     cancelled                   a wait gave CANCELLED
//     scope, leave   scope        (scope.c)
//     deadline       scope, at    (scope.c)
//     shield  scope, on           (scope.c)
//     move    scope, from         a task is in another scope now (scope.c)
//     say     text                what the program says of itself
//     stuck   tasks               nothing can ever run again
#pragma once
#include "loop.h"

// Adds an event of the running task, or of the loop if none runs. What follows
// are its own fields, each a name and a value by trace_n (a number) or trace_s
// (a string; NULL is null), ended by trace_end. Costs one predicted branch if there is no
// trace.
//
//     trace_event("cancel", line, trace_n("scope", 3), trace_end);
#define trace_event(ev, line, ...)                                             \
    (__builtin_expect(loop_current != NULL && loop_current->watched, 0)        \
         ? trace_emit(task_self(), (ev), (line), __VA_ARGS__)                  \
         : (void)0)

// The same for another task than the running one.
#define trace_event_of(task, ev, line, ...)                                    \
    (__builtin_expect(loop_current->watched, 0)                                \
         ? trace_emit((task), (ev), (line), __VA_ARGS__)                       \
         : (void)0)

#define trace_n(name, number) 'n', (name), (long long)(number)
#define trace_s(name, text)   's', (name), (const char *)(text)
#define trace_end             0

void trace_emit(const struct task *task, const char *ev, int line, ...);

// Prints a line to standard output and adds it to the trace; printf's format.
void trace_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
