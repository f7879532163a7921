// What the tasks did, a column each.
//
// A story is text in columns, as the terminal shows it:
//
//          ms  main 1                works 2
//           0  opens N1
//           0                        waits: sleep
//           1                        ends   <-- here it ends
//
// It becomes a table. What is no such text stays as it is.
#include "page.h"
#include <stdlib.h>
#include <string.h>

enum { TIME_WIDTH = 9, MOST_COLUMNS = 8 };

static const char HEAD[] = "     ms  ", LAST[] = "   <-- here it ends";

struct columns {
    size_t width; // of one
    size_t n;
};

static size_t line_length(const char *line)
{
    return strcspn(line, "\n");
}

static const char *next_line(const char *line)
{
    line += line_length(line);
    return *line == '\n' ? line + 1 : line;
}

// Is it a step: a number, and what one task did?
static bool is_step(const char *line)
{
    size_t blanks = strspn(line, " ");
    size_t digits = strspn(line + blanks, "0123456789");
    return digits > 0 && blanks + digits == TIME_WIDTH - 2 &&
           strncmp(line + blanks + digits, "  ", 2) == 0;
}

// "...  12 steps before"
static bool is_gap(const char *line)
{
    return strncmp(line, "    ...  ", TIME_WIDTH) == 0;
}

static size_t place_of(const char *line)
{
    return strspn(line + TIME_WIDTH, " ");
}

// Do all steps begin where a column of that width does?
static bool fits(const char *head, size_t width)
{
    size_t n = line_length(head) - TIME_WIDTH;
    for (size_t at = width; at < n; at += width)
        if (head[TIME_WIDTH + at - 1] != ' ' || head[TIME_WIDTH + at] == ' ')
            return false;
    for (const char *line = next_line(head); is_step(line) || is_gap(line);
         line = next_line(line))
        if (is_step(line) &&
            (place_of(line) % width != 0 || place_of(line) >= n))
            return false;
    return true;
}

// As checker_story.c lays them out: with four tasks they are narrower.
static bool find_columns(const char *head, struct columns *columns)
{
    static const size_t widths[] = {22, 17};
    for (size_t i = 0; i < array_length(widths); i++) {
        size_t n = line_length(head) - TIME_WIDTH;
        *columns = (struct columns){widths[i], (n + widths[i] - 1) / widths[i]};
        if (n > 0 && columns->n <= MOST_COLUMNS && fits(head, widths[i]))
            return true;
    }
    return false;
}

// Prints n bytes of a text, without the blanks around it.
static void print_part(FILE *out, const char *text, size_t n)
{
    while (n > 0 && text[0] == ' ')
        text++, n--;
    while (n > 0 && text[n - 1] == ' ')
        n--;
    char *part = check_format("%.*s", (int)n, text);
    page_print(out, "%s", part);
    free(part);
}

// The name of the task that a column is for.
static void print_name(FILE *out, const char *head, struct columns columns,
                       size_t i)
{
    size_t n = line_length(head), at = TIME_WIDTH + i * columns.width;
    print_part(out, head + at, n - at < columns.width ? n - at : columns.width);
}

static void print_names(FILE *out, const char *head, struct columns columns)
{
    fputs("<thead><tr><th scope=\"col\" class=\"r\">ms</th>", out);
    for (size_t i = 0; i < columns.n; i++) {
        fputs("<th scope=\"col\">", out);
        print_name(out, head, columns, i);
        fputs("</th>", out);
    }
    fputs("</tr></thead><tbody>\n", out);
}

// What it looks like; the words say the same.
static const char *class_of(const char *text)
{
    return strncmp(text, "waits", 5) == 0             ? "wait"
           : strncmp(text, "gets CANCELLED", 14) == 0 ? "can"
           : strncmp(text, "cancels", 7) == 0         ? "can"
           : strncmp(text, "ends: CANCELLED", 15) == 0 ? "can"
           : strncmp(text, "ends:", 5) == 0           ? "stop"
           : strncmp(text, "stuck", 5) == 0           ? "stop"
                                                      : "";
}

// Where there is no room for columns, each step names its task.
static void print_cell(FILE *out, const char *head, struct columns columns,
                       size_t column, const char *text)
{
    page_print(out, "<td class=\"%s\" data-task=\"", class_of(text));
    print_name(out, head, columns, column);
    fputs("\">", out);
}

static void print_step(FILE *out, const char *head, const char *line,
                       struct columns columns)
{
    size_t n = line_length(line), at = TIME_WIDTH + place_of(line);
    const char *last = memmem(line + at, n - at, LAST, strlen(LAST));
    size_t end = last != NULL ? (size_t)(last - line) : n;
    size_t column = (at - TIME_WIDTH) / columns.width;
    fputs(last != NULL ? "<tr class=\"end\">" : "<tr>", out);
    fputs("<th scope=\"row\" class=\"r\">", out);
    print_part(out, line, TIME_WIDTH);
    fputs("</th>", out);
    for (size_t i = 0; i < columns.n; i++) {
        if (i != column) {
            fputs("<td></td>", out);
            continue;
        }
        print_cell(out, head, columns, column, line + at);
        print_part(out, line + at, end - at);
        fputs(last != NULL ? " <strong>&#8592; here it ends</strong></td>"
                           : "</td>",
              out);
    }
    fputs("</tr>\n", out);
}

static void print_gap(FILE *out, const char *line, struct columns columns)
{
    page_print(out, "<tr><th scope=\"row\" class=\"r\">...</th><td "
                    "class=\"wait\" colspan=\"%zu\">",
               columns.n);
    print_part(out, line + TIME_WIDTH, line_length(line) - TIME_WIDTH);
    fputs("</td></tr>\n", out);
}

// Prints the table that begins at head; gives what comes after it.
static const char *print_table(FILE *out, const char *head,
                               struct columns columns)
{
    fputs("<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
          "aria-label=\"What the tasks did\"><table class=\"story m\">\n",
          out);
    print_names(out, head, columns);
    const char *line = next_line(head);
    for (; is_step(line) || is_gap(line); line = next_line(line))
        if (is_step(line))
            print_step(out, head, line, columns);
        else
            print_gap(out, line, columns);
    fputs("</tbody></table></div>\n", out);
    return line;
}

// Prints n bytes of what is no table.
static void print_plain(FILE *out, const char *text, size_t n)
{
    while (n > 0 && text[0] == '\n')
        text++, n--;
    while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == ' '))
        n--;
    if (n == 0)
        return;
    char *part = check_format("%.*s", (int)n, text);
    page_print(out, "<pre>%s</pre>\n", part);
    free(part);
}

void page_story(FILE *out, const char *story)
{
    struct columns columns;
    const char *head = strstr(story, HEAD);
    bool drawn = head != NULL && (head == story || head[-1] == '\n') &&
                 find_columns(head, &columns);
    if (!drawn) {
        print_plain(out, story, strlen(story));
        return;
    }
    print_plain(out, story, (size_t)(head - story));
    const char *rest = print_table(out, head, columns);
    print_plain(out, rest, strlen(rest));
}
