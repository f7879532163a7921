// Whose row is it, in a table that came from elsewhere?
//
// A row is found by what a platform calls a person: that is sure. Only where
// the roster has nothing of the kind, the name may do. A row that two students
// could be, or a student whom two rows could be, is left as it is.
#pragma once
#include "grade.h"

struct match; // the rows of one table, by the texts of its columns

// What is to be written in the row of a student: as many texts as the format
// has columns to fill.
struct match_texts {
    char *grade, *feedback; // NULL: leave it
};

enum { MATCH_NONE = -1 };

// Of the rows from `first` on. Keeps csv. Gives it (free with match_free).
struct match *match_new(const struct csv *csv, size_t first);
void match_free(struct match *match);

// The one row whose column has this text, whatever the case; MATCH_NONE if
// there is none, or there are several, or the text is "".
long match_find(struct match *match, int column, const char *text);

// The same for a name, "Ada Lovelace", where a table may say "Lovelace, Ada".
long match_find_name(struct match *match, int column, const char *name);

// Says that a row is a student's. Takes the texts.
void match_claim(struct match *match, long row, bool sure,
                 struct match_texts texts);

// What that comes to: NULL if nobody claims the row, or it is not clear who.
const struct match_texts *match_texts(const struct match *match, size_t row);

// The table of an instructor, with a column or two to fill.
struct filling {
    const struct report *report;
    const char *name; // of the output, "canvas.csv"
    struct csv *csv;
    struct match *match;
    size_t first;        // row of a student
    int grade, feedback; // columns; -1: there is none
    int who;             // the column that names a person

    // For the terminal.
    size_t n_unscored; // students without a score
    size_t n_unknown;  // students with a score and no row
    size_t n_locked;   // rows that may not be changed
    size_t n_above;    // scores above what the table allows
    char *more;        // another line, after a newline; or NULL
};

// Fills it in and writes it as FOLDER/name. *said says how many rows.
struct error *filling_end(struct filling *filling, char **said) MUST_CHECK;

// Frees what it holds.
void filling_free(struct filling *filling);
