// For the instructor: where the class stands. index.html
#include "page.h"
#include <stdlib.h>
#include <string.h>

// ---- points ----------------------------------------------------------------

static bool has_points(const struct page_person *person)
{
    return person->state == PAGE_GRADED || person->state == PAGE_BUILD_FAILED ||
           person->state == PAGE_REJECTED;
}

static int compare_points(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

// The points of all who have some, sorted; gives them.
static int *points_of(const struct page_class *class, size_t *n)
{
    int *points = calloc(class->n + 1, sizeof(points[0]));
    must(points != NULL);
    *n = 0;
    for (size_t i = 0; i < class->n; i++)
        if (has_points(class->people[i]))
            points[(*n)++] = class->people[i]->score;
    qsort(points, *n, sizeof(points[0]), compare_points);
    return points;
}

// Between the two in the middle, if there are two.
static double middle_of(const int *points, size_t n)
{
    return n == 0 ? 0 : (points[(n - 1) / 2] + points[n / 2]) / 2.0;
}

static double mean_of(const int *points, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += points[i];
    return n > 0 ? sum / (double)n : 0;
}

// ---- head ------------------------------------------------------------------

static void print_warnings(FILE *out, const struct page_class *class)
{
    const struct grade_options *options = class->report->options;
    if (options->force)
        fputs("<p class=\"warn\"><strong>Forced.</strong> A gate of this lab "
              "is red: its reference, its starter or its planted bugs do not "
              "get what they should. These scores were made all the same."
              "</p>\n",
              out);
    if (options->weak)
        fputs("<p class=\"warn\"><strong>Weakly caged.</strong> This kernel "
              "cannot hold a hostile program well. Read the flags with that in "
              "mind.</p>\n",
              out);
    if (class->n_digests > 1 || strcmp(class->digest, "mixed") == 0)
        fputs("<p class=\"warn\"><strong>Different tests.</strong> Not all "
              "results come from the same tests; <code>make regrade "
              "CHANGED=1</code> makes them alike.</p>\n",
              out);
}

static void print_fact(FILE *out, const char *name, const char *what)
{
    if (what != NULL && what[0] != 0)
        page_print(out, "<dt>%s</dt><dd>%s</dd>\n", name, what);
}

static void print_facts(FILE *out, const struct page_class *class)
{
    const struct report *report = class->report;
    char seed[24];
    snprintf(seed, sizeof(seed), "%llx",
             (unsigned long long)report->options->seed);
    fputs("<dl class=\"facts\">\n", out);
    print_fact(out, "What came", report->intake->form);
    print_fact(out, "Due", report->options->due);
    print_fact(out, "Last check ended", class->finished);
    print_fact(out, "Files", report->lab->sources);
    print_fact(out, "Caged by", class->cage);
    print_fact(out, "Tests", class->digest);
    print_fact(out, "Seed", seed);
    fputs("</dl>\n", out);
}

static void print_tile(FILE *out, const char *name, const char *format,
                       double number, int of)
{
    fputs("<div>", out);
    page_print(out, "<dt>%s</dt><dd>", name);
    char text[32];
    snprintf(text, sizeof(text), format, number);
    page_print(out, "%s", text);
    if (of > 0)
        page_print(out, " <small>of %d</small>", of);
    fputs("</dd></div>\n", out);
}

static void print_tiles(FILE *out, const struct page_class *class)
{
    size_t n, n_full = 0;
    int *points = points_of(class, &n);
    for (size_t i = 0; i < n; i++)
        n_full += class->max > 0 && points[i] == class->max;
    size_t n_came = class->n - class->n_states[PAGE_MISSING];
    fputs("<dl class=\"tiles\">\n", out);
    print_tile(out, "handed in", "%.0f", (double)n_came, (int)class->n);
    print_tile(out, "median", "%.3g", middle_of(points, n), class->max);
    print_tile(out, "mean", "%.1f", mean_of(points, n), 0);
    print_tile(out, "full marks", "%.0f", (double)n_full, 0);
    print_tile(out, "did not build", "%.0f",
               (double)class->n_states[PAGE_BUILD_FAILED], 0);
    print_tile(out, "grader errors", "%.0f",
               (double)class->n_states[PAGE_GRADER_ERROR], 0);
    fputs("</dl>\n", out);
    free(points);
}

static void print_head(FILE *out, const struct page_class *class)
{
    static const char *const links[][2] = {
        {"look", "Look at these first"}, {"scores", "Scores"},
        {"tests", "The tests"},          {"together", "What fails together"},
        {"time", "Time used"},           {"students", "The students"}};
    bool graded = class->n_states[PAGE_GRADED] > 0;
    page_print(out, "<p class=\"crumb\">Lab %s, the class</p><h1>%s</h1>\n",
               class->report->lab->number, page_title(class->report->lab));
    print_warnings(out, class);
    print_tiles(out, class);
    print_facts(out, class);
    fputs("<nav aria-label=\"On this page\"><ul class=\"nav\">", out);
    for (size_t i = 0; i < array_length(links); i++)
        if (graded || strcmp(links[i][0], "together") != 0)
            page_print(out, "<li><a href=\"#%s\">%s</a></li>", links[i][0],
                       links[i][1]);
    fputs("<li><a href=\"similar.html\">Similar submissions</a></li>"
          "</ul></nav>\n",
          out);
}

// ---- scores and time -------------------------------------------------------

enum { N_SCORE_BARS = 11, N_TIME_BARS = 12 };

// Tenths of what can be had, and all of it.
static void print_scores(FILE *out, const struct page_class *class)
{
    struct page_bar bars[N_SCORE_BARS] = {{.n = 0}};
    size_t n;
    int *points = points_of(class, &n), max = class->max > 0 ? class->max : 1;
    for (size_t i = 0; i < n; i++)
        bars[points[i] >= max  ? N_SCORE_BARS - 1
             : points[i] <= 0 ? 0
                              : points[i] * 10 / max]
            .n++;
    for (int i = 0; i < N_SCORE_BARS; i++) {
        int from = (i * max + 9) / 10, to = ((i + 1) * max + 9) / 10 - 1;
        snprintf(bars[i].label, sizeof(bars[i].label), "%d", from);
        snprintf(bars[i].range, sizeof(bars[i].range),
                 i + 1 < N_SCORE_BARS ? "%d to %d points" : "%d points", from,
                 to);
    }
    page_section(out, "scores", "Scores");
    page_print(out,
               "<p>Half of those who handed something in have %.3g points or "
               "more; a quarter at most %d, a quarter at least %d.</p>\n",
               middle_of(points, n), n > 0 ? points[n / 4] : 0,
               n > 0 ? points[n - 1 - n / 4] : 0);
    page_chart(out, "Points, and how many students have them", "students", bars,
               N_SCORE_BARS);
    free(points);
}

// Such that all bars are needed, and its bounds are round.
static double step_for(double most)
{
    static const double steps[] = {0.1, 0.25, 0.5, 1,  2.5,
                                   5,   10,   20,  30, 60};
    for (size_t i = 0; i < array_length(steps); i++)
        if (most < steps[i] * N_TIME_BARS)
            return steps[i];
    return 120;
}

static const struct page_person *slowest(const struct page_class *class,
                                         size_t *n, double *sum)
{
    const struct page_person *most = NULL;
    *n = 0;
    *sum = 0;
    for (size_t i = 0; i < class->n; i++) {
        const struct page_person *person = class->people[i];
        if (!person->timed)
            continue;
        if (most == NULL || person->wall_s > most->wall_s)
            most = person;
        *sum += person->wall_s;
        ++*n;
    }
    return most;
}

static void count_times(const struct page_class *class, double step,
                        struct page_bar *bars)
{
    for (int i = 0; i < N_TIME_BARS; i++) {
        snprintf(bars[i].label, sizeof(bars[i].label), "%.3g", i * step);
        snprintf(bars[i].range, sizeof(bars[i].range), "%.3g to %.3g s",
                 i * step, (i + 1) * step);
    }
    for (size_t i = 0; i < class->n; i++) {
        const struct page_person *person = class->people[i];
        int bar = (int)(person->wall_s / step);
        if (person->timed)
            bars[bar < N_TIME_BARS ? bar : N_TIME_BARS - 1].n++;
    }
}

static void print_times(FILE *out, const struct page_class *class)
{
    struct page_bar bars[N_TIME_BARS] = {{.n = 0}};
    size_t n;
    double sum;
    const struct page_person *most = slowest(class, &n, &sum);
    page_section(out, "time", "Time used");
    if (most == NULL) {
        fputs("<p>No times were kept.</p>\n", out);
        return;
    }
    count_times(class, step_for(most->wall_s), bars);
    page_print(out,
               "<p>One check took %.2f s on average; the longest, %.1f s, was "
               "that of ",
               sum / (double)n, most->wall_s);
    page_link(out, most->student);
    fputs(".</p>\n", out);
    page_chart(out, "Seconds for one check, and how many took so long",
               "checks", bars, N_TIME_BARS);
}

struct error *page_write_index(const struct page_class *class)
{
    struct writing page;
    char *title = check_format("Lab %s: the class", class->report->lab->number);
    page_open(&page, title);
    free(title);
    print_head(page.out, class);
    page_look(page.out, class);
    print_scores(page.out, class);
    page_tests(page.out, class);
    page_together(page.out, class);
    print_times(page.out, class);
    page_people(page.out, class);
    char *path = check_format("%s/index.html", class->report->folder);
    struct error *err = page_close(&page, path);
    free(path);
    return err;
}
