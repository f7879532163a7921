// What conditions say of a variable.
#include "condition.h"
#include "look.h"
#include "value.h"
#include <string.h>

// Where the text of a place stands, also if it is an argument of a macro.
static unsigned offset_of(CXSourceLocation location, CXFile *file)
{
    unsigned offset;
    clang_getFileLocation(location, file, NULL, NULL, &offset);
    return offset;
}

// What stands between two operands, as far as anybody asks. 0 is not known yet.
static const char *const operators[] = {"", "no other", "==", "!=", "&&", "||"};

static unsigned char operator_called(const char *text, size_t n)
{
    unsigned char found = array_length(operators) - 1;
    while (found > 1 && (strlen(operators[found]) != n ||
                         memcmp(operators[found], text, n) != 0))
        found--;
    return found;
}

// The first run of signs is the operator: what follows it in such a run begins
// the right side. Comments are left to the caller: 0.
static unsigned char operator_in_text(const char *text, size_t n)
{
    static const char signs[] = "=!<>&|+-*%^,";
    size_t from = 0, to;
    if (memchr(text, '/', n) != NULL || memchr(text, '\\', n) != NULL)
        return 0;
    while (from < n && strchr(signs, text[from]) == NULL)
        from++;
    for (to = from; to < n && strchr(signs, text[to]) != NULL;)
        to++;
    return operator_called(text + from, to - from);
}

static unsigned char operator_in_tokens(CXTranslationUnit unit,
                                        CXSourceRange range)
{
    CXToken *tokens;
    unsigned n;
    unsigned char found = 1;
    clang_tokenize(unit, range, &tokens, &n);
    for (unsigned t = 0; t < n && found == 1; t++) {
        CXString text = clang_getTokenSpelling(unit, tokens[t]);
        found = operator_called(clang_getCString(text),
                                strlen(clang_getCString(text)));
        clang_disposeString(text);
    }
    clang_disposeTokens(unit, tokens, n);
    return found;
}

static unsigned char find_operator(const struct ast *ast, unsigned i)
{
    CXFile in, other;
    size_t n_bytes;
    CXSourceRange left = clang_getCursorExtent(ast->nodes[i + 1].cursor);
    CXSourceRange right =
        clang_getCursorExtent(ast->nodes[ast->nodes[i + 1].end].cursor);
    unsigned from = offset_of(clang_getRangeEnd(left), &in);
    unsigned to = offset_of(clang_getRangeStart(right), &other);
    if (!clang_File_isEqual(in, other) || from >= to)
        return 1;
    const char *text = clang_getFileContents(ast->unit, in, &n_bytes);
    unsigned char found =
        text != NULL ? operator_in_text(text + from, to - from) : 0;
    if (found != 0)
        return found;
    return operator_in_tokens(
        ast->unit,
        clang_getRange(clang_getLocationForOffset(ast->unit, in, from),
                       clang_getLocationForOffset(ast->unit, in, to)));
}

// Is this the operator between the two operands of node i?
static bool has_operator(const struct ast *ast, unsigned i, const char *text)
{
    unsigned char *known = &look_memory(ast, LOOK_OPERATOR)[i];
    if (*known == 0)
        *known = find_operator(ast, i);
    return strcmp(operators[*known], text) == 0;
}

// Is it the variable, or what has just been stored in it?
static bool names(const struct ast *ast, unsigned i, CXCursor variable)
{
    i = ast_unwrapped(ast, i);
    return ast_is_mention(&ast->nodes[i], variable) ||
           value_is_store_in(ast, i, variable);
}

static bool asks_by_operator(const struct ast *ast, unsigned i,
                             CXCursor variable, bool *if_null)
{
    unsigned left = i + 1, right = ast->nodes[left].end;
    if (!(names(ast, left, variable) && value_is_null(ast, right)) &&
        !(names(ast, right, variable) && value_is_null(ast, left)))
        return false;
    *if_null = has_operator(ast, i, "==");
    return *if_null || has_operator(ast, i, "!=");
}

bool condition_asks_null(const struct ast *ast, unsigned i, CXCursor variable,
                     bool *if_null)
{
    i = ast_unwrapped(ast, i);
    if (names(ast, i, variable)) {
        *if_null = false;
        return true;
    }
    if (ast->nodes[i].kind == CXCursor_BinaryOperator)
        return asks_by_operator(ast, i, variable, if_null);
    if (ast->nodes[i].kind != CXCursor_UnaryOperator)
        return false;
    if (!condition_asks_null(ast, i + 1, variable, if_null))
        return false;
    *if_null = !*if_null;
    return true;
}

bool condition_joins(const struct ast *ast, unsigned i, const char *operator)
{
    return ast->nodes[i].kind == CXCursor_BinaryOperator &&
           has_operator(ast, i, operator);
}
