// The lint: what becomes of the handle that a call gives?
//
// From the call upwards each node passes the value on, drops it, or holds it.
// A local variable holds it if a place that comes later reads it.
#include "lint.h"
#include <string.h>

// ---- looking around --------------------------------------------------------

static bool is_cast_to_void(const struct ast_node *node)
{
    return node->kind == CXCursor_CStyleCastExpr &&
           clang_getCursorType(node->cursor).kind == CXType_Void;
}

// Is node i an operand of sizeof and the like, and so never run?
static bool is_below_sizeof(const struct ast *ast, unsigned i)
{
    while (i != 0 && ast->nodes[i].kind != CXCursor_UnaryExpr)
        i = ast->nodes[i].parent;
    return i != 0;
}

// ---- variables -------------------------------------------------------------

// A local variable, and the node of the store that is asked about.
struct store {
    CXCursor variable;
    unsigned at; // the assignment, or the declaration
};

// Text that a declaration has beside its name: storage class and attributes.
static bool is_declared_with(CXCursor variable, const char *word)
{
    CXString text = clang_getCursorPrettyPrinted(variable, NULL);
    bool found = strstr(clang_getCString(text), word) != NULL;
    clang_disposeString(text);
    return found;
}

// Is it gone when its function returns, with nobody to look at it?
static bool is_local(CXCursor variable)
{
    enum CXCursorKind kind = clang_getCursorKind(variable);
    if (kind == CXCursor_ParmDecl)
        return true;
    return kind == CXCursor_VarDecl &&
           clang_Cursor_hasVarDeclGlobalStorage(variable) == 0 &&
           !is_declared_with(variable, "cleanup(");
}

// Is node i the left side of a plain assignment?
static bool is_stored_to(const struct ast *ast, unsigned i)
{
    unsigned up = ast->nodes[i].parent;
    for (; ast->nodes[up].kind == CXCursor_ParenExpr;
         up = ast->nodes[up].parent)
        i = up;
    return ast->nodes[up].kind == CXCursor_BinaryOperator && i == up + 1 &&
           ast_operator(ast, up) == OPERATOR_STORES;
}

static bool is_behind_void(const struct ast *ast, unsigned i)
{
    do
        i = ast->nodes[i].parent;
    while (ast_is_wrapper(ast->nodes[i].kind));
    return is_cast_to_void(&ast->nodes[i]);
}

static bool is_read(const struct ast *ast, unsigned i,
                    CXCursor variable)
{
    return ast_is_mention(&ast->nodes[i], variable) && !is_stored_to(ast, i) &&
           !is_behind_void(ast, i) && !is_below_sizeof(ast, i);
}

// ---- what comes after a store ----------------------------------------------

static bool is_loop(enum CXCursorKind kind)
{
    return kind == CXCursor_WhileStmt || kind == CXCursor_DoStmt ||
           kind == CXCursor_ForStmt;
}

// The first node that can run after node i: the next one, or the outermost
// loop around i, or all of a function that has a label.
static unsigned first_after(const struct ast *ast, unsigned i)
{
    unsigned function = ast_function(ast, i), first = ast->nodes[i].end;
    for (unsigned l = function; l < ast->nodes[function].end; l++)
        if (ast->nodes[l].kind == CXCursor_LabelStmt)
            return function;
    for (; i != function; i = ast->nodes[i].parent)
        if (is_loop(ast->nodes[i].kind))
            first = i;
    return first;
}

static bool is_read_after(const struct ast *ast, struct store store)
{
    unsigned end = ast->nodes[ast_function(ast, store.at)].end;
    for (unsigned i = first_after(ast, store.at); i < end; i++)
        if (is_read(ast, i, store.variable))
            return true;
    return false;
}

static bool leaves(enum CXCursorKind kind)
{
    return kind == CXCursor_BreakStmt || kind == CXCursor_ContinueStmt ||
           kind == CXCursor_GotoStmt || kind == CXCursor_IndirectGotoStmt;
}

// What a statement does with a variable.
enum use { NOTHING, OVERWRITES, ANYTHING_ELSE };

static enum use use_in(const struct ast *ast, unsigned statement,
                       CXCursor variable)
{
    unsigned target = ast_unwrapped(ast, statement + 1), n = 0;
    for (unsigned i = statement; i < ast->nodes[statement].end; i++) {
        if (leaves(ast->nodes[i].kind))
            return ANYTHING_ELSE;
        n += ast_is_mention(&ast->nodes[i], variable);
    }
    if (n == 0)
        return NOTHING;
    return n == 1 && ast->nodes[statement].kind == CXCursor_BinaryOperator &&
                   ast_is_mention(&ast->nodes[target], variable) &&
                   is_stored_to(ast, target)
               ? OVERWRITES
               : ANYTHING_ELSE;
}

// The statement of a block that node i is, or is a value in; 0 if it belongs
// to a condition or a loop.
static unsigned statement_of(const struct ast *ast, unsigned i)
{
    while (ast->nodes[i].kind != CXCursor_DeclStmt &&
           (ast_is_wrapper(ast->nodes[ast->nodes[i].parent].kind) ||
            ast->nodes[ast->nodes[i].parent].kind ==
                CXCursor_BinaryOperator ||
            ast->nodes[ast->nodes[i].parent].kind == CXCursor_DeclStmt))
        i = ast->nodes[i].parent;
    return ast->nodes[ast->nodes[i].parent].kind == CXCursor_CompoundStmt
               ? i
               : 0;
}

// Is another handle stored before anything can come of the first one?
static bool is_overwritten(const struct ast *ast, struct store store)
{
    unsigned i = statement_of(ast, store.at);
    if (i == 0)
        return false;
    unsigned end = ast->nodes[ast->nodes[i].parent].end;
    for (i = ast->nodes[i].end; i < end; i = ast->nodes[i].end) {
        enum use use = use_in(ast, i, store.variable);
        if (use != NOTHING)
            return use == OVERWRITES;
    }
    return false;
}

// ---- what becomes of a value -----------------------------------------------

enum fate { PASSED_ON, HELD, DROPPED };

// Of a value in a local variable the rest of the function decides.
static enum fate fate_in(const struct ast *ast, CXCursor variable,
                         unsigned at)
{
    struct store store = {variable, at};
    if (!is_local(variable))
        return HELD;
    return is_read_after(ast, store) && !is_overwritten(ast, store)
               ? HELD
               : DROPPED;
}

// An assignment stores its right side, and has it as its own value.
static enum fate fate_in_assignment(const struct ast *ast, unsigned i)
{
    const struct ast_node *left = &ast->nodes[ast_unwrapped(ast, i + 1)];
    if (left->kind != CXCursor_DeclRefExpr)
        return HELD;
    enum fate fate =
        fate_in(ast, clang_getCursorReferenced(left->cursor), i);
    return fate == HELD ? HELD : PASSED_ON;
}

static enum fate fate_in_operator(const struct ast *ast, unsigned i,
                                  bool is_left)
{
    switch (ast_operator(ast, i)) {
    case OPERATOR_STORES:
        return is_left ? HELD : fate_in_assignment(ast, i);
    case OPERATOR_COMMA:
        return is_left ? DROPPED : PASSED_ON;
    case OPERATOR_OTHER:
        return DROPPED;
    default:
        return HELD;
    }
}

// The block of a statement expression has the value of its last statement.
static enum fate fate_in_block(const struct ast *ast, unsigned block,
                               unsigned i)
{
    const struct ast_node *above = &ast->nodes[ast->nodes[block].parent];
    return above->kind == CXCursor_StmtExpr &&
                   ast->nodes[i].end == ast->nodes[block].end
               ? PASSED_ON
               : DROPPED;
}

static enum fate fate_in_declaration(const struct ast *ast, unsigned i,
                                     unsigned value)
{
    CXCursor variable = ast->nodes[i].cursor;
    CXCursor first = clang_Cursor_getVarDeclInitializer(variable);
    if (!clang_equalCursors(first, ast->nodes[value].cursor))
        return HELD; // in its type: typeof
    return fate_in(ast, variable, i);
}

// What node `up` does with the value of its child i.
static enum fate fate_at(const struct ast *ast, unsigned up, unsigned i)
{
    bool is_first = i == up + 1;
    switch (ast->nodes[up].kind) {
    case CXCursor_ParenExpr:
    case CXCursor_UnexposedExpr:
    case CXCursor_StmtExpr:
        return PASSED_ON;
    case CXCursor_CStyleCastExpr:
        return is_cast_to_void(&ast->nodes[up]) ? DROPPED : PASSED_ON;
    case CXCursor_ConditionalOperator:
        return is_first ? DROPPED : PASSED_ON;
    case CXCursor_BinaryOperator:
        return fate_in_operator(ast, up, is_first);
    case CXCursor_VarDecl:
        return fate_in_declaration(ast, up, i);
    case CXCursor_CompoundStmt:
        return fate_in_block(ast, up, i);
    case CXCursor_UnaryOperator: // only ! can be applied to a handle
    case CXCursor_IfStmt:
    case CXCursor_WhileStmt:
    case CXCursor_DoStmt:
    case CXCursor_ForStmt:
    case CXCursor_LabelStmt:
    case CXCursor_CaseStmt:
    case CXCursor_DefaultStmt:
        return DROPPED;
    default:
        return HELD;
    }
}

static bool is_dangling(const struct ast *ast, unsigned call)
{
    enum fate fate = PASSED_ON;
    for (unsigned i = call; fate == PASSED_ON; i = ast->nodes[i].parent)
        fate = fate_at(ast, ast->nodes[i].parent, i);
    return fate == DROPPED && !is_below_sizeof(ast, call);
}

// ---- the rule --------------------------------------------------------------

static bool gives_task(CXCursor call)
{
    CXCursor function = clang_getCursorReferenced(call);
    return clang_getCursorKind(function) == CXCursor_FunctionDecl &&
           ast_has_mark(function, "gives-task");
}

static void report_call(CXCursor call, lint_report *report, void *arg)
{
    struct lint_finding finding = {.code = DANGLING_TASK};
    char message[256];
    CXString name = clang_getCursorSpelling(call);
    ast_place(call, &finding.line, &finding.column);
    snprintf(message, sizeof(message),
             "nobody holds the task of %s: keep the handle and join it, or "
             "spawn into a nursery",
             clang_getCString(name));
    clang_disposeString(name);
    finding.message = message;
    report(&finding, arg);
}

void lint_dangling(const struct ast *ast, lint_report *report, void *arg)
{
    for (unsigned i = 0; i < ast->n_nodes; i++)
        if (ast->nodes[i].kind == CXCursor_CallExpr &&
            gives_task(ast->nodes[i].cursor) && is_dangling(ast, i))
            report_call(ast->nodes[i].cursor, report, arg);
}

struct error *lint_source(const struct ast_source *source, lint_report *report,
                          void *arg)
{
    struct ast *ast;
    TRY(ast_open(source, &ast));
    lint_dangling(ast, report, arg);
    ast_close(ast);
    return NULL;
}
