// Files that are still there, and whole, after a loss of power.
#include "grade.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, bytes, n);
        if (done < 0 && errno != EINTR)
            return false;
        if (done > 0) {
            bytes += done;
            n -= (size_t)done;
        }
    }
    return true;
}

// Closes fd whatever comes; errno says what went wrong.
static bool write_and_sync(int fd, const char *bytes, size_t n)
{
    bool ok = write_all(fd, bytes, n) && fsync(fd) == 0;
    int code = errno;
    if (close(fd) != 0 && ok)
        return false;
    errno = code;
    return ok;
}

// The folder of a path, so that its new name lasts too.
static bool sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL ? check_format(".")
                                 : check_format("%.*s", (int)(slash - path + 1),
                                                path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    // Some file systems cannot do this for folders, and need not.
    ok = ok || (fd >= 0 && errno == EINVAL);
    if (fd >= 0)
        close(fd);
    free(folder);
    return ok;
}

static bool replace(const char *hidden, const char *path, const char *bytes,
                    size_t n)
{
    int fd = open(hidden, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                  0666);
    return fd >= 0 && write_and_sync(fd, bytes, n) &&
           rename(hidden, path) == 0 && sync_folder(path);
}

// The temporary begins with a dot: whoever lists results does not see it.
static char *hidden_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    return check_format("%.*s.%s.%d.tmp", (int)(name - path), path, name,
                        (int)getpid());
}

bool keep_has(const char *path, const char *bytes, size_t n)
{
    const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    struct stat about;
    int fd = open(path, flags);
    if (fd < 0)
        return false;
    bool same = fstat(fd, &about) == 0 && S_ISREG(about.st_mode) &&
                about.st_size == (off_t)n;
    char *old = malloc(n + 1);
    must(old != NULL);
    same = same && read(fd, old, n) == (ssize_t)n && memcmp(old, bytes, n) == 0;
    free(old);
    close(fd);
    return same;
}

struct error *keep_file(const char *path, const char *bytes, size_t n)
{
    char *hidden = hidden_name(path);
    struct error *err = NULL;
    if (!replace(hidden, path, bytes, n)) {
        err = error_system(errno, "write %s", path);
        unlink(hidden);
    }
    free(hidden);
    return err;
}
