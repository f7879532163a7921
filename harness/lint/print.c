// Findings as text.
//
//     labs/1-nursery/nursery.c:12:5: dangling-task nobody holds ...
//         task_go(watch, NULL);
//         ^
//
// Source is shown as it is, but for what a terminal would act on or hide.
#include "command.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

enum { LONGEST_LINE = 400 }; // bytes; what is longer is not shown

// ---- characters ------------------------------------------------------------

// One character, or a byte that is none.
struct character {
    wchar_t code;   // of a byte that is none: the byte
    size_t n_bytes; // at least 1
    bool is_shown;  // as it is; else as an escape
    int n_columns;  // that it takes when shown
};

// Left to right and right to left: with these, text reads as it does not run.
static bool turns_text(wchar_t code)
{
    return (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

// The first character of text.
static struct character character_at(const char *text, size_t n_bytes)
{
    mbstate_t state = {0};
    struct character c = {.n_bytes = 1};
    size_t n = mbrtowc(&c.code, text, n_bytes, &state);
    if (n == (size_t)-1 || n == (size_t)-2) {
        c.code = (unsigned char)*text;
        return c;
    }
    c.n_bytes = n > 0 ? n : 1;
    c.n_columns = wcwidth(c.code);
    c.is_shown = c.code == L'\t' || (c.n_columns >= 0 && !turns_text(c.code) &&
                                     c.code != L'\0');
    return c;
}

// Gives the number of columns that the escape takes.
static int print_escape(FILE *out, wchar_t code)
{
    return fprintf(out, code < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)code);
}

void print_visibly(FILE *out, const char *text, size_t n_bytes)
{
    for (size_t i = 0; i < n_bytes;) {
        struct character c = character_at(text + i, n_bytes - i);
        if (c.is_shown)
            fwrite(text + i, 1, c.n_bytes, out);
        else
            print_escape(out, c.code);
        i += c.n_bytes;
    }
}

size_t print_n_bytes(const char *text, size_t n_bytes)
{
    return character_at(text, n_bytes).n_bytes;
}

// As much white space as the text takes when it is printed visibly.
static void print_blanks(const char *text, size_t n_bytes)
{
    for (size_t i = 0; i < n_bytes;) {
        struct character c = character_at(text + i, n_bytes - i);
        char escape[16];
        if (!c.is_shown)
            c.n_columns = snprintf(escape, sizeof(escape),
                                   c.code < 0x100 ? "\\x%02x" : "\\u%04x",
                                   (unsigned)c.code);
        if (c.code == L'\t' && c.is_shown)
            putchar('\t');
        else
            printf("%*s", c.n_columns, "");
        i += c.n_bytes;
    }
}

// ---- colour ----------------------------------------------------------------

static const char *colour(const char *code)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    bool has_colour = isatty(STDOUT_FILENO) && (no == NULL || no[0] == 0) &&
                      (term == NULL || strcmp(term, "dumb") != 0);
    return has_colour ? code : "";
}

#define RED       "\033[1;31m"
#define GREEN     "\033[1;32m"
#define BOLD      "\033[1m"
#define NO_COLOUR "\033[0m"

// ---- findings --------------------------------------------------------------

static void print_source(struct file *file, const struct finding *finding)
{
    size_t n_bytes, before = finding->column - 1;
    const char *line = file_line(file, finding->line, &n_bytes);
    if (line == NULL || n_bytes > LONGEST_LINE || before > n_bytes)
        return;
    print_visibly(stdout, line, n_bytes);
    putchar('\n');
    print_blanks(line, before);
    printf("%s^%s\n", colour(GREEN), colour(NO_COLOUR));
}

static void print_file(struct file *file)
{
    for (size_t i = 0; i < file->found.n; i++) {
        const struct finding *finding = &file->found.all[i];
        fputs(colour(BOLD), stdout);
        print_visibly(stdout, file->path, strlen(file->path));
        printf(":%u:%u:%s %s%s%s ", finding->line, finding->column,
               colour(NO_COLOUR), colour(RED), finding->rule->code,
               colour(NO_COLOUR));
        print_visibly(stdout, finding->message, strlen(finding->message));
        putchar('\n');
        print_source(file, finding);
    }
}

static void print_totals(const struct totals *totals)
{
    size_t n_read = totals->n_files - totals->n_troubles;
    if (totals->n_findings == 0)
        printf("no findings in ");
    else
        printf("%zu finding%s in %zu of ", totals->n_findings,
               totals->n_findings == 1 ? "" : "s", totals->n_with_findings);
    printf("%zu file%s", n_read, n_read == 1 ? "" : "s");
    if (totals->n_troubles > 0)
        printf(", %zu could not be read", totals->n_troubles);
    printf("\n");
}

const struct form form_text = {"text", print_file, print_totals};
