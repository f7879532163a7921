// What becomes of the value of an expression.
#pragma once
#include "ast.h"

enum value_use {
    VALUE_DROPPED, // by a statement, (void), or the left side of a comma
    VALUE_TESTED,  // only asked whether it is NULL, or what it is equal to
    VALUE_STORED,  // in a local variable
    VALUE_PASSED,  // to a function
    VALUE_KEPT,    // anything else: returned, stored elsewhere, never run
};

struct value {
    enum value_use use;
    unsigned at;       // the node that does it: assignment, declaration, call
    CXCursor variable; // VALUE_STORED: the one
};

// What becomes of the value of node i, a pointer. Of an assignment, which has
// a value of its own, ask again.
struct value value_of(const struct ast *ast, unsigned i);

// Is node i the left side of a plain assignment?
bool value_is_stored_to(const struct ast *ast, unsigned i);

// Does node i give the variable a value, as an assignment or its declaration?
bool value_is_store_in(const struct ast *ast, unsigned i, CXCursor variable);

// Is it a variable of a function, gone when that returns, with nobody to look
// at it?
bool value_is_local(CXCursor variable);

// Is node i a null pointer that is written down?
bool value_is_null(const struct ast *ast, unsigned i);

// Is node i an operand of sizeof and the like, and so never run?
bool value_is_below_sizeof(const struct ast *ast, unsigned i);

// Is node i of type struct error *?
bool value_is_error(const struct ast *ast, unsigned i);

// The last child of node i, which has one: what a cast converts.
unsigned value_last_child(const struct ast *ast, unsigned i);

// The first word of the text that node i stands for: "for", "return", or the
// name of the macro that has put it there. To be disposed of.
CXString value_first_word(const struct ast *ast, unsigned i);

// Is it &x? The text of a macro does not say, the types do.
bool value_is_address_of(const struct ast *ast, unsigned i);
