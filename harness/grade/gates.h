// The gates of a lab: what gates.c and gates_play.c share.
#pragma once
#include "class.h"

// A case that `verify` plays.
struct gate {
    const char *kind; // as `verify` calls it
    char *name;
    char *key;   // digest of what it rests on
    bool passed; // with that
};

struct gates {
    struct class *class;
    struct gate *list;
    size_t n, n_open;
    size_t n_seen; // of those that are open
    char *base;    // digest of what all rest on
    char *red;     // what is not as it should be, with reasons; or NULL
    bool in_red;   // the last line began such a text
};

// Plays those that have not passed, and notes which do.
//
// Checkpoint.
struct error *gates_play(struct gates *gates) MUST_CHECK;
