// Whose row is it, in a table that came from elsewhere?
#include "match.h"
#include "write.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_NAMED = 6 }; // rows that are named in the terminal

struct entry {
    const char *text;
    size_t row;
};

// Texts of one column, sorted; made when the column is first asked for.
struct column {
    struct entry *entries;
    size_t n;
};

struct match {
    const struct csv *csv;
    size_t first;
    struct column *columns;
    size_t n_columns;
    struct claims {
        unsigned n_sure, n_named;
        struct match_texts sure, named;
    } *claims; // of each row
};

struct match *match_new(const struct csv *csv, size_t first)
{
    struct match *match = calloc(1, sizeof(*match));
    must(match != NULL);
    match->csv = csv;
    match->first = first;
    match->n_columns = csv->rows[0].n_fields;
    match->columns = calloc(match->n_columns + 1, sizeof(match->columns[0]));
    match->claims = calloc(csv->n_rows + 1, sizeof(match->claims[0]));
    must(match->columns != NULL && match->claims != NULL);
    return match;
}

static void free_texts(struct match_texts texts)
{
    free(texts.grade);
    free(texts.feedback);
}

void match_free(struct match *match)
{
    if (match == NULL)
        return;
    for (size_t i = 0; i < match->n_columns; i++)
        free(match->columns[i].entries);
    for (size_t i = 0; i < match->csv->n_rows; i++) {
        free_texts(match->claims[i].sure);
        free_texts(match->claims[i].named);
    }
    free(match->columns);
    free(match->claims);
    free(match);
}

// ---- finding ---------------------------------------------------------------

static int by_text(const void *a, const void *b)
{
    return strcasecmp(((const struct entry *)a)->text,
                      ((const struct entry *)b)->text);
}

static const struct column *column_of(struct match *match, int i)
{
    struct column *column = &match->columns[i];
    if (column->entries != NULL)
        return column;
    column->entries = calloc(match->csv->n_rows + 1, sizeof(struct entry));
    must(column->entries != NULL);
    for (size_t row = match->first; row < match->csv->n_rows; row++)
        column->entries[column->n++] =
            (struct entry){csv_text(match->csv, row, i), row};
    qsort(column->entries, column->n, sizeof(struct entry), by_text);
    return column;
}

long match_find(struct match *match, int i, const char *text)
{
    if (i < 0 || (size_t)i >= match->n_columns || text[0] == 0)
        return MATCH_NONE;
    const struct column *column = column_of(match, i);
    const struct entry key = {.text = text};
    const struct entry *last = column->entries + column->n;
    const struct entry *found = bsearch(&key, column->entries, column->n,
                                        sizeof(struct entry), by_text);
    if (found == NULL)
        return MATCH_NONE;
    if ((found > column->entries && by_text(found - 1, &key) == 0) ||
        (found + 1 < last && by_text(found + 1, &key) == 0))
        return MATCH_NONE;
    return (long)found->row;
}

// Nobody can know which of somebody's names is the family's: all ways are
// tried, and one alone may fit.
long match_find_name(struct match *match, int column, const char *name)
{
    long found = match_find(match, column, name);
    for (const char *blank = strchr(name, ' '); blank != NULL;
         blank = strchr(blank + 1, ' ')) {
        char *turned = check_format("%s, %.*s", blank + 1, (int)(blank - name),
                                    name);
        long row = match_find(match, column, turned);
        free(turned);
        if (row != MATCH_NONE && found != MATCH_NONE && row != found)
            return MATCH_NONE;
        if (row != MATCH_NONE)
            found = row;
    }
    return found;
}

// ---- claiming --------------------------------------------------------------

void match_claim(struct match *match, long row, bool sure,
                 struct match_texts texts)
{
    must(row >= 0 && (size_t)row < match->csv->n_rows);
    struct claims *claims = &match->claims[row];
    struct match_texts *mine = sure ? &claims->sure : &claims->named;
    free_texts(*mine);
    *mine = texts;
    if (sure)
        claims->n_sure++;
    else
        claims->n_named++;
}

const struct match_texts *match_texts(const struct match *match, size_t row)
{
    const struct claims *claims = &match->claims[row];
    if (claims->n_sure == 1)
        return &claims->sure;
    return claims->n_sure == 0 && claims->n_named == 1 ? &claims->named : NULL;
}

// ---- filling ---------------------------------------------------------------

static bool is_of_somebody(const struct filling *filling, size_t row)
{
    const char *who = csv_text(filling->csv, row, filling->who);
    return who[strspn(who, " \t")] != 0;
}

static void add_edit(struct csv_edit *edits, size_t *n, size_t row, int column,
                     char *text)
{
    if (column >= 0 && text != NULL)
        edits[(*n)++] = (struct csv_edit){row, column, text};
}

// What could not be told apart, or belongs to nobody of this class.
static void say_row(const struct filling *filling, struct writing *said,
                    size_t row, size_t n)
{
    if (n > MOST_NAMED)
        return;
    const char *who = csv_text(filling->csv, row, filling->who);
    char *name = check_clean(who, 60);
    fprintf(said->out, "%s%s", n == 1 ? "" : "; ", name);
    free(name);
}

static void say_count(struct writing *said, size_t n, const char *one,
                      const char *many)
{
    if (n > 0)
        fprintf(said->out, "\n  %zu %s", n, n == 1 ? one : many);
}

static char *sentence(const struct filling *f, size_t n_rows, size_t n_filled,
                      const struct writing *nobody, size_t n_nobody)
{
    struct writing said;
    write_begin(&said);
    fprintf(said.out, "%s: %zu of %zu rows filled, %zu left as they were",
            f->name, n_filled, n_rows, n_rows - n_filled);
    say_count(&said, f->n_unscored, "student without a score: no 0 is written",
              "students without a score: no 0 is written");
    say_count(&said, f->n_locked, "row that may not be changed",
              "rows that may not be changed");
    say_count(&said, f->n_above, "score above the maximum there",
              "scores above the maximum there");
    say_count(&said, f->n_unknown, "student with a score and no row there",
              "students with a score and no row there");
    if (n_nobody > 0)
        fprintf(said.out, "\n  %zu of nobody here: %s%s", n_nobody,
                nobody->bytes, n_nobody > MOST_NAMED ? "; ..." : "");
    fprintf(said.out, "%s", f->more != NULL ? f->more : "");
    fclose(said.out);
    return said.bytes;
}

static struct error *write_table(const struct filling *filling,
                                 const struct csv_edit *edits, size_t n)
{
    struct writing table;
    size_t n_bytes;
    char *bytes = csv_fill(filling->csv, edits, n, &n_bytes);
    write_begin(&table);
    fwrite(bytes, 1, n_bytes, table.out);
    free(bytes);
    return write_end(&table, filling->report->folder, filling->name);
}

struct error *filling_end(struct filling *f, char **said)
{
    const struct csv *csv = f->csv;
    struct csv_edit *edits = calloc(2 * csv->n_rows + 1, sizeof(edits[0]));
    size_t n_edits = 0, n_rows = 0, n_filled = 0, n_nobody = 0;
    struct writing nobody;
    must(edits != NULL);
    write_begin(&nobody);
    for (size_t row = f->first; row < csv->n_rows; row++) {
        if (!is_of_somebody(f, row))
            continue;
        const struct match_texts *texts = match_texts(f->match, row);
        n_rows++;
        if (texts == NULL) {
            say_row(f, &nobody, row, ++n_nobody);
            continue;
        }
        size_t before = n_edits;
        add_edit(edits, &n_edits, row, f->grade, texts->grade);
        add_edit(edits, &n_edits, row, f->feedback, texts->feedback);
        n_filled += n_edits > before;
    }
    fclose(nobody.out);
    struct error *err = write_table(f, edits, n_edits);
    if (err == NULL)
        *said = sentence(f, n_rows, n_filled, &nobody, n_nobody);
    free(nobody.bytes);
    free(edits);
    return err;
}

void filling_free(struct filling *filling)
{
    match_free(filling->match);
    csv_free(filling->csv);
    free(filling->more);
}
