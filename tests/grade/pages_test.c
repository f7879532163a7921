// Pages: what is on them, and what may never be.
#include "suite.h"
#include "class.h"
#include "page.h"
#include <ftw.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 4 << 20 };

static char folder[64]; // of this test

static void make_folder(void)
{
    strcpy(folder, "/tmp/pages-test.XXXXXX");
    ck_assert(mkdtemp(folder) != NULL);
}

static int remove_one(const char *path, const struct stat *st, int kind,
                      struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static void remove_folder(void)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static struct class_made *make_class(size_t n)
{
    char *said;
    make_folder();
    struct class_made *class = class_make(folder, n, 7);
    expect_ok(class_output(class, &to_pages, &said));
    ck_assert(said == NULL);
    return class;
}

static void drop_class(struct class_made *class)
{
    class_free(class);
    remove_folder();
}

// Reads a page of the folder; free with free.
static char *read_page(const char *name)
{
    size_t n;
    char *text, *path = check_format("%s/%s", folder, name);
    expect_ok(check_read_file(path, MOST_BYTES, &text, &n));
    ck_assert_uint_lt(n, MOST_BYTES);
    free(path);
    return text;
}

static void expect_in(const char *name, const char *words)
{
    char *text = read_page(name);
    ck_assert_msg(strstr(text, words) != NULL, "%s lacks: %s", name, words);
    free(text);
}

static void expect_not_in(const char *name, const char *words)
{
    char *text = read_page(name);
    ck_assert_msg(strstr(text, words) == NULL, "%s has: %s", name, words);
    free(text);
}

static size_t count_in(const char *name, const char *words)
{
    char *text = read_page(name);
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, words)) != NULL; at++)
        n++;
    free(text);
    return n;
}

// What a function prints.
static char *print_story(const char *story)
{
    char *bytes;
    size_t n;
    FILE *out = open_memstream(&bytes, &n);
    page_story(out, story);
    fclose(out);
    return bytes;
}

// ---- text ------------------------------------------------------------------

TEST(what_is_printed_is_escaped)
{
    char *bytes;
    size_t n;
    FILE *out = open_memstream(&bytes, &n);
    page_print(out, "<b title=\"%s\">%d %zu %lld %.1f %%</b>", "<'&\">", 7,
               (size_t)8, 9ll, 1.25);
    fclose(out);
    ck_assert_str_eq(
        bytes, "<b title=\"&lt;&#39;&amp;&quot;&gt;\">7 8 9 1.2 %</b>");
    free(bytes);
}

TEST(a_hostile_name_is_no_part_of_the_page)
{
    static const char *const pages[] = {"index.html", "students/s0000.html",
                                        "students/s0001.html"};
    struct class_made *class = make_class(60);
    for (size_t i = 0; i < array_length(pages); i++) {
        expect_not_in(pages[i], "<script");
        expect_not_in(pages[i], "</title><");
        expect_not_in(pages[i], "\" onmouseover=\"");
        expect_not_in(pages[i], "\xe2\x80\xae");
        expect_not_in(pages[i], "\x1b");
        ck_assert_uint_eq(count_in(pages[i], "</title>"), 1);
    }
    expect_in("students/s0000.html", "&lt;/title&gt;&lt;script&gt;");
    drop_class(class);
}

TEST(hostile_file_names_and_messages_are_text)
{
    struct class_made *class = make_class(60);
    expect_in("students/s0007.html", "&lt;img src=x onerror=alert(1)&gt;");
    expect_not_in("students/s0007.html", "<img");
    expect_in("students/s0001.html", "return &lt;script&gt;alert(1)");
    expect_in("index.html", "lab1-final(2) &lt;i&gt;");
    drop_class(class);
}

TEST(a_key_that_could_name_another_file_is_refused)
{
    static const char *const keys[] = {"../s", "a/b", ".x", "", "<b>", "a b"};
    make_folder();
    struct class_made *class = class_make(folder, 6, 7);
    for (size_t i = 0; i < array_length(keys); i++) {
        struct submission s = {.student = (char *)keys[i]};
        struct verdict verdict = {&s, class->verdicts[0].result, NULL};
        expect_error(page_write_student(&class->report, &verdict), &INVALID);
    }
    drop_class(class);
}

// ---- a page asks for nothing -----------------------------------------------

TEST(no_page_asks_for_anything)
{
    static const char *const words[] = {"http:",   "https:", "src=", "url(",
                                        "@import", "<link",  "<script",
                                        "style=",  "javascript:"};
    struct class_made *class = make_class(60);
    for (size_t i = 0; i < array_length(words); i++) {
        expect_not_in("index.html", words[i]);
        expect_not_in("students/s0005.html", words[i]);
    }
    drop_class(class);
}

TEST(only_the_style_sheet_of_the_page_is_in_force)
{
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char word[64] = "", *policy;
    struct class_made *class = make_class(6);
    char *text = read_page("index.html");
    const char *from = strstr(text, "<style>") + 7;
    sha256_init(&hash);
    sha256_update(&hash, (size_t)(strstr(from, "</style>") - from),
                  (const uint8_t *)from);
    sha256_digest(&hash, sizeof(digest), digest);
    base64_encode_raw(word, sizeof(digest), digest);
    policy = check_format("default-src 'none'; base-uri 'none'; "
                          "form-action 'none'; style-src 'sha256-%s'\"",
                          word);
    ck_assert(strstr(text, policy) != NULL);
    free(policy);
    free(text);
    drop_class(class);
}

TEST(the_same_class_gives_the_same_bytes)
{
    struct class_made *class = make_class(60);
    char *said, *index = read_page("index.html");
    char *student = read_page("students/s0007.html");
    expect_ok(class_output(class, &to_pages, &said));
    char *again = read_page("index.html");
    ck_assert_str_eq(index, again);
    free(again);
    again = read_page("students/s0007.html");
    ck_assert_str_eq(student, again);
    free(again);
    free(index);
    free(student);
    drop_class(class);
}

// ---- what a student sees ---------------------------------------------------

TEST(a_student_sees_no_seed_order_or_flag)
{
    static const char *const words[] = {"5eed5ec2e7", "77771", "secret flag",
                                        "exit-in-test", "The disk is full",
                                        "9c1e4b", "landlock"};
    struct class_made *class = make_class(60);
    char *text = read_page("index.html");
    ck_assert(strstr(text, "secret flag") != NULL);
    free(text);
    for (size_t who = 0; who < 60; who++) {
        char *name = check_format("students/s%04zu.html", who);
        for (size_t i = 0; i < array_length(words); i++)
            expect_not_in(name, words[i]);
        free(name);
    }
    drop_class(class);
}

TEST(a_student_sees_nobody_else)
{
    struct class_made *class = make_class(30);
    char *text = read_page("students/s0007.html");
    for (size_t who = 0; who < 30; who++) {
        char *key = check_format("s%04zu", who);
        ck_assert((strstr(text, key) != NULL) == (who == 7));
        free(key);
    }
    free(text);
    drop_class(class);
}

TEST(a_mistake_of_the_grader_is_no_score)
{
    struct class_made *class = make_class(6);
    expect_in("students/s0000.html", "class=\"score\"");
    expect_not_in("students/s0004.html", "class=\"score\"");
    expect_in("students/s0004.html", "no fault of this submission");
    drop_class(class);
}

TEST(what_the_compiler_said_is_shown)
{
    struct class_made *class = make_class(6);
    expect_in("students/s0001.html", "error: expected &#39;;&#39; before");
    expect_in("students/s0001.html", "0 <small>of 100 points");
    drop_class(class);
}

TEST(a_page_goes_when_its_result_has_gone)
{
    char *said, *path;
    struct class_made *class = make_class(8);
    class->verdicts[7].result = NULL;
    expect_ok(class_output(class, &to_pages, &said));
    path = check_format("%s/students/s0007.html", folder);
    ck_assert_int_ne(access(path, F_OK), 0);
    free(path);
    expect_in("index.html", "not checked yet");
    expect_not_in("index.html", "students/s0007.html");
    drop_class(class);
}

// ---- stories ---------------------------------------------------------------

TEST(a_story_becomes_a_table_with_a_column_for_each_task)
{
    char *text = print_story(class_story);
    ck_assert(strstr(text, "<th scope=\"col\">works 3</th></tr>") != NULL);
    ck_assert(strstr(text, "<th scope=\"row\" class=\"r\">1</th><td></td>"
                           "<td class=\"stop\" data-task=\"works 2\">"
                           "ends: SYSTEM</td><td></td>"
                           "</tr>") != NULL);
    ck_assert(strstr(text, "<tr class=\"end\"><th scope=\"row\" class=\"r\">1"
                           "</th><td class=\"\" data-task=\"main 1\">N1 "
                           "closed <strong>") != NULL);
    free(text);
}

TEST(what_comes_after_a_table_is_kept_as_it_is)
{
    char *text = print_story(class_story);
    ck_assert(strstr(text, "<pre>  Who waits for what\n     main             "
                           "         waits for &lt;b&gt;</pre>") != NULL);
    free(text);
}

TEST(columns_of_four_tasks_are_narrower)
{
    char *text = print_story(
        "  In a run that was cancelled.\n\n"
        "     ms  main 1           works 2          late 3           works 4\n"
        "    ...  12 steps before\n"
        "      1                   ends\n"
        "      2                                                     ends   "
        "<-- here it ends\n");
    ck_assert(strstr(text, "<pre>  In a run") != NULL);
    ck_assert(strstr(text, "colspan=\"4\">12 steps before</td>") != NULL);
    ck_assert(strstr(text, "1</th><td></td><td class=\"\" data-task=\""
                           "works 2\">ends</td><td></td><td></td></tr>") !=
              NULL);
    ck_assert(strstr(text, "2</th><td></td><td></td><td></td><td class=\"\" "
                           "data-task=\"works 4\">ends <strong>") != NULL);
    free(text);
}

TEST(a_last_step_without_words_still_ends_the_story)
{
    char *text = print_story("     ms  main 1\n      0  opens N1\n"
                             "      1     <-- here it ends\n");
    ck_assert(strstr(text, "&lt;-- here it ends") != NULL);
    free(text);
}

TEST(what_is_no_table_stays_text)
{
    static const char *const stories[] = {
        "     ms  \n", "     ms  main 1\n      0     off the grid\n",
        "it said <b>\n  this\n", "     ms  main 1"};
    for (size_t i = 0; i < array_length(stories) - 1; i++) {
        char *text = print_story(stories[i]);
        ck_assert_msg(strncmp(text, "<pre>", 5) == 0, "%s", text);
        free(text);
    }
    char *text = print_story("");
    ck_assert_str_eq(text, "");
    free(text);
}

// ---- what the instructor sees ----------------------------------------------

TEST(everyone_is_on_the_page_of_the_class)
{
    struct class_made *class = make_class(60);
    for (size_t who = 0; who < 60; who++) {
        char *row = check_format("<th scope=\"row\"><a href=\"students/"
                                 "s%04zu.html\">s%04zu</a></th>",
                                 who, who);
        expect_in("index.html", row);
        free(row);
    }
    drop_class(class);
}

TEST(every_test_is_on_the_page_of_the_class)
{
    struct class_made *class = make_class(60);
    for (size_t i = 0; i < class->lab->n_tests; i++)
        expect_in("index.html", class->lab->tests[i].id);
    drop_class(class);
}

// Gives everybody full marks but for the tests that are named by a bit.
static void set_results(struct class_made *class, const uint64_t *failed)
{
    for (size_t who = 0; who < class->intake.n; who++) {
        int score = 0;
        json_t *tests = json_array();
        for (size_t i = 0; i < class->lab->n_tests; i++) {
            bool fails = failed[who] >> i & 1;
            score += fails ? 0 : class->lab->tests[i].points;
            json_array_append_new(
                tests, class_test(&class->lab->tests[i],
                                  fails ? "fail" : "pass",
                                  fails ? "LEAK" : NULL, NULL));
        }
        json_t *result = json_pack("{s:s, s:i, s:i, s:o}", "status", "graded",
                                   "score", score, "max", 100, "tests", tests);
        json_array_append_new(class->results, result);
        class->verdicts[who].result = result;
    }
}

TEST(those_who_fail_exactly_the_same_are_found)
{
    static const uint64_t failed[] = {6, 0, 6, 8, 6, 14, 0, 8};
    char *said;
    make_folder();
    struct class_made *class = class_make(folder, array_length(failed), 7);
    set_results(class, failed);
    expect_ok(class_output(class, &to_pages, &said));
    expect_in("index.html", "<b>3</b> students fail exactly 2 tests: 2 3<");
    expect_in("index.html", "<b>2</b> students fail exactly 1 test: 4<");
    ck_assert_uint_eq(count_in("index.html", "fail exactly 2"), 1);
    expect_not_in("index.html", "fail exactly 3");
    drop_class(class);
}

TEST(pass_rates_and_codes_are_counted)
{
    static const uint64_t failed[] = {6, 0, 6, 8, 6, 14, 0, 8};
    char *said;
    make_folder();
    struct class_made *class = class_make(folder, array_length(failed), 7);
    set_results(class, failed);
    expect_ok(class_output(class, &to_pages, &said));
    expect_in("index.html", "<strong>50 %</strong> pass <a href=\"#t2\">");
    expect_in("index.html", "<span class=\"code\">LEAK</span> 4<");
    expect_in("index.html", "<dt>full marks</dt><dd>2</dd>");
    drop_class(class);
}

TEST(what_was_forced_is_said)
{
    char *said;
    struct class_made *class = make_class(6);
    expect_not_in("index.html", "Forced.");
    expect_not_in("index.html", "Weakly caged.");
    class->options.force = class->options.weak = true;
    expect_ok(class_output(class, &to_pages, &said));
    expect_in("index.html", "Forced.");
    expect_in("index.html", "Weakly caged.");
    drop_class(class);
}

TEST(a_class_of_nobody_has_a_page)
{
    struct class_made *class = make_class(0);
    expect_in("index.html", "Nobody's submission");
    drop_class(class);
}

TEST(the_page_of_five_thousand_stays_below_two_megabytes)
{
    make_folder();
    struct class_made *class = class_make(folder, 5000, 7);
    struct page_class *sum = page_class_new(&class->report);
    for (size_t i = 0; i < class->intake.n; i++)
        page_class_add(sum, &class->verdicts[i]);
    page_class_sum(sum);
    expect_ok(page_write_index(sum));
    page_class_free(sum);
    char *text = read_page("index.html");
    ck_assert_uint_lt(strlen(text), 2 << 20);
    ck_assert(strstr(text, "s4999") != NULL);
    free(text);
    drop_class(class);
}
// private: linnet-0f5d3f897d262c7d
