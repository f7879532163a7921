// The table of rules, and a file that goes through them.
#include "rule.h"
#include "look.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

extern const struct rule rule_dangling_task;
extern const struct rule rule_dropped_error, rule_swallowed_cancel;
extern const struct rule rule_open_nursery, rule_escaping_local;
extern const struct rule rule_unbounded_stream;
extern const struct rule rule_blocking_call, rule_unshielded_cleanup,
    rule_endless_shield, rule_no_checkpoint, rule_polling;
extern const struct rule rule_unused_allow, rule_bare_allow;

const struct rule *const rules[] = {
    &rule_dangling_task,
    &rule_dropped_error,
    &rule_swallowed_cancel,
    &rule_open_nursery,
    &rule_escaping_local,
    &rule_unbounded_stream,
    &rule_blocking_call,
    &rule_unshielded_cleanup,
    &rule_endless_shield,
    &rule_no_checkpoint,
    &rule_polling,
    &rule_unused_allow,
    &rule_bare_allow,
    NULL,
};

const struct rule *rule_of(const char *code, size_t n_bytes)
{
    for (size_t i = 0; rules[i] != NULL; i++)
        if (strlen(rules[i]->code) == n_bytes &&
            memcmp(rules[i]->code, code, n_bytes) == 0)
            return rules[i];
    return NULL;
}

size_t rule_index(const struct rule *rule)
{
    size_t i = 0;
    while (rules[i] != rule)
        i++;
    return i;
}

// ---- findings --------------------------------------------------------------

__attribute__((format(printf, 3, 0))) static void
add(struct lint *lint, struct finding finding, const char *format,
    va_list words)
{
    struct findings *found = lint->found;
    finding.rule = lint->rule;
    must(vasprintf(&finding.message, format, words) >= 0);
    found->all = realloc(found->all, (found->n + 1) * sizeof(finding));
    must(found->all != NULL);
    found->all[found->n++] = finding;
}

void rule_say_at(struct lint *lint, unsigned line, unsigned column,
                 const char *format, ...)
{
    va_list words;
    va_start(words, format);
    add(lint, (struct finding){.line = line, .column = column}, format, words);
    va_end(words);
}

// Of what a macro has made, the file counts where the macro is used.
static bool is_in_this_file(const struct ast *ast, unsigned i)
{
    CXFile in;
    unsigned line, column;
    clang_getFileLocation(
        clang_getRangeStart(clang_getCursorExtent(ast->nodes[i].cursor)), &in,
        &line, &column, NULL);
    return in != NULL && clang_Location_isFromMainFile(clang_getLocation(
                             ast->unit, in, line, column));
}

// Text that is included in the middle of a function is in another file: what
// stands there is said where that begins.
static unsigned in_this_file(const struct ast *ast, unsigned i)
{
    while (i != 0 && !is_in_this_file(ast, i))
        i = ast->nodes[i].parent;
    return i;
}

void rule_say(struct lint *lint, unsigned i, const char *format, ...)
{
    struct finding finding = {0};
    va_list words;
    i = in_this_file(lint->ast, i);
    ast_place(lint->ast->nodes[i].cursor, &finding.line, &finding.column);
    va_start(words, format);
    add(lint, finding, format, words);
    va_end(words);
}

// By place; at one place, in the order of the rules.
static int compare(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    size_t of_x = rule_index(x->rule), of_y = rule_index(y->rule);
    return (of_x > of_y) - (of_x < of_y);
}

void findings_free(struct findings *found)
{
    for (size_t i = 0; i < found->n; i++)
        free(found->all[i].message);
    free(found->all);
    *found = (struct findings){0};
}

// ---- a file ----------------------------------------------------------------

struct error *rules_run(const struct ast_source *source,
                        struct findings *found)
{
    struct ast *ast;
    *found = (struct findings){0};
    TRY(ast_open(source, &ast));
    struct lint lint = {.ast = ast, .found = found};
    for (size_t i = 0; rules[i] != NULL; i++) {
        lint.rule = rules[i];
        if (lint.rule->look != NULL)
            lint.rule->look(&lint);
    }
    allow(&lint, source);
    if (found->n > 0)
        qsort(found->all, found->n, sizeof(found->all[0]), compare);
    look_forget();
    ast_close(ast);
    return NULL;
}
