// The student's own tests, and what came of them on three kinds of code.
#pragma once
#include "checker.h"

enum { MOST_OWN_TESTS = 100 };

// What came of a test on one piece of code.
struct own_outcome {
    enum { OWN_NOT_RUN, OWN_PASS, OWN_FAIL } status;
    bool hung;        // it was ended from outside
    const char *said; // if it fails; lives as long as the check
};

struct own_test {
    const char *name;
    struct own_outcome mine;     // on the student's own code
    struct own_outcome solution; // only those that pass here count
};

// A broken version of the solution.
struct own_bug {
    const char *name;    // the mistake: close-looks-only-once
    const char *test_id; // a hidden test that finds it
    bool caught;
};

struct own {
    struct check *check; // of the student's code
    struct check tests;  // of the student's tests
    struct own_test test[MOST_OWN_TESTS];
    size_t n_tests;
    size_t n_too_many; // that are not run
    struct own_bug *bugs;
    size_t n_bugs;

    const char *accepted; // names of the tests that count: "a,b,c"
    bool apart;           // together they do not pass: one by one then
    int cpu_s;            // processor time that a broken version gets
    size_t next_bug;      // to be tried

    // For the line that shows progress.
    const char *doing;
    size_t n_done, n_to_do;
};

// A program of own tests and one piece of code.
struct own_program {
    const char *path;
    enum check_flavour flavour;
    int cpu_s; // the processor time it gets
};

// Runs one test, or several in one process: "a,b,c".
struct error *own_try(struct own *own, const struct own_program *program,
                      const char *names, struct own_outcome *outcome,
                      int64_t *cpu_ms) MUST_CHECK;

// Asks the program that has the solution which tests there are.
struct error *own_list(struct own *own) MUST_CHECK;

size_t own_count_passed(const struct own *own, bool on_solution);
size_t own_count_caught(const struct own *own);

// Prints everything that is known.
void own_print(const struct own *own);

// Writes own.json.
struct error *own_write(const struct own *own) MUST_CHECK;
