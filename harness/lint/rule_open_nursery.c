// open-nursery: a path leaves the block of a nursery that is still open.
#include "condition.h"
#include "flow.h"
#include "look.h"
#include "nursery_role.h"
#include "rule.h"
#include "value.h"

// ---- one nursery -----------------------------------------------------------

enum { MOST_HOLDERS = 8 };

// A local variable that a nursery is opened into.
struct opened {
    struct flow flow; // through the block of the variable
    CXCursor variable;
    unsigned call; // nursery_open: the first
    bool roles[ROLE_UNKNOWN + 1];
    bool is_sure; // it is opened on every path through the block
    CXCursor holders[MOST_HOLDERS];
    unsigned n_holders;
};

static bool is_holder(const struct opened *o, CXCursor variable)
{
    for (unsigned i = 0; i < o->n_holders; i++)
        if (clang_equalCursors(o->holders[i], variable))
            return true;
    return false;
}

static void add_holder(struct opened *o, CXCursor holder)
{
    if (clang_Cursor_isNull(holder) || is_holder(o, holder))
        return;
    if (o->n_holders < MOST_HOLDERS)
        o->holders[o->n_holders++] = holder;
    else
        o->roles[ROLE_UNKNOWN] = true;
}

// Is node i a struct that holds the nursery, and given to a function which is
// not the start of a task? That may close it.
static bool hands_holder_on(const struct opened *o, unsigned i)
{
    const struct ast *ast = o->flow.ast;
    if (ast->nodes[i].kind != CXCursor_DeclRefExpr ||
        !is_holder(o, clang_getCursorReferenced(ast->nodes[i].cursor)))
        return false;
    do
        i = ast->nodes[i].parent;
    while (ast_is_wrapper(ast->nodes[i].kind) || value_is_address_of(ast, i));
    return ast->nodes[i].kind == CXCursor_ReturnStmt ||
           (ast->nodes[i].kind == CXCursor_CallExpr &&
            !look_is_call_of(ast, i, "spawns"));
}

static void find_roles(struct opened *o)
{
    const struct ast *ast = o->flow.ast;
    unsigned function = ast_function(ast, o->call);
    CXCursor holder;
    for (unsigned i = function; i < ast->nodes[function].end; i++)
        if (ast_is_mention(&ast->nodes[i], o->variable)) {
            o->roles[role_of(ast, i, &holder)] = true;
            add_holder(o, holder);
        }
    for (unsigned i = function; i < ast->nodes[function].end; i++)
        o->roles[ROLE_GIVES_AWAY] |= hands_holder_on(o, i);
}

// ---- its paths -------------------------------------------------------------

// Does node i store a nursery that has just been opened in the variable, or
// anything else?
static unsigned state_of_value(const struct opened *o, unsigned i)
{
    for (unsigned c = i; c < o->flow.ast->nodes[i].end; c++)
        if (look_is_call_of(o->flow.ast, c, "opens-nursery"))
            return FLOW_OPEN;
    return FLOW_CLOSED;
}

static unsigned step(struct flow *flow, unsigned i, unsigned state)
{
    struct opened *o = container_of(flow, struct opened, flow);
    CXCursor holder;
    if (value_is_store_in(flow->ast, i, o->variable))
        return state_of_value(o, i);
    if (hands_holder_on(o, i))
        return FLOW_CLOSED;
    if (!ast_is_mention(&flow->ast->nodes[i], o->variable))
        return state;
    enum role role = role_of(flow->ast, i, &holder);
    return role == ROLE_CLOSES || role == ROLE_GIVES_AWAY ? FLOW_CLOSED
                                                          : state;
}

static unsigned assume(struct flow *flow, unsigned condition, bool holds,
                       unsigned state)
{
    struct opened *o = container_of(flow, struct opened, flow);
    bool if_null;
    return condition_asks_null(flow->ast, condition, o->variable, &if_null) &&
                   if_null == holds
               ? FLOW_CLOSED
               : state;
}

// ---- what is said ----------------------------------------------------------

static unsigned line_of(const struct ast *ast, unsigned i)
{
    unsigned line, column;
    ast_place(ast->nodes[i].cursor, &line, &column);
    return line;
}

static void say_leaving(struct lint *lint, const struct opened *o, unsigned i)
{
    CXString word = value_first_word(lint->ast, i);
    CXString name = clang_getCursorSpelling(o->variable);
    rule_say(lint, i,
             "%s leaves nursery %s open (line %u): keep the error, and give it "
             "to nursery_close",
             clang_getCString(word), clang_getCString(name),
             line_of(lint->ast, o->call));
    clang_disposeString(name);
    clang_disposeString(word);
}

static void say_at_open(struct lint *lint, const struct opened *o,
                        const char *when)
{
    CXString name = clang_getCursorSpelling(o->variable);
    rule_say(lint, o->call,
             "nursery %s is %s: nursery_close waits for its tasks, and gives "
             "their errors",
             clang_getCString(name), when);
    clang_disposeString(name);
}

static bool is_left_open(const struct opened *o, unsigned i)
{
    unsigned leaving = flow_leaving(&o->flow, i);
    return o->is_sure ? (leaving & FLOW_OPEN) != 0 : leaving == FLOW_OPEN;
}

static void look_at_paths(struct lint *lint, struct opened *o)
{
    const struct ast *ast = lint->ast;
    unsigned block = o->flow.block;
    if (flow_follow(&o->flow, FLOW_CLOSED)) {
        if (is_left_open(o, block))
            say_at_open(lint, o, "still open where its block ends");
        for (unsigned i = block + 1; i < ast->nodes[block].end; i++)
            if (is_left_open(o, i))
                say_leaving(lint, o, i);
    }
    flow_forget(&o->flow);
}

// ---- the rule --------------------------------------------------------------

// The block that the variable belongs to; 0 if it is no plain block.
static unsigned block_of(const struct ast *ast, unsigned function,
                         CXCursor variable)
{
    unsigned i = function;
    while (i < ast->nodes[function].end &&
           !clang_equalCursors(ast->nodes[i].cursor, variable))
        i++;
    if (i == ast->nodes[function].end)
        return 0;
    unsigned block = ast->nodes[i].kind == CXCursor_ParmDecl
                         ? value_last_child(ast, function)
                         : ast->nodes[ast->nodes[i].parent].parent;
    return ast->nodes[block].kind == CXCursor_CompoundStmt ? block : 0;
}

// Does every path through the block come by node i?
static bool is_of_block(const struct ast *ast, unsigned i, unsigned block)
{
    unsigned up = ast->nodes[i].parent;
    if (ast->nodes[up].kind == CXCursor_DeclStmt)
        up = ast->nodes[up].parent;
    return up == block;
}

static void look_at(struct lint *lint, unsigned call, struct value value)
{
    const struct ast *ast = lint->ast;
    unsigned function = ast_function(ast, call);
    struct opened o = {
        .flow = {.ast = ast, .step = step, .assume = assume},
        .variable = value.variable,
        .call = call,
    };
    o.flow.block = block_of(ast, function, value.variable);
    o.is_sure = is_of_block(ast, value.at, o.flow.block);
    find_roles(&o);
    if (o.flow.block == 0 || o.roles[ROLE_UNKNOWN])
        return;
    if (o.roles[ROLE_CLOSES])
        look_at_paths(lint, &o);
    else if (!o.roles[ROLE_GIVES_AWAY])
        say_at_open(lint, &o, "never closed");
}

// Is there an opening of this variable before the call?
static bool has_been_seen(const struct ast *ast, unsigned call,
                          CXCursor variable)
{
    for (unsigned i = ast_function(ast, call); i < call; i++) {
        if (!look_is_call_of(ast, i, "opens-nursery"))
            continue;
        struct value value = value_of(ast, i);
        if (value.use == VALUE_STORED &&
            clang_equalCursors(value.variable, variable))
            return true;
    }
    return false;
}

static void look(struct lint *lint)
{
    const struct ast *ast = lint->ast;
    for (unsigned i = 0; i < ast->n_nodes; i++) {
        if (!look_is_call_of(ast, i, "opens-nursery"))
            continue;
        struct value value = value_of(ast, i);
        if (value.use == VALUE_DROPPED)
            rule_say(lint, i,
                     "nobody has this nursery: keep it, and end its block with "
                     "nursery_close");
        if (value.use == VALUE_STORED &&
            !has_been_seen(ast, i, value.variable))
            look_at(lint, i, value);
    }
}

const struct rule rule_open_nursery = {
    .code = "open-nursery",
    .summary = "A path leaves the block of a nursery that is still open.",
    .look = look,
};
