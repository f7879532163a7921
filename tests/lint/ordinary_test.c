// C that has nothing to do with us: no rule says anything of it.
#include "linted.h"
#include "suite.h"
#include <glob.h>
#include <stdlib.h>

// Runs the command over a file; nothing may be found, and no trouble said.
static void expect_quiet(const char *path, const char *standard)
{
    const char *language = strstr(standard, "++") != NULL ? "-xc++" : "-xc";
    struct ran ran = lint_with(path, "--", "-D_GNU_SOURCE", "-Ilabs/runtime",
                               language, standard);
    ck_assert_msg(ran.status == 0, "%s: status %d\n%s%s", path, ran.status,
                  ran.out, ran.err);
    linted_forget(&ran);
}

TEST(of_ordinary_c_nothing_is_said)
{
    size_t n_lines = 0, n_bytes;
    glob_t found;
    ck_assert_int_eq(glob("tests/lint/ordinary/*.c", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        expect_quiet(found.gl_pathv[i], "-std=gnu11");
        char *text = linted_read(found.gl_pathv[i], &n_bytes);
        for (size_t c = 0; c < n_bytes; c++)
            n_lines += text[c] == '\n';
        free(text);
    }
    globfree(&found);
    ck_assert_uint_gt(n_lines, 2500);
}

TEST(of_headers_nothing_is_said)
{
    static const char *const headers[] = {
        "/usr/include/uv.h",     "/usr/include/uv/unix.h",
        "/usr/include/stdio.h",  "/usr/include/pthread.h",
        "/usr/include/unistd.h", "/usr/include/math.h",
        "/usr/include/check.h",  "/usr/include/jansson.h",
    };
    for (size_t i = 0; i < array_length(headers); i++)
        expect_quiet(headers[i], "-std=gnu11");
}

TEST(of_a_file_that_includes_a_library_nothing_is_said)
{
    expect_quiet(linted_write("a.c", "#include <uv.h>\n"
                                     "int f(uv_loop_t *loop)\n"
                                     "{ return uv_run(loop, 0); }\n"),
                 "-std=gnu11");
    linted_clean();
}

TEST(another_language_is_not_broken_by_it)
{
    expect_quiet(linted_write("a.cc",
                              "template <class T> struct box { T t;\n"
                              "  box(T t) : t(t) {}\n"
                              "  template <class F> auto with(F f)\n"
                              "  { return [this, f] { return f(t); }(); } };\n"
                              "int f() { return box<int>(1).with(\n"
                              "  [](int x) { return x + 1; }); }\n"),
                 "-std=gnu++17");
    linted_clean();
}
// private: linnet-0f5d3f897d262c7d
