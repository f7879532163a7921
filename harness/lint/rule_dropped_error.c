// dropped-error: nobody looks at the error of a call that can fail.
#include "follow_error.h"
#include "look.h"
#include "rule.h"
#include "value.h"

static bool is_dropped(const struct ast *ast, unsigned call)
{
    struct value value = value_of(ast, call);
    if (value.use != VALUE_STORED)
        return value.use == VALUE_DROPPED;
    struct error_uses uses = follow_error(ast, value.at, value.variable);
    return !uses.tested && !uses.used && uses.freed_at == 0;
}

static void say(struct lint *lint, unsigned call)
{
    CXString name = clang_getCursorSpelling(lint->ast->nodes[call].cursor);
    rule_say(lint, call,
             "nobody looks at the error of %s: return it with TRY, pass it on, "
             "or say with error_free that it does not matter",
             clang_getCString(name));
    clang_disposeString(name);
}

static void look(struct lint *lint)
{
    const struct ast *ast = lint->ast;
    for (unsigned i = 0; i < ast->n_nodes; i++)
        if (look_is_call_of(ast, i, "fallible") && value_is_error(ast, i) &&
            is_dropped(ast, i))
            say(lint, i);
}

const struct rule rule_dropped_error = {
    .code = "dropped-error",
    .summary = "Nobody looks at the error of a call that can fail.",
    .look = look,
};
