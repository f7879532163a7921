// For a student: what came of the submission. students/KEY.html
//
// Made from the allow-list of feedback.c, from the names that the student gave
// to files, and from which of their lines were reached. There is no way here
// for a seed, an input of a test or another student's name.
#include "page.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool passes(const struct feedback_test *test)
{
    return strcmp(test->status, "pass") == 0;
}

// In a word, beside the points.
static const char *word_of(const struct feedback_test *test)
{
    return passes(test)                               ? "passes"
           : !feedback_has_failed(test)               ? "not run"
           : strcmp(test->status, "grader_error") == 0 ? "not known"
           : strcmp(test->status, "hang") == 0        ? "hangs"
           : strcmp(test->status, "crash") == 0       ? "crashes"
                                                      : "fails";
}

// ---- head ------------------------------------------------------------------

static void print_score(FILE *out, const struct feedback *feedback)
{
    if (feedback->scored)
        page_print(out,
                   "<p class=\"score\">%d <small>of %d points</small></p>\n",
                   feedback->score, feedback->max);
    if (feedback->summary[0] != 0)
        page_print(out, "<p class=\"warn\">%s</p>\n", feedback->summary);
    else
        page_print(out, "<p>%zu of %zu tests pass.</p>\n", feedback->n_passed,
                   feedback->n_tests);
}

static void print_facts(FILE *out, const struct report *report,
                        const struct feedback *feedback,
                        const struct submission *submission)
{
    page_print(out,
               "<dl class=\"facts\"><dt>Files of the lab</dt><dd>%s</dd>\n",
               report->lab->sources);
    if (submission->received[0] != 0)
        page_print(out, "<dt>Received</dt><dd>%s</dd>\n", submission->received);
    if (feedback->attempt > 1)
        page_print(out, "<dt>Attempt</dt><dd>%d</dd>\n", feedback->attempt);
    if (feedback->late_days > 0)
        page_print(out, "<dt>Late</dt><dd>%d day%s</dd>\n", feedback->late_days,
                   feedback->late_days == 1 ? "" : "s");
    if (submission->digest[0] != 0)
        page_print(out, "<dt>What was graded</dt><dd><code>%s</code></dd>\n",
                   submission->digest);
    fputs("</dl>\n", out);
}

static void print_head(FILE *out, const struct report *report,
                       const struct feedback *feedback,
                       const struct submission *submission)
{
    const struct person *person = submission->person;
    page_print(out, "<p class=\"crumb\">Lab %s, %s%s%s</p><h1>%s</h1>\n",
               report->lab->number, submission->student,
               person != NULL && person->name[0] != 0 ? ", " : "",
               person != NULL ? person->name : "",
               page_title(report->lab));
    print_score(out, feedback);
    print_facts(out, report, feedback, submission);
}

// ---- tests -----------------------------------------------------------------

static void print_failure(FILE *out, const struct report *report,
                          const struct feedback_test *test)
{
    const char *number = report->lab->number;
    page_print(out,
               "<article class=\"fail\" id=\"%s\"><h3>%s</h3>\n"
               "<p><span class=\"code\">%s</span> <span class=\"muted\">"
               "%d of %d points, <code>%s</code></span></p>\n",
               test->id, test->title, test->code, test->points, test->max,
               test->id);
    if (test->happened[0] != 0)
        page_print(out, "<p><strong>What happened:</strong> %s</p>\n",
                   test->happened);
    page_story(out, test->story);
    page_print(out,
               "<p class=\"muted\">See it at home: <code>make lab%s T=%s"
               "</code>",
               number, test->id);
    if (test->hint[0] != 0)
        page_print(out, "; hints: <code>make hint LAB=%s</code> (%s)", number,
                   test->hint);
    fputs("</p></article>\n", out);
}

static void print_failures(FILE *out, const struct report *report,
                           const struct feedback *feedback)
{
    size_t n = 0;
    for (size_t i = 0; i < feedback->n_tests; i++) {
        const struct feedback_test *test = &feedback->tests[i];
        if (!feedback_has_failed(test) ||
            strcmp(test->status, "grader_error") == 0)
            continue;
        if (n++ == 0)
            page_section(out, "failed", "What does not work yet");
        print_failure(out, report, test);
    }
}

static void print_test(FILE *out, const struct feedback_test *test)
{
    bool linked = test->happened[0] != 0 && !passes(test);
    page_print(out, "<tr><td class=\"nw %s\">%s</td><th scope=\"row\">",
               passes(test) ? "yes" : "no", word_of(test));
    if (linked)
        page_print(out, "<a href=\"#%s\">%s</a>", test->id, test->title);
    else
        page_print(out, "%s", test->title);
    page_print(out,
               "<code class=\"id wide\">%s</code></th><td class=\"r nw\">%d of "
               "%d</td></tr>\n",
               test->id, test->points, test->max);
}

static void print_tests(FILE *out, const struct feedback *feedback)
{
    const char *part = "";
    if (feedback->n_tests == 0)
        return;
    page_section(out, "tests", "All tests");
    fputs("<table><caption>What is checked in this lab, and the points for it."
          "</caption><thead><tr><th scope=\"col\">result</th>"
          "<th scope=\"col\">test</th><th scope=\"col\" class=\"r\">points</th>"
          "</tr></thead>\n<tbody>\n",
          out);
    for (size_t i = 0; i < feedback->n_tests; i++) {
        const struct feedback_test *test = &feedback->tests[i];
        if (strcmp(part, test->part) != 0)
            page_print(out,
                       "<tr class=\"part\"><td colspan=\"3\">%s</td></tr>\n",
                       test->part);
        part = test->part;
        print_test(out, test);
    }
    fputs("</tbody></table>\n", out);
}

// ---- the rest --------------------------------------------------------------

static void print_coverage(FILE *out, const json_t *files)
{
    size_t i;
    const json_t *file;
    if (json_array_size(files) == 0)
        return;
    page_section(out, "coverage", "Which of your lines the tests reach");
    fputs("<p>Shown, never scored. A line that no test reaches is one that you "
          "may want a test of your own for.</p>\n<ul>\n",
          out);
    json_array_foreach(files, i, file)
    {
        const char *missed = result_string(file, "missed");
        page_print(
            out, "<li><code>%s</code>: %.0f %% of lines, %.0f %% of branches",
            result_string(file, "file"),
            100 * json_number_value(json_object_get(file, "lines")),
            100 * json_number_value(json_object_get(file, "branches")));
        page_print(out, missed[0] != 0 ? "; not reached: %s</li>\n" : "</li>\n",
                   missed);
    }
    fputs("</ul>\n", out);
}

static void print_ignored(FILE *out, const struct submission *submission)
{
    if (submission->n_ignored == 0)
        return;
    page_section(out, "ignored", "What else was in your submission");
    fputs("<p>Only the files of the lab are taken; the rest was not looked at."
          "</p>\n<ul>\n",
          out);
    size_t n = submission->n_ignored < MOST_IGNORED ? submission->n_ignored
                                                    : MOST_IGNORED;
    for (size_t i = 0; i < n; i++)
        page_print(out, "<li><code>%s</code></li>\n", submission->ignored[i]);
    if (submission->n_ignored > n)
        page_print(out, "<li>and %zu more</li>\n", submission->n_ignored - n);
    fputs("</ul>\n", out);
}

static void print_home(FILE *out, const struct check_lab *lab)
{
    page_section(out, "home", "To go on from here");
    page_print(out,
               "<p>In your copy of the course, <code>make lab%s</code> runs "
               "the same tests on your file, and <code>make hint LAB=%s</code> "
               "shows one hint more each time. The numbers in the tests are "
               "drawn anew for each check, so times and names may differ from "
               "those here; what is asked for does not. If you think that a "
               "verdict is wrong, send your instructor this page and the "
               "smallest program that shows it.</p>\n",
               lab->number, lab->number);
}

static struct error *write_page(const struct report *report,
                                const struct verdict *verdict, const char *path)
{
    struct writing page;
    const struct submission *submission = verdict->submission;
    struct feedback *feedback = feedback_of(verdict->result);
    char *title =
        check_format("Lab %s: %s", report->lab->number, submission->student);
    page_open(&page, title);
    free(title);
    print_head(page.out, report, feedback, submission);
    if (feedback->build[0] != 0)
        page_print(page.out, "<pre>%s</pre>\n", feedback->build);
    print_failures(page.out, report, feedback);
    if (strcmp(feedback->status, "graded") == 0) {
        print_tests(page.out, feedback);
        print_coverage(page.out, json_object_get(verdict->result, "coverage"));
    }
    print_ignored(page.out, submission);
    print_home(page.out, report->lab);
    feedback_free(feedback);
    return page_close(&page, path);
}

struct error *page_write_student(const struct report *report,
                                 const struct verdict *verdict)
{
    struct error *err = NULL;
    const char *student = verdict->submission->student;
    if (!key_is_fit(student))
        return error_new(&INVALID,
                         "\"%s\" cannot name a page; give the student another "
                         "key in the roster",
                         student);
    char *path = check_format("%s/students/%s.html", report->folder, student);
    if (verdict->result != NULL)
        err = write_page(report, verdict, path);
    else if (unlink(path) != 0 && errno != ENOENT)
        err = error_system(errno, "remove %s", path);
    free(path);
    return err;
}
