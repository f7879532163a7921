// Your own tests of lab 4. `make own LAB=4` runs them on your lint.c.
//
// A test is a C file as a string, and the places where the lint has to speak.
// own.h says when a test passes. Write one before you write the code it is
// about, see it fail, and keep it.
#include "lint.h"
#include "own.h"
#include <stdlib.h>

// What every text begins with; lines are counted after it.
static const char before[] = "#include \"task.h\"\n"
                             "struct error *work(void *arg);\n";
enum { LINES_BEFORE = 2 };

// What was found, as text: "3:5 4:11".
struct found {
    char places[256];
};

static void remember(const struct lint_finding *finding, void *arg)
{
    struct found *found = arg;
    size_t n = strlen(found->places);
    must(strcmp(finding->code, DANGLING_TASK) == 0);
    must(strstr(finding->message, "task_go") != NULL);
    snprintf(found->places + n, sizeof(found->places) - n, "%s%u:%u",
             n == 0 ? "" : " ", finding->line - LINES_BEFORE, finding->column);
}

static struct error *lint(const char *text, struct found *found)
{
    static const char *const flags[] = {"-std=gnu11", "-D_GNU_SOURCE",
                                        "-Ilabs/runtime"};
    char *whole;
    must(asprintf(&whole, "%s%s", before, text) >= 0);
    struct ast_source source = {"own.c", whole, strlen(whole), flags,
                                array_length(flags)};
    struct error *err = lint_source(&source, remember, found);
    free(whole);
    return err;
}

// NULL if the lint finds just these places in text.
static struct error *finds(const char *text, const char *places)
{
    struct found found = {""};
    TRY(lint(text, &found));
    return strcmp(found.places, places) == 0
               ? NULL
               : error_new(&INVALID, "found \"%s\", not \"%s\"", found.places,
                           places);
}

OWN_TEST(a_bare_call_is_found_at_its_place)
{
    return finds("void f(void)\n"
                 "{\n"
                 "    task_go(work, NULL);\n"
                 "}\n",
                 "3:5");
}

OWN_TEST(a_handle_that_is_returned_is_held)
{
    return finds("struct task *f(void)\n"
                 "{\n"
                 "    return task_go(work, NULL);\n"
                 "}\n",
                 "");
}

OWN_TEST(what_a_compiler_refuses_is_invalid)
{
    struct found found = {""};
    struct error *err = lint("void f(void) { task_go(work) }\n", &found);
    must(error_is(err, &INVALID));
    must(found.places[0] == '\0');
    error_free(err);
    return NULL;
}

// Ideas, roughly in the order of the tasks:
//
// - a call of a function without a mark; one that you have marked yourself
// - a call by a pointer to a function
// - task_go(work, NULL) as the body of an if, a while, a for, a switch
// - a handle passed to a function, stored in a field, an element, a global
// - a local that is never mentioned again; one that is only stored to again
// - a local that is read before the store, and nowhere after it
// - a local that is read in a loop, before the store
// - two stores, and one task_join: which of the two tasks is lost?
// - the same, but the two stores are in the branches of an if
// - an inner variable with the name of an outer one
// - a static local; a local with __attribute__((cleanup(...)))
// - (void)t, sizeof(t), t = NULL, &t: which of them is a read?
// - the three places of a for, a comma, a ?:, the last line of ({ ... })
// - a file without a function; one with three thousand calls
