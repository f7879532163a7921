// The checker: from a student's file to a verdict.
//
//     checker.c         the command: what is asked for, and in which order
//     checker_lab.c       what a lab is: folder, files, rubric
//     checker_tool.c      other programs, in the cage
//     checker_without.c   layers of defence that are off
//     checker_build.c     takes the files, seals and links them
//     checker_compile.c     and compiles those that have changed
//     checker_audit.c     what an object may not contain
//     checker_source.c      and a source may not say
//     checker_plain.c       read as its compiler reads it
//     checker_judge.c     plays the hidden tests
//     checker_advice.c    what the lint says
//     checker_cover.c     which lines they reached
//     checker_story.c     a failure as a story
//     checker_own.c       the student's own tests, on three kinds of code
//     checker_own_run.c     programs of theirs
//     checker_own_print.c   and what is said of them
//     checker_more.c      hints, coverage, own tests, gdb
//     checker_mine.c      all labs as one runtime
//     checker_mine_print.c  and what is said of it
//     checker_print.c     what the student reads
//     checker_result.c    result.json, of which all else is a function
//
// Everything runs as tasks of one nursery; see checker.c.
#pragma once
#include "error.h"
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// ---- what is asked for -----------------------------------------------------

enum check_command {
    CHECK_VERDICT,  // make lab1
    CHECK_HINT,     // make hint LAB=1
    CHECK_COVERAGE, // make coverage LAB=1
    CHECK_OWN,      // make own LAB=1
    CHECK_DEBUG,    // make debug LAB=1 T=id
    CHECK_MINE,     // make mine
};

enum { MOST_WITHOUT = 16 };

struct check_options {
    enum check_command command;
    const char *lab;  // "1"; NULL with CHECK_MINE
    const char *src;  // file, or folder of files, to check in place of the
                      // student's; NULL: theirs. With CHECK_MINE a folder of
                      // such folders
    const char *tests; // file of own tests; NULL: the lab's test_NAME.c
    const char *out;  // folder for all that is written; NULL: build/labN
    const char *test; // only this one, or NULL: all
    uint64_t seed;    // what the numbers of this check are drawn from
    bool verbose;     // everything a test said
    bool quiet;       // nothing is printed: result.json says it all
    bool brief;       // for a program that reads the result: no advice
    bool plain;       // only the plain flavour: no crash that goes unnoticed
                      // there is found, and no lines are counted

    // Layers of defence that are switched off: to test that each is there for
    // something. Never for a verdict; the result says so.
    const char *without[MOST_WITHOUT];
    size_t n_without;
};

// ---- a lab -----------------------------------------------------------------

struct check_test {
    // From the rubric.
    char *id;
    int points;
    char *part;    // "core"
    char *code;    // the failure it is for
    char *hint;    // file of hints, in the lab's folder
    char *checked; // one sentence

    // What came of it.
    enum check_status {
        CHECK_NOT_RUN, // nothing could be said
        CHECK_PASS,
        CHECK_FAIL,
    } status;
    char *failed;      // the code of the failure, or NULL
    char *happened;    // what was seen, or NULL
    char *sanitizer;   // what AddressSanitizer adds, or NULL
    bool unwatched;    // the watched build ran out of time
    char *story;       // once it has been asked for by check_story
    uint64_t order;    // the seed of the order that failed
    int64_t cancel_at; // and the wait at which it was cancelled, or 0
    int64_t cpu_ms;
    double wall_ms;
    int n_plays;
};

// A file of counted lines.
struct check_cover {
    bool known;
    int n_lines, n_reached;
    int n_branches, n_taken;
    char missed[256]; // "31, 150-158": lines not reached
};

// A source that the student writes.
struct check_file {
    char *name;               // "nursery.c"
    const char *src;          // where this check takes it from
    struct check_cover cover; // what the tests reach of it
};

struct check_lab {
    char *number; // "1"
    char *name;   // "1-nursery"
    char *folder; // "labs/1-nursery"
    struct check_file files[8]; // first the one that is called after the lab
    size_t n_files;
    char *sources; // their names: "stream.c, limiter.c"
    char *compile; // what a compiler needs besides: words, or ""
    char *link;    // what a linker needs: words, or "" where all is in the kit
    char *title;  // from the handout's first line
    char *kit;    // "build/kit/1-nursery"
    struct check_test *tests;
    size_t n_tests;
};

// Reads folder and rubric of a lab. Gives the lab (free with check_lab_free).
//
// @return INVALID    there is no such lab, or its rubric is broken; the message
//                    says what to do
struct error *check_lab_read(const char *number,
                             struct check_lab **lab) MUST_CHECK;
void check_lab_free(struct check_lab *lab);
struct check_test *check_lab_test(struct check_lab *lab, const char *id);

// ---- one check -------------------------------------------------------------

// The ways in which the student's file is built: as programs are built to be
// used, and with everything that watches it (sanitizers, counted lines).
enum check_flavour {
    FLAVOUR_PLAIN,
    FLAVOUR_WATCHED,
    N_FLAVOURS,
    FLAVOUR_OWN = N_FLAVOURS, // own tests, for code that is not the student's
};

struct check {
    const struct check_options *options;
    struct check_lab *lab;
    const char *root;         // the course's folder, absolute
    const char *out;          // folder for all that is written, absolute
    struct check_line *texts; // what check_text has made
    const char *digest;       // of the bytes of all files
    const char *subject;      // what is built, for sentences: "nursery.c"
    bool counted;             // which lines the tests reach

    // All labs as one runtime: the checks of all of them, this one included.
    struct check *together; // NULL: the other modules are the reference's
    size_t n_together;

    // The build.
    enum {
        BUILD_OK,
        BUILD_MISSING,  // there is no file to take
        BUILD_FAILED,   // the compiler said no
        BUILD_REJECTED, // the audit said no
    } build;
    const char *build_text; // what the compiler said, or why it was rejected
    const char *warnings;   // what else it said, or NULL
    const char *advice;     // what the lint said, or NULL
    const char *watched;    // what the judge of the watched build said, or NULL
    double build_ms;
    bool weak;           // the kernel cannot cage programs well
    const char *cage; // which layers of the cage are in force

    int exit_status;         // of the command, once it is known
    const char *const *then; // what to become at the end, or NULL
    double total_ms;
    double judge_ms;
};

// Frees what a check holds, not the check.
void check_free(struct check *check);

// ---- other programs --------------------------------------------------------

struct process_result;

// A program and its arguments, to be filled one by one.
struct check_argv {
    const char *words[96];
    size_t n;
};
void check_word(struct check_argv *argv, const char *word);
void check_words(struct check_argv *argv, const char *const *words);

// Runs a program that is trusted, with its outputs captured; ends it after
// limit_ms. result is to be freed with process_result_free.
//
// @return TIMEOUT, or what process_run returns
struct error *check_run(struct check_argv *argv, const char *folder,
                        int64_t limit_ms,
                        struct process_result *result) MUST_CHECK;

// Begins the command line of a tool that works on what the student wrote: it
// runs in the cage, may read the labs, the kit and all of check->out, and write
// to one folder (absolute, as all paths here). A tool that the source tells what
// to read, as a compiler, shows it in its messages: it may read only the labs
// and check->out/source.
void check_cage(struct check *check, struct check_argv *argv,
                const char *write);
void check_cage_of_source(struct check *check, struct check_argv *argv,
                          const char *write);

// Is a layer of defence switched off? Those of the cage go by their names in
// cage.h; besides there are:
//
//     source     what a source may not say
//     audit      what an object may not contain
//     seal       names that are made private
//     watched    the build with sanitizers
//     numbers    of every size, drawn anew: else the smallest there are
//     orders     other than first in first out, and cancelled at each wait
//     counts     of what is left over at the end
//     limits     of time, from outside
bool check_without(const struct check *check, const char *layer);

// Their names, in the order above and then in that of cage.h; NULL at the end.
extern const char *const check_layers[];

// True if there is a layer of that name.
bool check_is_layer(const char *name);

// Adds the cage's layers that are off to a command line.
void check_add_without(const struct check *check, struct check_argv *argv,
                       bool compiles);

// Runs such a tool in the folder of the copies. *ok is false if it said no; *said
// is what it said, which lives as long as the check.
struct error *check_tool(struct check *check, struct check_argv *argv, bool *ok,
                         const char **said) MUST_CHECK;

// Says that the student's code is to blame, and for what. The first to say so
// speaks for all: they say the same.
void check_blame(struct check *check, int build, const char *text);

// Adds the words of a text.
void check_words_of(struct check *check, struct check_argv *argv,
                    const char *text);

// A text that lives as long as the check.
const char *check_text(struct check *check, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));

char *check_format(const char *format, ...)
    __attribute__((format(printf, 1, 2), returns_nonnull));
double check_now_ms(void);

bool check_is_folder(const char *path);

// Makes a folder and those above it.
struct error *check_make_folder(const char *path) MUST_CHECK;

// Reads a whole file, at most `most` bytes; gives it with a 0 at its end.
struct error *check_read_file(const char *path, size_t most, char **bytes,
                              size_t *n) MUST_CHECK;

// Writes a file such that nobody ever sees half of it.
struct error *check_write_file(const char *path, const char *bytes,
                               size_t n) MUST_CHECK;

// Copies text with everything that could move a terminal's cursor made visible;
// at most `most` bytes of it.
char *check_clean(const char *text, size_t most);

// ---- the steps -------------------------------------------------------------

// Finds out where each of the student's files is to be taken from.
void check_find_sources(struct check *check);

// Takes a copy of each of the student's files. Sets build and build_text if one
// cannot be taken.
struct error *check_take(struct check *check) MUST_CHECK;

// Compiles the copies in one flavour, each that has changed since the last
// check. As check_compile.
struct error *check_compile_all(struct check *check, enum check_flavour flavour,
                                bool *ok) MUST_CHECK;

// Where the counts of lines of a source are.
const char *check_counts(struct check *check, const char *source);

// Adds the compiler and the flags of a flavour to a command line.
void check_add_flags(struct check *check, struct check_argv *argv,
                     enum check_flavour flavour);

// Adds every folder with headers to a command line: the runtime's, the labs',
// and a library's.
void check_add_includes(struct check *check, struct check_argv *argv);

// The object that comes of that.
const char *check_object(struct check *check, enum check_flavour flavour);

// Compiles and seals the copy in one flavour. Sets build and build_text if the
// student's code is to blame; then *ok is false. So do the others.
struct error *check_compile(struct check *check, enum check_flavour flavour,
                            bool *ok) MUST_CHECK;

// Links the program that has the hidden tests: "runner".
struct error *check_link(struct check *check, enum check_flavour flavour,
                         bool *ok) MUST_CHECK;

// Takes the student's own tests, and compiles them in one flavour.
struct error *check_take_tests(struct check *check,
                               const char *src) MUST_CHECK;
struct error *check_compile_tests(struct check *check,
                                  enum check_flavour flavour,
                                  bool *ok) MUST_CHECK;

// Links them with an object into a program. Both have absolute paths.
struct error *check_link_tests(struct check *check, enum check_flavour flavour,
                               const char *object, const char *program,
                               bool *ok) MUST_CHECK;

// Looks at the sources; *objection is a sentence, or NULL if there is none.
struct error *check_source(struct check *check,
                           const char **objection) MUST_CHECK;

// Looks at the source and at the object of the plain flavour. As check_build.
struct error *check_audit(struct check *check, bool *ok) MUST_CHECK;

// Looks at the object of the watched flavour: for what would blind it.
struct error *check_audit_watched(struct check *check, bool *ok) MUST_CHECK;

// Plays the tests in one flavour. What came of them is noted at once with the
// plain one; with the watched one, once the plain one is through.
struct error *check_judge(struct check *check,
                          enum check_flavour flavour) MUST_CHECK;
struct error *check_note_watched(struct check *check) MUST_CHECK;

// The profile of the cage (cage.h) for programs of that flavour.
const char *check_profile(const struct check_lab *lab,
                          enum check_flavour flavour);

// Asks the lint what it has to say of the student's files.
struct error *check_advise(struct check *check) MUST_CHECK;
void check_print_advice(const struct check *check);

// Reads the counts that the covered runs have left.
struct error *check_cover(struct check *check) MUST_CHECK;

// Of all files together, but for `missed`.
struct check_cover check_cover_sum(const struct check *check);

struct error *check_write_result(struct check *check) MUST_CHECK;

// The points of a lab: of all its tests, or of those that pass.
int check_points(const struct check_lab *lab, bool reached);

// The first test of the rubric that fails, or NULL.
struct check_test *check_first_failure(const struct check_lab *lab);

void check_print(struct check *check);

// What a terminal is to be told; empty where there is none, or no colour.
const char *check_red(void);
const char *check_green(void);
const char *check_bold(void);
const char *check_no_colour(void);

// Prints text in lines of 78 columns at most that begin at `indent`; the cursor
// is there already.
void check_print_wrapped(const char *text, int indent);

// Prints what was checked, what happened, and the story.
void check_print_failure(struct check *check, struct check_test *test);

// Prints that part of the verdict that says how the build went.
void check_print_build(const struct check *check);
void check_print_story(struct check *check, struct check_test *test);

// The same as a text: what the tasks did, who waits for what, where it
// crashed. Lives as long as the test; made once.
const char *check_story(struct check *check, struct check_test *test);

// The path of a thing that belongs to one flavour.
const char *check_path(struct check *check, enum check_flavour flavour,
                       const char *name);
