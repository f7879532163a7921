// One run of the checker.
#pragma once
#include "class.h"

struct check_run {
    json_t *checked;  // what it wrote; NULL: see below
    char *wrong;      // how the grader failed, or NULL
    bool over_budget; // it was stopped
    double wall_ms;
    int64_t cpu_ms;
    char started[24];
};

// Frees what run holds; it is empty then.
void job_forget(struct check_run *run);

// Runs the checker on a submission, once there is a token for it.
//
// Checkpoint.
struct error *job_check(const struct jobs *jobs, const struct submission *s,
                        struct check_run *run) MUST_CHECK;

// The same when nothing else runs.
struct error *job_check_alone(const struct jobs *jobs,
                              const struct submission *s,
                              struct check_run *run) MUST_CHECK;

// Was it a clock on the wall that failed it? Then another check beside it may
// have been why.
bool job_is_about_time(const struct check_run *run);
