// Text, as each format wants it. All of it may have come from a student: it is
// cleaned here once more, so that no format can forget to.
#pragma once
#include "grade.h"
#include <stdio.h>

// Gives text cleaned, and at most `most` bytes of it; what is cut is said (free
// with free).
char *write_cut(const char *text, size_t most);

// Between tags and in attributes of XML 1.0, and of HTML: what neither may
// contain at all is left out.
void write_xml(FILE *out, const char *text);

// A field of a table of ours: what a spreadsheet would take for a formula gets
// an apostrophe before it, and quotation marks are put where they are due.
void write_csv(FILE *out, const char *text);

// A line of Markdown, or a cell of a table there: shows what it says.
void write_markdown(FILE *out, const char *text);

// The message of a workflow command of GitHub, and a property of one.
void write_command(FILE *out, const char *text);
void write_property(FILE *out, const char *text);

// Most outputs are one file for each student, below a folder of their own, and
// remember nothing but the report: a begin of theirs makes that folder.
struct error *write_begin_folder(const struct report *report, const char *name,
                                 void **self) MUST_CHECK;

// For those that have nothing to do at the end.
struct error *write_end_nothing(void *self, char **said) MUST_CHECK;
void write_drop_nothing(void *self);

// A file that is made in memory, and then kept: print to out.
struct writing {
    FILE *out;
    char *bytes; // once out is closed: who does not write them frees them
    size_t n;
};
void write_begin(struct writing *writing);

// Writes FOLDER/NAME, unless it has these bytes already; the writing is over
// whatever is returned.
struct error *write_end(struct writing *writing, const char *folder,
                        const char *name) MUST_CHECK;

// Writes the file of a student: FOLDER/NAME/STUDENT.END.
struct error *write_end_of(struct writing *writing, const struct report *report,
                           const char *name, const struct verdict *verdict,
                           const char *end) MUST_CHECK;

// Removes it: an earlier one would be taken for what holds now.
void write_remove(const struct report *report, const char *name,
                  const struct verdict *verdict, const char *end);

// Writes a JSON value as the file of a student. Takes json.
struct error *write_json_of(json_t *json, const struct report *report,
                            const char *name,
                            const struct verdict *verdict) MUST_CHECK;
