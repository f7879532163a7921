// moodle-import.csv: for the import of Moodle's gradebook.
//
// Columns are mapped by hand there. Points and feedback stand side by side,
// since feedback alone would erase grades. Whoever has no score has no line.
#include "write.h"
#include <stdlib.h>
#include <string.h>

struct import {
    const struct report *report;
    struct writing writing;
    bool on_moodle; // the roster says so of somebody
};

// There has to be something to know people by.
static bool wanted(const struct report *report)
{
    const struct roster *roster = report->roster;
    for (size_t i = 0; roster != NULL && i < roster->n_people; i++)
        if (roster->people[i].email[0] != 0 || roster->people[i].sis[0] != 0)
            return true;
    return false;
}

static struct error *begin(const struct report *report, void **self)
{
    struct import *import = calloc(1, sizeof(*import));
    must(import != NULL);
    import->report = report;
    write_begin(&import->writing);
    fprintf(import->writing.out,
            "ID number,Email address,Lab %s (points),Lab %s (feedback)\r\n",
            report->lab->number, report->lab->number);
    *self = import;
    return NULL;
}

static struct error *add(void *self, const struct verdict *verdict)
{
    struct import *import = self;
    const struct person *person = verdict->submission->person;
    if (person == NULL || verdict->result == NULL)
        return NULL;
    import->on_moodle |= person->moodle[0] != 0;
    struct feedback *feedback = feedback_of(verdict->result);
    if (feedback->scored) {
        FILE *out = import->writing.out;
        char *html = feedback_html(feedback);
        write_csv(out, person->sis);
        fputc(',', out);
        write_csv(out, person->email);
        fprintf(out, ",%d,", feedback->score);
        write_csv(out, html);
        fputs("\r\n", out);
        free(html);
    }
    feedback_free(feedback);
    return NULL;
}

static struct error *end(void *self, char **said)
{
    struct import *import = self;
    *said = NULL;
    struct error *err = write_end(&import->writing, import->report->folder,
                                  "moodle-import.csv");
    import->writing.out = NULL;
    if (err == NULL && import->on_moodle)
        *said = check_format("moodle-import.csv: imported grades lock the page "
                             "of the assignment on Moodle; filled by "
                             "MOODLE=worksheet.csv they do not");
    return err;
}

static void drop(void *self)
{
    struct import *import = self;
    if (import->writing.out != NULL) {
        fclose(import->writing.out);
        free(import->writing.bytes);
    }
    free(import);
}

const struct output to_moodle_import = {
    .name = "moodle-import.csv",
    .wanted = wanted,
    .begin = begin,
    .add = add,
    .end = end,
    .drop = drop,
};
