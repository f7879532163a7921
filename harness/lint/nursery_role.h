// What a place does with a nursery that it names.
#pragma once
#include "ast.h"

enum role {
    ROLE_LOOKS,      // or uses it, and leaves it open
    ROLE_CLOSES,     // nursery_close
    ROLE_GIVES_AWAY, // to who may close it: returned, stored, passed on
    ROLE_PUTS_BY,    // stored in a local struct, for a task to find it there
    ROLE_UNKNOWN,    // it has another name from here on
};

// Of node i, which names the nursery. *holder: the struct that it is put by in,
// a null cursor if there is none.
enum role role_of(const struct ast *ast, unsigned i, CXCursor *holder);
