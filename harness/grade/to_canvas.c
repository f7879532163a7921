// canvas.csv: the instructor's own export of Canvas's gradebook, with one
// column filled, byte for byte otherwise.
//
//     Student,ID,SIS Login ID,Section,Lab 1 (4711),Labs Final Score
//         Points Possible,,,,100,(read only)
//     "Lovelace, Ada",17,ada,A,,88
//
// Canvas takes a title that it does not know for a new assignment, and a blank
// for "no change": so no title is made up here, and nobody gets a 0 for having
// handed in nothing. That is the instructor's to say.
#include "canvas.h"
#include "match.h"
#include "write.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct canvas {
    struct filling filling;
    int id, sis, login; // columns; -1: there is none
};

static bool wanted(const struct report *report)
{
    return report->options->canvas != NULL;
}

// ---- reading ---------------------------------------------------------------

// The row of the maxima; 0 if there is none. One that says which grades are
// posted by hand may stand before it.
static size_t find_points(const struct csv *csv)
{
    for (size_t row = 1; row < csv->n_rows && row < 4; row++)
        if (strstr(csv_text(csv, row, 0), "Points Possible") != NULL)
            return row;
    return 0;
}

static struct error *find_columns(struct canvas *canvas, const char *path)
{
    const struct csv *csv = canvas->filling.csv;
    canvas->id = csv_column(csv, "ID");
    canvas->sis = csv_column(csv, "SIS User ID");
    canvas->login = csv_column(csv, "SIS Login ID");
    canvas->filling.who = csv_column(csv, "Student");
    if (canvas->filling.who >= 0 && canvas->id >= 0)
        return NULL;
    const char *first = csv_text(csv, 0, 0);
    if (strchr(first, ';') != NULL)
        return error_new(&INVALID,
                         "%s has semicolons between its fields; export it "
                         "from Canvas with commas",
                         path);
    return error_new(&INVALID,
                     "%s is no export of Canvas's gradebook: its first line "
                     "has no columns \"Student\" and \"ID\"",
                     path);
}

static char *say_maximum(const char *points, int max)
{
    char *end;
    double possible = strtod(points, &end);
    if (end == points || possible == max)
        return NULL;
    return check_format("\n  its maximum is %g, ours %d: scores are not scaled",
                        possible, max);
}

static struct error *read_export(struct canvas *canvas,
                                 const struct report *report)
{
    struct filling *filling = &canvas->filling;
    TRY(csv_read(report->options->canvas, &filling->csv));
    TRY(find_columns(canvas, report->options->canvas));
    size_t points = find_points(filling->csv);
    TRY(canvas_column(report, filling->csv, points, &filling->grade));
    const char *maximum = csv_text(filling->csv, points, filling->grade);
    filling->first = points + 1;
    if (points > 0)
        filling->more = say_maximum(maximum, check_points(report->lab, false));
    filling->match = match_new(filling->csv, filling->first);
    return NULL;
}

static void drop(void *self)
{
    struct canvas *canvas = self;
    filling_free(&canvas->filling);
    free(canvas);
}

static struct error *begin(const struct report *report, void **self)
{
    struct canvas *canvas = calloc(1, sizeof(*canvas));
    must(canvas != NULL);
    canvas->filling.report = report;
    canvas->filling.name = "canvas.csv";
    canvas->filling.feedback = -1;
    struct error *err = read_export(canvas, report);
    if (err != NULL)
        drop(canvas);
    else
        *self = canvas;
    return err;
}

// ---- everyone --------------------------------------------------------------

// The row of somebody by what Canvas calls them, and then by the key.
static long find_sure(struct canvas *canvas, const struct submission *s)
{
    struct match *match = canvas->filling.match;
    const struct person *person = s->person;
    const int columns[] = {canvas->id, canvas->sis, canvas->login};
    const char *const texts[] = {person != NULL ? person->canvas : "",
                                 person != NULL ? person->sis : "",
                                 person != NULL ? person->login : ""};
    long row = MATCH_NONE;
    for (size_t i = 0; i < array_length(texts) && row == MATCH_NONE; i++)
        row = match_find(match, columns[i], texts[i]);
    for (size_t i = 0; i < array_length(columns) && row == MATCH_NONE; i++)
        row = match_find(match, columns[array_length(columns) - 1 - i],
                         s->student);
    if (row == MATCH_NONE && person != NULL)
        row = match_find(match, canvas->login, person->email);
    return row;
}

static bool has_number(const struct canvas *canvas, const struct person *person)
{
    return (canvas->id >= 0 && person->canvas[0] != 0) ||
           (canvas->sis >= 0 && person->sis[0] != 0) ||
           (canvas->login >= 0 && person->login[0] != 0);
}

static long find_row(struct canvas *canvas, const struct submission *s,
                     bool *sure)
{
    long row = find_sure(canvas, s);
    *sure = row != MATCH_NONE;
    if (*sure || s->person == NULL || has_number(canvas, s->person))
        return row;
    return match_find_name(canvas->filling.match, canvas->filling.who,
                           s->person->name);
}

static struct error *add(void *self, const struct verdict *verdict)
{
    struct canvas *canvas = self;
    struct filling *filling = &canvas->filling;
    struct match_texts texts = {0};
    bool sure;
    long row = find_row(canvas, verdict->submission, &sure);
    struct feedback *feedback =
        verdict->result != NULL ? feedback_of(verdict->result) : NULL;
    bool scored = feedback != NULL && feedback->scored;
    const char *now = csv_text(filling->csv, (size_t)row, filling->grade);
    bool excused = row != MATCH_NONE && strcasecmp(now, "EX") == 0;
    filling->n_unscored += !scored;
    filling->n_unknown += scored && row == MATCH_NONE;
    filling->n_locked += scored && excused;
    if (scored && !excused)
        texts.grade = check_format("%d", feedback->score);
    if (row != MATCH_NONE)
        match_claim(filling->match, row, sure, texts);
    else
        free(texts.grade);
    feedback_free(feedback);
    return NULL;
}

static struct error *end(void *self, char **said)
{
    struct canvas *canvas = self;
    return filling_end(&canvas->filling, said);
}

const struct output to_canvas = {
    .name = "canvas.csv",
    .wanted = wanted,
    .begin = begin,
    .add = add,
    .end = end,
    .drop = drop,
};
