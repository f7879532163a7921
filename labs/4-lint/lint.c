// The lint: what becomes of the handle that a call gives?
//
// This is where you write lab 4. README.md has the invariants L1 to L12 and the
// tasks; a function that is yours names its own. lint.h says what is dangling
// and is not to be changed.
#include "lint.h"

// ---- what becomes of a value -----------------------------------------------

// Says on stderr that there is a call, and where: for looking around.
static void print_call(CXCursor call)
{
    unsigned line, column;
    CXString name = clang_getCursorSpelling(call);
    ast_place(call, &line, &column);
    fprintf(stderr, "%u:%u: a call of %s\n", line, column,
            clang_getCString(name));
    clang_disposeString(name);
}

// Task 2: go up from the call. Each node passes the value on, drops it, or
// holds it. Task 3: local variables. Task 4: the rest. Node 0 is its own
// parent.
static bool is_dangling(const struct ast *ast, unsigned call)
{
    print_call(ast->nodes[call].cursor);
    return false;
}

// ---- the rule --------------------------------------------------------------

// The function that a call names, also as (f)(x) or (*f)(x).
static CXCursor callee(const struct ast *ast, unsigned call)
{
    unsigned i = ast_unwrapped(ast, call + 1);
    while (ast->nodes[i].kind == CXCursor_UnaryOperator)
        i = ast_unwrapped(ast, i + 1);
    return ast->nodes[i].kind == CXCursor_DeclRefExpr
               ? clang_getCursorReferenced(ast->nodes[i].cursor)
               : clang_getNullCursor();
}

// Task 1: is the callee a function, and marked MARK_GIVES_TASK? For now every
// call counts.
static bool gives_task(const struct ast *ast, unsigned call)
{
    (void)ast, (void)call;
    return true;
}

static void report_call(const struct ast *ast, unsigned call,
                        lint_report *report, void *arg)
{
    struct lint_finding finding = {.code = DANGLING_TASK};
    char message[256];
    CXString name = clang_getCursorSpelling(callee(ast, call));
    ast_place(ast->nodes[call].cursor, &finding.line, &finding.column);
    snprintf(message, sizeof(message),
             "nobody holds the task of %s: keep the handle and join it, or "
             "spawn into a nursery",
             clang_getCString(name));
    clang_disposeString(name);
    finding.message = message;
    report(&finding, arg);
}

void lint_dangling(const struct ast *ast, lint_report *report, void *arg)
{
    for (unsigned i = 0; i < ast->n_nodes; i++)
        if (ast->nodes[i].kind == CXCursor_CallExpr &&
            gives_task(ast, i) && is_dangling(ast, i))
            report_call(ast, i, report, arg);
}

struct error *lint_source(const struct ast_source *source, lint_report *report,
                          void *arg)
{
    struct ast *ast;
    TRY(ast_open(source, &ast));
    lint_dangling(ast, report, arg);
    ast_close(ast);
    return NULL;
}
