// Which tests fail together: students who fail the same, and tests that fail
// for the same students.
#include "page.h"
#include <stdlib.h>
#include <string.h>

enum {
    MOST_GROUPS = 12,
    MOST_KEYS = 60,  // of students, in one group
    MOST_CELLS = 20, // tests in the table, the hardest
    LEAST = 2,       // students, for what is shown
};

static bool fails(const struct page_person *person, size_t i)
{
    return person->marks[i] != PAGE_PASSED;
}

// ---- students who fail the same --------------------------------------------

struct group {
    struct page_person **people; // a part of the sorted list
    size_t n;
};

static size_t n_marks; // for compare_people: there is one class at a time

static int compare_people(const void *a, const void *b)
{
    const struct page_person *one = *(struct page_person *const *)a;
    const struct page_person *other = *(struct page_person *const *)b;
    for (size_t i = 0; i < n_marks; i++)
        if (fails(one, i) != fails(other, i))
            return fails(one, i) ? -1 : 1;
    return strcmp(one->student, other->student);
}

static bool fail_the_same(const struct page_person *one,
                          const struct page_person *other)
{
    for (size_t i = 0; i < n_marks; i++)
        if (fails(one, i) != fails(other, i))
            return false;
    return true;
}

// The larger, then those who fail less, then by key.
static int compare_groups(const void *a, const void *b)
{
    const struct group *one = a, *other = b;
    if (one->n != other->n)
        return one->n > other->n ? -1 : 1;
    if (one->people[0]->n_passed != other->people[0]->n_passed)
        return one->people[0]->n_passed > other->people[0]->n_passed ? -1 : 1;
    return strcmp(one->people[0]->student, other->people[0]->student);
}

// Those who were graded and fail something, sorted; gives the list.
static struct page_person **who_fails(const struct page_class *class, size_t *n)
{
    struct page_person **list = calloc(class->n + 1, sizeof(list[0]));
    must(list != NULL);
    *n = 0;
    for (size_t i = 0; i < class->n; i++)
        if (class->people[i]->state == PAGE_GRADED &&
            class->people[i]->n_passed < class->n_tests)
            list[(*n)++] = class->people[i];
    n_marks = class->n_tests;
    qsort(list, *n, sizeof(list[0]), compare_people);
    return list;
}

static size_t find_groups(struct page_person **list, size_t n,
                          struct group *groups)
{
    size_t n_groups = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && fail_the_same(list[i], list[end]);)
            end++;
        if (end - i >= LEAST)
            groups[n_groups++] = (struct group){list + i, end - i};
    }
    qsort(groups, n_groups, sizeof(groups[0]), compare_groups);
    return n_groups;
}

static void print_group(FILE *out, const struct page_class *class,
                        const struct group *group)
{
    size_t n_failed = class->n_tests - group->people[0]->n_passed;
    page_print(out, "<details class=\"look\"><summary><b>%zu</b> students ",
               group->n);
    if (n_failed == class->n_tests)
        page_print(out, "pass no test");
    else
        page_print(out, n_failed == 1 ? "fail exactly %zu test:"
                                      : "fail exactly %zu tests:",
                   n_failed);
    for (size_t i = 0; i < class->n_tests && n_failed < class->n_tests; i++)
        if (fails(group->people[0], i))
            page_print(out, " %zu", i + 1);
    fputs("</summary>\n<ol class=\"m\">", out);
    for (size_t i = 0; i < class->n_tests && n_failed < class->n_tests; i++)
        if (fails(group->people[0], i))
            page_print(out, "<li value=\"%zu\">%s</li>", i + 1,
                       class->report->lab->tests[i].id);
    fputs("</ol><ul class=\"keys\">", out);
    for (size_t i = 0; i < group->n && i < MOST_KEYS; i++) {
        fputs("<li>", out);
        page_link(out, group->people[i]->student);
        fputs("</li>", out);
    }
    if (group->n > MOST_KEYS)
        page_print(out, "<li>and %zu more</li>", group->n - MOST_KEYS);
    fputs("</ul></details>\n", out);
}

static void print_groups(FILE *out, const struct page_class *class)
{
    size_t n;
    struct page_person **list = who_fails(class, &n);
    struct group *groups = calloc(n + 1, sizeof(groups[0]));
    must(groups != NULL);
    size_t n_groups = find_groups(list, n, groups);
    if (n_groups == 0)
        fputs("<p>No two students fail exactly the same tests.</p>\n", out);
    else
        fputs("<p>Students who fail exactly the same tests often have the same "
              "thing to learn. The numbers are those of the tests above.</p>\n",
              out);
    for (size_t i = 0; i < n_groups && i < MOST_GROUPS; i++)
        print_group(out, class, &groups[i]);
    if (n_groups > MOST_GROUPS)
        page_print(out, "<p>And %zu smaller groups.</p>\n",
                   n_groups - MOST_GROUPS);
    free(groups);
    free(list);
}

// ---- tests that fail for the same students ---------------------------------

static size_t n_failing(const struct page_class *class, size_t i)
{
    return class->n_states[PAGE_GRADED] - class->tests[i].n_passed;
}

// The tests that most students fail, in the order of the rubric.
static size_t choose_tests(const struct page_class *class, size_t *chosen)
{
    size_t n = 0, least = LEAST;
    do {
        n = 0;
        for (size_t i = 0; i < class->n_tests; i++) {
            if (n_failing(class, i) < least)
                continue;
            if (n < MOST_CELLS)
                chosen[n] = i;
            n++;
        }
        least++;
    } while (n > MOST_CELLS && least <= class->n + 1);
    return n < MOST_CELLS ? n : MOST_CELLS;
}

static size_t n_both(const struct page_class *class, size_t i, size_t j)
{
    size_t n = 0;
    for (size_t p = 0; p < class->n; p++)
        n += class->people[p]->state == PAGE_GRADED &&
             fails(class->people[p], i) && fails(class->people[p], j);
    return n;
}

// The stronger, the larger the share among those who fail either.
static void print_cell(FILE *out, const struct page_class *class, size_t i,
                       size_t j)
{
    size_t both = n_both(class, i, j);
    size_t either = n_failing(class, i) + n_failing(class, j) - both;
    int shade = both > 0 ? 1 + (int)(4.999 * (double)both / (double)either) : 0;
    if (both == 0)
        fputs("<td></td>", out);
    else
        page_print(out, "<td class=\"h%d\">%zu</td>", shade < 5 ? shade : 5,
                   both);
}

static void print_matrix(FILE *out, const struct page_class *class)
{
    size_t chosen[MOST_CELLS];
    size_t n = choose_tests(class, chosen);
    if (n < 2)
        return;
    fputs("<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
          "aria-label=\"Tests that fail for the same students\">"
          "<table class=\"co\"><caption>How many students fail both tests; "
          "the stronger the colour, the more of those who fail either of "
          "them. On the diagonal: how many fail that test.</caption>"
          "<thead><tr><td></td>",
          out);
    for (size_t i = 0; i < n; i++)
        page_print(out, "<th scope=\"col\">%zu</th>", chosen[i] + 1);
    fputs("</tr></thead><tbody>\n", out);
    for (size_t i = 0; i < n; i++) {
        page_print(out, "<tr><th scope=\"row\">%zu <code>%s</code></th>",
                   chosen[i] + 1, class->report->lab->tests[chosen[i]].id);
        for (size_t j = 0; j < i; j++)
            print_cell(out, class, chosen[i], chosen[j]);
        page_print(out, "<td><b>%zu</b></td>", n_failing(class, chosen[i]));
        for (size_t j = i + 1; j < n; j++)
            fputs("<td></td>", out);
        fputs("</tr>\n", out);
    }
    fputs("</tbody></table></div>\n", out);
}

void page_together(FILE *out, const struct page_class *class)
{
    if (class->n_states[PAGE_GRADED] == 0)
        return;
    page_section(out, "together", "What fails together");
    print_groups(out, class);
    print_matrix(out, class);
}
