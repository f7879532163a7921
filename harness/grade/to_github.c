// github/STUDENT.txt: what a step of GitHub's Actions prints, to be shown
// beside the code; github/STUDENT.md: what it appends to its summary.
//
//     - run: cat github/ada.txt && cat github/ada.md >> "$GITHUB_STEP_SUMMARY"
//
// A line that begins with "::" is a command there, whoever wrote it. So what
// may have come from a student is printed raw only where commands are switched
// off, by a word that nobody knew when it was written.
#include "write.h"
#include <stdlib.h>
#include <string.h>

enum {
    MOST_ANNOTATIONS = 9,       // ten are shown of a step
    MOST_SUMMARY_BYTES = 900 << 10, // above 1 MiB there is none at all
};

static const char name[] = "github";

static struct error *begin(const struct report *report, void **self)
{
    return write_begin_folder(report, name, self);
}

static size_t n_failed(const struct feedback *feedback)
{
    size_t n = 0;
    for (size_t i = 0; i < feedback->n_tests; i++)
        n += feedback_has_failed(&feedback->tests[i]);
    return n;
}

// ---- annotations -----------------------------------------------------------

// Nobody can write a text that has in it the digest of a result that holds it.
static char *secret_of(const json_t *result)
{
    char *text = json_dumps(result, JSON_COMPACT);
    must(text != NULL);
    char *digest = digest_of_bytes(text, strlen(text));
    char *secret = check_format("%.32s", strchr(digest, ':') + 1);
    free(text);
    free(digest);
    return secret;
}

static void write_annotation(FILE *out, const char *level,
                             const struct report *report, const char *title,
                             const char *message)
{
    fprintf(out, "::%s file=", level);
    write_property(out, report->lab->folder);
    fputc('/', out);
    write_property(out, report->lab->files[0].name);
    fputs(",title=", out);
    write_property(out, title);
    fputs("::", out);
    write_command(out, message);
    fputc('\n', out);
}

static void annotate_test(FILE *out, const struct report *report,
                          const struct feedback_test *test)
{
    char *message = check_format("%s\n%s", test->title, test->happened);
    write_annotation(out, "error", report, test->code, message);
    free(message);
}

static void annotate(FILE *out, const struct report *report,
                     const struct feedback *feedback)
{
    size_t n = n_failed(feedback), left = MOST_ANNOTATIONS;
    if (feedback->summary[0] != 0) {
        write_annotation(out, "error", report, feedback->status,
                         feedback->summary);
        left--;
    }
    if (n > left)
        left--;
    size_t shown = 0;
    for (size_t i = 0; i < feedback->n_tests && shown < left; i++)
        if (feedback_has_failed(&feedback->tests[i])) {
            annotate_test(out, report, &feedback->tests[i]);
            shown++;
        }
    if (n == shown)
        return;
    char *more = check_format("%zu more tests fail; the summary has all.",
                              n - shown);
    write_annotation(out, "notice", report, "more", more);
    free(more);
}

static void write_raw(FILE *out, const char *secret, const char *text)
{
    char *clean = check_clean(text, strlen(text) + 1);
    fprintf(out, "::stop-commands::%s\n%s\n::%s::\n", secret, clean, secret);
    free(clean);
}

static void write_group(FILE *out, const char *title, const char *secret,
                        const char *text)
{
    fputs("::group::", out);
    write_command(out, title);
    fputc('\n', out);
    write_raw(out, secret, text);
    fputs("::endgroup::\n", out);
}

static struct error *write_commands(const struct report *report,
                                    const struct verdict *verdict,
                                    const struct feedback *feedback)
{
    struct writing writing;
    char *secret = secret_of(verdict->result);
    write_begin(&writing);
    annotate(writing.out, report, feedback);
    if (feedback->build[0] != 0)
        write_group(writing.out, "build", secret, feedback->build);
    for (size_t i = 0; i < feedback->n_tests; i++) {
        const struct feedback_test *test = &feedback->tests[i];
        if (!feedback_has_failed(test))
            continue;
        char *text = check_format("%s\n\n%s", test->happened, test->story);
        write_group(writing.out, test->id, secret, text);
        free(text);
    }
    free(secret);
    return write_end_of(&writing, report, name, verdict, ".txt");
}

// ---- summary ---------------------------------------------------------------

static void write_row(FILE *out, const struct feedback_test *test)
{
    fputs("| ", out);
    write_markdown(out, test->title);
    fputs(" | ", out);
    write_markdown(out, test->status);
    fputs(" | ", out);
    write_markdown(out, test->code);
    fprintf(out, " | %d | %d |\n", test->points, test->max);
}

static void write_pre(FILE *out, const char *title, const char *text)
{
    fputs("\n<details><summary>", out);
    write_xml(out, title);
    fputs("</summary>\n\n<pre>\n", out);
    write_xml(out, text);
    fputs("\n</pre>\n</details>\n", out);
}

static void write_overview(FILE *out, const struct report *report,
                           const struct feedback *feedback)
{
    fputs("## ", out);
    write_markdown(out, report->lab->name);
    if (feedback->scored)
        fprintf(out, "\n\n%d of %d points, %zu of %zu tests pass",
                feedback->score, feedback->max, feedback->n_passed,
                feedback->n_tests);
    fputs("\n\n", out);
    write_markdown(out, feedback->summary);
    fputs("\n\n| checked | status | code | points | of |\n"
          "|---|---|---|---:|---:|\n",
          out);
    for (size_t i = 0; i < feedback->n_tests; i++)
        write_row(out, &feedback->tests[i]);
    if (feedback->build[0] != 0)
        write_pre(out, "build", feedback->build);
}

static void write_detail(FILE *out, const struct feedback_test *test)
{
    char *text = check_format("%s\n\n%s", test->happened, test->story);
    write_pre(out, test->title, text);
    free(text);
}

// Shows as many failures as there is room for.
static void write_details(FILE *out, const struct feedback *feedback)
{
    size_t left = n_failed(feedback);
    for (size_t i = 0; i < feedback->n_tests; i++) {
        const struct feedback_test *test = &feedback->tests[i];
        if (!feedback_has_failed(test))
            continue;
        // A character becomes six bytes at most.
        size_t most = 6 * (strlen(test->title) + strlen(test->happened) +
                           strlen(test->story)) + 200;
        if ((size_t)ftell(out) + most > MOST_SUMMARY_BYTES) {
            fprintf(out, "\n%zu more tests fail; there is no room for them.\n",
                    left);
            return;
        }
        write_detail(out, test);
        left--;
    }
}

static struct error *write_summary(const struct report *report,
                                   const struct verdict *verdict,
                                   const struct feedback *feedback)
{
    struct writing writing;
    write_begin(&writing);
    write_overview(writing.out, report, feedback);
    write_details(writing.out, feedback);
    return write_end_of(&writing, report, name, verdict, ".md");
}

static struct error *add(void *self, const struct verdict *verdict)
{
    const struct report *report = self;
    if (verdict->result == NULL) {
        write_remove(report, name, verdict, ".txt");
        write_remove(report, name, verdict, ".md");
        return NULL;
    }
    struct feedback *feedback = feedback_of(verdict->result);
    struct error *err = write_commands(report, verdict, feedback);
    if (err == NULL)
        err = write_summary(report, verdict, feedback);
    feedback_free(feedback);
    return err;
}

const struct output to_github = {
    .name = "github/*",
    .begin = begin,
    .add = add,
    .end = write_end_nothing,
    .drop = write_drop_nothing,
};
