// Which fingerprints are shared by whom.
#include "similar.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PAIRS = 1 << 18 };

// Somebody has a fingerprint.
struct has {
    uint64_t print;
    uint32_t who;
    uint32_t same; // how many have it, from the first of them on
};

static int compare_has(const void *a, const void *b)
{
    const struct has *one = a, *other = b;
    if (one->print != other->print)
        return one->print < other->print ? -1 : 1;
    return one->who < other->who ? -1 : one->who > other->who;
}

// All of them, by fingerprint and then by who; gives the list.
static struct has *list_all(const struct similar_class *class, size_t *n)
{
    size_t room = 1;
    for (size_t i = 0; i < class->n; i++)
        room += class->all[i].prints.n;
    struct has *list = calloc(room, sizeof(list[0]));
    must(list != NULL);
    *n = 0;
    for (size_t i = 0; i < class->n; i++)
        for (size_t p = 0; p < class->all[i].prints.n; p++)
            list[(*n)++] =
                (struct has){class->all[i].prints.numbers[p], (uint32_t)i, 0};
    qsort(list, *n, sizeof(list[0]), compare_has);
    for (size_t i = *n; i-- > 0;)
        list[i].same = 1 + (i + 1 < *n && list[i + 1].print == list[i].print
                                ? list[i + 1].same
                                : 0);
    return list;
}

// What a fingerprint weighs that so many have: if everyone has it, a tenth of
// what it does if one alone has it; nothing if it is too common to tell.
static double weight_of(const struct similar_class *class, size_t n_same)
{
    if (n_same > SIMILAR_MOST)
        return 0;
    double n = (double)class->n + 1;
    return 0.1 + log(n / (double)n_same) / log(n);
}

static void weigh(struct similar_class *class, const struct has *list, size_t n)
{
    for (size_t i = 0, same; i < n; i += same) {
        same = list[i].same;
        for (size_t j = i; j < i + same; j++)
            class->all[list[j].who].weight += weight_of(class, same);
    }
}

// ---- groups ----------------------------------------------------------------

static size_t group_of(struct similar_class *class, size_t i)
{
    while (class->all[i].group != i)
        i = class->all[i].group = class->all[class->all[i].group].group;
    return i;
}

static void join(struct similar_class *class, size_t a, size_t b)
{
    a = group_of(class, a);
    b = group_of(class, b);
    if (a < b)
        class->all[b].group = a;
    else
        class->all[a].group = b;
}

// ---- pairs -----------------------------------------------------------------

static int compare_pairs(const void *a, const void *b)
{
    const struct similar_pair *one = a, *other = b;
    if (one->share < other->share || one->share > other->share)
        return one->share > other->share ? -1 : 1;
    if (one->n_common != other->n_common)
        return one->n_common > other->n_common ? -1 : 1;
    if (one->a != other->a)
        return one->a < other->a ? -1 : 1;
    return one->b < other->b ? -1 : one->b > other->b;
}

static void sort_pairs(struct similar_class *class)
{
    if (class->n_pairs > 0)
        qsort(class->pairs, class->n_pairs, sizeof(class->pairs[0]),
              compare_pairs);
}

static void add_pair(struct similar_class *class, struct similar_pair pair)
{
    if (class->n_pairs == MOST_PAIRS) {
        sort_pairs(class);
        class->n_pairs = MOST_PAIRS / 2;
        class->n_left_out += MOST_PAIRS / 2;
    }
    if (class->n_pairs == class->room) {
        class->room = 2 * class->room + 64;
        class->pairs =
            realloc(class->pairs, class->room * sizeof(class->pairs[0]));
        must(class->pairs != NULL);
    }
    class->pairs[class->n_pairs++] = pair;
}

// What one has in common with each of those after it.
struct common {
    double *weight;
    uint32_t *n;
};

static void note_pair(struct similar_class *class, size_t a, size_t b,
                      double weight, uint32_t n_common)
{
    struct similar_one *one = &class->all[a], *other = &class->all[b];
    double least = one->weight < other->weight ? one->weight : other->weight;
    double share = least > 0 ? weight / least : 0;
    if (n_common < SIMILAR_LEAST)
        return;
    share = share < 1 ? share : 1;
    one->nearest = share > one->nearest ? share : one->nearest;
    other->nearest = share > other->nearest ? share : other->nearest;
    if (share * 100 < SIMILAR_PERCENT)
        return;
    join(class, a, b);
    add_pair(class, (struct similar_pair){(uint32_t)a, (uint32_t)b, n_common,
                                          (float)share});
}

// Where the fingerprints of somebody are in the list.
static size_t find(const struct has *list, size_t n, uint64_t print,
                   uint32_t who)
{
    struct has key = {.print = print, .who = who};
    const struct has *found =
        bsearch(&key, list, n, sizeof(key), compare_has);
    return (size_t)(found - list);
}

static void compare_one(struct similar_class *class, uint32_t a,
                        const struct has *list, size_t n, struct common common)
{
    const struct similar_one *one = &class->all[a];
    for (size_t p = 0; p < one->prints.n; p++) {
        size_t at = find(list, n, one->prints.numbers[p], a), first = at;
        while (first > 0 && list[first - 1].print == list[at].print)
            first--;
        double weight = weight_of(class, list[first].same);
        for (size_t i = at + 1; weight > 0 && i < at + list[at].same; i++) {
            common.weight[list[i].who] += weight;
            common.n[list[i].who]++;
        }
    }
    for (size_t b = a + 1; b < class->n; b++)
        if (common.n[b] > 0) {
            note_pair(class, a, b, common.weight[b], common.n[b]);
            common.weight[b] = 0;
            common.n[b] = 0;
        }
}

void similar_compare(struct similar_class *class)
{
    size_t n;
    struct has *list = list_all(class, &n);
    struct common common = {calloc(class->n + 1, sizeof(common.weight[0])),
                            calloc(class->n + 1, sizeof(common.n[0]))};
    must(common.weight != NULL && common.n != NULL);
    weigh(class, list, n);
    for (size_t i = 0; i < class->n; i++)
        class->all[i].group = i;
    for (size_t i = 0; i < class->n; i++)
        compare_one(class, (uint32_t)i, list, n, common);
    for (size_t i = 0; i < class->n; i++)
        class->all[i].group = group_of(class, i);
    sort_pairs(class);
    free(common.weight);
    free(common.n);
    free(list);
}
