// A class while it is graded: what main, gates, run, job and regrade share.
#pragma once
#include "grade.h"
#include "task.h"

// What became of one submission in this run.
struct outcome {
    enum {
        OUTCOME_OPEN,    // to be checked, or in the middle of it
        OUTCOME_KEPT,    // its result was there and still counts
        OUTCOME_NEW,     // its result was written
        OUTCOME_SAME,    // it was checked again, and nothing has changed
        OUTCOME_SKIPPED, // it is not among those asked for
        OUTCOME_ERROR,   // the grader failed; what was there stays
    } state;
    bool retried;
    char *error;  // with OUTCOME_ERROR: a sentence
    char *change; // when graded again: what is another now, lines; or NULL
};

struct portion;

struct class {
    const struct grade_options *options; // with what class.json adds
    struct check_lab *lab;
    struct roster *roster; // NULL: none
    struct intake *intake;
    char *root;   // the course's folder, absolute
    char *folder; // OUT/labN, absolute
    char *work;   // where checks write; in folder, or with a dry run elsewhere
    char *tests;  // digest of all that a verdict rests on
    char *cage;   // which layers are in force
    bool weak;
    bool forced;  // although a gate was red
    char *reported; // digest of what the outputs that are there are made of,
                    // or ""
    char *said;     // by these outputs
    uint64_t seed;
    int lock; // held by whoever works on the folder; -1: nobody, it is dry
    bool stopped; // by a signal
    int signum;

    struct outcome *outcomes; // as many as submissions
    size_t n_kept, n_open;    // at the start
    size_t n_done;            // of those that were open
    size_t n_unbuilt, n_hung, n_flagged, n_errors; // among all so far
    size_t n_mixed;   // results of which only one test is of now
    size_t n_waiting; // tasks in Slurm's queue that have not begun
    double started_ms;
    struct portion *portion; // of whose work this is a part; NULL: it is all
};

// ---- what is asked for (options.c) -----------------------------------------

// Reads the command line; ends the program, with a sentence, on a mistake. All
// texts are copies, also those that are added later (end with options_free).
void options_read(struct grade_options *options, int argc, char **argv);
void options_free(struct grade_options *options);

// ---- the folder (class.c) --------------------------------------------------

// Opens the folder of a class, makes it if need be, and finds out what a run
// needs to know. What regrade is not told it takes from class.json. `options`
// is filled in.
//
// @return INVALID  the message says what to do: somebody else grades there, the
//                  kernel cannot cage, there is no such class
struct error *class_open(struct class *class, struct grade_options *options,
                         struct check_lab *lab) MUST_CHECK;

// Finds out what a verdict rests on here: tests, cage, weak. As class_open.
struct error *class_find_out(struct class *class) MUST_CHECK;

// Removes what checks write there, lets others in, and frees what class holds.
void class_close(struct class *class);

// The name of a file in a folder of the class's: "results", ".json" (free with
// free).
char *class_path(const struct class *class, const char *folder,
                 const char *student, const char *end);

// Appends a line to audit.jsonl; if it has to last, it is on the disk. Takes
// line.
struct error *class_audit(const struct class *class, json_t *line,
                          bool lasts) MUST_CHECK;

// The time as written in files: "2026-10-02T21:58:03Z".
void class_time(char text[24]);

// ---- class.json (class_json.c) ---------------------------------------------

// Finds the seed, and what is said of the outputs that are there. To grade
// again, what `options` does not say is taken from it.
//
// @return INVALID  to grade again, and there is no class.json
struct error *class_read(struct class *class,
                         struct grade_options *options) MUST_CHECK;

// Writes it, if it is another one now.
struct error *class_write(const struct class *class) MUST_CHECK;

// ---- gates (gates.c) -------------------------------------------------------

// May this lab be graded? Plays what has not been played with this kit. *red
// is a text of the cases that are not as they should be (free with free), or
// NULL.
//
// Checkpoint.
struct error *gates_pass(struct class *class, char **red) MUST_CHECK;

// ---- results (result.c) ----------------------------------------------------

// The result of a student that is on the disk; NULL if there is none that can
// be read (free with json_decref).
json_t *result_read(const struct class *class, const char *student);

// Does it still count: same files, same tests, same numbers?
bool result_counts(const struct class *class, const struct submission *s,
                   const json_t *result);

// A result with a status and the body (tests, score, build, ...) of a check or
// of another result. Given (free with json_decref).
json_t *result_make(const struct class *class, const struct submission *s,
                    const char *status, const json_t *body);

// A body where nothing was played; text is why, or NULL.
json_t *result_blank(const struct class *class, const char *text);

// A body of what the checker wrote: without what was measured.
json_t *result_body(const struct submission *s, const json_t *checked);

// Marks the tests of body that came out otherwise than in first.
void result_mark_retried(json_t *body, const json_t *first);

// Was it made with these tests and numbers?
bool result_is_of_now(const struct class *class, const json_t *result);

// The outcome of one test in a result; NULL if it has none.
json_t *result_test(const json_t *result, const char *id);

// Puts the outcome of one test in its place in a copy of old (free with
// json_decref).
json_t *result_merge(const json_t *old, const json_t *body, const char *test);

// Writes the line of the audit, times (NULL: none) and result, in this order.
struct error *result_keep(const struct class *class, const struct submission *s,
                          json_t *result, json_t *times, const json_t *old,
                          const char *why) MUST_CHECK;

// "12 -> 80  one_test: fail -> pass, ..." in lines of 80 columns (free with
// free); NULL if no score and no test is another.
char *result_change(const char *student, const json_t *old, const json_t *now);

// Seconds since 1970 of "2026-10-02T22:00Z", with seconds or without; -1 if it
// is no time.
int64_t result_seconds(const char *text);

// Gives result a member that body has, if it has it.
void result_add_of(json_t *result, const json_t *body, const char *name);

// What a human should look at: few, and only what was seen (free with
// json_decref).
json_t *result_flags(const json_t *checked);

// ---- one submission (job.c) ------------------------------------------------

struct limiter;
struct lock;

// What all jobs share.
struct jobs {
    struct class *class;
    struct limiter *limiter; // a token for each check
    struct lock *alone;      // who wants all tokens
    int n_tokens;
    char *tokens;         // addresses that stand for all of them
    int64_t budget_ms;    // for one check
};

// Checks the i-th submission and keeps its result.
//
// Checkpoint.
struct error *job_run(struct jobs *jobs, size_t i) MUST_CHECK;

// The result where nothing was handed in, or nothing that can be taken (free
// with json_decref); NULL: there is something to check.
json_t *job_unchecked(const struct class *class, const struct submission *s);

// Is `old`, the result that is there (or NULL), what a check would give?
bool job_is_done(const struct class *class, const struct submission *s,
                 const json_t *old);

// Notes that the grader has failed with the i-th submission, and how.
struct error *job_note_error(struct class *class, size_t i,
                             const char *wrong) MUST_CHECK;

// Notes what a result says for the numbers that are shown.
void job_count(struct class *class, const json_t *result);

// ---- all of them (run.c) ---------------------------------------------------

// Finds the results that count, and what is left to do.
struct error *run_plan(struct class *class) MUST_CHECK;

// Checks all that is open.
//
// @return INTERRUPTED  a signal: class->stopped
struct error *run_all(struct class *class) MUST_CHECK;

// Runs fn(arg), until a signal (INTERRUPTED; class->stopped) comes.
struct error *class_until_signal(struct class *class, task_fn *fn,
                                 void *arg) MUST_CHECK;

// A task that shows how far it is; ends when it is cancelled.
struct error *progress_show(void *class);

// ---- on many machines (slurm.c, slurm_task.c) ------------------------------

// Has all that is open checked by tasks of a Slurm job.
//
// Checkpoint: the job is cancelled.
//
// @return INVALID  Slurm cannot do it: the message says what to do
struct error *slurm_run(struct jobs *jobs) MUST_CHECK;

// Such a task: checks the portion of the work that is in a folder.
//
// Checkpoint.
struct error *slurm_task(struct class *class, struct grade_options *options,
                         const char *folder) MUST_CHECK;

// Does anybody still wait for the results of this? Not for those of a task
// whose submitter has been killed, and followed by another.
bool slurm_is_wanted(const struct class *class);

// Tells the submitter, if there is one, what became of the i-th submission.
struct error *slurm_tell(const struct class *class, size_t i) MUST_CHECK;

// ---- graded again (regrade.c) ----------------------------------------------

// As run_plan: those that were asked for are open, the others are skipped.
//
// @return INVALID  the student who was asked for is not in this class
struct error *regrade_plan(struct class *class) MUST_CHECK;

// Prints whose result is another now, and in what.
void regrade_print(const struct class *class);

// ---- what is read at the end (summary.c) -----------------------------------

struct summary;

// Keeps class. Gives it (free with summary_free).
struct summary *summary_new(const struct class *class);
void summary_free(struct summary *summary);

// Counts one student; verdict is not kept.
void summary_add(struct summary *summary, const struct verdict *verdict);

// Prints it, once all are counted. `said` is what report_make gave.
void summary_print(struct summary *summary, const char *said);

// ---- outputs (report.c, report_kept.c) --------------------------------------

// Reads every result once, and makes the summary and all outputs. *said is
// given whatever is returned (free with free): the names of the outputs in the
// first line, and then what they said, a line each.
//
// Checkpoint.
struct error *report_make(const struct report *report, struct summary *summary,
                          char **said) MUST_CHECK;

// The same without outputs: only the summary.
//
// Checkpoint.
struct error *report_tell(const struct report *report,
                          struct summary *summary) MUST_CHECK;

// Can the tables be filled that the instructor gave? Asked before a class is
// graded, which may take an hour.
//
// @return INVALID  the message names the table and says what to do
struct error *report_check(const struct report *report) MUST_CHECK;

// Removes what outputs have of students who are not in the class. Gives a
// sentence about what is kept of them (free with free), or NULL.
char *report_gone(const struct report *report);

// A digest of all that outputs are made of (free with free).
char *report_digest(const struct class *class);

// Is there all that would be written?
bool report_is_whole(const struct class *class, const struct report *report);

// Is there an output of that name, "index.html, students/*.html"?
bool report_is_there(const struct class *class, const char *name);

// Begins a line of those that are shown before and after: "gates    ".
void summary_head(const char *word);
