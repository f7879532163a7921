// Bars. Their places are shares of the width, so that they fit wherever they
// are shown and their text stays as large as all other text.
#include "page.h"

// In pixels of the picture.
enum { TOP = 24, BOTTOM = 172, LABELS = 192 };

static size_t most_of(const struct page_bar *bars, size_t n_bars)
{
    size_t most = 1;
    for (size_t i = 0; i < n_bars; i++)
        if (bars[i].n > most)
            most = bars[i].n;
    return most;
}

static void draw_bar(FILE *out, const struct page_bar *bar, size_t i,
                     double slot, size_t most)
{
    double height = (double)(BOTTOM - TOP) * (double)bar->n / (double)most;
    double middle = slot * ((double)i + 0.5);
    if (bar->n > 0) {
        page_print(out,
                   "<rect class=\"fill\" x=\"%.2f%%\" y=\"%.1f\" "
                   "width=\"%.2f%%\" height=\"%.1f\"/>",
                   slot * ((double)i + 0.1), BOTTOM - height, slot * 0.8,
                   height);
        page_print(out, "<text x=\"%.2f%%\" y=\"%.1f\">%zu</text>", middle,
                   BOTTOM - height - 6, bar->n);
    }
    page_print(out, "<text class=\"axis\" x=\"%.2f%%\" y=\"%d\">%s</text>\n",
               middle, LABELS, bar->label);
}

static void print_table(FILE *out, const char *title, const char *what,
                        const struct page_bar *bars, size_t n_bars)
{
    page_print(out,
               "<details><summary>The same as a table</summary>\n"
               "<table><caption>%s</caption><thead><tr>"
               "<th scope=\"col\">range</th><th scope=\"col\" "
               "class=\"r\">%s</th></tr></thead><tbody>\n",
               title, what);
    for (size_t i = 0; i < n_bars; i++)
        page_print(out,
                   "<tr><th scope=\"row\">%s</th><td class=\"r\">%zu</td>"
                   "</tr>\n",
                   bars[i].range, bars[i].n);
    fputs("</tbody></table></details>\n", out);
}

void page_chart(FILE *out, const char *title, const char *what,
                const struct page_bar *bars, size_t n_bars)
{
    size_t most = most_of(bars, n_bars);
    page_print(out,
               "<figure><svg class=\"chart\" role=\"img\" aria-label=\"%s. "
               "The numbers are in the table below.\">\n",
               title);
    for (size_t i = 0; i < n_bars; i++)
        draw_bar(out, &bars[i], i, 100.0 / (double)n_bars, most);
    page_print(out,
               "<line x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/></svg>\n"
               "<figcaption class=\"muted\">%s</figcaption></figure>\n",
               BOTTOM, BOTTOM, title);
    print_table(out, title, what, bars, n_bars);
}

void page_share(FILE *out, double share)
{
    page_print(out,
               "<svg class=\"bar\" aria-hidden=\"true\"><rect class=\"track\" "
               "width=\"100%%\" height=\"100%%\"/><rect class=\"fill\" "
               "width=\"%.0f%%\" height=\"100%%\"/></svg>",
               100 * share);
}
