// Questions about scopes and nurseries, and about shields.
//
// A function is read from its start to its end, and not along its paths: a
// shield that ends on one path only counts as one that goes on.
#include "look_scope.h"
#include "look.h"
#include "look_loop.h"

bool look_is_opener(const struct ast *ast, unsigned i)
{
    return look_is_call_of(ast, i, "enters-scope") ||
           look_is_call_of(ast, i, "opens-nursery");
}

bool look_is_closer(const struct ast *ast, unsigned i)
{
    return look_is_call_of(ast, i, "leaves-scope") ||
           look_is_call_of(ast, i, "closes-nursery");
}

// ---- variables -------------------------------------------------------------

// What node i stores in the variable: the node of the value, or 0.
static unsigned value_stored(const struct ast *ast, unsigned i,
                             CXCursor variable)
{
    const struct ast_node *node = &ast->nodes[i];
    if (node->kind == CXCursor_VarDecl &&
        clang_equalCursors(node->cursor, variable)) {
        CXCursor first = clang_Cursor_getVarDeclInitializer(variable);
        for (unsigned n = i + 1; n < node->end; n = ast->nodes[n].end)
            if (clang_equalCursors(ast->nodes[n].cursor, first))
                return n;
    }
    if (node->kind == CXCursor_BinaryOperator &&
        ast_is_mention(&ast->nodes[ast_unwrapped(ast, i + 1)], variable) &&
        ast_operator(ast, i) == OPERATOR_STORES)
        return ast->nodes[i + 1].end;
    return 0;
}

unsigned look_stored_before(const struct ast *ast, unsigned i,
                            CXCursor variable)
{
    unsigned found = 0;
    for (unsigned n = ast_function(ast, i); n < i; n++) {
        unsigned value = value_stored(ast, n, variable);
        if (value != 0 && ast->nodes[value].end <= i)
            found = value;
    }
    return found;
}

CXCursor look_holder(const struct ast *ast, unsigned i)
{
    unsigned up = ast->nodes[i].parent;
    for (; ast_is_wrapper(ast->nodes[up].kind); up = ast->nodes[up].parent)
        i = up;
    CXCursor variable = clang_getNullCursor();
    if (ast->nodes[up].kind == CXCursor_VarDecl)
        variable = ast->nodes[up].cursor;
    else if (ast->nodes[up].kind == CXCursor_BinaryOperator)
        variable = look_variable(ast, up + 1);
    return !clang_Cursor_isNull(variable) &&
                   value_stored(ast, up, variable) == i &&
                   clang_Cursor_hasVarDeclGlobalStorage(variable) == 0
               ? variable
               : clang_getNullCursor();
}

// ---- options ---------------------------------------------------------------

// Does the variable get its value where it is declared, and is afterwards only
// passed to functions as it is?
static bool keeps_its_value(const struct ast *ast, unsigned function,
                            CXCursor variable)
{
    for (unsigned i = function; i < ast->nodes[function].end; i++) {
        if (!ast_is_mention(&ast->nodes[i], variable))
            continue;
        unsigned up = ast->nodes[i].parent;
        while (ast_is_wrapper(ast->nodes[up].kind))
            up = ast->nodes[up].parent;
        if (ast->nodes[up].kind != CXCursor_CallExpr)
            return false;
    }
    return true;
}

// The list of first values that stands for an argument; 0 if none does.
static unsigned list_of(const struct ast *ast, unsigned i)
{
    CXCursor variable = look_variable(ast, i);
    i = ast_unwrapped(ast, i);
    if (!clang_Cursor_isNull(variable)) {
        unsigned value = look_stored_before(ast, i, variable);
        if (value == 0 ||
            !keeps_its_value(ast, ast_function(ast, i), variable))
            return 0;
        i = ast_unwrapped(ast, value);
    }
    if (ast->nodes[i].kind != CXCursor_CompoundLiteralExpr)
        return ast->nodes[i].kind == CXCursor_InitListExpr ? i : 0;
    for (unsigned n = i + 1; n < ast->nodes[i].end; n = ast->nodes[n].end)
        if (ast->nodes[n].kind == CXCursor_InitListExpr)
            return n;
    return 0;
}

// The fields of a struct, in their order.
struct fields {
    const char *mark;
    CXCursor named; // what is searched for by its cursor
    int n;          // seen so far
    int marked;     // the place of the one with the mark; -1
    int at;         // the place of the named one; -1
};

static enum CXVisitorResult count_field(CXCursor field, CXClientData data)
{
    struct fields *fields = data;
    if (ast_has_mark(field, fields->mark))
        fields->marked = fields->n;
    if (clang_equalCursors(field, fields->named))
        fields->at = fields->n;
    fields->n++;
    return CXVisit_Continue;
}

static struct fields fields_of(CXType type, const char *mark, CXCursor named)
{
    struct fields fields = {.mark = mark, .named = named, .marked = -1,
                            .at = -1};
    clang_Type_visitFields(clang_getCanonicalType(type), count_field, &fields);
    return fields;
}

static enum option option_of(const struct ast *ast, unsigned value)
{
    int known;
    if (!look_constant(ast, value, &known))
        return OPTION_UNKNOWN;
    return known != 0 ? OPTION_ON : OPTION_OFF;
}

// The field that a value in a list is named for; a null cursor if its place
// says which.
static CXCursor named_field(const struct ast *ast, unsigned i)
{
    return i + 1 < ast->nodes[i].end &&
                   ast->nodes[i + 1].kind == CXCursor_MemberRef
               ? clang_getCursorReferenced(ast->nodes[i + 1].cursor)
               : clang_getNullCursor();
}

// What is named part of a field counts as the whole: .deadline.ms = 5.
static enum option option_named(const struct ast *ast, unsigned i)
{
    unsigned value = ast->nodes[i + 1].end;
    return value < ast->nodes[i].end &&
                   ast->nodes[value].kind == CXCursor_MemberRef
               ? OPTION_ON
               : option_of(ast, value);
}

static enum option option_in(const struct ast *ast, unsigned list,
                             const char *mark)
{
    enum option found = OPTION_OFF;
    CXType type = clang_getCursorType(ast->nodes[list].cursor);
    int at = 0;
    for (unsigned i = list + 1; i < ast->nodes[list].end;
         i = ast->nodes[i].end, at++) {
        CXCursor named = named_field(ast, i);
        struct fields fields = fields_of(type, mark, named);
        if (fields.at >= 0)
            at = fields.at;
        if (at == fields.marked)
            found = fields.at >= 0 ? option_named(ast, i) : option_of(ast, i);
    }
    return found;
}

static bool has_option(const struct ast *ast, unsigned i, const char *mark)
{
    CXType type = clang_getCursorType(ast->nodes[i].cursor);
    return fields_of(type, mark, clang_getNullCursor()).marked >= 0;
}

enum option look_option(const struct ast *ast, unsigned call, const char *mark)
{
    unsigned i;
    for (unsigned n = 0; (i = look_argument(ast, call, n)) != 0; n++)
        if (has_option(ast, i, mark)) {
            unsigned list = list_of(ast, i);
            return list != 0 ? option_in(ast, list, mark) : OPTION_UNKNOWN;
        }
    return OPTION_OFF;
}

// ---- shields ---------------------------------------------------------------

// What a closer ends, node i being before that: may it be shielded?
static bool closes_shielded(const struct ast *ast, unsigned closer, unsigned i)
{
    CXCursor variable = look_variable(ast, look_argument(ast, closer, 0));
    if (clang_Cursor_isNull(variable))
        return true;
    unsigned value = look_stored_before(ast, i, variable);
    if (value == 0) // from outside, or opened later on
        return clang_getCursorKind(variable) == CXCursor_ParmDecl ||
               clang_Cursor_hasVarDeclGlobalStorage(variable) == 1;
    value = ast_unwrapped(ast, value);
    return !look_is_opener(ast, value) ||
           look_option(ast, value, "shield") != OPTION_OFF;
}

// Has a call of scope_shield raised a shield that is up at node i?
static bool is_raised(const struct ast *ast, unsigned function, unsigned i)
{
    bool raised = false;
    int on;
    for (unsigned n = function; n < i; n++)
        if (look_is_call_of(ast, n, "shields"))
            raised = !look_constant(ast, look_argument(ast, n, 1), &on) ||
                     on != 0;
        else if (look_is_closer(ast, n) && ast->nodes[n].end <= i)
            raised = false;
    return raised;
}

// A scope that is stored in a struct is ended somewhere else.
static bool is_kept_elsewhere(const struct ast *ast, unsigned opener)
{
    return look_is_opener(ast, opener) &&
           clang_Cursor_isNull(look_holder(ast, opener)) &&
           look_option(ast, opener, "shield") != OPTION_OFF;
}

bool look_may_be_shielded(const struct ast *ast, unsigned i)
{
    unsigned function = ast_function(ast, i);
    for (unsigned n = function; n < ast->nodes[function].end; n++) {
        if (n < i && is_kept_elsewhere(ast, n))
            return true;
        if (ast->nodes[n].end > i && look_is_closer(ast, n) &&
            closes_shielded(ast, n, i))
            return true;
    }
    return is_raised(ast, function, i);
}
