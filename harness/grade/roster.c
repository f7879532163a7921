// Who belongs to the class: a table with a line for each student.
#include "intake.h"
#include <stdlib.h>
#include <string.h>

// Columns by the place of their text in a person.
static const struct {
    const char *name;
    size_t offset;
} columns[] = {
    {"student", offsetof(struct person, student)},
    {"name", offsetof(struct person, name)},
    {"email", offsetof(struct person, email)},
    {"login", offsetof(struct person, login)},
    {"sis", offsetof(struct person, sis)},
    {"canvas", offsetof(struct person, canvas)},
    {"moodle", offsetof(struct person, moodle)},
    {"section", offsetof(struct person, section)},
};

static char **text_of(struct person *person, size_t column)
{
    return (char **)((char *)person + columns[column].offset);
}

bool key_is_fit(const char *key)
{
    static const char fit[] = "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@+";
    size_t n = strlen(key);
    return n > 0 && n <= MOST_KEY_BYTES_OF_STUDENT && key[0] != '.' &&
           key[0] != '-' && strspn(key, fit) == n;
}

// Without the blanks around it.
static char *trimmed(const char *text)
{
    text += strspn(text, " \t\r\n");
    size_t n = strlen(text);
    while (n > 0 && strchr(" \t\r\n", text[n - 1]) != NULL)
        n--;
    return check_format("%.*s", (int)n, text);
}

static int line_of(const struct csv *csv, size_t row)
{
    int line = 1;
    for (size_t i = 0; i < csv->rows[row].fields[0].start; i++)
        line += csv->bytes[i] == '\n';
    return line;
}

static bool is_blank(const struct csv_row *row)
{
    for (size_t i = 0; i < row->n_fields; i++)
        if (row->fields[i].text[strspn(row->fields[i].text, " \t\r")] != 0)
            return false;
    return true;
}

static struct error *expect_key(const char *path, const struct csv *csv,
                                size_t row, const char *key)
{
    if (key_is_fit(key))
        return NULL;
    char *clean = check_clean(key, 80);
    struct error *err =
        key[0] == 0
            ? error_new(&INVALID,
                        "%s:%d: the column \"student\" is empty; give this "
                        "student a key",
                        path, line_of(csv, row))
            : error_new(&INVALID,
                        "%s:%d: \"%s\" cannot be a student's key, since files "
                        "are named after it; use 1 to %d letters, digits or "
                        "._-@+ and begin with none of . and -",
                        path, line_of(csv, row), clean,
                        MOST_KEY_BYTES_OF_STUDENT);
    free(clean);
    return err;
}

// ---- keys that are there twice ----------------------------------------------

struct entry {
    const char *key;
    size_t row;
};

static int by_key(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static struct error *expect_unique(const char *path, const struct csv *csv,
                                   struct entry *entries, size_t n)
{
    qsort(entries, n, sizeof(entries[0]), by_key);
    for (size_t i = 1; i < n; i++)
        if (strcmp(entries[i - 1].key, entries[i].key) == 0)
            return error_new(&INVALID,
                             "%s:%d: \"%s\" is in line %d already; each "
                             "student needs a key of their own",
                             path, line_of(csv, entries[i].row), entries[i].key,
                             line_of(csv, entries[i - 1].row));
    return NULL;
}

// ---- reading ---------------------------------------------------------------

static struct error *expect_column(const char *path, const struct csv *csv)
{
    if (csv_column(csv, "student") >= 0)
        return NULL;
    // As spreadsheets save it where the comma is in numbers.
    if (csv->n_rows > 0 && csv->rows[0].n_fields == 1 &&
        strchr(csv_text(csv, 0, 0), ';') != NULL)
        return error_new(&INVALID,
                         "%s:1: its fields are parted by semicolons; save it "
                         "with commas",
                         path);
    return error_new(&INVALID,
                     "%s:1: there is no column \"student\"; the first line "
                     "has to name the columns, as student,name,email",
                     path);
}

static void read_person(const struct csv *csv, size_t row,
                        struct person *person)
{
    for (size_t i = 0; i < array_length(columns); i++)
        *text_of(person, i) =
            trimmed(csv_text(csv, row, csv_column(csv, columns[i].name)));
}

static struct error *read_people(const char *path, const struct csv *csv,
                                 struct roster *roster, struct entry *entries)
{
    TRY(expect_column(path, csv));
    for (size_t row = 1; row < csv->n_rows; row++) {
        if (is_blank(&csv->rows[row]))
            continue;
        struct person *person = &roster->people[roster->n_people];
        read_person(csv, row, person);
        entries[roster->n_people++] =
            (struct entry){.key = person->student, .row = row};
        TRY(expect_key(path, csv, row, person->student));
    }
    if (roster->n_people == 0)
        return error_new(&INVALID, "%s: nobody is in it; add a line for each "
                                   "student", path);
    return expect_unique(path, csv, entries, roster->n_people);
}

struct error *roster_read(const char *path, struct roster **out)
{
    struct csv *csv;
    TRY(csv_read(path, &csv));
    struct roster *roster = calloc(1, sizeof(*roster));
    must(roster != NULL);
    roster->people = calloc(csv->n_rows + 1, sizeof(roster->people[0]));
    struct entry *entries = calloc(csv->n_rows + 1, sizeof(entries[0]));
    must(roster->people != NULL && entries != NULL);
    struct error *err = read_people(path, csv, roster, entries);
    free(entries);
    csv_free(csv);
    if (err != NULL) {
        roster_free(roster);
        return err;
    }
    *out = roster;
    return NULL;
}

void roster_free(struct roster *roster)
{
    if (roster == NULL)
        return;
    for (size_t i = 0; i < roster->n_people; i++)
        for (size_t c = 0; c < array_length(columns); c++)
            free(*text_of(&roster->people[i], c));
    free(roster->people);
    free(roster);
}
