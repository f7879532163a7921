// The command: what its parts offer each other.
#pragma once
#include "rule.h"
#include <jansson.h>

// ---- files -----------------------------------------------------------------

// A file on the command line, and what came of it.
struct file {
    const char *path; // as it was given
    char *text;       // all of it; NULL if it cannot be read
    size_t n_bytes;
    struct findings found;
    struct error *trouble; // why nothing can be said of it, or NULL

    // The line that file_line was asked for last, 0 before that; and where it
    // begins.
    unsigned line;
    const char *line_begins;
};

// Reads the text (free it with free).
//
// @return NULL
// @return an error of SYSTEM
struct error *file_read(struct file *file) MUST_CHECK;

// A line of a file, without its end. NULL if there are not so many. To be asked
// for in order.
const char *file_line(struct file *file, unsigned line, size_t *n_bytes);

// rules_run in a process of its own, which may break down.
//
// @return NULL
// @return INVALID    a compiler would refuse it
// @return EXHAUSTED  it broke down
struct error *child_run(const struct ast_source *source,
                        struct findings *found) MUST_CHECK;

// ---- how a file is compiled ------------------------------------------------

struct flags {
    char *path;   // what libclang is to call the file
    char **words; // without compiler and file
    int n_words;
};

// From the words behind `--`, if there are any at all (told is not NULL); else
// from the compile_commands.json in the file's folder or the nearest above it.
//
// @return NULL       free with flags_free
// @return INVALID    nobody says how it is compiled
struct error *flags_find(const char *path, char **told, struct flags *flags)
    MUST_CHECK;
void flags_free(struct flags *flags);

// Forgets the compile_commands.json that was read last.
void flags_forget(void);

// ---- forms of output -------------------------------------------------------

struct totals {
    size_t n_files;
    size_t n_with_findings;
    size_t n_findings;
    size_t n_troubles;
};

struct form {
    const char *name;
    void (*file)(struct file *file); // called for one after the other
    void (*end)(const struct totals *totals);
};

extern const struct form form_text, form_json, form_sarif;

// Text with all visible that a terminal would act on, or hide: \x1b, \u202e.
// Tabs stay.
void print_visibly(FILE *out, const char *text, size_t n_bytes);

// How many bytes the first character has. A byte that is part of none is one.
size_t print_n_bytes(const char *text, size_t n_bytes);

// Gives a string of JSON, in which what is no UTF-8 has become U+FFFD.
json_t *print_string(const char *text);

// The folder of the rules' pages, as an absolute path; "" if it is not there.
const char *print_pages(void);
