// Two sources side by side, where they are the same.
#include "similar.h"
#include "page.h"
#include <stdlib.h>
#include <string.h>

enum {
    MOST_PASSAGES = 8,  // of a pair
    MOST_LINES = 60,    // of a passage
    MOST_COLUMNS = 160, // of a line
    MOST_BYTES = 512 << 10,
};

struct source {
    char *bytes[8]; // of each file
    struct similar_text text;
};

static struct source read_source(const struct similar_class *class,
                                 const struct similar_one *one)
{
    const struct check_lab *lab = class->report->lab;
    struct source source = {.text = similar_read(lab, one->folder)};
    for (size_t i = 0; i < lab->n_files; i++) {
        size_t n;
        char *path = check_format("%s/%s", one->folder, lab->files[i].name);
        error_free(check_read_file(path, MOST_BYTES, &source.bytes[i], &n));
        free(path);
    }
    return source;
}

static void free_source(struct source *source)
{
    for (size_t i = 0; i < array_length(source->bytes); i++)
        free(source->bytes[i]);
    free(source->text.tokens);
}

static const char *line_at(const char *text, unsigned line)
{
    for (; line > 1 && text != NULL; line--) {
        text = strchr(text, '\n');
        text = text != NULL ? text + 1 : NULL;
    }
    return text;
}

static void print_line(FILE *out, const char *text, unsigned line)
{
    size_t n = strcspn(text, "\n");
    char *part = check_format("%.*s", (int)n, text);
    char *cut = check_clean(part, MOST_COLUMNS);
    page_print(out, "<b>%4d</b> %s\n", (int)line, cut);
    free(cut);
    free(part);
}

// Prints the lines of n tokens from `from` on; a passage that goes on in
// another file of the lab is shown as far as it is in the first.
static void print_passage(FILE *out, const struct similar_class *class,
                          const struct similar_one *one,
                          const struct source *source, size_t from, size_t n)
{
    const struct similar_token *first = &source->text.tokens[from];
    unsigned last = first->line, line = first->line;
    for (size_t i = 0; i < n && first[i].file == first->file; i++)
        last = first[i].line;
    const char *at = source->bytes[first->file] != NULL
                         ? line_at(source->bytes[first->file], line)
                         : NULL;
    page_print(out, "<td><div class=\"muted\">%s, %s</div><pre>", one->student,
               class->report->lab->files[first->file].name);
    for (; at != NULL && line <= last && line < first->line + MOST_LINES;
         line++) {
        print_line(out, at, line);
        at = line_at(at, 2);
    }
    if (line <= last)
        page_print(out, "     ... to line %d\n", (int)last);
    fputs("</pre></td>", out);
}

// Lines of the first that are in a passage.
static size_t count_lines(const struct similar_text *text,
                          const struct similar_region *regions, size_t n)
{
    size_t lines = 0;
    for (size_t i = 0; i < n; i++)
        lines += text->tokens[regions[i].a + regions[i].n - 1].line -
                 text->tokens[regions[i].a].line + 1;
    return lines;
}

static void print_regions(FILE *out, const struct similar_class *class,
                          const struct similar_pair *pair,
                          const struct source *a, const struct source *b)
{
    size_t n;
    const struct similar_one *one = &class->all[pair->a];
    const struct similar_one *other = &class->all[pair->b];
    struct similar_region *regions =
        similar_regions(&a->text, &b->text, &class->given, &n);
    page_print(out,
               "<p class=\"muted\">%zu passages, about %zu lines%s.</p>"
               "<table class=\"two\"><thead><tr><th scope=\"col\">%s</th>"
               "<th scope=\"col\">%s</th></tr></thead><tbody>\n",
               n, count_lines(&a->text, regions, n),
               n > MOST_PASSAGES ? "; the longest are shown" : "",
               one->student, other->student);
    for (size_t i = 0; i < n && i < MOST_PASSAGES; i++) {
        fputs("<tr>", out);
        print_passage(out, class, one, a, regions[i].a, regions[i].n);
        print_passage(out, class, other, b, regions[i].b, regions[i].n);
        fputs("</tr>\n", out);
    }
    fputs("</tbody></table>\n", out);
    free(regions);
}

void similar_show(FILE *out, const struct similar_class *class, size_t i)
{
    const struct similar_pair *pair = &class->pairs[i];
    struct source a = read_source(class, &class->all[pair->a]);
    struct source b = read_source(class, &class->all[pair->b]);
    page_print(out,
               "<details class=\"look\" id=\"p%zu\"><summary><b>%.0f %%</b> %s "
               "and %s</summary>\n",
               i + 1, 100 * (double)pair->share, class->all[pair->a].student,
               class->all[pair->b].student);
    print_regions(out, class, pair, &a, &b);
    fputs("</details>\n", out);
    free_source(&a);
    free_source(&b);
}
