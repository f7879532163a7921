// Comments that allow one finding, with a reason.
//
//     task_go(watch, NULL); // lint: allow dangling-task it ends with the run
//
// A comment silences what has its code and begins on its line, and nothing
// else. One that silences nothing, or gives no reason, is a finding itself; so
// an allowance does not outlive what it was for.
#include "rule.h"
#include <stdlib.h>
#include <string.h>

const struct rule rule_unused_allow = {
    .code = "unused-allow",
    .summary = "A comment allows something that is not there.",
};
const struct rule rule_bare_allow = {
    .code = "bare-allow",
    .summary = "A comment allows something and does not say why.",
};

struct allowance {
    const struct rule *rule; // NULL: no rule has such a code
    char *code;              // as it stands there, "" if it is missing
    bool has_reason;
    unsigned line;
    unsigned column;
};

struct allowances {
    struct allowance *all;
    size_t n;
};

// ---- reading comments ------------------------------------------------------

static const char *behind_blanks(const char *text)
{
    return text + strspn(text, " \t\r\n");
}

// What is behind a word, if the text begins with it; else NULL.
static const char *behind(const char *text, const char *word)
{
    size_t n = strlen(word);
    return strncmp(text, word, n) == 0 ? behind_blanks(text + n) : NULL;
}

// Where the code stands, if the comment is an allowance; else NULL. The end of
// a block comment is cut off.
static const char *code_in(char *comment)
{
    size_t n = strlen(comment);
    if (strncmp(comment, "/*", 2) == 0 && n >= 4)
        comment[n - 2] = '\0';
    const char *text = behind(behind_blanks(comment + 2), "lint:");
    if (text == NULL || strncmp(text, "allow", 5) != 0)
        return NULL;
    text += 5;
    return *text == '\0' || behind_blanks(text) > text ? behind_blanks(text)
                                                       : NULL;
}

// Takes comment.
static void read_comment(struct allowances *allowances, char *comment,
                         CXSourceLocation at)
{
    const char *code = code_in(comment);
    if (code != NULL) {
        size_t n = strcspn(code, " \t\r\n");
        struct allowance allowance = {.rule = rule_of(code, n),
                                      .code = strndup(code, n),
                                      .has_reason =
                                          *behind_blanks(code + n) != '\0'};
        clang_getFileLocation(at, NULL, &allowance.line, &allowance.column,
                              NULL);
        allowances->all =
            realloc(allowances->all,
                    (allowances->n + 1) * sizeof(allowances->all[0]));
        must(allowances->all != NULL);
        allowances->all[allowances->n++] = allowance;
    }
    free(comment);
}

static void read_token(struct allowances *allowances, CXTranslationUnit unit,
                       CXToken token)
{
    if (clang_getTokenKind(token) != CXToken_Comment)
        return;
    CXString text = clang_getTokenSpelling(unit, token);
    read_comment(allowances, strdup(clang_getCString(text)),
                 clang_getTokenLocation(unit, token));
    clang_disposeString(text);
}

// A text is cut into tokens only if it has the word at all.
static void read_all(struct allowances *allowances, CXTranslationUnit unit,
                     const struct ast_source *source)
{
    if (memmem(source->text, source->n_bytes, "lint:", 5) == NULL)
        return;
    CXFile file = clang_getFile(unit, source->path);
    CXToken *tokens;
    unsigned n;
    clang_tokenize(
        unit,
        clang_getRange(
            clang_getLocationForOffset(unit, file, 0),
            clang_getLocationForOffset(unit, file, (unsigned)source->n_bytes)),
        &tokens, &n);
    for (unsigned i = 0; i < n; i++)
        read_token(allowances, unit, tokens[i]);
    clang_disposeTokens(unit, tokens, n);
}

// ---- what they silence -----------------------------------------------------

static bool is_allowed_by(const struct finding *finding,
                          const struct allowance *allowance)
{
    return finding->rule == allowance->rule &&
           finding->line == allowance->line;
}

static bool silence(struct findings *found, const struct allowance *allowance)
{
    size_t n = 0, before = found->n;
    for (size_t i = 0; i < before; i++) {
        if (is_allowed_by(&found->all[i], allowance))
            free(found->all[i].message);
        else
            found->all[n++] = found->all[i];
    }
    found->n = n;
    return n < before;
}

static void settle(struct lint *lint, const struct allowance *allowance)
{
    bool is_used =
        allowance->rule != NULL && silence(lint->found, allowance);
    lint->rule = is_used || allowance->code[0] == '\0' ? &rule_bare_allow
                                                       : &rule_unused_allow;
    unsigned line = allowance->line, column = allowance->column;
    if (allowance->code[0] == '\0')
        rule_say_at(lint, line, column,
                    "this allows nothing: name the code that it is for, and "
                    "the reason");
    else if (allowance->rule == NULL)
        rule_say_at(lint, line, column,
                    "no rule has the code %s: see lint --rules for those "
                    "there are",
                    allowance->code);
    else if (!is_used)
        rule_say_at(lint, line, column,
                    "nothing on this line is found by %s: take the comment "
                    "away",
                    allowance->code);
    else if (!allowance->has_reason)
        rule_say_at(lint, line, column,
                    "why is this %s harmless? Say it behind the code",
                    allowance->code);
}

static bool is_about_comments(const struct allowance *allowance)
{
    return allowance->rule == &rule_unused_allow ||
           allowance->rule == &rule_bare_allow;
}

void allow(struct lint *lint, const struct ast_source *source)
{
    struct allowances allowances = {0};
    read_all(&allowances, lint->ast->unit, source);
    // What is said of the others may be allowed in its turn.
    for (size_t i = 0; i < allowances.n; i++)
        if (!is_about_comments(&allowances.all[i]))
            settle(lint, &allowances.all[i]);
    for (size_t i = 0; i < allowances.n; i++) {
        if (is_about_comments(&allowances.all[i]))
            settle(lint, &allowances.all[i]);
        free(allowances.all[i].code);
    }
    free(allowances.all);
}
