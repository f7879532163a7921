// no-checkpoint: a task that goes round for ever, and can never be stopped.
#include "rule.h"
#include "look.h"
#include "look_loop.h"
#include "look_reach.h"

static bool is_deaf(const struct ast *ast, unsigned i)
{
    struct look_loop parts;
    return look_is_loop(ast, i, &parts) && look_is_endless(ast, &parts) &&
           !look_can_leave(ast, i) && look_reach(ast, i) == REACH_NOTHING;
}

// Of loops in one another the innermost is reported: it keeps the others.
static bool has_deaf_below(const struct ast *ast, unsigned loop)
{
    for (unsigned i = loop + 1; i < ast->nodes[loop].end; i++)
        if (is_deaf(ast, i))
            return true;
    return false;
}

static void look(struct lint *lint)
{
    const struct ast *ast = lint->ast;
    for (unsigned i = 0; i < ast->n_nodes; i++)
        if (is_deaf(ast, i) && look_is_in_task(ast, ast_function(ast, i)) &&
            !has_deaf_below(ast, i))
            rule_say(lint, i,
                     "this loop has no end and reaches no checkpoint, so no "
                     "cancel can stop its task: call checkpoint() in it and "
                     "return its error");
}

const struct rule rule_no_checkpoint = {
    .code = "no-checkpoint",
    .summary = "An endless loop of a task reaches no checkpoint.",
    .look = look,
};
