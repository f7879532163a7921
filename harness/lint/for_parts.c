// The parts of a for statement. libclang leaves out those that are missing, and
// does not say which: the text does.
#include "for_parts.h"
#include "look.h"
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

// Of the statement at node i, up to where its body begins.
static CXSourceRange head_of(const struct ast *ast, unsigned i)
{
    CXFile in;
    unsigned body = value_last_child(ast, i), from, to;
    clang_getFileLocation(
        clang_getRangeStart(clang_getCursorExtent(ast->nodes[i].cursor)), &in,
        NULL, NULL, &from);
    to = offset_of(
        clang_getRangeStart(clang_getCursorExtent(ast->nodes[body].cursor)));
    return clang_getRange(clang_getLocationForOffset(ast->unit, in, from),
                          clang_getLocationForOffset(ast->unit, in, to));
}

// Where the two semicolons of a for stand; false if they are in a macro, or if
// the whole head is.
static bool find_semicolons(const struct ast *ast, unsigned i, unsigned at[2])
{
    CXToken *tokens;
    unsigned n, depth = 0, n_found = 0;
    if (!is_written_out(ast, i))
        return false;
    clang_tokenize(ast->unit, head_of(ast, i), &tokens, &n);
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

// What a for has, as it is kept of its node.
enum {
    KNOWN = 1,
    PLAIN = 2, // the text has been read
    FIRST = 4,
    CONDITION = 8,
    STEP = 16,
};

// If nobody can tell: there is a first part, and a condition.
static unsigned find_parts(const struct ast *ast, unsigned i)
{
    unsigned at[2], has = KNOWN;
    if (!find_semicolons(ast, i, at))
        return KNOWN | FIRST | CONDITION | STEP;
    unsigned body = value_last_child(ast, i);
    for (unsigned child = i + 1; child < body; child = ast->nodes[child].end) {
        unsigned offset = offset_of(clang_getRangeStart(
            clang_getCursorExtent(ast->nodes[child].cursor)));
        has |= offset < at[0] ? FIRST : offset < at[1] ? CONDITION : STEP;
    }
    return has | PLAIN;
}

struct for_parts for_parts_of(const struct ast *ast, unsigned i)
{
    unsigned char *has = &look_memory(ast, LOOK_FOR)[i];
    unsigned child = i + 1, body = value_last_child(ast, i);
    if (*has == 0)
        *has = (unsigned char)find_parts(ast, i);
    struct for_parts parts = {.is_plain = (*has & PLAIN) != 0, .body = body};
    unsigned *const in_order[] = {&parts.first, &parts.condition, &parts.step};
    for (unsigned part = 0; part < 3 && child < body; part++)
        if ((*has & (FIRST << part)) != 0) {
            *in_order[part] = child;
            child = ast->nodes[child].end;
        }
    return parts;
}
