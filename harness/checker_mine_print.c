// What the student reads of all labs together, and their results.
#include "checker_mine.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check *mine_first_not_built(struct mine *mine)
{
    for (size_t i = 0; i < mine->n; i++)
        if (mine->labs[i].build != BUILD_OK)
            return &mine->labs[i];
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
    struct check *not_built = mine_first_not_built(mine);
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

void mine_print(struct mine *mine)
{
    print_whole(mine);
    print_total(mine);
}

// ---- results ---------------------------------------------------------------

static json_t *summary_of(struct mine *mine, size_t i)
{
    const struct check *check = &mine->labs[i];
    const struct check_test *failed = check_first_failure(check->lab);
    return json_pack(
        "{s:s, s:s, s:i, s:i, s:s}", "lab", check->lab->name, "status",
        check == mine->unwritten         ? "unwritten"
        : check->build == BUILD_MISSING  ? "missing"
        : check->build == BUILD_FAILED   ? "build_failed"
        : check->build == BUILD_REJECTED ? "rejected"
        : mine->judged[i]                ? "graded"
                                         : "not_run",
        "score", mine->judged[i] ? check_points(check->lab, true) : 0, "max",
        check_points(check->lab, false), "first",
        failed != NULL ? failed->id : "");
}

struct error *mine_write(struct mine *mine)
{
    json_t *labs = json_array();
    struct error *err = NULL;
    for (size_t i = 0; i < mine->n; i++)
        json_array_append_new(labs, summary_of(mine, i));
    json_t *all = json_pack("{s:s, s:o}", "schema", "mine/v1", "labs", labs);
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
