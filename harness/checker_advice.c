// What the lint says of the student's files: advice, which no points hang on.
//
// The lint is there only where libclang is; without it there is no advice, and
// nothing else changes.
#include "checker.h"
#include "process.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    LIMIT_MS = 20000,
    MOST_LINES = 12, // shown
    MOST_BYTES = 8000,
    FINDINGS = 1,    // the lint's exit status
};

static void add_command(struct check *check, struct check_argv *argv)
{
    const struct check_lab *lab = check->lab;
    check_cage_of_source(check, argv,
                         check_text(check, "%s/advice", check->out));
    check_word(argv, check_text(check, "%s/build/harness/lint", check->root));
    for (size_t i = 0; i < lab->n_files; i++)
        check_word(argv, lab->files[i].name);
    check_words(argv, (const char *const[]){"--", "-std=gnu11",
                                            "-D_GNU_SOURCE", NULL});
    check_add_includes(check, argv);
}

static void keep_advice(struct check *check, const char *said)
{
    char *clean = check_clean(said, MOST_BYTES);
    check->advice = check_text(check, "%s", clean);
    free(clean);
}

// A file that does not parse has been told of by the compiler.
struct error *check_advise(struct check *check)
{
    struct check_argv argv = {0};
    struct process_result result;
    const char *lint = check_text(check, "%s/build/harness/lint", check->root);
    if (access(lint, X_OK) != 0)
        return NULL;
    TRY(check_make_folder(check_text(check, "%s/advice", check->out)));
    add_command(check, &argv);
    TRY(check_run(&argv, check_text(check, "%s/source", check->out), LIMIT_MS,
                  &result));
    if (result.end.code == FINDINGS)
        keep_advice(check, result.out.bytes);
    process_result_free(&result);
    return NULL;
}

// A sentence is wrapped; a line of source and the mark below it are not.
static void print_line(const char *line)
{
    if (line[0] == ' ') {
        printf("  %.76s\n", line);
        return;
    }
    printf("  ");
    check_print_wrapped(line, 2);
}

void check_print_advice(const struct check *check)
{
    if (check->advice == NULL)
        return;
    printf("\nadvice    of the lint, for no points:\n");
    const char *text = check->advice;
    int n = 0;
    for (; *text != 0 && n < MOST_LINES; n++) {
        size_t length = strcspn(text, "\n");
        char *line = check_format("%.*s", (int)length, text);
        print_line(line);
        free(line);
        text += length + (text[length] == '\n');
    }
    if (*text != 0)
        printf("  ...    make lint FILE=%s    shows all\n",
               check->lab->files[0].src);
}
