// What becomes of the value of an expression: from its node upwards, each node
// passes it on or does something with it.
#include "value.h"
#include <string.h>

// ---- nodes -----------------------------------------------------------------

unsigned value_last_child(const struct ast *ast, unsigned i)
{
    unsigned child = i + 1;
    while (ast->nodes[child].end < ast->nodes[i].end)
        child = ast->nodes[child].end;
    return child;
}

CXString value_first_word(const struct ast *ast, unsigned i)
{
    CXFile in;
    unsigned offset;
    clang_getFileLocation(
        clang_getRangeStart(clang_getCursorExtent(ast->nodes[i].cursor)), &in,
        NULL, NULL, &offset);
    CXToken *token = clang_getToken(
        ast->unit, clang_getLocationForOffset(ast->unit, in, offset));
    if (token == NULL)
        return clang_getCursorSpelling(clang_getNullCursor());
    CXString word = clang_getTokenSpelling(ast->unit, *token);
    clang_disposeTokens(ast->unit, token, 1);
    return word;
}

static CXType type_of(const struct ast *ast, unsigned i)
{
    return clang_getCanonicalType(clang_getCursorType(ast->nodes[i].cursor));
}

static bool is_pointer(const struct ast *ast, unsigned i)
{
    return type_of(ast, i).kind == CXType_Pointer;
}

bool value_is_address_of(const struct ast *ast, unsigned i)
{
    if (ast->nodes[i].kind != CXCursor_UnaryOperator || !is_pointer(ast, i))
        return false;
    return clang_equalTypes(clang_getPointeeType(type_of(ast, i)),
                            type_of(ast, i + 1)) != 0;
}

bool value_is_null(const struct ast *ast, unsigned i)
{
    i = ast_unwrapped(ast, i);
    while (ast->nodes[i].kind == CXCursor_CStyleCastExpr)
        i = ast_unwrapped(ast, value_last_child(ast, i));
    if (ast->nodes[i].kind != CXCursor_IntegerLiteral)
        return false;
    CXEvalResult result = clang_Cursor_Evaluate(ast->nodes[i].cursor);
    bool is_zero = result != NULL && clang_EvalResult_getAsInt(result) == 0;
    clang_EvalResult_dispose(result);
    return is_zero;
}

bool value_is_error(const struct ast *ast, unsigned i)
{
    if (!is_pointer(ast, i))
        return false;
    CXString name =
        clang_getTypeSpelling(clang_getPointeeType(type_of(ast, i)));
    bool is_error = strcmp(clang_getCString(name), "struct error") == 0;
    clang_disposeString(name);
    return is_error;
}

bool value_is_below_sizeof(const struct ast *ast, unsigned i)
{
    while (i != 0 && ast->nodes[i].kind != CXCursor_UnaryExpr)
        i = ast->nodes[i].parent;
    return i != 0;
}

// ---- variables -------------------------------------------------------------

// Text that a declaration has beside its name: storage class and attributes.
static bool is_declared_with(CXCursor variable, const char *word)
{
    CXString text = clang_getCursorPrettyPrinted(variable, NULL);
    bool found = strstr(clang_getCString(text), word) != NULL;
    clang_disposeString(text);
    return found;
}

bool value_is_local(CXCursor variable)
{
    enum CXCursorKind kind = clang_getCursorKind(variable);
    if (kind == CXCursor_ParmDecl)
        return true;
    return kind == CXCursor_VarDecl &&
           clang_Cursor_hasVarDeclGlobalStorage(variable) == 0 &&
           !is_declared_with(variable, "cleanup(");
}

// Of two pointers only a test makes an int.
static enum operator operator_of(const struct ast *ast, unsigned i)
{
    enum operator found = ast_operator(ast, i);
    if (found != OPERATOR_UNKNOWN)
        return found;
    return type_of(ast, i).kind == CXType_Int && is_pointer(ast, i + 1) &&
                   is_pointer(ast, ast->nodes[i + 1].end)
               ? OPERATOR_TESTS
               : OPERATOR_UNKNOWN;
}

bool value_is_stored_to(const struct ast *ast, unsigned i)
{
    unsigned up = ast->nodes[i].parent;
    for (; ast->nodes[up].kind == CXCursor_ParenExpr;
         up = ast->nodes[up].parent)
        i = up;
    return ast->nodes[up].kind == CXCursor_BinaryOperator && i == up + 1 &&
           operator_of(ast, up) == OPERATOR_STORES;
}

bool value_is_store_in(const struct ast *ast, unsigned i, CXCursor variable)
{
    if (ast->nodes[i].kind == CXCursor_VarDecl)
        return clang_equalCursors(ast->nodes[i].cursor, variable);
    if (ast->nodes[i].kind != CXCursor_BinaryOperator)
        return false;
    unsigned left = ast_unwrapped(ast, i + 1);
    return ast_is_mention(&ast->nodes[left], variable) &&
           value_is_stored_to(ast, left);
}

static bool is_cast_to_void(const struct ast *ast, unsigned i)
{
    return ast->nodes[i].kind == CXCursor_CStyleCastExpr &&
           type_of(ast, i).kind == CXType_Void;
}

// ---- what becomes of it ----------------------------------------------------

// Not a use: the node above decides.
enum { PASSED_ON = -1 };

struct step {
    int use; // a value_use, or PASSED_ON
    CXCursor variable;
};

static struct step stored_in(CXCursor variable)
{
    return value_is_local(variable)
               ? (struct step){VALUE_STORED, variable}
               : (struct step){.use = VALUE_KEPT};
}

static struct step step_in_assignment(const struct ast *ast, unsigned i)
{
    const struct ast_node *left = &ast->nodes[ast_unwrapped(ast, i + 1)];
    return left->kind == CXCursor_DeclRefExpr
               ? stored_in(clang_getCursorReferenced(left->cursor))
               : (struct step){.use = VALUE_KEPT};
}

static struct step step_in_operator(const struct ast *ast, unsigned i,
                                    bool is_left)
{
    switch (operator_of(ast, i)) {
    case OPERATOR_STORES:
        return is_left ? (struct step){.use = VALUE_KEPT}
                       : step_in_assignment(ast, i);
    case OPERATOR_COMMA:
        return (struct step){.use = is_left ? VALUE_DROPPED : PASSED_ON};
    case OPERATOR_TESTS:
        return (struct step){.use = VALUE_TESTED};
    default:
        return (struct step){.use = VALUE_KEPT};
    }
}

static struct step step_in_declaration(const struct ast *ast, unsigned i,
                                       unsigned value)
{
    CXCursor variable = ast->nodes[i].cursor;
    CXCursor first = clang_Cursor_getVarDeclInitializer(variable);
    return clang_equalCursors(first, ast->nodes[value].cursor)
               ? stored_in(variable)
               : (struct step){.use = VALUE_KEPT}; // in its type: typeof
}

// The block of a statement expression has the value of its last statement.
static int use_in_block(const struct ast *ast, unsigned block, unsigned i)
{
    unsigned above = ast->nodes[block].parent;
    return ast->nodes[above].kind == CXCursor_StmtExpr &&
                   ast->nodes[i].end == ast->nodes[block].end
               ? PASSED_ON
               : VALUE_DROPPED;
}

// A condition tests its value; a branch, or the body of a loop, drops it.
static int use_in_statement(const struct ast *ast, unsigned up, unsigned i)
{
    bool is_first = i == up + 1;
    switch (ast->nodes[up].kind) {
    case CXCursor_IfStmt:
    case CXCursor_WhileStmt:
        return is_first ? VALUE_TESTED : VALUE_DROPPED;
    case CXCursor_DoStmt:
        return is_first ? VALUE_DROPPED : VALUE_TESTED;
    case CXCursor_ForStmt: // which of its parts are missing, nobody says
        return ast->nodes[i].end == ast->nodes[up].end ? VALUE_DROPPED
                                                       : VALUE_KEPT;
    case CXCursor_LabelStmt:
    case CXCursor_CaseStmt:
    case CXCursor_DefaultStmt:
        return VALUE_DROPPED;
    default:
        return VALUE_KEPT;
    }
}

static int use_in_expression(const struct ast *ast, unsigned up, unsigned i)
{
    bool is_first = i == up + 1;
    switch (ast->nodes[up].kind) {
    case CXCursor_ParenExpr:
    case CXCursor_UnexposedExpr:
    case CXCursor_StmtExpr:
        return PASSED_ON;
    case CXCursor_CStyleCastExpr:
        return is_cast_to_void(ast, up) ? VALUE_DROPPED : PASSED_ON;
    case CXCursor_ConditionalOperator:
        return is_first ? VALUE_TESTED : PASSED_ON;
    case CXCursor_UnaryOperator: // * and & would need more than a value
        return is_pointer(ast, up) ? VALUE_KEPT : VALUE_TESTED;
    case CXCursor_CompoundStmt:
        return use_in_block(ast, up, i);
    case CXCursor_CallExpr:
        return is_first ? VALUE_KEPT : VALUE_PASSED;
    default:
        return use_in_statement(ast, up, i);
    }
}

// What node `up` does with the value of its child i.
static struct step step_at(const struct ast *ast, unsigned up, unsigned i)
{
    if (ast->nodes[up].kind == CXCursor_BinaryOperator)
        return step_in_operator(ast, up, i == up + 1);
    if (ast->nodes[up].kind == CXCursor_VarDecl)
        return step_in_declaration(ast, up, i);
    return (struct step){.use = use_in_expression(ast, up, i)};
}

struct value value_of(const struct ast *ast, unsigned i)
{
    if (value_is_below_sizeof(ast, i))
        return (struct value){.use = VALUE_KEPT, .at = i};
    for (;;) {
        unsigned up = ast->nodes[i].parent;
        struct step step = step_at(ast, up, i);
        if (step.use != PASSED_ON)
            return (struct value){(enum value_use)step.use, up, step.variable};
        i = up;
    }
}
