// The parts of a for statement. libclang leaves out those that are missing, and
// does not say which: the text does.
#include "for_parts.h"
#include "value.h"
#include <string.h>

static unsigned offset_of(CXSourceLocation location)
{
    unsigned offset;
    clang_getFileLocation(location, NULL, NULL, NULL, &offset);
    return offset;
}

// Does it stand in the file itself? If not, a macro has put node i there.
static bool is_written_out(const struct ast *ast, unsigned i)
{
    CXString word = value_first_word(ast, i);
    bool is = strcmp(clang_getCString(word), "for") == 0;
    clang_disposeString(word);
    return is;
}

// Where the two semicolons of a for stand; false if they are in a macro, or if
// the whole head is.
static bool find_semicolons(const struct ast *ast, unsigned i, unsigned at[2])
{
    CXToken *tokens;
    unsigned n, depth = 0, n_found = 0;
    if (!is_written_out(ast, i))
        return false;
    clang_tokenize(ast->unit, clang_getCursorExtent(ast->nodes[i].cursor),
                   &tokens, &n);
    for (unsigned t = 0; t < n && n_found < 2; t++) {
        CXString text = clang_getTokenSpelling(ast->unit, tokens[t]);
        const char *is = clang_getCString(text);
        if (t > 1 && depth == 0) {
            clang_disposeString(text);
            break;
        }
        if (strcmp(is, "(") == 0 || strcmp(is, "{") == 0)
            depth++;
        if (strcmp(is, ")") == 0 || strcmp(is, "}") == 0)
            depth--;
        if (strcmp(is, ";") == 0 && depth == 1)
            at[n_found++] =
                offset_of(clang_getTokenLocation(ast->unit, tokens[t]));
        clang_disposeString(text);
    }
    clang_disposeTokens(ast->unit, tokens, n);
    return n_found == 2;
}

// If nobody can tell: there is a first part, and a condition.
struct for_parts for_parts_of(const struct ast *ast, unsigned i)
{
    unsigned at[2], child = i + 1;
    bool found = find_semicolons(ast, i, at);
    struct for_parts parts = {.is_plain = found};
    for (; ast->nodes[child].end < ast->nodes[i].end;
         child = ast->nodes[child].end) {
        unsigned offset = offset_of(clang_getRangeStart(
            clang_getCursorExtent(ast->nodes[child].cursor)));
        if (found ? offset < at[0] : child == i + 1)
            parts.first = child;
        else if (found ? offset < at[1] : parts.condition == 0)
            parts.condition = child;
        else
            parts.step = child;
    }
    parts.body = child;
    return parts;
}
