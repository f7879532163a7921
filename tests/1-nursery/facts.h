// Lab 1: what the scenarios tell, beside what all scenarios do.
#pragma once
#include "wire.h"

enum {
    MOST_CHILDREN = 5, // of a crew
    BODY = -1,         // stands for the body where a child's number is due
    OUTSIDE = 9,       // the nursery of those who act from outside
    LONG_MS = 1000,    // longer than anything that is not cancelled
    TEN_THOUSAND = 10000,
};

enum fact {
    WOKE = TOLD_SAW, // a: child; b: was its wait cancelled?
    STOPPED,         // a: child; b: nursery; it ends with CANCELLED
    FAILED,          // a: number of the error; b: nursery
    OUTER,           // a: nursery; b: is the scope around it cancelled?
    CHECKPOINT,      // a: did a checkpoint of the body fail?
    SCOPE_LEFT,      // what scope_leave gave follows
    SPAWNED,         // a: child; b: children that have begun by now
    TURN,            // a: child; b: round
    PARENT,          // a: id of the task's parent; b: child
    N_CHILDREN,      // a: nursery; b: what nursery_n_children says
    LISTED,          // a: nursery's index at its owner, or -1; b: nurseries
    ERRORS,          // a: errors alive
    STARTED,         // a: did nursery_started fail? b: with MISUSE?
    VALUE,           // a: the value that nursery_start gave
    MISUSED,         // a: is the error that follows a MISUSE?
    SUM,             // a: of the slots; b: children that ran
    MEMORY,          // a: bytes that the nursery holds; b: stacks in use
};
// private: linnet-0f5d3f897d262c7d
