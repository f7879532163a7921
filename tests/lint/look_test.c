// The questions that rules ask about a tree.
#include "linted.h"
#include "look.h"
#include "suite.h"

#define MARKS                                                                  \
    "#define MARK(words) __attribute__((annotate(words)))\n"                   \
    "typedef int body(void *) MARK(\"task-body\");\n"                          \
    "struct job { int n; body *run; };\n"                                      \
    "int waits(void) MARK(\"checkpoint\") MARK(\"sleeps\");\n"                 \
    "int quick(void);\n"                                                       \
    "int spawn(int n, void *to MARK(\"nursery\"), body *b,\n"                  \
    "          void *arg MARK(\"argument\"));\n"

static struct ast *parse(const char *text)
{
    struct ast *ast;
    struct error *err = ast_open(
        &(struct ast_source){"text.c", text, strlen(text), NULL, 0}, &ast);
    ck_assert_msg(err == NULL, "%s", error_message(err));
    return ast;
}

static void forget(struct ast *ast)
{
    look_forget();
    ast_close(ast);
}

static bool is_called(const struct ast *ast, unsigned i, const char *name)
{
    CXString text = clang_getCursorSpelling(ast->nodes[i].cursor);
    bool is = strcmp(clang_getCString(text), name) == 0;
    clang_disposeString(text);
    return is;
}

// The first node of this kind and name.
static unsigned node(const struct ast *ast, enum CXCursorKind kind,
                     const char *name)
{
    unsigned i = 0;
    while (i < ast->n_nodes &&
           !(ast->nodes[i].kind == kind && is_called(ast, i, name)))
        i++;
    ck_assert_msg(i < ast->n_nodes, "no node is called %s", name);
    return i;
}

TEST(a_call_has_the_marks_of_its_function)
{
    struct ast *ast =
        parse(MARKS "int f(void) { return waits() + quick(); }\n");
    unsigned marked = node(ast, CXCursor_CallExpr, "waits");
    unsigned plain = node(ast, CXCursor_CallExpr, "quick");
    ck_assert(look_is_call_of(ast, marked, "checkpoint"));
    ck_assert(look_is_call_of(ast, marked, "sleeps"));
    ck_assert(!look_is_call_of(ast, marked, "spawns"));
    ck_assert(!look_is_call_of(ast, plain, "checkpoint"));
    ck_assert(!look_is_call_of(ast, marked + 1, "checkpoint"));
    forget(ast);
}

TEST(a_mark_of_a_parameter_is_none_of_the_function)
{
    struct ast *ast =
        parse(MARKS "int f(void) { return spawn(1, 0, 0, 0); }\n");
    unsigned call = node(ast, CXCursor_CallExpr, "spawn");
    ck_assert(!look_is_call_of(ast, call, "nursery"));
    forget(ast);
}

TEST(a_definition_has_the_marks_of_its_declaration)
{
    struct ast *ast = parse(
        MARKS "int waits(void) { return 0; }\n"
              "int spawn(int n, void *t, body *b, void *a) { return n; }\n"
              "int f(void) { return waits() + spawn(0, 0, 0, 0); }\n");
    unsigned call = node(ast, CXCursor_CallExpr, "spawn");
    ck_assert(look_is_call_of(ast, node(ast, CXCursor_CallExpr, "waits"),
                              "checkpoint"));
    ck_assert_uint_ne(look_marked_argument(ast, call, "argument"), 0);
    forget(ast);
}

TEST(a_call_by_a_pointer_names_no_function)
{
    struct ast *ast = parse("int f(int (*p)(void)) { return p() + (*p)(); }");
    unsigned n_calls = 0;
    for (unsigned i = 0; i < ast->n_nodes; i++) {
        if (ast->nodes[i].kind != CXCursor_CallExpr)
            continue;
        n_calls++;
        ck_assert(clang_Cursor_isNull(look_callee(ast, i)));
        ck_assert(!look_is_call_of(ast, i, "checkpoint"));
    }
    ck_assert_uint_eq(n_calls, 2);
    forget(ast);
}

TEST(a_name_in_parentheses_is_a_name)
{
    struct ast *ast = parse(MARKS "int f(void) { return (waits)() + "
                                  "(&waits)() + (*waits)() + waits(); }\n");
    unsigned n_calls = 0;
    for (unsigned i = 0; i < ast->n_nodes; i++)
        n_calls += look_is_call_of(ast, i, "sleeps");
    ck_assert_uint_eq(n_calls, 4);
    forget(ast);
}

TEST(arguments_are_counted_from_zero)
{
    struct ast *ast = parse(
        MARKS "int f(void *n) { return spawn(1 + 2, n, 0, \"x\"); }\n");
    unsigned call = node(ast, CXCursor_CallExpr, "spawn");
    for (unsigned n = 0; n < 4; n++)
        ck_assert(clang_equalCursors(
            ast->nodes[look_argument(ast, call, n)].cursor,
            clang_Cursor_getArgument(ast->nodes[call].cursor, n)));
    ck_assert_uint_eq(look_argument(ast, call, 4), 0);
    ck_assert_uint_eq(look_marked_argument(ast, call, "nursery"),
                      look_argument(ast, call, 1));
    ck_assert_uint_eq(look_marked_argument(ast, call, "argument"),
                      look_argument(ast, call, 3));
    ck_assert_uint_eq(look_marked_argument(ast, call, "capacity"), 0);
    forget(ast);
}

TEST(a_call_without_arguments_has_none)
{
    struct ast *ast = parse(MARKS "int f(void) { return waits(); }\n");
    unsigned call = node(ast, CXCursor_CallExpr, "waits");
    ck_assert_uint_eq(look_argument(ast, call, 0), 0);
    ck_assert_uint_eq(look_marked_argument(ast, call, "nursery"), 0);
    forget(ast);
}

static bool is_variable(const struct ast *ast, unsigned call, unsigned n)
{
    return !clang_Cursor_isNull(
        look_variable(ast, look_argument(ast, call, n)));
}

TEST(a_variable_is_seen_through_parentheses_and_casts)
{
    struct ast *ast =
        parse(MARKS "int f(struct job *j, body *b, void *a) {\n"
                    "    return spawn(j->n, (void *)(struct job *)(j),\n"
                    "                 (b), (char *)a + 1); }\n");
    unsigned call = node(ast, CXCursor_CallExpr, "spawn");
    ck_assert(!is_variable(ast, call, 0));
    ck_assert(is_variable(ast, call, 1));
    ck_assert(is_variable(ast, call, 2));
    ck_assert(!is_variable(ast, call, 3));
    forget(ast);
}

TEST(a_function_is_no_variable)
{
    struct ast *ast = parse(MARKS "int w(void *a) { return 0; }\n"
                                  "int f(void) { return spawn(0, 0, w, 0); }");
    ck_assert(
        !is_variable(ast, node(ast, CXCursor_CallExpr, "spawn"), 2));
    forget(ast);
}

TEST(below_is_inside_and_not_the_node_itself)
{
    struct ast *ast = parse("int f(int a) { return a; }\nint g;\n");
    unsigned f = node(ast, CXCursor_FunctionDecl, "f");
    unsigned a = node(ast, CXCursor_DeclRefExpr, "a");
    unsigned g = node(ast, CXCursor_VarDecl, "g");
    ck_assert(look_is_below(ast, a, f));
    ck_assert(!look_is_below(ast, f, f));
    ck_assert(!look_is_below(ast, f, a));
    ck_assert(!look_is_below(ast, g, f));
    forget(ast);
}

TEST(another_tree_is_looked_at_anew)
{
    for (int round = 0; round < 3; round++) {
        struct ast *marked =
            parse(MARKS "int f(void) { return waits(); }\n");
        struct ast *plain =
            parse("int waits(void);\nint f(void) { return waits(); }\n");
        unsigned of_marked = node(marked, CXCursor_CallExpr, "waits");
        unsigned of_plain = node(plain, CXCursor_CallExpr, "waits");
        ck_assert(look_is_call_of(marked, of_marked, "sleeps"));
        ck_assert(!look_is_call_of(plain, of_plain, "sleeps"));
        ck_assert(look_is_call_of(marked, of_marked, "sleeps"));
        ast_close(plain);
        forget(marked);
    }
}

TEST(a_thousand_functions_keep_their_marks)
{
    static char text[200 * 1000];
    FILE *out = fmemopen(text, sizeof(text), "w");
    for (int i = 0; i < 1000; i++)
        fprintf(out, "int f%d(void)%s;\n", i,
                i % 3 == 0 ? " __attribute__((annotate(\"third\")))" : "");
    fprintf(out, "int all(void) { return 0");
    for (int i = 0; i < 1000; i++)
        fprintf(out, " + f%d()", i);
    fprintf(out, "; }\n");
    fclose(out);
    struct ast *ast = parse(text);
    unsigned n_marked = 0, n_calls = 0;
    for (unsigned i = 0; i < ast->n_nodes; i++) {
        n_calls += ast->nodes[i].kind == CXCursor_CallExpr;
        n_marked += look_is_call_of(ast, i, "third");
    }
    ck_assert_uint_eq(n_calls, 1000);
    ck_assert_uint_eq(n_marked, 334);
    forget(ast);
}

// ---- functions that run as tasks -------------------------------------------

#define BODY "int w(void *a) { return 0; }\n"

static bool w_is_in_task(const char *text)
{
    struct ast *ast = parse(text);
    bool is = look_is_in_task(ast, node(ast, CXCursor_FunctionDecl, "w"));
    forget(ast);
    return is;
}

static void expect_in_task(const char *use, bool is)
{
    char text[2048];
    snprintf(text, sizeof(text), MARKS BODY "%s\n", use);
    ck_assert_msg(w_is_in_task(text) == is, "%s", use);
}

TEST(who_is_given_to_something_that_takes_a_body_runs_as_a_task)
{
    static const char *const uses[] = {
        "int f(void) { return spawn(0, 0, w, 0); }",
        "int f(int n) { return spawn(0, 0, n ? 0 : &(w), 0); }",
        "int f(int (*p)(int, body *)) { return p(1, w); }",
        "int f(int (*p)(int, body *)) { return (*p)(1, w); }",
        "struct job j = {.run = w};",
        "struct job j = {.n = 1, .run = (w)};",
        "struct job j = {1, w};",
        "struct job j[] = {{0, 0}, {1, &w}};",
        "struct job *f(void) { return &(struct job){.run = w}; }",
        "body *b = w;",
        "body *b[] = {0, w};",
        "typedef body *pointer; pointer b = w;",
        "void f(struct job *j) { j->run = w; }",
        "void f(body **b) { b[1] = *b = w; }",
        "body *f(void) { return w; }",
        "void *f(void) { return (body *)w; }",
        "struct { body **to; } z = {.to = (body *[]){w}};",
        "int v(void *a) { return w(a); } body *b = v;",
        "int u(void *a) { return w(a); } body *v(void *a) { u(a); return u; }",
    };
    for (size_t i = 0; i < array_length(uses); i++)
        expect_in_task(uses[i], true);
}

TEST(who_is_only_called_or_given_elsewhere_does_not)
{
    static const char *const uses[] = {
        "",
        "int f(void) { return w(0); }",
        "int (*p)(void *) = w;",
        "int take(int (*)(void *)); int f(void) { return take(w); }",
        "int any(void *, ...); int f(void) { return any(0, w); }",
        "int v(void *a) { return w(a); }",
        "int v(void *a) { return 0; } body *b = v;",
        "int v(void *a); int u(void *a) { return w(a) + v(0); } body *b = v;",
        "struct job j = {.n = sizeof(w(0))};",
        "int f(void) { return w == 0; }",
    };
    for (size_t i = 0; i < array_length(uses); i++)
        expect_in_task(uses[i], false);
}

TEST(a_function_declared_as_a_body_runs_as_a_task)
{
    ck_assert(w_is_in_task(MARKS "body w;\n" BODY));
    ck_assert(w_is_in_task(MARKS "static body v; " BODY
                                 "static int v(void *a) { return w(a); }"));
}

TEST(tasks_that_call_each_other_are_followed_once)
{
    ck_assert(w_is_in_task(MARKS "int w(void *a);\n"
                                 "int v(void *a) { return w(a); }\n"
                                 "int w(void *a) { return v(a); }\n"
                                 "body *b = v;\n"));
}

// ---- what is kept for a tree -----------------------------------------------

TEST(a_call_is_the_last_one_if_its_function_never_returns)
{
    struct ast *ast = parse("_Noreturn void end(void); void go_on(void);\n"
                            "void stop(void) __attribute__((noreturn));\n"
                            "void f(void) { go_on(); stop(); end(); }\n");
    ck_assert(look_is_last_call(ast, node(ast, CXCursor_CallExpr, "end")));
    ck_assert(look_is_last_call(ast, node(ast, CXCursor_CallExpr, "stop")));
    ck_assert(!look_is_last_call(ast, node(ast, CXCursor_CallExpr, "go_on")));
    forget(ast);
}

TEST(a_memory_is_empty_at_first_and_again_after_it_was_forgotten)
{
    struct ast *ast = parse("int x = 1 + 2;\n");
    for (int round = 0; round < 2; round++) {
        for (unsigned i = 0; i < ast->n_nodes; i++)
            ck_assert_uint_eq(look_memory(ast, LOOK_PLAIN)[i], 0);
        memset(look_memory(ast, LOOK_PLAIN), 1, ast->n_nodes);
        ck_assert_uint_eq(look_memory(ast, LOOK_PLAIN)[ast->n_nodes - 1], 1);
        ck_assert_uint_eq(look_memory(ast, LOOK_OPERATOR)[0], 0);
        look_forget();
    }
    forget(ast);
}
// private: linnet-0f5d3f897d262c7d
