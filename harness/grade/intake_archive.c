// Archives: unpacked in the cage by unpack.c, whose list is read here.
//
// What came out of an archive is kept, in a folder named by its digest, so that
// an archive that has not changed is not unpacked again:
//
//     submissions/.unpacked/DIGEST/1, 2, ...    bytes
//     submissions/.unpacked/DIGEST/listing      what unpack said, or why not;
//                                               written last
//     submissions/.unpacked/DIGEST/class/       of a class: by their names
#include "intake.h"
#include "process.h"
#include "scope.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MOST_ARCHIVE_BYTES = 8 * 1024 * 1024, // of one student
    MOST_LISTING_BYTES = 64 * 1024 * 1024,
    LIMIT_MS = 20000,
    CLASS_LIMIT_MS = 300000,
    EXIT_REFUSED = 3,
    DIGEST_DIGITS = 32,
};

// ---- digests ---------------------------------------------------------------

char *archive_name(struct taking *taking, int fd, bool class)
{
    static char bytes[64 * 1024];
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char *what = check_format("1 %d %s", class, taking->lab->sources);
    sha256_init(&hash);
    sha256_update(&hash, strlen(what) + 1, (const uint8_t *)what);
    free(what);
    ssize_t n;
    for (off_t at = 0; (n = pread(fd, bytes, sizeof(bytes), at)) > 0; at += n)
        sha256_update(&hash, (size_t)n, (const uint8_t *)bytes);
    sha256_digest(&hash, sizeof(digest), digest);
    char *name = calloc(1, DIGEST_DIGITS + 1);
    must(name != NULL);
    for (size_t i = 0; i < DIGEST_DIGITS / 2; i++)
        sprintf(name + 2 * i, "%02x", digest[i]);
    taking->kept =
        realloc(taking->kept, (taking->n_kept + 1) * sizeof(taking->kept[0]));
    must(taking->kept != NULL);
    taking->kept[taking->n_kept++] = check_format("%s", name);
    return name;
}

void unpacked_sweep(const struct taking *taking)
{
    struct names names;
    char *folder = check_format("%s/" UNPACKED, taking->folder);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct error *err =
        fd < 0 ? NULL : names_read(fd, "", SIZE_MAX, &names);
    for (size_t i = 0; fd >= 0 && err == NULL && i < names.n; i++) {
        bool kept = false;
        for (size_t k = 0; !kept && k < taking->n_kept; k++)
            kept = strcmp(taking->kept[k], names.list[i].text) == 0;
        char *path = check_format("%s/%s", folder, names.list[i].text);
        if (!kept)
            folder_remove(path);
        free(path);
    }
    if (fd >= 0) {
        names_free(&names);
        close(fd);
    }
    error_free(err);
    rmdir(folder); // If nothing is in it.
    free(folder);
}

// ---- unpacking -------------------------------------------------------------

// The command line: the cage, and in it the program.
static void make_words(const struct taking *taking, bool class,
                       const char *folder, const char *parent,
                       struct check_argv *argv)
{
    check_words(argv, (const char *const[]){
                          "build/harness/cage", "--profile", "library",
                          "--write", folder, "--parent", parent,
                          "--descriptors", "16", "--memory-mb", "512",
                          "--file-mb", "40", "--cpu-seconds",
                          class ? "120" : "10", NULL});
    if (taking->options->weak)
        check_word(argv, "--weak-ok");
    check_word(argv, "--");
    check_word(argv, "build/harness/unpack");
    if (class)
        check_word(argv, "--class");
    check_word(argv, folder);
    for (size_t i = 0; i < taking->lab->n_files; i++)
        check_word(argv, taking->lab->files[i].name);
}

static struct error *run(const struct check_argv *argv, int fd, bool class,
                         struct process_result *result)
{
    struct process_options options = {
        .argv = argv->words,
        .fds = {{.how = PROCESS_GIVEN, .fd = fd}},
        .n_fds = 1,
        .most_output_bytes = MOST_LISTING_BYTES,
    };
    struct scope *s = scope_enter((struct scope_options){
        .deadline = after_ms(class ? CLASS_LIMIT_MS : LIMIT_MS),
        .fail = true,
        .name = "unpack"});
    return scope_leave(s, process_run(&options, NULL, 0, result));
}

// What is kept of a run: its list, or "! " and why the archive is refused. NULL
// where the grader is to blame.
static char *listing_of(const struct process_result *result)
{
    if (result->end.code == 0)
        return check_format("%s", result->out.bytes);
    if (result->end.code == EXIT_REFUSED) {
        char *why = clean_name(result->err.bytes, 300);
        char *listing = check_format("! %s", why);
        free(why);
        return listing;
    }
    if (result->end.signum != 0)
        return check_format("! It cannot be unpacked: that needs too much time "
                            "or memory, or it is made to break programs.");
    return NULL;
}

struct error *archive_unpack(const struct taking *taking, int fd, bool class,
                             const char *folder, char **listing)
{
    struct check_argv argv = {0};
    struct process_result result = {0};
    char *parent = check_format("%d", (int)getpid());
    make_words(taking, class, folder, parent, &argv);
    struct error *err = run(&argv, fd, class, &result);
    free(parent);
    if (error_is(err, &TIMEOUT)) {
        error_free(err);
        *listing = check_format("! It takes too long to be unpacked.");
        return NULL;
    }
    TRY(err);
    *listing = listing_of(&result);
    if (*listing == NULL) {
        char *said = check_clean(result.err.bytes, 300);
        err = error_new(&SYSTEM, "archives cannot be unpacked: %s", said);
        free(said);
    }
    process_result_free(&result);
    return err;
}

// ---- lists -----------------------------------------------------------------

static int digit(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : tolower(c) - 'a' + 10;
}

// What was written as \xHH becomes a byte again; never a 0.
static char *unescaped(const char *text, size_t n)
{
    char *path = calloc(1, n + 1), *to = path;
    must(path != NULL);
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\\' && i + 3 < n && text[i + 1] == 'x' &&
            isxdigit((unsigned char)text[i + 2]) &&
            isxdigit((unsigned char)text[i + 3])) {
            *to = (char)(16 * digit(text[i + 2]) + digit(text[i + 3]));
            to += *to != 0;
            i += 3;
        } else {
            *to++ = text[i];
        }
    }
    return path;
}

bool archive_next(const char **at, struct archive_entry_line *entry)
{
    int n_before = 0;
    size_t n = strcspn(*at, "\n");
    if (n == 0 || sscanf(*at, "%c %lld %n", &entry->kind, &entry->number,
                         &n_before) != 2 ||
        n_before == 0 || (size_t)n_before > n)
        return false;
    entry->path = unescaped(*at + n_before, n - (size_t)n_before);
    *at += n + ((*at)[n] == '\n');
    return true;
}

static const char *why_of(const struct archive_entry_line *entry)
{
    switch (entry->kind) {
    case 't':
        return NULL;
    case 'o':
        return entry->number > MOST_FILE_BYTES ? "has more than 512 KiB"
                                               : NULL;
    case 'd':
        return "is a folder, not a file of C";
    case 'l':
        return "is a link, not a file of C";
    case 's':
        return "is a sparse file; hand in an ordinary one";
    case 'p':
        return "is in too many folders below each other";
    case 'u':
        return "has a path that leads out of the archive";
    default:
        return "is no file of C";
    }
}

static void add_things(struct things *things, const char *listing,
                       const struct check_lab *lab)
{
    struct archive_entry_line entry;
    if (listing[0] == '!') {
        things->refused = check_format("%s", listing + 2);
        return;
    }
    while (archive_next(&listing, &entry)) {
        char *at =
            entry.kind == 't' ? check_format("%lld", entry.number) : NULL;
        const char *slash = strrchr(entry.path, '/');
        // A folder is nothing but the way to its files, mostly.
        if (entry.kind != 'd' ||
            lab_file(lab, slash != NULL ? slash + 1 : entry.path) != NULL)
            things_add(things, entry.path, at, why_of(&entry));
        free(at);
        free(entry.path);
    }
}

// ---- one that is kept -------------------------------------------------------

char *archive_listing(const char *folder)
{
    char *path = check_format("%s/listing", folder), *listing = NULL;
    struct stat about;
    size_t n;
    if (lstat(path, &about) == 0 && S_ISREG(about.st_mode))
        error_free(check_read_file(path, (size_t)about.st_size, &listing, &n));
    free(path);
    return listing;
}

struct error *archive_keep_listing(const char *folder, const char *listing)
{
    char *path = check_format("%s/listing", folder);
    struct error *err = check_write_file(path, listing, strlen(listing));
    free(path);
    return err;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct thing *)a)->path,
                  ((const struct thing *)b)->path);
}

// Unpacks into a folder of its own and lists what comes out.
static struct error *unpack_beside(const struct taking *taking, int fd,
                                   const char *folder, char **listing)
{
    TRY(check_make_folder(folder));
    TRY(archive_unpack(taking, fd, false, folder, listing));
    struct error *err = archive_keep_listing(folder, *listing);
    if (err != NULL)
        free(*listing);
    return err;
}

// Unpacks one student's archive, unless that has been done. Two may have handed
// in the same, and be unpacked at the same time: one of them is kept.
static struct error *unpack_student(struct taking *taking, int fd,
                                    const char *folder, char **listing)
{
    *listing = archive_listing(folder);
    if (*listing != NULL)
        return NULL;
    char *beside = check_format("%s.%zu", folder, ++taking->n_unpacked);
    folder_remove(beside);
    struct error *err = unpack_beside(taking, fd, beside, listing);
    char *other = err == NULL ? archive_listing(folder) : NULL;
    if (err == NULL && other == NULL) {
        folder_remove(folder);
        if (rename(beside, folder) != 0) {
            err = error_system(errno, "make %s", folder);
            free(*listing);
        }
    }
    folder_remove(beside);
    free(other);
    free(beside);
    return err;
}

static struct error *things_of_kept(struct things *things,
                                    struct taking *taking, int fd,
                                    const char *folder)
{
    char *listing;
    TRY(unpack_student(taking, fd, folder, &listing));
    add_things(things, listing, taking->lab);
    free(listing);
    if (things->n > 0)
        qsort(things->list, things->n, sizeof(things->list[0]), by_path);
    things->root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    things->owned = things->root >= 0;
    return NULL;
}

struct error *things_of_archive(struct things *things, struct taking *taking,
                                int fd)
{
    struct stat about;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        things->refused = check_format("The archive cannot be read.");
        return NULL;
    }
    if (about.st_size > MOST_ARCHIVE_BYTES) {
        things->refused = check_format("The archive has more than %d MiB.",
                                       MOST_ARCHIVE_BYTES / 1024 / 1024);
        return NULL;
    }
    char *name = archive_name(taking, fd, false);
    char *folder = check_format("%s/" UNPACKED "/%s", taking->folder, name);
    struct error *err = things_of_kept(things, taking, fd, folder);
    free(folder);
    free(name);
    return err;
}
