// Findings for other programs: JSON and SARIF, read back.
#include "linted.h"
#include "suite.h"
#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#define BAD LINTED_GO "void f(void) { go(1); }\n"

// The parsed output of a run (free with json_decref). stderr has only what is
// said of trouble.
static json_t *parsed(struct ran *ran)
{
    json_error_t wrong;
    json_t *root = json_loads(ran->out, JSON_REJECT_DUPLICATES, &wrong);
    ck_assert_msg(root != NULL, "%d: %s\n%s", wrong.line, wrong.text,
                  ran->out);
    linted_forget(ran);
    return root;
}

// What a path of keys and places leads to: "runs/0/results". Fails if there is
// nothing.
static json_t *at(json_t *from, const char *path)
{
    char part[64];
    for (const char *p = path; from != NULL && *p != '\0';) {
        size_t n = strcspn(p, "/");
        snprintf(part, sizeof(part), "%.*s", (int)n, p);
        from = json_is_array(from)
                   ? json_array_get(from, strtoul(part, NULL, 10))
                   : json_object_get(from, part);
        p += n + (p[n] == '/');
    }
    ck_assert_msg(from != NULL, "there is no %s", path);
    return from;
}

static const char *text_at(json_t *from, const char *path)
{
    json_t *found = at(from, path);
    ck_assert_msg(json_is_string(found), "%s is no text", path);
    return json_string_value(found);
}

static long number_at(json_t *from, const char *path)
{
    json_t *found = at(from, path);
    ck_assert_msg(json_is_integer(found), "%s is no number", path);
    return (long)json_integer_value(found);
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), of_end = strlen(end);
    return n >= of_end && strcmp(text + n - of_end, end) == 0;
}

// ---- JSON ------------------------------------------------------------------

TEST(json_has_each_finding_with_its_place_and_page)
{
    const char *path = linted_write("a.c", BAD);
    struct ran ran = lint_with("--format=json", path, "--");
    linted_expect(&ran, 1);
    ck_assert_str_eq(ran.err, "");
    json_t *root = parsed(&ran);
    ck_assert_uint_eq(json_array_size(at(root, "findings")), 1);
    ck_assert_str_eq(text_at(root, "findings/0/file"), path);
    ck_assert_int_eq(number_at(root, "findings/0/line"), 2);
    ck_assert_int_eq(number_at(root, "findings/0/column"), 16);
    ck_assert_str_eq(text_at(root, "findings/0/code"), "dangling-task");
    ck_assert_ptr_nonnull(strstr(text_at(root, "findings/0/message"), "go"));
    ck_assert_int_eq(access(text_at(root, "findings/0/page"), R_OK), 0);
    ck_assert_int_eq(number_at(root, "files"), 1);
    json_decref(root);
    linted_clean();
}

TEST(json_is_whole_without_findings_and_with_trouble)
{
    struct ran ran = lint_with("--format=json", linted_path("missing.c"),
                               linted_write("a.c", "int f(void);\n"), "--");
    linted_expect(&ran, 2);
    ck_assert_ptr_nonnull(strstr(ran.err, "missing.c: it cannot be read"));
    json_t *root = parsed(&ran);
    ck_assert_uint_eq(json_array_size(at(root, "findings")), 0);
    ck_assert_uint_eq(json_array_size(at(root, "troubles")), 1);
    ck_assert(ends_with(text_at(root, "troubles/0/file"), "/missing.c"));
    ck_assert_ptr_nonnull(
        strstr(text_at(root, "troubles/0/message"), "no such file"));
    ck_assert_int_eq(number_at(root, "files"), 2);
    json_decref(root);
    linted_clean();
}

TEST(json_columns_are_bytes)
{
    struct ran ran = lint_with(
        "--format=json",
        linted_write("a.c", LINTED_GO
                     "void f(void) { /* \xc3\xa4\xe6\x97\xa5 */ go(1); }\n"),
        "--");
    json_t *root = parsed(&ran);
    ck_assert_int_eq(number_at(root, "findings/0/column"), 28);
    json_decref(root);
    linted_clean();
}

TEST(names_that_are_no_text_do_not_break_json)
{
    static const struct {
        const char *name, *read;
    } cases[] = {
        {"\xff.c", "/\xef\xbf\xbd.c"},
        {"\xc3\xa4.c", "/\xc3\xa4.c"},
        {"cut\xc3", "/cut\xef\xbf\xbd"},
        {"two\nlines\"\\.c", "/two\nlines\"\\.c"},
        {"\xed\xa0\x80.c", "/\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd.c"},
    };
    for (size_t i = 0; i < array_length(cases); i++) {
        struct ran ran =
            lint_with("--format=json", linted_write(cases[i].name, BAD), "--",
                      "-xc");
        json_t *root = parsed(&ran);
        ck_assert_msg(ends_with(text_at(root, "findings/0/file"),
                                cases[i].read),
                      "%s", text_at(root, "findings/0/file"));
        json_decref(root);
    }
    linted_clean();
}

// ---- SARIF -----------------------------------------------------------------

static json_t *sarif_of(const char *path, int status)
{
    struct ran ran =
        lint_with("--format=sarif", path, "--", "-Ilabs/runtime", "-xc");
    linted_expect(&ran, status);
    return parsed(&ran);
}

TEST(sarif_says_what_it_is)
{
    json_t *root = sarif_of(linted_write("a.c", "int x;\n"), 0);
    ck_assert_str_eq(text_at(root, "version"), "2.1.0");
    ck_assert(ends_with(text_at(root, "$schema"), "sarif-schema-2.1.0.json"));
    ck_assert_uint_eq(json_array_size(at(root, "runs")), 1);
    ck_assert_str_eq(text_at(root, "runs/0/tool/driver/name"), "lint");
    ck_assert_str_eq(text_at(root, "runs/0/columnKind"), "unicodeCodePoints");
    ck_assert_uint_eq(json_array_size(at(root, "runs/0/results")), 0);
    ck_assert(json_is_true(
        at(root, "runs/0/invocations/0/executionSuccessful")));
    json_decref(root);
    linted_clean();
}

TEST(sarif_has_every_rule_with_its_page)
{
    json_t *root = sarif_of(linted_write("a.c", "int x;\n"), 0);
    json_t *all = at(root, "runs/0/tool/driver/rules");
    for (size_t i = 0; rules[i] != NULL; i++) {
        json_t *rule = json_array_get(all, i);
        const char *page = text_at(rule, "helpUri");
        ck_assert_str_eq(text_at(rule, "id"), rules[i]->code);
        ck_assert_str_eq(text_at(rule, "shortDescription/text"),
                         rules[i]->summary);
        ck_assert_str_eq(text_at(rule, "defaultConfiguration/level"),
                         "warning");
        ck_assert(strncmp(page, "file:///", 8) == 0);
        ck_assert_int_eq(access(page + strlen("file://"), R_OK), 0);
    }
    ck_assert_ptr_null(rules[json_array_size(all)]);
    json_decref(root);
    linted_clean();
}

TEST(sarif_has_each_finding_with_rule_level_and_region)
{
    json_t *root = sarif_of("labs/4-lint/rules/dangling-task/bad.c", 1);
    json_t *results = at(root, "runs/0/results");
    ck_assert_uint_eq(json_array_size(results), 3);
    for (size_t i = 0; i < json_array_size(results); i++) {
        json_t *result = json_array_get(results, i);
        const char *code = text_at(result, "ruleId");
        long index = number_at(result, "ruleIndex");
        json_t *place = at(result, "locations/0/physicalLocation");
        ck_assert_str_eq(code, "dangling-task");
        ck_assert_str_eq(rules[index]->code, code);
        ck_assert_str_eq(text_at(result, "level"), "warning");
        ck_assert_uint_gt(strlen(text_at(result, "message/text")), 10);
        ck_assert_str_eq(text_at(place, "artifactLocation/uri"),
                         "labs/4-lint/rules/dangling-task/bad.c");
        ck_assert_str_eq(text_at(place, "artifactLocation/uriBaseId"),
                         "%SRCROOT%");
        ck_assert_int_gt(number_at(place, "region/startLine"), 10);
        ck_assert_int_gt(number_at(place, "region/startColumn"), 4);
    }
    json_decref(root);
}

#define REGION "runs/0/results/0/locations/0/physicalLocation/region/"

TEST(sarif_columns_are_characters)
{
    json_t *root = sarif_of(
        linted_write("a.c",
                     LINTED_GO "void f(void) {\n"
                               "\t/* \xc3\xa4\xe6\x97\xa5\xf0\x9f\x98\x80 "
                               "\xff */ go(1); }\n"),
        1);
    ck_assert_int_eq(number_at(root, REGION "startLine"), 3);
    ck_assert_int_eq(number_at(root, REGION "startColumn"), 14);
    json_decref(root);
    linted_clean();
}

TEST(sarif_tells_of_trouble)
{
    json_t *root = sarif_of(linted_write("a.c", "int f("), 2);
    ck_assert(json_is_false(
        at(root, "runs/0/invocations/0/executionSuccessful")));
    json_t *trouble =
        at(root, "runs/0/invocations/0/toolExecutionNotifications/0");
    ck_assert_str_eq(text_at(trouble, "level"), "error");
    ck_assert_ptr_nonnull(strstr(text_at(trouble, "message/text"), "error:"));
    ck_assert(ends_with(
        text_at(trouble, "locations/0/physicalLocation/artifactLocation/uri"),
        "/a.c"));
    json_decref(root);
    linted_clean();
}

#define URI                                                                    \
    "runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri"

static void expect_uri(const char *path, const char *end)
{
    json_t *root = sarif_of(path, 1);
    const char *uri = text_at(root, URI);
    ck_assert_msg(ends_with(uri, end), "%s, not %s", uri, end);
    for (const char *c = uri; *c != '\0'; c++)
        ck_assert_msg(*c > ' ' && *c < 127, "%s", uri);
    json_decref(root);
}

TEST(sarif_names_files_by_uris)
{
    expect_uri(linted_write("a b.c", BAD), "/a%20b.c");
    expect_uri(linted_write("50%.c", BAD), "/50%25.c");
    expect_uri(linted_write("\xc3\xa4\xff.c", BAD), "/%C3%A4%FF.c");
    expect_uri(linted_write("two\nlines.c", BAD), "/two%0Alines.c");
    expect_uri(linted_write("a:b?c#d.c", BAD), "/a%3Ab%3Fc%23d.c");
    linted_clean();
}

TEST(sarif_has_relative_uris_below_the_folder_it_runs_in)
{
    static const char page[] = "labs/4-lint/rules/dangling-task/bad.c";
    char whole[4096], dotted[4096];
    ck_assert(realpath(page, whole) != NULL);
    snprintf(dotted, sizeof(dotted), ".//./%s", page);
    const char *const paths[] = {page, whole, dotted};
    for (size_t i = 0; i < array_length(paths); i++) {
        json_t *root = sarif_of(paths[i], 1);
        ck_assert_str_eq(text_at(root, URI), page);
        json_decref(root);
    }
    json_t *root = sarif_of(linted_write("a.c", BAD), 1);
    ck_assert(strncmp(text_at(root, URI), "file:///", 8) == 0);
    json_decref(root);
    linted_clean();
}
// private: linnet-0f5d3f897d262c7d
