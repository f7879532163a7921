// Lab 5, limiter.c and buffered.c: what judge and scenarios agree on.
#pragma once
#include "wire.h"

// ---- limiter, semaphore, lock, condition -----------------------------------
//
// Most of these scenarios play a program that the judge sends: steps, each done
// by one of a few actors. After a step all is let come to rest, and what has
// come of it is told; unless the same actor goes on with the next step at once.

enum {
    N_ACTORS = 8,
    N_NAMES = 4,      // borrowers that are no task: 1 to N_NAMES
    N_DICE = 4,       // numbers for the judge's own use, asked for first
    MOST_STEPS = 320, // of a program
    ROUNDS = 5,       // of those who go round
};

enum thing { LIMITER, SEMAPHORE, LOCK, CONDITION };

// What an actor does. For a condition, what is acquired is its lock.
enum verb {
    ACQUIRE,           // a: for a named borrower, or 0: for itself
    ACQUIRE_CANCELLED, // the same in a scope that was cancelled before
    TRY,               // a: as above
    RELEASE,           // a: as above
    SET_TOTAL,         // a: the total
    CANCEL,            // a: whose step is cancelled, if it is in one
    WAIT,              // for the condition
    NOTIFY,            // a: how many
    NOTIFY_ALL,
    WAIT_CANCELLED, // in a scope that was cancelled before
};

// A step as it is sent: actor, verb, a, and does the actor go on at once?
enum { STEP_NUMBERS = 4 };

enum result {
    DONE_WELL,
    DONE_WOULD_BLOCK,
    DONE_MISUSE,
    DONE_INVALID,
    DONE_CANCELLED,
    DONE_ELSE,
};

enum limiter_fact {
    MADE = TOLD_SAW + 200, // b: enum result of making it
    DONE,                  // a: step; b: enum result
    OWNS,                  // a: step; b: does its actor have the lock now?
    NOT_FREE,              // a: step that its actor was not free for
    RESTED,                // a: step after which all has come to rest;
                           // b: tasks that wait (for a condition: for its lock)
    HELD,                  // a: tokens borrowed, value, or actor that has the
                           // lock (-1: nobody); b: total, or tasks that wait
                           // for the condition
    LEFT_WAITING,          // b: tasks that wait when all have ended
    PASSED,                // a: task that had a turn
    ACQUIRED,              // a: the others that had a turn meanwhile
    FAILED,                // the same of a cancelled task that asked
    ENTERED,               // a: worker; b: workers inside, with it
    HELD_WHEN_ASKED,       // a: did the asking task have the lock?
    WOKE_UP,               // a: waiter; b: enum result
    WOKE_OWNER,            // a: waiter; b: does it have the lock?
    SAID_IT_HOLDS,         // a: what the predicate gave; b: the time it was
                           // asked, counted
};

// ---- buffered bytes --------------------------------------------------------

enum {
    MOST_BYTES = 4000, // of a source
    MOST_CALLS = 300,  // of a program
    CALL_NUMBERS = 3,  // what, a, b
};

enum call_kind {
    CALL_RECEIVE, // a: most
    CALL_EXACTLY, // a: how many
    CALL_UNTIL,   // a: length of the delimiter; b: most
    CALL_FEED,    // a: how many bytes
    CALL_CLOSE,
};

// What receive_until_keeps_to_the_same_rules is about: three programs of calls,
// two with a second task, one that is cancelled again and again.
enum same_rules {
    AT_END,
    AT_END_EMPTY,
    CLOSED_BEFORE,
    BUSY_THEN,
    CLOSED_THEN,
    IN_BITS,
};

enum buffered_result {
    GOT = 0,
    GOT_END,
    GOT_INVALID,
    GOT_CLOSED,
    GOT_BUSY,
    GOT_INCOMPLETE,
    GOT_TOO_LONG,
    GOT_CANCELLED,
    GOT_ELSE,
};

enum buffered_fact {
    CALLED = TOLD_SAW + 300, // a: call; b: enum buffered_result
    BYTES,                   // a: up to eight bytes of what it gave; b: number
    N_GOT,                   // a: call; b: bytes that it gave
    N_IN_BUFFER,             // a: call; b: what buffered_n says after it
    N_GIVEN,                 // a: call; b: bytes the source has given so far
    N_ASKED,                 // a: call; b: times it was asked so far
    NO_ZERO,                 // a: call: no 0 stands behind its bytes
    STEPS,                   // a: bytes; b: steps they took
};
// private: linnet-0f5d3f897d262c7d
