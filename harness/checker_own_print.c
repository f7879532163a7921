// What the student reads of the own tests, and own.json.
#include "checker_own.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SAID = 4 }; // tests whose words are shown

// ---- tests -----------------------------------------------------------------

static bool is_unwritten(const struct own_outcome *outcome)
{
    return outcome->status == OWN_FAIL &&
           strstr(outcome->said, "is not written yet") != NULL;
}

static void print_said(const char *said)
{
    while (*said != 0) {
        size_t n = strcspn(said, "\n");
        char *line = check_format("%.*s", (int)n, said);
        printf("          ");
        check_print_wrapped(line, 10);
        free(line);
        said += n + (said[n] == '\n');
    }
}

static void print_test(const char *name, const struct own_outcome *outcome)
{
    switch (outcome->status) {
    case OWN_PASS:
        printf("  %spass%s  %s\n", check_green(), check_no_colour(), name);
        break;
    case OWN_FAIL:
        printf("  %sFAIL%s  %s\n", check_red(), check_no_colour(), name);
        break;
    case OWN_NOT_RUN:
        printf("  -     %s: not run, two others did not end\n", name);
    }
}

// A starter says the same in each test: once is enough. So is what the first
// few say, of many.
static void print_code(const struct own *own)
{
    int n_said = 0;
    bool said_unwritten = false;
    if (own->check->build != BUILD_OK) {
        check_print_build(own->check);
        printf("\n");
        return;
    }
    printf("your code     %s: %zu of %zu pass\n", own->check->subject,
           own_count_passed(own, false), own->n_tests);
    for (size_t i = 0; i < own->n_tests; i++) {
        const struct own_outcome *mine = &own->test[i].mine;
        bool unwritten = is_unwritten(mine);
        print_test(own->test[i].name, mine);
        if (mine->status != OWN_FAIL || (unwritten && said_unwritten))
            continue;
        said_unwritten |= unwritten;
        if (own->test[i].solution.status == OWN_FAIL)
            printf("          fails on the solution too\n");
        else if (n_said++ < MOST_SAID)
            print_said(mine->said);
    }
    printf("\n");
}

static void print_solution(const struct own *own)
{
    int n_said = 0;
    size_t n = own_count_passed(own, true);
    printf("the solution  %zu of %zu pass\n", n, own->n_tests);
    if (n < own->n_tests)
        printf("  What fails here asks for something else than the contract, "
               "and does not count.\n");
    for (size_t i = 0; i < own->n_tests; i++) {
        const struct own_outcome *solution = &own->test[i].solution;
        if (solution->status == OWN_PASS)
            continue;
        print_test(own->test[i].name, solution);
        if (solution->status == OWN_FAIL && n_said++ < MOST_SAID)
            print_said(solution->said);
    }
    printf("\n");
}

// ---- planted bugs ----------------------------------------------------------

static void print_survivors(const struct own *own)
{
    char *text = check_format("%s", "");
    for (size_t i = 0; i < own->n_bugs; i++) {
        if (own->bugs[i].caught)
            continue;
        char *longer = check_format("%s%s%s", text, text[0] != 0 ? ", " : "",
                                    own->bugs[i].name);
        free(text);
        text = longer;
    }
    printf("  Not caught: ");
    check_print_wrapped(text, 14);
    free(text);
}

static void print_bugs(const struct own *own)
{
    size_t n = own_count_caught(own);
    if (own->accepted[0] == 0) {
        printf("None of your tests passes on the solution: there is nothing to "
               "try on bugs.\n");
        return;
    }
    if (own->n_bugs == 0) {
        printf("No bugs are planted in this lab.\n");
        return;
    }
    printf("Your tests catch %zu of %zu planted bugs.\n", n, own->n_bugs);
    if (n < own->n_bugs)
        print_survivors(own);
    if (own->apart)
        printf("  (One by one: in one process they do not pass together.)\n");
}

// ---- what next -------------------------------------------------------------

static const struct own_test *first_not_passed(const struct own *own,
                                               bool on_solution)
{
    for (size_t i = 0; i < own->n_tests; i++) {
        const struct own_test *t = &own->test[i];
        if ((on_solution ? t->solution : t->mine).status != OWN_PASS)
            return t;
    }
    return NULL;
}

// The first bug that got away is what to think of; the rubric says which
// behaviour it breaks.
static void print_idea(const struct own *own)
{
    const struct own_bug *bug = own->bugs;
    const struct own_bug *end = own->bugs + own->n_bugs;
    while (bug < end && bug->caught)
        bug++;
    if (bug == end)
        return;
    const struct check_test *test =
        check_lab_test(own->check->lab, bug->test_id);
    char *question =
        check_format("which test of yours would fail for %s?", bug->name);
    printf("          ");
    check_print_wrapped(question, 10);
    free(question);
    if (test == NULL)
        return;
    printf("          ");
    check_print_wrapped(test->checked, 10);
}

static void print_next(const struct own *own)
{
    const struct check_lab *lab = own->check->lab;
    const struct own_test *odd = first_not_passed(own, true);
    const struct own_test *open = first_not_passed(own, false);
    printf("\nnext      ");
    if (own->tests.build != BUILD_OK)
        printf("mend that, then    make own LAB=%s\n", lab->number);
    else if (own->n_tests == 0)
        printf("write a test: %s ends with ideas\n", own->tests.subject);
    else if (odd != NULL)
        printf("does %s/%.*s.h promise what this asks for?\n"
               "          %s\n",
               lab->folder, (int)strlen(lab->files[0].name) - 2,
               lab->files[0].name, odd->name);
    else if (own->check->build != BUILD_OK)
        printf("mend your code, then    make own LAB=%s\n", lab->number);
    else if (open != NULL && is_unwritten(&open->mine))
        printf("write %s/%s, until this passes:\n          %s\n", lab->folder,
               lab->files[0].name, open->name);
    else if (open != NULL)
        printf("your code should pass    %s\n", open->name);
    else if (own_count_caught(own) == own->n_bugs)
        printf("make lab%s\n", lab->number);
    else
        printf("one more test in %s\n", own->tests.subject);
    if (odd == NULL && own->n_tests > 0)
        print_idea(own);
}

void own_print(const struct own *own)
{
    const struct check *check = own->check;
    printf("%slab %s%s\n\n", check_bold(), check->lab->title,
           check_no_colour());
    if (own->tests.build != BUILD_OK) {
        check_print_build(&own->tests);
    } else if (own->n_tests == 0) {
        printf("There is no test in %s yet.\n", own->tests.subject);
    } else {
        if (own->n_too_many > 0)
            printf("Only the first %d tests are run; there are %zu more.\n\n",
                   MOST_OWN_TESTS, own->n_too_many);
        print_code(own);
        print_solution(own);
        print_bugs(own);
    }
    print_next(own);
}

// ---- own.json --------------------------------------------------------------

static const char *status_of(const struct own_outcome *outcome)
{
    return outcome->status == OWN_PASS   ? "pass"
           : outcome->hung               ? "hang"
           : outcome->status == OWN_FAIL ? "fail"
                                         : "not_run";
}

static json_t *tests_json(const struct own *own)
{
    json_t *tests = json_array();
    for (size_t i = 0; i < own->n_tests; i++) {
        const struct own_test *t = &own->test[i];
        json_array_append_new(tests,
                              json_pack("{s:s, s:s, s:s}", "id", t->name,
                                        "status", status_of(&t->mine),
                                        "reference", status_of(&t->solution)));
    }
    return tests;
}

static json_t *mytests_json(const struct own *own)
{
    json_t *survivors = json_array();
    for (size_t i = 0; i < own->n_bugs; i++)
        if (!own->bugs[i].caught)
            json_array_append_new(survivors, json_string(own->bugs[i].name));
    bool accepts =
        own->n_tests > 0 && own_count_passed(own, true) == own->n_tests;
    return json_pack("{s:b, s:i, s:i, s:o}", "accepts_reference", accepts,
                     "caught", (int)own_count_caught(own), "planted",
                     (int)own->n_bugs, "survivors", survivors);
}

struct error *own_write(const struct own *own)
{
    const struct check *failed = own->tests.build != BUILD_OK    ? &own->tests
                                 : own->check->build != BUILD_OK ? own->check
                                                                 : NULL;
    json_t *all = json_pack("{s:s, s:s, s:o, s:o}", "schema", "own/v1", "lab",
                            own->check->lab->name, "tests", tests_json(own),
                            "mytests", mytests_json(own));
    must(all != NULL);
    if (failed != NULL)
        json_object_set_new(all, "build", json_string(failed->build_text));
    char *text = json_dumps(all, JSON_INDENT(2));
    char *path = check_format("%s/own.json", own->check->out);
    struct error *err = check_write_file(path, text, strlen(text));
    free(path);
    free(text);
    json_decref(all);
    return err;
}
