// swallowed-cancel: an error that may be CANCELLED is dropped, and nobody has
// asked whether it is.
#include "follow_error.h"
#include "look.h"
#include "rule.h"
#include "value.h"

// ---- which calls may be cancelled ------------------------------------------

static bool may_be_cancelled(const struct ast *ast, unsigned call,
                             unsigned depth);

static bool is_returned(const struct ast *ast, unsigned i)
{
    struct value value = value_of(ast, i);
    if (value.use != VALUE_STORED)
        return ast->nodes[value.at].kind == CXCursor_ReturnStmt;
    unsigned function = ast_function(ast, i);
    for (unsigned m = value.at; m < ast->nodes[function].end; m++)
        if (ast_is_mention(&ast->nodes[m], value.variable) &&
            ast->nodes[value_of(ast, m).at].kind == CXCursor_ReturnStmt)
            return true;
    return false;
}

// Does a function of this file return what a checkpoint gave it?
static bool returns_cancelled(const struct ast *ast, unsigned function,
                              unsigned depth)
{
    for (unsigned i = function; i < ast->nodes[function].end; i++)
        if (ast->nodes[i].kind == CXCursor_CallExpr &&
            may_be_cancelled(ast, i, depth) && is_returned(ast, i))
            return true;
    return false;
}

// The definition, in this file, of what a call names; 0 if there is none.
static unsigned definition_of(const struct ast *ast, unsigned call)
{
    CXCursor function =
        clang_getCursorDefinition(look_callee(ast, call));
    for (unsigned i = 1; i < ast->n_nodes; i = ast->nodes[i].end)
        if (clang_equalCursors(ast->nodes[i].cursor, function))
            return i;
    return 0;
}

// A function of the file is looked into, and those that it calls, but not for
// ever.
enum { DEEPEST = 3 };

static bool may_be_cancelled(const struct ast *ast, unsigned call,
                             unsigned depth)
{
    if (!value_is_error(ast, call))
        return false;
    if (look_is_call_of(ast, call, "checkpoint") ||
        look_is_call_of(ast, call, "closes-nursery"))
        return true;
    unsigned function = depth < DEEPEST ? definition_of(ast, call) : 0;
    return function != 0 && returns_cancelled(ast, function, depth + 1);
}

// ---- shields ---------------------------------------------------------------

static bool is_shield(const struct ast *ast, unsigned i)
{
    const struct ast_node *node = &ast->nodes[i];
    if (look_is_call_of(ast, i, "shields"))
        return true;
    return (node->kind == CXCursor_MemberRef ||
            node->kind == CXCursor_MemberRefExpr) &&
           ast_has_mark(clang_getCursorReferenced(node->cursor), "shield");
}

// Has the function spoken of a shield before node i? Behind one there is
// nothing to swallow, and where it ends is not followed.
static bool may_be_shielded(const struct ast *ast, unsigned i)
{
    for (unsigned s = ast_function(ast, i); s < i; s++)
        if (is_shield(ast, s))
            return true;
    return false;
}

// ---- the rule --------------------------------------------------------------

// The call that drops what this one gives, without a look at it; 0: none.
static unsigned dropped_by(const struct ast *ast, unsigned call)
{
    struct value value = value_of(ast, call);
    if (value.use == VALUE_PASSED &&
        look_is_call_of(ast, value.at, "drops-error"))
        return value.at;
    if (value.use != VALUE_STORED)
        return 0;
    struct error_uses uses = follow_error(ast, value.at, value.variable);
    return uses.used ? 0 : uses.freed_at;
}

// Two stores may lead to one drop.
static bool has_been_said(const struct lint *lint, unsigned drop)
{
    unsigned line, column;
    ast_place(lint->ast->nodes[drop].cursor, &line, &column);
    for (size_t i = 0; i < lint->found->n; i++)
        if (lint->found->all[i].rule == lint->rule &&
            lint->found->all[i].line == line &&
            lint->found->all[i].column == column)
            return true;
    return false;
}

static void say(struct lint *lint, unsigned drop, unsigned call)
{
    CXString name = clang_getCursorSpelling(lint->ast->nodes[call].cursor);
    rule_say(lint, drop,
             "a CANCELLED of %s may be dropped here: return it, or ask first "
             "with error_is(err, &CANCELLED)",
             clang_getCString(name));
    clang_disposeString(name);
}

static void look(struct lint *lint)
{
    const struct ast *ast = lint->ast;
    for (unsigned i = 0; i < ast->n_nodes; i++) {
        if (ast->nodes[i].kind != CXCursor_CallExpr || !value_is_error(ast, i))
            continue;
        unsigned drop = dropped_by(ast, i);
        if (drop != 0 && may_be_cancelled(ast, i, 0) &&
            !may_be_shielded(ast, drop) && !has_been_said(lint, drop))
            say(lint, drop, i);
    }
}

const struct rule rule_swallowed_cancel = {
    .code = "swallowed-cancel",
    .summary = "A CANCELLED is dropped by who has not asked whether it is one.",
    .look = look,
};
