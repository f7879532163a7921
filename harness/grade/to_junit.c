// junit.xml, for the instructor, and junit/STUDENT.xml: the dialect of Jenkins
// and Ant, XML 1.0.
//
//     testsuites                the class, or one student
//       testsuite               a student
//         properties            what else is known of the submission
//         testcase              a test of the lab
//           failure | error | skipped
//         system-err            for the instructor: flags, the grader's words
//
// One of a suite's cases stands for what is no test: a build that failed, or
// that nothing was handed in.
#include "junit.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char name[] = "junit";

struct junit {
    const struct report *report;
    FILE *file;   // of the whole class; NULL once it is closed
    char *path;   // where it will be
    char *hidden; // where it is meanwhile
    struct junit_counts counts;
    size_t n_suites;
};

// The totals are known only at the end; there is room for the longest ones.
static void write_head(FILE *out, const struct report *report,
                       const struct junit_counts *counts)
{
    char *totals;
    size_t n;
    FILE *text = open_memstream(&totals, &n);
    must(text != NULL);
    junit_write_counts(text, counts);
    fclose(text);
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"",
          out);
    write_xml(out, report->lab->name);
    fprintf(out, "\"%-160s>\n", totals);
    free(totals);
}

static void drop(void *self)
{
    struct junit *junit = self;
    if (junit->file != NULL) {
        fclose(junit->file);
        unlink(junit->hidden);
    }
    free(junit->path);
    free(junit->hidden);
    free(junit);
}

static struct error *begin(const struct report *report, void **self)
{
    TRY(write_begin_folder(report, name, self));
    struct junit *junit = calloc(1, sizeof(*junit));
    must(junit != NULL);
    junit->report = report;
    junit->path = check_format("%s/junit.xml", report->folder);
    junit->hidden = check_format("%s/.junit.xml.%d.tmp", report->folder,
                                 (int)getpid());
    junit->file = fopen(junit->hidden, "we");
    if (junit->file == NULL) {
        struct error *err = error_system(errno, "write %s", junit->path);
        drop(junit);
        return err;
    }
    *self = junit;
    write_head(junit->file, report, &junit->counts);
    return NULL;
}

static struct error *write_student(const struct junit_suite *suite)
{
    struct writing writing;
    struct junit_counts counts = junit_count(suite);
    write_begin(&writing);
    write_head(writing.out, suite->report, &counts);
    junit_write(writing.out, suite, &counts);
    fputs("</testsuites>\n", writing.out);
    return write_end_of(&writing, suite->report, name, suite->verdict, ".xml");
}

static struct error *add(void *self, const struct verdict *verdict)
{
    struct junit *junit = self;
    if (verdict->result == NULL) {
        write_remove(junit->report, name, verdict, ".xml");
        return NULL;
    }
    struct feedback *feedback = feedback_of(verdict->result);
    struct junit_suite suite = {.report = junit->report,
                          .verdict = verdict,
                          .feedback = feedback};
    struct error *err = write_student(&suite);
    struct junit_counts counts = junit_count(&suite);
    suite.whole = true;
    suite.id = junit->n_suites++;
    junit_write(junit->file, &suite, &counts);
    junit->counts.tests += counts.tests;
    junit->counts.failures += counts.failures;
    junit->counts.errors += counts.errors;
    junit->counts.seconds += counts.seconds;
    feedback_free(feedback);
    return err;
}

static struct error *end(void *self, char **said)
{
    struct junit *junit = self;
    *said = NULL;
    fputs("</testsuites>\n", junit->file);
    rewind(junit->file);
    write_head(junit->file, junit->report, &junit->counts);
    bool failed = ferror(junit->file) != 0;
    failed |= fclose(junit->file) != 0;
    junit->file = NULL;
    if (failed || rename(junit->hidden, junit->path) != 0)
        return error_system(failed ? EIO : errno, "write %s", junit->path);
    return NULL;
}

const struct output to_junit = {
    .name = "junit.xml",
    .begin = begin,
    .add = add,
    .end = end,
    .drop = drop,
};
