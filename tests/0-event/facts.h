// Lab 0: what the scenarios tell, beside what all scenarios do.
#pragma once
#include "wire.h"

enum {
    MOST_TASKS = 5,  // of a plan
    BODY = -1,       // stands for the body where a task's number is due
    BODY_AGAIN = -2, // where it does the same a second time
    BODY_AT_LAST = -3,
    LONG_MS = 1000, // longer than anything that is not cancelled
    WAITERS = 4000, // each needs a stack, which takes time
    SLEEPERS = 2000,
};

// A hundred years: the virtual clock does not mind.
#define FAR_MS (INT64_C(100) * 365 * 24 * 3600 * 1000)

enum fact {
    CALLED = TOLD_SAW, // a: task; it is about to wait
    RETURNED,          // a: task; b: enum came; the wait is over
    NEXT,              // a: task; b: was it cancelled right after that?
    TURN,              // a: task; b: round
    RAN,               // a: task; it had a turn
    SETS,              // somebody is about to call event_set
    SET,               // a: tasks whose wait had returned when set did
    CANCELS,           // somebody is about to cancel
    IS_SET,            // a: what event_is_set says; b: enum moment
    N_WAITING,         // a: what event_n_waiting says; b: enum moment
    DEADLINES,         // a: deadlines that are set
    REPORT,            // a: was it cancelled on the way?
    SUM,               // a: waits that succeeded; b: that were cancelled
    EXACT,             // a: sleeps that ended when they should
    MEMORY,            // a: bytes that the student's code holds
};

// What a wait came back with.
enum came { CAME_WELL, CAME_CANCELLED, CAME_INVALID, CAME_OTHER };

enum moment { AT_FIRST, AT_WAIT, AT_CANCEL, AT_SET, AT_END };

// How a task waits where a scenario tries several ways.
enum way { BY_EVENT, BY_SLEEP, BY_SLEEPING_FOREVER, BY_CHECKPOINT, N_WAYS };
// private: linnet-0f5d3f897d262c7d
