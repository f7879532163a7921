// Questions about loops and constants.
#include "look_loop.h"
#include "for_parts.h"
#include "value.h"
#include <string.h>

// ---- tokens ----------------------------------------------------------------

static bool is_token(CXTranslationUnit unit, CXToken token, const char *text)
{
    CXString spelling = clang_getTokenSpelling(unit, token);
    bool same = strcmp(clang_getCString(spelling), text) == 0;
    clang_disposeString(spelling);
    return same;
}

bool look_is_sign(const struct ast *ast, unsigned i, const char *sign)
{
    CXToken *tokens;
    unsigned n;
    clang_tokenize(ast->unit, clang_getCursorExtent(ast->nodes[i].cursor),
                   &tokens, &n);
    bool found = n > 0 && (is_token(ast->unit, tokens[0], sign) ||
                           is_token(ast->unit, tokens[n - 1], sign));
    clang_disposeTokens(ast->unit, tokens, n);
    return found;
}

// ---- constants -------------------------------------------------------------

// Is there no name of a variable in it, and nothing that is done?
static bool is_plain(const struct ast *ast, unsigned i)
{
    for (unsigned n = i; n < ast->nodes[i].end; n++)
        switch (ast->nodes[n].kind) {
        case CXCursor_IntegerLiteral:
        case CXCursor_CharacterLiteral:
        case CXCursor_ParenExpr:
        case CXCursor_UnexposedExpr:
        case CXCursor_UnaryOperator:
        case CXCursor_BinaryOperator:
        case CXCursor_CXXBoolLiteralExpr:
            continue;
        default:
            return false;
        }
    return true;
}

bool look_constant(const struct ast *ast, unsigned i, int *value)
{
    i = ast_unwrapped(ast, i);
    while (ast->nodes[i].kind == CXCursor_CStyleCastExpr &&
           i + 1 < ast->nodes[i].end)
        i = ast_unwrapped(ast, value_last_child(ast, i));
    if (!is_plain(ast, i))
        return false;
    CXEvalResult result = clang_Cursor_Evaluate(ast->nodes[i].cursor);
    bool known =
        result != NULL && clang_EvalResult_getKind(result) == CXEval_Int;
    if (known)
        *value = clang_EvalResult_getAsInt(result);
    clang_EvalResult_dispose(result);
    return known;
}

// ---- the parts of a loop ---------------------------------------------------

static bool split_for(const struct ast *ast, unsigned i,
                      struct look_loop *parts)
{
    struct for_parts found = for_parts_of(ast, i);
    parts->condition = found.condition;
    parts->change = found.step;
    parts->body = found.body;
    return found.is_plain;
}

static bool is_block(const struct ast *ast, const struct look_loop *parts)
{
    int value;
    return look_constant(ast, parts->condition, &value) && value == 0;
}

bool look_is_loop(const struct ast *ast, unsigned i, struct look_loop *parts)
{
    *parts = (struct look_loop){0};
    switch (ast->nodes[i].kind) {
    case CXCursor_ForStmt:
        return split_for(ast, i, parts);
    case CXCursor_WhileStmt:
        parts->condition = i + 1;
        parts->body = value_last_child(ast, i);
        return true;
    case CXCursor_DoStmt:
        parts->body = i + 1;
        parts->condition = value_last_child(ast, i);
        return !is_block(ast, parts);
    default:
        return false;
    }
}

bool look_is_endless(const struct ast *ast, const struct look_loop *parts)
{
    int value;
    return parts->condition == 0 ||
           (look_constant(ast, parts->condition, &value) && value != 0);
}

// ---- leaving it ------------------------------------------------------------

static bool catches_break(enum CXCursorKind kind)
{
    return kind == CXCursor_ForStmt || kind == CXCursor_WhileStmt ||
           kind == CXCursor_DoStmt || kind == CXCursor_SwitchStmt;
}

// Is the loop what the break at node i leaves?
static bool is_broken_by(const struct ast *ast, unsigned i, unsigned loop)
{
    do
        i = ast->nodes[i].parent;
    while (!catches_break(ast->nodes[i].kind));
    return i == loop;
}

static bool has_same_name(CXCursor a, CXCursor b)
{
    CXString of_a = clang_getCursorSpelling(a);
    CXString of_b = clang_getCursorSpelling(b);
    bool same = strcmp(clang_getCString(of_a), clang_getCString(of_b)) == 0;
    clang_disposeString(of_a);
    clang_disposeString(of_b);
    return same;
}

static bool has_label(const struct ast *ast, unsigned loop, CXCursor label)
{
    for (unsigned i = loop; i < ast->nodes[loop].end; i++)
        if (ast->nodes[i].kind == CXCursor_LabelStmt &&
            has_same_name(ast->nodes[i].cursor, label))
            return true;
    return false;
}

// A goto has the name of its label below it.
static bool goes_out(const struct ast *ast, unsigned i, unsigned loop)
{
    return i + 1 == ast->nodes[i].end ||
           !has_label(ast, loop, ast->nodes[i + 1].cursor);
}

bool look_can_leave(const struct ast *ast, unsigned loop)
{
    for (unsigned i = loop + 1; i < ast->nodes[loop].end; i++)
        switch (ast->nodes[i].kind) {
        case CXCursor_ReturnStmt:
        case CXCursor_IndirectGotoStmt:
        case CXCursor_AsmStmt:
            return true;
        case CXCursor_BreakStmt:
            if (is_broken_by(ast, i, loop))
                return true;
            break;
        case CXCursor_GotoStmt:
            if (goes_out(ast, i, loop))
                return true;
            break;
        default:
            break;
        }
    return false;
}
