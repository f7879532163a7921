// Which functions of a file run as tasks?
//
// A function does that is given to something that takes the body of a task: an
// argument, a field, a variable of a type marked MARK_TASK_BODY. So does what
// it calls. The set is worked out once for a tree, as a walk along the calls.
#include "look.h"
#include <stdlib.h>

// A function that the file defines.
struct defined {
    CXCursor declaration; // the first there is
    unsigned node;        // of the definition
    bool is_in_task;
};

static struct {
    const struct ast *ast; // NULL: none
    struct defined *all;   // in the order of their hash
    unsigned n;
    unsigned *waiting; // places of those that are to be followed
    unsigned n_waiting;
} tasks;

// ---- the functions of a file -----------------------------------------------

static int compare(const void *a, const void *b)
{
    const struct defined *x = a, *y = b;
    unsigned of_x = clang_hashCursor(x->declaration);
    unsigned of_y = clang_hashCursor(y->declaration);
    return (of_x > of_y) - (of_x < of_y);
}

static void find_functions(const struct ast *ast)
{
    tasks.all = malloc(ast->n_nodes * sizeof(tasks.all[0]));
    must(tasks.all != NULL);
    for (unsigned i = 1; i < ast->n_nodes; i = ast->nodes[i].end)
        if (ast->nodes[i].kind == CXCursor_FunctionDecl &&
            clang_isCursorDefinition(ast->nodes[i].cursor))
            tasks.all[tasks.n++] = (struct defined){
                clang_getCanonicalCursor(ast->nodes[i].cursor), i, false};
    qsort(tasks.all, tasks.n, sizeof(tasks.all[0]), compare);
    tasks.waiting = malloc((tasks.n + 1) * sizeof(tasks.waiting[0]));
    must(tasks.waiting != NULL);
}

// NULL if the file does not define it.
static struct defined *find(CXCursor function)
{
    struct defined key = {.declaration = clang_getCanonicalCursor(function)};
    struct defined *found =
        bsearch(&key, tasks.all, tasks.n, sizeof(tasks.all[0]), compare);
    if (found == NULL)
        return NULL;
    while (found > tasks.all && compare(found - 1, &key) == 0)
        found--;
    for (; found < tasks.all + tasks.n && compare(found, &key) == 0; found++)
        if (clang_equalCursors(found->declaration, key.declaration))
            return found;
    return NULL;
}

static void add_to_tasks(CXCursor function)
{
    struct defined *found = find(function);
    if (found == NULL || found->is_in_task)
        return;
    found->is_in_task = true;
    tasks.waiting[tasks.n_waiting++] = (unsigned)(found - tasks.all);
}

// ---- who takes a function --------------------------------------------------

// Is it a function marked MARK_TASK_BODY, a pointer to one, an array of them?
static bool is_task_body(CXType type)
{
    while (type.kind != CXType_Invalid) {
        CXCursor named = clang_getTypeDeclaration(type);
        if (type.kind == CXType_Pointer)
            type = clang_getPointeeType(type);
        else if (clang_getArrayElementType(type).kind != CXType_Invalid)
            type = clang_getArrayElementType(type);
        else if (clang_getCursorKind(named) != CXCursor_TypedefDecl)
            return false;
        else if (ast_has_mark(named, "task-body"))
            return true;
        else
            type = clang_getTypedefDeclUnderlyingType(named);
    }
    return false;
}

static CXType type_of(const struct ast *ast, unsigned i)
{
    return clang_getCursorType(ast->nodes[i].cursor);
}

// The place of node i among the children of its parent, from 0.
static unsigned place_among(const struct ast *ast, unsigned i)
{
    unsigned n = 0;
    for (unsigned child = ast->nodes[i].parent + 1; child != i; n++)
        child = ast->nodes[child].end;
    return n;
}

// The type of the parameter that node i is an argument for.
static CXType type_in_call(const struct ast *ast, unsigned i)
{
    unsigned call = ast->nodes[i].parent;
    CXType function = type_of(ast, call + 1);
    if (function.kind == CXType_Pointer)
        function = clang_getPointeeType(function);
    function = clang_getCanonicalType(function).kind == CXType_FunctionProto
                   ? function
                   : clang_getPointeeType(function);
    return clang_getArgType(function, place_among(ast, i) - 1);
}

// A field is searched for by its number.
struct fields {
    unsigned left;
    CXType type;
};

static enum CXVisitorResult count_field(CXCursor field, CXClientData data)
{
    struct fields *fields = data;
    if (fields->left-- > 0)
        return CXVisit_Continue;
    fields->type = clang_getCursorType(field);
    return CXVisit_Break;
}

// The type of what node i is a first value for.
static CXType type_in_list(const struct ast *ast, unsigned i)
{
    CXType list = type_of(ast, ast->nodes[i].parent);
    CXType element = clang_getArrayElementType(list);
    if (element.kind != CXType_Invalid)
        return element;
    struct fields fields = {.left = place_among(ast, i)};
    clang_Type_visitFields(clang_getCanonicalType(list), count_field, &fields);
    return fields.type;
}

// The type of the place that takes node i.
static CXType type_of_place(const struct ast *ast, unsigned i)
{
    unsigned up = ast->nodes[i].parent;
    switch (ast->nodes[up].kind) {
    case CXCursor_CallExpr:
        return i != up + 1 ? type_in_call(ast, i) : (CXType){0};
    case CXCursor_InitListExpr:
        return type_in_list(ast, i);
    case CXCursor_BinaryOperator:
        return i != up + 1 ? type_of(ast, up + 1) : (CXType){0};
    case CXCursor_VarDecl:
    case CXCursor_CStyleCastExpr:
        return type_of(ast, up);
    case CXCursor_ReturnStmt:
        return clang_getResultType(type_of(ast, ast_function(ast, up)));
    case CXCursor_UnexposedExpr: // .field = function
        return clang_getCursorType(
            clang_getCursorReferenced(ast->nodes[up + 1].cursor));
    default:
        return (CXType){0};
    }
}

// Does the node above pass a function on as it is?
static bool passes_on(const struct ast *ast, unsigned up, unsigned i)
{
    if (ast->nodes[up].kind == CXCursor_ConditionalOperator)
        return i != up + 1;
    return (ast_is_wrapper(ast->nodes[up].kind) && i == up + 1) ||
           ast->nodes[up].kind == CXCursor_UnaryOperator;
}

static bool is_given_as_task(const struct ast *ast, unsigned i)
{
    while (passes_on(ast, ast->nodes[i].parent, i))
        i = ast->nodes[i].parent;
    return is_task_body(type_of_place(ast, i));
}

// ---- the walk --------------------------------------------------------------

static void find_given(const struct ast *ast)
{
    for (unsigned i = 0; i < ast->n_nodes; i++) {
        CXCursor cursor = ast->nodes[i].cursor;
        if (ast->nodes[i].kind == CXCursor_FunctionDecl &&
            is_task_body(clang_getCursorType(cursor)))
            add_to_tasks(cursor);
        if (ast->nodes[i].kind != CXCursor_DeclRefExpr)
            continue;
        CXCursor named = clang_getCursorReferenced(cursor);
        if (clang_getCursorKind(named) == CXCursor_FunctionDecl &&
            is_given_as_task(ast, i))
            add_to_tasks(named);
    }
}

static void follow(const struct ast *ast, unsigned function)
{
    for (unsigned i = function; i < ast->nodes[function].end; i++)
        if (ast->nodes[i].kind == CXCursor_CallExpr)
            add_to_tasks(look_callee(ast, i));
}

static void work_out(const struct ast *ast)
{
    look_forget_tasks();
    tasks.ast = ast;
    find_functions(ast);
    find_given(ast);
    while (tasks.n_waiting > 0)
        follow(ast, tasks.all[tasks.waiting[--tasks.n_waiting]].node);
}

void look_forget_tasks(void)
{
    free(tasks.all);
    free(tasks.waiting);
    tasks.all = NULL;
    tasks.waiting = NULL;
    tasks.ast = NULL;
    tasks.n = tasks.n_waiting = 0;
}

bool look_is_in_task(const struct ast *ast, unsigned i)
{
    if (tasks.ast != ast)
        work_out(ast);
    const struct defined *found = find(ast->nodes[i].cursor);
    return found != NULL && found->is_in_task;
}
