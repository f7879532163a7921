// Questions about a tree that several rules ask.
//
// What is marked stands in a declaration, often in a header, and to look for it
// is to go through all that stands there. So that is done once: every function
// that is called has an entry, found by its cursor, and every call knows its
// entry. Memory is given back by look_forget.
#include "look.h"
#include <stdlib.h>
#include <string.h>

// A mark of a function, or of one of its parameters.
struct mark {
    char *words;
    int parameter; // its place, from 0; OF_FUNCTION
};

enum { OF_FUNCTION = -1 };

// A function that the file calls.
struct known {
    CXCursor declaration; // the first there is
    CXCursor called;      // that which the call has found
    struct mark *marks;
    unsigned n_marks;
    bool never_returns;
};

// All that is known of one tree.
static struct {
    const struct ast *ast; // NULL: of none
    struct known *known;   // the first one is of no function
    unsigned n_known;
    unsigned *slots;  // a hash of declarations: places in known, 0 where free
    unsigned n_slots; // a power of two
    unsigned *callee; // of each node: a place in known, 0 if it calls nobody
    unsigned char *memories[LOOK_N_MEMORIES]; // NULL: not asked for yet
} cache;

static void *more(void *array, size_t bytes)
{
    array = realloc(array, bytes);
    must(array != NULL);
    return array;
}

static void *zeroed(size_t n, size_t bytes)
{
    void *array = calloc(n, bytes);
    must(array != NULL);
    return array;
}

// ---- marks -----------------------------------------------------------------

// A declaration whose marks are read: a function, or a parameter of it.
struct reading {
    struct known *known;
    int parameter;     // OF_FUNCTION: all of it
    int n_parameters;  // that have been seen
};

static void add_mark(struct reading *reading, CXCursor attribute)
{
    struct known *known = reading->known;
    CXString words = clang_getCursorSpelling(attribute);
    known->marks =
        more(known->marks, (known->n_marks + 1) * sizeof(known->marks[0]));
    known->marks[known->n_marks++] =
        (struct mark){strdup(clang_getCString(words)), reading->parameter};
    clang_disposeString(words);
}

static enum CXChildVisitResult read_mark(CXCursor cursor, CXCursor parent,
                                         CXClientData data)
{
    struct reading *reading = data;
    (void)parent;
    if (clang_getCursorKind(cursor) == CXCursor_AnnotateAttr)
        add_mark(reading, cursor);
    if (clang_getCursorKind(cursor) != CXCursor_ParmDecl ||
        reading->parameter != OF_FUNCTION)
        return CXChildVisit_Continue;
    struct reading below = {reading->known, reading->n_parameters++, 0};
    clang_visitChildren(cursor, read_mark, &below);
    return CXChildVisit_Continue;
}

static void read_marks(struct known *known)
{
    struct reading reading = {known, OF_FUNCTION, 0};
    clang_visitChildren(known->called, read_mark, &reading);
}

static bool has_mark(const struct known *known, const char *words,
                     int parameter)
{
    for (unsigned i = 0; i < known->n_marks; i++)
        if (known->marks[i].parameter == parameter &&
            strcmp(known->marks[i].words, words) == 0)
            return true;
    return false;
}

static bool says(CXString text, const char *words)
{
    bool found = strstr(clang_getCString(text), words) != NULL;
    clang_disposeString(text);
    return found;
}

// The word stands in its type, or among its attributes.
static bool never_returns(CXCursor function)
{
    if (clang_getCursorResultType(function).kind != CXType_Void)
        return false;
    return says(clang_getTypeSpelling(clang_getCursorType(function)),
                "noreturn") ||
           says(clang_getCursorPrettyPrinted(function, NULL), "oreturn") ||
           says(clang_getCursorSpelling(function), "__builtin_unreachable");
}

// ---- the hash --------------------------------------------------------------

// The slot of a declaration, or the free one where it belongs.
static unsigned *slot_of(CXCursor declaration)
{
    unsigned i = clang_hashCursor(declaration) * 2654435769u >> 7;
    for (;; i++) {
        unsigned *slot = &cache.slots[i & (cache.n_slots - 1)];
        if (*slot == 0 || clang_equalCursors(cache.known[*slot].declaration,
                                             declaration))
            return slot;
    }
}

// Half of the slots stay free.
static void make_room(void)
{
    if (2 * (cache.n_known + 1) < cache.n_slots)
        return;
    cache.n_slots *= 2;
    cache.known = more(cache.known, cache.n_slots * sizeof(cache.known[0]));
    free(cache.slots);
    cache.slots = zeroed(cache.n_slots, sizeof(cache.slots[0]));
    for (unsigned i = 1; i < cache.n_known; i++)
        *slot_of(cache.known[i].declaration) = i;
}

static unsigned place_of(CXCursor function)
{
    make_room();
    CXCursor first = clang_getCanonicalCursor(function);
    unsigned *slot = slot_of(first);
    if (*slot == 0) {
        *slot = cache.n_known++;
        cache.known[*slot] =
            (struct known){.declaration = first,
                           .called = function,
                           .never_returns = never_returns(function)};
        read_marks(&cache.known[*slot]);
    }
    return *slot;
}

static void find_callees(void)
{
    for (unsigned i = 0; i < cache.ast->n_nodes; i++) {
        if (cache.ast->nodes[i].kind != CXCursor_CallExpr)
            continue;
        CXCursor function = look_callee(cache.ast, i);
        if (!clang_Cursor_isNull(function))
            cache.callee[i] = place_of(function);
    }
}

void look_forget(void)
{
    for (unsigned i = 1; i < cache.n_known; i++) {
        for (unsigned m = 0; m < cache.known[i].n_marks; m++)
            free(cache.known[i].marks[m].words);
        free(cache.known[i].marks);
    }
    free(cache.known);
    free(cache.slots);
    free(cache.callee);
    for (size_t i = 0; i < LOOK_N_MEMORIES; i++)
        free(cache.memories[i]);
    memset(&cache, 0, sizeof(cache));
    look_forget_tasks();
}

static void be_about(const struct ast *ast)
{
    if (cache.ast == ast)
        return;
    look_forget();
    cache.ast = ast;
    cache.n_known = 1;
    cache.n_slots = 64;
    cache.known = zeroed(cache.n_slots, sizeof(cache.known[0]));
    cache.slots = zeroed(cache.n_slots, sizeof(cache.slots[0]));
    cache.callee = zeroed(ast->n_nodes, sizeof(cache.callee[0]));
    find_callees();
}

unsigned char *look_memory(const struct ast *ast, enum look_memory which)
{
    be_about(ast);
    if (cache.memories[which] == NULL)
        cache.memories[which] = zeroed(ast->n_nodes, 1);
    return cache.memories[which];
}

// The entry of the function that node i calls; NULL if it calls none.
static const struct known *callee_of(const struct ast *ast, unsigned i)
{
    be_about(ast);
    return cache.callee[i] != 0 ? &cache.known[cache.callee[i]] : NULL;
}

// ---- calls -----------------------------------------------------------------

// f(), (f)(), (*f)() and (&f)() are the same.
CXCursor look_callee(const struct ast *ast, unsigned call)
{
    unsigned end = ast->nodes[call].end, i = call + 1;
    while (i + 1 < end && (ast_is_wrapper(ast->nodes[i].kind) ||
                           ast->nodes[i].kind == CXCursor_UnaryOperator))
        i++;
    if (i == end || ast->nodes[i].kind != CXCursor_DeclRefExpr)
        return clang_getNullCursor();
    CXCursor function = clang_getCursorReferenced(ast->nodes[i].cursor);
    return clang_getCursorKind(function) == CXCursor_FunctionDecl
               ? function
               : clang_getNullCursor();
}

bool look_is_call_of(const struct ast *ast, unsigned i, const char *mark)
{
    if (ast->nodes[i].kind != CXCursor_CallExpr)
        return false;
    const struct known *known = callee_of(ast, i);
    return known != NULL && has_mark(known, mark, OF_FUNCTION);
}

bool look_is_last_call(const struct ast *ast, unsigned i)
{
    const struct known *known = callee_of(ast, i);
    return known != NULL && known->never_returns;
}

unsigned look_argument(const struct ast *ast, unsigned call, unsigned n)
{
    unsigned end = ast->nodes[call].end;
    if (call + 1 == end)
        return 0;
    unsigned i = ast->nodes[call + 1].end; // behind the function
    while (i < end && n-- > 0)
        i = ast->nodes[i].end;
    return i < end ? i : 0;
}

unsigned look_marked_argument(const struct ast *ast, unsigned call,
                              const char *mark)
{
    const struct known *known = callee_of(ast, call);
    for (unsigned i = 0; known != NULL && i < known->n_marks; i++)
        if (known->marks[i].parameter != OF_FUNCTION &&
            strcmp(known->marks[i].words, mark) == 0)
            return look_argument(ast, call,
                                 (unsigned)known->marks[i].parameter);
    return 0;
}

// ---- variables and places --------------------------------------------------

// What is converted stands last in a cast, behind the name of a type.
static unsigned last_child(const struct ast *ast, unsigned i)
{
    unsigned child = i + 1;
    while (ast->nodes[child].end < ast->nodes[i].end)
        child = ast->nodes[child].end;
    return child;
}

CXCursor look_variable(const struct ast *ast, unsigned i)
{
    i = ast_unwrapped(ast, i);
    while (ast->nodes[i].kind == CXCursor_CStyleCastExpr &&
           i + 1 < ast->nodes[i].end)
        i = ast_unwrapped(ast, last_child(ast, i));
    CXCursor named = clang_getCursorReferenced(ast->nodes[i].cursor);
    enum CXCursorKind kind = clang_getCursorKind(named);
    return ast->nodes[i].kind == CXCursor_DeclRefExpr &&
                   (kind == CXCursor_VarDecl || kind == CXCursor_ParmDecl)
               ? named
               : clang_getNullCursor();
}

bool look_is_below(const struct ast *ast, unsigned i, unsigned above)
{
    return above < i && i < ast->nodes[above].end;
}
