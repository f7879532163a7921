// Similar: from a class to pairs.
#include "similar.h"
#include "write.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 10000 };

static struct error *begin(const struct report *report, void **self)
{
    struct similar_class *class = calloc(1, sizeof(*class));
    must(class != NULL);
    class->report = report;
    class->given = similar_given();
    class->all = calloc(report->intake->n + 1, sizeof(class->all[0]));
    must(class->all != NULL);
    *self = class;
    return NULL;
}

// Of a source nothing stays in memory but its fingerprints.
static struct error *add(void *self, const struct verdict *verdict)
{
    struct similar_class *class = self;
    const struct submission *submission = verdict->submission;
    if (submission->n_files == 0)
        return NULL;
    struct similar_one *one = &class->all[class->n++];
    one->student = check_format("%s", submission->student);
    one->folder = check_format("%s", submission->folder);
    struct similar_text text =
        similar_read(class->report->lab, submission->folder);
    one->prints = similar_prints(&text, &class->given);
    free(text.tokens);
    return NULL;
}

static void print_row(FILE *out, const struct similar_class *class,
                      const struct similar_pair *pair)
{
    const struct similar_one *a = &class->all[pair->a];
    write_csv(out, a->student);
    fputc(',', out);
    write_csv(out, class->all[pair->b].student);
    fprintf(out, ",%.0f,%u,", 100 * (double)pair->share, pair->n_common);
    write_csv(out, class->all[a->group].student);
    fputs("\r\n", out);
}

static struct error *write_table(const struct similar_class *class)
{
    struct writing table;
    write_begin(&table);
    fputs("student,other,percent,fingerprints,group\r\n", table.out);
    for (size_t i = 0; i < class->n_pairs && i < MOST_ROWS; i++)
        print_row(table.out, class, &class->pairs[i]);
    return write_end(&table, class->report->folder, "similar.csv");
}

// How many groups there are of more than two, the most in one, and how many
// pairs that belong to none.
static void count_groups(const struct similar_class *class, size_t *n_groups,
                         size_t *most, size_t *n_pairs)
{
    size_t *members = calloc(class->n + 1, sizeof(members[0]));
    must(members != NULL);
    *n_groups = *most = *n_pairs = 0;
    for (size_t i = 0; i < class->n; i++)
        members[class->all[i].group]++;
    for (size_t i = 0; i < class->n; i++) {
        *n_groups += members[i] > 2;
        *n_pairs += members[i] == 2;
        *most = members[i] > *most ? members[i] : *most;
    }
    free(members);
}

// The line of the terminal. Among many who are alike there are very many pairs:
// what an instructor can act on is a group.
static char *say(const struct similar_class *class)
{
    size_t n_groups, most, n_pairs;
    char pairs[40] = "";
    count_groups(class, &n_groups, &most, &n_pairs);
    if (n_groups + n_pairs == 0)
        return NULL;
    if (n_pairs > 0)
        snprintf(pairs, sizeof(pairs), "%s%zu pair%s",
                 n_groups > 0 ? ", " : "", n_pairs, n_pairs == 1 ? "" : "s");
    if (n_groups == 0)
        return check_format("similar.html: %s alike (read before acting)",
                            pairs);
    if (n_groups == 1)
        return check_format("similar.html: a group of %zu%s alike (read before "
                            "acting)", most, pairs);
    return check_format("similar.html: %zu groups of up to %zu%s alike (read "
                        "before acting)", n_groups, most, pairs);
}

static struct error *end(void *self, char **said)
{
    struct similar_class *class = self;
    similar_compare(class);
    TRY(write_table(class));
    TRY(similar_write_page(class));
    *said = say(class);
    return NULL;
}

static void drop(void *self)
{
    struct similar_class *class = self;
    if (class == NULL)
        return;
    for (size_t i = 0; i < class->n; i++) {
        free(class->all[i].student);
        free(class->all[i].folder);
        free(class->all[i].prints.numbers);
    }
    free(class->all);
    free(class->pairs);
    free(class->given.numbers);
    free(class);
}

const struct output to_similar = {
    .name = "similar.html, similar.csv",
    .begin = begin,
    .add = add,
    .end = end,
    .drop = drop,
};
