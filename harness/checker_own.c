// Runs the student's own tests on three kinds of code: the student's, where
// they should pass; the solution, where a test that fails asks for something
// else than the contract; and broken versions of the solution, each of which at
// least one test should find.
//
// Solution and broken versions are sealed objects of the kit.
#include "checker_own.h"
#include "checker_more.h"
#include "event.h"
#include "nursery.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MOST_HUNG = 2,      // then the rest is not run
    WORKERS = 2,        // that try broken versions, side by side
    TIMES_SURE = 3,     // the tests have to pass together before they count
    PATIENCE_MS = 1000, // without a word about progress
};

// ---- building --------------------------------------------------------------

// What is built by tasks side by side.
struct part {
    struct own *own;
    enum check_flavour flavour;
};

static const char *path_of(struct own *own, enum check_flavour flavour,
                           const char *name)
{
    return check_path(own->check, flavour, name);
}

static struct error *compile_tests(void *arg)
{
    struct part *part = arg;
    bool ok;
    return check_compile_tests(&part->own->tests, part->flavour, &ok);
}

// The student's own code may be missing, or not even compile: its tests are
// tried on the rest all the same.
static struct error *compile_code(void *arg)
{
    struct own *own = arg;
    bool ok;
    TRY(check_take(own->check));
    return own->check->build == BUILD_OK
               ? check_compile(own->check, FLAVOUR_WATCHED, &ok)
               : NULL;
}

static struct error *link_code(void *arg)
{
    struct own *own = arg;
    bool ok;
    if (own->check->build != BUILD_OK)
        return NULL;
    return check_link_tests(own->check, FLAVOUR_WATCHED,
                            path_of(own, FLAVOUR_WATCHED, "sealed.o"),
                            path_of(own, FLAVOUR_WATCHED, "own"), &ok);
}

static const char *kit_of(struct own *own, const char *name)
{
    return check_text(own->check, "%s/%s/%s", own->check->root,
                      own->check->lab->kit, name);
}

static struct error *link_solution(void *arg)
{
    struct part *part = arg;
    bool ok, watched = part->flavour == FLAVOUR_WATCHED;
    return check_link_tests(
        &part->own->tests, part->flavour,
        kit_of(part->own, watched ? "solution-asan.o" : "solution-plain.o"),
        path_of(part->own, FLAVOUR_OWN, watched ? "watched" : "solution"), &ok);
}

static struct error *build_all(struct own *own)
{
    struct part watched = {own, FLAVOUR_WATCHED}, plain = {own, FLAVOUR_OWN};
    struct nursery *n = nursery_open();
    nursery_spawn(n, compile_tests, &watched);
    nursery_spawn(n, compile_tests, &plain);
    nursery_spawn(n, compile_code, own);
    TRY(nursery_close(n, NULL));
    if (own->tests.build != BUILD_OK)
        return NULL;
    n = nursery_open();
    nursery_spawn(n, link_solution, &watched);
    nursery_spawn(n, link_solution, &plain);
    nursery_spawn(n, link_code, own);
    return nursery_close(n, NULL);
}

// ---- which bugs there are ---------------------------------------------------

static struct error *list_bugs(struct own *own)
{
    char *text, *rest;
    size_t n;
    TRY(check_read_file(kit_of(own, "planted.tsv"), 1 << 16, &text, &n));
    own->bugs = calloc(n + 1, sizeof(own->bugs[0]));
    must(own->bugs != NULL);
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char *tab = strchr(line, '\t');
        if (tab == NULL)
            continue;
        *tab = 0;
        own->bugs[own->n_bugs++] =
            (struct own_bug){.name = check_text(own->check, "%s", line),
                             .test_id = check_text(own->check, "%s", tab + 1)};
        // It may be left from a check that was stopped.
        unlink(path_of(own, FLAVOUR_OWN, line));
    }
    free(text);
    return NULL;
}

// ---- the student's code, and the solution ----------------------------------

static struct error *try_code(void *arg)
{
    struct own *own = arg;
    struct own_program program = {path_of(own, FLAVOUR_WATCHED, "own"),
                                  FLAVOUR_WATCHED, 1};
    int64_t cpu_ms;
    int n_hung = 0;
    if (own->check->build != BUILD_OK)
        return NULL;
    for (size_t i = 0; i < own->n_tests && n_hung < MOST_HUNG; i++) {
        struct own_test *t = &own->test[i];
        TRY(own_try(own, &program, t->name, &t->mine, &cpu_ms));
        n_hung += t->mine.hung;
    }
    return NULL;
}

// Each with everything that watches it, then as the broken versions are run.
static struct error *try_solution(void *arg)
{
    struct own *own = arg;
    struct own_program watched = {path_of(own, FLAVOUR_OWN, "watched"),
                                  FLAVOUR_WATCHED, 1};
    struct own_program plain = {path_of(own, FLAVOUR_OWN, "solution"),
                                FLAVOUR_OWN, 1};
    int64_t cpu_ms;
    int n_hung = 0;
    for (size_t i = 0; i < own->n_tests && n_hung < MOST_HUNG; i++) {
        struct own_outcome *outcome = &own->test[i].solution;
        TRY(own_try(own, &watched, own->test[i].name, outcome, &cpu_ms));
        if (outcome->status == OWN_PASS)
            TRY(own_try(own, &plain, own->test[i].name, outcome, &cpu_ms));
        n_hung += outcome->hung;
        own->n_done = i + 1;
    }
    return NULL;
}

static struct error *try_code_and_solution(struct own *own)
{
    own->doing = "own tests";
    own->n_to_do = own->n_tests;
    struct nursery *n = nursery_open();
    nursery_spawn(n, try_code, own);
    nursery_spawn(n, try_solution, own);
    return nursery_close(n, NULL);
}

// ---- broken versions -------------------------------------------------------

static void join_accepted(struct own *own)
{
    own->accepted = "";
    for (size_t i = 0; i < own->n_tests; i++)
        if (own->test[i].solution.status == OWN_PASS)
            own->accepted =
                check_text(own->check, "%s%s%s", own->accepted,
                           own->accepted[0] != 0 ? "," : "", own->test[i].name);
}

// In one process they are faster; if one leaves something behind that another
// stumbles over, each gets its own. What they need here is what they may need.
static struct error *try_together(struct own *own)
{
    struct own_program plain = {path_of(own, FLAVOUR_OWN, "solution"),
                                FLAVOUR_OWN, 10};
    own->cpu_s = 1;
    for (int i = 0; i < TIMES_SURE && !own->apart; i++) {
        struct own_outcome outcome;
        int64_t cpu_ms;
        TRY(own_try(own, &plain, own->accepted, &outcome, &cpu_ms));
        own->apart = outcome.status != OWN_PASS;
        if (cpu_ms > 300)
            own->cpu_s = 2 + (int)(cpu_ms / 500);
    }
    return NULL;
}

static struct error *try_apart(struct own *own,
                               const struct own_program *program,
                               struct own_outcome *outcome)
{
    int64_t cpu_ms;
    outcome->status = OWN_PASS;
    for (size_t i = 0; i < own->n_tests && outcome->status == OWN_PASS; i++)
        if (own->test[i].solution.status == OWN_PASS)
            TRY(own_try(own, program, own->test[i].name, outcome, &cpu_ms));
    return NULL;
}

static struct error *try_bug(struct own *own, struct own_bug *bug)
{
    struct check *check = own->check;
    struct own_program program = {path_of(own, FLAVOUR_OWN, bug->name),
                                  FLAVOUR_OWN, own->cpu_s};
    struct own_outcome outcome;
    int64_t cpu_ms;
    bool ok;
    TRY(check_link_tests(
        &own->tests, FLAVOUR_OWN,
        kit_of(own, check_text(check, "planted/%s.o", bug->name)), program.path,
        &ok));
    if (!ok)
        return error_new(&SYSTEM, "%s", own->tests.build_text);
    struct error *err =
        own->apart ? try_apart(own, &program, &outcome)
                   : own_try(own, &program, own->accepted, &outcome, &cpu_ms);
    unlink(program.path);
    if (err == NULL)
        bug->caught = outcome.status == OWN_FAIL;
    return err;
}

static struct error *try_bugs(void *arg)
{
    struct own *own = arg;
    while (own->next_bug < own->n_bugs) {
        TRY(try_bug(own, &own->bugs[own->next_bug++]));
        own->n_done++;
    }
    return NULL;
}

static struct error *try_all_bugs(struct own *own)
{
    join_accepted(own);
    if (own->accepted[0] == 0)
        return NULL;
    TRY(try_together(own));
    own->doing = "planted bugs";
    own->n_done = 0;
    own->n_to_do = own->n_bugs;
    struct nursery *n = nursery_open();
    for (int i = 0; i < WORKERS; i++)
        nursery_spawn(n, try_bugs, own);
    return nursery_close(n, NULL);
}

// ---- all of it -------------------------------------------------------------

// A line that is written anew again and again, and gone at the end.
static struct error *show_progress(void *arg)
{
    struct own *own = arg;
    struct error *err = sleep_ms(PATIENCE_MS);
    bool shown = err == NULL;
    for (; err == NULL; err = sleep_ms(100)) {
        printf("\r\033[K%s", own->doing);
        if (own->n_to_do > 0)
            printf(": %zu of %zu", own->n_done, own->n_to_do);
        fflush(stdout);
    }
    if (shown)
        printf("\r\033[K");
    return err;
}

static struct error *run_all(struct own *own)
{
    TRY(build_all(own));
    if (own->tests.build != BUILD_OK)
        return NULL;
    TRY(own_list(own));
    TRY(try_code_and_solution(own));
    return try_all_bugs(own);
}

static struct error *run_with_progress(struct own *own)
{
    const char *term = getenv("TERM");
    struct nursery *n = nursery_open();
    if (isatty(STDOUT_FILENO) && (term == NULL || strcmp(term, "dumb") != 0))
        nursery_spawn(n, show_progress, own);
    struct error *err = run_all(own);
    nursery_cancel(n);
    return nursery_close(n, err);
}

size_t own_count_passed(const struct own *own, bool on_solution)
{
    size_t n = 0;
    for (size_t i = 0; i < own->n_tests; i++)
        n += (on_solution ? own->test[i].solution : own->test[i].mine).status ==
             OWN_PASS;
    return n;
}

size_t own_count_caught(const struct own *own)
{
    size_t n = 0;
    for (size_t i = 0; i < own->n_bugs; i++)
        n += own->bugs[i].caught;
    return n;
}

static struct error *begin(struct own *own)
{
    struct check *check = own->check;
    const struct check_options *options = check->options;
    own->doing = "building";
    own->tests = *check;
    own->tests.texts = NULL;
    own->tests.subject =
        check_text(check, "test_%s", check->lab->files[0].name);
    TRY(check_make_folder(check_text(check, "%s/source", check->out)));
    TRY(list_bugs(own));
    return check_take_tests(&own->tests,
                            options->tests != NULL
                                ? options->tests
                                : check_text(check, "%s/%s", check->lab->folder,
                                             own->tests.subject));
}

struct error *check_own(struct check *check)
{
    struct own own = {.check = check};
    struct error *err = begin(&own);
    if (err == NULL && own.tests.build == BUILD_OK)
        err = run_with_progress(&own);
    if (err == NULL) {
        own_print(&own);
        bool all = own_count_passed(&own, false) == own.n_tests &&
                   own_count_passed(&own, true) == own.n_tests;
        check->exit_status = all && own.n_tests > 0 ? 0 : 1;
        err = own_write(&own);
    }
    own.tests.lab = NULL;
    check_free(&own.tests);
    free(own.bugs);
    return err;
}
