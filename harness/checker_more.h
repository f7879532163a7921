// What the checker does besides a verdict.
#pragma once
#include "checker.h"

// Checks without printing.
struct error *check_verdict(struct check *check) MUST_CHECK;

// The two halves of it: takes the files; builds and judges in each flavour.
struct error *check_begin(struct check *check) MUST_CHECK;
struct error *check_all_ways(struct check *check) MUST_CHECK;

// Prints the next hint for the first failure of the last check.
struct error *check_hint(struct check *check) MUST_CHECK;

// Makes lcov's page of the lines the tests reach.
struct error *check_coverage_page(struct check *check) MUST_CHECK;

// Runs the student's own tests: on the student's own code, on the solution, and
// on each broken version of it. Writes own.json.
struct error *check_own(struct check *check) MUST_CHECK;

// Checks all open labs as one program. check has no lab, and its `out` is the
// folder of all of them.
struct error *check_mine(struct check *check) MUST_CHECK;

// Builds the case that failed for gdb; the command that starts it is left in
// check->then, to be run when the loop has ended.
struct error *check_debug(struct check *check) MUST_CHECK;
