// What a lab is: a folder with a handout, files to write, and a rubric.
#include "checker.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TESTS = 200, COLUMNS = 6, MOST_NAMES = 1000 };

// The folder in labs/ that begins with "NUMBER-".
static char *find_name(const char *number)
{
    DIR *dir = opendir("labs");
    if (dir == NULL)
        return NULL;
    char *name = NULL;
    size_t n = strlen(number);
    for (struct dirent *e; n > 0 && (e = readdir(dir)) != NULL;)
        if (strncmp(e->d_name, number, n) == 0 && e->d_name[n] == '-')
            name = check_format("%s", e->d_name);
    closedir(dir);
    return name;
}

static void add_file(struct check_lab *lab, const char *name)
{
    must(lab->n_files < array_length(lab->files));
    lab->files[lab->n_files++].name = check_format("%s", name);
    char *sources = check_format("%s%s%s", lab->sources,
                                 lab->n_files > 1 ? ", " : "", name);
    free(lab->sources);
    lab->sources = sources;
}

// The kit tells which sources a lab has. The one that is called after the folder
// comes first: 1-nursery, nursery.c.
static struct error *find_files(struct check_lab *lab)
{
    char *path = check_format("%s/files", lab->kit), *names, *rest;
    char *first = check_format("%s.c", strchr(lab->name, '-') + 1);
    size_t n;
    struct error *err = check_read_file(path, MOST_NAMES, &names, &n);
    free(path);
    lab->sources = check_format("%s", "");
    add_file(lab, first);
    if (err == NULL) {
        for (char *name = strtok_r(names, "\n", &rest); name != NULL;
             name = strtok_r(NULL, "\n", &rest))
            if (strcmp(name, first) != 0)
                add_file(lab, name);
        free(names);
    }
    free(first);
    return err;
}

// The kit tells what the lab's program is linked with besides: a line for the
// compiler, and one for the linker.
static struct error *find_library(struct check_lab *lab)
{
    char *path = check_format("%s/library", lab->kit), *words;
    size_t n;
    struct error *err = check_read_file(path, MOST_NAMES, &words, &n);
    free(path);
    TRY(err);
    char *second = words + strcspn(words, "\n");
    lab->compile = check_format("%.*s", (int)(second - words), words);
    second += *second == '\n';
    lab->link = check_format("%.*s", (int)strcspn(second, "\n"), second);
    free(words);
    return NULL;
}

static char *read_title(const char *folder)
{
    char *path = check_format("%s/README.md", folder);
    char line[200] = "";
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        if (fgets(line, sizeof(line), file) == NULL)
            line[0] = 0;
        fclose(file);
    }
    free(path);
    line[strcspn(line, "\n")] = 0;
    return check_format("%s", line + strspn(line, "# "));
}

// Cuts a line at its tabs; false if it has not as many columns as it should.
static bool cut(char *line, char *columns[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++) {
        columns[i] = line;
        char *tab = strchr(line, '\t');
        if ((tab == NULL) != (i == COLUMNS - 1))
            return false;
        if (tab != NULL)
            *tab = 0;
        line = tab + 1;
    }
    return true;
}

static struct error *add_test(struct check_lab *lab, char *line,
                              const char *path, int number)
{
    char *c[COLUMNS], *end;
    if (!cut(line, c) || lab->n_tests == MOST_TESTS)
        return error_new(&INVALID, "%s:%d: there should be %d columns", path,
                         number, COLUMNS);
    long points = strtol(c[1], &end, 10);
    if (*end != 0 || points < 0 || points > 100)
        return error_new(&INVALID, "%s:%d: \"%s\" is no number of points", path,
                         number, c[1]);
    lab->tests[lab->n_tests++] = (struct check_test){
        .id = check_format("%s", c[0]),
        .points = (int)points,
        .part = check_format("%s", c[2]),
        .code = check_format("%s", c[3]),
        .hint = check_format("%s", c[4]),
        .checked = check_format("%s", c[5]),
    };
    return NULL;
}

static struct error *read_rubric(struct check_lab *lab)
{
    char *path = check_format("%s/rubric.tsv", lab->folder);
    char line[1024];
    struct error *err = NULL;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        err = error_new(&INVALID, "lab %s is not open yet: there is no %s",
                        lab->number, path);
        free(path);
        return err;
    }
    lab->tests = calloc(MOST_TESTS, sizeof(lab->tests[0]));
    must(lab->tests != NULL);
    for (int number = 1; err == NULL && fgets(line, sizeof(line), file);
         number++) {
        line[strcspn(line, "\n")] = 0;
        if (number > 1 && line[0] != 0)
            err = add_test(lab, line, path, number);
    }
    fclose(file);
    free(path);
    return err;
}

struct error *check_lab_read(const char *number, struct check_lab **out)
{
    char *name = find_name(number);
    if (name == NULL)
        return error_new(
            &INVALID, "there is no lab \"%s\"; `make` lists the labs", number);
    struct check_lab *lab = calloc(1, sizeof(*lab));
    must(lab != NULL);
    lab->number = check_format("%s", number);
    lab->name = name;
    lab->folder = check_format("labs/%s", name);
    lab->kit = check_format("build/kit/%s", name);
    lab->title = read_title(lab->folder);
    struct error *err = read_rubric(lab);
    if (err == NULL)
        err = find_files(lab);
    if (err == NULL)
        err = find_library(lab);
    if (err != NULL) {
        check_lab_free(lab);
        return err;
    }
    *out = lab;
    return NULL;
}

void check_lab_free(struct check_lab *lab)
{
    if (lab == NULL)
        return;
    for (size_t i = 0; i < lab->n_tests; i++) {
        struct check_test *t = &lab->tests[i];
        free(t->id);
        free(t->part);
        free(t->code);
        free(t->hint);
        free(t->checked);
        free(t->failed);
        free(t->happened);
        free(t->sanitizer);
        free(t->story);
    }
    free(lab->tests);
    free(lab->number);
    free(lab->name);
    free(lab->folder);
    for (size_t i = 0; i < lab->n_files; i++)
        free(lab->files[i].name);
    free(lab->sources);
    free(lab->compile);
    free(lab->link);
    free(lab->title);
    free(lab->kit);
    free(lab);
}

struct check_test *check_lab_test(struct check_lab *lab, const char *id)
{
    for (size_t i = 0; i < lab->n_tests; i++)
        if (strcmp(lab->tests[i].id, id) == 0)
            return &lab->tests[i];
    return NULL;
}

int check_points(const struct check_lab *lab, bool reached)
{
    int points = 0;
    for (size_t i = 0; i < lab->n_tests; i++)
        if (!reached || lab->tests[i].status == CHECK_PASS)
            points += lab->tests[i].points;
    return points;
}

struct check_test *check_first_failure(const struct check_lab *lab)
{
    for (size_t i = 0; i < lab->n_tests; i++)
        if (lab->tests[i].status == CHECK_FAIL)
            return &lab->tests[i];
    return NULL;
}
