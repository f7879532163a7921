// Questions about loops and constants.
#pragma once
#include "ast.h"

// Does node i have one value, whatever the program does? That value is in
// *value then. A null pointer is 0.
bool look_constant(const struct ast *ast, unsigned i, int *value);

// Is this the sign of an operator of one operand, in front or behind, as "!"?
// False if a macro has put it there.
bool look_is_sign(const struct ast *ast, unsigned i, const char *sign);

// The parts of a loop: nodes, 0 where there is none.
struct look_loop {
    unsigned condition;
    unsigned change; // what a for does after each turn
    unsigned body;
};

// Is node i a loop whose parts are plain? The head of a for that comes from a
// macro is not, nor is do ... while (0), which is a block.
bool look_is_loop(const struct ast *ast, unsigned i, struct look_loop *parts);

// Has it no condition, or one that is always true?
bool look_is_endless(const struct ast *ast, const struct look_loop *parts);

// Can something in it leave the loop at node i: a break of its own, a return, a
// goto to somewhere else?
bool look_can_leave(const struct ast *ast, unsigned i);
