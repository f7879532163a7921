// endless-shield: work that no cancel reaches, and no deadline either.
#include "rule.h"
#include "look.h"
#include "look_loop.h"
#include "look_reach.h"
#include "look_scope.h"

// What is inside a scope: from behind its opener to the last closer of it.
struct inside {
    unsigned from, to;
};

static struct inside inside_of(const struct ast *ast, unsigned opener,
                               CXCursor scope)
{
    struct inside inside = {ast->nodes[opener].end, ast->nodes[opener].end};
    unsigned end = ast->nodes[ast_function(ast, opener)].end;
    for (unsigned i = inside.from; i < end; i++)
        if (look_is_closer(ast, i) &&
            clang_equalCursors(
                look_variable(ast, look_argument(ast, i, 0)), scope) &&
            look_stored_before(ast, i, scope) ==
                look_stored_before(ast, inside.from, scope))
            inside.to = ast->nodes[i].end;
    return inside;
}

// ---- what can end it -------------------------------------------------------

// The call that node i is an argument of; 0 if it is not.
static unsigned call_with(const struct ast *ast, unsigned i)
{
    do
        i = ast->nodes[i].parent;
    while (ast_is_wrapper(ast->nodes[i].kind));
    return ast->nodes[i].kind == CXCursor_CallExpr ? i : 0;
}

// Is the scope only left at node i, its shield raised or lifted, or looked at?
// Who else has it may set its deadline.
static bool is_harmless(const struct ast *ast, unsigned i)
{
    unsigned call = call_with(ast, i);
    if (call == 0)
        return false;
    if (look_is_closer(ast, call) || look_is_call_of(ast, call, "shields"))
        return true;
    CXType type = clang_getCursorType(look_callee(ast, call));
    return clang_isConstQualifiedType(
               clang_getPointeeType(clang_getArgType(type, 0))) != 0;
}

static bool is_stored_to(const struct ast *ast, unsigned i)
{
    unsigned up = ast->nodes[i].parent;
    return ast->nodes[up].kind == CXCursor_BinaryOperator && i == up + 1;
}

static bool may_be_limited(const struct ast *ast, unsigned function,
                           CXCursor scope)
{
    for (unsigned i = function; i < ast->nodes[function].end; i++)
        if (ast_is_mention(&ast->nodes[i], scope) && !is_stored_to(ast, i) &&
            !is_harmless(ast, i))
            return true;
    return false;
}

// Is the shield lifted again before the scope is left?
static bool is_lifted(const struct ast *ast, struct inside inside)
{
    int on;
    for (unsigned i = inside.from; i < inside.to; i++)
        if (look_is_call_of(ast, i, "shields") &&
            (!look_constant(ast, look_argument(ast, i, 1), &on) || on == 0))
            return true;
    return false;
}

static bool has_deadline_inside(const struct ast *ast, struct inside inside)
{
    for (unsigned i = inside.from; i < inside.to; i++)
        if (look_is_opener(ast, i) &&
            look_option(ast, i, "deadline") != OPTION_OFF)
            return true;
    return false;
}

// A sleep ends by itself. What waits for others may not, nor what is not known.
static bool may_hang(const struct ast *ast, struct inside inside)
{
    unsigned reached = REACH_NOTHING;
    for (unsigned i = inside.from; i < inside.to; i++)
        if (ast->nodes[i].kind == CXCursor_CallExpr)
            reached |= look_reach(ast, i);
    return (reached & (REACH_WAIT | REACH_UNKNOWN)) != 0;
}

// ---- the rule --------------------------------------------------------------

static bool is_endless(const struct ast *ast, unsigned opener)
{
    CXCursor scope = look_holder(ast, opener);
    if (clang_Cursor_isNull(scope) ||
        look_option(ast, opener, "shield") != OPTION_ON ||
        look_option(ast, opener, "deadline") != OPTION_OFF ||
        may_be_limited(ast, ast_function(ast, opener), scope))
        return false;
    struct inside inside = inside_of(ast, opener, scope);
    return !is_lifted(ast, inside) && !has_deadline_inside(ast, inside) &&
           may_hang(ast, inside);
}

static void look(struct lint *lint)
{
    for (unsigned i = 0; i < lint->ast->n_nodes; i++)
        if (look_is_call_of(lint->ast, i, "enters-scope") &&
            is_endless(lint->ast, i))
            rule_say(lint, i,
                     "if the work in this scope hangs nothing can end it: give "
                     "a shielded scope a deadline, .deadline = after_ms(...)");
}

const struct rule rule_endless_shield = {
    .code = "endless-shield",
    .summary = "A scope is shielded and has no deadline.",
    .look = look,
};
