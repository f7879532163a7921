// May this lab be graded at all? Its reference has full marks, its starter next
// to none, and every broken version is found out: `make verify` says so.
//
// A case that has passed is not played again while kit, solution and patch are
// what they were. build/gates/N-NAME has a line for each of these, a digest of
// all that it rests on.
#include "gates.h"
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 22 };

// ---- which there are -------------------------------------------------------

// A digest of another one and of a file.
static struct error *digest_with(char **digest, const char *path)
{
    char *bytes;
    size_t n, head = strlen(*digest);
    TRY(check_read_file(path, MOST_BYTES, &bytes, &n));
    char *all = malloc(head + n);
    must(all != NULL);
    memcpy(all, *digest, head);
    memcpy(all + head, bytes, n);
    free(*digest);
    *digest = digest_of_bytes(all, head + n);
    free(all);
    free(bytes);
    return NULL;
}

static struct error *digest_with_files(char **digest,
                                       const struct check_lab *lab,
                                       const char *folder)
{
    for (size_t i = 0; i < lab->n_files; i++) {
        char *path = check_format("%s/%s/%s", folder, lab->name,
                                  lab->files[i].name);
        struct error *err = digest_with(digest, path);
        free(path);
        if (err != NULL)
            return err;
    }
    return NULL;
}

static struct gate *add(struct gates *gates, const char *kind, char *name)
{
    struct gate *gate = &gates->list[gates->n++];
    *gate = (struct gate){.kind = kind, .name = name};
    gate->key = check_format("%s %s", gates->base, kind);
    return gate;
}

static struct error *add_broken(struct gates *gates, const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    struct gate *gate =
        add(gates, "broken",
            check_format("%.*s", (int)(strlen(name) - strlen(".patch")), name));
    return digest_with(&gate->key, path);
}

static struct error *find_all(struct gates *gates)
{
    const struct check_lab *lab = gates->class->lab;
    char *pattern = check_format("tests/%s/broken/*.patch", lab->name);
    glob_t found;
    bool any = glob(pattern, 0, NULL, &found) == 0;
    size_t n = any ? found.gl_pathc : 0;
    free(pattern);
    gates->list = calloc(n + 2, sizeof(gates->list[0]));
    must(gates->list != NULL);
    gates->base = check_format("%s", gates->class->tests);
    TRY(digest_with(&gates->base, "build/harness/verify"));
    TRY(digest_with_files(&gates->base, lab, "solutions"));
    add(gates, "reference", check_format("%s", lab->sources));
    struct gate *starter =
        add(gates, "starter", check_format("%s", lab->sources));
    struct error *err = digest_with_files(&starter->key, lab, "labs");
    for (size_t i = 0; err == NULL && i < n; i++)
        err = add_broken(gates, found.gl_pathv[i]);
    if (any)
        globfree(&found);
    return err;
}

// ---- what has passed before ------------------------------------------------

static char *memory_of(const struct gates *gates)
{
    return check_format("build/gates/%s", gates->class->lab->name);
}

static void recall(struct gates *gates)
{
    char *path = memory_of(gates), *text = NULL;
    size_t n;
    error_free(check_read_file(path, MOST_BYTES, &text, &n));
    for (size_t i = 0; i < gates->n; i++) {
        struct gate *gate = &gates->list[i];
        gate->passed = text != NULL && strstr(text, gate->key) != NULL;
        gates->n_open += !gate->passed;
    }
    free(text);
    free(path);
}

// To forget is no harm: it is played once more.
static void remember(const struct gates *gates)
{
    char *path = memory_of(gates), *text;
    size_t n;
    FILE *out = open_memstream(&text, &n);
    must(out != NULL);
    for (size_t i = 0; i < gates->n; i++)
        if (gates->list[i].passed)
            fprintf(out, "%s\n", gates->list[i].key);
    fclose(out);
    struct error *err = check_make_folder("build/gates");
    if (err == NULL)
        err = check_write_file(path, text, n);
    error_free(err);
    free(text);
    free(path);
}

// ---- all of them -----------------------------------------------------------

static void free_all(struct gates *gates)
{
    for (size_t i = 0; i < gates->n; i++) {
        free(gates->list[i].name);
        free(gates->list[i].key);
    }
    free(gates->list);
    free(gates->base);
}

static void print(const struct gates *gates)
{
    size_t n_broken = gates->n - 2;
    printf("gates    reference full marks, starter below, %zu planted bug%s "
           "found%s\n",
           n_broken, n_broken == 1 ? "" : "s",
           gates->n_open == 0 ? " (before)" : "");
}

struct error *gates_pass(struct class *class, char **red)
{
    struct gates gates = {.class = class};
    struct error *err = find_all(&gates);
    if (err == NULL) {
        recall(&gates);
        if (gates.n_open > 0) {
            if (!isatty(STDOUT_FILENO))
                printf("gates    %zu of %zu to be played\n", gates.n_open,
                       gates.n);
            fflush(stdout);
            err = gates_play(&gates);
            if (isatty(STDOUT_FILENO))
                printf("\r\033[K");
            remember(&gates);
        }
    }
    if (err == NULL && gates.red == NULL)
        print(&gates);
    *red = gates.red;
    free_all(&gates);
    return err;
}
