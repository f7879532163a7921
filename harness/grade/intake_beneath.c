// Files of others: nothing that is read lies outside of the folder it should be
// in, whatever links there are, and reading never blocks.
#include "intake.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SAFE = O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };

// ---- opening ---------------------------------------------------------------

// Folder by folder, where the kernel cannot do it in one step.
static int open_in_steps(int root, const char *path, int flags)
{
    int at = root;
    char *rest = check_format("%s", path), *part = rest;
    for (char *slash; at >= 0 && (slash = strchr(part, '/')) != NULL;
         part = slash + 1) {
        *slash = 0;
        must(part[0] != 0 && strcmp(part, "..") != 0);
        int next = openat(at, part, SAFE | O_PATH | O_DIRECTORY);
        int code = errno;
        if (at != root)
            close(at);
        at = next;
        errno = code;
    }
    must(strcmp(part, "..") != 0);
    // "folder/" is the folder.
    int fd = at < 0 ? -1
                    : openat(at, part[0] != 0 ? part : ".", SAFE | flags);
    int code = errno;
    if (at >= 0 && at != root)
        close(at);
    free(rest);
    errno = code;
    return fd;
}

int open_beneath(int root, const char *path, int flags)
{
    struct open_how how = {
        .flags = (uint64_t)(SAFE | flags),
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
    };
    int fd = (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
    if (fd < 0 && (errno == ENOSYS || errno == EPERM))
        fd = open_in_steps(root, path, flags);
    return fd;
}

// ---- names -----------------------------------------------------------------

static mode_t kind_of(int folder, const struct dirent *entry)
{
    struct stat about;
    if (entry->d_type != DT_UNKNOWN)
        return DTTOIF(entry->d_type);
    return fstatat(folder, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0
               ? about.st_mode & S_IFMT
               : 0;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(((const struct name *)a)->text,
                  ((const struct name *)b)->text);
}

static void add_name(struct names *names, const char *text, mode_t kind)
{
    if ((names->n & (names->n - 1)) == 0) {
        size_t room = names->n == 0 ? 1 : 2 * names->n;
        names->list = realloc(names->list, room * sizeof(names->list[0]));
        must(names->list != NULL);
    }
    names->list[names->n++] =
        (struct name){.text = check_format("%s", text), .kind = kind};
}

struct error *names_read(int root, const char *folder, size_t most,
                         struct names *names)
{
    int fd = open_beneath(root, folder[0] == 0 ? "." : folder,
                          O_RDONLY | O_DIRECTORY);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    *names = (struct names){0};
    if (dir == NULL) {
        int code = errno;
        if (fd >= 0)
            close(fd);
        return error_system(code, "list the folder");
    }
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        const char *text = entry->d_name;
        if (strcmp(text, ".") == 0 || strcmp(text, "..") == 0)
            continue;
        names->more = names->n == most;
        if (names->more)
            break;
        add_name(names, text, kind_of(fd, entry));
    }
    closedir(dir);
    // The order of a file system says nothing.
    if (names->n > 0)
        qsort(names->list, names->n, sizeof(names->list[0]), by_text);
    return NULL;
}

void names_free(struct names *names)
{
    for (size_t i = 0; i < names->n; i++)
        free(names->list[i].text);
    free(names->list);
    *names = (struct names){0};
}

// ---- bytes -----------------------------------------------------------------

const char *why_not(mode_t kind)
{
    if (S_ISREG(kind))
        return NULL;
    if (S_ISDIR(kind))
        return "is a folder, not a file of C";
    if (S_ISLNK(kind))
        return "is a symbolic link, not a file of C";
    if (S_ISFIFO(kind))
        return "is a named pipe, not a file of C";
    if (S_ISSOCK(kind))
        return "is a socket, not a file of C";
    return "is a device, not a file of C";
}

// What keeps a file from being read, or NULL.
static const char *objection(const struct stat *about, size_t most)
{
    if (!S_ISREG(about->st_mode))
        return why_not(about->st_mode);
    if (about->st_nlink != 1)
        return "is a hard link to another file, not a file of its own";
    if ((size_t)about->st_size > most)
        return most == MOST_FILE_BYTES ? "has more than 512 KiB"
                                       : "is too large";
    return NULL;
}

// What could not be opened, in words that do not depend on the machine.
static const char *why_closed(int code)
{
    return code == ELOOP    ? why_not(S_IFLNK)
           : code == ENXIO  ? why_not(S_IFSOCK)
           : code == ENOENT ? "is gone"
                            : "cannot be read by whoever grades it";
}

static char *read_all(int fd, size_t most, size_t *n, const char **why)
{
    char *bytes = malloc(most + 1);
    must(bytes != NULL);
    ssize_t got = 1;
    for (*n = 0; *n < most && got > 0; *n += (size_t)got)
        if ((got = read(fd, bytes + *n, most - *n)) < 0)
            break;
    bytes[*n] = 0;
    if (got >= 0)
        return bytes;
    *why = "cannot be read to its end";
    free(bytes);
    return NULL;
}

char *read_beneath(int root, const char *path, size_t most, size_t *n,
                   const char **why)
{
    struct stat about;
    int fd = open_beneath(root, path, O_RDONLY);
    if (fd < 0) {
        *why = why_closed(errno);
        return NULL;
    }
    char *bytes = NULL;
    *why = fstat(fd, &about) != 0 ? "cannot be read" : objection(&about, most);
    if (*why == NULL)
        bytes = read_all(fd, (size_t)about.st_size, n, why);
    close(fd);
    return bytes;
}
