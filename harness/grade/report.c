// All outputs in one pass over the results: each is opened once, given to every
// output, and let go, so that a class of any size fits in memory.
#include "class.h"
#include "event.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// In the order in which they are named at the end. One that is added here needs
// nothing else.
static const struct output *const outputs[] = {
    &to_gradebook, &to_canvas,    &to_moodle, &to_moodle_import, &to_gradescope,
    &to_junit,     &to_github,    &to_classroom, &to_autolab,    &to_similar,
    &to_pages,      NULL,
};

enum { MOST = array_length(outputs) };

struct making {
    const struct report *report;
    struct summary *summary;
    bool nothing; // is written: only the summary is wanted
    void *selves[MOST];
    bool begun[MOST];
};

static bool is_wanted(const struct output *output, const struct report *report)
{
    return output->wanted == NULL || output->wanted(report);
}

static struct error *begin_all(struct making *making)
{
    for (size_t i = 0; outputs[i] != NULL; i++) {
        if (making->nothing || !is_wanted(outputs[i], making->report))
            continue;
        TRY(outputs[i]->begin(making->report, &making->selves[i]));
        making->begun[i] = true;
    }
    return NULL;
}

static json_t *load(const struct report *report, const char *folder,
                    const char *student)
{
    char *path =
        check_format("%s/%s/%s.json", report->folder, folder, student);
    json_t *json = json_load_file(path, 0, NULL);
    free(path);
    return json;
}

static struct error *add_to_all(struct making *making,
                                const struct verdict *verdict)
{
    summary_add(making->summary, verdict);
    for (size_t i = 0; outputs[i] != NULL; i++)
        if (making->begun[i])
            TRY(outputs[i]->add(making->selves[i], verdict));
    return NULL;
}

static struct error *add_each(struct making *making)
{
    const struct intake *intake = making->report->intake;
    for (size_t i = 0; i < intake->n; i++) {
        const struct submission *s = &intake->list[i];
        json_t *result = load(making->report, "results", s->student);
        json_t *times = load(making->report, "times", s->student);
        struct error *err = add_to_all(
            making, &(struct verdict){s, result, times});
        json_decref(result);
        json_decref(times);
        if (err == NULL && i % 16 == 0)
            err = checkpoint();
        if (err != NULL)
            return err;
    }
    return NULL;
}

static struct error *end_all(struct making *making, FILE *said)
{
    for (size_t i = 0; outputs[i] != NULL; i++)
        if (making->begun[i])
            fprintf(said, "%s  ", outputs[i]->name);
    fprintf(said, "\n");
    for (size_t i = 0; outputs[i] != NULL; i++) {
        char *line = NULL;
        if (!making->begun[i])
            continue;
        TRY(outputs[i]->end(making->selves[i], &line));
        if (line != NULL)
            fprintf(said, "%s\n", line);
        free(line);
    }
    return NULL;
}

bool report_is_whole(const struct class *class, const struct report *report)
{
    for (size_t i = 0; outputs[i] != NULL; i++)
        if (is_wanted(outputs[i], report) &&
            !report_is_there(class, outputs[i]->name))
            return false;
    return true;
}

static struct error *make(struct making making, char **said)
{
    size_t n;
    FILE *out = open_memstream(said, &n);
    must(out != NULL);
    char *gone = making.nothing ? NULL : report_gone(making.report);
    struct error *err = begin_all(&making);
    if (err == NULL)
        err = add_each(&making);
    if (err == NULL)
        err = end_all(&making, out);
    if (gone != NULL)
        fprintf(out, "%s\n", gone);
    free(gone);
    fclose(out);
    for (size_t i = 0; outputs[i] != NULL; i++)
        if (making.begun[i])
            outputs[i]->drop(making.selves[i]);
    return err;
}

struct error *report_check(const struct report *report)
{
    const struct output *const fillings[] = {&to_canvas, &to_moodle};
    for (size_t i = 0; i < array_length(fillings); i++) {
        void *self;
        if (!fillings[i]->wanted(report))
            continue;
        TRY(fillings[i]->begin(report, &self));
        fillings[i]->drop(self);
    }
    return NULL;
}

struct error *report_make(const struct report *report, struct summary *summary,
                          char **said)
{
    return make((struct making){.report = report, .summary = summary}, said);
}

struct error *report_tell(const struct report *report, struct summary *summary)
{
    char *said = NULL;
    struct error *err = make((struct making){.report = report,
                                             .summary = summary,
                                             .nothing = true},
                             &said);
    free(said);
    return err;
}
