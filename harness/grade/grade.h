// The class: from a folder of submissions to verdicts, and from verdicts to the
// files that people and learning platforms want.
//
//     start             what has to be built and found out first
//     main.c            the command: in which order
//       options.c         what is asked for
//       class.c           the folder of a class
//         class_json.c      and its class.json
//     intake.c          what was handed in, and by whom; see intake.h
//       intake_folder.c   a folder of folders
//       intake_moodle.c   bulk downloads as they come
//       intake_canvas.c
//       intake_gradescope.c
//       intake_who.c      who each is from
//       intake_list.c     and the list of the class that comes of it
//       intake_take.c     from there to copies
//       intake_things.c   what is in a folder
//       intake_archive.c  and in archives
//         unpack.c          a program that unpacks one, in the cage
//       intake_class.c    which may hold a whole class
//       intake_pick.c     what of it is taken
//       intake_beneath.c  reading files that may be anything
//     keep.c            files that outlast a loss of power
//     folder.c          folders that go
//     roster.c          who belongs to the class
//     csv.c             tables with commas, field by field
//       csv_fill.c        and some of them replaced
//     digest.c          SHA-256
//     gates.c           may this lab be graded at all?
//       gates_play.c      what `verify` says of it
//     run.c             workers, and one checker for each submission
//       job.c             one submission, from its files to its result
//       job_check.c       one run of the checker
//     slurm.c           the same on many machines: Slurm's tasks for workers
//       slurm_round.c     portions, and the wait for what comes of them
//       slurm_ask.c       Slurm's commands
//         slurm_submit.c    and the one that submits
//       slurm_list.c      what goes to and fro
//       slurm_task.c      the task on its node
//       slurm.md          and how large a class may be
//     progress.c        what is seen meanwhile
//     regrade.c         again, and what has changed
//     result.c          one result for each student, on the disk
//       member.c          what a member of it says
//       result_body.c     what is taken of what the checker wrote
//       result_compare.c  two of them, and what a human should look at
//     report.c          all outputs in one pass over the results
//       report_gone.c     without those who have left the class
//       report_kept.c     unless they would be the same as before
//       feedback*.c       what of a result a student may see
//       write.c           each format's way to write text
//       match.c           whose row is it, in a table that came from elsewhere?
//       to_*.c            a file format each
//         canvas.c          a column for to_canvas.c
//         junit.c           a suite of to_junit.c's
//       page*.c           pages for people
//       similar*.c        who wrote the same
//     summary*.c        what the instructor reads in the terminal
//
// Data goes one way: intake -> run -> results/STUDENT.json -> outputs. What an
// output sees is results, the times beside them, the roster and the rubric.
//
// The folder of a class, OUT/labN:
//
//     class.json              the seed and what was asked for; made first
//     submissions/STUDENT/    the lab's files, as bytes, and nothing else
//     results/STUDENT.json    the verdict; equal input gives equal bytes
//     times/STUDENT.json      what was measured: never part of a verdict
//     audit.jsonl             a line for each result that was written, and why
//     work/                   what is being checked; swept at the next start
//     and the outputs, see report.c
#pragma once
#include "checker.h"

// ---- what is asked for -----------------------------------------------------

enum grade_executor {
    EXECUTOR_HERE,
    EXECUTOR_SLURM,
};

struct grade_options {
    const char *lab;    // "1"
    const char *in;     // folder or archive
    const char *out;    // folder of the class, without labN
    const char *roster; // CSV, or NULL
    const char *canvas; // the instructor's own export, or NULL
    const char *moodle; // the same of Moodle
    const char *due;    // "2026-10-02T22:00Z", or NULL
    int jobs;           // checks at a time; 0: as many as processors
    enum grade_executor executor;
    const char *slurm_options; // words for sbatch, or NULL
    const char *slurm_task; // as Slurm starts us: the folder of a round, whose
                            // list says all else; or NULL
    uint64_t seed;   // what the numbers of all checks are drawn from
    bool seed_given; // else it is drawn at the first run, and kept
    bool force;      // go on although a gate is red; recorded
    bool weak;       // go on although the kernel cannot cage well; recorded

    // Again.
    bool regrade;
    bool changed;        // those whose files or tests are others than before
    const char *student; // this one
    const char *test;    // this test, of everyone
    bool dry;            // say what would change, and change nothing
};

// ---- who -------------------------------------------------------------------

// Longest key of a student. It names files, so it has only letters, digits,
// '.', '_', '-', '@', '+', and does not begin with a '.' or a '-'.
enum { MOST_KEY_BYTES_OF_STUDENT = 64 };
bool key_is_fit(const char *key);

// A line of the roster. Absent columns are "". All text is as the roster has
// it: whoever writes it makes it safe for where it goes.
struct person {
    char *student; // the key; required, unique
    char *name;
    char *email;
    char *login;   // on Canvas: SIS Login ID
    char *sis;     // on Canvas: SIS User ID; on Moodle: ID number
    char *canvas;  // on Canvas: ID
    char *moodle;  // on Moodle: the number in "Participant 123456"
    char *section;
};

struct roster {
    struct person *people; // in the order of the file
    size_t n_people;
};

// Reads a roster: CSV with a header. Gives it (free with roster_free).
//
// @return INVALID  no column "student", a key twice or not fit for a file: the
//                  message names file and line, and says what to do
struct error *roster_read(const char *path, struct roster **roster) MUST_CHECK;
void roster_free(struct roster *roster);

// ---- what was handed in ----------------------------------------------------

enum { MOST_IGNORED = 20 };

struct submission {
    char *student; // the key: of the roster, or made from the name it came by
    const struct person *person; // borrowed; NULL without a roster
    char *from;     // the name it came by, cleaned; "" if nothing came
    char *folder;   // its files: OUT/labN/submissions/STUDENT, absolute
    size_t n_files; // of the lab's, that came. 0: nothing to check
    char *digest;   // "sha256:..." of names and bytes of these; "" if none came
    char *received; // "2026-10-02T21:58:03Z" as the platform says, or ""
    int attempt;    // 1, or what the platform says
    char *refused;  // a sentence: why what came could not be taken; or NULL
    char **ignored; // names of what else came, cleaned, MOST_IGNORED at most
    size_t n_ignored; // how many there were
};

// What came and belongs to nobody, or cannot be taken.
struct stray {
    char *from; // its name, cleaned
    char *why;  // a sentence
};

struct intake {
    const char *form; // "a folder of folders", "Moodle's download", ...
    struct submission *list; // by key; those of the roster who handed in
                             // nothing included
    size_t n;
    struct stray *strays;
    size_t n_strays;
};

// Takes everything from options->in: copies of the lab's files, as bytes, from
// regular files, into `folder`, which is OUT/labN/submissions; all else is
// listed. What is there already and has the same bytes is left as it is; what
// is there of others is removed. Gives it (free with intake_free).
//
// Checkpoint.
//
// @return NULL       whatever was odd is told by `refused`, or is a stray
// @return INVALID    there is no such folder or archive, or nothing in it
// @return CANCELLED
struct error *intake_read(const struct grade_options *options,
                          const struct check_lab *lab,
                          const struct roster *roster, const char *folder,
                          struct intake **intake) MUST_CHECK;
void intake_free(struct intake *intake);

// ---- results ---------------------------------------------------------------
//
// results/STUDENT.json, members in this order; those marked * may be missing:
//
//     schema     "result/v1"
//     lab        "1-nursery"
//     student    the key
//     attempt    a number
//     status     "graded", "build_failed", "missing", "rejected",
//                "grader_error"
//     digests    {"submission", "tests"}: "sha256:..."; tests "mixed" if one
//                test was played anew with other tests or numbers than the
//                rest: such a result never counts, and the next run plays all
//     seed       hexadecimal
//     cage       the layers that were in force
//     received * as in struct submission
//     late     * {"days"}: if there is a due date and received
//     score      points; not there with grader_error
//     max
//     tests      [{"id", "title", "part", "status", "points", "max",
//                "retried" (true if it passed, or failed otherwise, alone),
//                "code"*, "cause"* {"checked", "happened", "order",
//                "cancel_at", "hint", "story"* (text, many lines)}}]
//                test status: "pass", "fail", "crash", "hang", "leak",
//                "orphan", "not_run", "grader_error"
//     coverage   [{"file", "lines", "branches", "missed"}], shares of 1
//     build    * what the compiler said, or why it was rejected
//     ignored  * [names]: what came along and was not taken
//     flags      [{"code", "evidence"}]: for a human to look at, no verdict
//     error    * a sentence, with grader_error
//
// times/STUDENT.json: {"started", "finished" (UTC), "wall_ms", "cpu_ms",
// "host", "tests": {ID: {"wall_ms", "cpu_ms"}}}.
//
// All text in a result has been cleaned of control characters.

// The text of a member of a result, or of a part of one; "" where there is
// none.
const char *result_string(const json_t *object, const char *name);

// The number of one, without what is behind the point; 0 where there is none.
int result_int(const json_t *object, const char *name);

// ---- what a student may see ------------------------------------------------

// Of a test. All text is cleaned and short; absent is "".
struct feedback_test {
    char *id;
    char *title; // what was checked, a sentence
    char *part;
    const char *status; // one of those above
    int points, max;
    char *code;     // the failure's, "HANG"
    char *happened; // a sentence or two
    char *story;    // the timeline, many lines
    char *hint;     // "HANG.md", a file of the lab's folder
};

// Everything that goes to students is made from this and nothing else, whatever
// a result holds besides: no seed, no order, no place of the grader's, no name
// of another student.
struct feedback {
    char *student, *lab; // "1-nursery"
    int attempt;
    const char *status; // one of those above
    bool scored; // the grader did its work, and something had been handed in
    int score, max;
    int late_days;
    char *build; // what the compiler said, or why it was rejected
    const char *summary; // a sentence for every status but "graded"; else ""
    struct feedback_test *tests;
    size_t n_tests, n_passed;
};

// Copies the members that are named above. Gives it (free with feedback_free).
// What cannot be understood becomes "grader_error", which has no score.
struct feedback *feedback_of(const json_t *result);
void feedback_free(struct feedback *feedback);

// Was it run, and did not pass?
bool feedback_has_failed(const struct feedback_test *test);

// The same in a few lines of HTML: points, and which tests fail (free with
// free).
char *feedback_html(const struct feedback *feedback);

// ---- outputs ---------------------------------------------------------------

// What the outputs of one class are made of.
struct report {
    const struct grade_options *options;
    const struct check_lab *lab;
    const struct roster *roster; // NULL: none
    const struct intake *intake;
    const char *folder; // OUT/labN, absolute
};

// What one student has.
struct verdict {
    const struct submission *submission;
    const json_t *result; // as above; NULL: none yet (interrupted)
    const json_t *times;  // NULL: none
};

// A kind of output. In one pass over all results, each is begun, gets every
// student in the order of the intake, and is ended.
struct output {
    const char *name; // "gradebook.csv", as it is printed
    bool (*wanted)(const struct report *report); // NULL: always

    // Gives what it needs to go on; report stays till the end.
    struct error *(*begin)(const struct report *report, void **self) MUST_CHECK;
    struct error *(*add)(void *self, const struct verdict *verdict) MUST_CHECK;

    // Writes. *said: a line for the terminal (free with free), or NULL.
    struct error *(*end)(void *self, char **said) MUST_CHECK;

    // Takes self, whether or not it was ended.
    void (*drop)(void *self);
};

extern const struct output to_gradebook, to_canvas, to_moodle, to_moodle_import,
    to_gradescope, to_junit, to_github, to_classroom, to_autolab, to_pages,
    to_similar;

// ---- what the parts share --------------------------------------------------

// "sha256:..." of the bytes (free with free).
char *digest_of_bytes(const void *bytes, size_t n);

// As check_write_file, and it is still there after a loss of power: temporary,
// fsync, rename, fsync of the folder.
struct error *keep_file(const char *path, const char *bytes,
                        size_t n) MUST_CHECK;

// Is path a file of just these bytes already? No link is followed.
bool keep_has(const char *path, const char *bytes, size_t n);

// Removes a file, or a folder with all that is in it; no link is followed.
void folder_remove(const char *path);

// A table in the form of RFC 4180 (CRLF or LF, with or without a byte order
// mark), kept with the place of each field, so that one can be replaced and all
// other bytes stay.
struct csv {
    char *bytes;
    size_t n_bytes;
    struct csv_row {
        struct csv_field {
            size_t start, end; // in bytes, quotation marks included
            char *text;        // what it says, without them
        } *fields;
        size_t n_fields;
    } *rows;
    size_t n_rows;
};

// Reads a table, from a file or from bytes. Gives it (free with csv_free).
//
// @return INVALID  it is a folder, too large, no text, or has a quotation mark
//                  that is not closed: the message says where, and what to do
struct error *csv_read(const char *path, struct csv **csv) MUST_CHECK;
struct error *csv_parse(const char *bytes, size_t n,
                        struct csv **csv) MUST_CHECK;
void csv_free(struct csv *csv);

// The number of the column of that name in row 0 (case does not matter); -1.
int csv_column(const struct csv *csv, const char *name);

// "" where the row is shorter.
const char *csv_text(const struct csv *csv, size_t row, int column);

// What to write for a text: with quotation marks where it needs them (free with
// free).
char *csv_quote(const char *text);

// A field that is to be another.
struct csv_edit {
    size_t row;
    int column; // a row that is too short grows
    char *text; // what it is to say: quotation marks are added where it needs
                // them. Borrowed
};

// The whole table with some fields replaced, all other bytes as they were (free
// with free). Of two edits of one field the last counts.
//
// Bug: the table has no such row, or the column is negative.
char *csv_fill(const struct csv *csv, const struct csv_edit *edits,
               size_t n_edits, size_t *n_bytes);
