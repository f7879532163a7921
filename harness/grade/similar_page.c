// For the instructor: similar.html
#include "similar.h"
#include "page.h"
#include <stdlib.h>

enum {
    MOST_LISTED = 100, // pairs
    MOST_SHOWN = 30,   // pairs, side by side
    MOST_MEMBERS = 60, // of a group
    N_BARS = 10,
};

// ---- head ------------------------------------------------------------------

static void print_method(FILE *out)
{
    page_print(
        out,
        "<details><summary>How this is found, and what it cannot say</summary>"
        "<p>Winnowing (Schleimer, Wilkerson and Aiken, 2003). Names are all "
        "alike here, and so are values; comments, layout, braces and "
        "qualifiers are left out, and the order of functions does not matter. "
        "What the "
        "course gives, starters, headers and examples, does not count. Any "
        "passage of %d tokens in a row that two files share is found. The "
        "fewer have a passage, the more it weighs: one that everyone has "
        "weighs a tenth of one that two have, and one that more than %d have "
        "nothing.</p>\n"
        "<p>The percentage is the part of the <em>smaller</em> submission that "
        "is in the other as well. A pair is listed from %d %% on, if it shares "
        "at least %d fingerprints. Students who solve the same task in the "
        "obvious way are alike for no other reason; those who worked in a "
        "group that you allowed, too.</p></details>\n",
        SIMILAR_GRAM + SIMILAR_WINDOW - 1, SIMILAR_MOST, SIMILAR_PERCENT,
        SIMILAR_LEAST);
}

// Which share each has in common with the one nearest to it.
static void print_nearest(FILE *out, const struct similar_class *class)
{
    struct page_bar bars[N_BARS] = {{.n = 0}};
    for (int i = 0; i < N_BARS; i++) {
        snprintf(bars[i].label, sizeof(bars[i].label), "%d", i * 10);
        snprintf(bars[i].range, sizeof(bars[i].range), "%d to %d %%", i * 10,
                 i * 10 + (i + 1 < N_BARS ? 9 : 10));
    }
    for (size_t i = 0; i < class->n; i++) {
        int bar = (int)(10 * class->all[i].nearest);
        bars[bar < N_BARS ? bar : N_BARS - 1].n++;
    }
    page_section(out, "nearest", "How near each is to its nearest");
    fputs("<p>Look at the gap, if there is one: those at the right of it stand "
          "out from a class that otherwise wrote for itself.</p>\n",
          out);
    page_chart(out, "Percent in common with the nearest other submission",
               "submissions", bars, N_BARS);
}

static void print_head(FILE *out, const struct similar_class *class)
{
    size_t n = class->n_pairs + class->n_left_out;
    page_print(out,
               "<p class=\"crumb\">Lab %s, <a href=\"index.html\">the class"
               "</a></p><h1>Similar submissions</h1>\n"
               "<p class=\"warn\"><strong>For a human to read, never a "
               "verdict.</strong> That two files are alike does not say why. "
               "Read both, and hear both, before you act.</p>\n",
               class->report->lab->number);
    page_print(out, "<p>%zu submissions were compared; ", class->n);
    page_print(out,
               n == 0   ? "no two of them stand out.</p>\n"
               : n == 1 ? "%zu pair stands out.</p>\n"
                        : "%zu pairs stand out.</p>\n",
               n);
    print_method(out);
}

// ---- groups ----------------------------------------------------------------

static size_t count_members(const struct similar_class *class, size_t group)
{
    size_t n = 0;
    for (size_t i = group; i < class->n; i++)
        n += class->all[i].group == group;
    return n;
}

static void print_members(FILE *out, const struct similar_class *class,
                          size_t group)
{
    size_t shown = 0, n = count_members(class, group);
    fputs("<ul class=\"keys\">", out);
    for (size_t i = group; i < class->n && shown < MOST_MEMBERS; i++) {
        if (class->all[i].group != group)
            continue;
        fputs("<li>", out);
        page_link(out, class->all[i].student);
        fputs("</li>", out);
        shown++;
    }
    if (n > shown)
        page_print(out, "<li>and %zu more</li>", n - shown);
    fputs("</ul>\n", out);
}

// How alike the least alike member is to the one nearest to it.
static double least_near(const struct similar_class *class, size_t group)
{
    double least = 1;
    for (size_t i = group; i < class->n; i++)
        if (class->all[i].group == group && class->all[i].nearest < least)
            least = class->all[i].nearest;
    return least;
}

// A pair is no group.
static void print_groups(FILE *out, const struct similar_class *class)
{
    size_t n_groups = 0;
    for (size_t i = 0; i < class->n; i++) {
        size_t n = class->all[i].group == i ? count_members(class, i) : 1;
        if (n < 3)
            continue;
        if (n_groups++ == 0) {
            page_section(out, "groups", "Groups");
            fputs("<p>Each is like at least one other of its group. That many "
                  "are alike often has a cause outside of the group, such as a "
                  "text that all of them read: look for what two of them have "
                  "and the others have not.</p>\n",
                  out);
        }
        page_print(out,
                   "<section class=\"look\"><h3>%zu submissions around %s</h3>"
                   "<p>Each has at least %.0f %% in common with another.</p>\n",
                   n, class->all[i].student, 100 * least_near(class, i));
        print_members(out, class, i);
        fputs("</section>\n", out);
    }
}

// ---- pairs -----------------------------------------------------------------

static void print_pairs(FILE *out, const struct similar_class *class,
                        const bool *shown)
{
    size_t n = class->n_pairs + class->n_left_out;
    page_section(out, "pairs", "Pairs");
    fputs("<table><caption>The most alike first.</caption><thead><tr>"
          "<th scope=\"col\">students</th><th scope=\"col\">in common</th>"
          "<th scope=\"col\" class=\"r wide\">fingerprints</th>"
          "<th scope=\"col\">side by side</th></tr></thead><tbody>\n",
          out);
    for (size_t i = 0; i < class->n_pairs && i < MOST_LISTED; i++) {
        const struct similar_pair *pair = &class->pairs[i];
        fputs("<tr><th scope=\"row\">", out);
        page_link(out, class->all[pair->a].student);
        fputs(" and ", out);
        page_link(out, class->all[pair->b].student);
        page_print(out, "</th><td class=\"w\">%.0f %%",
                   100 * (double)pair->share);
        page_share(out, (double)pair->share);
        page_print(out, "</td><td class=\"r wide\">%d</td><td>",
                   (int)pair->n_common);
        if (shown[i])
            page_print(out, "<a href=\"#p%zu\">read</a>", i + 1);
        fputs("</td></tr>\n", out);
    }
    fputs("</tbody></table>\n", out);
    if (n > MOST_LISTED)
        page_print(out,
                   "<p>And %zu more; <code>similar.csv</code> has the first "
                   "ten thousand.</p>\n",
                   n - MOST_LISTED);
}

// ---- the page --------------------------------------------------------------

// In a group of many who are all alike each is shown with one other, not with
// all others. Gives which pairs these are.
static bool *choose_pairs(const struct similar_class *class)
{
    bool *shown = calloc(class->n_pairs + 1, sizeof(shown[0]));
    bool *seen = calloc(class->n + 1, sizeof(seen[0]));
    must(shown != NULL && seen != NULL);
    size_t n = 0;
    for (size_t i = 0; i < class->n_pairs && i < MOST_LISTED; i++) {
        const struct similar_pair *pair = &class->pairs[i];
        shown[i] = n < MOST_SHOWN && !(seen[pair->a] && seen[pair->b]);
        n += shown[i];
        seen[pair->a] |= shown[i];
        seen[pair->b] |= shown[i];
    }
    free(seen);
    return shown;
}

struct error *similar_write_page(const struct similar_class *class)
{
    struct writing page;
    bool *shown = choose_pairs(class);
    char *title =
        check_format("Lab %s: similar submissions", class->report->lab->number);
    page_open(&page, title);
    free(title);
    print_head(page.out, class);
    if (class->n > 1)
        print_nearest(page.out, class);
    if (class->n_pairs > 0) {
        print_groups(page.out, class);
        print_pairs(page.out, class, shown);
        page_section(page.out, "read", "Side by side");
    }
    for (size_t i = 0; i < class->n_pairs && i < MOST_LISTED; i++)
        if (shown[i])
            similar_show(page.out, class, i);
    free(shown);
    char *path = check_format("%s/similar.html", class->report->folder);
    struct error *err = page_close(&page, path);
    free(path);
    return err;
}
