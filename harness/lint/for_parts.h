// The parts of a for statement.
#pragma once
#include "ast.h"

// Nodes; 0 where there is none.
struct for_parts {
    unsigned first, condition, step, body;
    bool is_plain; // the text says them; else a macro has made the head, and
                   // first and condition are a guess
};

struct for_parts for_parts_of(const struct ast *ast, unsigned i);
