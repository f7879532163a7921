// What the student reads: build, score, the first failure as a story, and one
// next step. 80 columns; it reads well without colour.
#include "checker.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    WIDTH = 78,
    MOST_COLUMNS = 200,
    MOST_SAID_LINES = 40,
    MOST_SOURCE = 1 << 20,
};

// ---- colour ----------------------------------------------------------------

static bool has_colour(void)
{
    const char *no = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && (no == NULL || no[0] == 0) &&
           (term == NULL || strcmp(term, "dumb") != 0);
}

static const char *colour(const char *code)
{
    return has_colour() ? code : "";
}

const char *check_red(void)
{
    return colour("\033[1;31m");
}

const char *check_green(void)
{
    return colour("\033[1;32m");
}

const char *check_bold(void)
{
    return colour("\033[1m");
}

const char *check_no_colour(void)
{
    return colour("\033[0m");
}

// ---- text ------------------------------------------------------------------

void check_print_wrapped(const char *text, int indent)
{
    int column = indent;
    while (*text != 0) {
        size_t word = strcspn(text, " \n");
        if (column > indent && column + 1 + (int)word > WIDTH) {
            printf("\n%*s", indent, "");
            column = indent;
        } else if (column > indent) {
            column += printf(" ");
        }
        column += printf("%.*s", (int)word, text);
        text += word;
        if (*text == '\n' && text[1] != 0) {
            printf("\n%*s", indent, "");
            column = indent;
        }
        text += *text != 0;
    }
    printf("\n");
}

static void print_indented(const char *text, int indent)
{
    for (int n_lines = 0; *text != 0; n_lines++) {
        if (n_lines == MOST_SAID_LINES) {
            printf("%*s...\n", indent, "");
            return;
        }
        size_t n = strcspn(text, "\n"), shown = n;
        // The compiler quotes a line, however long it is.
        if (shown > MOST_COLUMNS) {
            shown = MOST_COLUMNS;
            while (((unsigned char)text[shown] & 0xc0) == 0x80)
                shown--;
        }
        printf("%*s%.*s%s\n", indent, "", (int)shown, text,
               shown < n ? "..." : "");
        text += n + (text[n] == '\n');
    }
}

// ---- the parts -------------------------------------------------------------

static int count_status(const struct check_lab *lab, enum check_status status)
{
    int n = 0;
    for (size_t i = 0; i < lab->n_tests; i++)
        n += lab->tests[i].status == status;
    return n;
}

static int n_warnings(const char *text)
{
    int n = 0;
    for (const char *at = text; (at = strstr(at, "warning:")) != NULL; at++)
        n++;
    return n;
}

void check_print_build(const struct check *check)
{
    const char *file = check->subject;
    if (check->build == BUILD_OK) {
        printf("build     %-36s %sok%s %24.2f s\n", file, check_green(),
               check_no_colour(), check->build_ms / 1e3);
        if (check->warnings != NULL) {
            int n = n_warnings(check->warnings);
            printf("          %d warning%s:\n", n, n == 1 ? "" : "s");
            print_indented(check->warnings, 2);
        }
        return;
    }
    const char *what = check->build == BUILD_REJECTED  ? "not accepted"
                       : check->build == BUILD_MISSING ? "no file"
                                                       : "does not compile";
    printf("build     %-36s %s%s%s\n\n", file, check_red(), what,
           check_no_colour());
    if (check->build == BUILD_FAILED)
        print_indented(check->build_text, 2);
    else {
        printf("  ");
        check_print_wrapped(check->build_text, 2);
    }
}

static int n_plays(const struct check_lab *lab)
{
    int n = 0;
    for (size_t i = 0; i < lab->n_tests; i++)
        n += lab->tests[i].n_plays;
    return n;
}

// After the second test that loops or blocks the rest is left out.
static bool is_any_hung(const struct check_lab *lab)
{
    int n = 0;
    for (size_t i = 0; i < lab->n_tests; i++)
        n += lab->tests[i].status == CHECK_FAIL &&
             strcmp(lab->tests[i].failed, "HANG") == 0;
    return n >= 2;
}

static void print_tests(const struct check *check)
{
    const struct check_lab *lab = check->lab;
    int pass = count_status(lab, CHECK_PASS),
        fail = count_status(lab, CHECK_FAIL);
    int left = (int)lab->n_tests - pass - fail;
    // A program that reads files has nothing to do with time.
    const char *how = lab->link[0] == 0 ? "runs on the virtual clock" : "runs";
    int n = printf("tests     %zu, in %d %s", lab->n_tests, n_plays(lab), how);
    printf("%*.2f s\n", 74 - n, check->judge_ms / 1e3);
    printf("\n  %s%d pass%s", pass > 0 ? check_green() : "", pass,
           check_no_colour());
    if (fail > 0)
        printf("   %s%d fail%s%s", check_red(), fail, fail == 1 ? "s" : "",
               check_no_colour());
    if (left > 0)
        printf("   %d not run%s", left,
               is_any_hung(lab) ? " (two that hang are enough)" : "");
    printf("      %d of %d points\n", check_points(lab, true),
           check_points(lab, false));
}

static void print_parts(const struct check_lab *lab)
{
    printf("\n");
    for (size_t i = 0; i < lab->n_tests;) {
        const char *part = lab->tests[i].part;
        int got = 0, all = 0;
        size_t first = i;
        for (; i < lab->n_tests && strcmp(lab->tests[i].part, part) == 0; i++) {
            all += lab->tests[i].points;
            if (lab->tests[i].status == CHECK_PASS)
                got += lab->tests[i].points;
        }
        printf("  %-13s %3d of %-3d ", part, got, all);
        for (size_t j = first; j < i; j++)
            putchar(lab->tests[j].status == CHECK_PASS   ? '+'
                    : lab->tests[j].status == CHECK_FAIL ? 'x'
                                                         : '-');
        printf("\n");
    }
}

void check_print_failure(struct check *check, struct check_test *test)
{
    int room = WIDTH - 6 - (int)strlen(test->failed) - 2;
    printf("\n%sFAIL%s  %s%-*s%s[%s]\n\n", check_red(), check_no_colour(),
           check_bold(), room, test->id, check_no_colour(), test->failed);
    printf("  Checked    ");
    check_print_wrapped(test->checked, 13);
    printf("  Happened   ");
    check_print_wrapped(test->happened, 13);
    check_print_story(check, test);
    if (test->sanitizer != NULL &&
        strcmp(test->sanitizer, test->happened) != 0) {
        printf("\n  AddressSanitizer says: ");
        check_print_wrapped(test->sanitizer, 4);
    }
}

// A starter fails everywhere for the same reason: it is said once.
static void print_others(const struct check_lab *lab,
                         const struct check_test *first)
{
    if (first == NULL || strcmp(first->failed, "UNWRITTEN") == 0)
        return;
    int n = count_status(lab, CHECK_FAIL) - 1, shown = 0;
    if (n <= 0)
        return;
    printf("\n  then fail%s\n", n == 1 ? "s" : "");
    for (size_t i = 0; i < lab->n_tests && shown < 12; i++) {
        const struct check_test *t = &lab->tests[i];
        if (t->status != CHECK_FAIL || t == first)
            continue;
        printf("    %-*s [%s]\n", WIDTH - 8 - (int)strlen(t->failed), t->id,
               t->failed);
        shown++;
    }
    if (shown < n)
        printf("    and %d more\n", n - shown);
}

static void print_verbose(const struct check *check)
{
    if (!check->options->verbose)
        return;
    printf("\n");
    for (size_t i = 0; i < check->lab->n_tests; i++) {
        const struct check_test *t = &check->lab->tests[i];
        if (check->options->test != NULL &&
            strcmp(check->options->test, t->id) != 0)
            continue;
        printf("  %-4s %3d  %-50s %4d runs %5.0f ms\n",
               t->status == CHECK_PASS   ? "pass"
               : t->status == CHECK_FAIL ? "FAIL"
                                         : "-",
               t->points, t->id, t->n_plays, t->wall_ms);
    }
}

static void print_file_cover(const struct check_file *file)
{
    const struct check_cover *cover = &file->cover;
    printf("%s: %.0f%% of lines", file->name,
           100.0 * cover->n_reached / cover->n_lines);
    if (cover->n_branches > 0)
        printf(", %.0f%% of branches",
               100.0 * cover->n_taken / cover->n_branches);
    printf("\n");
    if (cover->missed[0] == 0)
        return;
    printf("          ");
    char *text =
        check_format("no test reaches line%s %s",
                     strpbrk(cover->missed, ",-") ? "s" : "", cover->missed);
    check_print_wrapped(text, 10);
    free(text);
}

static void print_cover(const struct check *check)
{
    if (!check_cover_sum(check).known || check_points(check->lab, true) == 0)
        return;
    const char *begin = "\ncoverage  ";
    for (size_t i = 0; i < check->lab->n_files; i++) {
        if (!check->lab->files[i].cover.known)
            continue;
        printf("%s", begin);
        print_file_cover(&check->lab->files[i]);
        begin = "          ";
    }
}

// The first file that could not be taken, else the first.
static const struct check_file *file_to_write(const struct check_lab *lab)
{
    for (size_t i = 0; i < lab->n_files; i++)
        if (access(lab->files[i].src, R_OK) != 0)
            return &lab->files[i];
    return &lab->files[0];
}

// The first file that has this text in it, else the first.
static const struct check_file *file_with(const struct check_lab *lab,
                                          const char *text)
{
    const struct check_file *found = NULL;
    for (size_t i = 0; found == NULL && i < lab->n_files; i++) {
        char *source;
        size_t n;
        struct error *err =
            check_read_file(lab->files[i].src, MOST_SOURCE, &source, &n);
        if (err == NULL) {
            if (strstr(source, text) != NULL)
                found = &lab->files[i];
            free(source);
        }
        error_free(err);
    }
    return found != NULL ? found : &lab->files[0];
}

static void print_next(const struct check *check,
                       const struct check_test *failed)
{
    const char *lab = check->lab->number;
    printf("\n");
    if (check->build == BUILD_REJECTED || check->build == BUILD_FAILED)
        printf("next      mend that, then    make lab%s\n", lab);
    else if (check->build == BUILD_MISSING) {
        char *src = check_clean(file_to_write(check->lab)->src, 200);
        printf("next      write %s, then    make lab%s\n", src, lab);
        free(src);
    } else if (failed == NULL)
        printf(
            "next      make own LAB=%s        what do your own tests find?\n",
            lab);
    else if (strcmp(failed->failed, "UNWRITTEN") == 0)
        printf("next      read %s/README.md, then write %s/%s\n",
               check->lab->folder, check->lab->folder,
               file_with(check->lab, failed->happened)->name);
    else
        printf("next      make hint LAB=%s       a hint for the first failure\n"
               "          make debug LAB=%s T=%s\n",
               lab, lab, failed->id);
}

static bool has_full_marks(const struct check *check)
{
    for (size_t i = 0; i < check->lab->n_tests; i++) {
        const struct check_test *t = &check->lab->tests[i];
        bool wanted = check->options->test == NULL ||
                      strcmp(check->options->test, t->id) == 0;
        if (wanted && t->status != CHECK_PASS)
            return false;
    }
    return check->build == BUILD_OK;
}

static void print_last(const struct check *check)
{
    printf("total     %d of %d points in %.2f s, SEED=%llx\n",
           check_points(check->lab, true), check_points(check->lab, false),
           check->total_ms / 1e3, (unsigned long long)check->options->seed);
}

void check_print(struct check *check)
{
    const struct check_lab *lab = check->lab;
    check->exit_status = has_full_marks(check) ? 0 : 1;
    if (check->options->quiet)
        return;
    printf("%slab %s%s\n\n", check_bold(), lab->title, check_no_colour());
    if (check->weak)
        printf("notice    this kernel cannot cage programs well (%s): check "
               "only code you trust\n",
               check->cage);
    if (check->options->plain)
        printf("notice    without the sanitizers: this is no verdict\n");
    check_print_build(check);
    struct check_test *failed = check_first_failure(lab);
    if (check->build == BUILD_OK) {
        print_tests(check);
        if (check->options->test == NULL)
            print_parts(lab);
        if (failed != NULL)
            check_print_failure(check, failed);
        print_others(lab, failed);
        print_verbose(check);
        print_cover(check);
        check_print_advice(check);
    }
    print_next(check, failed);
    print_last(check);
}
