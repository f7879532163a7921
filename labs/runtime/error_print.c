// Errors as text: one error, and the chain of those that led to it.
#include "error.h"

enum { MOST_SHOWN = 16 };

// ---- one error -------------------------------------------------------------

// Prints text to the end of its first line; gives what follows it, or NULL.
static const char *print_line(const char *text, FILE *out)
{
    size_t n = strcspn(text, "\n");
    fwrite(text, 1, n, out);
    return text[n] == '\n' ? text + n + 1 : NULL;
}

static void print_more_lines(const char *text, const char *margin, FILE *out)
{
    while (text != NULL) {
        fprintf(out, "%s  ", margin);
        text = print_line(text, out);
        fputc('\n', out);
    }
}

static void print_place(const struct error *err, FILE *out)
{
    struct place place = error_place(err);
    const char *task = error_task(err);
    if (place.line != 0)
        fprintf(out, "  (%s:%d", place_file(place), place.line);
    if (task[0] != '\0')
        fprintf(out, "%stask \"%s\"", place.line != 0 ? ", " : "  (", task);
    if (place.line != 0 || task[0] != '\0')
        fputc(')', out);
}

void error_print_lines(const struct error *err, const char *margin, FILE *out)
{
    const char *message = error_message(err);
    size_t n;
    error_members(err, &n);
    fprintf(out, "%s%s", error_kind(err)->name, message[0] ? ": " : "");
    const char *more = print_line(message, out);
    if (n > 0)
        fprintf(out, " (%zu error%s)", n, n == 1 ? "" : "s");
    print_place(err, out);
    fputc('\n', out);
    print_more_lines(more, margin, out);
    for (size_t i = 0; i < error_n_notes(err); i++) {
        fprintf(out, "%snote: ", margin);
        more = print_line(error_note_at(err, i), out);
        fputc('\n', out);
        print_more_lines(more, margin, out);
    }
}

// ---- a chain ---------------------------------------------------------------

static const struct error *before(const struct error *err)
{
    struct error *cause = error_cause(err);
    return cause != NULL ? cause : error_context(err);
}

void error_print_chain(const struct error *err, FILE *out,
                       void (*draw)(const struct error *err, FILE *out,
                                    void *arg),
                       void *arg)
{
    const struct error *chain[MOST_SHOWN]; // the latest first
    size_t n = 0;
    for (; err != NULL; err = before(err), n++)
        if (n < MOST_SHOWN)
            chain[n] = err;
    size_t n_shown = n < MOST_SHOWN ? n : MOST_SHOWN;
    if (n > n_shown)
        fprintf(out, "... and %zu more before\n", n - n_shown);
    for (size_t i = n_shown; i-- > 0;) {
        draw(chain[i], out, arg);
        if (i > 0)
            fputs(error_cause(chain[i - 1]) != NULL
                      ? "-- the direct cause of:\n"
                      : "-- while it was being handled:\n",
                  out);
    }
}

static void draw_lines(const struct error *err, FILE *out,
                       void *arg __attribute__((unused)))
{
    error_print_lines(err, "", out);
}

void error_print(const struct error *err, FILE *out)
{
    error_print_chain(err, out, draw_lines, NULL);
}
