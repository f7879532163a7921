// Takes the student's files, compiles, seals and links them.
//
// What is compiled is a copy: bytes of regular files, no larger than they have
// to be. All tools run in the cage, since a source can make a compiler read
// files, and an object can be hostile to a linker. The command line is ours.
#include "checker.h"
#include "process.h"
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MOST_BYTES = 512 * 1024,
    MOST_TOGETHER = 10,
    LIMIT_MS = 30000,
    CAGE_FAILED = 125,
    OUT_OF_TIME = 124
};

static const char *const flavour_names[] = {
    [FLAVOUR_PLAIN] = "plain",
    [FLAVOUR_WATCHED] = "watched",
    [FLAVOUR_OWN] = "own",
};

const char *check_path(struct check *check, enum check_flavour flavour,
                       const char *name)
{
    return check_text(check, "%s/%s/%s", check->out, flavour_names[flavour],
                      name);
}

void check_blame(struct check *check, int build, const char *text)
{
    // The first build to fail speaks for all: they say the same.
    if (check->build == BUILD_OK) {
        // A name of a file may be anything but clean.
        char *clean = check_clean(text, 8000);
        check->build = build;
        check->build_text = check_text(check, "%s", clean);
        free(clean);
    }
}

// ---- taking the files ------------------------------------------------------

// Which of the lab's files a path stands for: the one of its name, else the
// first.
static struct check_file *file_of(struct check_lab *lab, const char *path)
{
    const char *name = strrchr(path, '/');
    name = name != NULL ? name + 1 : path;
    for (size_t i = 1; i < lab->n_files; i++)
        if (strcmp(lab->files[i].name, name) == 0)
            return &lab->files[i];
    return &lab->files[0];
}

void check_find_sources(struct check *check)
{
    struct check_lab *lab = check->lab;
    const char *src = check->options->src;
    bool all = src != NULL && lab->n_files > 1 && check_is_folder(src);
    check->subject = lab->sources;
    for (size_t i = 0; i < lab->n_files; i++)
        lab->files[i].src = check_text(check, "%s/%s", all ? src : lab->folder,
                                       lab->files[i].name);
    if (src != NULL && !all)
        file_of(lab, src)->src = src;
}

static const char *sort_of_file(mode_t mode)
{
    if (S_ISDIR(mode))
        return "a folder";
    if (S_ISFIFO(mode))
        return "a named pipe";
    if (S_ISLNK(mode))
        return "a symbolic link";
    if (S_ISSOCK(mode))
        return "a socket";
    return "a device";
}

static void blame_missing(struct check *check, const char *src)
{
    check_blame(check, BUILD_MISSING,
          check->options->src != NULL
              ? check_text(check, "There is no file %s.", src)
          : check_is_folder(".git")
              ? check_text(check,
                           "There is no file %s.\nTo get the starter back:  "
                           "git checkout -- %s",
                           src, src)
              : check_text(check,
                           "There is no file %s.\nThe starter is in the "
                           "archive that this folder came from.",
                           src));
}

// The descriptor of the file; -1 if it is not to be had, and who is to blame.
static int open_source(struct check *check, const char *src)
{
    struct stat st;
    if (lstat(src, &st) != 0) {
        blame_missing(check, src);
        return -1;
    }
    if (!S_ISREG(st.st_mode)) {
        check_blame(check, BUILD_MISSING,
              check_text(check, "%s is %s, not a file of C.", src,
                         sort_of_file(st.st_mode)));
        return -1;
    }
    int fd = open(src, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        check_blame(
            check, BUILD_MISSING,
            check_text(check, "%s cannot be read: %s.", src, strerror(errno)));
    return fd;
}

static size_t read_all(int fd, char *bytes, size_t most)
{
    size_t n = 0;
    for (ssize_t got; n < most && (got = read(fd, bytes + n, most - n)) > 0;)
        n += (size_t)got;
    return n;
}

// FNV-1a, going on from the digest of what came before.
static uint64_t digest_of(uint64_t hash, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static bool is_blank(const char *bytes, size_t n)
{
    return strspn(bytes, " \t\r\n") == n;
}

// Copies the bytes of src to where the compiler may read them, as `name`.
static struct error *take(struct check *check, const char *src,
                          const char *name, uint64_t *digest)
{
    static char bytes[MOST_BYTES + 2];
    int fd = open_source(check, src);
    if (fd < 0)
        return NULL;
    size_t n = read_all(fd, bytes, MOST_BYTES + 1);
    close(fd);
    bytes[n] = 0;
    if (n > MOST_BYTES)
        check_blame(check, BUILD_MISSING,
              check_text(check, "%s has more than %d KiB; a lab needs a few.",
                         src, MOST_BYTES / 1024));
    else if (is_blank(bytes, n))
        check_blame(check, BUILD_MISSING, check_text(check, "%s is empty.", src));
    if (check->build != BUILD_OK)
        return NULL;
    *digest = digest_of(*digest, bytes, n);
    return check_write_file(
        check_text(check, "%s/source/%s", check->out, name), bytes, n);
}

struct error *check_take(struct check *check)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < check->lab->n_files; i++) {
        const struct check_file *file = &check->lab->files[i];
        TRY(take(check, file->src, file->name, &digest));
        if (check->build != BUILD_OK)
            return NULL;
    }
    check->digest =
        check_text(check, "fnv1a:%016llx", (unsigned long long)digest);
    return NULL;
}

// ---- the tools -------------------------------------------------------------

// What a limit of the cage makes a tool say, in other words.
static const char *explain_limit(struct check *check, int code,
                                 const char *said)
{
    if (code == OUT_OF_TIME)
        return check_text(check,
                          "%s takes more than 10 s to build; a lab takes less "
                          "than one.",
                          check->subject);
    if (strstr(said, "File size limit exceeded") != NULL)
        return check_text(check,
                          "%s makes an object of more than 64 MB: is there a "
                          "very large array in it?",
                          check->subject);
    return said;
}

// Where the course lies on the grader's machine is no affair of a student's.
static const char *without_root(struct check *check, const char *said)
{
    const char *text = check_text(check, "%s", said);
    char *to = (char *)(uintptr_t)text;
    size_t n = strlen(check->root);
    for (const char *at = text; *at != 0; at++) {
        if (strncmp(at, check->root, n) == 0 && at[n] == '/')
            at += n;
        else
            *to++ = *at;
    }
    *to = 0;
    return text;
}

struct error *check_tool(struct check *check, struct check_argv *argv,
                         bool *ok, const char **said)
{
    struct process_result result;
    TRY(check_run(argv, check_text(check, "%s/source", check->out), LIMIT_MS,
                  &result));
    char *clean = check_clean(result.err.bytes, 6000);
    *said = explain_limit(check, result.end.code,
                          without_root(check, clean));
    *ok = result.end.code == 0;
    bool caged = result.end.code != CAGE_FAILED;
    free(clean);
    process_result_free(&result);
    if (!caged)
        return error_new(&SYSTEM, "the cage could not be built: %s", *said);
    return NULL;
}

// What ends by a crash, or stuck, writes its coverage by __gcov_dump, which
// nobody else asks the library for.
static const char dumps[] = "-Wl,--undefined=__gcov_dump";

// Makes everything private but the lab's API, and counts what is allocated; in
// the plain build also the bytes that are moved and looked at, which are steps
// too.
static struct error *seal(struct check *check, enum check_flavour flavour,
                          bool *ok)
{
    static const char *const counted[] = {
        "malloc", "calloc",  "realloc", "free",   "strdup",
        "memcpy", "memmove", "memchr",  "memcmp", "memmem"};
    size_t n = flavour == FLAVOUR_PLAIN ? array_length(counted) : 5;
    struct check_argv argv = {0};
    const char *said;
    check_cage(check, &argv, check_path(check, flavour, ""));
    check_word(&argv, "objcopy");
    if (!check_without(check, "seal"))
        check_word(&argv, check_text(check, "--keep-global-symbols=%s/%s/api",
                                     check->root, check->lab->kit));
    for (size_t i = 0; i < n; i++)
        check_word(&argv, check_text(check, "--redefine-sym=%s=counted_%s",
                                     counted[i], counted[i]));
    check_word(&argv, check_object(check, flavour));
    check_word(&argv, check_path(check, flavour, "sealed.o"));
    TRY(check_tool(check, &argv, ok, &said));
    if (!*ok)
        check_blame(check, BUILD_FAILED, said);
    return NULL;
}

// Is name one of the functions that a lab's sources have to define?
static bool has_to_define(const struct check *check, const char *name, int n)
{
    char *path = check_format("%s/%s/api", check->root, check->lab->kit), *api;
    size_t bytes;
    struct error *err = check_read_file(path, MOST_BYTES, &api, &bytes);
    free(path);
    must(err == NULL);
    bool found = false;
    for (const char *at = api; !found && *at != 0;
         at += strcspn(at, "\n"), at += *at == '\n')
        found = (int)strcspn(at, "\n") == n &&
                strncmp(at, name, (size_t)n) == 0;
    free(api);
    return found;
}

// Blames the lab that should define the first function that nobody has, or the
// one that calls it.
static void blame_link(struct check *check, const char *said)
{
    // The linkers differ in the quotation mark that follows.
    static const char words[] = "undefined reference to ";
    const char *missing = strstr(said, words);
    if (missing == NULL) {
        check_blame(check, BUILD_FAILED, said);
        return;
    }
    missing += sizeof(words);
    int n = (int)strcspn(missing, "'");
    struct check *whose = check;
    bool promised = has_to_define(check, missing, n);
    for (size_t i = 0; !promised && i < check->n_together; i++) {
        promised = has_to_define(&check->together[i], missing, n);
        if (promised)
            whose = &check->together[i];
    }
    check_blame(whose, BUILD_FAILED,
                check_text(whose, "It does not link: nobody defines %.*s().%s",
                           n, missing,
                           promised ? "\nThe header says which functions there "
                                      "have to be."
                                    : ""));
}

// Links a program from a part of the kit and objects. All have absolute paths.
static struct error *link_with(struct check *check, enum check_flavour flavour,
                               const char *part, const char *program,
                               const char *const *objects, bool *ok)
{
    static const char *const watched_flags[] = {
        "-fsanitize=address,undefined", "--coverage", dumps, NULL};
    struct check_argv argv = {0};
    const char *said;
    char *folder = check_format("%s", program);
    *strrchr(folder, '/') = 0;
    check_cage(check, &argv, check_text(check, "%s", folder));
    free(folder);
    // No object is to be compiled again by the linker: it need not ask. Nor does
    // anybody look for the program by a digest of it.
    check_words(&argv, (const char *const[]){"gcc", "-o", program,
                                             "-fno-use-linker-plugin",
                                             "-Wl,--build-id=none", NULL});
    // A library is shared, a sanitizer's too; without one, a static program
    // starts faster and needs no file but itself. Addresses are always those
    // of the file, which also spares the work of moving them.
    bool shared = flavour == FLAVOUR_WATCHED || check->lab->link[0] != 0;
    check_word(&argv, shared ? "-no-pie" : "-static");
    if (flavour == FLAVOUR_WATCHED)
        check_words(&argv, watched_flags);
    // The older linker takes twice as long; any will do.
    if (access("/usr/bin/ld.gold", X_OK) == 0)
        check_word(&argv, "-fuse-ld=gold");
    check_word(&argv, check_text(check, "%s/%s/%s.o", check->root,
                                 check->lab->kit, part));
    check_words(&argv, objects);
    check_words_of(check, &argv, check->lab->link);
    TRY(check_tool(check, &argv, ok, &said));
    if (!*ok)
        blame_link(check, said);
    return NULL;
}

struct error *check_compile(struct check *check, enum check_flavour flavour,
                            bool *ok)
{
    TRY(check_make_folder(check_path(check, flavour, "")));
    TRY(check_compile_all(check, flavour, ok));
    if (*ok)
        TRY(seal(check, flavour, ok));
    return NULL;
}

struct error *check_link(struct check *check, enum check_flavour flavour,
                         bool *ok)
{
    const char *part = flavour == FLAVOUR_WATCHED ? "asan" : "plain";
    const char *objects[MOST_TOGETHER + 1] = {
        check_path(check, flavour, "sealed.o")};
    must(check->n_together <= MOST_TOGETHER);
    for (size_t i = 0; i < check->n_together; i++)
        objects[i] = check_path(&check->together[i], flavour, "sealed.o");
    if (check->together != NULL)
        part = check_text(check, "mine-%s", part);
    return link_with(check, flavour, part, check_path(check, flavour, "runner"),
                     objects, ok);
}

// ---- the student's own tests -----------------------------------------------

struct error *check_take_tests(struct check *check, const char *src)
{
    uint64_t ignored = 0;
    return take(check, src, check->subject, &ignored);
}

struct error *check_link_tests(struct check *check, enum check_flavour flavour,
                               const char *object, const char *program,
                               bool *ok)
{
    return link_with(
        check, flavour, flavour == FLAVOUR_WATCHED ? "own-asan" : "own-plain",
        program,
        (const char *const[]){check_path(check, flavour, "tests.o"), object,
                              NULL},
        ok);
}
