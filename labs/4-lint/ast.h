// GIVEN: a C file as a tree of nodes, read by libclang.
//
// A file is read in stages. libclang makes tokens of the text, and a tree of
// the tokens; ast_open lays that out as an array, in which a node is found by
// its number. No program is run.
//
//     text            t = task_go(work, NULL);
//     tokens          t  =  task_go  (  work  ,  NULL  )  ;
//     tree            BinaryOperator
//                     |-- DeclRefExpr t
//                     `-- CallExpr task_go_from
//                         `-- ...
//     array           7: BinaryOperator  parent 3, end 12
//                     8: DeclRefExpr     parent 7, end 9
//                     9: CallExpr        parent 7, end 12
//
// What the nodes are, libclang's own functions tell of their cursors:
// clang_getCursorReferenced, clang_getCursorType, and so on.
#pragma once
#include "error.h"
#include <clang-c/Index.h>

// A file to be read: its text in memory, and how a compiler would be called.
struct ast_source {
    const char *path;         // for messages, and for #include "..."
    const char *text;         // what stands in it, whatever is on disk
    size_t n_bytes;           // of text, which may hold any bytes
    const char *const *flags; // "-Ilabs/runtime", without compiler and file
    int n_flags;
};

// One node of the tree. A node is followed by all that is below it: its first
// child is the next one, if that is before `end`; the sibling of node i is
// nodes[i].end, if that is before the end of the parent.
struct ast_node {
    CXCursor cursor;
    enum CXCursorKind kind; // of the cursor
    unsigned parent;        // place of its parent; the root is its own
    unsigned end;           // place after the last node below it
};

// A file that has been read. Node 0 is the whole of it; below are the
// declarations that stand in the file itself, and none of its headers.
struct ast {
    CXIndex index;
    CXTranslationUnit unit;
    struct ast_node *nodes;
    unsigned n_nodes;
};

// ---- reading ---------------------------------------------------------------

// Reads source. Gives the file (free with ast_close).
//
// @return NULL
// @return INVALID    a compiler would refuse it; the message is the first
//                    error it would print. *ast is untouched
struct error *ast_open(const struct ast_source *source,
                        struct ast **ast) MUST_CHECK;

// Takes ast, and all that came from it. NULL is harmless.
void ast_close(struct ast *ast);

// ---- looking around --------------------------------------------------------

// What stands between the two operands of a BinaryOperator, which the tree of
// libclang does not say.
enum operator {
    OPERATOR_STORES,  // =
    OPERATOR_COMMA,   // ,
    OPERATOR_TESTS,   // ==  !=  <  >  <=  >=  &&  ||
    OPERATOR_OTHER,   // adds, shifts, and so on: the value goes into another
    OPERATOR_UNKNOWN, // a macro may have put it there
};

// Of node i, which is a BinaryOperator, or an UnexposedExpr with two children
// (a ?: b is OPERATOR_OTHER). Makes tokens: ask where it matters.
enum operator ast_operator(const struct ast *ast, unsigned i);

// The node that node i stands for, without parentheses and the conversions
// that the compiler adds (UnexposedExpr): the wrappers. They have one child; an
// UnexposedExpr with more is something libclang has no kind for.
unsigned ast_unwrapped(const struct ast *ast, unsigned i);
bool ast_is_wrapper(enum CXCursorKind kind);

// The declaration in the file that node i is in: a function, as a rule.
unsigned ast_function(const struct ast *ast, unsigned i);

// Is this node the name of that variable, whatever is done with it?
bool ast_is_mention(const struct ast_node *node, CXCursor variable);

// Does the declaration carry this mark (mark.h), here or where it was declared
// first?
bool ast_has_mark(CXCursor declaration, const char *mark);

// Where in the file it begins; of what a macro has made, where that is used.
void ast_place(CXCursor cursor, unsigned *line, unsigned *column);
