// The tree of a file, and the tasks in it that nobody holds.
#include "lint.h"
#include "suite.h"
#include <stdlib.h>

static const char *const flags[] = {"-std=gnu11", "-D_GNU_SOURCE",
                                    "-Ilabs/runtime"};

static struct ast_source source_of(const char *text)
{
    return (struct ast_source){"t.c", text, strlen(text), flags, 3};
}

// ---- the tree --------------------------------------------------------------

static struct ast *tree_of(const char *text)
{
    struct ast *ast = NULL;
    struct ast_source source = source_of(text);
    expect_ok(ast_open(&source, &ast));
    return ast;
}

static void expect_refused(const char *text, const char *says)
{
    struct ast *ast = NULL;
    struct ast_source source = source_of(text);
    struct error *err = ast_open(&source, &ast);
    ck_assert_ptr_nonnull(err);
    ck_assert_msg(strstr(error_message(err), says) != NULL, "says: %s",
                  error_message(err));
    ck_assert_ptr_null(ast);
    expect_error(err, &INVALID);
}

TEST(a_text_that_does_not_parse_is_invalid_and_the_error_says_where)
{
    expect_refused("int a;\nint f(void) {", "t.c:2:");
    expect_refused("int f(void)\n{\n    return b;\n}\n", "t.c:3:12: error:");
}

TEST(a_header_that_is_missing_is_an_error)
{
    expect_refused("#include \"nowhere.h\"\n", "nowhere.h");
}

TEST(a_comment_without_an_end_is_an_error)
{
    expect_refused("int a; /* and so on", "comment");
}

TEST(of_several_errors_the_first_is_told)
{
    expect_refused("first a;\nsecond b;\n", "t.c:1:1:");
}

TEST(a_warning_is_no_error)
{
    ast_close(tree_of("#warning so what\nint f(void) { int a = \"b\"; }"));
}

TEST(closing_nothing_does_nothing)
{
    ast_close(NULL);
}

TEST(the_text_counts_and_not_what_is_on_disk)
{
    struct ast *ast;
    struct ast_source source = source_of("int only;");
    source.path = "labs/runtime/list.h";
    expect_ok(ast_open(&source, &ast));
    ck_assert_uint_eq(ast->n_nodes, 2);
    ast_close(ast);
}

TEST(an_empty_text_has_a_root)
{
    struct ast *ast = tree_of("");
    ck_assert_uint_eq(ast->n_nodes, 1);
    ck_assert_uint_eq(ast->nodes[0].end, 1);
    ast_close(ast);
}

TEST(what_stands_in_a_header_is_left_out)
{
    struct ast *ast = tree_of("#include \"task.h\"\nint only;");
    ck_assert_uint_eq(ast->n_nodes, 2);
    ck_assert_int_eq(ast->nodes[1].kind, CXCursor_VarDecl);
    ast_close(ast);
}

TEST(a_function_whose_name_a_macro_makes_is_in_the_tree)
{
    struct ast *ast = tree_of("#define NAMED(name) void name##_now(void)\n"
                              "NAMED(go) {}\n"
                              "#define ONE void one(void) {}\nONE\n");
    unsigned second = ast->nodes[1].end;
    ck_assert_int_eq(ast->nodes[1].kind, CXCursor_FunctionDecl);
    ck_assert_int_eq(ast->nodes[second].kind, CXCursor_FunctionDecl);
    ck_assert_uint_eq(ast->nodes[second].end, ast->n_nodes);
    ast_close(ast);
}

// The children of node i and what is below them fill what is below node i.
static void check_node(const struct ast *ast, unsigned i)
{
    unsigned child = i + 1;
    while (child < ast->nodes[i].end) {
        ck_assert_uint_eq(ast->nodes[child].parent, i);
        ck_assert_uint_gt(ast->nodes[child].end, child);
        child = ast->nodes[child].end;
    }
    ck_assert_uint_eq(child, ast->nodes[i].end);
}

TEST(parents_and_ends_of_all_nodes_fit_together)
{
    struct ast *ast = tree_of(
        "#include \"task.h\"\n"
        "struct s { struct { int a[3]; } b; } c = {.b = {{[1] = 2}}}, d;\n"
        "int f(x) int x; { for (;;) switch (x) { case 1: x = x ?: ({ x; });"
        "}}\n"
        "void g(void) { task_forget(task_go(NULL, NULL)); l: goto l; }\n");
    ck_assert_uint_gt(ast->n_nodes, 50);
    ck_assert_uint_eq(ast->nodes[0].end, ast->n_nodes);
    for (unsigned i = 0; i < ast->n_nodes; i++)
        check_node(ast, i);
    ast_close(ast);
}

static unsigned count(const struct ast *ast, enum CXCursorKind kind)
{
    unsigned n = 0;
    for (unsigned i = 0; i < ast->n_nodes; i++)
        n += ast->nodes[i].kind == kind;
    return n;
}

TEST(the_first_part_of_a_choice_without_a_middle_is_there_once)
{
    struct ast *ast = tree_of("int *go(void); int *f(int *a)"
                              "{ return go() ?: ({ go(); }) ?: a; }");
    ck_assert_uint_eq(count(ast, CXCursor_CallExpr), 2);
    ck_assert_uint_eq(count(ast, CXCursor_StmtExpr), 1);
    ast_close(ast);
}

TEST(a_tree_may_be_deep)
{
    char text[16384] = "int f(int a) { return a";
    for (size_t at = strlen(text), i = 0; i < 3000; i++)
        at += (size_t)sprintf(text + at, " + a");
    strcat(text, "; }");
    struct ast *ast = tree_of(text);
    ck_assert_uint_eq(count(ast, CXCursor_BinaryOperator), 3000);
    for (unsigned i = 0; i < ast->n_nodes; i++)
        check_node(ast, i);
    ast_close(ast);
}

// ---- looking around --------------------------------------------------------

static unsigned first(const struct ast *ast, enum CXCursorKind kind)
{
    unsigned i = 0;
    while (i < ast->n_nodes && ast->nodes[i].kind != kind)
        i++;
    ck_assert_uint_lt(i, ast->n_nodes);
    return i;
}

// Of the outermost operator of an expression.
static enum operator operator_in_text(const char *expression)
{
    char text[512];
    snprintf(text, sizeof(text),
             "#define SAME(x) x\n#define SET(x, y) x = y\n"
             "#define SET_WELL(x, y) ((x) = (y))\n#define IS ==\n"
             "#define EMPTY\n#define A a\n"
             "int f(int a, int b) { %s; }",
             expression);
    struct ast *ast = tree_of(text);
    enum operator found =
        ast_operator(ast, first(ast, CXCursor_BinaryOperator));
    ast_close(ast);
    return found;
}

TEST(an_operator_is_what_stands_between_its_operands)
{
    ck_assert_int_eq(operator_in_text("a = b"), OPERATOR_STORES);
    ck_assert_int_eq(operator_in_text("a, b = a"), OPERATOR_COMMA);
    ck_assert_int_eq(operator_in_text("a == b"), OPERATOR_TESTS);
    ck_assert_int_eq(operator_in_text("a && (a, b)"), OPERATOR_TESTS);
    ck_assert_int_eq(operator_in_text("(a = b) + a"), OPERATOR_OTHER);
}

TEST(what_compares_or_joins_tests_and_what_counts_does_not)
{
    static const char *const tests[] = {"a != b", "a < b",  "a > b",
                                        "a <= b", "a >= b", "a || b"};
    static const char *const others[] = {"a - b", "a * b",  "a / b",  "a % b",
                                         "a & b", "a | b",  "a ^ b",  "a << b",
                                         "a >> b"};
    for (size_t i = 0; i < array_length(tests); i++)
        ck_assert_int_eq(operator_in_text(tests[i]), OPERATOR_TESTS);
    for (size_t i = 0; i < array_length(others); i++)
        ck_assert_int_eq(operator_in_text(others[i]), OPERATOR_OTHER);
}

TEST(comments_and_ends_of_lines_are_no_operators)
{
    ck_assert_int_eq(operator_in_text("a /* , */ = b"), OPERATOR_STORES);
    ck_assert_int_eq(operator_in_text("a // ,\n = // ,\n b"), OPERATOR_STORES);
    ck_assert_int_eq(operator_in_text("a =\\\n= b"), OPERATOR_TESTS);
    ck_assert_int_eq(operator_in_text("a <\\\n< b"), OPERATOR_OTHER);
    ck_assert_int_eq(operator_in_text("a \\\n= b"), OPERATOR_STORES);
    ck_assert_int_eq(operator_in_text("a\\\n, b = a"), OPERATOR_COMMA);
}

TEST(an_operator_that_a_macro_puts_there_is_not_known)
{
    ck_assert_int_eq(operator_in_text("SET(a, b)"), OPERATOR_UNKNOWN);
    ck_assert_int_eq(operator_in_text("SET_WELL(a, b)"), OPERATOR_UNKNOWN);
    ck_assert_int_eq(operator_in_text("SET(SAME(a), b)"), OPERATOR_UNKNOWN);
    ck_assert_int_eq(operator_in_text("SAME(SET(a, b))"), OPERATOR_UNKNOWN);
    ck_assert_int_eq(operator_in_text("a IS b"), OPERATOR_UNKNOWN);
    ck_assert_int_eq(operator_in_text("a EMPTY = b"), OPERATOR_UNKNOWN);
}

TEST(a_directive_between_the_operands_is_not_looked_into)
{
    ck_assert_int_eq(operator_in_text("a\n#if 0\n, \n#else\n = \n#endif\n b"),
                     OPERATOR_UNKNOWN);
}

TEST(an_operator_beside_a_macro_is_known)
{
    ck_assert_int_eq(operator_in_text("A = b"), OPERATOR_STORES);
    ck_assert_int_eq(operator_in_text("a = A"), OPERATOR_STORES);
    ck_assert_int_eq(operator_in_text("SAME(a = b)"), OPERATOR_STORES);
    ck_assert_int_eq(operator_in_text("SAME(a) = b"), OPERATOR_STORES);
    ck_assert_int_eq(operator_in_text("a == SAME(b)"), OPERATOR_TESTS);
}

TEST(parentheses_and_conversions_are_wrappers)
{
    struct ast *ast = tree_of("long f(int a) { return ((a)); }");
    unsigned inner = ast_unwrapped(ast, first(ast, CXCursor_ReturnStmt) + 1);
    ck_assert_int_eq(ast->nodes[inner].kind, CXCursor_DeclRefExpr);
    ck_assert(ast_is_wrapper(CXCursor_ParenExpr));
    ck_assert(ast_is_wrapper(CXCursor_UnexposedExpr));
    ck_assert(!ast_is_wrapper(CXCursor_CStyleCastExpr));
    ast_close(ast);
}

TEST(what_has_two_parts_wraps_neither)
{
    struct ast *ast = tree_of("int f(int *a) { return *(a ?: a); }");
    unsigned paren = first(ast, CXCursor_ParenExpr);
    ck_assert_uint_eq(ast_unwrapped(ast, paren), paren + 1);
    ast_close(ast);
}

TEST(the_function_of_a_node_is_the_one_it_stands_in)
{
    struct ast *ast = tree_of("int a; int f(void) { return ({ 3; }); }");
    unsigned function = first(ast, CXCursor_FunctionDecl);
    ck_assert_uint_eq(ast_function(ast, first(ast, CXCursor_IntegerLiteral)),
                      function);
    ck_assert_uint_eq(ast_function(ast, function), function);
    ast_close(ast);
}

TEST(a_mention_is_of_the_variable_and_not_of_its_name)
{
    struct ast *ast = tree_of("int f(int a) { { int a = 3; return a; } }");
    const struct ast_node *read = &ast->nodes[first(ast, CXCursor_DeclRefExpr)];
    unsigned outer = first(ast, CXCursor_ParmDecl),
             inner = first(ast, CXCursor_VarDecl);
    ck_assert(ast_is_mention(read, ast->nodes[inner].cursor));
    ck_assert(!ast_is_mention(read, ast->nodes[outer].cursor));
    ck_assert(!ast_is_mention(&ast->nodes[inner], ast->nodes[inner].cursor));
    ast_close(ast);
}

// Has the last function of the text this mark?
static bool has_mark(const char *text, const char *mark)
{
    struct ast *ast = tree_of(text);
    unsigned last = 1;
    while (ast->nodes[last].end < ast->n_nodes)
        last = ast->nodes[last].end;
    bool has = ast_has_mark(ast->nodes[last].cursor, mark);
    ast_close(ast);
    return has;
}

#define MARKED "__attribute__((annotate(\"gives-task\"))) "

TEST(a_mark_is_found_at_its_declaration)
{
    ck_assert(has_mark(MARKED "int f(void);", "gives-task"));
    ck_assert(has_mark("int f(void) " MARKED ";", "gives-task"));
    ck_assert(has_mark("#include \"mark.h\"\nMARK_SLEEPS int f(void);", "sleeps"));
    ck_assert(has_mark("#include \"mark.h\"\nMARK_SLEEPS int f(void);",
                       "checkpoint"));
}

TEST(a_mark_of_the_first_declaration_counts_for_the_next)
{
    ck_assert(has_mark(MARKED "int f(void); int f(void);", "gives-task"));
    ck_assert(has_mark(MARKED "int f(void); int f(void) { return 1; }",
                       "gives-task"));
}

TEST(another_mark_or_one_of_a_parameter_is_not_the_mark)
{
    ck_assert(!has_mark("int f(void);", "gives-task"));
    ck_assert(!has_mark(MARKED "int f(void);", "gives"));
    ck_assert(!has_mark(MARKED "int f(void);", "gives-tasks"));
    ck_assert(!has_mark("int f(int a " MARKED ");", "gives-task"));
}

static void expect_place(const char *text, unsigned line, unsigned column)
{
    unsigned l, c;
    struct ast *ast = tree_of(text);
    ast_place(ast->nodes[first(ast, CXCursor_CallExpr)].cursor, &l, &c);
    ck_assert_uint_eq(l, line);
    ck_assert_uint_eq(c, column);
    ast_close(ast);
}

#define GO "int go(void);\n#define NOW go()\n#define SAME(x) x\n"

TEST(a_place_is_where_it_begins_in_bytes)
{
    expect_place(GO "int f(void) {\n  return go(); }", 5, 10);
    expect_place(GO "int f(void) {\n\treturn go(); }", 5, 9);
    expect_place(GO "int f(void) {\n  /* \u00fc */ return go(); }", 5, 19);
}

TEST(what_a_macro_makes_stands_where_that_is_used)
{
    expect_place(GO "int f(void) { return NOW; }", 4, 22);
    expect_place(GO "int f(void) { return SAME(NOW); }", 4, 27);
    expect_place(GO "int f(void) { return SAME( go()); }", 4, 28);
}

TEST(a_line_directive_moves_no_place)
{
    expect_place(GO "#line 70 \"u.c\"\nint f(void) { return go(); }", 5, 22);
}

// ---- the rule --------------------------------------------------------------

// What was found: "1:15 2:20 ", and the last message.
struct found {
    char places[256];
    char message[256];
};

// In front of each text, and not counted.
#define BEFORE                                                                 \
    "struct task { int id; }; void keep(); struct task *plain(void);"          \
    "__attribute__((annotate(\"gives-task\"))) struct task *go();"             \
    "__attribute__((annotate(\"gives-task\"))) long number();"                 \
    "struct two { struct task *a; int n[2]; };"                                \
    "__attribute__((annotate(\"gives-task\"))) struct two pair();"             \
    "extern struct task *slot; typedef void nothing;\n"

static void add_place(const struct lint_finding *finding, void *arg)
{
    struct found *found = arg;
    size_t n = strlen(found->places);
    ck_assert_str_eq(finding->code, DANGLING_TASK);
    snprintf(found->places + n, sizeof(found->places) - n, "%u:%u ",
             finding->line - 1, finding->column);
    snprintf(found->message, sizeof(found->message), "%s", finding->message);
}

static void expect_found(const char *body, const char *places)
{
    char text[1024];
    struct found found = {0};
    snprintf(text, sizeof(text), BEFORE "%s", body);
    struct ast_source source = source_of(text);
    expect_ok(lint_source(&source, add_place, &found));
    ck_assert_msg(strcmp(found.places, places) == 0, "found: %s", found.places);
}

static void expect_clean(const char *body)
{
    expect_found(body, "");
}

TEST(a_finding_names_the_function)
{
    struct found found = {0};
    struct ast_source source = source_of(BEFORE "void f(void) { go(); }");
    expect_ok(lint_source(&source, add_place, &found));
    ck_assert_str_eq(found.message, "nobody holds the task of go: keep the "
                                    "handle and join it, or spawn into a "
                                    "nursery");
}

TEST(of_a_text_that_does_not_parse_nothing_is_reported)
{
    struct found found = {0};
    struct ast_source source = source_of(BEFORE "void f(void) { go(); go(; }");
    expect_error(lint_source(&source, add_place, &found), &INVALID);
    ck_assert_str_eq(found.places, "");
}

TEST(findings_come_in_the_order_of_the_file)
{
    expect_found("void f(void) { go(go()), go();\n go(); }\n"
                 "void g(void) { struct task *t = go(); }",
                 "1:16 1:26 2:2 3:33 ");
}

TEST(a_function_may_be_named_in_brackets_or_by_its_address)
{
    expect_found("void f(void) { (go)(); (*go)(); (&go)(); }",
                 "1:16 1:24 1:33 ");
}

TEST(a_handle_that_is_looked_into_is_held)
{
    expect_clean("int f(void) { keep(*go()); return go()->id; }");
}

TEST(what_is_made_of_a_handle_it_goes_into)
{
    expect_clean("void f(void) { keep((long)go() | 1); }");
    expect_clean("long f(void) { return go() - slot; }");
    expect_clean("long f(void) { long n = number(), m = n + 1; return m; }");
    expect_clean("long f(void) { return -number() + ~number(); }");
    expect_found("int f(void) { return (number() < 1) + 1; }", "1:23 ");
    expect_found("int f(void) { switch (number()) default: return 0; }",
                 "1:23 ");
}

TEST(extension_passes_a_handle_on)
{
    expect_clean("void f(void) { slot = __extension__ go(); }");
    expect_found("void f(void) { __extension__ go(); }", "1:30 ");
}

TEST(a_choice_without_a_middle_passes_both_on)
{
    expect_clean("void f(void) { slot = go() ?: go(); }");
    expect_found("void f(void) { go() ?: go(); }", "1:16 1:24 ");
    expect_found("void f(void) { void *t = go() ?: slot; }", "1:26 ");
}

TEST(an_atomic_store_holds_it)
{
    expect_clean("void f(void) { __atomic_store_n(&slot, go(), 0); }");
    expect_clean("void f(void) { struct task *t = go();"
                 "(void)__atomic_exchange_n(&slot, t, 0); }");
}

TEST(a_value_in_braces_is_a_value)
{
    expect_found("void f(void) { struct task *t = {go()}; }", "1:34 ");
    expect_clean("void f(void) { struct task *t[] = {go()}; keep(t); }");
    expect_clean("void f(void) { keep((struct task *){go()}); }");
}

TEST(a_label_passes_on_what_its_statement_has)
{
    expect_clean("void f(void) { slot = ({ l: go(); }); }");
    expect_found("void f(int n) { l: go(); switch (n) case 1: go(); }",
                 "1:20 1:45 ");
    expect_found("void f(int n) { if (n) l: go(); switch (n) go(); }",
                 "1:27 1:44 ");
}

TEST(void_by_another_name_is_void)
{
    expect_found("void f(void) { (nothing)go(); struct task *t = go();"
                 "(nothing)t; }",
                 "1:25 1:48 ");
}

TEST(only_the_attribute_cleanup_reads_a_variable)
{
    expect_clean("void end(struct task **t); void f(void) {"
                 "__attribute__((cleanup(end))) struct task *t = go(); }");
    expect_found("void f(void) { struct task *t = go(\"((cleanup(\"); }",
                 "1:33 ");
}

TEST(a_read_in_the_same_statement_comes_before_the_next_store)
{
    expect_clean("void f(struct task *t) {"
                 "t = go(), keep(t); t = slot; keep(t); }");
    expect_clean("void f(void) { struct task *t = go(), *u = t;"
                 "t = slot; keep(t, u); }");
}

TEST(only_a_jump_keeps_a_handle_from_being_overwritten)
{
    expect_found("void f(int n, struct task *t) {\n"
                 "t = go(); if (n) return; t = slot; keep(t); }",
                 "2:5 ");
    expect_clean("void f(int n, struct task *t) { while (n--) {"
                 "t = go(); if (n) break; t = slot; } keep(t); }");
    expect_clean("void f(int n, struct task *t) {"
                 "t = go(); if (n) goto l; t = slot; l: keep(t); }");
}

TEST(who_has_the_address_reads_the_variable)
{
    expect_clean("void f(void) { struct task *t, **u = &t; t = go(); keep(*u); "
                 "}");
    expect_found("void f(struct task **u) { struct task *t; *u = &*slot;"
                 "t = go(); }",
                 "1:59 ");
}

TEST(who_has_the_address_of_a_part_reads_the_variable)
{
    expect_clean("void f(void) { struct two p; keep(&p.a); p = pair(); }");
    expect_clean("void f(void) { struct two p; keep(&(p.n)[1]); p = pair(); }");
    expect_found("void f(void) { struct two p; keep(&p.a->id); p = pair(); }",
                 "1:50 ");
    expect_found("void f(struct task *t) { keep(&t->id); t = go(); }",
                 "1:44 ");
}

TEST(what_says_only_of_what_type_something_is_is_not_run)
{
    expect_clean("void f(void) { typeof(({ go(); 1; })) n = 0, m = 1; }");
    expect_clean("void f(void *p) { (void)(typeof(go()))p; }");
    expect_clean("int f(void) { return _Generic(({ go(); 1; }), int: 2); }");
    expect_clean("void f(void) { struct { int n[sizeof(({ go(); 1; }))]; } *p;"
                 "keep(p); }");
    expect_found("void f(void) { struct task *t = go(); typeof(t) u; }",
                 "1:33 ");
}

TEST(what_a_macro_does_with_a_handle_is_not_known)
{
    expect_clean("#define SET(x, y) x = y\n"
                 "void f(struct task *t) { SET(t, go()); SET(slot, t); }");
    expect_clean("#define IS_SET(x) ((x) != 0)\n"
                 "int f(void) { return IS_SET(go()); }");
}

TEST(what_is_called_through_a_pointer_is_not_known)
{
    expect_clean("void f(struct task *(*p)(), int n) { p(); (*p)();"
                 "(n ? go : p)(); p = go; p(); }");
}

TEST(ten_thousand_functions_take_no_time)
{
    enum { N = 10000, ROOM = 100 };
    char *text = malloc(N * ROOM);
    size_t at = (size_t)sprintf(text, "%s", BEFORE);
    suite_limit_computing();
    for (int i = 0; i < N; i++)
        at += (size_t)sprintf(text + at,
                              "void f%d(void) { struct task *t = go();"
                              "keep(t); }\n",
                              i);
    struct found found = {0};
    struct ast_source source = source_of(text);
    expect_ok(lint_source(&source, add_place, &found));
    ck_assert_str_eq(found.places, "");
    free(text);
}
// private: linnet-0f5d3f897d262c7d
