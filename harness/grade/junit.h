// A suite of JUnit's XML: all that is known of one student. See to_junit.c.
#pragma once
#include "write.h"

struct junit_counts {
    size_t tests, failures, errors, skipped;
    double seconds;
};

struct junit_suite {
    const struct report *report;
    const struct verdict *verdict;
    const struct feedback *feedback;
    size_t id;
    bool whole; // for the instructor: with seed, flags and the grader's words
};

struct junit_counts junit_count(const struct junit_suite *suite);

// The attributes that say these, but for `skipped`: not all elements have it.
void junit_write_counts(FILE *out, const struct junit_counts *counts);

void junit_write(FILE *out, const struct junit_suite *suite,
                 const struct junit_counts *counts);
