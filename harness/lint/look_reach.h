// What may a piece of a program come to, through the functions that it calls?
#pragma once
#include "ast.h"

// Bits: all that may happen.
enum reach {
    REACH_NOTHING = 0,
    REACH_SLEEP = 1,   // a checkpoint that is over after a time
    REACH_WAIT = 2,    // a checkpoint that waits for somebody else
    REACH_UNKNOWN = 4, // a call of what cannot be looked into
    REACH_END = 8,     // a call that does not come back: exit, longjmp
};

// All that the calls at and below node i may come to. A function that the file
// or one of its headers defines is looked into. Of one that is only declared
// its marks tell; one without marks waits for nothing if it is the system's, or
// in a header that marks others, or beside mark.h. Of all the rest nothing is
// known.
unsigned look_reach(const struct ast *ast, unsigned i);
