// May this lab be graded at all? Its reference has full marks, its starter next
// to none, and every broken version is found out: `make verify` says so.
//
// A case that has passed is not played again while kit, solution and patch are
// what they were. build/gates/N-NAME has a line for each of these, a digest of
// all that it rests on.
#include "class.h"
#include "pipe.h"
#include "process.h"
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_BYTES = 1 << 22, MOST_SHOWN = 40, MOST_RED = 3000 };

struct gate {
    const char *kind; // as `verify` calls it
    char *name;
    char *key;   // digest of what it rests on
    bool passed; // with that
};

struct gates {
    struct class *class;
    struct gate *list;
    size_t n, n_open;
    size_t n_seen; // of those that are open
    char *base;    // digest of what all rest on
    char *red;     // what is not as it should be, with reasons; or NULL
    bool in_red;   // the last line began such a text
};

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

// ---- playing ---------------------------------------------------------------

// A name may be cut where it is printed.
static bool is_name(const char *printed, const char *name)
{
    size_t n = strlen(name);
    return (strncmp(printed, name, n) == 0 && printed[n] == ' ') ||
           (n > MOST_SHOWN && strncmp(printed, name, MOST_SHOWN) == 0 &&
            printed[MOST_SHOWN] == ' ');
}

static struct gate *gate_of(struct gates *gates, const char *kind,
                            const char *name)
{
    for (size_t i = 0; i < gates->n; i++) {
        struct gate *gate = &gates->list[i];
        if (!gate->passed &&
            strncmp(kind, gate->kind, strlen(gate->kind)) == 0 &&
            is_name(name, gate->name))
            return gate;
    }
    return NULL;
}

static void add_red(struct gates *gates, const char *line)
{
    size_t used = gates->red != NULL ? strlen(gates->red) : 0;
    if (used > MOST_RED)
        return;
    char *more = check_format("%s%s\n", used > 0 ? gates->red : "", line);
    free(gates->red);
    gates->red = more;
}

// "ok   broken    NAME    ...", "FAIL broken    NAME    ...", and below the
// latter the reason.
static void note_line(struct gates *gates, const char *line)
{
    bool ok = strncmp(line, "ok   ", 5) == 0;
    bool failed = strncmp(line, "FAIL ", 5) == 0;
    gates->in_red = failed || (gates->in_red && line[0] == ' ');
    if (gates->in_red)
        add_red(gates, line);
    if ((!ok && !failed) || strlen(line) < 15)
        return;
    struct gate *gate = gate_of(gates, line + 5, line + 15);
    if (gate == NULL)
        return;
    gate->passed = ok;
    gates->n_seen++;
    if (isatty(STDOUT_FILENO))
        printf("\r\033[Kgates    %zu of %zu", gates->n_seen, gates->n_open);
    fflush(stdout);
}

// Reads lines as they come; the last may have no end.
static struct error *read_lines(struct gates *gates, struct pipe *pipe)
{
    char text[4096];
    size_t n = 0, got;
    do {
        TRY(pipe_read(pipe, text + n, sizeof(text) - 1 - n, &got));
        n += got;
        text[n] = 0;
        char *line = text;
        for (char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
            *end = 0;
            note_line(gates, line);
        }
        n = strlen(line);
        if (n == sizeof(text) - 1)
            n = 0;
        memmove(text, line, n);
    } while (got > 0);
    return NULL;
}

static struct error *listen_to(struct gates *gates, struct process *process)
{
    struct process_end end;
    TRY(read_lines(gates, process_pipe(process, 1)));
    TRY(process_wait(process, &end));
    if (end.code != 0 && gates->red == NULL)
        add_red(gates, "build/harness/verify has failed, and says nothing of "
                       "a case");
    return NULL;
}

static struct error *play(struct gates *gates)
{
    const char *head[] = {"setpriv", "--pdeathsig", "KILL",
                          "build/harness/verify", "--lab",
                          gates->class->lab->number};
    const char **argv = calloc(2 * gates->n + 8, sizeof(argv[0]));
    char **names = calloc(gates->n, sizeof(names[0]));
    size_t n = 0;
    must(argv != NULL && names != NULL);
    for (; n < array_length(head); n++)
        argv[n] = head[n];
    for (size_t i = 0; i < gates->n; i++) {
        struct gate *gate = &gates->list[i];
        if (gate->passed)
            continue;
        names[i] = check_format("%s/%s", gate->kind, gate->name);
        argv[n++] = "--case";
        argv[n++] = names[i];
    }
    struct process_options options = {
        .argv = argv, .group = true, .n_fds = 2,
        .fds = {{PROCESS_NULL, 0}, {PROCESS_READ, 0}}};
    struct process *process = NULL;
    struct error *err = process_start(&options, &process);
    if (err == NULL)
        err = listen_to(gates, process);
    process_free(process);
    for (size_t i = 0; i < gates->n; i++)
        free(names[i]);
    free(names);
    free(argv);
    return err;
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
            err = play(&gates);
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
