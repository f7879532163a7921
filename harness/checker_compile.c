// From the copies of the student's files to one object of each flavour.
//
// Each source is compiled on its own, all at the same time, and what came of it
// is kept beside what it was made of: of several files only those that have
// changed since the last check are compiled again. What is kept lies in a folder
// that no program of the student may write to.
#include "checker.h"
#include "nursery.h"
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_KEY_BYTES = 1 << 20, MOST_SAID_BYTES = 1 << 16 };

const char *check_counts(struct check *check, const char *source)
{
    return check_path(check, FLAVOUR_WATCHED,
                      check_text(check, "%s.gcda", source));
}

// ---- the command line ------------------------------------------------------

void check_add_includes(struct check *check, struct check_argv *argv)
{
    glob_t found;
    must(glob("labs/*", GLOB_ONLYDIR, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        check_word(
            argv, check_text(check, "-I%s/%s", check->root, found.gl_pathv[i]));
    globfree(&found);
    check_words_of(check, argv, check->lab->compile);
}

// Flags of the student's file, one flavour a row. Lines are counted only where
// that is shown.
static const char *const flavour_flags[][9] = {
    // A level more would take half as long again to compile, and the student
    // waits for it; so do those who would follow variables. What it does is
    // counted in steps, for the tests of growth.
    [FLAVOUR_PLAIN] = {"-O1", "-g1", "-fsanitize-coverage=trace-pc", NULL},
    // Checks of every pointer would take longer to compile than all the rest,
    // and find only what crashes anyway. A check that is a call compiles in less
    // time than one in place, and sees the same.
    [FLAVOUR_WATCHED] = {"-O0", "-g1", "-fsanitize=address,undefined",
                         "-fno-sanitize=null,alignment,object-size",
                         "-fno-sanitize-recover=undefined", "--param",
                         "asan-instrumentation-with-call-threshold=0", NULL},
    [FLAVOUR_OWN] = {"-O1", NULL},
};
static const char *const counted_flags[] = {"--coverage",
                                            "-fprofile-update=atomic", NULL};

void check_add_flags(struct check *check, struct check_argv *argv,
                     enum check_flavour flavour)
{
    check_words(argv, (const char *const[]){
                          "gcc", "-pipe", "-std=gnu11", "-D_GNU_SOURCE",
                          "-Wall", "-Wextra", "-fno-omit-frame-pointer",
                          "-fstack-clash-protection",
                          "-fdiagnostics-color=never", "-fmax-include-depth=20",
                          "-fmax-errors=20", NULL});
    check_words(argv, flavour_flags[flavour]);
    // A debugger shows variables.
    if (check->options->command == CHECK_DEBUG)
        check_word(argv, "-g");
    if (flavour == FLAVOUR_WATCHED && check->counted)
        check_words(argv, counted_flags);
    check_add_includes(check, argv);
}

// The counts of stream.c will be in stream.c.gcda, in the flavour's folder.
static struct error *compile(struct check *check, enum check_flavour flavour,
                             const char *source, const char *object, bool *ok,
                             const char **said)
{
    struct check_argv argv = {0};
    check_cage_of_source(check, &argv, check_path(check, flavour, ""));
    check_add_flags(check, &argv, flavour);
    check_words(&argv, (const char *const[]){
                           "-c", source, "-o", object, "-dumpdir",
                           check_path(check, flavour, ""), "-dumpbase", source,
                           NULL});
    return check_tool(check, &argv, ok, said);
}

// What the compiler said is why it failed, or else a warning, told once.
static void note_said(struct check *check, enum check_flavour flavour, bool ok,
                      const char *said)
{
    if (!ok)
        check_blame(check, BUILD_FAILED, said);
    else if (flavour == FLAVOUR_PLAIN && said[0] != 0)
        check->warnings = said;
}

// ---- what is kept ----------------------------------------------------------

// One source in one flavour.
struct part {
    struct check *check;
    enum check_flavour flavour;
    const char *source; // "stream.c"
    const char *object; // what it becomes
    bool ok;            // it is what the source says
    const char *said;   // by the compiler
};

static const char *kept(const struct part *part, const char *end)
{
    return check_text(part->check, "%s/objects/%d-%s.%s", part->check->out,
                      (int)part->flavour, part->source, end);
}

// All that the object depends on: the flags, the headers (the kit is made again
// when one of them has changed), the source. Free with free.
static struct error *key_of(const struct part *part, char **key)
{
    struct check *check = part->check;
    struct check_argv flags = {0};
    struct stat kit = {0};
    size_t n = 0, n_source;
    char *source;
    TRY(check_read_file(check_text(check, "%s/source/%s", check->out,
                                   part->source),
                        MOST_KEY_BYTES, &source, &n_source));
    check_add_flags(check, &flags, part->flavour);
    stat(check_text(check, "%s/%s/plain.o", check->root, check->lab->kit),
         &kit);
    FILE *file = open_memstream(key, &n);
    must(file != NULL);
    for (size_t i = 0; i < flags.n; i++)
        fprintf(file, "%s ", flags.words[i]);
    fprintf(file, "\n%lld.%09ld\n", (long long)kit.st_mtim.tv_sec,
            kit.st_mtim.tv_nsec);
    fwrite(source, 1, n_source, file);
    fclose(file);
    free(source);
    return NULL;
}

// What is in a file; NULL if it cannot be read. Free with free.
static char *text_in(const char *path, size_t most)
{
    char *text = NULL;
    size_t n;
    error_free(check_read_file(path, most, &text, &n));
    return text;
}

static bool is_kept(struct part *part, const char *key)
{
    char *old = text_in(kept(part, "key"), MOST_KEY_BYTES + 4096);
    char *said = text_in(kept(part, "said"), MOST_SAID_BYTES);
    const char *notes = check_path(
        part->check, part->flavour,
        check_text(part->check, "%s.gcno", part->source));
    bool counts = part->flavour == FLAVOUR_WATCHED && part->check->counted;
    bool same = old != NULL && said != NULL && strcmp(old, key) == 0 &&
                access(part->object, R_OK) == 0 &&
                (!counts || access(notes, R_OK) == 0);
    if (same)
        part->said = check_text(part->check, "%s", said);
    free(old);
    free(said);
    return same;
}

// The key comes last: without it there is nothing.
static struct error *keep(struct part *part, const char *made, const char *key)
{
    if (rename(made, part->object) != 0)
        return error_new(&SYSTEM, "rename %s", made);
    TRY(check_write_file(kept(part, "said"), part->said, strlen(part->said)));
    return check_write_file(kept(part, "key"), key, strlen(key));
}

static struct error *compile_part(struct part *part, const char *key)
{
    const char *made = check_path(part->check, part->flavour,
                                  check_text(part->check, "%s.o", part->source));
    if (is_kept(part, key)) {
        part->ok = true;
        return NULL;
    }
    unlink(kept(part, "key"));
    TRY(compile(part->check, part->flavour, part->source, made, &part->ok,
                &part->said));
    return part->ok ? keep(part, made, key) : NULL;
}

static struct error *part_task(void *arg)
{
    struct part *part = arg;
    char *key;
    TRY(key_of(part, &key));
    struct error *err = compile_part(part, key);
    free(key);
    return err;
}

// ---- all of a lab's files --------------------------------------------------

// Counts of lines that an earlier check has left would be added to. The files
// are made here, empty: the student's program may write to them, and make none.
static struct error *begin_counts(struct check *check)
{
    for (size_t i = 0; i < check->lab->n_files; i++)
        TRY(check_write_file(
            check_counts(check, check->lab->files[i].name), "", 0));
    return NULL;
}

// What the compiler said of all files, in their order.
static const char *said_of_all(struct check *check, const struct part *parts)
{
    const char *said = "";
    for (size_t i = 0; i < check->lab->n_files; i++)
        if (parts[i].said != NULL && parts[i].said[0] != 0)
            said = check_text(check, "%s%s", said, parts[i].said);
    return said;
}

// Several objects become one, so that they may use each other's names.
static struct error *join(struct check *check, enum check_flavour flavour,
                          const struct part *parts, bool *ok)
{
    struct check_argv argv = {0};
    const char *said;
    check_cage(check, &argv, check_path(check, flavour, ""));
    check_words(&argv, (const char *const[]){
                           "ld", "-r", "-o",
                           check_path(check, flavour, "student.o"), NULL});
    for (size_t i = 0; i < check->lab->n_files; i++)
        check_word(&argv, parts[i].object);
    TRY(check_tool(check, &argv, ok, &said));
    if (!*ok)
        check_blame(check, BUILD_FAILED, said);
    return NULL;
}

const char *check_object(struct check *check, enum check_flavour flavour)
{
    const struct part only = {.check = check,
                              .flavour = flavour,
                              .source = check->lab->files[0].name};
    return check->lab->n_files == 1 ? kept(&only, "o")
                                    : check_path(check, flavour, "student.o");
}

struct error *check_compile_all(struct check *check, enum check_flavour flavour,
                                bool *ok)
{
    struct check_lab *lab = check->lab;
    struct part parts[array_length(lab->files)];
    TRY(check_make_folder(check_text(check, "%s/objects", check->out)));
    if (flavour == FLAVOUR_WATCHED && check->counted)
        TRY(begin_counts(check));
    struct nursery *n = nursery_open();
    for (size_t i = 0; i < lab->n_files; i++) {
        parts[i] = (struct part){.check = check,
                                 .flavour = flavour,
                                 .source = lab->files[i].name};
        parts[i].object = kept(&parts[i], "o");
        nursery_spawn(n, part_task, &parts[i]);
    }
    TRY(nursery_close(n, NULL));
    *ok = true;
    for (size_t i = 0; i < lab->n_files; i++)
        *ok = *ok && parts[i].ok;
    note_said(check, flavour, *ok, said_of_all(check, parts));
    return *ok && lab->n_files > 1 ? join(check, flavour, parts, ok) : NULL;
}

struct error *check_compile_tests(struct check *check,
                                  enum check_flavour flavour, bool *ok)
{
    const char *said;
    TRY(check_make_folder(check_path(check, flavour, "")));
    TRY(compile(check, flavour, check->subject,
                check_path(check, flavour, "tests.o"), ok, &said));
    note_said(check, flavour, *ok, said);
    return NULL;
}
