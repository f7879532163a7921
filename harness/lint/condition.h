// What conditions say of a variable.
#pragma once
#include "ast.h"

// Does node i ask whether the variable is NULL? Then *if_null is the answer if
// it is: n == NULL, n != NULL, !n, and n itself as a condition.
bool condition_asks_null(const struct ast *ast, unsigned i, CXCursor variable,
                         bool *if_null);

// Does node i join two conditions by this operator, && or ||?
bool condition_joins(const struct ast *ast, unsigned i, const char *operator);
