// Who wrote the same? Pairs of submissions for a human to read, never a
// verdict.
//
//     similar.c            from a class to pairs; similar.csv
//     similar_tokens.c       a source without its names, values and looks
//     similar_prints.c       and what is kept of it: fingerprints
//     similar_pairs.c      which are shared by whom
//     similar_regions.c    where two sources are the same
//     similar_page.c       similar.html
//     similar_show.c         two sources side by side
//
// The method is winnowing (Schleimer, Wilkerson, Aiken 2003). Every run of
// SIMILAR_GRAM tokens has a number; of SIMILAR_WINDOW such in a row the least
// is kept. So each passage of SIMILAR_GRAM + SIMILAR_WINDOW - 1 tokens or more
// that two sources have in common is found, wherever it stands in them. What is
// given in the course does not count. A fingerprint that few have weighs more.
#pragma once
#include "grade.h"
#include <stdio.h>

enum {
    SIMILAR_GRAM = 20,    // tokens that are compared as one
    SIMILAR_WINDOW = 10, // of which one is kept
    SIMILAR_LEAST = 12,   // fingerprints, for a pair to be worth a look
    SIMILAR_PERCENT = 50, // and that much of the smaller one's, by weight
    SIMILAR_MOST = 1000,  // who has a fingerprint; of more it says nothing
};

// ---- a source --------------------------------------------------------------

struct similar_token {
    uint16_t kind; // the same for all names, and for all values
    uint16_t file; // of the lab's
    uint32_t line; // from 1
};

struct similar_text {
    struct similar_token *tokens;
    size_t n, room;
};

// Appends the tokens of a source; what is no C gives some tokens too.
void similar_add(struct similar_text *text, const char *source, int file);

// A number for each run of SIMILAR_GRAM tokens, *n of them (free with free).
uint64_t *similar_grams(const struct similar_text *text, size_t *n);

// A sorted set of numbers.
struct similar_set {
    uint64_t *numbers;
    size_t n;
};
void similar_sort(struct similar_set *set);
bool similar_has(const struct similar_set *set, uint64_t number);

// What is given in the course.
struct similar_set similar_given(void);

// The fingerprints of a source.
struct similar_set similar_prints(const struct similar_text *text,
                                  const struct similar_set *given);

// Reads the lab's files from the folder of a submission.
struct similar_text similar_read(const struct check_lab *lab,
                                 const char *folder);

// ---- a class ---------------------------------------------------------------

struct similar_one {
    char *student;
    char *folder; // of the submission
    struct similar_set prints;
    double weight; // of all that count
    double nearest; // the largest share that another has of it
    size_t group;   // of those who are alike; its own number: alone, or first
};

struct similar_pair {
    uint32_t a, b;
    uint32_t n_common; // fingerprints
    float share;       // of the smaller one's, by weight
};

struct similar_class {
    const struct report *report;
    struct similar_set given;
    struct similar_one *all;
    size_t n;
    struct similar_pair *pairs; // the most alike first
    size_t n_pairs, room;
    size_t n_left_out; // pairs beyond those that can be kept
};

// Finds pairs and groups.
void similar_compare(struct similar_class *class);

// A passage that two sources have in common, in tokens.
struct similar_region {
    size_t a, b, n;
};

// Gives the passages, the longest first (free with free).
struct similar_region *similar_regions(const struct similar_text *a,
                                       const struct similar_text *b,
                                       const struct similar_set *given,
                                       size_t *n);

// Prints pair i, to be opened and read.
void similar_show(FILE *out, const struct similar_class *class, size_t i);

// Writes similar.html.
struct error *similar_write_page(const struct similar_class *class) MUST_CHECK;
