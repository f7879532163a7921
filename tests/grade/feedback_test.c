// What of a result a student may see.
#include "suite.h"
#include "write.h"
#include <stdlib.h>
#include <string.h>

#define SECRET "\"drawn\": \"SECRET\", \"source\": [\"SECRET\"]"

static const char result_text[] =
    "{\"schema\": \"result/v1\", \"lab\": \"1-nursery\", \"student\": \"ada\","
    " \"attempt\": 2, \"status\": \"graded\", \"seed\": \"SECRET\","
    " \"digests\": {\"submission\": \"SECRET\"}, \"cage\": \"SECRET\","
    " \"late\": {\"days\": 1, " SECRET "}, \"score\": 5, \"max\": 8,"
    " \"tests\": ["
    "  {\"id\": \"one\", \"title\": \"One.\", \"part\": \"core\","
    "   \"status\": \"pass\", \"points\": 5, \"max\": 5, " SECRET "},"
    "  {\"id\": \"two\", \"title\": \"Two.\", \"part\": \"core\","
    "   \"status\": \"hang\", \"points\": 0, \"max\": 3, \"code\": \"HANG\","
    "   \"cause\": {\"happened\": \"It \\u001b[2Jhung.\","
    "     \"order\": \"SECRET\", \"hint\": \"HANG.md\","
    "     \"story\": \"ms\\n 0\", " SECRET "}, " SECRET "}],"
    " \"flags\": [{\"code\": \"SECRET\", \"evidence\": \"SECRET\"}],"
    " \"error\": \"SECRET\", " SECRET "}";

static struct feedback *feedback_from(const char *text)
{
    json_t *result = json_loads(text, 0, NULL);
    ck_assert(result != NULL);
    struct feedback *feedback = feedback_of(result);
    json_decref(result);
    return feedback;
}

TEST(named_members_are_copied)
{
    struct feedback *f = feedback_from(result_text);
    ck_assert_str_eq(f->student, "ada");
    ck_assert_str_eq(f->status, "graded");
    ck_assert(f->scored && f->score == 5 && f->max == 8);
    ck_assert_uint_eq(f->n_tests, 2);
    ck_assert_uint_eq(f->n_passed, 1);
    ck_assert_str_eq(f->tests[1].status, "hang");
    ck_assert_str_eq(f->tests[1].code, "HANG");
    ck_assert_str_eq(f->tests[1].hint, "HANG.md");
    ck_assert_str_eq(f->tests[1].story, "ms\n 0");
    feedback_free(f);
}

TEST(nothing_else_is)
{
    struct feedback *f = feedback_from(result_text);
    const char *texts[] = {f->student, f->lab, f->status, f->build, f->summary};
    for (size_t i = 0; i < array_length(texts); i++)
        ck_assert_ptr_null(strstr(texts[i], "SECRET"));
    for (size_t i = 0; i < f->n_tests; i++) {
        const struct feedback_test *t = &f->tests[i];
        const char *of[] = {t->id,   t->title,    t->part,  t->status,
                            t->code, t->happened, t->story, t->hint};
        for (size_t j = 0; j < array_length(of); j++)
            ck_assert_ptr_null(strstr(of[j], "SECRET"));
    }
    feedback_free(f);
}

TEST(text_is_cleaned)
{
    struct feedback *f = feedback_from(result_text);
    ck_assert_str_eq(f->tests[1].happened, "It \\x1b[2Jhung.");
    feedback_free(f);
}

static void expect_no_score(const char *text, const char *status)
{
    struct feedback *f = feedback_from(text);
    ck_assert_str_eq(f->status, status);
    ck_assert(!f->scored);
    ck_assert_int_eq(f->score, 0);
    feedback_free(f);
}

TEST(a_graders_error_has_no_score)
{
    expect_no_score("{\"status\": \"grader_error\", \"score\": 7}",
                    "grader_error");
}

TEST(the_error_of_one_test_takes_the_whole_score)
{
    expect_no_score("{\"status\": \"graded\", \"score\": 7, \"tests\": ["
                    "{\"status\": \"grader_error\"}]}",
                    "grader_error");
}

TEST(a_status_that_nobody_knows_is_an_error_of_the_grader)
{
    expect_no_score("{\"status\": \"fine\", \"score\": 7}", "grader_error");
}

TEST(without_a_score_there_is_none)
{
    expect_no_score("{\"status\": \"graded\"}", "grader_error");
}

TEST(a_missing_submission_is_not_zero_points)
{
    expect_no_score("{\"status\": \"missing\", \"score\": 0}", "missing");
}

TEST(what_is_cut_is_said)
{
    char *text = write_cut("abcdef", 4);
    ck_assert_str_eq(text, "abcd\n[cut here: 2 bytes more]");
    free(text);
}

TEST(no_character_is_cut_in_two)
{
    char *text = write_cut("ab\xc3\xa9", 3);
    ck_assert_str_eq(text, "ab\n[cut here: 2 bytes more]");
    free(text);
}
// private: linnet-0f5d3f897d262c7d
