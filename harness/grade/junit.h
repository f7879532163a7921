// A suite of JUnit's XML: all that is known of one student. See to_junit.c.
#pragma once
#include "write.h"

// What a suite, or all of them, come to.
struct junit_counts {
    size_t tests, failures, errors, skipped;
    double seconds;
};

// One student. All is borrowed.
struct junit_suite {
    const struct report *report;
    const struct verdict *verdict; // which has a result
    const struct feedback *feedback;
    size_t id;  // its place in the file, from 0
    bool whole; // for the instructor: with seed, flags and the grader's words
};

// Counts its cases; seconds are what the whole check took.
struct junit_counts junit_count(const struct junit_suite *suite);

// The attributes that say these, but for `skipped`: not all elements have it.
void junit_write_counts(FILE *out, const struct junit_counts *counts);

// Writes the suite, with all its cases.
void junit_write(FILE *out, const struct junit_suite *suite,
                 const struct junit_counts *counts);
