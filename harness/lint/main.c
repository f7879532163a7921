// The command: which files, which form of output.
//
//     lint [--format=text|json|sarif] [--rules] [FILE...] [-- FLAGS]
//
// Every rule looks at every file. A file that cannot be read or parsed does not
// keep the others from it. Exit status: 0 nothing was found, 1 something was, 2
// there was trouble, and not all could be said.
#include "command.h"
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

enum { NOTHING_FOUND, FOUND, TROUBLE };

static const char usage[] =
    "lint [--format=text|json|sarif] FILE... [-- FLAGS]\n"
    "lint --rules\n"
    "\n"
    "Finds, in C source, what goes wrong with tasks. FLAGS are those of the\n"
    "compiler (-I, -D, -std=); without -- they are taken from the\n"
    "compile_commands.json in the file's folder or above it.\n"
    "\n"
    "A finding that is meant so is allowed on its line, with the reason:\n"
    "    task_go(watch, NULL); // lint: allow dangling-task it ends with the "
    "run\n"
    "\n"
    "Exit status: 0 nothing found, 1 something found, 2 a file could not be\n"
    "read or parsed.\n";

// What is asked for.
struct request {
    const struct form *form;
    char **paths;
    int n_paths;
    char **told; // the words behind --; NULL: there was no --
    bool wants_rules;
    bool wants_help;
};

// ---- words -----------------------------------------------------------------

static const struct form *form_of(const char *name)
{
    static const struct form *const forms[] = {&form_text, &form_json,
                                               &form_sarif};
    for (size_t i = 0; i < array_length(forms); i++)
        if (strcmp(forms[i]->name, name) == 0)
            return forms[i];
    return NULL;
}

// False if it is no option there is.
static bool read_option(struct request *request, const char *word)
{
    if (strncmp(word, "--format=", 9) == 0)
        return (request->form = form_of(word + 9)) != NULL;
    if (strcmp(word, "--rules") == 0)
        return request->wants_rules = true;
    if (strcmp(word, "--help") == 0)
        return request->wants_help = true;
    return false;
}

// The paths are gathered at the front of argv. False if a word is wrong, which
// has been said then.
static bool read_words(struct request *request, char **argv)
{
    request->paths = argv;
    for (; *argv != NULL; argv++) {
        if (strcmp(*argv, "--") == 0) {
            request->told = argv + 1;
            return true;
        }
        if ((*argv)[0] != '-') {
            request->paths[request->n_paths++] = *argv;
        } else if (!read_option(request, *argv)) {
            fprintf(stderr, "lint: %s: there is no such option\n\n%s", *argv,
                    usage);
            return false;
        }
    }
    return true;
}

// ---- a file ----------------------------------------------------------------

static struct error *look_at(struct file *file, char **told)
{
    struct flags flags;
    TRY(file_read(file));
    TRY(flags_find(file->path, told, &flags));
    struct error *err = child_run(
        &(struct ast_source){flags.path, file->text, file->n_bytes,
                             (const char *const *)flags.words, flags.n_words},
        &file->found);
    if (error_is(err, &INVALID))
        error_note(err, "%s",
                   told != NULL ? "it has to compile: are the flags after -- "
                                  "those of its compiler?"
                                : "it has to compile: is the "
                                  "compile_commands.json up to date?");
    flags_free(&flags);
    return err;
}

// What a compiler says begins with the place.
static void say_trouble(const struct file *file)
{
    const char *message = error_message(file->trouble);
    fputs("lint: ", stderr);
    if (strncmp(message, file->path, strlen(file->path)) != 0) {
        print_visibly(stderr, file->path, strlen(file->path));
        fputs(": ", stderr);
    }
    print_visibly(stderr, message, strlen(message));
    fputc('\n', stderr);
    for (size_t i = 0; i < error_n_notes(file->trouble); i++)
        fprintf(stderr, "    %s\n", error_note_at(file->trouble, i));
}

static void lint(const struct request *request, const char *path,
                 struct totals *totals)
{
    struct file file = {.path = path};
    file.trouble = look_at(&file, request->told);
    totals->n_files++;
    totals->n_findings += file.found.n;
    totals->n_with_findings += file.found.n > 0;
    totals->n_troubles += file.trouble != NULL;
    if (file.trouble != NULL)
        say_trouble(&file);
    request->form->file(&file);
    findings_free(&file.found);
    error_free(file.trouble);
    free(file.text);
}

static int lint_all(const struct request *request)
{
    struct totals totals = {0};
    for (int i = 0; i < request->n_paths; i++)
        lint(request, request->paths[i], &totals);
    flags_forget();
    request->form->end(&totals);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "lint: the output cannot be written: %s\n",
                strerror(errno));
        return TROUBLE;
    }
    if (totals.n_troubles > 0)
        return TROUBLE;
    return totals.n_findings > 0 ? FOUND : NOTHING_FOUND;
}

static int print_rules(void)
{
    for (size_t i = 0; rules[i] != NULL; i++)
        printf("%-24s%s\n", rules[i]->code, rules[i]->summary);
    return NOTHING_FOUND;
}

int main(int argc, char **argv)
{
    struct request request = {.form = &form_text};
    (void)argc;
    setlocale(LC_CTYPE, "C.UTF-8");
    if (!read_words(&request, argv + 1))
        return TROUBLE;
    if (request.wants_rules)
        return print_rules();
    if (request.n_paths > 0)
        return lint_all(&request);
    fputs(usage, request.wants_help ? stdout : stderr);
    return request.wants_help ? NOTHING_FOUND : TROUBLE;
}
