// What judge and runner say to each other: frames of 32 bytes, in lock step.
//
//     judge  --- RUN, VALUE, QUIT --->  runner     (its descriptor 3)
//     judge  <-- READY, ASK, TELL, LEFT, END --  runner  (its descriptor 4)
//
// The runner holds the scenarios and the student's code; the judge holds what
// is expected. Every number a scenario works with is drawn by the judge when
// the runner asks for it, after all that happened before has been told. So what
// the runner tells has to be worked out from numbers that did not exist when
// the student's code was compiled.
//
// The bytes sent to the runner are all it ever learns: saved to a file and fed
// to a runner under gdb, they replay the run.
#pragma once
#include <stdint.h>

enum { WIRE_ANSWERS = 3, WIRE_EVENTS = 4, WIRE_TRACE = 5 };

enum wire_type {
    WIRE_RUN = 1, // what: flags; who: hash of the scenario's name; a: seed;
                  // b: nonce; t: cancel at the t-th wait, or 0
    WIRE_VALUE,   // a: the value asked for
    WIRE_QUIT,

    WIRE_ASK,   // a value, please
    WIRE_TELL,  // something happened; see enum told
    WIRE_LEFT,  // what: enum wire_left; a: how many; b: bytes or code address
    WIRE_STUCK, // nothing can ever run again; a: tasks left; b: the nonce
    WIRE_END,   // the run is over; a: 0 if it succeeded; b: the nonce;
                // t: waits counted
    WIRE_READY, // once, before all else: it runs, and the cage is closed
};

enum wire_flag {
    WIRE_EDGE = 1,   // edge cancellation
    WIRE_TRACED = 2, // write the trace to descriptor 5
};

// Counters that must be zero when a run is over.
enum wire_left {
    LEFT_TASKS,
    LEFT_STACKS,
    LEFT_SCOPES,
    LEFT_DEADLINES,
    LEFT_ERRORS,
    LEFT_BLOCKS, // memory that the student's code took and did not free;
                 // b: bytes
};

// What a scenario tells. a and b are its own to use, except as said here.
enum told {
    // Kept watch over by the judge in every run: no task that began in nursery
    // b may be without its end when CLOSED b is told.
    TOLD_OPENED = 1, // b: nursery
    TOLD_CLOSED,     // b: nursery
    TOLD_BEGIN,      // a: task, b: its nursery
    TOLD_FINISH,     // a: task, b: its nursery

    // An error as a tree, outermost first; see tell_error in runner.h.
    TOLD_ERROR_NONE,
    TOLD_ERROR_LEAF,      // a: its number (mint), -1: not one of ours
    TOLD_ERROR_CANCELLED, // a cancelled leaf; a: enum cancel_source
    TOLD_ERROR_GROUP,     // a: members, which follow; b: 1 if a BASE_GROUP

    TOLD_SAW = 16, // from here on: whatever judge and scenario agree on
};

struct wire_frame {
    uint16_t type; // enum wire_type
    uint16_t what;
    uint32_t who; // TELL: id of the running task
    int64_t a;
    int64_t b;
    int64_t t; // TELL: nanoseconds on the virtual clock
};

// FNV-1a over a name.
static inline uint32_t wire_hash(const char *name)
{
    uint32_t hash = 2166136261u;
    for (; *name != 0; name++)
        hash = (hash ^ (uint8_t)*name) * 16777619u;
    return hash;
}
