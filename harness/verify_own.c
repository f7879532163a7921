// `make own`: the tests that are shipped with a lab pass on whatever is right
// and find at least one planted bug; tests that are wrong are named, and end.
#include "process.h"
#include "verify.h"
#include <stdlib.h>
#include <string.h>

enum { LIMIT_MS = 60000, MOST_BYTES = 1 << 20, MOST_COLUMNS = 80 };

// One that no nursery, event or stream can pass, and one that does not end.
static const char wrong_tests[] =
    "\n#include \"own.h\"\n"
    "OWN_TEST(asks_for_too_much)\n{\n    must(!\"contract\");\n}\n"
    "OWN_TEST(crashes)\n{\n    *(volatile int *)8 = 1;\n"
    "    return NULL;\n}\n"
    "OWN_TEST(never_ends)\n{\n    for (volatile int i = 0;; i++)\n        ;\n"
    "    return NULL;\n}\n";

// What is to come of it.
struct expected {
    int status;
    bool accepts; // all tests pass on the solution
    const char *says[4];
};

static void look_at_lines(struct verify_case *c, const char *text)
{
    for (; *text != 0; text += strcspn(text, "\n"), text += *text == '\n')
        if (strcspn(text, "\n") > MOST_COLUMNS)
            verify_blame(c, "a line is longer than %d columns: %.*s",
                         MOST_COLUMNS, (int)strcspn(text, "\n"), text);
}

static void look_at_printed(struct verify_case *c,
                            const struct process_result *printed,
                            const struct expected *expected)
{
    if (printed->end.code != expected->status)
        verify_blame(c, "it ended with %d, not %d: %.300s%.300s",
                     printed->end.code, expected->status, printed->err.bytes,
                     printed->out.bytes);
    for (size_t i = 0; i < array_length(expected->says); i++)
        if (expected->says[i] != NULL &&
            strstr(printed->out.bytes, expected->says[i]) == NULL)
            verify_blame(c, "nobody says \"%s\"", expected->says[i]);
    look_at_lines(c, printed->out.bytes);
}

static struct error *look_at_json(struct verify_case *c,
                                  const struct expected *expected)
{
    char *path = check_format("%s/out/own.json", c->folder), *text;
    size_t n;
    struct error *err = check_read_file(path, MOST_BYTES, &text, &n);
    free(path);
    if (err != NULL)
        return err;
    json_t *all = json_loads(text, 0, NULL);
    free(text);
    const json_t *mytests = json_object_get(all, "mytests");
    c->score = (int)json_integer_value(json_object_get(mytests, "caught"));
    c->max = (int)json_integer_value(json_object_get(mytests, "planted"));
    snprintf(c->note, sizeof(c->note), "bugs");
    if (json_is_true(json_object_get(mytests, "accepts_reference")) !=
        expected->accepts)
        verify_blame(c, "the tests %s on the solution",
                     expected->accepts ? "do not pass" : "pass");
    if (c->max > 0 && c->score < 1)
        verify_blame(c, "they catch none of %d planted bugs", c->max);
    json_decref(all);
    return NULL;
}

static struct error *run_own(struct verify_case *c, const char *tests,
                             const struct expected *expected)
{
    char *out = check_format("%s/out", c->folder);
    struct process_result printed;
    const char *argv[] = {
        "setpriv", "--pdeathsig", "KILL",         "build/harness/check",
        "--own",   "--lab",       c->lab->number, "--out",
        out,       "--src",       c->src,         "--tests",
        tests,     NULL};
    double start = check_now_ms();
    struct error *err = verify_program(argv, LIMIT_MS, &printed);
    c->took_s = (check_now_ms() - start) / 1e3;
    free(out);
    if (err != NULL)
        return err;
    look_at_printed(c, &printed, expected);
    process_result_free(&printed);
    return look_at_json(c, expected);
}

static char *shipped_tests(const struct check_lab *lab)
{
    return check_format("%s/test_%s", lab->folder, lab->files[0].name);
}

// All is right, so all passes.
static struct error *run_right(struct verify_case *c, const char *folder)
{
    char *tests = shipped_tests(c->lab);
    c->src = verify_source_of(c->lab, folder);
    struct error *err =
        run_own(c, tests, &(struct expected){.status = 0, .accepts = true});
    free(tests);
    return err;
}

static struct error *make_solution(struct verify_case *c)
{
    char *folder = check_format("solutions/%s", c->lab->name);
    struct error *err = run_right(c, folder);
    free(folder);
    return err;
}

struct error *verify_own_other(struct verify_case *c)
{
    return run_right(c, c->from);
}

// A starter, and beside the shipped tests three that are wrong.
static struct error *make_wrong_tests(struct verify_case *c)
{
    char *shipped = shipped_tests(c->lab), *text;
    char *tests = check_format("%s/tests.c", c->folder);
    size_t n;
    struct expected expected = {
        .status = 1,
        .says = {"asks_for_too_much", "never_ends", "it loops",
                 "invalid memory access"}};
    c->src = verify_source_of(c->lab, c->lab->folder);
    struct error *err = check_read_file(shipped, MOST_BYTES, &text, &n);
    if (err == NULL) {
        char *both = check_format("%s%s", text, wrong_tests);
        err = check_write_file(tests, both, strlen(both));
        free(text);
        free(both);
    }
    if (err == NULL)
        err = run_own(c, tests, &expected);
    free(shipped);
    free(tests);
    return err;
}

void verify_add_own(struct verify_list *list, struct check_lab *lab)
{
    verify_add(list, lab, "own", "the solution", make_solution);
    verify_add(list, lab, "own", "a starter, and tests that are wrong",
               make_wrong_tests);
}
