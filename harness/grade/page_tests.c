// Which tests are hard.
#include "page.h"
#include <stdlib.h>
#include <string.h>

enum { N_HARDEST = 5, N_CODES_SHOWN = 3 };

static double share_of(const struct page_class *class, size_t i)
{
    size_t n = class->n_states[PAGE_GRADED];
    return n > 0 ? (double)class->tests[i].n_passed / (double)n : 0;
}

// What qsort compares by: there is one class at a time.
struct rank {
    size_t i, n_passed;
};

static int compare_ranks(const void *a, const void *b)
{
    const struct rank *one = a, *other = b;
    if (one->n_passed != other->n_passed)
        return one->n_passed < other->n_passed ? -1 : 1;
    return one->i < other->i ? -1 : 1;
}

static struct rank *rank_tests(const struct page_class *class)
{
    struct rank *ranks = calloc(class->n_tests + 1, sizeof(ranks[0]));
    must(ranks != NULL);
    for (size_t i = 0; i < class->n_tests; i++)
        ranks[i] = (struct rank){i, class->tests[i].n_passed};
    qsort(ranks, class->n_tests, sizeof(ranks[0]), compare_ranks);
    return ranks;
}

static void print_hardest(FILE *out, const struct page_class *class)
{
    struct rank *ranks = rank_tests(class);
    fputs("<p>The hardest:</p>\n<ol>\n", out);
    for (size_t i = 0; i < class->n_tests && i < N_HARDEST; i++) {
        size_t t = ranks[i].i;
        if (ranks[i].n_passed == class->n_states[PAGE_GRADED])
            break;
        page_print(out,
                   "<li><strong>%.0f %%</strong> pass <a href=\"#t%zu\">test "
                   "%zu</a>: %s</li>\n",
                   100 * share_of(class, t), t + 1, t + 1,
                   class->report->lab->tests[t].checked);
    }
    fputs("</ol>\n", out);
    free(ranks);
}

static void print_codes(FILE *out, const struct page_test *test)
{
    for (size_t i = 0; i < test->n_codes && i < N_CODES_SHOWN; i++)
        page_print(out, "%s<span class=\"code\">%s</span> %zu",
                   i > 0 ? ", " : "", test->codes[i].code, test->codes[i].n);
    if (test->n_codes > N_CODES_SHOWN)
        fputs(", ...", out);
}

static void print_test(FILE *out, const struct page_class *class, size_t i)
{
    const struct check_test *rubric = &class->report->lab->tests[i];
    const struct page_test *test = &class->tests[i];
    page_print(out,
               "<tr id=\"t%zu\"><td class=\"r\">%zu</td><th scope=\"row\">%s"
               "<code class=\"id wide\">%s</code></th>"
               "<td class=\"r\">%d</td><td class=\"w\">%.0f %%",
               i + 1, i + 1, rubric->checked, rubric->id, rubric->points,
               100 * share_of(class, i));
    page_share(out, share_of(class, i));
    fputs("</td><td>", out);
    print_codes(out, test);
    fputs("</td><td class=\"r wide nw\">", out);
    if (test->telling)
        page_print(out, "%.2f", test->apart);
    fputs("</td></tr>\n", out);
}

static void print_head(FILE *out)
{
    fputs("<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
          "aria-label=\"All tests\"><table><caption>All tests, in the order of "
          "the rubric, among those whose submission was graded. "
          "<span class=\"wide\"><q>Sets apart</q> says how passing a test goes "
          "with the points for all others, from -1 to 1: near 0 or below, the "
          "test may ask for something else than the lab teaches."
          "</span></caption>\n<thead><tr>"
          "<th scope=\"col\" class=\"r\">no.</th>"
          "<th scope=\"col\">what is checked</th>"
          "<th scope=\"col\" class=\"r\">points</th>"
          "<th scope=\"col\">pass</th>"
          "<th scope=\"col\">fail with</th>"
          "<th scope=\"col\" class=\"r wide\">sets apart</th></tr></thead>\n",
          out);
}

void page_tests(FILE *out, const struct page_class *class)
{
    const char *part = "";
    const struct check_lab *lab = class->report->lab;
    page_section(out, "tests", "The tests");
    if (class->n_states[PAGE_GRADED] == 0) {
        fputs("<p>Nobody's submission has been graded.</p>\n", out);
        return;
    }
    print_hardest(out, class);
    print_head(out);
    fputs("<tbody>\n", out);
    for (size_t i = 0; i < class->n_tests; i++) {
        if (strcmp(part, lab->tests[i].part) != 0)
            page_print(out,
                       "<tr class=\"part\"><td colspan=\"6\">%s</td></tr>\n",
                       lab->tests[i].part);
        part = lab->tests[i].part;
        print_test(out, class, i);
    }
    fputs("</tbody></table></div>\n", out);
}
