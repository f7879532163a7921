// Comments that allow one finding, with a reason.
#include "linted.h"
#include "suite.h"
#include <stdlib.h>

// Says which codes are found in `void f(void) { LINE }`, with a blank between.
static char *codes_in(const char *line)
{
    static char codes[512], text[2048];
    struct findings found;
    snprintf(text, sizeof(text), LINTED_GO "void f(void)\n{\n%s\n}\n", line);
    linted_text(text, &found);
    codes[0] = '\0';
    for (size_t i = 0; i < found.n; i++) {
        strcat(codes, i > 0 ? " " : "");
        strcat(codes, found.all[i].rule->code);
    }
    findings_free(&found);
    return codes;
}

#define expect_codes(line, codes)                                              \
    ck_assert_msg(strcmp(codes_in(line), codes) == 0, "%s: '%s', not '%s'",    \
                  line, codes_in(line), codes)

TEST(without_a_comment_it_is_found)
{
    expect_codes("go(1);", "dangling-task");
    expect_codes("go(1); // it ends with the run", "dangling-task");
}

TEST(a_comment_of_either_kind_allows_it)
{
    expect_codes("go(1); // lint: allow dangling-task it ends", "");
    expect_codes("go(1); /* lint: allow dangling-task it ends */", "");
    expect_codes("/* lint: allow dangling-task it ends */ go(1);", "");
    expect_codes("go(/* lint: allow dangling-task it ends */ 1);", "");
}

TEST(blanks_do_not_matter)
{
    expect_codes("go(1); //lint:allow dangling-task it ends", "");
    expect_codes("go(1);/*lint:allow dangling-task it*/", "");
    expect_codes("go(1); //\t lint:  allow\tdangling-task   it ends  ", "");
    expect_codes("go(1); /* lint: allow\n dangling-task\n it ends */", "");
    expect_codes("go(1); // lint: allow dangling-task it ends\r", "");
}

TEST(all_of_that_code_on_the_line_is_allowed)
{
    expect_codes("go(1); go(2); // lint: allow dangling-task both end", "");
}

TEST(another_line_is_not_allowed)
{
    expect_codes("// lint: allow dangling-task it ends\ngo(1);",
                 "unused-allow dangling-task");
    expect_codes("go(1);\n// lint: allow dangling-task it ends",
                 "dangling-task unused-allow");
    expect_codes("/* lint: allow dangling-task\n it ends */ go(1);",
                 "unused-allow dangling-task");
}

TEST(another_code_is_not_allowed)
{
    expect_codes("go(1); // lint: allow bare-allow it ends",
                 "dangling-task unused-allow");
    expect_codes("go(1); // lint: allow dangling it ends",
                 "dangling-task unused-allow");
    expect_codes("go(1); // lint: allow dangling-tasks it ends",
                 "dangling-task unused-allow");
    expect_codes("go(1); // lint: allow Dangling-Task it ends",
                 "dangling-task unused-allow");
    expect_codes("go(1); // lint: allow * it ends",
                 "dangling-task unused-allow");
}

TEST(a_comment_that_allows_nothing_is_found)
{
    expect_codes("; // lint: allow dangling-task it ends", "unused-allow");
    expect_codes("; // lint: allow dangling-task", "unused-allow");
    expect_codes("; // lint: allow nonsense", "unused-allow");
}

TEST(a_second_comment_for_the_same_is_unused)
{
    expect_codes("go(1); /* lint: allow dangling-task it ends */ "
                 "// lint: allow dangling-task it ends",
                 "unused-allow");
}

TEST(a_reason_is_asked_for)
{
    expect_codes("go(1); // lint: allow dangling-task", "bare-allow");
    expect_codes("go(1); // lint: allow dangling-task   ", "bare-allow");
    expect_codes("go(1); /* lint: allow dangling-task */", "bare-allow");
    expect_codes("go(1); /* lint: allow dangling-task\n */", "bare-allow");
}

TEST(a_code_is_asked_for)
{
    expect_codes("go(1); // lint: allow", "dangling-task bare-allow");
    expect_codes("go(1); /* lint: allow */", "dangling-task bare-allow");
    expect_codes("go(1); /*lint:allow*/", "dangling-task bare-allow");
}

TEST(what_only_looks_like_it_is_a_comment_like_any_other)
{
    static const char *const comments[] = {
        "// lint: allowed dangling-task it ends",
        "// lint: allow-dangling-task it ends",
        "// lint: ignore dangling-task it ends",
        "// lint allow dangling-task it ends",
        "// see lint: allow dangling-task it ends",
        "// Lint: allow dangling-task it ends",
        "/* * lint: allow dangling-task it ends */",
        "//// lint: allow dangling-task it ends",
        "/**/ /***/ //",
        "/*lint: */",
    };
    for (size_t i = 0; i < array_length(comments); i++) {
        char line[256];
        snprintf(line, sizeof(line), "go(1); %s", comments[i]);
        expect_codes(line, "dangling-task");
    }
}

TEST(what_stands_in_text_allows_nothing)
{
    expect_codes("go(\"// lint: allow dangling-task it ends\"[0]);",
                 "dangling-task");
    expect_codes("go('//'); char *s = \"/* lint: allow dangling-task x */\";",
                 "dangling-task");
    expect_codes("(void)\"\\\n// lint: allow dangling-task x\";", "");
}

TEST(a_comment_in_a_macro_is_where_it_stands)
{
    expect_codes("#define GO go(1) /* lint: allow dangling-task it ends */\nGO;",
                 "unused-allow dangling-task");
    expect_codes("#define GO go(1)\nGO; // lint: allow dangling-task it ends",
                 "");
}

TEST(what_is_said_of_a_comment_may_be_allowed)
{
    expect_codes("; /* lint: allow dangling-task x */ "
                 "/* lint: allow unused-allow only with FEATURE */",
                 "");
    expect_codes("/* lint: allow unused-allow only with FEATURE */ ; "
                 "/* lint: allow dangling-task x */",
                 "");
    expect_codes("go(1); /* lint: allow dangling-task */ "
                 "/* lint: allow bare-allow everybody knows */",
                 "");
    expect_codes("; // lint: allow unused-allow there is none", "unused-allow");
}

TEST(the_sentence_says_what_to_do)
{
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"// lint: allow nonsense x\n", "no rule has the code nonsense"},
        {"// lint: allow dangling-task x\n", "take the comment away"},
        {"// lint: allow\n", "name the code"},
    };
    for (size_t i = 0; i < array_length(cases); i++) {
        struct findings found;
        linted_text(cases[i].text, &found);
        ck_assert_uint_eq(found.n, 1);
        ck_assert_msg(strstr(found.all[0].message, cases[i].said) != NULL,
                      "%s", found.all[0].message);
        findings_free(&found);
    }
}

TEST(the_place_is_that_of_the_comment)
{
    struct findings found;
    linted_text("int x;\nint y; /* lint: allow dangling-task x */\n", &found);
    ck_assert_uint_eq(found.n, 1);
    ck_assert_uint_eq(found.all[0].line, 2);
    ck_assert_uint_eq(found.all[0].column, 8);
    findings_free(&found);
}

TEST(a_thousand_allowances_are_all_heard)
{
    char *text;
    size_t n_bytes;
    FILE *out = open_memstream(&text, &n_bytes);
    fputs(LINTED_GO "void f(void)\n{\n", out);
    for (int i = 0; i < 1000; i++)
        fprintf(out, "    go(%d); // lint: allow dangling-task %d\n", i, i);
    fputs("    go(1000);\n}\n", out);
    fclose(out);
    struct findings found;
    linted_text(text, &found);
    ck_assert_uint_eq(found.n, 1);
    ck_assert_uint_eq(found.all[0].line, 1004);
    findings_free(&found);
    free(text);
}
// private: linnet-0f5d3f897d262c7d
