// All open labs as one program: the student's own runtime.
//
// Each lab is taken, compiled, sealed and audited as for `make lab1`; then each
// lab's hidden tests are linked with all of them, lowest first, and judged. One
// check a lab, which share the command's options.
#include "checker_more.h"
#include "nursery.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_LABS = 10 };

struct mine {
    struct check *whole; // the command's
    struct check labs[MOST_LABS];
    struct check_options options[MOST_LABS];
    bool judged[MOST_LABS];
    size_t n;
    double start;

    // Why the labs above are not judged: one that is not written, or NULL.
    const struct check *unwritten;
    const char *unwritten_text; // "nursery_open is not written yet"
    const struct check *needs;  // a lab that cannot do without it, or NULL
};

// ---- labs ------------------------------------------------------------------

// Where the sources of a lab are, below the folder that was asked for.
static const char *source_of(struct check *check, const char *folder)
{
    const struct check_lab *lab = check->lab;
    return lab->n_files > 1
               ? check_text(check, "%s/%s", folder, lab->name)
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
    struct error *err =
        check_read_file("build/kit/labs", 1 << 12, &names, &n);
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
    return check_compile(arg, FLAVOUR_WATCHED, &ok);
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

// The lowest lab that cannot be built, or NULL.
static struct check *first_not_built(struct mine *mine)
{
    for (size_t i = 0; i < mine->n; i++)
        if (mine->labs[i].build != BUILD_OK)
            return &mine->labs[i];
    return NULL;
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
        if (first_not_built(mine) != NULL)
            return NULL;
        mine->judged[i] = true;
        note_unwritten(mine, i);
    }
    return NULL;
}

// ---- what is printed -------------------------------------------------------

static int count_passed(const struct check_lab *lab)
{
    int n = 0;
    for (size_t i = 0; i < lab->n_tests; i++)
        n += lab->tests[i].status == CHECK_PASS;
    return n;
}

// "1 nursery"
static const char *name_of(struct check *check)
{
    return check_text(check, "%s %s", check->lab->number,
                      strchr(check->lab->name, '-') + 1);
}

static void print_lab(struct mine *mine, size_t i)
{
    static const char *const builds[] = {
        [BUILD_OK] = "not run",
        [BUILD_MISSING] = "no file",
        [BUILD_FAILED] = "does not compile or link",
        [BUILD_REJECTED] = "not accepted",
    };
    struct check *check = &mine->labs[i];
    const struct check_lab *lab = check->lab;
    printf("lab %-12s ", name_of(check));
    bool nothing = check == mine->unwritten && check_points(lab, true) == 0;
    if (nothing || !mine->judged[i]) {
        printf("%s%s%s%s\n", check->build != BUILD_OK ? check_red() : "",
               check == mine->unwritten ? "not written yet"
               : check == mine->needs   ? "needs lab "
                                        : builds[check->build],
               check == mine->needs ? mine->unwritten->lab->number : "",
               check_no_colour());
        return;
    }
    const struct check_test *failed = check_first_failure(lab);
    int n = count_passed(lab);
    bool full = n == (int)lab->n_tests;
    printf("%s%3d of %3d points%s  %2d of %2zu tests",
           full ? check_green() : check_red(), check_points(lab, true),
           check_points(lab, false), check_no_colour(), n, lab->n_tests);
    if (failed != NULL)
        printf("\n%13sfirst: %s [%s]", "", failed->id, failed->failed);
    printf("\n");
}

// The lowest lab that was judged and has not full marks, or NULL.
static struct check *first_failed(struct mine *mine)
{
    for (size_t i = 0; i < mine->n; i++)
        if (mine->judged[i] && check_first_failure(mine->labs[i].lab) != NULL)
            return &mine->labs[i];
    return NULL;
}

// The lowest above that, or NULL.
static struct check *next_failed(struct mine *mine, const struct check *failed)
{
    for (struct check *check = mine->labs; check < mine->labs + mine->n;
         check++)
        if (check > failed && check_first_failure(check->lab) != NULL)
            return check;
    return NULL;
}

static void print_unwritten(struct mine *mine)
{
    const char *number = mine->unwritten->lab->number;
    printf("\n");
    char *text =
        mine->needs == NULL
            ? check_format("Lab %s is not written %s: %s.", number,
                           check_points(mine->unwritten->lab, true) > 0
                               ? "to its end"
                               : "yet",
                           mine->unwritten_text)
            : check_format("Lab %s is not written yet (%s), and lab %s or its "
                           "tests need it.",
                           number, mine->unwritten_text,
                           mine->needs->lab->number);
    check_print_wrapped(text, 0);
    free(text);
    printf("\nnext      write it, then    make lab%s\n", number);
}

static void print_failed(struct mine *mine, struct check *failed)
{
    const char *number = failed->lab->number;
    struct check *next = next_failed(mine, failed);
    check_print_failure(failed, check_first_failure(failed->lab));
    printf("\nLab %s is the lowest that fails.", number);
    if (next != NULL)
        printf(" The others may fail because of it.");
    printf("\n\nnext      make lab%s    alone, beside modules that are right\n",
           number);
    if (next != NULL)
        printf("          make lab%s    if lab %s passes alone\n",
               next->lab->number, number);
}

static void print_whole(struct mine *mine)
{
    struct check *not_built = first_not_built(mine);
    struct check *failed = first_failed(mine);
    printf("%syour own runtime: %zu lab%s in one program%s\n\n", check_bold(),
           mine->n, mine->n == 1 ? "" : "s", check_no_colour());
    for (size_t i = 0; i < mine->n; i++)
        print_lab(mine, i);
    if (not_built != NULL) {
        printf("\n");
        check_print_build(not_built);
        printf("\nnext      mend that, then    make lab%s\n",
               not_built->lab->number);
    } else if (mine->unwritten != NULL) {
        print_unwritten(mine);
    } else if (failed != NULL) {
        print_failed(mine, failed);
    } else {
        printf("\nIt runs on nothing but your own code and the given "
               "runtime.\n");
    }
}

static void print_total(struct mine *mine)
{
    int reached = 0, all = 0;
    for (size_t i = 0; i < mine->n; i++) {
        all += check_points(mine->labs[i].lab, false);
        if (mine->judged[i])
            reached += check_points(mine->labs[i].lab, true);
    }
    printf("total     %d of %d points in %.2f s, SEED=%llx\n", reached, all,
           (check_now_ms() - mine->start) / 1e3,
           (unsigned long long)mine->whole->options->seed);
    mine->whole->exit_status = reached == all && all > 0 ? 0 : 1;
}

// ---- results ---------------------------------------------------------------

static json_t *summary_of(struct mine *mine, size_t i)
{
    const struct check *check = &mine->labs[i];
    const struct check_test *failed = check_first_failure(check->lab);
    return json_pack("{s:s, s:s, s:i, s:i, s:s}", "lab", check->lab->name,
                     "status",
                     check == mine->unwritten         ? "unwritten"
                     : check->build == BUILD_MISSING  ? "missing"
                     : check->build == BUILD_FAILED   ? "build_failed"
                     : check->build == BUILD_REJECTED ? "rejected"
                     : mine->judged[i]                ? "graded"
                                                      : "not_run",
                     "score",
                     mine->judged[i] ? check_points(check->lab, true) : 0,
                     "max", check_points(check->lab, false), "first",
                     failed != NULL ? failed->id : "");
}

static struct error *write_results(struct mine *mine)
{
    json_t *labs = json_array();
    struct error *err = NULL;
    for (size_t i = 0; i < mine->n; i++)
        json_array_append_new(labs, summary_of(mine, i));
    json_t *all =
        json_pack("{s:s, s:o}", "schema", "mine/v1", "labs", labs);
    must(all != NULL);
    char *text = json_dumps(all, JSON_INDENT(2));
    const char *path =
        check_text(mine->whole, "%s/result.json", mine->whole->out);
    err = check_write_file(path, text, strlen(text));
    for (size_t i = 0; err == NULL && i < mine->n; i++)
        err = check_write_result(&mine->labs[i]);
    free(text);
    json_decref(all);
    return err;
}

// ---- all of it -------------------------------------------------------------

static struct error *run_all(struct mine *mine)
{
    const char *src = mine->whole->options->src;
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
    if (first_not_built(mine) == NULL)
        TRY(judge_all(mine));
    TRY(write_results(mine));
    print_whole(mine);
    print_total(mine);
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
