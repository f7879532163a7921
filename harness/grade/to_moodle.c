// moodle.csv: the grading worksheet of a Moodle assignment, with grades and
// feedback comments filled in, byte for byte otherwise.
//
//     Identifier,Full name,Email address,Status,Grade,Maximum Grade,...
//     Participant 123456,Ada Lovelace,ada@example.org,...,,"100,00",Yes,...
//
// Moodle reads it back by the titles of its own language, so that they have to
// stay; those of English and German are known here. A grade is written in the
// form of the maximum beside it: with its decimal mark, and as many decimals.
#include "match.h"
#include "write.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct moodle {
    struct filling filling;
    int identifier, email, number, maximum, open; // columns; -1: there is none
    char *prefix; // of all identifiers: "Participant "
};

enum { N_LANGUAGES = 2 };

static const char *const identifier[] = {"Identifier", "ID"};
static const char *const full_name[] = {"Full name", "Vollständiger Name"};
static const char *const email[] = {"Email address", "E-Mail-Adresse"};
static const char *const id_number[] = {"ID number", "ID-Nummer"};
static const char *const grade[] = {"Grade", "Bewertung"};
static const char *const maximum[] = {"Maximum Grade", "Bestwertung"};
static const char *const changeable[] = {"Grade can be changed",
                                         "Bewertung kann geändert werden"};
static const char *const comments[] = {"Feedback comments",
                                       "Feedback als Kommentar"};

static bool wanted(const struct report *report)
{
    return report->options->moodle != NULL;
}

// ---- reading ---------------------------------------------------------------

static int find_column(const struct csv *csv, const char *const *titles)
{
    for (int i = 0; i < N_LANGUAGES; i++) {
        int column = csv_column(csv, titles[i]);
        if (column >= 0)
            return column;
    }
    return -1;
}

static struct error *find_columns(struct moodle *moodle, const char *path)
{
    struct filling *filling = &moodle->filling;
    const struct csv *csv = filling->csv;
    moodle->identifier = find_column(csv, identifier);
    moodle->email = find_column(csv, email);
    moodle->number = find_column(csv, id_number);
    moodle->maximum = find_column(csv, maximum);
    moodle->open = find_column(csv, changeable);
    filling->who = find_column(csv, full_name);
    filling->grade = find_column(csv, grade);
    filling->feedback = find_column(csv, comments);
    if (moodle->identifier < 0 || filling->grade < 0)
        return error_new(&INVALID,
                         "%s is no grading worksheet: its first line has no "
                         "columns \"Identifier\" and \"Grade\"; download it "
                         "from the assignment with your language set to "
                         "English or German",
                         path);
    if (filling->who < 0)
        filling->who = moodle->identifier;
    return NULL;
}

// "Participant " of "Participant 123456", whatever the language.
static char *prefix_of(const char *text)
{
    size_t n = strlen(text);
    while (n > 0 && isdigit((unsigned char)text[n - 1]))
        n--;
    return check_format("%.*s", (int)n, text);
}

static struct error *read_worksheet(struct moodle *moodle,
                                    const struct report *report)
{
    struct filling *filling = &moodle->filling;
    TRY(csv_read(report->options->moodle, &filling->csv));
    TRY(find_columns(moodle, report->options->moodle));
    filling->first = 1;
    filling->match = match_new(filling->csv, filling->first);
    moodle->prefix = prefix_of(csv_text(filling->csv, 1, moodle->identifier));
    const char *most = csv_text(filling->csv, 1, moodle->maximum);
    int max = check_points(report->lab, false);
    if (most[0] != 0 && atoi(most) != max)
        filling->more = check_format("\n  its maximum is %.20s, ours %d: "
                                     "grades are not scaled",
                                     most, max);
    return NULL;
}

static void drop(void *self)
{
    struct moodle *moodle = self;
    filling_free(&moodle->filling);
    free(moodle->prefix);
    free(moodle);
}

static struct error *begin(const struct report *report, void **self)
{
    struct moodle *moodle = calloc(1, sizeof(*moodle));
    must(moodle != NULL);
    moodle->filling.report = report;
    moodle->filling.name = "moodle.csv";
    struct error *err = read_worksheet(moodle, report);
    if (err != NULL)
        drop(moodle);
    else
        *self = moodle;
    return err;
}

// ---- everyone --------------------------------------------------------------

static long find_identifier(struct moodle *moodle, const char *number)
{
    const char *digits = number + strcspn(number, "0123456789");
    if (digits[0] == 0)
        return MATCH_NONE;
    char *text = check_format("%s%s", moodle->prefix, digits);
    long row = match_find(moodle->filling.match, moodle->identifier, text);
    free(text);
    return row;
}

static bool is_number(const char *text)
{
    return text[0] != 0 && text[strspn(text, "0123456789")] == 0;
}

static long find_sure(struct moodle *moodle, const struct submission *s)
{
    struct match *match = moodle->filling.match;
    const struct person *person = s->person;
    long row = MATCH_NONE;
    if (person != NULL) {
        row = find_identifier(moodle, person->moodle);
        if (row == MATCH_NONE)
            row = match_find(match, moodle->email, person->email);
        if (row == MATCH_NONE)
            row = match_find(match, moodle->number, person->sis);
    }
    if (row == MATCH_NONE && is_number(s->student))
        row = find_identifier(moodle, s->student);
    if (row == MATCH_NONE)
        row = match_find(match, moodle->email, s->student);
    return row;
}

static long find_row(struct moodle *moodle, const struct submission *s,
                     bool *sure)
{
    const struct person *person = s->person;
    long row = find_sure(moodle, s);
    *sure = row != MATCH_NONE;
    if (*sure || person == NULL || person->moodle[0] != 0 ||
        (moodle->email >= 0 && person->email[0] != 0))
        return row;
    return match_find_name(moodle->filling.match, moodle->filling.who,
                           person->name);
}

// 86 as "86", "86.00" or "86,00": as the maximum is written.
static char *grade_like(const char *most, int score)
{
    const char *mark = strpbrk(most, ".,");
    size_t decimals = mark != NULL ? strspn(mark + 1, "0123456789") : 0;
    if (decimals == 0)
        return check_format("%d", score);
    return check_format("%d%c%.*s", score, *mark,
                        (int)(decimals < 6 ? decimals : 6), "000000");
}

static bool is_open(const struct moodle *moodle, size_t row)
{
    const char *open = csv_text(moodle->filling.csv, row, moodle->open);
    return strcasecmp(open, "No") != 0 && strcasecmp(open, "Nein") != 0;
}

// A grade above the maximum would not be taken, and with it none of the file.
static struct match_texts texts_for(struct moodle *moodle, size_t row,
                                    const struct feedback *feedback)
{
    struct match_texts texts = {0};
    const char *most = csv_text(moodle->filling.csv, row, moodle->maximum);
    bool above = most[0] != 0 && feedback->score > atoi(most);
    bool open = is_open(moodle, row);
    moodle->filling.n_locked += !open;
    moodle->filling.n_above += open && above;
    if (!open || above)
        return texts;
    texts.grade = grade_like(most, feedback->score);
    texts.feedback = feedback_html(feedback);
    return texts;
}

static struct error *add(void *self, const struct verdict *verdict)
{
    struct moodle *moodle = self;
    struct filling *filling = &moodle->filling;
    struct match_texts texts = {0};
    bool sure;
    long row = find_row(moodle, verdict->submission, &sure);
    struct feedback *feedback =
        verdict->result != NULL ? feedback_of(verdict->result) : NULL;
    bool scored = feedback != NULL && feedback->scored;
    filling->n_unscored += !scored;
    filling->n_unknown += scored && row == MATCH_NONE;
    if (scored && row != MATCH_NONE)
        texts = texts_for(moodle, (size_t)row, feedback);
    if (row != MATCH_NONE)
        match_claim(filling->match, row, sure, texts);
    feedback_free(feedback);
    return NULL;
}

static struct error *end(void *self, char **said)
{
    struct moodle *moodle = self;
    return filling_end(&moodle->filling, said);
}

const struct output to_moodle = {
    .name = "moodle.csv",
    .wanted = wanted,
    .begin = begin,
    .add = add,
    .end = end,
    .drop = drop,
};
