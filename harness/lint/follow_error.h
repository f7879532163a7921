// What is done with an error that a local variable holds.
#pragma once
#include "ast.h"

// Of one error, on the paths from where it was stored to where the variable
// gets another value, or the error is freed.
struct error_uses {
    bool tested;       // compared: is there one?
    bool used;         // anything else: returned, passed on, stored elsewhere
    unsigned freed_at; // the first call that drops it; 0: none
};

// at: the assignment, or the declaration, that stores it.
struct error_uses follow_error(const struct ast *ast, unsigned at,
                               CXCursor variable);
