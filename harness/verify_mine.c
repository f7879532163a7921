// `make mine`: the solutions of all open labs are full marks; a lab that is not
// written, or broken, is named.
#include "process.h"
#include "verify.h"
#include <glob.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT_MS = 60000 };

// All open labs, for the cases below.
static struct check_lab *const *all;
static size_t n_all;

static struct error *run_mine(struct verify_case *c, const char *src,
                              int status, const char *says)
{
    char *out = check_format("%s/out", c->folder);
    struct process_result printed;
    const char *argv[] = {
        "setpriv", "--pdeathsig", "KILL", "build/harness/check",
        "--mine",  "--out",       out,    "--src",
        src,       NULL};
    struct error *err = verify_program(argv, LIMIT_MS, &printed);
    free(out);
    if (err != NULL)
        return err;
    snprintf(c->note, sizeof(c->note), "exit %d", printed.end.code);
    if (printed.end.code != status)
        verify_blame(c, "it ended with %d, not %d: %.300s%.600s",
                     printed.end.code, status, printed.err.bytes,
                     printed.out.bytes);
    if (strstr(printed.out.bytes, says) == NULL)
        verify_blame(c, "nobody says \"%s\": %.600s", says, printed.out.bytes);
    process_result_free(&printed);
    return NULL;
}

static struct error *make_solutions(struct verify_case *c)
{
    return run_mine(c, "solutions", 0, "nothing but your own code");
}

// A lab that is a program of its own is none.
static bool is_of_runtime(const struct check_lab *lab)
{
    return lab->link[0] == 0;
}

// The sources of all labs, this one's from another folder.
static struct error *copy_all(struct verify_case *c, const char *from)
{
    struct error *err = NULL;
    for (size_t i = 0; err == NULL && i < n_all; i++) {
        if (!is_of_runtime(all[i]))
            continue;
        char *to = check_format("%s/solutions/%s", c->folder, all[i]->name);
        err = verify_copy(all[i], all[i] == c->lab ? from : "solutions", to);
        free(to);
    }
    return err;
}

static struct error *run_copy(struct verify_case *c, const char *format)
{
    char *src = check_format("%s/solutions", c->folder);
    char *says = check_format(format, c->lab->number);
    struct error *err = run_mine(c, src, 1, says);
    free(src);
    free(says);
    return err;
}

static struct error *make_starter(struct verify_case *c)
{
    TRY(copy_all(c, "labs"));
    return run_copy(c, "Lab %s is not written");
}

// A function is there in all labs but one.
static struct error *make_missing(struct verify_case *c)
{
    char *path = check_format("%s/solutions/%s/%s", c->folder, c->lab->name,
                              c->lab->files[0].name);
    struct error *err = copy_all(c, "solutions");
    if (err == NULL)
        err = check_write_file(path, "int nothing;\n", 13);
    free(path);
    return err != NULL ? err : run_copy(c, "nobody defines ");
}

// The lowest lab with the first of its mistakes.
static struct error *make_broken(struct verify_case *c)
{
    glob_t found;
    char *pattern = check_format("tests/%s/broken/*.patch", c->lab->name);
    int failed = glob(pattern, 0, NULL, &found);
    free(pattern);
    if (failed != 0)
        return NULL;
    struct error *err = copy_all(c, "solutions");
    if (err == NULL)
        err = verify_patch(c, found.gl_pathv[0]);
    globfree(&found);
    return err != NULL ? err : run_copy(c, "Lab %s is the lowest that fails");
}

void verify_set_labs(struct check_lab *const *labs, size_t n_labs)
{
    all = labs;
    n_all = n_labs;
}

void verify_add_mine(struct verify_list *list, struct check_lab *lab)
{
    if (!is_of_runtime(lab))
        return;
    if (lab == all[0]) {
        verify_add(list, lab, "mine", "solutions", make_solutions);
        verify_add(list, lab, "mine", "the lowest is broken", make_broken);
    }
    verify_add(list, lab, "mine", "one is not written", make_starter);
    verify_add(list, lab, "mine", "one has no functions", make_missing);
}
