// Questions about scopes and nurseries, and about shields.
#pragma once
#include "ast.h"

enum option {
    OPTION_OFF,
    OPTION_ON,
    OPTION_UNKNOWN, // worked out in the run, or in a place that is not seen
};

// Is node i a call that opens a scope or a nursery, or one that ends it?
bool look_is_opener(const struct ast *ast, unsigned i);
bool look_is_closer(const struct ast *ast, unsigned i);

// The option marked so (MARK_SHIELD, MARK_DEADLINE) that a call of an opener
// is given.
enum option look_option(const struct ast *ast, unsigned call, const char *mark);

// Where the variable gets its last value before node i: the node of that value;
// 0 if there is no such place in the function.
unsigned look_stored_before(const struct ast *ast, unsigned i,
                            CXCursor variable);

// The local variable that the value of node i is stored in, at once; a null
// cursor if it is not.
CXCursor look_holder(const struct ast *ast, unsigned i);

// May node i run with a shield around it, that of a scope or nursery of its own
// function? In doubt it may.
bool look_may_be_shielded(const struct ast *ast, unsigned i);
