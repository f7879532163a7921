// The lint: what becomes of the handle that a call gives?
//
// From the call upwards each node passes the value on, drops it, or holds it.
// A local variable holds it if a place that comes later reads it.
#include "lint.h"
#include <string.h>

// ---- looking around --------------------------------------------------------

static CXType type_of(const struct ast_node *node)
{
    return clang_getCanonicalType(clang_getCursorType(node->cursor));
}

static bool is_cast_to_void(const struct ast_node *node)
{
    return node->kind == CXCursor_CStyleCastExpr &&
           type_of(node).kind == CXType_Void;
}

static bool is_last_child(const struct ast *ast, unsigned i)
{
    return ast->nodes[i].end == ast->nodes[ast->nodes[i].parent].end;
}

// Parentheses, or a conversion; UnexposedExpr with more children is anything.
static bool is_wrapped(const struct ast *ast, unsigned i)
{
    unsigned up = ast->nodes[i].parent;
    return ast_is_wrapper(ast->nodes[up].kind) && i == up + 1 &&
           is_last_child(ast, i);
}

// Does node i only say of what type something is? Then it is not run.
static bool is_of_type(const struct ast *ast, unsigned i)
{
    const struct ast_node *node = &ast->nodes[i],
                          *up = &ast->nodes[node->parent];
    switch (up->kind) {
    case CXCursor_UnaryExpr: // sizeof and the like
        return true;
    case CXCursor_GenericSelectionExpr:
        return i == node->parent + 1;
    case CXCursor_CStyleCastExpr:
    case CXCursor_CompoundLiteralExpr:
        return !is_last_child(ast, i);
    case CXCursor_VarDecl:
        return !clang_equalCursors(
            clang_Cursor_getVarDeclInitializer(up->cursor), node->cursor);
    default:
        return clang_isDeclaration(up->kind) &&
               node->kind != CXCursor_CompoundStmt;
    }
}

static bool is_run(const struct ast *ast, unsigned i)
{
    while (i != 0 && !is_of_type(ast, i))
        i = ast->nodes[i].parent;
    return i == 0;
}

// ---- variables -------------------------------------------------------------

// A local variable, and the node of the store that is asked about.
struct store {
    CXCursor variable;
    unsigned at; // the assignment, or the declaration
};

// The tree does not name this attribute, the printed declaration does.
static bool has_cleanup(CXCursor variable)
{
    CXPrintingPolicy policy = clang_getCursorPrintingPolicy(variable);
    clang_PrintingPolicy_setProperty(
        policy, CXPrintingPolicy_SuppressInitializers, 1);
    CXString text = clang_getCursorPrettyPrinted(variable, policy);
    bool found = strstr(clang_getCString(text), "((cleanup(") != NULL;
    clang_disposeString(text);
    clang_PrintingPolicy_dispose(policy);
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
           !has_cleanup(variable);
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
    while (is_wrapped(ast, i))
        i = ast->nodes[i].parent;
    return is_cast_to_void(&ast->nodes[ast->nodes[i].parent]);
}

static bool is_read(const struct ast *ast, unsigned i,
                    CXCursor variable)
{
    return ast_is_mention(&ast->nodes[i], variable) && !is_stored_to(ast, i) &&
           !is_behind_void(ast, i) && is_run(ast, i);
}

static bool is_pointer(const struct ast_node *node)
{
    return type_of(node).kind == CXType_Pointer;
}

// The variable that node i is a field or an element of, or is itself.
static unsigned whole_of(const struct ast *ast, unsigned i)
{
    for (;;) {
        i = ast_unwrapped(ast, i);
        if ((ast->nodes[i].kind != CXCursor_MemberRefExpr &&
             ast->nodes[i].kind != CXCursor_ArraySubscriptExpr) ||
            i + 1 == ast->nodes[i].end ||
            is_pointer(&ast->nodes[ast_unwrapped(ast, i + 1)]))
            return i;
        i++;
    }
}

// Is node i the address of the variable, or of a part of it?
static bool is_address(const struct ast *ast, unsigned i, CXCursor variable)
{
    const struct ast_node *node = &ast->nodes[i];
    return node->kind == CXCursor_UnaryOperator &&
           ast_is_mention(&ast->nodes[whole_of(ast, i + 1)], variable) &&
           clang_equalTypes(clang_getPointeeType(type_of(node)),
                            type_of(&ast->nodes[i + 1]));
}

// Who has the address reads the variable, nobody can tell when.
static bool is_address_taken(const struct ast *ast, CXCursor variable,
                             unsigned at)
{
    unsigned function = ast_function(ast, at);
    for (unsigned i = function; i < ast->nodes[function].end; i++)
        if (is_address(ast, i, variable))
            return true;
    return false;
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

static bool is_mentioned(const struct ast *ast, unsigned from, unsigned end,
                         CXCursor variable)
{
    for (; from < end; from++)
        if (ast_is_mention(&ast->nodes[from], variable))
            return true;
    return false;
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
    if (i == 0 || is_mentioned(ast, ast->nodes[store.at].end,
                               ast->nodes[i].end, store.variable))
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
    if (is_read_after(ast, store) && !is_overwritten(ast, store))
        return HELD;
    return is_address_taken(ast, variable, at) ? HELD : DROPPED;
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
    case OPERATOR_TESTS:
        return DROPPED;
    default:
        return HELD;
    }
}

// A ! only tests it, a * looks into it, and __extension__ does nothing.
static enum fate fate_in_unary(const struct ast *ast, unsigned up, unsigned i)
{
    CXType handle = type_of(&ast->nodes[i]), value = type_of(&ast->nodes[up]);
    if (clang_equalTypes(handle, value))
        return PASSED_ON;
    CXType inside = clang_getCanonicalType(clang_getPointeeType(handle));
    return clang_equalTypes(inside, value) ? HELD : DROPPED;
}

// Of what has no kind of its own, a ?: b passes its values on.
static enum fate fate_in_unexposed(const struct ast *ast, unsigned up,
                                   unsigned i)
{
    if (is_wrapped(ast, i))
        return PASSED_ON;
    return ast_operator(ast, up) == OPERATOR_OTHER ? PASSED_ON : HELD;
}

// The block of a statement expression has the value of its last statement.
static enum fate fate_in_block(const struct ast *ast, unsigned block,
                               unsigned i)
{
    const struct ast_node *above = &ast->nodes[ast->nodes[block].parent];
    return above->kind == CXCursor_StmtExpr && is_last_child(ast, i)
               ? PASSED_ON
               : DROPPED;
}

// What node `up` does with the value of its child i.
static enum fate fate_at(const struct ast *ast, unsigned up, unsigned i)
{
    bool is_first = i == up + 1;
    switch (ast->nodes[up].kind) {
    case CXCursor_ParenExpr:
    case CXCursor_StmtExpr:
    case CXCursor_LabelStmt:
    case CXCursor_CaseStmt:
    case CXCursor_DefaultStmt:
        return PASSED_ON;
    case CXCursor_UnexposedExpr:
        return fate_in_unexposed(ast, up, i);
    case CXCursor_InitListExpr: // { } around one value
        return type_of(&ast->nodes[up]).kind == CXType_Pointer ? PASSED_ON
                                                               : HELD;
    case CXCursor_CStyleCastExpr:
        return is_cast_to_void(&ast->nodes[up]) ? DROPPED : PASSED_ON;
    case CXCursor_ConditionalOperator:
        return is_first ? DROPPED : PASSED_ON;
    case CXCursor_BinaryOperator:
        return fate_in_operator(ast, up, is_first);
    case CXCursor_UnaryOperator:
        return fate_in_unary(ast, up, i);
    case CXCursor_VarDecl:
        return fate_in(ast, ast->nodes[up].cursor, up);
    case CXCursor_CompoundStmt:
        return fate_in_block(ast, up, i);
    case CXCursor_IfStmt:
    case CXCursor_SwitchStmt:
    case CXCursor_WhileStmt:
    case CXCursor_DoStmt:
    case CXCursor_ForStmt:
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
    return fate == DROPPED && is_run(ast, call);
}

// ---- the rule --------------------------------------------------------------

// The function that a call names, also as (f)(x) or (*f)(x).
static CXCursor callee(const struct ast *ast, unsigned call)
{
    unsigned i = ast_unwrapped(ast, call + 1);
    while (ast->nodes[i].kind == CXCursor_UnaryOperator)
        i = ast_unwrapped(ast, i + 1);
    return ast->nodes[i].kind == CXCursor_DeclRefExpr
               ? clang_getCursorReferenced(ast->nodes[i].cursor)
               : clang_getNullCursor();
}

static bool gives_task(const struct ast *ast, unsigned call)
{
    CXCursor function = callee(ast, call);
    return clang_getCursorKind(function) == CXCursor_FunctionDecl &&
           ast_has_mark(function, "gives-task");
}

static void report_call(const struct ast *ast, unsigned call,
                        lint_report *report, void *arg)
{
    struct lint_finding finding = {.code = DANGLING_TASK};
    char message[256];
    CXString name = clang_getCursorSpelling(callee(ast, call));
    ast_place(ast->nodes[call].cursor, &finding.line, &finding.column);
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
            gives_task(ast, i) && is_dangling(ast, i))
            report_call(ast, i, report, arg);
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
// private: linnet-0f5d3f897d262c7d
