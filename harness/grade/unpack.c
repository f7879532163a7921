// Unpacks one archive, in the cage: whoever made it may be hostile.
//
//     unpack [--class] FOLDER NAME... <ARCHIVE
//
// ARCHIVE is a tar, tar.gz or zip, which can be sought. Each regular file of it
// whose name is a NAME is written to FOLDER as a file called 1, 2, and so on:
// no name from an archive ever names a file here. What is in it is listed on
// standard output, a line each:
//
//     KIND NUMBER PATH
//
// PATH is what the archive says, in letters of ASCII: each other byte, a blank
// and a backslash are written as \xHH. The kinds are
//
//     t    taken, as file NUMBER
//     o    another file, of NUMBER bytes; or one of more than 512 KiB
//     d    a folder
//     l    a link
//     x    a device, a pipe or another thing that is no file
//     s    a sparse file
//     p    a file that lies too deep
//     u    a path that leads elsewhere, or is none
//
// With --class the archive has what many students handed in: other caps hold,
// and what is taken are files of C, archives, and the list that Gradescope
// adds, whatever a NAME is.
//
// Exit status: 0; 3 where the archive is refused, with a sentence on standard
// error; 2 if it is called in a wrong way, or cannot write.
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <locale.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    KIB = 1024,
    MIB = 1024 * 1024,
    MOST_FILE_BYTES = 512 * KIB,
    MOST_PATH_BYTES = 1000,
    MOST_RATIO = 100,       // of what is in an archive to its own size
    RATIO_FROM = MIB,       // below this a ratio says little
    BLOCK_BYTES = 64 * KIB, // read at a time
    REFUSED = 3,
};

// What an archive may have.
struct caps {
    long long entries, bytes, depth, file_bytes;
    bool ratio;
};
static const struct caps of_a_student = {64, 8 * MIB, 4, MOST_FILE_BYTES, true};
static const struct caps of_a_class = {200000, 4096LL * MIB, 12, 32 * MIB,
                                       false};

struct unpacking {
    struct archive *archive;
    const struct caps *caps;
    char **names;    // that are taken, NULL at the end
    int folder;      // to write to: open
    long long size;  // of the archive itself
    long long bytes; // in it, so far
    long long entries;
    int n_taken;
    char *buffer;
};

__attribute__((format(printf, 1, 2))) _Noreturn static void
refuse(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fflush(stdout);
    exit(REFUSED);
}

_Noreturn static void fail(const char *what)
{
    perror(what);
    exit(2);
}

// ---- names -----------------------------------------------------------------

static bool ends_with(const char *name, const char *ending)
{
    size_t n = strlen(name), length = strlen(ending);
    return n >= length && strcasecmp(name + n - length, ending) == 0;
}

static bool is_wanted(const struct unpacking *u, const char *path)
{
    static const char *const endings[] = {".c", ".zip", ".tar", ".tar.gz",
                                          ".tgz", "submission_metadata.yml"};
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    for (size_t i = 0; u->caps == &of_a_class &&
                       i < sizeof(endings) / sizeof(endings[0]);
         i++)
        if (ends_with(name, endings[i]))
            return true;
    for (char **wanted = u->names; *wanted != NULL; wanted++)
        if (strcmp(*wanted, name) == 0)
            return true;
    return false;
}

// True if the path goes down from where it begins, and means the same to
// everybody.
static bool is_straight(const char *path)
{
    if (path[0] == '/' || strchr(path, '\\') != NULL ||
        strlen(path) > MOST_PATH_BYTES)
        return false;
    for (const char *part = path; part != NULL;) {
        size_t n = strcspn(part, "/");
        if (n > 255 || (n == 2 && strncmp(part, "..", 2) == 0))
            return false;
        part = part[n] == '/' ? part + n + 1 : NULL;
    }
    return true;
}

// Leaves out what says nothing: "./a//b/" is "a/b".
static char *shortened(const char *path)
{
    char *result = calloc(1, strlen(path) + 1), *to = result;
    if (result == NULL)
        fail("unpack");
    while (*path != 0) {
        size_t n = strcspn(path, "/");
        if (n > 0 && !(n == 1 && path[0] == '.')) {
            if (to > result)
                *to++ = '/';
            memcpy(to, path, n);
            to += n;
        }
        path += n + (path[n] == '/');
    }
    return result;
}

static int depth_of(const char *path)
{
    int depth = 0;
    for (; *path != 0; path++)
        depth += *path == '/';
    return depth;
}

static void list(char kind, long long number, const char *path)
{
    printf("%c %lld ", kind, number);
    for (size_t i = 0; path[i] != 0 && i < MOST_PATH_BYTES; i++) {
        unsigned char c = (unsigned char)path[i];
        if (c > ' ' && c < 0x7f && c != '\\')
            putchar(c);
        else
            printf("\\x%02x", c);
    }
    putchar('\n');
}

// ---- caps ------------------------------------------------------------------

static void count_bytes(struct unpacking *u, long long bytes)
{
    if (bytes < 0 || bytes > u->caps->bytes - u->bytes)
        refuse("More than %lld MiB are in it.", u->caps->bytes / MIB);
    u->bytes += bytes;
    if (u->caps->ratio && u->bytes > RATIO_FROM &&
        u->bytes / MOST_RATIO > u->size)
        refuse("What is in it has more than %d times its own size.",
               MOST_RATIO);
}

// ---- entries ---------------------------------------------------------------

static void write_file(const struct unpacking *u, int number, size_t n)
{
    char name[16];
    snprintf(name, sizeof(name), "%d", number);
    int fd = openat(u->folder, name,
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    for (size_t done = 0; fd >= 0 && done < n;) {
        ssize_t put = write(fd, u->buffer + done, n - done);
        if (put < 0)
            fail("write");
        done += (size_t)put;
    }
    if (fd < 0 || close(fd) != 0)
        fail("write");
}

// The bytes of an entry, one more than there may be at most.
static size_t read_bytes(struct unpacking *u, size_t most)
{
    size_t n = 0;
    la_ssize_t got = 1;
    for (; n < most && got > 0; n += (size_t)got) {
        size_t room = most - n < BLOCK_BYTES ? most - n : BLOCK_BYTES;
        got = archive_read_data(u->archive, u->buffer + n, room);
        if (got < 0)
            refuse("It is damaged: %s.", archive_error_string(u->archive));
    }
    return n;
}

static void take(struct unpacking *u, struct archive_entry *entry,
                 const char *path)
{
    long long declared =
        archive_entry_size_is_set(entry) ? archive_entry_size(entry) : 0;
    long long most = ends_with(path, ".c") ? MOST_FILE_BYTES
                                           : u->caps->file_bytes;
    if (declared > most) {
        list('o', declared, path);
        return;
    }
    size_t n = read_bytes(u, (size_t)most + 1);
    if ((long long)n > declared)
        count_bytes(u, (long long)n - declared);
    if ((long long)n > most) {
        list('o', (long long)n, path);
        return;
    }
    write_file(u, ++u->n_taken, n);
    list('t', u->n_taken, path);
}

// What is no file that could be taken; 0 if it is one.
static char kind_of(const struct unpacking *u, struct archive_entry *entry,
                    const char *path)
{
    if (archive_entry_hardlink(entry) != NULL ||
        archive_entry_filetype(entry) == AE_IFLNK)
        return 'l';
    if (archive_entry_filetype(entry) == AE_IFDIR)
        return 'd';
    if (archive_entry_filetype(entry) != AE_IFREG)
        return 'x';
    if (archive_entry_sparse_count(entry) > 0)
        return 's';
    return depth_of(path) > u->caps->depth ? 'p' : 0;
}

static void look_at(struct unpacking *u, struct archive_entry *entry)
{
    const char *said = archive_entry_pathname(entry);
    if (said == NULL)
        said = archive_entry_pathname_utf8(entry);
    if (said == NULL || said[0] == 0 || !is_straight(said)) {
        list('u', 0, said != NULL && said[0] != 0 ? said : "?");
        return;
    }
    char *path = shortened(said);
    char kind = kind_of(u, entry, path);
    if (path[0] == 0) // The folder that is the archive.
        kind = 0;
    else if (kind != 0)
        list(kind, 0, path);
    else if (is_wanted(u, path))
        take(u, entry, path);
    else
        list('o', archive_entry_size(entry), path);
    free(path);
}

static void unpack(struct unpacking *u)
{
    struct archive_entry *entry;
    int result;
    while ((result = archive_read_next_header(u->archive, &entry)) !=
           ARCHIVE_EOF) {
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
            refuse("It is damaged, or of another kind than tar, tar.gz and "
                   "zip: %s.",
                   archive_error_string(u->archive));
        if (++u->entries > u->caps->entries)
            refuse("More than %lld files and folders are in it.",
                   u->caps->entries);
        if (archive_entry_is_encrypted(entry))
            refuse("It is encrypted; hand in an archive without a password.");
        // Counted before they are skipped: even that takes time.
        if (archive_entry_size_is_set(entry))
            count_bytes(u, archive_entry_size(entry));
        look_at(u, entry);
    }
    if (u->entries == 0)
        refuse("Nothing is in it.");
}

static void open_archive(struct unpacking *u)
{
    struct stat about;
    u->archive = archive_read_new();
    u->buffer = malloc((size_t)u->caps->file_bytes + 2);
    if (u->archive == NULL || u->buffer == NULL || fstat(0, &about) != 0)
        fail("unpack");
    u->size = about.st_size;
    archive_read_support_filter_gzip(u->archive);
    archive_read_support_format_tar(u->archive);
    // By its list at the end, which is what people's own programs show.
    archive_read_support_format_zip_seekable(u->archive);
    if (archive_read_open_fd(u->archive, 0, BLOCK_BYTES) != ARCHIVE_OK)
        refuse("It is damaged, or of another kind than tar, tar.gz and zip: "
               "%s.",
               archive_error_string(u->archive));
}

int main(int argc, char **argv)
{
    bool class = argc > 1 && strcmp(argv[1], "--class") == 0;
    if (argc < 2 + class) {
        fprintf(stderr, "unpack [--class] FOLDER NAME... <ARCHIVE\n");
        return 2;
    }
    struct unpacking u = {
        .caps = class ? &of_a_class : &of_a_student,
        .names = argv + 2 + class,
        .folder = open(argv[1 + class], O_RDONLY | O_DIRECTORY | O_CLOEXEC),
    };
    if (u.folder < 0)
        fail(argv[1 + class]);
    // Names that are not ASCII are read as UTF-8, or else as bytes.
    setlocale(LC_CTYPE, "C.UTF-8");
    open_archive(&u);
    unpack(&u);
    archive_read_free(u.archive);
    free(u.buffer);
    close(u.folder);
    return fflush(stdout) == 0 ? 0 : 2;
}
