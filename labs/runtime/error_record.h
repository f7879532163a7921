// What an error is made of. Only error.c and story.c look inside.
//
// An error is one piece of memory, the texts known when it was made included:
//
//     +---------------------------+-----------------+--------------------+
//     | struct error              | task's name, \0 | message, \0        |
//     +---------------------------+-----------------+--------------------+
//                                 ^ text
#pragma once
#include "error.h"

// What an error was given after it was made.
struct added {
    char *message; // of CANCELLED: found when somebody asked; else NULL
    char *task;    // copied from another error; else NULL
    char **notes;  // room for the next power of two
    size_t n_notes;
};

struct error {
    const struct kind *kind;
    struct error *next; // while a walk goes on: the one to visit after this

    // Who owns it.
    unsigned refs; // owners; stays 0 in a freed error, for the next must
    bool immortal; // refs does not count; shared by threads: never written
    bool held;     // was ever the member, cause or context of another
    bool seen;     // by the search for circles; false outside of it

    // What happened.
    const char *message;   // NULL: CANCELLED, and nobody has asked yet
    const char *task;      // the name of the task that made it, or ""
    struct place place;    // where it was made
    struct reason *reason; // of CANCELLED: why; else NULL
    void *payload;         // belongs to the kind
    int code;              // of SYSTEM: the errno value

    // What it holds: a reference to each.
    struct error *cause;
    struct error *context;
    struct error **members; // of a group; else NULL
    size_t n_members;

    struct added *added; // NULL for most

    char text[]; // the task's name, then the message
};

// What was added to err, empty if nothing was.
struct added *error_added(struct error *err);

// Frees what was added to err.
void error_drop_added(struct error *err);
