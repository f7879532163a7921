// What `verify` says of the gates that are open, line by line.
#include "gates.h"
#include "pipe.h"
#include "process.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_RED = 3000 }; // bytes

static bool is_name(const char *printed, const char *name)
{
    size_t n = strlen(name);
    return strncmp(printed, name, n) == 0 && printed[n] == ' ';
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

struct error *gates_play(struct gates *gates)
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
