// Where two sources are the same.
#include "similar.h"
#include <stdlib.h>

// A run of tokens of the second source.
struct start {
    uint64_t gram;
    size_t at;
};

static int compare_starts(const void *a, const void *b)
{
    const struct start *one = a, *other = b;
    if (one->gram != other->gram)
        return one->gram < other->gram ? -1 : 1;
    return one->at < other->at ? -1 : one->at > other->at;
}

static struct start *sort_starts(const uint64_t *grams, size_t n)
{
    struct start *starts = calloc(n + 1, sizeof(starts[0]));
    must(starts != NULL);
    for (size_t i = 0; i < n; i++)
        starts[i] = (struct start){grams[i], i};
    qsort(starts, n, sizeof(starts[0]), compare_starts);
    return starts;
}

// The first place with that number; n if there is none.
static size_t first_start(const struct start *starts, size_t n, uint64_t gram)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (starts[middle].gram < gram)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && starts[low].gram == gram ? low : n;
}

struct grams {
    uint64_t *numbers;
    size_t n;
};

static size_t length_at(struct grams a, size_t i, struct grams b, size_t j)
{
    size_t n = 0;
    while (i + n < a.n && j + n < b.n && a.numbers[i + n] == b.numbers[j + n])
        n++;
    return n;
}

// The longest passage of b that is at i in a; of length 0 if there is none.
static struct similar_region longest_at(struct grams a, size_t i,
                                        struct grams b,
                                        const struct start *starts)
{
    enum { MOST_TRIED = 32 };
    struct similar_region region = {.a = i};
    size_t first = first_start(starts, b.n, a.numbers[i]);
    for (size_t p = first; p < b.n && p < first + MOST_TRIED &&
                           starts[p].gram == a.numbers[i];
         p++) {
        size_t n = length_at(a, i, b, starts[p].at);
        if (n > region.n)
            region = (struct similar_region){i, starts[p].at, n};
    }
    return region;
}

static int compare_regions(const void *a, const void *b)
{
    const struct similar_region *one = a, *other = b;
    if (one->n != other->n)
        return one->n > other->n ? -1 : 1;
    return one->a < other->a ? -1 : 1;
}

struct similar_region *similar_regions(const struct similar_text *a,
                                       const struct similar_text *b,
                                       const struct similar_set *given,
                                       size_t *n)
{
    struct grams one, other;
    one.numbers = similar_grams(a, &one.n);
    other.numbers = similar_grams(b, &other.n);
    struct start *starts = sort_starts(other.numbers, other.n);
    struct similar_region *regions = calloc(one.n + 1, sizeof(regions[0]));
    must(regions != NULL);
    *n = 0;
    for (size_t i = 0; i < one.n;) {
        struct similar_region region = {.n = 0};
        if (!similar_has(given, one.numbers[i]))
            region = longest_at(one, i, other, starts);
        i += region.n > 0 ? region.n + SIMILAR_GRAM - 1 : 1;
        if (region.n > 0) {
            region.n += SIMILAR_GRAM - 1;
            regions[(*n)++] = region;
        }
    }
    if (*n > 0)
        qsort(regions, *n, sizeof(regions[0]), compare_regions);
    free(one.numbers);
    free(other.numbers);
    free(starts);
    return regions;
}
