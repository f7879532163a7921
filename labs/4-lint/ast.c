// The tree, laid out as an array: parents first.
//
// libclang tells of each node its children and not its parent. What becomes of
// a value is decided above it; in an array both directions are a number.
#include "ast.h"
#include <stdlib.h>
#include <string.h>

// ---- reading a file --------------------------------------------------------

// The first thing in unit that a compiler would refuse; NULL if there is none.
static struct error *first_error(CXTranslationUnit unit)
{
    for (unsigned i = 0; i < clang_getNumDiagnostics(unit); i++) {
        CXDiagnostic said = clang_getDiagnostic(unit, i);
        struct error *err = NULL;
        if (clang_getDiagnosticSeverity(said) >= CXDiagnostic_Error) {
            CXString text = clang_formatDiagnostic(
                said, CXDiagnostic_DisplaySourceLocation |
                          CXDiagnostic_DisplayColumn);
            err = error_new(&INVALID, "%s", clang_getCString(text));
            clang_disposeString(text);
        }
        clang_disposeDiagnostic(said);
        if (err != NULL)
            return err;
    }
    return NULL;
}

// What lay_out knows while it goes through the tree.
struct walk {
    struct ast *ast;
    CXFile file;    // the one that is read, and not one of its headers
    unsigned room;  // for nodes
    unsigned above; // the node whose children are being visited
};

static void add_node(struct walk *walk, CXCursor cursor)
{
    struct ast *ast = walk->ast;
    if (ast->n_nodes == walk->room) {
        walk->room = walk->room == 0 ? 1024 : 2 * walk->room;
        ast->nodes =
            realloc(ast->nodes, walk->room * sizeof(ast->nodes[0]));
        must(ast->nodes != NULL);
    }
    ast->nodes[ast->n_nodes++] = (struct ast_node){
        .cursor = cursor,
        .kind = clang_getCursorKind(cursor),
        .parent = walk->above,
    };
}

// The nearest node above that has this cursor; 0 if there is none, as in C++.
static unsigned find_above(const struct walk *walk, CXCursor parent)
{
    const struct ast_node *nodes = walk->ast->nodes;
    unsigned i = walk->above;
    while (i != 0 && !clang_equalCursors(nodes[i].cursor, parent))
        i = nodes[i].parent;
    return i;
}

// A node is whole when one comes that is not below it.
static void go_up_to(struct walk *walk, CXCursor parent)
{
    struct ast_node *nodes = walk->ast->nodes;
    unsigned up = find_above(walk, parent);
    while (walk->above != up) {
        nodes[walk->above].end = walk->ast->n_nodes;
        walk->above = nodes[walk->above].parent;
    }
}

static bool is_same_text(CXCursor a, CXCursor b)
{
    return clang_getCursorKind(a) == clang_getCursorKind(b) &&
           clang_equalRanges(clang_getCursorExtent(a),
                             clang_getCursorExtent(b));
}

// The a of a ?: b is visited three times in a row: once is enough.
static bool is_repeated(const struct walk *walk, CXCursor cursor)
{
    const struct ast_node *nodes = walk->ast->nodes;
    unsigned i = walk->ast->n_nodes - 1;
    while (i != walk->above && nodes[i].parent != walk->above)
        i = nodes[i].parent;
    return i != walk->above &&
           nodes[walk->above].kind == CXCursor_UnexposedExpr &&
           is_same_text(nodes[i].cursor, cursor);
}

// Also if a macro has made it: what counts is where that is used.
static bool is_in_file(CXCursor cursor, CXFile file)
{
    CXFile in;
    clang_getFileLocation(clang_getCursorLocation(cursor), &in, NULL, NULL,
                          NULL);
    return clang_File_isEqual(in, file) != 0;
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent,
                                     CXClientData data)
{
    struct walk *walk = data;
    go_up_to(walk, parent);
    if (is_repeated(walk, cursor) ||
        (walk->above == 0 && !is_in_file(cursor, walk->file)))
        return CXChildVisit_Continue;
    add_node(walk, cursor);
    walk->above = walk->ast->n_nodes - 1;
    return CXChildVisit_Recurse;
}

static void lay_out(struct ast *ast, const char *path)
{
    struct walk walk = {.ast = ast, .file = clang_getFile(ast->unit, path)};
    CXCursor root = clang_getTranslationUnitCursor(ast->unit);
    add_node(&walk, root);
    clang_visitChildren(root, visit, &walk);
    go_up_to(&walk, root);
    ast->nodes[0].end = ast->n_nodes;
}

struct error *ast_open(const struct ast_source *source,
                        struct ast **out)
{
    struct CXUnsavedFile text = {source->path, source->text, source->n_bytes};
    struct ast *ast = calloc(1, sizeof(*ast));
    must(ast != NULL);
    // 1: what a precompiled header declares is none of ours, and stays asleep.
    ast->index = clang_createIndex(1, 0);
    enum CXErrorCode code = clang_parseTranslationUnit2(
        ast->index, source->path, source->flags, source->n_flags, &text, 1,
        CXTranslationUnit_None, &ast->unit);
    struct error *err =
        code == CXError_Success
            ? first_error(ast->unit)
            : error_new(&INVALID, "%s: cannot be read as C", source->path);
    if (err != NULL) {
        ast_close(ast);
        return err;
    }
    lay_out(ast, source->path);
    *out = ast;
    return NULL;
}

void ast_close(struct ast *ast)
{
    if (ast == NULL)
        return;
    if (ast->unit != NULL)
        clang_disposeTranslationUnit(ast->unit);
    clang_disposeIndex(ast->index);
    free(ast->nodes);
    free(ast);
}

// ---- looking around --------------------------------------------------------

// Is this place in an argument of a macro?
static bool is_in_argument(CXSourceLocation place)
{
    unsigned in_text, of_macro;
    clang_getFileLocation(place, NULL, NULL, NULL, &in_text);
    clang_getExpansionLocation(place, NULL, NULL, NULL, &of_macro);
    return in_text != of_macro;
}

// Between the bytes of a token a line may end and go on.
static bool is_spelled(const char *text, const char *as)
{
    for (; *text != 0; text++) {
        if (*text == '\\')
            text += strcspn(text, "\n");
        else if (*text != *as++)
            return false;
    }
    return *as == 0;
}

static bool is_test(const char *text)
{
    static const char *const tests[] = {"==", "!=", "<",  ">",
                                        "<=", ">=", "&&", "||"};
    for (size_t i = 0; i < array_length(tests); i++)
        if (is_spelled(text, tests[i]))
            return true;
    return false;
}

// In an argument a comma may end that, and a bracket may end the macro.
static enum operator operator_named(const char *text, bool in_argument)
{
    if (is_spelled(text, "="))
        return OPERATOR_STORES;
    if (strcmp(text, "#") == 0) // a directive
        return OPERATOR_UNKNOWN;
    if (is_spelled(text, ","))
        return in_argument ? OPERATOR_UNKNOWN : OPERATOR_COMMA;
    return is_test(text) ? OPERATOR_TESTS : OPERATOR_OTHER;
}

static enum operator operator_of(CXTranslationUnit unit, CXToken token,
                                 bool in_argument)
{
    if (clang_getTokenKind(token) != CXToken_Punctuation)
        return OPERATOR_UNKNOWN;
    CXString text = clang_getTokenSpelling(unit, token);
    enum operator found =
        operator_named(clang_getCString(text), in_argument);
    clang_disposeString(text);
    return found;
}

static bool is_skipped(CXTranslationUnit unit, CXToken token, bool in_argument)
{
    if (clang_getTokenKind(token) == CXToken_Comment || !in_argument)
        return clang_getTokenKind(token) == CXToken_Comment;
    CXString text = clang_getTokenSpelling(unit, token);
    bool closes = strcmp(clang_getCString(text), ")") == 0;
    clang_disposeString(text);
    return closes;
}

// The first token of a range that can be an operator.
static enum operator operator_in(CXTranslationUnit unit, CXSourceRange range,
                                 bool in_argument)
{
    CXToken *tokens;
    unsigned n, i = 0;
    clang_tokenize(unit, range, &tokens, &n);
    while (i < n && is_skipped(unit, tokens[i], in_argument))
        i++;
    enum operator found = i < n ? operator_of(unit, tokens[i], in_argument)
                                : OPERATOR_UNKNOWN;
    clang_disposeTokens(unit, tokens, n);
    return found;
}

// What stands between the two operands of a BinaryOperator: the tree of this
// libclang does not say.
enum operator ast_operator(const struct ast *ast, unsigned i)
{
    const struct ast_node *left = &ast->nodes[i + 1];
    const struct ast_node *right = &ast->nodes[left->end];
    CXSourceLocation end =
        clang_getRangeEnd(clang_getCursorExtent(left->cursor));
    CXFile in;
    unsigned from, to;
    clang_getFileLocation(end, &in, NULL, NULL, &from);
    clang_getFileLocation(
        clang_getRangeStart(clang_getCursorExtent(right->cursor)), NULL, NULL,
        NULL, &to);
    if (from >= to)
        return OPERATOR_UNKNOWN;
    return operator_in(
        ast->unit,
        clang_getRange(clang_getLocationForOffset(ast->unit, in, from),
                       clang_getLocationForOffset(ast->unit, in, to)),
        is_in_argument(end));
}

bool ast_is_wrapper(enum CXCursorKind kind)
{
    return kind == CXCursor_ParenExpr || kind == CXCursor_UnexposedExpr;
}

// The node that is meant by node i, without parentheses and conversions.
unsigned ast_unwrapped(const struct ast *ast, unsigned i)
{
    while (ast_is_wrapper(ast->nodes[i].kind) && i + 1 < ast->nodes[i].end &&
           ast->nodes[i + 1].end == ast->nodes[i].end)
        i++;
    return i;
}

unsigned ast_function(const struct ast *ast, unsigned i)
{
    while (ast->nodes[i].parent != 0)
        i = ast->nodes[i].parent;
    return i;
}

bool ast_is_mention(const struct ast_node *node, CXCursor variable)
{
    return node->kind == CXCursor_DeclRefExpr &&
           clang_equalCursors(clang_getCursorReferenced(node->cursor),
                              variable);
}

// A mark that is looked for among what stands in a declaration.
struct search {
    const char *mark;
    bool found;
};

static enum CXChildVisitResult compare_mark(CXCursor cursor, CXCursor parent,
                                            CXClientData data)
{
    struct search *search = data;
    (void)parent;
    if (clang_getCursorKind(cursor) != CXCursor_AnnotateAttr)
        return CXChildVisit_Continue;
    CXString text = clang_getCursorSpelling(cursor);
    search->found = strcmp(clang_getCString(text), search->mark) == 0;
    clang_disposeString(text);
    return search->found ? CXChildVisit_Break : CXChildVisit_Continue;
}

bool ast_has_mark(CXCursor declaration, const char *mark)
{
    struct search search = {.mark = mark};
    clang_visitChildren(declaration, compare_mark, &search);
    return search.found;
}

void ast_place(CXCursor cursor, unsigned *line, unsigned *column)
{
    clang_getFileLocation(clang_getRangeStart(clang_getCursorExtent(cursor)),
                          NULL, line, column, NULL);
}
