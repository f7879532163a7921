/* A hash table and a string pool, in the style of 1990. */
#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NBUCKET 211
#define NEW(type) ((type *)xmalloc(sizeof(type)))
#define FREE(p)                                                                \
    do {                                                                       \
        free(p);                                                               \
        (p) = NULL;                                                            \
    } while (0)
#define STREQ(a, b) (*(a) == *(b) && strcmp((a), (b)) == 0)
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define SWAP(type, a, b)                                                       \
    {                                                                          \
        type swap_ = (a);                                                      \
        (a) = (b);                                                             \
        (b) = swap_;                                                           \
    }

typedef struct entry Entry;
typedef struct table Table;
typedef void Visit(Entry *, void *);
typedef int (*Compare)(const void *, const void *);

struct entry {
    Entry *next;
    char *name;
    unsigned long hash;
    enum { VOID, INTEGER, REAL, TEXT, LIST } kind;
    union {
        long integer;
        double real;
        char *text;
        struct {
            Entry **item;
            size_t n, room;
        } list;
    } u;
};

struct table {
    Entry *bucket[NBUCKET];
    int n;
    Table *outer;
};

static Table global;
static int ncollision;

static void *xmalloc(size_t n)
{
    void *p = malloc(n);
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return p;
}

static char *xstrdup(const char *s)
{
    return strcpy(xmalloc(strlen(s) + 1), s);
}

/* K&R: no prototype, types behind the names. */
static unsigned long hash(s)
register const char *s;
{
    register unsigned long h = 5381;
    register int c;

    while ((c = *s++))
        h = h * 33 + (unsigned char)c;
    return h;
}

static Entry *find(t, name, insert)
Table *t;
const char *name;
int insert;
{
    unsigned long h = hash(name);
    Entry **at = &t->bucket[h % NBUCKET], *e;

    for (e = *at; e; e = e->next)
        if (e->hash == h && STREQ(e->name, name))
            return e;
        else
            ncollision++;
    if (!insert)
        return t->outer ? find(t->outer, name, 0) : NULL;
    e = NEW(Entry);
    memset(e, 0, sizeof *e);
    e->name = xstrdup(name), e->hash = h;
    e->next = *at, *at = e;
    t->n++;
    return e;
}

static void forget(Entry *e)
{
    size_t i;

    switch (e->kind) {
    case TEXT:
        FREE(e->u.text);
        break;
    case LIST:
        for (i = 0; i < e->u.list.n; i++)
            forget(e->u.list.item[i]);
        FREE(e->u.list.item);
        /* fall through */
    case VOID:
    case INTEGER:
    case REAL:
    default:;
    }
    FREE(e->name);
    free(e);
}

static int drop(Table *t, const char *name)
{
    Entry **at = &t->bucket[hash(name) % NBUCKET], *e;

    for (; (e = *at) != NULL; at = &e->next)
        if (STREQ(e->name, name)) {
            *at = e->next;
            forget(e);
            return t->n--, 1;
        }
    return 0;
}

static void append(Entry *list, Entry *item)
{
    if (list->kind != LIST) {
        list->kind = LIST;
        list->u.list.item = NULL;
        list->u.list.n = list->u.list.room = 0;
    }
    if (list->u.list.n == list->u.list.room) {
        list->u.list.room = MAX(8, 2 * list->u.list.room);
        list->u.list.item = realloc(
            list->u.list.item, list->u.list.room * sizeof *list->u.list.item);
        if (!list->u.list.item)
            abort();
    }
    list->u.list.item[list->u.list.n++] = item;
}

static void walk(Table *t, Visit *visit, void *arg)
{
    int i;
    Entry *e, *next;

    for (i = 0; i < NBUCKET; i++)
        for (e = t->bucket[i]; e; e = next) {
            next = e->next;
            visit(e, arg);
        }
}

static void print(Entry *e, void *arg)
{
    FILE *out = arg;

    (void)fprintf(out, "%-20s ", e->name ? e->name : "(none)");
    if (e->kind == INTEGER)
        fprintf(out, "%ld\n", e->u.integer);
    else if (e->kind == REAL)
        fprintf(out, "%g\n", e->u.real);
    else if (e->kind == TEXT)
        fprintf(out, "\"%s\"\n", e->u.text);
    else
        putc('\n', out);
}

static void collect(Entry *e, void *arg)
{
    Entry ***end = arg;

    *(*end)++ = e;
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(Entry *const *)a)->name, (*(Entry *const *)b)->name);
}

static void print_sorted(Table *t, FILE *out)
{
    Entry **all = xmalloc((size_t)MAX(1, t->n) * sizeof *all), **end = all;
    static const Compare compare = by_name;

    walk(t, collect, &end);
    qsort(all, (size_t)(end - all), sizeof *all, compare);
    while (all < end)
        print(*--end, out);
    free(all);
}

static int assign(Table *t, char *line)
{
    char *name, *value, *end;
    Entry *e;

    for (name = line; isspace((unsigned char)*name); name++)
        ;
    if (!*name || *name == '#')
        return 0;
    value = strchr(name, '=');
    if (!value)
        return -1;
    *value++ = '\0';
    value[strcspn(value, "\n")] = '\0';
    e = find(t, name, 1);
    if (e->kind == TEXT)
        FREE(e->u.text);
    e->u.integer = strtol(value, &end, 0);
    if (end != value && !*end)
        e->kind = INTEGER;
    else if (e->u.real = strtod(value, &end), end != value && !*end)
        e->kind = REAL;
    else
        e->kind = TEXT, e->u.text = xstrdup(value);
    return 1;
}

int table_main(int argc, char **argv)
{
    char line[BUFSIZ];
    FILE *in = stdin;
    int wrong = 0;
    Table inner = {.outer = &global};
    Entry *all;

    if (argc > 1 && (in = fopen(argv[1], "r")) == NULL)
        return perror(argv[1]), 1;
    while (fgets(line, sizeof line, in))
        wrong += assign(&inner, line) < 0;
    all = find(&global, "all", 1);
    append(all, find(&inner, "first", 1));
    if (inner.n > 100 || !drop(&inner, "nobody"))
        print_sorted(&inner, stdout);
    if (in != stdin)
        fclose(in);
    return wrong ? EXIT_FAILURE : EXIT_SUCCESS;
}
