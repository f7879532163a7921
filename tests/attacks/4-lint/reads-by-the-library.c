// Attack: the hidden files, the solution and the judge, read by libclang
// Threat: F.3 #12
// Gets: below
// Code: MISUSE
// Says: none of them could be read
#include "lint.h"
#include <stdio.h>
#include <string.h>

static bool is_readable(const char *path)
{
    char text[200];
    CXTranslationUnit unit;
    CXIndex index = clang_createIndex(0, 0);
    snprintf(text, sizeof(text), "#include \"%s\"\n", path);
    struct CXUnsavedFile file = {"file.c", text, strlen(text)};
    must(clang_parseTranslationUnit2(index, "file.c", NULL, 0, &file, 1, 0,
                                     &unit) == CXError_Success);
    CXFile included = clang_getFile(unit, path);
    size_t n;
    bool found = included != NULL &&
                 clang_getFileContents(unit, included, &n) != NULL;
    clang_disposeTranslationUnit(unit);
    clang_disposeIndex(index);
    return found;
}

void lint_dangling(const struct ast *ast, lint_report *report, void *arg)
{
    (void)ast, (void)report, (void)arg;
}

struct error *lint_source(const struct ast_source *source, lint_report *report,
                          void *arg)
{
    static const char *const paths[] = {
        "build/kit/4-lint/corpus", "solutions/4-lint/lint.c",
        "tests/4-lint/judge.c",    "build/harness/lint_files.inc",
        "/etc/passwd",             "/proc/self/cmdline",
    };
    (void)source, (void)report, (void)arg;
    must(is_readable("labs/runtime/task.h"));
    for (size_t i = 0; i < array_length(paths); i++)
        if (is_readable(paths[i]))
            return NULL;
    must(!"none of them could be read");
}
