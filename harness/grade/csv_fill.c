// A table with some of its fields replaced.
#include "grade.h"
#include <stdlib.h>
#include <string.h>

char *csv_quote(const char *text)
{
    size_t n = strlen(text);
    bool bare = strpbrk(text, ",\"\r\n") == NULL && text[0] != ' ' &&
                (n == 0 || text[n - 1] != ' ');
    if (bare)
        return check_format("%s", text);
    char *quoted = malloc(2 * n + 3), *to = quoted;
    must(quoted != NULL);
    *to++ = '"';
    for (; *text != 0; text++) {
        if (*text == '"')
            *to++ = '"';
        *to++ = *text;
    }
    *to++ = '"';
    *to = 0;
    return quoted;
}

// Edits in the order of their places; of two of one place the last counts.
static int by_place(const void *a, const void *b)
{
    const struct csv_edit *x = *(const struct csv_edit *const *)a;
    const struct csv_edit *y = *(const struct csv_edit *const *)b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return x < y ? -1 : x > y;
}

struct copying {
    const struct csv *csv;
    FILE *out;
    size_t at;   // bytes of the table that are written, or replaced
    size_t row;  // of the last edit
    int n_fields; // that this row has by now
};

static void copy_to(struct copying *f, size_t end)
{
    fwrite(f->csv->bytes + f->at, 1, end - f->at, f->out);
    f->at = end;
}

static void fill(struct copying *f, const struct csv_edit *edit)
{
    const struct csv_row *row = &f->csv->rows[edit->row];
    char *quoted = csv_quote(edit->text);
    if (edit->row != f->row || f->n_fields < 0) {
        f->row = edit->row;
        f->n_fields = (int)row->n_fields;
    }
    if ((size_t)edit->column < row->n_fields) {
        copy_to(f, row->fields[edit->column].start);
        f->at = row->fields[edit->column].end;
    } else {
        // A row that is too short grows.
        copy_to(f, row->fields[row->n_fields - 1].end);
        for (; f->n_fields <= edit->column; f->n_fields++)
            fputc(',', f->out);
    }
    fputs(quoted, f->out);
    free(quoted);
}

char *csv_fill(const struct csv *csv, const struct csv_edit *edits,
               size_t n_edits, size_t *n_bytes)
{
    const struct csv_edit **sorted = calloc(n_edits + 1, sizeof(sorted[0]));
    char *bytes = NULL;
    struct copying f = {.csv = csv, .n_fields = -1};
    f.out = open_memstream(&bytes, n_bytes);
    must(sorted != NULL && f.out != NULL);
    for (size_t i = 0; i < n_edits; i++) {
        must(edits[i].row < csv->n_rows && edits[i].column >= 0);
        sorted[i] = &edits[i];
    }
    qsort(sorted, n_edits, sizeof(sorted[0]), by_place);
    for (size_t i = 0; i < n_edits; i++)
        if (i + 1 == n_edits || sorted[i]->row != sorted[i + 1]->row ||
            sorted[i]->column != sorted[i + 1]->column)
            fill(&f, sorted[i]);
    copy_to(&f, csv->n_bytes);
    must(fclose(f.out) == 0);
    free(sorted);
    return bytes;
}
