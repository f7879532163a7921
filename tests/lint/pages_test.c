// Every rule has a page, and what the page shows is what the rule does.
//
// In bad.c a line with a finding ends in a comment `// <- CODE`; of everything
// else, there and in good.c, no rule says anything. So it is in cases/CODE, where
// a rule is asked more than its page shows.
#include "linted.h"
#include "suite.h"
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGES "labs/4-lint/rules/"
#define CASES "tests/lint/cases/"

static const char *path_of(const char *code, const char *file)
{
    static char path[256];
    snprintf(path, sizeof(path), PAGES "%s/%s", code, file);
    return path;
}

TEST(every_rule_has_a_page_and_two_examples)
{
    static const char *const files[] = {"README.md", "bad.c", "good.c"};
    ck_assert(rules[0] != NULL);
    for (size_t r = 0; rules[r] != NULL; r++)
        for (size_t f = 0; f < array_length(files); f++) {
            const char *path = path_of(rules[r]->code, files[f]);
            struct stat found;
            ck_assert_msg(stat(path, &found) == 0 && found.st_size > 0,
                          "%s is missing", path);
        }
}

TEST(every_page_has_a_rule)
{
    glob_t found;
    ck_assert_int_eq(glob(PAGES "*", GLOB_ONLYDIR, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *code = found.gl_pathv[i] + strlen(PAGES);
        ck_assert_msg(rule_of(code, strlen(code)) != NULL,
                      "no rule has the code %s", code);
    }
    globfree(&found);
}

TEST(a_rule_has_a_code_of_its_own_and_a_sentence)
{
    for (size_t r = 0; rules[r] != NULL; r++) {
        const struct rule *rule = rules[r];
        size_t n = strlen(rule->summary);
        ck_assert_ptr_eq(rule_of(rule->code, strlen(rule->code)), rule);
        ck_assert_msg(n > 10 && rule->summary[n - 1] == '.',
                      "%s: no sentence: %s", rule->code, rule->summary);
    }
}

// ---- examples --------------------------------------------------------------

// The code that a line is marked with; "" if it is not.
static void read_mark(const char *line, size_t n_bytes, char *code,
                      size_t room)
{
    static const char before[] = "// <- ";
    const char *mark = memmem(line, n_bytes, before, strlen(before));
    code[0] = '\0';
    if (mark == NULL)
        return;
    mark += strlen(before);
    size_t n = (size_t)(line + n_bytes - mark);
    ck_assert_uint_lt(n, room);
    memcpy(code, mark, n);
    code[n] = '\0';
}

// The findings from place i on that are of this line have to be those that it
// is marked with. Gives the place of the next ones.
static size_t expect_line(const char *path, unsigned line, const char *code,
                          const struct findings *found, size_t i)
{
    if (code[0] != '\0') {
        ck_assert_msg(i < found->n && found->all[i].line == line &&
                          strcmp(found->all[i].rule->code, code) == 0,
                      "%s:%u: %s is not found", path, line, code);
        i++;
    }
    ck_assert_msg(i == found->n || found->all[i].line > line, "%s:%u: %s %s",
                  path, line, found->all[i].rule->code,
                  found->all[i].message);
    return i;
}

// Gives how many lines are marked.
static unsigned expect_marks(const char *path, const struct findings *found)
{
    size_t n_bytes, i = 0;
    unsigned n_marked = 0, number = 1;
    char *text = linted_read(path, &n_bytes), code[64];
    for (const char *line = text; line < text + n_bytes; number++) {
        const char *end = strchrnul(line, '\n');
        read_mark(line, (size_t)(end - line), code, sizeof(code));
        n_marked += code[0] != '\0';
        i = expect_line(path, number, code, found, i);
        line = end + 1;
    }
    ck_assert_uint_eq(i, found->n);
    free(text);
    return n_marked;
}

static unsigned check_example(const char *path)
{
    struct findings found;
    linted_file(path, &found);
    unsigned n_marked = expect_marks(path, &found);
    findings_free(&found);
    return n_marked;
}

TEST(in_a_bad_example_each_marked_line_is_found_and_nothing_else)
{
    for (size_t r = 0; rules[r] != NULL; r++) {
        const char *path = path_of(rules[r]->code, "bad.c");
        ck_assert_msg(check_example(path) > 0, "%s: no line is marked", path);
    }
}

TEST(a_bad_example_is_marked_with_the_code_of_its_page)
{
    for (size_t r = 0; rules[r] != NULL; r++) {
        struct findings found;
        linted_file(path_of(rules[r]->code, "bad.c"), &found);
        for (size_t i = 0; i < found.n; i++)
            ck_assert_str_eq(found.all[i].rule->code, rules[r]->code);
        findings_free(&found);
    }
}

TEST(in_a_good_example_nothing_is_found)
{
    for (size_t r = 0; rules[r] != NULL; r++)
        ck_assert_uint_eq(check_example(path_of(rules[r]->code, "good.c")), 0);
}

// ---- cases -----------------------------------------------------------------

TEST(in_a_case_each_marked_line_is_found_and_nothing_else)
{
    glob_t found;
    ck_assert_int_eq(glob(CASES "*/*.c", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        check_example(found.gl_pathv[i]);
    globfree(&found);
}

TEST(cases_are_those_of_a_rule)
{
    glob_t found;
    ck_assert_int_eq(glob(CASES "*", GLOB_ONLYDIR, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *code = found.gl_pathv[i] + strlen(CASES);
        ck_assert_msg(rule_of(code, strlen(code)) != NULL,
                      "no rule has the code %s", code);
    }
    globfree(&found);
}
// private: linnet-0f5d3f897d262c7d
