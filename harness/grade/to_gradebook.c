// gradebook.csv: everyone, a line each, as the course keeps them.
//
// Points are not charged for lateness here: how much that costs is for the
// course to say. `raw` and `score` are columns of their own for whoever does.
#include "write.h"
#include <stdlib.h>
#include <string.h>

struct gradebook {
    const struct report *report;
    struct writing writing;
};

static struct error *begin(const struct report *report, void **self)
{
    struct gradebook *book = calloc(1, sizeof(*book));
    must(book != NULL);
    book->report = report;
    write_begin(&book->writing);
    fputs("student,lab,attempt,received_utc,raw,late_days,late_charged,score,"
          "max,status,flags,tests_digest\r\n",
          book->writing.out);
    *self = book;
    return NULL;
}

static void add_text(FILE *out, const char *text)
{
    write_csv(out, text);
    fputc(',', out);
}

static void add_number(FILE *out, bool known, int number)
{
    if (known)
        fprintf(out, "%d", number);
    fputc(',', out);
}

// "exit-in-test; runs-before-main"
static void add_flags(FILE *out, const json_t *flags)
{
    struct writing codes;
    size_t i;
    json_t *flag;
    write_begin(&codes);
    json_array_foreach(flags, i, flag)
    {
        const char *code = result_string(flag, "code");
        fprintf(codes.out, "%s%s", i > 0 ? "; " : "",
                code[0] != 0 ? code : "?");
    }
    fclose(codes.out);
    add_text(out, codes.bytes);
    free(codes.bytes);
}

// The score of who handed in nothing is what the result says, 0: with the
// status beside it, nobody takes it for another one.
static void add_result(FILE *out, const struct verdict *verdict)
{
    const json_t *late = json_object_get(verdict->result, "late");
    const json_t *digests = json_object_get(verdict->result, "digests");
    struct feedback *feedback = feedback_of(verdict->result);
    bool scored =
        feedback->scored || strcmp(feedback->status, "missing") == 0;
    add_number(out, true, feedback->attempt);
    add_text(out, verdict->submission->received);
    add_number(out, scored, feedback->score);
    add_number(out, late != NULL, feedback->late_days);
    add_number(out, late != NULL, 0);
    add_number(out, scored, feedback->score);
    add_number(out, true, feedback->max);
    add_text(out, feedback->status);
    add_flags(out, json_object_get(verdict->result, "flags"));
    write_csv(out, result_string(digests, "tests"));
    feedback_free(feedback);
}

static struct error *add(void *self, const struct verdict *verdict)
{
    struct gradebook *book = self;
    FILE *out = book->writing.out;
    add_text(out, verdict->submission->student);
    add_text(out, book->report->lab->name);
    if (verdict->result != NULL)
        add_result(out, verdict);
    else
        fputs(",,,,,,,not_graded,,", out);
    fputs("\r\n", out);
    return NULL;
}

static struct error *end(void *self, char **said)
{
    struct gradebook *book = self;
    *said = NULL;
    struct error *err = write_end(&book->writing, book->report->folder,
                                  "gradebook.csv");
    book->writing.out = NULL;
    return err;
}

static void drop(void *self)
{
    struct gradebook *book = self;
    if (book->writing.out != NULL) {
        fclose(book->writing.out);
        free(book->writing.bytes);
    }
    free(book);
}

const struct output to_gradebook = {
    .name = "gradebook.csv",
    .begin = begin,
    .add = add,
    .end = end,
    .drop = drop,
};
