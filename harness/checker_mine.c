// All open labs as one program: the student's own runtime.
//
// Each lab is taken, compiled, sealed and audited as for `make lab1`; then each
// lab's hidden tests are linked with all of them, lowest first, and judged. One
// check a lab, which share the command's options.
#include "checker_mine.h"
#include "checker_more.h"
#include "nursery.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// ---- labs ------------------------------------------------------------------

// Where the sources of a lab are, below the folder that was asked for.
static const char *source_of(struct check *check, const char *folder)
{
    const struct check_lab *lab = check->lab;
    return lab->n_files > 1 ? check_text(check, "%s/%s", folder, lab->name)
                            : check_text(check, "%s/%s/%s", folder, lab->name,
                                         lab->files[0].name);
}

static struct error *add_lab(struct mine *mine, const char *name)
{
    struct check *whole = mine->whole, *check = &mine->labs[mine->n];
    struct check_options *options = &mine->options[mine->n];
    must(mine->n < MOST_LABS);
    char *number = check_format("%.*s", (int)strcspn(name, "-"), name);
    *options = *whole->options;
    *check = (struct check){
        .options = options,
        .root = whole->root,
        .weak = whole->weak,
        .cage = whole->cage,
        .together = mine->labs,
        .exit_status = 1,
    };
    struct error *err = check_lab_read(number, &check->lab);
    free(number);
    if (err != NULL)
        return err;
    mine->n++;
    check->out = check_text(check, "%s/lab%s", whole->out, check->lab->number);
    if (options->src != NULL)
        options->src = source_of(check, options->src);
    check_find_sources(check);
    return NULL;
}

// The kit lists the labs that are open, the lowest first.
static struct error *add_labs(struct mine *mine)
{
    char *names, *rest;
    size_t n;
    struct error *err = check_read_file("build/kit/labs", 1 << 12, &names, &n);
    if (err != NULL)
        return err;
    for (char *name = strtok_r(names, "\n", &rest); err == NULL && name != NULL;
         name = strtok_r(NULL, "\n", &rest))
        err = add_lab(mine, name);
    free(names);
    for (size_t i = 0; i < mine->n; i++)
        mine->labs[i].n_together = mine->n;
    return err;
}

// ---- building --------------------------------------------------------------

static struct error *compile_plain(void *arg)
{
    struct check *check = arg;
    bool ok;
    TRY(check_compile(check, FLAVOUR_PLAIN, &ok));
    return ok ? check_audit(check, &ok) : NULL;
}

static struct error *compile_watched(void *arg)
{
    bool ok;
    TRY(check_compile(arg, FLAVOUR_WATCHED, &ok));
    return ok ? check_audit_watched(arg, &ok) : NULL;
}

static struct error *compile(struct check *check)
{
    double start = check_now_ms();
    if (check->build != BUILD_OK)
        return NULL;
    struct nursery *n = nursery_open();
    nursery_spawn(n, compile_plain, check);
    nursery_spawn(n, compile_watched, check);
    struct error *err = nursery_close(n, NULL);
    check->build_ms = check_now_ms() - start;
    return err;
}

// ---- judging ---------------------------------------------------------------

// What a starter's function says of itself, in text: "nursery_open is not
// written yet"; NULL if nobody does.
static const char *find_unwritten_in(struct check *check, const char *text)
{
    static const char ends[] = "is not written yet\"";
    const char *at = strstr(text, ends), *from = at;
    if (at == NULL)
        return NULL;
    while (from > text && from[-1] != '"' && from[-1] != '\n')
        from--;
    char *line =
        check_format("%.*s", (int)(at - from + (long)strlen(ends) - 1), from);
    char *clean = check_clean(line, 100);
    const char *found = check_text(check, "%s", clean);
    free(line);
    free(clean);
    return found;
}

static const char *find_unwritten(struct check *check)
{
    const char *found = NULL;
    for (size_t i = 0; found == NULL && i < check->lab->n_files; i++) {
        const char *path = check_text(check, "%s/source/%s", check->out,
                                      check->lab->files[i].name);
        char *text;
        size_t n;
        struct error *err = check_read_file(path, 1 << 20, &text, &n);
        if (err == NULL) {
            found = find_unwritten_in(check, text);
            free(text);
        }
        error_free(err);
    }
    return found;
}

// A function that is not written may be another lab's: one that the failing lab
// or its tests need. The lowest is the one to write.
static void note_unwritten(struct mine *mine, size_t i)
{
    const struct check_test *failed = check_first_failure(mine->labs[i].lab);
    if (failed == NULL || strcmp(failed->failed, "UNWRITTEN") != 0)
        return;
    mine->unwritten = &mine->labs[i];
    mine->unwritten_text = failed->happened;
    for (size_t j = mine->n; j-- > 0;) {
        const char *text = find_unwritten(&mine->labs[j]);
        if (text == NULL)
            continue;
        mine->unwritten = &mine->labs[j];
        mine->unwritten_text = text;
    }
    // If it is another's, what was seen of this one says nothing about it.
    mine->judged[i] = mine->unwritten == &mine->labs[i];
    if (!mine->judged[i])
        mine->needs = &mine->labs[i];
}

static struct error *judge_all(struct mine *mine)
{
    for (size_t i = 0; i < mine->n && mine->unwritten == NULL; i++) {
        struct check *check = &mine->labs[i];
        double start = check_now_ms();
        TRY(check_all_ways(check));
        check->total_ms = check_now_ms() - start;
        // It does not link: then no lab does.
        if (mine_first_not_built(mine) != NULL)
            return NULL;
        mine->judged[i] = true;
        note_unwritten(mine, i);
    }
    return NULL;
}

// ---- all of it -------------------------------------------------------------

static struct error *run_all(struct mine *mine)
{
    const char *src = mine->whole->options->src;
    if (mine->whole->options->test != NULL)
        return error_new(&INVALID, "all labs together are checked with all "
                                   "tests; for one test: make lab1 T=id");
    if (src != NULL && !check_is_folder(src))
        return error_new(&INVALID,
                         "SRC is a folder with a folder for each lab, as labs "
                         "is; there is no folder %s",
                         src);
    TRY(add_labs(mine));
    // The cage is told of the folders of all.
    for (size_t i = 0; i < mine->n; i++)
        TRY(check_begin(&mine->labs[i]));
    for (size_t i = 0; i < mine->n; i++)
        TRY(compile(&mine->labs[i]));
    if (mine_first_not_built(mine) == NULL)
        TRY(judge_all(mine));
    TRY(mine_write(mine));
    mine_print(mine);
    return NULL;
}

struct error *check_mine(struct check *check)
{
    struct mine *mine = calloc(1, sizeof(*mine));
    must(mine != NULL);
    mine->whole = check;
    mine->start = check_now_ms();
    struct error *err = run_all(mine);
    for (size_t i = 0; i < mine->n; i++)
        check_free(&mine->labs[i]);
    free(mine);
    return err;
}
