// What may a piece of a program come to, through the functions that it calls?
//
// The array of a tree has only what stands in the file itself. A function may
// be defined in a header as well, so this walks over libclang's cursors.
#include "look_reach.h"
#include <stdlib.h>
#include <string.h>

struct walk {
    CXTranslationUnit unit;
    unsigned reached; // bits of enum reach
    CXCursor *inside; // functions that have been looked into
    size_t n_inside;
};

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent,
                                     CXClientData data);

// ---- whose function is it? -------------------------------------------------

static CXFile file_of(CXCursor declaration)
{
    CXFile file;
    clang_getFileLocation(
        clang_getCursorLocation(clang_getCanonicalCursor(declaration)), &file,
        NULL, NULL, NULL);
    return file;
}

// What the compiler has built in stands nowhere; such names are its own.
static bool is_built_in(CXCursor function)
{
    CXString name = clang_getCursorSpelling(function);
    bool found = strncmp(clang_getCString(name), "__", 2) == 0;
    clang_disposeString(name);
    return found;
}

static bool is_system(CXCursor function)
{
    return file_of(function) == NULL || is_built_in(function) ||
           clang_Location_isInSystemHeader(clang_getCursorLocation(
               clang_getCanonicalCursor(function)));
}

// A file, and what has been found out about it.
struct header {
    CXFile file;
    size_t n_folder; // bytes of its path, up to its name
    CXString path;
    bool tells; // its functions that wait are marked
};

static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash + 1 - path) : 0;
}

static void compare_with_mark_h(CXFile file, CXSourceLocation *stack,
                                unsigned depth, CXClientData data)
{
    struct header *header = data;
    (void)stack;
    (void)depth;
    CXString path = clang_getFileName(file);
    const char *text = clang_getCString(path);
    size_t n = folder_length(text);
    if (strcmp(text + n, "mark.h") == 0 && n == header->n_folder &&
        strncmp(text, clang_getCString(header->path), n) == 0)
        header->tells = true;
    clang_disposeString(path);
}

static enum CXChildVisitResult find_attribute(CXCursor cursor, CXCursor parent,
                                              CXClientData data)
{
    (void)parent;
    *(bool *)data = clang_getCursorKind(cursor) == CXCursor_AnnotateAttr;
    return *(bool *)data ? CXChildVisit_Break : CXChildVisit_Continue;
}

static enum CXChildVisitResult find_marked(CXCursor cursor, CXCursor parent,
                                           CXClientData data)
{
    struct header *header = data;
    CXFile file;
    (void)parent;
    if (clang_getCursorKind(cursor) != CXCursor_FunctionDecl)
        return CXChildVisit_Continue;
    clang_getFileLocation(clang_getCursorLocation(cursor), &file, NULL, NULL,
                          NULL);
    if (!clang_File_isEqual(file, header->file))
        return CXChildVisit_Continue;
    clang_visitChildren(cursor, find_attribute, &header->tells);
    return header->tells ? CXChildVisit_Break : CXChildVisit_Continue;
}

// Does the header that declares this function mark those that wait?
static bool is_told_by_marks(CXTranslationUnit unit, CXCursor function)
{
    struct header header = {.file = file_of(function)};
    header.path = clang_getFileName(header.file);
    header.n_folder = folder_length(clang_getCString(header.path));
    clang_getInclusions(unit, compare_with_mark_h, &header);
    if (!header.tells)
        clang_visitChildren(clang_getTranslationUnitCursor(unit), find_marked,
                            &header);
    clang_disposeString(header.path);
    return header.tells;
}

// ---- what a call comes to --------------------------------------------------

static bool is_noreturn(CXCursor function)
{
    CXString type = clang_getTypeSpelling(clang_getCursorType(function));
    bool found = strstr(clang_getCString(type), "noreturn") != NULL;
    clang_disposeString(type);
    return found;
}

// What stops the program because of a mistake is no way out of a loop.
static bool is_way_out(CXCursor function)
{
    CXString name = clang_getCursorSpelling(function);
    const char *text = clang_getCString(name);
    bool is_abort = strcmp(text, "abort") == 0;
    clang_disposeString(name);
    return !is_abort && !is_built_in(function) && is_noreturn(function);
}

static bool is_marked_as_wait(CXCursor function, unsigned *reached)
{
    bool is_nursery = ast_has_mark(function, "closes-nursery");
    if (!is_nursery && !ast_has_mark(function, "checkpoint"))
        return false;
    bool ends = ast_has_mark(function, "sleeps") ||
                ast_has_mark(function, "yields") ||
                ast_has_mark(function, "limits");
    *reached |= ends ? REACH_SLEEP : REACH_WAIT;
    return true;
}

static void look_into(struct walk *walk, CXCursor definition)
{
    for (size_t i = 0; i < walk->n_inside; i++)
        if (clang_equalCursors(walk->inside[i], definition))
            return;
    walk->inside = realloc(walk->inside, (walk->n_inside + 1) *
                                             sizeof(walk->inside[0]));
    must(walk->inside != NULL);
    walk->inside[walk->n_inside++] = definition;
    clang_visitChildren(definition, visit, walk);
}

static void go_on_with(struct walk *walk, CXCursor function)
{
    CXCursor definition = clang_getCursorDefinition(function);
    if (is_marked_as_wait(function, &walk->reached))
        return;
    if (is_system(function))
        walk->reached |= is_way_out(function) ? REACH_END : REACH_NOTHING;
    else if (!clang_Cursor_isNull(definition))
        look_into(walk, definition);
    else if (!is_told_by_marks(walk->unit, function))
        walk->reached |= REACH_UNKNOWN;
}

// The system calls what it is given: qsort, twalk.
static void go_on_with_arguments(struct walk *walk, CXCursor call)
{
    for (int i = 0; i < clang_Cursor_getNumArguments(call); i++) {
        CXCursor given =
            clang_getCursorReferenced(clang_Cursor_getArgument(call, i));
        if (clang_getCursorKind(given) == CXCursor_FunctionDecl)
            go_on_with(walk, given);
    }
}

static void add_call(struct walk *walk, CXCursor call)
{
    CXCursor function = clang_getCursorReferenced(call);
    if (clang_getCursorKind(function) != CXCursor_FunctionDecl) {
        walk->reached |= REACH_UNKNOWN;
        return;
    }
    go_on_with(walk, function);
    if (is_system(function))
        go_on_with_arguments(walk, call);
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent,
                                     CXClientData data)
{
    (void)parent;
    if (clang_getCursorKind(cursor) == CXCursor_CallExpr)
        add_call(data, cursor);
    return CXChildVisit_Recurse;
}

unsigned look_reach(const struct ast *ast, unsigned i)
{
    struct walk walk = {.unit = ast->unit};
    visit(ast->nodes[i].cursor, clang_getNullCursor(), &walk);
    clang_visitChildren(ast->nodes[i].cursor, visit, &walk);
    free(walk.inside);
    return walk.reached;
}
