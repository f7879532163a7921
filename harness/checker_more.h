// What the checker does besides a verdict.
#pragma once
#include "checker.h"

// Checks without printing.
struct error *check_verdict(struct check *check) MUST_CHECK;

// Prints the next hint for the first failure of the last check.
struct error *check_hint(struct check *check) MUST_CHECK;

// Makes lcov's page of the lines the tests reach.
struct error *check_coverage_page(struct check *check) MUST_CHECK;

// Runs the student's own tests with the student's own code.
struct error *check_own(struct check *check) MUST_CHECK;

// Builds the case that failed for gdb; the command that starts it is left in
// check->then, to be run when the loop has ended.
struct error *check_debug(struct check *check) MUST_CHECK;
