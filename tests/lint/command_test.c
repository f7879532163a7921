// The command: its words, how it ends, and what a person reads.
#include "linted.h"
#include "suite.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define BAD  LINTED_GO "void f(void) { go(1); }\n"
#define GOOD "int f(void) { return 0; }\n"

static bool has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

static void expect_said(const char *text, const char *part)
{
    ck_assert_msg(has(text, part), "'%s' is not in:\n%s", part, text);
}

// ---- words and statuses ----------------------------------------------------

TEST(nothing_found_is_status_0)
{
    struct ran ran = lint_with(linted_write("a.c", GOOD), "--");
    linted_expect(&ran, 0);
    ck_assert_str_eq(ran.out, "no findings in 1 file\n");
    ck_assert_str_eq(ran.err, "");
    linted_forget(&ran);
    linted_clean();
}

TEST(a_finding_is_status_1)
{
    struct ran ran = lint_with(linted_write("a.c", BAD), "--");
    linted_expect(&ran, 1);
    ck_assert_str_eq(ran.err, "");
    linted_forget(&ran);
    linted_clean();
}

TEST(trouble_is_status_2_and_the_other_files_are_looked_at)
{
    struct ran ran =
        lint_with(linted_path("missing.c"), linted_write("bad.c", "int f("),
                  linted_write("a.c", BAD), "--");
    linted_expect(&ran, 2);
    expect_said(ran.out, "a.c:2:16: dangling-task ");
    expect_said(ran.out, "1 finding in 1 of 1 file, 2 could not be read\n");
    expect_said(ran.err, "missing.c: it cannot be read");
    expect_said(ran.err, "bad.c:1:7: error:");
    expect_said(ran.err, "are the flags after --");
    linted_forget(&ran);
    linted_clean();
}

TEST(without_a_file_it_says_how_it_is_called)
{
    struct ran ran = lint_with("--");
    linted_expect(&ran, 2);
    ck_assert_str_eq(ran.out, "");
    expect_said(ran.err, "lint [--format=text|json|sarif] FILE...");
    linted_forget(&ran);
    ran = lint_with("--help");
    linted_expect(&ran, 0);
    expect_said(ran.out, "Exit status: 0");
    linted_forget(&ran);
}

TEST(a_word_that_is_no_option_is_refused)
{
    static const char *const words[] = {"--formats=json", "--format=xml",
                                        "--format=",      "-x",
                                        "--rule",         "-"};
    for (size_t i = 0; i < array_length(words); i++) {
        struct ran ran = lint_with(words[i], linted_write("a.c", GOOD), "--");
        linted_expect(&ran, 2);
        expect_said(ran.err, words[i]);
        expect_said(ran.err, "there is no such option");
        ck_assert_str_eq(ran.out, "");
        linted_forget(&ran);
    }
    linted_clean();
}

TEST(the_rules_are_listed_with_what_they_find)
{
    struct ran ran = lint_with("--rules");
    linted_expect(&ran, 0);
    for (size_t i = 0; rules[i] != NULL; i++) {
        expect_said(ran.out, rules[i]->code);
        expect_said(ran.out, rules[i]->summary);
    }
    linted_forget(&ran);
}

TEST(flags_come_after_two_dashes_and_may_look_like_options)
{
    const char *path = linted_write(
        "a.c", LINTED_GO "#ifdef rules\nvoid f(void) { go(1); }\n#endif\n");
    struct ran ran = lint_with(path, "--", "-D", "rules");
    linted_expect(&ran, 1);
    linted_forget(&ran);
    ran = lint_with(path, "--", "-Urules");
    linted_expect(&ran, 0);
    linted_forget(&ran);
    linted_clean();
}

TEST(warnings_are_no_trouble)
{
    struct ran ran = lint_with(
        linted_write("a.c", "int f(void) { int unused; int *p = 1; }\n"), "--",
        "-Wall", "-Wextra", "-Werror", "-Weverything");
    linted_expect(&ran, 0);
    ck_assert_str_eq(ran.err, "");
    linted_forget(&ran);
    linted_clean();
}

TEST(a_flag_that_clang_does_not_know_is_no_trouble)
{
    struct ran ran =
        lint_with(linted_write("a.c", BAD), "--", "-fno-var-tracking",
                  "-fanalyzer", "-Wduplicated-cond", "-fno-such-thing");
    linted_expect(&ran, 1);
    linted_forget(&ran);
    linted_clean();
}

TEST(a_folder_is_no_file)
{
    struct ran ran = lint_with("labs", "--");
    linted_expect(&ran, 2);
    expect_said(ran.err, "lint: labs: it cannot be read: is a directory\n");
    linted_forget(&ran);
}

TEST(a_full_disk_is_trouble)
{
    int full = open("/dev/full", O_WRONLY), status;
    const char *path = linted_write("a.c", BAD);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(full, STDOUT_FILENO);
        _exit(linted_become((const char *const[]){path, "--", NULL}));
    }
    waitpid(child, &status, 0);
    ck_assert_int_eq(WEXITSTATUS(status), 2);
    close(full);
    linted_clean();
}

// ---- what is read ----------------------------------------------------------

static void expect_text(const char *text, size_t n_bytes, const char *shown)
{
    const char *path = linted_write_bytes("a.c", text, n_bytes);
    char due[1024];
    struct ran ran = lint_with(path, "--");
    linted_expect(&ran, 1);
    const char *source = strchr(ran.out, '\n') + 1;
    snprintf(due, sizeof(due), "%s1 finding in 1 of 1 file\n", shown);
    ck_assert_str_eq(source, due);
    linted_forget(&ran);
    linted_clean();
}

#define expect_shown(line, shown)                                              \
    expect_text(LINTED_GO line, sizeof(LINTED_GO line) - 1, shown)

TEST(the_place_comes_first_and_the_source_below_it)
{
    const char *path = linted_write("a.c", LINTED_GO "void f(void)\n{\n"
                                                     "    go(1);\n}\n");
    char due[1024];
    struct ran ran = lint_with(path, "--");
    snprintf(due, sizeof(due), "%s:4:5: dangling-task nobody holds", path);
    ck_assert_msg(strncmp(ran.out, due, strlen(due)) == 0, "%s", ran.out);
    expect_said(ran.out, "\n    go(1);\n    ^\n");
    linted_forget(&ran);
    linted_clean();
}

TEST(tabs_stay_and_the_caret_stands_below_its_place)
{
    expect_shown("void f(void) {\n\tif (1)\t go(1);\n}\n",
                 "\tif (1)\t go(1);\n"
                 "\t      \t ^\n");
}

TEST(the_caret_counts_characters_and_their_width)
{
    expect_shown("void f(void) { /* \xc3\xa4 \xe6\x97\xa5 e\xcc\x81 */ go(1); }",
                 "void f(void) { /* \xc3\xa4 \xe6\x97\xa5 e\xcc\x81 */ go(1); }\n"
                 "                            ^\n");
}

TEST(what_a_terminal_would_act_on_is_shown_as_an_escape)
{
    expect_shown("void f(void) { /* \033[2J\a */ go(1); }\n",
                 "void f(void) { /* \\x1b[2J\\x07 */ go(1); }\n"
                 "                                 ^\n");
}

TEST(text_that_does_not_run_as_it_reads_is_shown_as_an_escape)
{
    expect_shown("void f(void) { /* \xe2\x80\xae x \xc2\x9b */ go(1); }\n",
                 "void f(void) { /* \\u202e x \\x9b */ go(1); }\n"
                 "                                   ^\n");
}

TEST(bytes_that_are_no_characters_are_shown_as_escapes)
{
    expect_shown("void f(void) { /* \xff\xc3 \0 */ go(1); }\n",
                 "void f(void) { /* \\xff\\xc3 \\x00 */ go(1); }\n"
                 "                                   ^\n");
}

TEST(lines_may_end_as_on_other_systems)
{
    expect_shown("void f(void)\r\n{\r\n    go(1);\r\n}\r\n",
                 "    go(1);\n    ^\n");
}

TEST(a_last_line_needs_no_end)
{
    expect_shown("void f(void) { go(1); }", "void f(void) { go(1); }\n"
                                            "               ^\n");
}

TEST(a_line_that_is_too_long_is_not_shown)
{
    char text[4096];
    int n = snprintf(text, sizeof(text),
                     LINTED_GO "void f(void) { go(1); } /* %01000d */", 1);
    expect_text(text, (size_t)n, "");
}

TEST(findings_are_in_the_order_of_the_file)
{
    const char *path = linted_write(
        "a.c", LINTED_GO "/* lint: allow */ void f(void) { go(1); }\n"
                         "void g(void) { go(1); go(2); }\n"
                         "/* lint: allow */\n");
    struct ran ran = lint_with(path, "--");
    static const char *const places[] = {":2:1: bare", ":2:34: dang",
                                         ":3:16: dang", ":3:23: dang",
                                         ":4:1: bare"};
    const char *at = ran.out;
    for (size_t i = 0; i < array_length(places); i++) {
        at = strstr(at, places[i]);
        ck_assert_msg(at != NULL, "%s comes too soon or not at all:\n%s",
                      places[i], ran.out);
    }
    expect_said(ran.out, "5 findings in 1 of 1 file\n");
    linted_forget(&ran);
    linted_clean();
}

TEST(what_is_in_a_header_is_not_told_of)
{
    linted_write("h.h", BAD);
    struct ran ran =
        lint_with(linted_write("a.c", "#include \"h.h\"\nint x;\n"), "--");
    linted_expect(&ran, 0);
    linted_forget(&ran);
    linted_clean();
}

TEST(text_that_is_included_in_a_function_is_told_of_where_that_stands)
{
    linted_write("body.inc", "\n\n\n\n    go(1);\n");
    struct ran ran = lint_with(
        linted_write("a.c", LINTED_GO "void f(void)\n{\n"
                                      "#include \"body.inc\"\n}\n"),
        "--");
    linted_expect(&ran, 1);
    expect_said(ran.out, "dangling-task");
    linted_forget(&ran);
    linted_clean();
}

TEST(a_finding_in_a_macro_is_where_the_macro_is_used)
{
    struct ran ran = lint_with(
        linted_write("a.c", LINTED_GO "#define START(n) go(n)\n\n"
                                      "void f(void) { START(1); }\n"),
        "--");
    expect_said(ran.out, "a.c:4:16: dangling-task ");
    linted_forget(&ran);
    linted_clean();
}

// ---- names of files --------------------------------------------------------

static void expect_name(const char *name, const char *shown)
{
    struct ran ran = lint_with(linted_write(name, BAD), "--");
    linted_expect(&ran, 1);
    expect_said(ran.out, shown);
    linted_forget(&ran);
}

TEST(a_name_may_have_any_bytes)
{
    expect_name("with blanks.c", "/with blanks.c:2:16: ");
    expect_name("two\nlines.c", "/two\\x0alines.c:2:16: ");
    expect_name("\xc3\xa4.c", "/\xc3\xa4.c:2:16: ");
    expect_name("\xff.c", "/\\xff.c:2:16: ");
    expect_name("%s%n.c", "/%s%n.c:2:16: ");
    expect_name("a:b'\".c", "/a:b'\".c:2:16: ");
    linted_clean();
}

// ---- colour ----------------------------------------------------------------

// What the command prints when stdout is a terminal.
static void run_in_terminal(const char *path, char *text, size_t room)
{
    int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    ck_assert(terminal >= 0 && grantpt(terminal) == 0 &&
              unlockpt(terminal) == 0);
    int inside = open(ptsname(terminal), O_RDWR | O_NOCTTY);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(inside, STDOUT_FILENO);
        _exit(linted_become((const char *const[]){path, "--", NULL}));
    }
    waitpid(child, NULL, 0);
    ssize_t n = read(terminal, text, room - 1);
    text[n > 0 ? n : 0] = '\0';
    close(inside);
    close(terminal);
}

TEST(there_is_colour_only_on_a_terminal_that_wants_it)
{
    static const struct {
        const char *name, *value;
        bool colour;
    } cases[] = {
        {"TERM", "xterm", true},     {"NO_COLOR", "", true},
        {"NO_COLOR", "1", false},    {"TERM", "dumb", false},
    };
    char text[4096];
    for (size_t i = 0; i < array_length(cases); i++) {
        unsetenv("NO_COLOR");
        setenv("TERM", "xterm", 1);
        setenv(cases[i].name, cases[i].value, 1);
        run_in_terminal(linted_write("a.c", BAD), text, sizeof(text));
        ck_assert_msg(has(text, "\033[1;31m") == cases[i].colour, "%s=%s: %s",
                      cases[i].name, cases[i].value, text);
    }
    setenv("TERM", "xterm", 1);
    struct ran ran = lint_with(linted_write("a.c", BAD), "--");
    ck_assert(!has(ran.out, "\033"));
    linted_forget(&ran);
    linted_clean();
}
// private: linnet-0f5d3f897d262c7d
