// Another design: from above. One walk down a function tells each value what
// becomes of it, and writes down in their order the things that happen to
// variables. After that each store is asked what comes behind it.
#include "lint.h"
#include <stdlib.h>
#include <string.h>

// What becomes of a value: one of these, or the number of the store that it is
// kept in.
enum { HELD = -1, DROPPED = -2, VOIDED = -3, TARGET = -4 };

enum { NONE = -1 }; // no statement, no loop

// Something that happens to a variable, or to the way through the function.
struct event {
    enum { READ, NAMED, SHOWN, LEFT } what;
    CXCursor variable; // but if something is LEFT
};

struct store {
    CXCursor variable;
    int also;       // what else becomes of the value
    int statement;  // that it stands in, if it runs whenever that does
    unsigned after; // number of the first event behind it in the text
    unsigned from;  // number of the first event that may come later
};

struct statement {
    unsigned first, end; // its events
    int next;            // in the same block
    CXCursor target;     // of one that does nothing but store
};

struct call {
    unsigned node;
    int use;
};

struct walk {
    const struct ast *ast;
    struct event *events;
    struct store *stores;
    struct statement *statements;
    struct call *calls; // that give a task
    size_t n_events, n_stores, n_statements, n_calls;
    int loop; // number of the first event of the outermost one
    bool has_label;
};

// Where a node stands.
struct spot {
    int use;       // what becomes of its value
    int statement; // that always runs it
    bool is_run;
};

// ---- writing down ----------------------------------------------------------

// Room for one more of n items; there is always room for a power of two.
static void *with_room(void *items, size_t n, size_t bytes)
{
    if ((n & (n - 1)) != 0)
        return items;
    items = realloc(items, (n == 0 ? 1 : 2 * n) * bytes);
    must(items != NULL);
    return items;
}

static void add_event(struct walk *w, struct event event)
{
    w->events = with_room(w->events, w->n_events, sizeof(event));
    w->events[w->n_events++] = event;
}

static int add_store(struct walk *w, struct store store)
{
    w->stores = with_room(w->stores, w->n_stores, sizeof(store));
    w->stores[w->n_stores] = store;
    return (int)w->n_stores++;
}

// The store is done: what comes now comes after it.
static void end_store(struct walk *w, int number)
{
    struct store *store = &w->stores[number];
    store->after = (unsigned)w->n_events;
    store->from = w->loop != NONE ? (unsigned)w->loop : store->after;
}

static int add_statement(struct walk *w, CXCursor target)
{
    struct statement statement = {
        .first = (unsigned)w->n_events,
        .next = NONE,
        .target = target,
    };
    w->statements =
        with_room(w->statements, w->n_statements, sizeof(statement));
    w->statements[w->n_statements] = statement;
    return (int)w->n_statements++;
}

static void add_call(struct walk *w, unsigned node, int use)
{
    w->calls = with_room(w->calls, w->n_calls, sizeof(w->calls[0]));
    w->calls[w->n_calls++] = (struct call){node, use};
}

// ---- what a cursor is ------------------------------------------------------

static CXType type_of(const struct walk *w, unsigned i)
{
    return clang_getCanonicalType(
        clang_getCursorType(w->ast->nodes[i].cursor));
}

// A variable is asked to be printed: of cleanup the tree has no kind.
static bool has_cleanup(CXCursor variable)
{
    CXPrintingPolicy policy = clang_getCursorPrintingPolicy(variable);
    clang_PrintingPolicy_setProperty(
        policy, CXPrintingPolicy_SuppressInitializers, 1);
    CXString text = clang_getCursorPrettyPrinted(variable, policy);
    bool found = strstr(clang_getCString(text), "((cleanup(") != NULL;
    clang_disposeString(text);
    clang_PrintingPolicy_dispose(policy);
    return found;
}

static bool is_local(CXCursor variable)
{
    if (clang_getCursorKind(variable) == CXCursor_ParmDecl)
        return true;
    return clang_getCursorKind(variable) == CXCursor_VarDecl &&
           clang_Cursor_hasVarDeclGlobalStorage(variable) == 0 &&
           !has_cleanup(variable);
}

// What a name stands for; the null cursor if node i is none.
static CXCursor named_by(const struct walk *w, unsigned i)
{
    const struct ast_node *node = &w->ast->nodes[ast_unwrapped(w->ast, i)];
    return node->kind == CXCursor_DeclRefExpr
               ? clang_getCursorReferenced(node->cursor)
               : clang_getNullCursor();
}

static bool is_assignment(const struct walk *w, unsigned i)
{
    return w->ast->nodes[i].kind == CXCursor_BinaryOperator &&
           ast_operator(w->ast, i) == OPERATOR_STORES;
}

// Also of (f)(x) and (*f)(x).
static CXCursor callee(const struct walk *w, unsigned i)
{
    do
        i = ast_unwrapped(w->ast, i + 1);
    while (w->ast->nodes[i].kind == CXCursor_UnaryOperator);
    return named_by(w, i);
}

static bool gives_task(CXCursor function)
{
    return clang_getCursorKind(function) == CXCursor_FunctionDecl &&
           ast_has_mark(function, "gives-task");
}

// ---- expressions -----------------------------------------------------------

static void look(struct walk *w, unsigned i, struct spot at);

static void look_below(struct walk *w, unsigned i, struct spot at)
{
    for (unsigned c = i + 1; c < w->ast->nodes[i].end; c = w->ast->nodes[c].end)
        look(w, c, at);
}

// What becomes of a value that is made of another one, or is chosen.
static int use_of_value(int use)
{
    return use == VOIDED ? DROPPED : use == TARGET ? HELD : use;
}

// The same place, where something else becomes of the value.
static struct spot put_to(struct spot at, int use)
{
    return (struct spot){use, NONE, at.is_run};
}

static struct spot not_run(void)
{
    return (struct spot){HELD, NONE, false};
}

static void look_at_name(struct walk *w, unsigned i, struct spot at)
{
    CXCursor variable = clang_getCursorReferenced(w->ast->nodes[i].cursor);
    bool is_read = at.is_run && at.use != TARGET && at.use != VOIDED;
    add_event(w, (struct event){is_read ? READ : NAMED, variable});
}

static void look_at_call(struct walk *w, unsigned i, struct spot at)
{
    if (at.is_run && gives_task(callee(w, i)))
        add_call(w, i, use_of_value(at.use));
    look_below(w, i, put_to(at, HELD));
}

// The value goes into the variable, and is the value of the assignment.
static void look_at_assignment(struct walk *w, unsigned i, struct spot at)
{
    unsigned left = i + 1, right = w->ast->nodes[left].end;
    CXCursor variable = named_by(w, left);
    struct spot target = {TARGET, NONE, at.is_run};
    look(w, left, target);
    if (!is_local(variable)) {
        at.use = HELD;
        look(w, right, at);
        return;
    }
    int store = add_store(
        w, (struct store){.variable = variable,
                          .also = use_of_value(at.use),
                          .statement = at.statement});
    at.use = store;
    look(w, right, at);
    end_store(w, store);
}

static void look_at_operator(struct walk *w, unsigned i, struct spot at)
{
    unsigned left = i + 1, right = w->ast->nodes[left].end;
    struct spot left_at = at, right_at = at;
    switch (ast_operator(w->ast, i)) {
    case OPERATOR_STORES:
        look_at_assignment(w, i, at);
        return;
    case OPERATOR_COMMA:
        left_at.use = DROPPED;
        right_at.use = use_of_value(at.use);
        break;
    case OPERATOR_TESTS:
        left_at.use = right_at.use = DROPPED;
        break;
    default:
        left_at.use = right_at.use = HELD;
    }
    look(w, left, left_at);
    look(w, right, right_at);
}

static bool is_part(enum CXCursorKind kind)
{
    return kind == CXCursor_MemberRefExpr ||
           kind == CXCursor_ArraySubscriptExpr;
}

// The variable that node i is, or is a part of, and not of what that points to.
static CXCursor owner_of(const struct walk *w, unsigned i)
{
    i = ast_unwrapped(w->ast, i);
    while (is_part(w->ast->nodes[i].kind)) {
        i = ast_unwrapped(w->ast, i + 1);
        if (type_of(w, i).kind == CXType_Pointer)
            return clang_getNullCursor();
    }
    return named_by(w, i);
}

static void look_at_unary(struct walk *w, unsigned i, struct spot at)
{
    CXType value = type_of(w, i), handle = type_of(w, i + 1);
    CXCursor variable = owner_of(w, i + 1);
    int use = DROPPED; // by a !
    if (clang_equalTypes(value, handle))
        use = use_of_value(at.use); // __extension__
    else if (clang_equalTypes(
                 clang_getCanonicalType(clang_getPointeeType(handle)), value))
        use = HELD; // *
    if (at.is_run && is_local(variable) &&
        clang_equalTypes(clang_getPointeeType(value), handle))
        add_event(w, (struct event){SHOWN, variable});
    look_below(w, i, put_to(at, use));
}

// The last child is the value, before it may stand a type.
static void look_at_typed(struct walk *w, unsigned i, struct spot value)
{
    unsigned end = w->ast->nodes[i].end;
    for (unsigned c = i + 1; c < end; c = w->ast->nodes[c].end)
        look(w, c, w->ast->nodes[c].end == end ? value : not_run());
}

static void look_at_cast(struct walk *w, unsigned i, struct spot at)
{
    bool is_void = type_of(w, i).kind == CXType_Void;
    look_at_typed(w, i, put_to(at, is_void ? VOIDED : use_of_value(at.use)));
}

// The first child decides, the others are values.
static void look_at_choice(struct walk *w, unsigned i, struct spot first,
                           struct spot value)
{
    unsigned end = w->ast->nodes[i].end;
    for (unsigned c = i + 1; c < end; c = w->ast->nodes[c].end)
        look(w, c, c == i + 1 ? first : value);
}

static void look_at_conversion(struct walk *w, unsigned i, struct spot at)
{
    unsigned end = w->ast->nodes[i].end;
    bool is_one = i + 1 == end || w->ast->nodes[i + 1].end == end;
    if (at.use == TARGET)
        at.use = HELD;
    if (!is_one)
        at.use = ast_operator(w->ast, i) == OPERATOR_OTHER
                     ? use_of_value(at.use) // a ?: b
                     : HELD;
    look_below(w, i, at);
}

static void look_at_list(struct walk *w, unsigned i, struct spot at)
{
    bool is_one = type_of(w, i).kind == CXType_Pointer; // { } around a value
    look_below(w, i, put_to(at, is_one ? use_of_value(at.use) : HELD));
}

// ---- declarations and statements -------------------------------------------

static void look_at_value(struct walk *w, unsigned i, CXCursor variable,
                          struct spot at)
{
    if (!is_local(variable)) {
        look(w, i, put_to(at, HELD));
        return;
    }
    int store = add_store(w, (struct store){.variable = variable,
                                            .also = DROPPED,
                                            .statement = at.statement});
    at.use = store;
    look(w, i, at);
    end_store(w, store);
}

static void look_at_variable(struct walk *w, unsigned i, struct spot at)
{
    const struct ast_node *nodes = w->ast->nodes;
    CXCursor value = clang_Cursor_getVarDeclInitializer(nodes[i].cursor);
    for (unsigned c = i + 1; c < nodes[i].end; c = nodes[c].end) {
        if (clang_equalCursors(nodes[c].cursor, value))
            look_at_value(w, c, nodes[i].cursor, at);
        else
            look(w, c, not_run());
    }
}

// Of a function only the body is run.
static void look_at_declaration(struct walk *w, unsigned i, struct spot at)
{
    const struct ast_node *nodes = w->ast->nodes;
    for (unsigned c = i + 1; c < nodes[i].end; c = nodes[c].end)
        look(w, c,
             nodes[c].kind == CXCursor_CompoundStmt ? put_to(at, DROPPED)
                                                    : not_run());
}

static void look_at_loop(struct walk *w, unsigned i, struct spot at)
{
    int outer = w->loop;
    if (outer == NONE)
        w->loop = (int)w->n_events;
    look_below(w, i, put_to(at, DROPPED));
    w->loop = outer;
}

// The value of the last statement is that of the block, if it has one.
static void look_at_block(struct walk *w, unsigned i, struct spot at)
{
    unsigned end = w->ast->nodes[i].end;
    int last = NONE;
    for (unsigned c = i + 1; c < end; c = w->ast->nodes[c].end) {
        bool stores = is_assignment(w, c);
        int s = add_statement(w, stores ? named_by(w, c + 1)
                                        : clang_getNullCursor());
        if (last != NONE)
            w->statements[last].next = s;
        at.statement = last = s;
        look(w, c,
             (struct spot){w->ast->nodes[c].end == end ? at.use : DROPPED, s,
                            at.is_run});
        w->statements[s].end = (unsigned)w->n_events;
    }
}

static void look_at_jump(struct walk *w, unsigned i, struct spot at)
{
    add_event(w, (struct event){.what = LEFT});
    look_below(w, i, put_to(at, HELD));
}

static void look_at_statement(struct walk *w, unsigned i, struct spot at)
{
    switch (w->ast->nodes[i].kind) {
    case CXCursor_CompoundStmt:
        look_at_block(w, i, put_to(at, DROPPED));
        return;
    case CXCursor_DeclStmt:
        look_below(w, i, at);
        return;
    case CXCursor_WhileStmt:
    case CXCursor_DoStmt:
    case CXCursor_ForStmt:
        look_at_loop(w, i, at);
        return;
    case CXCursor_IfStmt:
    case CXCursor_SwitchStmt:
        look_below(w, i, put_to(at, DROPPED));
        return;
    case CXCursor_LabelStmt:
        w->has_label = true;
        look_below(w, i, put_to(at, at.use));
        return;
    case CXCursor_CaseStmt:
    case CXCursor_DefaultStmt:
        look_below(w, i, put_to(at, at.use));
        return;
    case CXCursor_BreakStmt:
    case CXCursor_ContinueStmt:
    case CXCursor_GotoStmt:
    case CXCursor_IndirectGotoStmt:
        look_at_jump(w, i, at);
        return;
    default:
        look_below(w, i, put_to(at, HELD));
    }
}

static void look_at_expression(struct walk *w, unsigned i, struct spot at)
{
    switch (w->ast->nodes[i].kind) {
    case CXCursor_DeclRefExpr:
        look_at_name(w, i, at);
        return;
    case CXCursor_CallExpr:
        look_at_call(w, i, at);
        return;
    case CXCursor_BinaryOperator:
        look_at_operator(w, i, at);
        return;
    case CXCursor_UnaryOperator:
        look_at_unary(w, i, at);
        return;
    case CXCursor_CStyleCastExpr:
        look_at_cast(w, i, at);
        return;
    case CXCursor_CompoundLiteralExpr:
        look_at_typed(w, i, put_to(at, HELD));
        return;
    case CXCursor_ParenExpr:
        look_below(w, i, at);
        return;
    case CXCursor_UnexposedExpr:
        look_at_conversion(w, i, at);
        return;
    case CXCursor_InitListExpr:
        look_at_list(w, i, at);
        return;
    case CXCursor_StmtExpr:
        look_at_block(w, i + 1, put_to(at, use_of_value(at.use)));
        return;
    case CXCursor_ConditionalOperator:
        look_at_choice(w, i, put_to(at, DROPPED),
                       put_to(at, use_of_value(at.use)));
        return;
    case CXCursor_GenericSelectionExpr:
        look_at_choice(w, i, not_run(), put_to(at, HELD));
        return;
    case CXCursor_UnaryExpr: // sizeof and the like
        look_below(w, i, not_run());
        return;
    default:
        look_below(w, i, put_to(at, HELD));
    }
}

static void look(struct walk *w, unsigned i, struct spot at)
{
    enum CXCursorKind kind = w->ast->nodes[i].kind;
    if (kind == CXCursor_VarDecl)
        look_at_variable(w, i, at);
    else if (clang_isDeclaration(kind))
        look_at_declaration(w, i, at);
    else if (clang_isStatement(kind))
        look_at_statement(w, i, at);
    else
        look_at_expression(w, i, at);
}

// ---- afterwards ------------------------------------------------------------

static bool is_about(const struct event *event, CXCursor variable)
{
    return event->what != LEFT && clang_equalCursors(event->variable, variable);
}

static bool is_read_later(const struct walk *w, const struct store *store)
{
    for (unsigned e = w->has_label ? 0 : store->from; e < w->n_events; e++)
        if (w->events[e].what == READ &&
            is_about(&w->events[e], store->variable))
            return true;
    return false;
}

static bool is_shown(const struct walk *w, CXCursor variable)
{
    for (unsigned e = 0; e < w->n_events; e++)
        if (w->events[e].what == SHOWN && is_about(&w->events[e], variable))
            return true;
    return false;
}

static unsigned times_named(const struct walk *w, unsigned from, unsigned end,
                            CXCursor variable)
{
    unsigned n = 0;
    for (; from < end; from++)
        n += is_about(&w->events[from], variable);
    return n;
}

static bool is_left(const struct walk *w, const struct statement *s)
{
    for (unsigned e = s->first; e < s->end; e++)
        if (w->events[e].what == LEFT)
            return true;
    return false;
}

// Is the next statement that names the variable nothing but a store?
static bool is_overwritten(const struct walk *w, const struct store *store)
{
    if (store->statement == NONE)
        return false;
    const struct statement *s = &w->statements[store->statement];
    if (times_named(w, store->after, s->end, store->variable) > 0)
        return false;
    while (s->next != NONE) {
        s = &w->statements[s->next];
        if (is_left(w, s))
            return false;
        unsigned n = times_named(w, s->first, s->end, store->variable);
        if (n > 0)
            return n == 1 && clang_equalCursors(s->target, store->variable);
    }
    return false;
}

static bool is_held(const struct walk *w, int use)
{
    for (; use >= 0; use = w->stores[use].also) {
        const struct store *store = &w->stores[use];
        if (is_shown(w, store->variable) ||
            (is_read_later(w, store) && !is_overwritten(w, store)))
            return true;
    }
    return use == HELD;
}

// ---- the rule --------------------------------------------------------------

static void report_call(const struct walk *w, unsigned i, lint_report *report,
                        void *arg)
{
    struct lint_finding finding = {.code = DANGLING_TASK};
    CXString name = clang_getCursorSpelling(callee(w, i));
    char message[256];
    ast_place(w->ast->nodes[i].cursor, &finding.line, &finding.column);
    snprintf(message, sizeof(message),
             "the task that %s gives is lost: store its handle where somebody "
             "joins it",
             clang_getCString(name));
    clang_disposeString(name);
    finding.message = message;
    report(&finding, arg);
}

static void look_at_all_of(struct walk *w, unsigned i, lint_report *report,
                           void *arg)
{
    w->n_events = w->n_stores = w->n_statements = w->n_calls = 0;
    w->loop = NONE;
    w->has_label = false;
    look(w, i, (struct spot){HELD, NONE, true});
    for (size_t c = 0; c < w->n_calls; c++)
        if (!is_held(w, w->calls[c].use))
            report_call(w, w->calls[c].node, report, arg);
}

void lint_dangling(const struct ast *ast, lint_report *report, void *arg)
{
    struct walk w = {.ast = ast};
    for (unsigned i = 1; i < ast->n_nodes; i = ast->nodes[i].end)
        look_at_all_of(&w, i, report, arg);
    free(w.events);
    free(w.stores);
    free(w.statements);
    free(w.calls);
}

struct error *lint_source(const struct ast_source *source, lint_report *report,
                          void *arg)
{
    struct ast *ast;
    TRY(ast_open(source, &ast));
    lint_dangling(ast, report, arg);
    ast_close(ast);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
