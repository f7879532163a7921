// Tables with commas, field by field, in the form of RFC 4180.
//
// The bytes stay as they came; a field knows where it is among them. What other
// programs write is read as it is meant: a quotation mark in the middle of a
// field is a quotation mark.
#include "grade.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_BYTES = 64 * 1024 * 1024 };

// ---- reading ---------------------------------------------------------------

struct reader {
    struct csv *csv;
    size_t at;
    size_t most_rows; // room for
    int line;
    struct error *err;
};

static bool at_end_of_row(const struct csv *csv, size_t at)
{
    const char *c = csv->bytes + at;
    return at == csv->n_bytes || *c == '\n' ||
           (*c == '\r' && at + 1 < csv->n_bytes && c[1] == '\n');
}

// Where the quotation mark is that closes the one at r->at.
static size_t find_closing(struct reader *r)
{
    const struct csv *csv = r->csv;
    int line = r->line;
    for (size_t at = r->at + 1; at < csv->n_bytes; at++) {
        if (csv->bytes[at] == '"' && csv->bytes[at + 1] != '"')
            return at;
        at += csv->bytes[at] == '"';
        r->line += csv->bytes[at] == '\n';
    }
    r->err = error_new(&INVALID,
                       "line %d: a quotation mark is opened and not closed",
                       line);
    return csv->n_bytes;
}

// What the bytes say; closing is where the quoted part ends, or 0.
static char *unquoted(const char *bytes, struct csv_field field, size_t closing)
{
    char *text = malloc(field.end - field.start + 1), *to = text;
    must(text != NULL);
    for (size_t at = field.start + (closing > 0); at < field.end; at++) {
        if (at == closing && closing > 0)
            continue;
        at += at < closing && bytes[at] == '"';
        *to++ = bytes[at];
    }
    *to = 0;
    return text;
}

static struct csv_field read_field(struct reader *r)
{
    const struct csv *csv = r->csv;
    struct csv_field field = {.start = r->at};
    size_t closing = csv->bytes[r->at] == '"' ? find_closing(r) : 0;
    if (closing > 0)
        r->at = closing + (closing < csv->n_bytes);
    while (!at_end_of_row(csv, r->at) && csv->bytes[r->at] != ',')
        r->at++;
    field.end = r->at;
    field.text = unquoted(csv->bytes, field, closing);
    return field;
}

static void add_field(struct csv_row *row, struct csv_field field)
{
    if ((row->n_fields & (row->n_fields - 1)) == 0) {
        size_t room = row->n_fields == 0 ? 1 : 2 * row->n_fields;
        row->fields = realloc(row->fields, room * sizeof(row->fields[0]));
        must(row->fields != NULL);
    }
    row->fields[row->n_fields++] = field;
}

static struct csv_row *add_row(struct reader *r)
{
    struct csv *csv = r->csv;
    if (csv->n_rows == r->most_rows) {
        r->most_rows = 2 * r->most_rows + 16;
        csv->rows = realloc(csv->rows, r->most_rows * sizeof(csv->rows[0]));
        must(csv->rows != NULL);
    }
    csv->rows[csv->n_rows] = (struct csv_row){0};
    return &csv->rows[csv->n_rows++];
}

static void read_row(struct reader *r)
{
    struct csv *csv = r->csv;
    struct csv_row *row = add_row(r);
    add_field(row, read_field(r));
    while (r->err == NULL && !at_end_of_row(csv, r->at)) {
        r->at++;
        add_field(row, read_field(r));
    }
    if (r->at < csv->n_bytes && csv->bytes[r->at] == '\r')
        r->at++;
    if (r->at < csv->n_bytes)
        r->at++;
    r->line++;
}

// What a spreadsheet saves as "Unicode text" has a 0 in each character.
static struct error *expect_text(const struct csv *csv)
{
    const char *zero = memchr(csv->bytes, 0, csv->n_bytes);
    int line = 1;
    if (zero == NULL)
        return NULL;
    for (const char *at = csv->bytes; at < zero; at++)
        line += *at == '\n';
    return error_new(&INVALID,
                     "line %d: there is a byte of 0, as no text has; save the "
                     "table as \"CSV UTF-8\"",
                     line);
}

struct error *csv_parse(const char *bytes, size_t n, struct csv **out)
{
    static const char mark[] = "\xef\xbb\xbf";
    struct csv *csv = calloc(1, sizeof(*csv));
    must(csv != NULL && (csv->bytes = malloc(n + 1)) != NULL);
    memcpy(csv->bytes, bytes, n);
    csv->bytes[n] = 0;
    csv->n_bytes = n;
    struct reader r = {.csv = csv, .line = 1, .err = expect_text(csv)};
    if (n >= 3 && memcmp(bytes, mark, 3) == 0)
        r.at = 3;
    while (r.err == NULL && r.at < n)
        read_row(&r);
    if (r.err != NULL) {
        csv_free(csv);
        return r.err;
    }
    *out = csv;
    return NULL;
}

// The message says which file it was.
static struct error *name_file(const char *path, struct error *err)
{
    if (err == NULL)
        return NULL;
    struct error *named =
        error_new(&INVALID, "%s, %s", path, error_message(err));
    error_free(err);
    return named;
}

// Whoever named the table can mend it: it is a sentence for them, and no fault
// of ours.
static struct error *unreadable(struct error *err)
{
    struct error *said = error_new(&INVALID, "cannot %s; name a table that is "
                                             "there", error_message(err));
    error_free(err);
    return said;
}

struct error *csv_read(const char *path, struct csv **csv)
{
    char *bytes;
    size_t n;
    if (check_is_folder(path))
        return error_new(&INVALID, "%s is a folder, not a table", path);
    struct error *err = check_read_file(path, MOST_BYTES, &bytes, &n);
    if (err != NULL)
        return unreadable(err);
    err = n == MOST_BYTES
              ? error_new(&INVALID, "it is no table: too large")
              : csv_parse(bytes, n, csv);
    free(bytes);
    return name_file(path, err);
}

void csv_free(struct csv *csv)
{
    if (csv == NULL)
        return;
    for (size_t i = 0; i < csv->n_rows; i++) {
        for (size_t j = 0; j < csv->rows[i].n_fields; j++)
            free(csv->rows[i].fields[j].text);
        free(csv->rows[i].fields);
    }
    free(csv->rows);
    free(csv->bytes);
    free(csv);
}

// ---- looking ---------------------------------------------------------------

// Without the blanks around it.
static bool says(const char *text, const char *name)
{
    size_t n = strlen(name);
    text += strspn(text, " \t");
    return strncasecmp(text, name, n) == 0 &&
           text[n + strspn(text + n, " \t")] == 0;
}

int csv_column(const struct csv *csv, const char *name)
{
    if (csv->n_rows == 0)
        return -1;
    for (size_t i = 0; i < csv->rows[0].n_fields; i++)
        if (says(csv->rows[0].fields[i].text, name))
            return (int)i;
    return -1;
}

const char *csv_text(const struct csv *csv, size_t row, int column)
{
    if (row >= csv->n_rows || column < 0 ||
        (size_t)column >= csv->rows[row].n_fields)
        return "";
    return csv->rows[row].fields[column].text;
}
