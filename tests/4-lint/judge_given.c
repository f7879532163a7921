// From a file of the corpus to what the student's code is given.
#include "judge_given.h"
#include "must.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

// ---- names -----------------------------------------------------------------

// The names that are drawn for one file.
struct names {
    char old[MOST_NAMES][NAME_BYTES];
    char drawn[MOST_NAMES][NAME_BYTES];
    size_t n;
};

// No keyword and no name of a header ends in a number of ours.
static void draw_name(struct play *p, char *name, size_t number)
{
    int n = (int)draw_number(p, 2, 9);
    for (int i = 0; i < n; i++)
        name[i] = (char)('a' + draw_number(p, 0, 25));
    snprintf(name + n, NAME_BYTES - (size_t)n, "_%zu", number);
}

static const char *name_for(struct play *p, struct names *names,
                            const char *old, size_t n)
{
    for (size_t i = 0; i < names->n; i++)
        if (strlen(names->old[i]) == n && memcmp(names->old[i], old, n) == 0)
            return names->drawn[i];
    must(names->n < MOST_NAMES && n < NAME_BYTES);
    memcpy(names->old[names->n], old, n);
    draw_name(p, names->drawn[names->n], names->n);
    return names->drawn[names->n++];
}

static bool is_drawn(const char *name, size_t n)
{
    return n > 2 && memcmp(name + n - 2, "_x", 2) == 0;
}

// ---- text ------------------------------------------------------------------

// What is being written, and where it has got to.
struct writer {
    struct play *p;
    struct given *given;
    struct names names;
    FILE *file;
    unsigned line, column; // of the next byte
};

static void write_bytes(struct writer *w, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        putc(bytes[i], w->file);
        w->column++;
        if (bytes[i] == '\n') {
            w->line++;
            w->column = 1;
        }
    }
}

static void write_text(struct writer *w, const char *text)
{
    write_bytes(w, text, strlen(text));
}

static bool is_of_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static size_t name_length(const char *at, const char *end)
{
    size_t n = 0;
    while (at + n < end && is_of_name(at[n]))
        n++;
    return n;
}

static void write_name(struct writer *w, const char *name, size_t n)
{
    if (is_drawn(name, n))
        write_text(w, name_for(w->p, &w->names, name, n));
    else
        write_bytes(w, name, n);
}

static void expect(struct writer *w, const char *name, size_t n)
{
    struct given *given = w->given;
    must(given->n_expected < MOST_EXPECTED);
    struct expected *expected = &given->expected[given->n_expected++];
    expected->line = w->line;
    expected->column = w->column;
    if (is_drawn(name, n))
        snprintf(expected->function, NAME_BYTES, "%s",
                 name_for(w->p, &w->names, name, n));
    else
        snprintf(expected->function, NAME_BYTES, "%.*s", (int)n, name);
}

static void write_all(struct writer *w, const char *at, const char *end)
{
    static const char opens[] = "/*!";
    while (at < end) {
        size_t n = name_length(at, end);
        if (end - at > 3 && memcmp(at, opens, 3) == 0) {
            n = name_length(at + 3, end);
            must(at + 3 + n + 2 <= end && memcmp(at + 3 + n, "*/", 2) == 0);
            expect(w, at + 3, n);
            n += 5;
        } else if (n > 0) {
            write_name(w, at, n);
        } else {
            write_bytes(w, at, n = 1);
        }
        at += n;
    }
}

// One function that dangles, declared by itself.
static const char added[] =
    "\n"
    "struct added_x *added_begin_x(void)\n"
    "    __attribute__((annotate(\"gives-task\")));\n"
    "void added_last_x(void);\n"
    "void added_last_x(void)\n"
    "{\n"
    "    /*!added_begin_x*/added_begin_x();\n"
    "}\n";

void given_make(struct play *p, struct given *given, const char *bytes,
                size_t n_bytes)
{
    static const char refused[] = "//: refused\n";
    const char *end = bytes + n_bytes;
    struct writer w = {.p = p, .given = given, .line = 1, .column = 1};
    *given = (struct given){0};
    given->refused = n_bytes >= strlen(refused) &&
                     memcmp(bytes, refused, strlen(refused)) == 0;
    w.file = open_memstream(&given->text, &given->n_bytes);
    must(w.file != NULL);
    for (int64_t n = n_bytes > 0 ? draw_number(p, 0, 7) : 0; n > 0; n--)
        write_text(&w, "\n");
    write_all(&w, given->refused ? bytes + strlen(refused) : bytes, end);
    given->clean = given->n_expected == 0 && !given->refused && n_bytes > 0;
    if (given->clean)
        write_all(&w, added, added + strlen(added));
    fclose(w.file);
}

void given_free(struct given *given)
{
    free(given->text);
    given->text = NULL;
}

// ---- showing it ------------------------------------------------------------

static const char *line_start(const struct given *given, unsigned line)
{
    const char *at = given->text, *end = given->text + given->n_bytes;
    for (; line > 1 && at < end; line--) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at == NULL ? end : at + 1;
    }
    return at;
}

// Without tabs and other bytes that a caret could not stand below.
static void show_line(const struct given *given, unsigned number, FILE *out)
{
    enum { MOST_SHOWN = 64 };
    const char *at = line_start(given, number);
    const char *end = given->text + given->n_bytes;
    fprintf(out, "%5u | ", number);
    for (int n = 0; at < end && *at != '\n' && n < MOST_SHOWN; at++, n++)
        putc(isprint((unsigned char)*at) ? *at : ' ', out);
    putc('\n', out);
}

static bool has_line(const struct given *given, unsigned number)
{
    return line_start(given, number) < given->text + given->n_bytes;
}

void given_show(const struct given *given, unsigned line, unsigned column,
                char *text, size_t room)
{
    FILE *out = fmemopen(text, room, "w");
    must(out != NULL);
    for (unsigned i = line > 4 ? line - 4 : 1; i <= line; i++)
        if (has_line(given, i))
            show_line(given, i, out);
    if (column > 0 && column < 64)
        fprintf(out, "      | %*s^\n", (int)column - 1, "");
    fclose(out);
}

void given_show_start(const struct given *given, char *text, size_t room)
{
    FILE *out = fmemopen(text, room, "w");
    must(out != NULL);
    fprintf(out, "The file that was being read begins so:\n");
    for (unsigned i = 1, shown = 0; shown < 10 && has_line(given, i); i++)
        if (*line_start(given, i) != '\n' || shown > 0) {
            show_line(given, i, out);
            shown++;
        }
    fclose(out);
}
// private: linnet-0f5d3f897d262c7d
