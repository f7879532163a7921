// Are the outputs of an earlier run still those of this one? Then they are left
// as they are: a class of which nothing has changed is told of in no time.
//
// They are made of the results, each of which has added a line to the audit
// when it was written, of what the instructor gave, and of this program.
#include "class.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_BYTES = 1 << 24 };

// Adds the digest of a file; one that is not there counts as such.
static void add_file(FILE *out, const char *path)
{
    char *bytes, *digest;
    size_t n;
    if (path == NULL) {
        fprintf(out, "none\n");
        return;
    }
    struct error *err = check_read_file(path, MOST_BYTES, &bytes, &n);
    if (err != NULL) {
        error_free(err);
        fprintf(out, "%s is not there\n", path);
        return;
    }
    digest = digest_of_bytes(bytes, n);
    fprintf(out, "%s\n", digest);
    free(digest);
    free(bytes);
}

static void add_audit(FILE *out, const struct class *class)
{
    char *path = check_format("%s/audit.jsonl", class->folder);
    struct stat st = {0};
    stat(path, &st);
    fprintf(out, "audit %lld\n", (long long)st.st_size);
    free(path);
}

char *report_digest(const struct class *class)
{
    const struct grade_options *options = class->options;
    const struct intake *intake = class->intake;
    char *text, *rubric = check_format("%s/rubric.tsv", class->lab->folder);
    size_t n;
    FILE *out = open_memstream(&text, &n);
    must(out != NULL);
    add_file(out, "build/harness/grade");
    add_file(out, rubric);
    add_file(out, options->roster);
    add_file(out, options->canvas);
    add_file(out, options->moodle);
    add_audit(out, class);
    fprintf(out, "%s %zu %d %d\n", options->due != NULL ? options->due : "",
            intake->n, options->force, options->weak);
    for (size_t i = 0; i < intake->n_strays; i++)
        fprintf(out, "%s\n%s\n", intake->strays[i].from, intake->strays[i].why);
    fclose(out);
    char *digest = digest_of_bytes(text, n);
    free(text);
    free(rubric);
    return digest;
}

// Of many files the folder stands for all.
bool report_is_there(const struct class *class, const char *name)
{
    while (*(name += strspn(name, ", ")) != 0) {
        int n = (int)strcspn(name, ", ");
        const char *star = memchr(name, '*', (size_t)n);
        char *path = check_format("%s/%.*s", class->folder,
                                  star != NULL ? (int)(star - name) : n, name);
        struct stat st;
        bool there = stat(path, &st) == 0;
        free(path);
        if (!there)
            return false;
        name += n;
    }
    return true;
}
