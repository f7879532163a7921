// polling: a loop that asks again and again, with a sleep in between.
#include "rule.h"
#include "look.h"
#include "look_loop.h"

static bool only_lets_time_pass(const struct ast *ast, unsigned i)
{
    return look_is_call_of(ast, i, "sleeps") ||
           look_is_call_of(ast, i, "yields");
}

// ---- expressions that do something -----------------------------------------

// What a function is given to write to it can change.
static bool may_change_an_argument(const struct ast *ast, unsigned call)
{
    CXCursor function = look_callee(ast, call);
    if (clang_Cursor_isNull(function))
        return true;
    CXType type = clang_getCursorType(function);
    for (int i = 0; i < clang_getNumArgTypes(type); i++) {
        CXType to = clang_getPointeeType(
            clang_getCanonicalType(clang_getArgType(type, (unsigned)i)));
        if (to.kind != CXType_Invalid && !clang_isConstQualifiedType(to))
            return true;
    }
    return false;
}

// What a macro compares has another type than its operands, what it stores has
// not.
static bool is_store(const struct ast *ast, unsigned i)
{
    enum operator between = ast_operator(ast, i);
    CXType left = clang_getCursorType(ast->nodes[i + 1].cursor);
    return between == OPERATOR_STORES ||
           (between == OPERATOR_UNKNOWN &&
            clang_equalTypes(clang_getCursorType(ast->nodes[i].cursor), left));
}

static bool does_something(const struct ast *ast, unsigned i)
{
    switch (ast->nodes[i].kind) {
    case CXCursor_CallExpr:
        return may_change_an_argument(ast, i);
    case CXCursor_CompoundAssignOperator:
    case CXCursor_StmtExpr:
        return true;
    case CXCursor_BinaryOperator:
        return is_store(ast, i);
    case CXCursor_UnaryOperator:
        return look_is_sign(ast, i, "++") || look_is_sign(ast, i, "--");
    default:
        return false;
    }
}

static bool does_something_below(const struct ast *ast, unsigned i)
{
    for (unsigned n = i; n < ast->nodes[i].end; n++)
        if (does_something(ast, n))
            return true;
    return false;
}

// ---- the body --------------------------------------------------------------

// A sleep that is in the body; 0 if there is none, or another call.
static unsigned only_call(const struct ast *ast, unsigned body)
{
    unsigned found = 0;
    for (unsigned i = body; i < ast->nodes[body].end; i++) {
        if (ast->nodes[i].kind != CXCursor_CallExpr)
            continue;
        if (!only_lets_time_pass(ast, i))
            return 0;
        found = i;
        i = ast->nodes[i].end - 1; // its arguments are looked at apart
    }
    return found;
}

// Does nothing more happen with the error of the sleep than that it is stored,
// compared or returned? A do is that of TRY.
static bool is_about_its_error(enum CXCursorKind kind)
{
    switch (kind) {
    case CXCursor_CompoundStmt:
    case CXCursor_DoStmt:
    case CXCursor_DeclStmt:
    case CXCursor_VarDecl:
    case CXCursor_TypeRef:
    case CXCursor_IfStmt:
    case CXCursor_ReturnStmt:
    case CXCursor_BreakStmt:
    case CXCursor_GotoStmt:
    case CXCursor_LabelRef:
    case CXCursor_NullStmt:
    case CXCursor_BinaryOperator:
    case CXCursor_UnaryOperator:
    case CXCursor_CStyleCastExpr:
    case CXCursor_ParenExpr:
    case CXCursor_UnexposedExpr:
    case CXCursor_DeclRefExpr:
    case CXCursor_IntegerLiteral:
    case CXCursor_StringLiteral:
        return true;
    default:
        return false;
    }
}

// Is node i run in each turn? Nothing is between it and the body but blocks,
// and conditions that it is in itself.
static bool is_run_each_time(const struct ast *ast, unsigned i, unsigned body)
{
    for (; i != body; i = ast->nodes[i].parent) {
        unsigned up = ast->nodes[i].parent;
        if (ast->nodes[up].kind == CXCursor_IfStmt && i != up + 1)
            return false;
    }
    return true;
}

// Is this the store of what the sleep gives?
static bool stores_its_error(const struct ast *ast, unsigned i, unsigned sleep)
{
    return ast->nodes[i].kind == CXCursor_BinaryOperator &&
           look_is_below(ast, sleep, i);
}

// A loop whose every turn ends in a break is none.
static bool is_the_end(const struct ast *ast, unsigned i, unsigned body)
{
    enum CXCursorKind kind = ast->nodes[i].kind;
    return (kind == CXCursor_BreakStmt || kind == CXCursor_ReturnStmt ||
            kind == CXCursor_GotoStmt) &&
           is_run_each_time(ast, i, body);
}

static bool does_more(const struct ast *ast, unsigned i, unsigned body,
                      unsigned sleep)
{
    return !is_about_its_error(ast->nodes[i].kind) ||
           is_the_end(ast, i, body) ||
           (does_something(ast, i) && !stores_its_error(ast, i, sleep));
}

// The sleep that is all that the body does; 0 if it does something else.
static unsigned only_sleep(const struct ast *ast, unsigned body)
{
    unsigned sleep = only_call(ast, body);
    if (sleep == 0 || !is_run_each_time(ast, sleep, body))
        return 0;
    for (unsigned i = sleep + 1; i < ast->nodes[sleep].end; i++)
        if (does_something(ast, i))
            return 0;
    for (unsigned i = body; i < ast->nodes[body].end; i++)
        if (i == sleep)
            i = ast->nodes[sleep].end - 1;
        else if (does_more(ast, i, body, sleep))
            return 0;
    return sleep;
}

// ---- the rule --------------------------------------------------------------

static void look_at(struct lint *lint, unsigned i,
                    const struct look_loop *parts)
{
    unsigned sleep = only_sleep(lint->ast, parts->body);
    if (sleep == 0 || parts->change != 0 ||
        (parts->condition != 0 &&
         does_something_below(lint->ast, parts->condition)))
        return;
    CXString name = clang_getCursorSpelling(lint->ast->nodes[sleep].cursor);
    if (look_is_endless(lint->ast, parts))
        rule_say(lint, i,
                 "this loop wakes up for nothing but %s: use sleep_forever, or "
                 "wait for an event",
                 clang_getCString(name));
    else
        rule_say(lint, i,
                 "this loop asks again and again, and does nothing else but "
                 "%s: wait for an event that is set when it is time",
                 clang_getCString(name));
    clang_disposeString(name);
}

static void look(struct lint *lint)
{
    struct look_loop parts;
    for (unsigned i = 0; i < lint->ast->n_nodes; i++)
        if (look_is_loop(lint->ast, i, &parts))
            look_at(lint, i, &parts);
}

const struct rule rule_polling = {
    .code = "polling",
    .summary = "A loop sleeps again and again until something is so.",
    .look = look,
};
