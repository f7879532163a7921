// Gates that look at files only: starters and solutions beside each other, the
// rubric, the judge's list, the hints.
#include "verify.h"
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FULL_MARKS = 100, N_HINTS = 3, MOST_BYTES = 1 << 16 };

// ---- starters and solutions ------------------------------------------------

// Is it a source that students do not write? Its header says so.
static bool is_given(const char *path)
{
    static const char says[] = "// GIVEN";
    char *header = check_format("%s", path), *text = NULL;
    size_t n;
    header[strlen(header) - 1] = 'h';
    error_free(check_read_file(header, MOST_BYTES, &text, &n));
    bool given = text != NULL && strncmp(text, says, strlen(says)) == 0;
    free(text);
    free(header);
    return given;
}

// Every source in one folder has its like in the other.
static void compare_folders(struct verify_case *c, const char *one,
                            const char *other)
{
    glob_t found;
    char *pattern = check_format("%s/%s/*.c", one, c->lab->name);
    int failed = glob(pattern, 0, NULL, &found);
    free(pattern);
    if (failed != 0) {
        verify_blame(c, "there is no source in %s/%s", one, c->lab->name);
        return;
    }
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *name = strrchr(found.gl_pathv[i], '/') + 1;
        char *like = check_format("%s/%s/%s", other, c->lab->name, name);
        if (strncmp(name, "test_", 5) != 0 && access(like, R_OK) != 0 &&
            !is_given(found.gl_pathv[i]))
            verify_blame(c, "%s has no like in %s", found.gl_pathv[i], other);
        free(like);
    }
    globfree(&found);
}

static struct error *make_mirror(struct verify_case *c)
{
    compare_folders(c, "solutions", "labs");
    compare_folders(c, "labs", "solutions");
    return NULL;
}

// ---- the rubric ------------------------------------------------------------

static struct error *make_rubric(struct verify_case *c)
{
    const struct check_lab *lab = c->lab;
    c->score = c->max = check_points(lab, false);
    if (c->max != FULL_MARKS)
        verify_blame(c, "its points are %d, not %d", c->max, FULL_MARKS);
    for (size_t i = 0; i < lab->n_tests; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(lab->tests[i].id, lab->tests[j].id) == 0)
                verify_blame(c, "%s is there twice", lab->tests[i].id);
    return NULL;
}

// The judge has the tests of the rubric, and no others.
static struct error *make_judge(struct verify_case *c)
{
    char *judge = check_format("%s/judge", c->lab->kit), *list, *rest;
    struct error *err =
        verify_output(c, (const char *const[]){judge, "--list", NULL}, &list);
    free(judge);
    if (err != NULL)
        return err;
    size_t n = 0;
    for (char *id = strtok_r(list, "\n", &rest); id != NULL;
         id = strtok_r(NULL, "\n", &rest), n++)
        if (check_lab_test(c->lab, id) == NULL)
            verify_blame(c, "the rubric has no %s", id);
    if (n < c->lab->n_tests)
        verify_blame(c, "the judge has %zu of the rubric's %zu tests", n,
                     c->lab->n_tests);
    free(list);
    return NULL;
}

// ---- hints -----------------------------------------------------------------

static bool ends_in_question(const char *from, const char *to)
{
    while (to > from && strchr(" \n", to[-1]) != NULL)
        to--;
    return to > from && to[-1] == '?';
}

static void look_at_hints(struct verify_case *c, const char *path)
{
    char *text, heading[16];
    size_t n;
    struct error *err = check_read_file(path, MOST_BYTES, &text, &n);
    if (err != NULL) {
        verify_blame(c, "%s", error_message(err));
        error_free(err);
        return;
    }
    for (int i = 1; i <= N_HINTS; i++) {
        snprintf(heading, sizeof(heading), "## %d\n", i);
        const char *from = strstr(text, heading);
        const char *to = from != NULL ? strstr(from, "\n## ") : NULL;
        if (from == NULL)
            verify_blame(c, "%s has no hint %d", path, i);
        else if (!ends_in_question(from, to != NULL ? to : text + n))
            verify_blame(c, "%s: hint %d does not end in a question", path, i);
    }
    free(text);
}

static struct error *make_hints(struct verify_case *c)
{
    for (size_t i = 0; i < c->lab->n_tests; i++) {
        const struct check_test *t = &c->lab->tests[i];
        char *named = check_format("%s/hints/%s", c->lab->folder, t->hint);
        char *coded = check_format("%s/hints/%s.md", c->lab->folder, t->code);
        look_at_hints(c, named);
        if (strcmp(named, coded) != 0)
            look_at_hints(c, coded);
        free(named);
        free(coded);
    }
    return NULL;
}

void verify_add_gates(struct verify_list *list, struct check_lab *lab)
{
    verify_add(list, lab, "lab", "every starter has its solution", make_mirror);
    verify_add(list, lab, "lab", "the rubric adds up", make_rubric);
    verify_add(list, lab, "lab", "the judge has the rubric's tests",
               make_judge);
    verify_add(list, lab, "lab", "every code has three hints", make_hints);
}
