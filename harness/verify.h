// Verify: are the labs themselves in order? Each gate is a case.
//
//     verify.c          the command: three workers and one list of cases
//     verify_cases.c      which cases there are
//     verify_lab.c        gates that look at files only
//     verify_files.c      things that are no C file at all
//     verify_folders.c    and folders that lack one
//     verify_own.c        `make own`
//     verify_mine.c       `make mine`
//     verify_check.c      one run of the checker
//     verify_result.c       is it what was to come of it?
//     verify_layers.c   attacks without a layer that stops them
//     verify_class.c    folders of a class that attack it
//     verify_left.c       what must not be there when all is over
#pragma once
#include "checker.h"
#include <jansson.h>

// What is to come of a check.
enum verify_gets {
    GETS_NOTHING,      // there is no check: `make` says it all
    GETS_FULL,         // full marks
    GETS_LITTLE,       // a starter's: each test fails at once, few points
    GETS_BELOW,        // less than full marks
    GETS_REJECTED,     // by the audit
    GETS_BUILD_FAILED, // by the compiler
    GETS_MISSING,      // before that: it is no file of C
    GETS_WRONG_WORDS,  // the command line makes no sense
    GETS_THROUGH,      // it is an attack, and a layer is off: see `says`
    GETS_ANY,          // whatever comes of it is noted
};

struct verify_case {
    // What it is. Made by verify_cases.c, unchanged from then on.
    const char *kind;      // "attack"
    char *name;            // "exit-in-open"
    struct check_lab *lab; // borrowed
    char *from;            // the file it is made from, or NULL
    struct error *(*make)(struct verify_case *c); // prepares what is checked

    // What has to come of it; written by make too.
    enum verify_gets gets;
    char *code;      // one that has to be among those of the failed tests
    char *killed_by; // tests, one of which has to fail with that code
    char *says;      // text that has to be in the result, or in what is printed
    double most_s;   // it may take so long

    // The check. Written by make.
    char *folder;          // for all that is written; absolute
    char *src;             // --src
    const char *words[16]; // more words for the checker
    const char *before[8]; // words for setpriv, which starts the checker
    bool no_src;           // --src is among the words, or left out
    char seed[12];         // --seed; empty: any

    // What came of it.
    char *why;      // it is not as it should be; NULL: it is
    char *layer;    // that is off, of GETS_ANY; or NULL
    char note[24];  // for the line: a code, or a state
    int score, max; // of a check
    double took_s;
};

// ---- the list --------------------------------------------------------------

enum { MOST_NAMED = 500 };

struct verify_list {
    struct verify_case **cases;
    size_t n, room;
    const char *only; // the others are left out; NULL: none
    const char *named[MOST_NAMED]; // these, "broken/close-spins", and no others
    size_t n_named;                // 0: all
    bool attacks;     // so is all but attacks
    bool layers;      // each attack without each layer, and nothing else
};

// Adds a case (kept by the list), unless it is left out.
struct verify_case *verify_add(struct verify_list *list, struct check_lab *lab,
                               const char *kind, const char *name,
                               struct error *(*make)(struct verify_case *c));

// Puts those that say so at the beginning; the others keep their order.
void verify_long_first(struct verify_list *list);

void verify_add_lab(struct verify_list *list, struct check_lab *lab);
void verify_add_gates(struct verify_list *list, struct check_lab *lab);
void verify_add_own(struct verify_list *list, struct check_lab *lab);
// The lab has one source; it has several.
void verify_add_files(struct verify_list *list, struct check_lab *lab);
void verify_add_folders(struct verify_list *list, struct check_lab *lab);
void verify_add_mine(struct verify_list *list, struct check_lab *lab);

// All that are open, the lowest first; borrowed for as long as there are cases.
void verify_set_labs(struct check_lab *const *labs, size_t n_labs);

// An attack as a case; and each of them without a layer that stops it, or, if
// asked for, without each layer there is.
struct error *verify_make_attack(struct verify_case *c) MUST_CHECK;
void verify_add_layers(struct verify_list *list, struct check_lab *lab);

// Is the text in what a result says of the build or of a test?
bool verify_is_said(const json_t *result, const char *says);

// What mallory does to a class, of lab 1.
void verify_add_class(struct verify_list *list, struct check_lab *lab);

// Blames the case if the attack has not got through. result may be NULL: there
// is none.
void verify_look_at_through(struct verify_case *c, const json_t *result);

// `make own` of another design.
struct error *verify_own_other(struct verify_case *c) MUST_CHECK;

// ---- a case ----------------------------------------------------------------

// Says what is wrong with a case. The first counts.
void verify_blame(struct verify_case *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Makes, checks and judges a case.
//
// @return NULL, also if the case is not as it should be
// @return CANCELLED
struct error *verify_run(struct verify_case *c) MUST_CHECK;

// Runs the checker and compares what came of it with what has to.
struct error *verify_check(struct verify_case *c) MUST_CHECK;

// Blames the case for what is not as it should be: in result.json, and in what
// was printed.
void verify_look_at_result(struct verify_case *c, const json_t *result);
void verify_look_at_end(struct verify_case *c,
                        const struct process_result *printed);

// What --src has to be for all sources of a lab in a folder; gives it (free with
// free).
char *verify_source_of(const struct check_lab *lab, const char *folder);

// Copies the sources of a lab from a folder of labs into a folder.
struct error *verify_copy(const struct check_lab *lab, const char *from,
                          const char *to) MUST_CHECK;

// Applies a patch for solutions/ to what is in the case's folder.
struct error *verify_patch(struct verify_case *c, const char *path) MUST_CHECK;

// Runs a program, and all it has started with it.
//
// @return TIMEOUT, or what process_run returns
struct error *verify_program(const char *const *argv, int64_t limit_ms,
                             struct process_result *result) MUST_CHECK;

// Runs another program; *text is what it printed (free with free) if it exited
// with 0, else the case is blamed.
struct error *verify_output(struct verify_case *c, const char *const *argv,
                            char **text) MUST_CHECK;

// Where cases are checked: build/verify, or, once one is to be kept apart from
// another that runs at the same time, a folder of its own.
const char *verify_folder(void);
void verify_keep_apart(void);

// Processes of programs below that folder, and files where no attack may
// write: gives a sentence (free with free), or NULL if there is nothing.
char *verify_leftovers(void);

// Kills the processes of programs below a folder; true if there was one.
bool verify_kill_below(const char *folder);

// Removes a folder and all in it.
void verify_remove(const char *folder);

// Gives the value of a header line, "Code: HANG", of a file's first lines, each
// of which begins with prefix; NULL if there is none.
char *verify_header(const char *text, const char *prefix, const char *name);
