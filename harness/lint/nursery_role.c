// What a place does with a nursery that it names.
#include "nursery_role.h"
#include "look.h"
#include "value.h"

// The argument of a call that node i is, or is below.
static unsigned argument_with(const struct ast *ast, unsigned call, unsigned i)
{
    unsigned n = 0, argument = look_argument(ast, call, n);
    while (argument != 0 && ast->nodes[argument].end <= i)
        argument = look_argument(ast, call, ++n);
    return argument;
}

static enum role role_in_call(const struct ast *ast, unsigned call, unsigned i)
{
    unsigned argument = argument_with(ast, call, i);
    if (look_is_call_of(ast, call, "closes-nursery") &&
        argument == look_argument(ast, call, 0))
        return ROLE_CLOSES;
    return look_is_call_of(ast, call, "spawns") ||
                   argument == look_marked_argument(ast, call, "nursery")
               ? ROLE_LOOKS // a task does not close it either
               : ROLE_GIVES_AWAY;
}

// The local variable of which node i is a part; a null cursor if it is part of
// something else, as behind a pointer.
static CXCursor local_around(const struct ast *ast, unsigned i)
{
    i = ast_unwrapped(ast, i);
    while (ast->nodes[i].kind == CXCursor_MemberRefExpr &&
           i + 1 < ast->nodes[i].end) {
        i = ast_unwrapped(ast, i + 1);
        if (clang_getCanonicalType(
                clang_getCursorType(ast->nodes[i].cursor))
                .kind == CXType_Pointer)
            return clang_getNullCursor();
    }
    CXCursor variable = look_variable(ast, i);
    return value_is_local(variable) ? variable : clang_getNullCursor();
}

// A list of first values: who has it?
static enum role role_in_list(const struct ast *ast, unsigned i,
                              CXCursor *holder)
{
    while (ast->nodes[i].kind == CXCursor_InitListExpr ||
           ast->nodes[i].kind == CXCursor_CompoundLiteralExpr ||
           ast_is_wrapper(ast->nodes[i].kind) || value_is_address_of(ast, i))
        i = ast->nodes[i].parent;
    if (look_is_call_of(ast, i, "spawns"))
        return ROLE_LOOKS;
    if (ast->nodes[i].kind != CXCursor_VarDecl ||
        !value_is_local(ast->nodes[i].cursor))
        return ROLE_GIVES_AWAY;
    *holder = ast->nodes[i].cursor;
    return ROLE_PUTS_BY;
}

static enum role role_where_kept(const struct ast *ast, unsigned at,
                                 CXCursor *holder)
{
    switch (ast->nodes[at].kind) {
    case CXCursor_ReturnStmt:
        return ROLE_GIVES_AWAY;
    case CXCursor_InitListExpr:
        return role_in_list(ast, at, holder);
    case CXCursor_BinaryOperator:
        *holder = local_around(ast, at + 1);
        return clang_Cursor_isNull(*holder) ? ROLE_GIVES_AWAY : ROLE_PUTS_BY;
    default:
        return ROLE_UNKNOWN;
    }
}

enum role role_of(const struct ast *ast, unsigned i, CXCursor *holder)
{
    *holder = clang_getNullCursor();
    if (value_is_stored_to(ast, i) || value_is_below_sizeof(ast, i))
        return ROLE_LOOKS;
    struct value value = value_of(ast, i);
    switch (value.use) {
    case VALUE_DROPPED:
    case VALUE_TESTED:
        return ROLE_LOOKS;
    case VALUE_PASSED:
        return role_in_call(ast, value.at, i);
    case VALUE_STORED:
        return ROLE_UNKNOWN;
    default:
        return role_where_kept(ast, value.at, holder);
    }
}
