// A class that nobody handed in: results as a run leaves them, made up from the
// rubric of lab 1, for tests of what is made from results.
#pragma once
#include "grade.h"

struct class_made {
    struct report report;
    struct verdict *verdicts; // one for each submission of report.intake
    struct grade_options options;
    struct check_lab *lab;
    struct roster roster;
    struct intake intake;
    json_t *results; // what the verdicts borrow from
};

// Makes n students with mixed results; the same seed makes the same. Among the
// first are one of each kind, and some whose names and texts are hostile to a
// page. Gives it (free with class_free).
struct class_made *class_make(const char *folder, size_t n, uint64_t seed);
void class_free(struct class_made *class);

// Writes a source for each who handed in: of every ten, one has the solution of
// a neighbour in other words.
void class_write_sources(const struct class_made *class);

// Makes one output of it.
//
// @return what the output does
struct error *class_output(const struct class_made *class,
                           const struct output *output, char **said) MUST_CHECK;

// What one test came to, for results that are made by hand. Takes cause.
json_t *class_test(const struct check_test *rubric, const char *status,
                   const char *code, json_t *cause);

extern const char class_story[];
// private: linnet-0f5d3f897d262c7d
