// escaping-local: a task is given the address of a variable that is gone before
// the task has to have ended.
#include "flow.h"
#include "look.h"
#include "rule.h"
#include "value.h"

// ---- what the argument points to -------------------------------------------

static enum CXTypeKind type_of(const struct ast *ast, unsigned i)
{
    return clang_getCanonicalType(clang_getCursorType(ast->nodes[i].cursor))
        .kind;
}

static bool is_array(const struct ast *ast, unsigned i)
{
    enum CXTypeKind type = type_of(ast, i);
    return type == CXType_ConstantArray || type == CXType_VariableArray ||
           type == CXType_IncompleteArray;
}

static unsigned uncast(const struct ast *ast, unsigned i)
{
    i = ast_unwrapped(ast, i);
    while (ast->nodes[i].kind == CXCursor_CStyleCastExpr)
        i = ast_unwrapped(ast, value_last_child(ast, i));
    return i;
}

// Is it a pointer? A parameter that is written as an array is one.
static bool is_pointer(const struct ast *ast, unsigned i)
{
    CXCursor variable = clang_getCursorReferenced(ast->nodes[i].cursor);
    return type_of(ast, i) == CXType_Pointer ||
           (ast->nodes[i].kind == CXCursor_DeclRefExpr &&
            clang_getCursorKind(variable) == CXCursor_ParmDecl &&
            is_array(ast, i));
}

// The whole of which node i is a member or an element; 0 behind a pointer.
static unsigned whole_of(const struct ast *ast, unsigned i)
{
    i = ast_unwrapped(ast, i);
    while (ast->nodes[i].kind == CXCursor_MemberRefExpr ||
           ast->nodes[i].kind == CXCursor_ArraySubscriptExpr) {
        if (i + 1 == ast->nodes[i].end)
            return 0;
        i = ast_unwrapped(ast, i + 1);
        if (is_pointer(ast, i))
            return 0;
    }
    return i;
}

// The node whose memory an argument points into: a variable's name, or a struct
// that is written down where it is used; 0 if nobody can tell.
static unsigned memory_of(const struct ast *ast, unsigned argument)
{
    unsigned i = uncast(ast, argument);
    if (value_is_address_of(ast, i))
        return whole_of(ast, i + 1);
    return is_array(ast, i) && !is_pointer(ast, i) ? whole_of(ast, i) : 0;
}

static bool is_block(enum CXCursorKind kind)
{
    return kind == CXCursor_CompoundStmt || kind == CXCursor_ForStmt;
}

static unsigned block_around(const struct ast *ast, unsigned i)
{
    while (i != 0 && !is_block(ast->nodes[i].kind))
        i = ast->nodes[i].parent;
    return i;
}

static unsigned declaration_of(const struct ast *ast, unsigned function,
                               CXCursor variable)
{
    for (unsigned i = function; i < ast->nodes[function].end; i++)
        if (clang_equalCursors(ast->nodes[i].cursor, variable))
            return i;
    return 0;
}

// The block with which the memory goes; 0 if it stays, or nobody can tell.
static unsigned block_of_memory(const struct ast *ast, unsigned memory)
{
    unsigned function = ast_function(ast, memory);
    if (ast->nodes[memory].kind == CXCursor_CompoundLiteralExpr)
        return block_around(ast, memory);
    CXCursor variable = look_variable(ast, memory);
    if (clang_Cursor_isNull(variable) ||
        clang_Cursor_hasVarDeclGlobalStorage(variable) != 0)
        return 0;
    unsigned declaration = declaration_of(ast, function, variable);
    if (declaration == 0)
        return 0;
    return ast->nodes[declaration].kind == CXCursor_ParmDecl
               ? value_last_child(ast, function)
               : block_around(ast, declaration);
}

// ---- how long the nursery lives --------------------------------------------

// What stands for the nursery: a variable, or a field.
static CXCursor named(const struct ast *ast, unsigned i)
{
    return clang_getCursorReferenced(ast->nodes[uncast(ast, i)].cursor);
}

static bool closes(const struct ast *ast, unsigned i, CXCursor nursery)
{
    unsigned first;
    return look_is_call_of(ast, i, "closes-nursery") &&
           (first = look_argument(ast, i, 0)) != 0 &&
           clang_equalCursors(named(ast, first), nursery);
}

static bool is_closed_in(const struct ast *ast, unsigned above,
                         CXCursor nursery)
{
    for (unsigned i = above; i < ast->nodes[above].end; i++)
        if (closes(ast, i, nursery))
            return true;
    return false;
}

static bool is_opened_in(const struct ast *ast, unsigned function,
                         CXCursor nursery)
{
    for (unsigned i = function; i < ast->nodes[function].end; i++) {
        if (!look_is_call_of(ast, i, "opens-nursery"))
            continue;
        struct value value = value_of(ast, i);
        if (value.use == VALUE_STORED &&
            clang_equalCursors(value.variable, nursery))
            return true;
    }
    return false;
}

// Is the nursery, or the struct that has it, given to a function that does not
// say what it does with it? That may close it.
static bool is_passed_on(const struct ast *ast, unsigned i)
{
    do
        i = ast->nodes[i].parent;
    while (ast_is_wrapper(ast->nodes[i].kind) || value_is_address_of(ast, i));
    return ast->nodes[i].kind == CXCursor_CallExpr &&
           look_marked_argument(ast, i, "nursery") == 0;
}

// The variable by which the nursery is reached; 0 if it is reached by none.
static unsigned way_to(const struct ast *ast, unsigned nursery)
{
    unsigned i = uncast(ast, nursery);
    while (ast->nodes[i].kind == CXCursor_MemberRefExpr &&
           i + 1 < ast->nodes[i].end)
        i = uncast(ast, i + 1);
    return clang_Cursor_isNull(look_variable(ast, i)) ? 0 : i;
}

// Does nothing in this function have the nursery that could close it?
static bool stays_open(const struct ast *ast, unsigned function,
                       unsigned nursery)
{
    unsigned way = way_to(ast, nursery);
    if (way == 0)
        return false;
    CXCursor variable = look_variable(ast, way);
    bool is_field = way != uncast(ast, nursery);
    if (is_field && type_of(ast, way) != CXType_Pointer &&
        clang_Cursor_hasVarDeclGlobalStorage(variable) == 0)
        return false; // of a struct that is as local as the argument
    for (unsigned i = function; i < ast->nodes[function].end; i++)
        if (ast_is_mention(&ast->nodes[i], variable) && is_passed_on(ast, i))
            return false;
    return true;
}

// A spawn of a task, into a nursery that this function closes.
struct spawn {
    struct flow flow; // through the block with which the argument goes
    CXCursor nursery;
    unsigned call;
};

static unsigned step(struct flow *flow, unsigned i, unsigned state)
{
    struct spawn *spawn = container_of(flow, struct spawn, flow);
    if (i == spawn->call)
        return FLOW_OPEN;
    return closes(flow->ast, i, spawn->nursery) ? FLOW_CLOSED : state;
}

// Can the block end while the task runs? A return is no such end: what leaves
// the nursery open is the finding of another rule.
static bool can_outlive(const struct ast *ast, unsigned call, CXCursor nursery,
                        unsigned block)
{
    struct spawn spawn = {{.ast = ast, .block = block, .step = step},
                          nursery,
                          call};
    bool found = false;
    if (flow_follow(&spawn.flow, FLOW_CLOSED))
        for (unsigned i = block; i < ast->nodes[block].end; i++)
            found |= (flow_leaving(&spawn.flow, i) & FLOW_OPEN) != 0 &&
                     ast->nodes[i].kind != CXCursor_ReturnStmt;
    flow_forget(&spawn.flow);
    return found;
}

static bool escapes(const struct ast *ast, unsigned call, unsigned nursery,
                    unsigned block)
{
    unsigned function = ast_function(ast, call);
    CXCursor name = named(ast, nursery);
    if (clang_Cursor_isNull(name))
        return false;
    if (!is_closed_in(ast, function, name))
        return !is_opened_in(ast, function, name) &&
               stays_open(ast, function, nursery);
    return block != value_last_child(ast, function) &&
           can_outlive(ast, call, name, block);
}

// ---- the rule --------------------------------------------------------------

static void say(struct lint *lint, unsigned call, unsigned memory)
{
    CXString name = clang_getCursorSpelling(lint->ast->nodes[memory].cursor);
    const char *what = clang_getCString(name);
    rule_say(lint, call,
             "%s is gone before this task has to have ended: let it live as "
             "long as the nursery, or give the task memory of its own",
             what[0] != '\0' ? what : "what the argument points to");
    clang_disposeString(name);
}

static void look_at(struct lint *lint, unsigned call)
{
    const struct ast *ast = lint->ast;
    unsigned argument = look_marked_argument(ast, call, "argument");
    unsigned nursery = look_marked_argument(ast, call, "nursery");
    if (argument == 0 || nursery == 0)
        return;
    unsigned memory = memory_of(ast, argument);
    unsigned block = memory != 0 ? block_of_memory(ast, memory) : 0;
    if (block != 0 && escapes(ast, call, nursery, block))
        say(lint, call, memory);
}

static void look(struct lint *lint)
{
    for (unsigned i = 0; i < lint->ast->n_nodes; i++)
        if (look_is_call_of(lint->ast, i, "spawns"))
            look_at(lint, i);
}

const struct rule rule_escaping_local = {
    .code = "escaping-local",
    .summary = "A task is given a variable that goes before the task ends.",
    .look = look,
};
