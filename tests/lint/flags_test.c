// How a file is compiled: compile_commands.json, or told.
#include "linted.h"
#include "suite.h"
#include <limits.h>
#include <stdlib.h>

// Found only if it is compiled with -DWRONG.
#define IF_WRONG                                                               \
    LINTED_GO "#ifdef WRONG\nvoid f(void) { go(1); }\n#endif\n"

static void expect_said(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "'%s' is not in:\n%s", part,
                  text);
}

static void expect_status(const char *path, int status)
{
    struct ran ran = lint_with(path);
    linted_expect(&ran, status);
    linted_forget(&ran);
}

// A compile_commands.json in `in`, with one command in the folder of the test.
static void write_commands(const char *in, const char *file,
                           const char *command)
{
    char text[PATH_MAX + 1024], name[256];
    snprintf(text, sizeof(text),
             "[{\"directory\": \"%s\", \"file\": \"%s\", \"command\": "
             "\"%s\"}]\n",
             linted_path(""), file, command);
    snprintf(name, sizeof(name), "%scompile_commands.json", in);
    linted_write(name, text);
}

TEST(without_flags_it_says_what_to_do)
{
    struct ran ran = lint_with(linted_write("a.c", IF_WRONG));
    linted_expect(&ran, 2);
    expect_said(ran.err, "a.c: nobody says how it is compiled");
    expect_said(ran.err, "say the compiler's flags after --");
    expect_said(ran.err, "compile_commands.json");
    linted_forget(&ran);
    linted_clean();
}

TEST(flags_come_from_the_compile_commands_beside_the_file)
{
    const char *path = linted_write("a.c", IF_WRONG);
    write_commands("", "a.c", "gcc -DWRONG -c a.c -o a.o");
    expect_status(path, 1);
    write_commands("", "a.c", "gcc -DRIGHT -c a.c -o a.o");
    expect_status(path, 0);
    linted_clean();
}

TEST(the_nearest_folder_above_is_asked)
{
    write_commands("", "source/deep/a.c", "cc -DWRONG source/deep/a.c");
    const char *path = linted_write("source/deep/a.c", IF_WRONG);
    expect_status(path, 1);
    write_commands("source/", "source/deep/a.c", "cc -c source/deep/a.c");
    expect_status(path, 0);
    linted_clean();
}

TEST(what_is_told_goes_before_compile_commands)
{
    const char *path = linted_write("a.c", IF_WRONG);
    write_commands("", "a.c", "gcc -DWRONG -c a.c -o a.o");
    struct ran ran = lint_with(path, "--");
    linted_expect(&ran, 0);
    linted_forget(&ran);
    linted_clean();
}

TEST(headers_are_looked_for_from_the_folder_of_the_command)
{
    linted_write("include/wrong.h", "#define WRONG\n");
    const char *path = linted_write(
        "source/a.c", "#include <wrong.h>\n#include \"beside.h\"\n" IF_WRONG);
    linted_write("source/beside.h", "typedef int beside;\n");
    write_commands("", "source/a.c", "gcc -Iinclude -c source/a.c");
    struct ran ran = lint_with(path);
    linted_expect(&ran, 1);
    expect_said(ran.out, path); // as it was given
    linted_forget(&ran);
    linted_clean();
}

TEST(words_about_what_is_written_are_left_out)
{
    static const char *const commands[] = {
        "gcc -DWRONG -c a.c -o a.o",
        "gcc -DWRONG -S a.c -oa.s",
        "gcc -DWRONG -E a.c",
        "ccache gcc -DWRONG -c a.c",
        "/usr/bin/x86_64-linux-gnu-gcc-12 -DWRONG -c a.c",
        "gcc -MMD -MP -MF a.d -MT a.o -MQ a.o -DWRONG a.c",
        "gcc -MD -MFa.d -MTa.o -DWRONG -c a.c",
        "gcc -Wall -Wextra -Werror -Wl,-z,now -Wp,-MD,x.d -DWRONG -c a.c",
        "gcc -g3 -O2 -pipe -fPIC -fno-var-tracking -DWRONG -c a.c",
        "gcc -fanalyzer -mpreferred-stack-boundary=4 -DWRONG -c a.c",
        "gcc -L lib -l uv -lm -Llib -pthread -DWRONG a.c",
        "gcc -D WRONG a.c",
        "gcc a.c -DWRONG",
        "gcc -DWRONG -- a.c",
    };
    for (size_t i = 0; i < array_length(commands); i++) {
        write_commands("", "a.c", commands[i]);
        struct ran ran = lint_with(linted_write("a.c", IF_WRONG));
        ck_assert_msg(ran.status == 1, "%s: %d %s", commands[i], ran.status,
                      ran.err);
        linted_forget(&ran);
    }
    linted_clean();
}

TEST(the_same_words_may_be_told)
{
    struct ran ran = lint_with(linted_write("a.c", IF_WRONG), "--", "-c", "-o",
                               "-DRIGHT", "-MF", "x", "-Werror", "-fanalyzer",
                               "-DWRONG");
    linted_expect(&ran, 1);
    linted_forget(&ran);
    linted_clean();
}

TEST(words_that_change_what_the_source_means_are_kept)
{
    const char *path = linted_write(
        "a.c",
        LINTED_GO "void f(void) { if ((char)-1 > 0) go(1); }\n"
                  "_Static_assert((char)-1 > 0, \"char is unsigned\");\n"
                  "_Static_assert(sizeof(long) == 4, \"32 bits\");\n"
                  "_Static_assert(__STDC_VERSION__ == 199901L, \"C99\");\n");
    struct ran ran =
        lint_with(path, "--", "-funsigned-char", "-m32", "-std=c99");
    linted_expect(&ran, 1);
    linted_forget(&ran);
    linted_clean();
}

TEST(a_command_may_be_a_list_of_words)
{
    char text[PATH_MAX + 1024];
    snprintf(text, sizeof(text),
             "[{\"directory\": \"%s\", \"file\": \"with blank.c\", "
             "\"arguments\": [\"cc\", \"-DWRONG=a b\", \"-c\", "
             "\"with blank.c\"]}]",
             linted_path(""));
    linted_write("compile_commands.json", text);
    expect_status(linted_write("with blank.c", IF_WRONG), 1);
    linted_clean();
}

// A file that is in no command is compiled like its neighbour: a header, or one
// that was written today.
TEST(a_file_without_a_command_is_compiled_like_its_neighbour)
{
    write_commands("", "a.c", "gcc -DWRONG -c a.c");
    linted_write("a.c", IF_WRONG);
    expect_status(linted_write("b.c", IF_WRONG), 1);
    expect_status(linted_write("a.h", IF_WRONG), 1);
    linted_clean();
}

TEST(each_file_has_flags_of_its_own)
{
    write_commands("one/", "one/a.c", "gcc -DWRONG -c one/a.c");
    write_commands("two/", "two/a.c", "gcc -c two/a.c");
    struct ran ran = lint_with(linted_write("one/a.c", IF_WRONG),
                               linted_write("two/a.c", IF_WRONG),
                               linted_path("one/a.c"));
    linted_expect(&ran, 1);
    expect_said(ran.out, "2 findings in 2 of 3 files\n");
    linted_forget(&ran);
    linted_clean();
}

TEST(a_file_may_be_named_from_anywhere)
{
    write_commands("", "source/a.c", "gcc -DWRONG -c source/a.c");
    linted_write("source/a.c", IF_WRONG);
    expect_status(linted_path("./source/../source//a.c"), 1);
    linted_clean();
}

TEST(compile_commands_that_cannot_be_read_are_trouble)
{
    static const char *const texts[] = {"", "{", "[{\"file\": 1}]", "[]"};
    for (size_t i = 0; i < array_length(texts); i++) {
        linted_write("compile_commands.json", texts[i]);
        struct ran ran = lint_with(linted_write("a.c", IF_WRONG));
        linted_expect(&ran, 2);
        expect_said(ran.err, "compile_commands.json");
        expect_said(ran.err, "after --");
        linted_forget(&ran);
    }
    linted_clean();
}

TEST(a_file_that_does_not_compile_is_trouble_with_a_place)
{
    write_commands("", "a.c", "gcc -c a.c");
    struct ran ran = lint_with(linted_write("a.c", "int x\n= y;\n"));
    linted_expect(&ran, 2);
    expect_said(ran.err, "a.c:2:3: error: use of undeclared identifier 'y'");
    expect_said(ran.err, "is the compile_commands.json up to date?");
    linted_forget(&ran);
    linted_clean();
}

// ---- make lint -------------------------------------------------------------

TEST(the_course_is_compiled_with_what_follows_the_dashes)
{
    struct ran ran = lint_with("labs/4-lint/rules/dangling-task/bad.c", "--",
                               "-std=gnu11", "-D_GNU_SOURCE", "-Ilabs/runtime");
    linted_expect(&ran, 1);
    expect_said(ran.out, "3 findings in 1 of 1 file\n");
    linted_forget(&ran);
}
// private: linnet-0f5d3f897d262c7d
