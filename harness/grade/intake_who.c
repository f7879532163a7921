// Who a submission is from. A roster tells, by a text that is there once; where
// it does not tell, nobody guesses.
#include "intake.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { N_COLUMNS = 6, HASH_DIGITS = 8 };

// ---- looking in the roster --------------------------------------------------

struct entry {
    const char *text;
    const struct person *person;
};

// The texts of one column in order; those that are empty left out.
struct column_index {
    struct entry *entries;
    size_t n;
};

// On Moodle the number of "Participant 123456".
static const char *number_of(const char *text)
{
    size_t n = strlen(text);
    while (n > 0 && isdigit((unsigned char)text[n - 1]))
        n--;
    return text + n;
}

static const char *text_in(const struct person *person, unsigned column)
{
    switch (column) {
    case COLUMN_SIS:
        return person->sis;
    case COLUMN_LOGIN:
        return person->login;
    case COLUMN_EMAIL:
        return person->email;
    case COLUMN_CANVAS:
        return person->canvas;
    case COLUMN_MOODLE:
        return number_of(person->moodle);
    default:
        return person->student;
    }
}

// Addresses are the same in large letters and small ones.
static int by_text(const void *a, const void *b)
{
    return strcasecmp(((const struct entry *)a)->text,
                      ((const struct entry *)b)->text);
}

static struct column_index make_index(const struct roster *roster,
                                      unsigned column)
{
    struct column_index index = {0};
    index.entries = calloc(roster->n_people + 1, sizeof(index.entries[0]));
    must(index.entries != NULL);
    for (size_t i = 0; i < roster->n_people; i++) {
        const char *text = text_in(&roster->people[i], column);
        if (text[0] != 0)
            index.entries[index.n++] =
                (struct entry){.text = text, .person = &roster->people[i]};
    }
    qsort(index.entries, index.n, sizeof(index.entries[0]), by_text);
    return index;
}

// The only one who has that text there. *several: there are others.
static const struct person *find_in(const struct column_index *index,
                                    unsigned column, const char *text,
                                    bool *several)
{
    const struct entry wanted = {.text = text};
    const struct entry *at = bsearch(&wanted, index->entries, index->n,
                                     sizeof(wanted), by_text);
    const struct person *found = NULL;
    size_t n = 0;
    if (at == NULL)
        return NULL;
    while (at > index->entries && by_text(at - 1, &wanted) == 0)
        at--;
    for (; at < index->entries + index->n && by_text(at, &wanted) == 0; at++)
        if (column == COLUMN_EMAIL || strcmp(at->text, text) == 0) {
            found = at->person;
            n++;
        }
    *several = *several || n > 1;
    return n == 1 ? found : NULL;
}

// The columns are asked in their order: a key says more than a login.
static const struct person *find(const struct column_index *indexes,
                                 unsigned columns, const char *text,
                                 bool *several)
{
    const struct person *found = NULL;
    for (size_t i = 0; found == NULL && text[0] != 0 && i < N_COLUMNS; i++)
        if ((columns & (1u << i)) != 0)
            found = find_in(&indexes[i], 1u << i, text, several);
    return found;
}

bool is_known(const struct roster *roster, const char *name)
{
    for (size_t i = 0; roster != NULL && i < roster->n_people; i++) {
        const struct person *p = &roster->people[i];
        if (strcmp(p->student, name) == 0 || strcmp(p->sis, name) == 0 ||
            strcmp(p->login, name) == 0 || strcasecmp(p->email, name) == 0)
            return true;
    }
    return false;
}

// ---- keys ------------------------------------------------------------------

// A key for a name that may be anything. Two names have two keys.
static char *make_key(const char *name)
{
    if (key_is_fit(name))
        return check_format("%s", name);
    char *digest = digest_of_bytes(name, strlen(name));
    const char *digits = strchr(digest, ':') + 1;
    char *key = check_format(
        "%.*s-%.*s", MOST_KEY_BYTES_OF_STUDENT - 1 - HASH_DIGITS, name,
        HASH_DIGITS, digits);
    for (char *c = key; *c != 0; c++)
        if (!isalnum((unsigned char)*c) && strchr("._-@+", *c) == NULL)
            *c = '_';
    // An empty name, or one like an option or a hidden file.
    if (key[0] == '.' || key[0] == '-')
        key[0] = '_';
    free(digest);
    must(key_is_fit(key));
    return key;
}

static void match(struct parcel *parcel, const struct form *form,
                  const struct column_index *indexes)
{
    bool several = false;
    const struct person *person =
        find(indexes, form->columns, parcel->id, &several);
    const struct person *other =
        find(indexes, COLUMN_STUDENT | COLUMN_LOGIN | COLUMN_EMAIL,
             parcel->email, &several);
    if (person != NULL && other != NULL && person != other) {
        parcel->why = check_format(
            "Its number is that of %s in the roster, its address that of %s.",
            person->student, other->student);
        return;
    }
    parcel->person = person != NULL ? person : other;
    if (parcel->person != NULL)
        parcel->key = check_format("%s", parcel->person->student);
    else if (several)
        parcel->why = check_format("Several people in the roster have this %s.",
                                   form->in_roster);
    else
        parcel->why = check_format("Nobody in the roster has this %s.",
                                   form->in_roster);
}

// ---- one of each -----------------------------------------------------------

// Those without a key last.
static int by_key(const void *a, const void *b)
{
    const struct parcel *x = a, *y = b;
    if (x->key == NULL || y->key == NULL)
        return (x->key == NULL) - (y->key == NULL);
    int order = strcmp(x->key, y->key);
    return order != 0 ? order : strcmp(x->from, y->from);
}

static void reject_several(struct parcel *parcels, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char *other = clean_name(parcels[i == 0].from, 100);
        parcels[i].why =
            check_format("It is one of %zu submissions of %s, as is \"%s\"; "
                         "keep one of them.",
                         n, parcels[0].key, other);
        free(other);
    }
    for (size_t i = 0; i < n; i++) {
        free(parcels[i].key);
        parcels[i].key = NULL;
    }
}

void parcels_match(struct taking *taking, const struct form *form)
{
    struct column_index indexes[N_COLUMNS] = {0};
    struct parcel *parcels = taking->parcels;
    for (size_t i = 0; taking->roster != NULL && i < N_COLUMNS; i++)
        indexes[i] = make_index(taking->roster, 1u << i);
    for (size_t i = 0; i < taking->n_parcels; i++)
        if (taking->roster != NULL)
            match(&parcels[i], form, indexes);
        else
            parcels[i].key =
                make_key(parcels[i].id[0] != 0 ? parcels[i].id
                                               : parcels[i].from);
    for (size_t i = 0; i < N_COLUMNS; i++)
        free(indexes[i].entries);
    if (taking->n_parcels > 0)
        qsort(parcels, taking->n_parcels, sizeof(parcels[0]), by_key);
    for (size_t i = 0, n; i < taking->n_parcels; i += n) {
        for (n = 1; i + n < taking->n_parcels && parcels[i].key != NULL &&
                    parcels[i + n].key != NULL &&
                    strcmp(parcels[i].key, parcels[i + n].key) == 0;)
            n++;
        if (n > 1)
            reject_several(&parcels[i], n);
    }
}
