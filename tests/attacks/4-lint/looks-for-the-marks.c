// Attack: the answers are looked for in the text, where a mark of them stood
// Threat: F.3 #35
// Gets: below
// Code: MISSED
#include "lint.h"
#include <string.h>

void lint_dangling(const struct ast *ast, lint_report *report, void *arg)
{
    (void)ast, (void)report, (void)arg;
}

struct error *lint_source(const struct ast_source *source, lint_report *report,
                          void *arg)
{
    struct lint_finding finding = {.code = DANGLING_TASK, .message = "task_go"};
    const char *text = source->text, *end = text + source->n_bytes;
    for (const char *at = text; (at = memmem(at, (size_t)(end - at), "/*!", 3));
         at += 3) {
        finding.line = 1;
        for (const char *c = text; c < at; c++)
            finding.line += *c == '\n';
        finding.column = 1;
        report(&finding, arg);
    }
    return NULL;
}
