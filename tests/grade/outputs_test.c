// The formats that are a file of ours: what is in them, and that parsers which
// are not ours take them.
#include "few.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct few *whole_class(void)
{
    struct few *class = few_new();
    few_add(class, "ada", PERFECT);
    few_add(class, "grace", HANGING);
    few_add(class, "alan", MISSING);
    few_add(class, "dennis", NOT_BUILT);
    few_add(class, "margaret", GRADER_ERROR);
    few_add(class, "linus", NULL);
    return class;
}

static void expect_in(struct few *class, const char *name, const char *text)
{
    char *bytes = few_read(class, name);
    ck_assert_msg(bytes != NULL, "there is no %s", name);
    ck_assert_msg(strstr(bytes, text) != NULL, "no %s in %s", text, bytes);
    free(bytes);
}

static void expect_not_in(struct few *class, const char *name,
                          const char *text)
{
    char *bytes = few_read(class, name);
    ck_assert_msg(bytes != NULL, "there is no %s", name);
    ck_assert_msg(strstr(bytes, text) == NULL, "%s in %s", text, bytes);
    free(bytes);
}

// ---- gradebook.csv ---------------------------------------------------------

TEST(the_gradebook_has_a_line_for_everyone)
{
    struct few *class = whole_class();
    ck_assert_ptr_null(few_write(class, &to_gradebook));
    char *bytes = few_read(class, "gradebook.csv");
    ck_assert_str_eq(
        bytes,
        "student,lab,attempt,received_utc,raw,late_days,late_charged,score,"
        "max,status,flags,tests_digest\r\n"
        "ada,1-nursery,1,2026-10-02T21:58:03Z,8,,,8,8,graded,,sha256:11\r\n"
        "grace,1-nursery,1,2026-10-02T21:58:03Z,5,,,5,8,graded,,sha256:11\r\n"
        "alan,1-nursery,1,2026-10-02T21:58:03Z,0,,,0,8,missing,,sha256:11\r\n"
        "dennis,1-nursery,1,2026-10-02T21:58:03Z,0,,,0,8,build_failed,,"
        "sha256:11\r\n"
        "margaret,1-nursery,0,2026-10-02T21:58:03Z,,,,,0,grader_error,,\r\n"
        "linus,1-nursery,,,,,,,,not_graded,,\r\n");
    free(bytes);
    few_parse(class, "gradebook", "gradebook.csv");
    few_free(class);
}

TEST(late_days_and_flags_have_columns)
{
    struct few *class = few_new();
    few_add(class, "ada",
              RESULT("graded", 8,
                     "\"late\": {\"days\": 2}, \"flags\": [{\"code\": \"a\"}, "
                     "{\"code\": \"b\"}],"));
    few_write(class, &to_gradebook);
    expect_in(class, "gradebook.csv", "Z,8,2,0,8,8,graded,\"a; b\",sha256:11");
    few_free(class);
}

TEST(no_cell_of_the_gradebook_is_a_formula)
{
    struct few *class = few_new();
    few_add(class, "+ada", PERFECT);
    few_add(class, "@eve", PERFECT);
    class->submissions[1].received = "=HYPERLINK(\"http://x\")";
    few_write(class, &to_gradebook);
    expect_in(class, "gradebook.csv", "\r\n'+ada,");
    expect_in(class, "gradebook.csv", "\r\n'@eve,");
    expect_in(class, "gradebook.csv", ",\"'=HYPERLINK(\"\"http://x\"\")\",");
    few_parse(class, "gradebook", "gradebook.csv");
    few_free(class);
}

// ---- gradescope/STUDENT.json -----------------------------------------------

TEST(gradescope_gets_a_file_for_everyone_with_a_result)
{
    struct few *class = whole_class();
    few_write(class, &to_gradescope);
    static const char *const names[] = {"ada", "grace", "alan", "dennis",
                                        "margaret"};
    for (size_t i = 0; i < array_length(names); i++) {
        char *name = check_format("gradescope/%s.json", names[i]);
        few_parse(class, "gradescope", name);
        free(name);
    }
    ck_assert_ptr_null(few_read(class, "gradescope/linus.json"));
    few_free(class);
}

TEST(gradescope_shows_what_happened)
{
    struct few *class = whole_class();
    few_write(class, &to_gradescope);
    expect_in(class, "gradescope/grace.json", "\"number\": \"1.2\"");
    expect_in(class, "gradescope/grace.json", "\"HANG\"");
    expect_in(class, "gradescope/grace.json",
              "\"It hung.\\n\\nms main\\n 0 stuck\"");
    expect_in(class, "gradescope/grace.json", "\"score\": 5");
    few_free(class);
}

TEST(after_a_graders_error_gradescope_has_no_score_at_all)
{
    struct few *class = whole_class();
    few_write(class, &to_gradescope);
    expect_not_in(class, "gradescope/margaret.json", "\"score\"");
    expect_in(class, "gradescope/margaret.json", "This is not your score");
    few_free(class);
}

TEST(a_file_of_before_does_not_stay)
{
    struct few *class = few_new();
    few_add(class, "ada", PERFECT);
    few_write(class, &to_gradescope);
    expect_in(class, "gradescope/ada.json", "\"score\": 8");
    json_decref(class->results[0]);
    class->results[0] = NULL;
    few_write(class, &to_gradescope);
    ck_assert_ptr_null(few_read(class, "gradescope/ada.json"));
    few_free(class);
}

// ---- junit -----------------------------------------------------------------

TEST(junit_is_one_suite_for_each_student)
{
    struct few *class = whole_class();
    few_write(class, &to_junit);
    few_parse(class, "junit", "junit.xml");
    few_parse(class, "junit", "junit/grace.xml");
    few_parse(class, "junit", "junit/margaret.xml");
    expect_in(class, "junit.xml",
              "<testcase classname=\"lab1.core\" name=\"two\" time=\"0.012\">\n"
              "      <error message=\"It hung.\" type=\"HANG\">ms main\n"
              " 0 stuck</error>");
    few_free(class);
}

TEST(what_a_compiler_says_is_xml)
{
    struct few *class = whole_class();
    few_write(class, &to_junit);
    expect_in(class, "junit/dennis.xml", "x.c:1: a &lt; b &amp; c</error>");
    few_free(class);
}

TEST(what_xml_forbids_is_not_in_it)
{
    struct few *class = few_new();
    few_add(class, "eve",
              RESULT("graded", 5,
                     TESTS("fail", ", \"code\": \"X\", \"cause\": {\"happened\""
                                   ": \"]]> \\u001b[31m \\uffff \\ufffe\","
                                   " \"story\": \"\\u0008 \\u0085 ]]>\"}")));
    few_write(class, &to_junit);
    few_parse(class, "junit", "junit.xml");
    expect_not_in(class, "junit.xml", "]]>");
    expect_not_in(class, "junit.xml", "\xef\xbf\xbf");
    few_free(class);
}

TEST(only_the_instructor_reads_flags_and_the_graders_words)
{
    struct few *class = whole_class();
    json_object_set_new(class->results[0], "flags",
                        json_pack("[{s:s, s:s}]", "code", "exit-in-test",
                                  "evidence", "six"));
    few_write(class, &to_junit);
    expect_in(class, "junit.xml", "exit-in-test: six");
    expect_in(class, "junit.xml", "disk full");
    expect_not_in(class, "junit/ada.xml", "exit-in-test");
    expect_not_in(class, "junit/margaret.xml", "disk full");
    few_parse(class, "junit", "junit.xml");
    few_free(class);
}

// ---- github ----------------------------------------------------------------

TEST(annotations_are_commands_of_one_line)
{
    struct few *class = few_new();
    few_add(class, "eve",
              RESULT("graded", 5,
                     TESTS("fail", ", \"code\": \"A:B,C\", \"cause\": "
                                   "{\"happened\": \"100%\\n::error::x\"}")));
    few_write(class, &to_github);
    expect_in(class, "github/eve.txt",
              "::error file=labs/1-nursery/nursery.c,title=A%3AB%2CC::"
              "Two.%0A100%25%0A::error::x\n");
    few_free(class);
}

// The lines outside of what is printed with commands switched off.
static size_t n_commands(char *text, const char *command)
{
    size_t n = 0;
    char *rest, *secret = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (secret != NULL) {
            size_t length = strlen(secret);
            bool on = strncmp(line, "::", 2) == 0 &&
                      strncmp(line + 2, secret, length) == 0 &&
                      strcmp(line + 2 + length, "::") == 0;
            secret = on ? NULL : secret;
        } else if (strncmp(line, "::stop-commands::", 17) == 0) {
            secret = line + 17;
        } else {
            n += strncmp(line, command, strlen(command)) == 0;
        }
    }
    ck_assert_ptr_null(secret);
    return n;
}

TEST(what_a_student_prints_is_no_command)
{
    struct few *class = few_new();
    few_add(class, "eve",
              RESULT("graded", 5,
                     TESTS("fail", ", \"code\": \"X\", \"cause\": {\"happened\""
                                   ": \"x\", \"story\": \"::warning::w\\n"
                                   "::00000000000000000000000000000000::\\n"
                                   "::warning::w\"}")));
    few_write(class, &to_github);
    char *text = few_read(class, "github/eve.txt");
    ck_assert_uint_eq(n_commands(text, "::warning"), 0);
    free(text);
    few_free(class);
}

// Of thirty tests, all fail.
static json_t *many_failures(void)
{
    json_t *result = json_pack("{s:s, s:i, s:i, s:[]}", "status", "graded",
                               "score", 0, "max", 90, "tests");
    char *story = malloc(15001);
    memset(story, '<', 15000);
    story[15000] = 0;
    for (int i = 0; i < 30; i++)
        json_array_append_new(
            json_object_get(result, "tests"),
            json_pack("{s:s, s:s, s:s, s:s, s:s, s:{s:s, s:s}}", "id", "t",
                      "title", "T | `x` <b>", "part", "core", "status", "fail",
                      "code", "X", "cause", "happened", "h", "story", story));
    free(story);
    return result;
}

TEST(there_are_nine_annotations_at_most)
{
    struct few *class = few_new();
    few_add(class, "eve", NULL);
    class->results[0] = many_failures();
    few_write(class, &to_github);
    char *text = few_read(class, "github/eve.txt");
    char *again = strdup(text);
    ck_assert_uint_eq(n_commands(text, "::error"), 8);
    ck_assert_uint_eq(n_commands(again, "::notice"), 1);
    free(text);
    free(again);
    few_free(class);
}

TEST(a_summary_is_cut_and_says_so)
{
    struct few *class = few_new();
    few_add(class, "eve", NULL);
    class->results[0] = many_failures();
    few_write(class, &to_github);
    char *text = few_read(class, "github/eve.md");
    ck_assert_uint_lt(strlen(text), 900 << 10);
    ck_assert(strstr(text, "more tests fail; there is no room for them.") !=
              NULL);
    ck_assert(strstr(text, "| T &#124; &#96;x&#96; &lt;b&gt; | fail |") !=
              NULL);
    free(text);
    few_free(class);
}

// ---- Classroom 50 and Autolab ----------------------------------------------

static void set_classroom(void)
{
    setenv("CLASSROOM", "c", 1);
    setenv("ASSIGNMENT", "lab1", 1);
    setenv("SUBMISSION_TAG", "submit/1", 1);
    setenv("USERNAME", "ada", 1);
    setenv("COMMIT_URL", "https://example.org/c", 1);
    setenv("RELEASE_URL", "https://example.org/r", 1);
    setenv("REVIEW_URL", "https://example.org/v", 1);
}

TEST(classroom_50_gets_a_result_in_its_form)
{
    struct few *class = whole_class();
    set_classroom();
    ck_assert(to_classroom.wanted(&class->report));
    few_write(class, &to_classroom);
    few_parse(class, "classroom", "classroom50/grace.json");
    expect_in(class, "classroom50/grace.json", "\"max-score\": 8");
    few_free(class);
}

TEST(without_its_environment_there_is_none)
{
    struct few *class = whole_class();
    unsetenv("CLASSROOM");
    ck_assert(!to_classroom.wanted(&class->report));
    few_free(class);
}

TEST(without_a_score_classroom_50_gets_nothing)
{
    struct few *class = whole_class();
    set_classroom();
    few_write(class, &to_classroom);
    ck_assert_ptr_null(few_read(class, "classroom50/margaret.json"));
    ck_assert_ptr_null(few_read(class, "classroom50/alan.json"));
    few_free(class);
}

TEST(autolab_reads_scores_in_the_last_line)
{
    struct few *class = whole_class();
    few_write(class, &to_autolab);
    few_parse(class, "autolab", "autolab/grace.json");
    few_parse(class, "autolab", "autolab/dennis.json");
    few_parse(class, "autolab", "autolab/margaret.json");
    expect_in(class, "autolab/grace.json",
              "\n{\"scores\":{\"Lab 1\":5},\"scoreboard\":[5,1]}\n");
    few_free(class);
}

// ---- what no student may see -----------------------------------------------

#define SECRET "\"drawn\": \"SECRET\", \"source\": [\"SECRET\"]"

static const char with_secrets[] =
    "{\"lab\": \"1-nursery\", \"attempt\": 2, \"status\": \"graded\","
    " \"seed\": \"SECRET\", \"digests\": {\"submission\": \"SECRET\"},"
    " \"cage\": \"SECRET\", \"late\": {\"days\": 1, " SECRET "}, \"score\": 5,"
    " \"max\": 8, \"tests\": [{\"id\": \"two\", \"title\": \"Two.\","
    " \"part\": \"core\", \"status\": \"hang\", \"points\": 0, \"max\": 3,"
    " \"code\": \"HANG\", \"cause\": {\"happened\": \"It hung.\","
    " \"checked\": \"SECRET\", \"order\": \"SECRET\", \"story\": \"ms\", "
    SECRET "}, " SECRET "}], \"coverage\": [{\"file\": \"SECRET\"}],"
    " \"ignored\": [\"SECRET\"], \"flags\": [{\"code\": \"SECRET\","
    " \"evidence\": \"SECRET\"}], \"error\": \"SECRET\", " SECRET "}";

TEST(what_is_not_named_reaches_no_student)
{
    static const struct output *const outputs[] = {
        &to_gradescope, &to_junit,   &to_github,
        &to_classroom,  &to_autolab, &to_moodle_import};
    static const char *const names[] = {
        "gradescope/ada.json", "junit/ada.xml",        "github/ada.txt",
        "github/ada.md",       "classroom50/ada.json", "autolab/ada.json",
        "moodle-import.csv"};
    static const char *const shown[] = {"It hung.", "It hung.", "It hung.",
                                        "It hung.", "Two.",     "It hung.",
                                        "Two."};
    struct few *class = few_new();
    few_add(class, "ada", with_secrets)->email = "ada@example.org";
    set_classroom();
    for (size_t i = 0; i < array_length(outputs); i++)
        few_write(class, outputs[i]);
    for (size_t i = 0; i < array_length(names); i++) {
        expect_not_in(class, names[i], "SECRET");
        expect_in(class, names[i], shown[i]);
    }
    few_free(class);
}
// private: linnet-0f5d3f897d262c7d
