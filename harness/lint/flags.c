// How a file is compiled: compile_commands.json, or told.
//
// The words are those of a compiler. What tells it what to write and what to
// warn of is left out: a finding is not to depend on that.
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

// What is left out. A flag of gcc's own would be an error to libclang.
static const char *const alone[] = {"-c", "-S", "-E", "--", "-w", "-pg"};
static const char *const with_a_value[] = {"-o",  "-MF", "-MT",    "-MQ",
                                           "-l", "-L",  "-Xclang"};
static const char *const families[] = {"-M", "-W", "-g", "-f", "-m", "-specs"};

// Those of -f and -m that change what the source means.
static const char *const kept[] = {
    "-fms-extensions", "-fshort-enums", "-fsigned-char", "-funsigned-char",
    "-fno-signed-char", "-fno-unsigned-char", "-fshort-wchar", "-fblocks",
    "-fgnu89-inline", "-fopenmp", "-ffreestanding", "-fno-builtin", "-fPIC",
    "-fPIE", "-fpic", "-fpie", "-fno-asm", "-fdeclspec", "-m32", "-m64",
    "-mx32", "-march=", "-msse", "-mavx", "-maes", "-mfma", "-mbmi",
    "-mpclmul", "-mpopcnt",
};

static bool is_one(const char *word, const char *const *of, size_t n)
{
    while (n > 0 && strcmp(word, of[n - 1]) != 0)
        n--;
    return n > 0;
}

static bool begins_with_one(const char *word, const char *const *of, size_t n)
{
    while (n > 0 && strncmp(word, of[n - 1], strlen(of[n - 1])) != 0)
        n--;
    return n > 0;
}

// How many words, from this one on, are left out. A value may be joined to its
// flag: -ofile.
static unsigned n_left_out(const char *word)
{
    if (begins_with_one(word, kept, array_length(kept)))
        return 0;
    if (is_one(word, with_a_value, array_length(with_a_value)))
        return 2;
    return is_one(word, alone, array_length(alone)) ||
           begins_with_one(word, with_a_value, array_length(with_a_value)) ||
           begins_with_one(word, families, array_length(families));
}

// Adds those words that say what the source means. file, which may be NULL, is
// none of them.
static void add_words(struct flags *flags, const char *const *words, size_t n,
                      const char *file)
{
    for (size_t i = 0; i < n;) {
        unsigned n_out = n_left_out(words[i]);
        bool is_file = file != NULL && strcmp(words[i], file) == 0;
        if (n_out == 0 && !is_file)
            add_word(flags, "%s", words[i]);
        i += n_out > 0 ? n_out : 1;
    }
}

// ---- compile_commands.json -------------------------------------------------

// The compiler, and what may stand before it: ccache gcc.
static unsigned n_of_compiler(CXCompileCommand command, unsigned n)
{
    unsigned i = 0;
    for (bool is_flag = false; i < n; i++) {
        CXString word = clang_CompileCommand_getArg(command, i);
        is_flag = clang_getCString(word)[0] == '-';
        clang_disposeString(word);
        if (is_flag)
            break;
    }
    return i;
}

static void add_command(struct flags *flags, CXCompileCommand command)
{
    CXString folder = clang_CompileCommand_getDirectory(command);
    CXString file = clang_CompileCommand_getFilename(command);
    unsigned n = clang_CompileCommand_getNumArgs(command);
    unsigned first = n_of_compiler(command, n);
    CXString *strings = calloc(n + 1, sizeof(strings[0]));
    const char **words = calloc(n + 1, sizeof(words[0]));
    must(strings != NULL && words != NULL);
    for (unsigned i = first; i < n; i++) {
        strings[i] = clang_CompileCommand_getArg(command, i);
        words[i] = clang_getCString(strings[i]);
    }
    add_word(flags, "-working-directory=%s", clang_getCString(folder));
    add_words(flags, words + first, n - first, clang_getCString(file));
    for (unsigned i = first; i < n; i++)
        clang_disposeString(strings[i]);
    free(strings);
    free(words);
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
    size_t n = 0;
    *flags = (struct flags){0};
    while (told != NULL && told[n] != NULL)
        n++;
    add_words(flags, (const char *const *)told, n, NULL);
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
