// What is done with an error that a local variable holds.
#include "follow_error.h"
#include "condition.h"
#include "flow.h"
#include "look.h"
#include "value.h"

// Open: the variable holds the error, and nobody has dropped it.
struct search {
    struct flow flow;
    CXCursor variable;
    unsigned at;
    struct error_uses uses;
};

static void note_call(struct search *search, unsigned call)
{
    if (!look_is_call_of(search->flow.ast, call, "drops-error"))
        search->uses.used = true;
    else if (search->uses.freed_at == 0)
        search->uses.freed_at = call;
}

// What node i, whose value is the error, is given to.
static void note_use(struct search *search, unsigned i)
{
    struct value value = value_of(search->flow.ast, i);
    if (value.use == VALUE_PASSED)
        note_call(search, value.at);
    else if (value.use == VALUE_TESTED)
        search->uses.tested = true;
    else if (value.use != VALUE_DROPPED)
        search->uses.used = true;
}

static bool is_drop_of(const struct search *search, unsigned i)
{
    const struct ast *ast = search->flow.ast;
    unsigned first;
    return look_is_call_of(ast, i, "drops-error") &&
           (first = look_argument(ast, i, 0)) != 0 &&
           ast_is_mention(&ast->nodes[ast_unwrapped(ast, first)],
                          search->variable);
}

static unsigned step(struct flow *flow, unsigned i, unsigned state)
{
    struct search *search = container_of(flow, struct search, flow);
    if (i == search->at)
        return FLOW_OPEN;
    if (value_is_store_in(flow->ast, i, search->variable) ||
        is_drop_of(search, i))
        return FLOW_CLOSED;
    if ((state & FLOW_OPEN) != 0 &&
        ast_is_mention(&flow->ast->nodes[i], search->variable) &&
        !value_is_stored_to(flow->ast, i))
        note_use(search, i);
    return state;
}

// Where the variable is NULL there is no error.
static unsigned assume(struct flow *flow, unsigned condition, bool holds,
                       unsigned state)
{
    struct search *search = container_of(flow, struct search, flow);
    bool if_null;
    return condition_asks_null(flow->ast, condition, search->variable,
                               &if_null) &&
                   if_null == holds
               ? FLOW_CLOSED
               : state;
}

// Somebody who has its address may read it at any time.
static bool is_seen_by_pointer(const struct ast *ast, unsigned function,
                               CXCursor variable)
{
    for (unsigned i = function; i < ast->nodes[function].end; i++)
        if (value_is_address_of(ast, i) &&
            ast_is_mention(&ast->nodes[ast_unwrapped(ast, i + 1)], variable))
            return true;
    return false;
}

struct error_uses follow_error(const struct ast *ast, unsigned at,
                               CXCursor variable)
{
    unsigned function = ast_function(ast, at);
    struct search search = {
        .flow = {.ast = ast,
                 .block = value_last_child(ast, function),
                 .opens_at = at,
                 .step = step,
                 .assume = assume},
        .variable = variable,
        .at = at,
    };
    if (ast->nodes[function].kind != CXCursor_FunctionDecl ||
        is_seen_by_pointer(ast, function, variable))
        return (struct error_uses){.used = true};
    if (ast->nodes[at].kind != CXCursor_VarDecl)
        note_use(&search, at);
    search.uses.used |= !flow_follow(&search.flow, FLOW_CLOSED);
    flow_forget(&search.flow);
    return search.uses;
}
