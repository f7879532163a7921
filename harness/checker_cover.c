// Which lines of the student's files the tests have reached, from gcov's counts.
//
// gcov's own JSON is read, which takes two milliseconds; lcov makes the page
// that one asks for with `make coverage`.
#include "checker.h"
#include "process.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT_MS = 30000, MOST_LINES = 20000 };

// From gcov's output: a JSON object with a list of files, of which ours may be
// one.
static json_t *lines_of(const json_t *all, const char *name)
{
    size_t i;
    json_t *file;
    json_array_foreach(json_object_get(all, "files"), i, file)
    {
        const char *path = json_string_value(json_object_get(file, "file"));
        if (path != NULL && strcmp(path, name) == 0)
            return json_object_get(file, "lines");
    }
    return NULL;
}

static void count_branches(struct check_cover *cover, const json_t *line)
{
    size_t i;
    json_t *branch;
    json_array_foreach(json_object_get(line, "branches"), i, branch)
    {
        cover->n_branches++;
        if (json_integer_value(json_object_get(branch, "count")) > 0)
            cover->n_taken++;
    }
}

// Adds lines first to last to the list of those that were missed.
static void add_missed(struct check_cover *cover, int first, int last)
{
    size_t used = strlen(cover->missed);
    if (used + 40 > sizeof(cover->missed)) {
        if (strstr(cover->missed, "...") == NULL)
            strcat(cover->missed, ", ...");
        return;
    }
    snprintf(cover->missed + used, sizeof(cover->missed) - used,
             first == last ? "%s%d" : "%s%d-%d", used > 0 ? ", " : "", first,
             last);
}

// Neighbours in the list of counted lines make one range.
static void count_lines(struct check_cover *cover, const json_t *lines)
{
    size_t i;
    json_t *line;
    int first = 0, last = 0;
    json_array_foreach(lines, i, line)
    {
        int number =
            (int)json_integer_value(json_object_get(line, "line_number"));
        bool hit = json_integer_value(json_object_get(line, "count")) > 0;
        cover->n_lines++;
        cover->n_reached += hit;
        count_branches(cover, line);
        if (hit && first != 0) {
            add_missed(cover, first, last);
            first = 0;
        } else if (!hit) {
            first = first != 0 ? first : number;
            last = number;
        }
    }
    if (first != 0)
        add_missed(cover, first, last);
}

// gcov prints a line of JSON for each file of counts.
static void read_counts(struct check_lab *lab, char *text)
{
    char *rest;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        json_t *all = json_loads(line, 0, NULL);
        for (size_t i = 0; i < lab->n_files; i++) {
            struct check_file *file = &lab->files[i];
            json_t *lines = lines_of(all, file->name);
            if (lines != NULL)
                count_lines(&file->cover, lines);
            file->cover.known = file->cover.n_lines > 0;
        }
        json_decref(all);
    }
}

struct check_cover check_cover_sum(const struct check *check)
{
    struct check_cover sum = {0};
    for (size_t i = 0; i < check->lab->n_files; i++) {
        const struct check_cover *cover = &check->lab->files[i].cover;
        sum.known |= cover->known;
        sum.n_lines += cover->n_lines;
        sum.n_reached += cover->n_reached;
        sum.n_branches += cover->n_branches;
        sum.n_taken += cover->n_taken;
    }
    return sum;
}

struct error *check_cover(struct check *check)
{
    struct check_argv argv = {0};
    struct process_result result;
    check_cage(check, &argv, check_path(check, FLAVOUR_WATCHED, ""));
    check_words(&argv,
                (const char *const[]){
                    "gcov", "--json-format", "--stdout",
                    "--branch-probabilities", NULL});
    for (size_t i = 0; i < check->lab->n_files; i++)
        check_word(&argv, check_counts(check, check->lab->files[i].name));
    TRY(check_run(&argv, check_text(check, "%s/source", check->out), LIMIT_MS,
                  &result));
    read_counts(check->lab, result.out.bytes);
    process_result_free(&result);
    return NULL;
}
