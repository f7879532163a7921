// What the instructor reads in the terminal at the end: where the class stands,
// what to look at, what was written. 80 columns; every line is counted from the
// results on the disk.
#include "summary.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 79, BAR = 40, MOST_HARD = 3 };

// ---- scores ----------------------------------------------------------------

void summary_head(const char *word)
{
    printf("%-9s", word);
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void print_median(struct summary *summary)
{
    size_t n = summary->n_scores;
    qsort(summary->scores, n, sizeof(int), compare);
    double median = n % 2 == 1 ? summary->scores[n / 2]
                               : (summary->scores[n / 2 - 1] +
                                  summary->scores[n / 2]) / 2.0;
    printf("         median %g of %d points, of %zu who handed in\n", median,
           summary->max, n);
}

static void print_scores(struct summary *summary)
{
    static const char *const names[N_BINS] = {"0-49 %", "50-69 %", "70-84 %",
                                              "85-99 %", "100 %"};
    size_t most = 1;
    if (summary->n_scores == 0)
        return;
    for (int i = 0; i < N_BINS; i++)
        most = summary->bins[i] > most ? summary->bins[i] : most;
    printf("\n");
    for (int i = 0; i < N_BINS; i++) {
        size_t n = (summary->bins[i] * BAR + most - 1) / most;
        summary_head(i == 0 ? "scores" : "");
        printf("%-8s%5zu%s", names[i], summary->bins[i], n > 0 ? " " : "");
        while (n-- > 0)
            putchar('#');
        printf("\n");
    }
    print_median(summary);
    if (summary->n_late > 0)
        printf("         %zu late\n", summary->n_late);
    else if (summary->class->options->due != NULL && summary->n_timed == 0)
        printf("         who was late is not known: what came does not say "
               "when\n");
}

// ---- what to look at -------------------------------------------------------

// How much of a word fits, without a character that is cut in two.
static int fitting(const char *word, int n, int room)
{
    if (n <= room)
        return n;
    n = room;
    while (n > 0 && ((unsigned char)word[n] & 0xc0) == 0x80)
        n--;
    return n;
}

// The first line of a text, in as many lines as it takes. It begins where the
// cursor is, in a column; the others are indented.
static void print_wrapped(const char *text, int column, int indent)
{
    int begin = column;
    const char *end = text + strcspn(text, "\n");
    while (text < end) {
        int n = (int)strcspn(text, " \n");
        if (column > begin && column + 1 + n > WIDTH) {
            printf("\n%*s", indent, "");
            column = begin = indent;
        } else if (column > begin) {
            column += printf(" ");
        }
        n = fitting(text, n, WIDTH - column);
        column += printf("%.*s", n, text);
        text += n;
        text += strspn(text, " ");
    }
    printf("\n");
}

static void print_names(const struct group *group, int column)
{
    size_t i = 0;
    for (; i < group->n && i < MOST_NAMED; i++) {
        int n = (int)strlen(group->names[i]);
        int room = i + 1 < group->n ? WIDTH - 17 : WIDTH;
        if (column + n + 2 > room)
            break;
        column += printf("%s%s", i > 0 ? "  " : "", group->names[i]);
    }
    if (i < group->n)
        printf("%sand %zu more", i > 0 ? "  " : "", group->n - i);
    printf("\n");
}

// A head is printed before the first of them only.
struct looking {
    bool begun;
};

static void begin_line(struct looking *looking, size_t n)
{
    if (!looking->begun)
        printf("\n");
    summary_head(looking->begun ? "" : "look at");
    looking->begun = true;
    printf("%4zu  ", n);
}

static void look_at(struct looking *looking, const struct group *group,
                    const char *what)
{
    if (group->n == 0)
        return;
    begin_line(looking, group->n);
    printf("%-24s", what);
    print_names(group, 9 + 6 + 24);
}

// Gives the column where what is said of somebody begins: below a long name.
static int name_one(const char *name)
{
    const int indent = 27;
    int n = printf("%*s%-10s  ", 15, "", name);
    if (n > indent)
        printf("\n%*s", indent, "");
    return indent;
}

// With what is said of each.
static void look_at_each(struct looking *looking, const struct group *group,
                         const char *what, size_t most)
{
    if (group->n == 0)
        return;
    begin_line(looking, group->n);
    printf("%s\n", what);
    for (size_t i = 0; i < group->n && i < most && i < MOST_NAMED; i++) {
        int n = name_one(group->names[i]);
        print_wrapped(group->notes[i] != NULL ? group->notes[i] : "", n, n);
    }
    if (group->n > most)
        printf("               and %zu more\n", group->n - most);
}

static void look_at_strays(struct looking *looking, const struct intake *intake)
{
    size_t most = 6;
    if (intake->n_strays == 0)
        return;
    begin_line(looking, intake->n_strays);
    printf("%s not graded; mend the roster, or what they are called:\n",
           intake->n_strays == 1 ? "was" : "were");
    for (size_t i = 0; i < intake->n_strays && i < most; i++) {
        char *line = check_format("\"%s\": %s", intake->strays[i].from,
                                  intake->strays[i].why);
        printf("               ");
        print_wrapped(line, 15, 17);
        free(line);
    }
    if (intake->n_strays > most)
        printf("               and %zu more\n", intake->n_strays - most);
}

static void print_look_at(const struct summary *summary)
{
    struct looking looking = {false};
    look_at(&looking, &summary->unbuilt, "did not build");
    look_at(&looking, &summary->hung, "hung at least once");
    look_at_each(&looking, &summary->rejected,
                 "rejected before a test was played:", 6);
    look_at_each(&looking, &summary->flagged, "flagged, read these first:", 10);
    look_at_each(&looking, &summary->retried,
                 "came out otherwise when checked again alone (that counts):",
                 6);
    look_at(&looking, &summary->missing, "handed in nothing");
    look_at_strays(&looking, summary->class->intake);
    look_at_each(&looking, &summary->errors,
                 "not graded by a fault of ours, older results stay:", 10);
    if (summary->n_open > summary->errors.n) {
        begin_line(&looking, summary->n_open - summary->errors.n);
        printf("without a result yet\n");
    }
}

// ---- tests -----------------------------------------------------------------

// The one with the largest share of failures that has not been taken.
static int hardest(const struct summary *summary, const bool *taken)
{
    int found = -1;
    double most = 0;
    for (size_t i = 0; i < summary->class->lab->n_tests; i++) {
        const struct tally *t = &summary->tests[i];
        double share =
            t->n_judged > 0 ? (double)t->n_failed / (double)t->n_judged : 0;
        if (!taken[i] && share > most) {
            most = share;
            found = (int)i;
        }
    }
    return found;
}

static void print_hardest(const struct summary *summary)
{
    const struct check_lab *lab = summary->class->lab;
    bool *taken = calloc(lab->n_tests + 1, sizeof(bool));
    must(taken != NULL);
    for (int n = 0, i; n < MOST_HARD && (i = hardest(summary, taken)) >= 0;
         n++) {
        const struct tally *t = &summary->tests[i];
        taken[i] = true;
        if (n == 0)
            printf("\n");
        summary_head(n == 0 ? "hardest" : "");
        printf("%3zu of %zu fail  %.50s\n", t->n_failed, t->n_judged,
               lab->tests[i].id);
    }
    free(taken);
}

// ---- what was written ------------------------------------------------------

// Names that are parted by blanks, in lines.
static void print_words(const char *text, int column, int indent)
{
    int begin = column;
    while (*(text += strspn(text, ", ")) != 0 && *text != '\n') {
        int n = (int)strcspn(text, ", \n");
        if (column > begin && column + 2 + n > WIDTH) {
            printf("\n%*s", indent, "");
            column = begin = indent;
        }
        column += printf("%s%.*s", column > begin ? "  " : "", n, text);
        text += n;
    }
    printf("\n");
}

static void print_wrote(const struct summary *summary, const char *said)
{
    const char *lines = strchr(said, '\n');
    printf("\n");
    summary_head("wrote");
    printf("%s/\n%*s", summary->class->folder, 9, "");
    char *names = check_format("results/*.json  audit.jsonl  %.*s",
                               (int)strcspn(said, "\n"), said);
    print_words(names, 9, 9);
    free(names);
    while (lines != NULL && *++lines != 0) {
        printf("%*s", 9, "");
        print_wrapped(lines, 9, 11);
        lines = strchr(lines, '\n');
    }
}

// Who said OUT has to say it again.
static bool is_usual_folder(const struct class *class)
{
    char *usual = check_format("%s/build/grade/lab%s", class->root,
                               class->lab->number);
    bool same = strcmp(class->folder, usual) == 0;
    free(usual);
    return same;
}

void summary_print(struct summary *summary, const char *said)
{
    const struct class *class = summary->class;
    print_scores(summary);
    print_look_at(summary);
    print_hardest(summary);
    print_wrote(summary, said);
    if (class->forced)
        printf("notice   FORCE=1: a gate is red, and this was graded all the "
               "same\n");
    if (class->weak)
        printf("notice   WEAK=1: this kernel cannot cage programs well\n");
    if (summary->n_scores > 0 && !class->stopped)
        printf("\nevery score is reproducible: make regrade LAB=%s "
               "STUDENT=...%s DRY=1\n",
               class->lab->number, is_usual_folder(class) ? "" : " OUT=...");
}
