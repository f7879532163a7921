// How a file is compiled: compile_commands.json, or told.
//
// The commands there are those of a compiler. The words that tell it what to
// write are left out, and so is what it thinks of warnings: a finding is not
// to depend on that.
#include "command.h"
#include <clang-c/CXCompilationDatabase.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COMMANDS "compile_commands.json"

// The folder that was found last: most files have the same.
static struct {
    char folder[PATH_MAX];
    CXCompilationDatabase commands; // NULL: none was found yet
} last;

// ---- words -----------------------------------------------------------------

static void add_word(struct flags *flags, const char *format, const char *word)
{
    flags->words = realloc(flags->words, ((size_t)flags->n_words + 1) *
                                             sizeof(flags->words[0]));
    must(flags->words != NULL);
    must(asprintf(&flags->words[flags->n_words++], format, word) >= 0);
}

void flags_free(struct flags *flags)
{
    for (int i = 0; i < flags->n_words; i++)
        free(flags->words[i]);
    free(flags->words);
    free(flags->path);
    *flags = (struct flags){0};
}

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words != NULL && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

// How many words of a command, from this one on, are about what it writes, or
// are the file itself.
static unsigned n_left_out(const char *word, const char *file)
{
    static const char *const alone[] = {"-c",   "-S",  "-E",  "-M", "-MM",
                                        "-MD",  "-MMD", "-MP", "-MG",
                                        "--",   NULL};
    static const char *const with_a_value[] = {"-o", "-MF", "-MT", "-MQ",
                                               NULL};
    if (is_one_of(word, with_a_value))
        return 2;
    if (is_one_of(word, alone) || strcmp(word, file) == 0)
        return 1;
    bool is_joined = strncmp(word, "-MF", 3) == 0 ||
                     strncmp(word, "-MT", 3) == 0 ||
                     strncmp(word, "-MQ", 3) == 0 ||
                     strncmp(word, "-o", 2) == 0;
    return is_joined ? 1 : 0;
}

// ---- compile_commands.json -------------------------------------------------

// The words of a command, in memory of our own.
struct words {
    CXString *strings;
    unsigned n;
};

static const char *word_at(const struct words *words, unsigned i)
{
    return clang_getCString(words->strings[i]);
}

static struct words words_of(CXCompileCommand command)
{
    unsigned n = clang_CompileCommand_getNumArgs(command);
    struct words words = {calloc(n + 1, sizeof(words.strings[0])), n};
    must(words.strings != NULL);
    for (unsigned i = 0; i < n; i++)
        words.strings[i] = clang_CompileCommand_getArg(command, i);
    return words;
}

static void forget_words(struct words *words)
{
    for (unsigned i = 0; i < words->n; i++)
        clang_disposeString(words->strings[i]);
    free(words->strings);
}

static void add_command(struct flags *flags, CXCompileCommand command)
{
    CXString folder = clang_CompileCommand_getDirectory(command);
    CXString file = clang_CompileCommand_getFilename(command);
    struct words words = words_of(command);
    unsigned i = 0;
    add_word(flags, "-working-directory=%s", clang_getCString(folder));
    // The compiler, and what may stand before it: ccache gcc.
    while (i < words.n && word_at(&words, i)[0] != '-')
        i++;
    while (i < words.n) {
        unsigned n = n_left_out(word_at(&words, i), clang_getCString(file));
        if (n == 0)
            add_word(flags, "%s", word_at(&words, i));
        i += n > 0 ? n : 1;
    }
    forget_words(&words);
    clang_disposeString(file);
    clang_disposeString(folder);
}

static bool has_commands(const char *folder)
{
    char path[PATH_MAX + sizeof("/" COMMANDS)];
    snprintf(path, sizeof(path), "%s/" COMMANDS, folder);
    return access(path, R_OK) == 0;
}

// From the folder of an absolute path upwards. False if there is none.
static bool find_folder(const char *path, char *folder)
{
    strcpy(folder, path);
    for (char *slash = strrchr(folder, '/'); slash != NULL;
         slash = strrchr(folder, '/')) {
        *slash = '\0';
        if (has_commands(folder))
            return true;
    }
    return false;
}

static struct error *open_commands(const char *path)
{
    char folder[PATH_MAX];
    CXCompilationDatabase_Error failed;
    if (!find_folder(path, folder))
        return error_new(&INVALID,
                         "nobody says how it is compiled: say the compiler's "
                         "flags after --, or make a " COMMANDS
                         " (for example with `bear -- make`)");
    if (last.commands != NULL && strcmp(last.folder, folder) == 0)
        return NULL;
    flags_forget();
    strcpy(last.folder, folder);
    last.commands = clang_CompilationDatabase_fromDirectory(
        folder[0] != '\0' ? folder : "/", &failed);
    if (last.commands != NULL)
        return NULL;
    return error_new(&INVALID,
                     "%s/" COMMANDS " cannot be read: make it anew, or say "
                     "the compiler's flags after --",
                     folder);
}

void flags_forget(void)
{
    if (last.commands != NULL)
        clang_CompilationDatabase_dispose(last.commands);
    last.commands = NULL;
}

static struct error *from_commands(const char *path, struct flags *flags)
{
    TRY(open_commands(path));
    CXCompileCommands found =
        clang_CompilationDatabase_getCompileCommands(last.commands, path);
    unsigned n = found != NULL ? clang_CompileCommands_getSize(found) : 0;
    if (n > 0)
        add_command(flags, clang_CompileCommands_getCommand(found, 0));
    if (found != NULL)
        clang_CompileCommands_dispose(found);
    if (n > 0)
        return NULL;
    return error_new(&INVALID,
                     "%s/" COMMANDS " has nothing like it: say the compiler's "
                     "flags after --",
                     last.folder);
}

// ---- either way ------------------------------------------------------------

struct error *flags_find(const char *path, char **told, struct flags *flags)
{
    char whole[PATH_MAX];
    struct error *err = NULL;
    *flags = (struct flags){0};
    for (; told != NULL && *told != NULL; told++)
        add_word(flags, "%s", *told);
    if (told == NULL && realpath(path, whole) == NULL)
        return error_system(errno, "it cannot be found");
    if (told == NULL)
        err = from_commands(whole, flags);
    flags->path = strdup(told == NULL ? whole : path);
    add_word(flags, "%s", "-w");
    if (err != NULL)
        flags_free(flags);
    return err;
}
