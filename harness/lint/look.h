// Questions about a tree that several rules ask.
#pragma once
#include "ast.h"

// The function that a call names; a null cursor if it is called by a pointer.
CXCursor look_callee(const struct ast *ast, unsigned call);

// Is node i a call of a function with this mark (mark.h)? Asked for every node:
// what a declaration is marked with is looked up once.
bool look_is_call_of(const struct ast *ast, unsigned i, const char *mark);

// Is node i a call of a function that never returns?
bool look_is_last_call(const struct ast *ast, unsigned i);

// The n-th argument of a call, from 0; 0 if there are not as many.
unsigned look_argument(const struct ast *ast, unsigned call, unsigned n);

// The argument of a call whose parameter carries this mark; 0 if there is none.
unsigned look_marked_argument(const struct ast *ast, unsigned call,
                              const char *mark);

// The variable that node i names, through parentheses, conversions and casts; a
// null cursor if it is something else.
CXCursor look_variable(const struct ast *ast, unsigned i);

bool look_is_below(const struct ast *ast, unsigned i, unsigned above);

// Does this function, whose declaration is node i, run as a task? It is given
// to something that takes a task function, or a function of this file that does
// so calls it.
bool look_is_in_task(const struct ast *ast, unsigned i);

// A byte for each node of the tree, 0 at first, in which a question that is
// dear keeps its answer until look_forget.
enum look_memory { LOOK_OPERATOR, LOOK_FOR, LOOK_PLAIN, LOOK_N_MEMORIES };
unsigned char *look_memory(const struct ast *ast, enum look_memory which);

// Forgets what was looked up. To be called before the tree is closed that was
// asked about last.
void look_forget(void);
void look_forget_tasks(void); // for look_forget: the part of look_task.c
