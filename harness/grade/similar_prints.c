// Fingerprints of a source: winnowing.
#include "similar.h"
#include "checker_plain.h"
#include <glob.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 512 << 10 };

static const uint64_t PRIME = 0x100000001b3;

// Spreads a number over all 64 bits.
static uint64_t spread(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

uint64_t *similar_grams(const struct similar_text *text, size_t *n)
{
    *n = text->n >= SIMILAR_GRAM ? text->n - SIMILAR_GRAM + 1 : 0;
    uint64_t *grams = calloc(*n + 1, sizeof(grams[0]));
    must(grams != NULL);
    uint64_t rolling = 0, top = 1;
    for (size_t i = 0; i < SIMILAR_GRAM; i++)
        top *= PRIME;
    for (size_t i = 0; i < text->n; i++) {
        rolling = rolling * PRIME + text->tokens[i].kind + 1;
        if (i >= SIMILAR_GRAM)
            rolling -= top * (text->tokens[i - SIMILAR_GRAM].kind + 1u);
        if (i + 1 >= SIMILAR_GRAM)
            grams[i + 1 - SIMILAR_GRAM] = spread(rolling);
    }
    return grams;
}

// ---- sets ------------------------------------------------------------------

static int compare_numbers(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
    return one < other ? -1 : one > other;
}

void similar_sort(struct similar_set *set)
{
    size_t n = 0;
    if (set->n > 0)
        qsort(set->numbers, set->n, sizeof(set->numbers[0]), compare_numbers);
    for (size_t i = 0; i < set->n; i++)
        if (n == 0 || set->numbers[n - 1] != set->numbers[i])
            set->numbers[n++] = set->numbers[i];
    set->n = n;
}

bool similar_has(const struct similar_set *set, uint64_t number)
{
    return set->n > 0 && bsearch(&number, set->numbers, set->n, sizeof(number),
                                 compare_numbers) != NULL;
}

// ---- what is given ---------------------------------------------------------

static void add_file(struct similar_text *text, const char *path, int file)
{
    char *source;
    size_t n;
    struct plain_objection objection;
    struct error *err = check_read_file(path, MOST_BYTES, &source, &n);
    if (err != NULL) { // it was not handed in
        error_free(err);
        return;
    }
    // What a compiler takes for a comment or for code, nobody else may take for
    // the other.
    char *plain = plain_text(source, n, &objection);
    similar_add(text, plain, file);
    free(plain);
    free(source);
}

static void add_grams_of(struct similar_set *set, const char *path)
{
    struct similar_text text = {0};
    size_t n;
    add_file(&text, path, 0);
    uint64_t *grams = similar_grams(&text, &n);
    set->numbers = realloc(set->numbers, (set->n + n + 1) * sizeof(grams[0]));
    must(set->numbers != NULL);
    memcpy(set->numbers + set->n, grams, n * sizeof(grams[0]));
    set->n += n;
    free(grams);
    free(text.tokens);
}

struct similar_set similar_given(void)
{
    static const char *const patterns[] = {"labs/*/*.[ch]",
                                           "labs/*/examples/*.c"};
    struct similar_set set = {0};
    for (size_t p = 0; p < array_length(patterns); p++) {
        glob_t found;
        if (glob(patterns[p], 0, NULL, &found) != 0)
            continue;
        for (size_t i = 0; i < found.gl_pathc; i++)
            add_grams_of(&set, found.gl_pathv[i]);
        globfree(&found);
    }
    similar_sort(&set);
    return set;
}

// ---- a submission ----------------------------------------------------------

struct similar_text similar_read(const struct check_lab *lab,
                                 const char *folder)
{
    struct similar_text text = {0};
    for (size_t i = 0; i < lab->n_files; i++) {
        char *path = check_format("%s/%s", folder, lab->files[i].name);
        add_file(&text, path, (int)i);
        free(path);
    }
    return text;
}

// Of each window the smallest that is not given, the last of equals. Those of
// shorter sources are one window.
struct similar_set similar_prints(const struct similar_text *text,
                                  const struct similar_set *given)
{
    size_t n, last = SIZE_MAX;
    uint64_t *grams = similar_grams(text, &n);
    struct similar_set set = {calloc(n + 1, sizeof(grams[0])), 0};
    must(set.numbers != NULL);
    for (size_t i = 0; i < n; i++)
        if (similar_has(given, grams[i]))
            grams[i] = UINT64_MAX;
    for (size_t end = n < SIMILAR_WINDOW ? n : SIMILAR_WINDOW;
         end <= n && end > 0; end++) {
        size_t least = end - 1;
        for (size_t i = end; i-- > 0 && end - i <= SIMILAR_WINDOW;)
            if (grams[i] < grams[least])
                least = i;
        if (grams[least] != UINT64_MAX && least != last)
            set.numbers[set.n++] = grams[last = least];
    }
    free(grams);
    similar_sort(&set);
    set.numbers = realloc(set.numbers, (set.n + 1) * sizeof(grams[0]));
    must(set.numbers != NULL);
    return set;
}
