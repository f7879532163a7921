// unshielded-cleanup: a clean-up that waits, and is cancelled at once.
#include "rule.h"
#include "condition.h"
#include "look.h"
#include "look_loop.h"
#include "look_scope.h"
#include <stdlib.h>
#include <string.h>

// How deep calls are followed: more than a clean-up has.
enum { MOST_CALLS = 8 };

// ---- who asks for a CANCELLED ----------------------------------------------

static bool is_named(CXCursor cursor, const char *name)
{
    CXString text = clang_getCursorSpelling(cursor);
    bool same = strcmp(clang_getCString(text), name) == 0;
    clang_disposeString(text);
    return same;
}

static bool is_cancelled_kind(const struct ast *ast, unsigned i)
{
    i = ast_unwrapped(ast, i);
    return ast->nodes[i].kind == CXCursor_UnaryOperator &&
           ast->nodes[i + 1].kind == CXCursor_DeclRefExpr &&
           is_named(ast->nodes[i + 1].cursor, "CANCELLED");
}

// What task_join gives may be the error of the other task.
static bool is_joined(const struct ast *ast, unsigned call)
{
    CXCursor err = look_variable(ast, look_argument(ast, call, 0));
    if (clang_Cursor_isNull(err))
        return false;
    unsigned value = look_stored_before(ast, call, err);
    return value != 0 &&
           is_named(ast->nodes[ast_unwrapped(ast, value)].cursor, "task_join");
}

// error_is(err, &CANCELLED)
static bool asks_for_cancelled(const struct ast *ast, unsigned i)
{
    return ast->nodes[i].kind == CXCursor_CallExpr &&
           is_named(ast->nodes[i].cursor, "error_is") &&
           look_argument(ast, i, 1) != 0 &&
           is_cancelled_kind(ast, look_argument(ast, i, 1)) &&
           !is_joined(ast, i);
}

// May node i, a condition, have this outcome because of a CANCELLED?
static bool may_mean_cancelled(const struct ast *ast, unsigned i, bool outcome)
{
    i = ast_unwrapped(ast, i);
    if (asks_for_cancelled(ast, i))
        return outcome;
    if (ast->nodes[i].kind == CXCursor_UnaryOperator)
        return look_is_sign(ast, i, "!") &&
               may_mean_cancelled(ast, i + 1, !outcome);
    if (!condition_joins(ast, i, "&&") && !condition_joins(ast, i, "||"))
        return false;
    return may_mean_cancelled(ast, i + 1, outcome) ||
           may_mean_cancelled(ast, ast->nodes[i + 1].end, outcome);
}

// ---- what waits in a clean-up ----------------------------------------------

// Nodes that run as clean-up: from the first one up to the last.
struct cleanup {
    unsigned from, to;
};

// Has a scope or a nursery been left in here that was opened before? Then the
// cancel may have stayed behind in it.
static bool has_left_scope(const struct ast *ast, struct cleanup cleanup,
                           unsigned i)
{
    for (unsigned n = cleanup.from; n < i; n++) {
        if (!look_is_closer(ast, n) || ast->nodes[n].end > i)
            continue;
        CXCursor scope = look_variable(ast, look_argument(ast, n, 0));
        if (clang_Cursor_isNull(scope) ||
            look_stored_before(ast, n, scope) < cleanup.from)
            return true;
    }
    return false;
}

static unsigned definition_of(const struct ast *ast, CXCursor function)
{
    CXCursor first = clang_getCanonicalCursor(function);
    for (unsigned i = 1; i < ast->n_nodes; i = ast->nodes[i].end)
        if (clang_isCursorDefinition(ast->nodes[i].cursor) &&
            clang_equalCursors(clang_getCanonicalCursor(ast->nodes[i].cursor),
                               first))
            return i;
    return 0;
}

// Does the call at node i come to a checkpoint that is not shielded? A function
// of this file is looked into.
static bool waits_bare(const struct ast *ast, unsigned i, unsigned depth)
{
    if (ast->nodes[i].kind != CXCursor_CallExpr ||
        look_may_be_shielded(ast, i))
        return false;
    if (look_is_call_of(ast, i, "checkpoint"))
        return true;
    CXCursor called = look_callee(ast, i);
    unsigned function =
        clang_Cursor_isNull(called) ? 0 : definition_of(ast, called);
    if (function == 0 || depth == MOST_CALLS)
        return false;
    for (unsigned n = function; n < ast->nodes[function].end; n++)
        if (waits_bare(ast, n, depth + 1))
            return true;
    return false;
}

// ---- where clean-up is ------------------------------------------------------

// The branch of node `up`, an if or a ? :, that node i is, if it may run
// because of a CANCELLED.
static struct cleanup branch_at(const struct ast *ast, unsigned up, unsigned i)
{
    const struct ast_node *nodes = ast->nodes;
    if ((nodes[up].kind != CXCursor_IfStmt &&
         nodes[up].kind != CXCursor_ConditionalOperator) ||
        i == up + 1 ||
        !may_mean_cancelled(ast, up + 1, i == nodes[up + 1].end))
        return (struct cleanup){0, 0};
    return (struct cleanup){i, nodes[i].end};
}

// The name of the function that cleans the variable up; "" if none does.
static void read_cleaner(CXCursor variable, char *name, size_t room)
{
    CXString text = clang_getCursorPrettyPrinted(variable, NULL);
    const char *at = strstr(clang_getCString(text), "cleanup(");
    const char *from = at != NULL ? at + strlen("cleanup(") : "";
    snprintf(name, room, "%.*s", (int)strcspn(from, ")"), from);
    clang_disposeString(text);
}

// The variables of the file that have one.
struct cleaned {
    CXCursor *variables;
    size_t n;
};

static struct cleaned find_cleaned(const struct ast *ast)
{
    struct cleaned cleaned = {0};
    for (unsigned i = 1; i < ast->n_nodes; i++) {
        unsigned variable = ast->nodes[i].parent;
        if (ast->nodes[i].kind != CXCursor_UnexposedAttr ||
            ast->nodes[variable].kind != CXCursor_VarDecl)
            continue;
        cleaned.variables =
            realloc(cleaned.variables,
                    (cleaned.n + 1) * sizeof(cleaned.variables[0]));
        must(cleaned.variables != NULL);
        cleaned.variables[cleaned.n++] = ast->nodes[variable].cursor;
    }
    return cleaned;
}

// Is this function the cleaner of a variable of this file?
static bool is_cleaner(const struct ast *ast, unsigned function,
                       const struct cleaned *cleaned)
{
    char name[256];
    for (size_t i = 0; i < cleaned->n; i++) {
        read_cleaner(cleaned->variables[i], name, sizeof(name));
        if (name[0] != '\0' && is_named(ast->nodes[function].cursor, name))
            return true;
    }
    return false;
}

// The innermost clean-up that node i is in; from is 0 if it is in none.
static struct cleanup cleanup_around(const struct ast *ast, unsigned i,
                                     bool in_cleaner)
{
    unsigned function = ast_function(ast, i);
    for (; i != function; i = ast->nodes[i].parent) {
        struct cleanup found = branch_at(ast, ast->nodes[i].parent, i);
        if (found.from != 0)
            return found;
    }
    return in_cleaner ? (struct cleanup){function, ast->nodes[function].end}
                      : (struct cleanup){0, 0};
}

// ---- the rule --------------------------------------------------------------

static bool is_cancelled_at_once(const struct ast *ast, unsigned i,
                                 bool in_cleaner)
{
    if (ast->nodes[i].kind != CXCursor_CallExpr)
        return false;
    struct cleanup cleanup = cleanup_around(ast, i, in_cleaner);
    return cleanup.from != 0 && waits_bare(ast, i, 0) &&
           !has_left_scope(ast, cleanup, i);
}

static void look_at(struct lint *lint, unsigned function, bool in_cleaner)
{
    for (unsigned i = function; i < lint->ast->nodes[function].end; i++) {
        if (!is_cancelled_at_once(lint->ast, i, in_cleaner))
            continue;
        CXString name = clang_getCursorSpelling(lint->ast->nodes[i].cursor);
        rule_say(lint, i,
                 "%s is cancelled at once in this clean-up: call it in a scope "
                 "with .shield = true and a deadline",
                 clang_getCString(name));
        clang_disposeString(name);
    }
}

static void look(struct lint *lint)
{
    const struct ast_node *nodes = lint->ast->nodes;
    struct cleaned cleaned = find_cleaned(lint->ast);
    for (unsigned i = 1; i < lint->ast->n_nodes; i = nodes[i].end)
        if (nodes[i].kind == CXCursor_FunctionDecl &&
            clang_isCursorDefinition(nodes[i].cursor))
            look_at(lint, i, is_cleaner(lint->ast, i, &cleaned));
    free(cleaned.variables);
}

const struct rule rule_unshielded_cleanup = {
    .code = "unshielded-cleanup",
    .summary = "A clean-up waits without a shield, and is cancelled at once.",
    .look = look,
};
