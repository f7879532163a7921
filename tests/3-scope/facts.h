// Lab 3: what the scenarios tell, beside what all scenarios do.
#pragma once
#include "wire.h"

enum {
    MOST_MS = 5,    // numbers of a plan
    BODY = -1,      // stands for the main task where a task's number is due
    CHILD = -2,     // and for the child where there is one
    LONG_MS = 1000, // longer than anything that is not cancelled
    N_WORDS = 2,    // texts that the scenarios give as reasons
};

// What a scope can tell, in one number.
enum { CALLED = 1, CAUGHT = 2 };

enum fact {
    WOKE = TOLD_SAW, // a: who; b: was its wait cancelled?
    LEFT,       // a: scope; b: CALLED, CAUGHT; what scope_leave gave follows
    HEARD,      // a: which checkpoint; b: did it fail?
    BEGUN,      // a: task
    REASON,     // a: which CANCELLED; b: its source
    WORDS,      // a: which CANCELLED; b: its text: 0: none, 1 and 2: those
                // of the scenarios, 3: another
    BLAMED,     // a: which CANCELLED; b: whom: 0: nobody, 1: "main", 2: the
                // task "other", 3: somebody else
    OWNERS,     // a: which CANCELLED; b: who still owns its reason
    ASKED,      // a: how often an abort hook was asked
    SAID,       // a: which question; b: what the scope answered
    FORM,       // a: was it called? b: *stopped, or -1
    TIMED_OUT,  // a: is the error a TIMEOUT? b: enum timeout
    INVALID_IS, // a: is the error an INVALID?
    STEPS,      // a: of how many; b: steps it took
    MEMORY,     // a: scopes that are open; b: bytes they hold
};

// Of a TIMEOUT error.
enum timeout {
    CAUSED = 1,      // its cause is a CANCELLED
    BY_DEADLINE = 2, // whose source is the deadline
    EXPLAINED = 4,   // the reason is in its message
};
// private: linnet-0f5d3f897d262c7d
