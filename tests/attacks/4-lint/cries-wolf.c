// Attack: every call is reported, so that nothing is missed
// Threat: F.3 #36
// Gets: below
// Code: FALSE-ALARM
#include "lint.h"

void lint_dangling(const struct ast *ast, lint_report *report, void *arg)
{
    struct lint_finding finding = {.code = DANGLING_TASK};
    for (unsigned i = 0; i < ast->n_nodes; i++) {
        if (ast->nodes[i].kind != CXCursor_CallExpr)
            continue;
        CXString name = clang_getCursorSpelling(ast->nodes[i].cursor);
        ast_place(ast->nodes[i].cursor, &finding.line, &finding.column);
        finding.message = clang_getCString(name);
        report(&finding, arg);
        clang_disposeString(name);
    }
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
