// What judges look for again and again. judge.h says what each is.
#include "judge.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// ---- places ----------------------------------------------------------------

long find_fact(const struct play *p, int what, int64_t a)
{
    return find(p, what, a, 0);
}

long find_b(const struct play *p, int what, int64_t b, size_t from)
{
    for (size_t i = from; i < n_told(p); i++)
        if (told(p, i)->what == what && told(p, i)->b == b)
            return (long)i;
    return -1;
}

long find_next(const struct play *p, int what, long after)
{
    for (size_t i = (size_t)(after + 1); i < n_told(p); i++)
        if (told(p, i)->what == what)
            return (long)i;
    return -1;
}

int64_t count_b(const struct play *p, int what, int64_t b, long to)
{
    int64_t n = 0;
    for (long i = 0; i < to; i++)
        n += told(p, (size_t)i)->what == what && told(p, (size_t)i)->b == b;
    return n;
}

long end_of(const struct play *p)
{
    return (long)n_told(p);
}

// ---- errors ----------------------------------------------------------------

static int count_word(const char *text, const char *word)
{
    char copy[1024];
    int n = 0;
    snprintf(copy, sizeof(copy), "%s", text);
    for (char *w = strtok(copy, " ()!"); w != NULL; w = strtok(NULL, " ()!"))
        n += strcmp(w, word) == 0;
    return n;
}

// A word of `text` that `other` has less often; NULL if there is none.
static const char *missing_in(const char *other, const char *text)
{
    static char copy[1024];
    char *rest;
    snprintf(copy, sizeof(copy), "%s", text);
    for (char *w = strtok_r(copy, " ()!", &rest); w != NULL;
         w = strtok_r(NULL, " ()!", &rest))
        if (strcmp(w, "none") != 0 &&
            count_word(other, w) < count_word(text, w))
            return w;
    return NULL;
}

static const char *code_of_difference(const char *got, const char *expected)
{
    const char *lost = missing_in(got, expected);
    if (lost != NULL)
        return strcmp(lost, "cancelled") == 0 ? "LOST-CANCEL" : "LOST-ERROR";
    return missing_in(expected, got) != NULL ? "EXTRA-ERROR" : "WRONG-SHAPE";
}

void check_error(struct play *p, const char *who, long at,
                        const char *expected)
{
    const char *got = error_at(p, find_error(p, (size_t)at));
    check(p, strcmp(got, expected) == 0, code_of_difference(got, expected),
          "%s returned %s, where %s was due", who, got, expected);
}

const char *number_text(const char *format, int64_t number)
{
    static char text[1024];
    const char *at = strstr(format, "%d");
    snprintf(text, sizeof(text), "%.*s%" PRId64 "%s", (int)(at - format),
             format, number, at + 2);
    return text;
}
