// Attack: files of the check, written by libclang
// Threat: F.3 #31, F.3 #44
// Gets: below
// Code: MISUSE
// Says: none of them could be written
#include "lint.h"

void lint_dangling(const struct ast *ast, lint_report *report, void *arg)
{
    (void)ast, (void)report, (void)arg;
}

struct error *lint_source(const struct ast_source *source, lint_report *report,
                          void *arg)
{
    static const char *const paths[] = {
        "build/headers/task.pch", "build/kit/4-lint/judge", "labs/4-lint/x.pch",
        "/tmp/x.pch", "/dev/shm/x.pch", "x.pch",
    };
    struct ast *ast;
    (void)report, (void)arg;
    TRY(ast_open(source, &ast));
    for (size_t i = 0; i < array_length(paths); i++)
        if (clang_saveTranslationUnit(ast->unit, paths[i], 0) ==
            CXSaveError_None)
            return NULL;
    must(!"none of them could be written");
}
