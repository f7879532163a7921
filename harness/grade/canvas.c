// Which column of Canvas's gradebook is a lab's?
#include "canvas.h"
#include "write.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// Without the number that is Canvas's own: "Lab 1 (4711)", 5.
static size_t title_length(const char *title)
{
    const char *open = strrchr(title, '(');
    if (open == NULL || open == title)
        return 0;
    size_t digits = strspn(open + 1, "0123456789");
    if (digits == 0 || strcmp(open + 1 + digits, ")") != 0)
        return 0;
    while (open > title && open[-1] == ' ')
        open--;
    return (size_t)(open - title);
}

// "Lab 1: nurseries", "lab01", "LAB #1", but not "Prelab 1" nor "Lab 10".
static bool names_number(const char *title, size_t n, const char *number)
{
    for (size_t i = 0; i + 3 <= n; i++) {
        if (strncasecmp(title + i, "lab", 3) != 0 ||
            (i > 0 && isalnum((unsigned char)title[i - 1])))
            continue;
        const char *c = title + i + 3;
        c += strspn(c, " #._-:");
        while (c[0] == '0' && isdigit((unsigned char)c[1]))
            c++;
        size_t digits = strspn(c, "0123456789");
        if (digits == strlen(number) && strncmp(c, number, digits) == 0)
            return true;
    }
    return false;
}

static bool names_lab(const char *title, size_t n, const struct check_lab *lab)
{
    char *own = check_format("%.*s", (int)n, title);
    const char *dash = strchr(lab->name, '-');
    bool found = strcasestr(own, dash != NULL ? dash + 1 : lab->name) != NULL;
    free(own);
    return found;
}

static bool is_title_of(const char *title, const struct check_lab *lab)
{
    char *whole = check_format("lab %s", lab->number);
    bool same = title_length(title) == strlen(whole) &&
                strncasecmp(title, whole, strlen(whole)) == 0;
    free(whole);
    return same;
}

// How well a column fits the lab; 0 if it is no assignment to write in.
static int fit_of(const struct csv *csv, size_t points, int column,
                  const struct check_lab *lab)
{
    const char *title = csv_text(csv, 0, column);
    size_t n = title_length(title);
    if (n == 0 || strcasestr(csv_text(csv, points, column), "read only"))
        return 0;
    if (is_title_of(title, lab))
        return 4;
    if (names_number(title, n, lab->number))
        return 3;
    return names_lab(title, n, lab) ? 2 : 1;
}

static struct error *say_columns(const struct report *report,
                                 const struct csv *csv, size_t points)
{
    struct writing titles;
    int n = 0;
    write_begin(&titles);
    for (int i = 0; i < (int)csv->rows[0].n_fields; i++)
        if (fit_of(csv, points, i, report->lab) > 0) {
            char *title = check_clean(csv_text(csv, 0, i), 60);
            fprintf(titles.out, "%s\"%s\"", n++ > 0 ? ", " : "", title);
            free(title);
        }
    fclose(titles.out);
    struct error *err =
        n == 0 ? error_new(&INVALID,
                           "%s has no column of an assignment, like \"Lab %s "
                           "(4711)\"; make the assignment on Canvas, and "
                           "export the gradebook again",
                           report->options->canvas, report->lab->number)
               : error_new(&INVALID,
                           "%s: which of these columns is lab %s? %s; call it "
                           "\"Lab %s\" on Canvas and export again, or take the "
                           "other columns out of this file",
                           report->options->canvas, report->lab->number,
                           titles.bytes, report->lab->number);
    free(titles.bytes);
    return err;
}

struct error *canvas_column(const struct report *report, const struct csv *csv,
                            size_t points, int *column)
{
    int best = 0, n = 0;
    for (int i = 0; i < (int)csv->rows[0].n_fields; i++) {
        int fit = fit_of(csv, points, i, report->lab);
        if (fit > best) {
            best = fit;
            n = 0;
            *column = i;
        }
        n += fit == best;
    }
    return best > 0 && n == 1 ? NULL : say_columns(report, csv, points);
}
