// What is no C, or hardly: the command ends by itself, and says so.
#include "linted.h"
#include "suite.h"
#include <stdlib.h>

// Runs over the bytes: 0 if they are C all the same, else 2.
static void expect_bytes(const char *what, const char *bytes, size_t n)
{
    struct ran ran = lint_with(linted_write_bytes("a.c", bytes, n), "--");
    ck_assert_msg(ran.status == 0 || ran.status == 2, "%s: status %d\n%s%s",
                  what, ran.status, ran.out, ran.err);
    ck_assert_msg((ran.status == 2) == (ran.err[0] != '\0'),
                  "%s: status %d, and said:\n%s", what, ran.status, ran.err);
    linted_forget(&ran);
}

// The same for `n` times `part` between `before` and `after`.
static void expect_many(const char *before, const char *part, size_t n,
                        const char *after)
{
    char *text;
    size_t n_bytes;
    FILE *out = open_memstream(&text, &n_bytes);
    fputs(before, out);
    for (size_t i = 0; i < n; i++)
        fputs(part, out);
    fputs(after, out);
    fclose(out);
    expect_bytes(part, text, n_bytes);
    free(text);
}

TEST(an_empty_file_is_c)
{
    struct ran ran = lint_with(linted_write("a.c", ""), "--");
    linted_expect(&ran, 0);
    linted_forget(&ran);
    linted_clean();
}

TEST(half_a_file_ends_it)
{
    static const char *const texts[] = {
        "/* never ends",       "\"never ends", "'",
        "int f(void) {",       "#if 1",        "#define",
        "#include",            "#include <",   "struct",
        "int x = ",            "\\",           "\?\?/",
        "#error no",           "_Pragma(",     "/",
        "int f(void) { /* lint: allow",
        "#include \"a.c\"\n", "int a[-1];",    "@",
        "#pragma clang __debug", "\xef\xbb\xbfint x;", "\xff\xfei\0n\0t\0",
    };
    for (size_t i = 0; i < array_length(texts); i++)
        expect_bytes(texts[i], texts[i], strlen(texts[i]));
    linted_clean();
}

TEST(zeros_end_nothing_else)
{
    expect_bytes("zeros", "\0\0\0\0\0\0\0", 7);
    expect_bytes("a zero", "int x;\0int y;\n", 14);
    expect_bytes("a zero in a comment", "// a\0b lint: allow x\nint y;\n", 27);
    expect_bytes("a zero in text", "char *s = \"a\0b\";\n", 17);
    linted_clean();
}

TEST(bytes_by_chance_end_nothing_else)
{
    unsigned long long state = 1;
    for (int round = 0; round < 20; round++) {
        char bytes[5000];
        for (size_t i = 0; i < sizeof(bytes); i++) {
            state = state * 6364136223846793005 + 1442695040888963407;
            bytes[i] = (char)(state >> 56);
        }
        expect_bytes("by chance", bytes, sizeof(bytes));
    }
    linted_clean();
}

TEST(a_program_is_no_source)
{
    size_t n_bytes;
    char *bytes = linted_read("/proc/self/exe", &n_bytes);
    expect_bytes("a program", bytes, n_bytes);
    free(bytes);
    linted_clean();
}

// Each cut of a real file, and each with a byte changed.
TEST(a_file_that_is_cut_or_changed_ends_nothing_else)
{
    size_t n_bytes;
    char *bytes = linted_read("labs/4-lint/rules/dangling-task/bad.c",
                              &n_bytes);
    for (size_t n = 0; n < n_bytes; n += 23)
        expect_bytes("cut", bytes, n);
    for (size_t i = 7; i < n_bytes; i += 37) {
        char before = bytes[i];
        bytes[i] = "(){};*\"/"[i % 8];
        expect_bytes("changed", bytes, n_bytes);
        bytes[i] = before;
    }
    free(bytes);
    linted_clean();
}

TEST(what_is_nested_deeply_ends_nothing_else)
{
    expect_many("int x = ", "(", 5000, "0;\n");
    expect_many("int x = ", "!", 5000, "0;\n");
    expect_many("int x = 0", " + 1", 20000, ";\n");
    expect_many("int x[] = ", "{", 5000, "0;\n");
    expect_many("int f(void) ", "{", 5000, "\n");
    expect_many("int f(int x) { ", "if (x) ", 5000, "; return 0; }\n");
    expect_many("int f(int x) { ", "if (x) ; else ", 5000, "; return 0; }\n");
    expect_many("int ", "*", 5000, "x;\n");
    expect_many("int x", "[1]", 5000, ";\n");
    expect_many("", "struct { ", 5000, "\n");
    expect_many("int f(int); int x(void) { return ", "f(", 5000, "0\n");
    expect_many("#if 1\n", "#if 1\n", 5000, "\n");
    linted_clean();
}

TEST(a_file_that_the_parser_breaks_down_at_does_not_stop_the_others)
{
    static char text[100 * 1000];
    memset(text, '!', sizeof(text));
    memcpy(text, "int x = ", 8);
    memcpy(text + sizeof(text) - 3, "0;\n", 3);
    struct ran ran =
        lint_with(linted_write_bytes("deep.c", text, sizeof(text)),
                  linted_write("a.c", LINTED_GO "void f(void) { go(1); }\n"),
                  "--");
    linted_expect(&ran, 2);
    ck_assert_ptr_nonnull(strstr(ran.err, "deep.c: the parser broke down"));
    ck_assert_ptr_nonnull(strstr(ran.out, "a.c:2:16: dangling-task"));
    linted_forget(&ran);
    linted_clean();
}

TEST(what_is_long_ends_nothing_else)
{
    expect_many("int ", "x", 1000 * 1000, ";\n");
    expect_many("char *s = \"", "x", 1000 * 1000, "\";\n");
    expect_many("//", " lint:", 1000 * 100, "\n");
    expect_many("", "// lint: allow x y\n", 0, "");
    expect_many("int f(void) { ", "if (f()) f(); ", 20000, "return 0; }\n");
    expect_many("int f(void) { int x; ", "x = f();", 20000, "return x; }\n");
    linted_clean();
}
// private: linnet-0f5d3f897d262c7d
