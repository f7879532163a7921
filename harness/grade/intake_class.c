// A whole class in one archive: its files get their names back, in a folder
// that is then read like one that was handed in.
//
// What cannot be taken leaves a trace of the same kind: a link that leads
// nowhere, a file that is as large and has nothing in it. So whoever looks
// finds the same reason.
#include "intake.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 1024 * 1024 }; // of a file that only has a size

struct planting {
    int unpacked; // the folder of numbered files: open
    int top;      // the folder to be: open
};

// Opens a folder below, and makes it if need be. Takes fd.
static int step_into(int fd, const char *part)
{
    // It is fine if it is there already.
    (void)mkdirat(fd, part, 0777);
    int next =
        openat(fd, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    close(fd);
    return next;
}

// Opens the folder that path, which is cut into its parts, is in; -1 if that is
// none. *name is the last part.
static int folder_of(const struct planting *p, char *path, char **name)
{
    int fd = fcntl(p->top, F_DUPFD_CLOEXEC, 0);
    for (char *slash; fd >= 0 && (slash = strchr(path, '/')) != NULL;
         path = slash + 1) {
        *slash = 0;
        must(strcmp(path, "..") != 0);
        fd = step_into(fd, path);
    }
    *name = path;
    return fd;
}

static int make_hollow(int fd, const char *name, long long size)
{
    int file = openat(fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0666);
    if (file < 0)
        return -1;
    int result = ftruncate(file, size > MOST_BYTES ? MOST_BYTES : size);
    close(file);
    return result;
}

// False, with errno, where there is such a name already.
static bool plant_in(const struct planting *p, int fd, const char *name,
                     const struct archive_entry_line *entry)
{
    char number[32];
    snprintf(number, sizeof(number), "%lld", entry->number);
    switch (entry->kind) {
    case 't':
        return renameat2(p->unpacked, number, fd, name, RENAME_NOREPLACE) == 0;
    case 'o':
        return make_hollow(fd, name, entry->number) == 0;
    case 'd':
        return mkdirat(fd, name, 0777) == 0 || errno == EEXIST;
    case 'l':
        return symlinkat("nowhere", fd, name) == 0;
    default:
        return true;
    }
}

static struct error *plant(const struct planting *p, const char *in,
                           const struct archive_entry_line *entry)
{
    char *path = check_format("%s", entry->path), *name;
    struct error *err = NULL;
    if (entry->kind == 'u') {
        free(path);
        return NULL;
    }
    int fd = folder_of(p, path, &name);
    // Something that is no folder is in the way: as in an archive that first
    // has a link, and then files below it.
    if (fd >= 0 && !plant_in(p, fd, name, entry) && errno == EEXIST) {
        char *clean = clean_name(entry->path, 100);
        err = error_new(&INVALID,
                        "%s has %s twice; unpack it, keep one of them, and say "
                        "the folder",
                        in, clean);
        free(clean);
    }
    if (fd >= 0)
        close(fd);
    free(path);
    return err;
}

static struct error *plant_all(const char *in, const char *folder,
                               const char *top, const char *listing)
{
    struct archive_entry_line entry;
    struct error *err = NULL;
    TRY(check_make_folder(top));
    struct planting p = {
        .unpacked = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
        .top = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
    };
    if (p.unpacked < 0 || p.top < 0)
        err = error_system(errno, "open %s", top);
    while (err == NULL && archive_next(&listing, &entry)) {
        err = plant(&p, in, &entry);
        free(entry.path);
    }
    if (p.unpacked >= 0)
        close(p.unpacked);
    if (p.top >= 0)
        close(p.top);
    return err;
}

static struct error *unpack_class(struct taking *taking, int fd,
                                  const char *folder, const char *top)
{
    char *listing = archive_listing(folder);
    const char *in = taking->options->in;
    bool done = listing != NULL;
    struct error *err = NULL;
    if (!done) {
        folder_remove(folder);
        TRY(check_make_folder(folder));
        TRY(archive_unpack(taking, fd, true, folder, &listing));
    }
    if (listing[0] == '!')
        err = error_new(&INVALID, "%s cannot be taken: %s", in, listing + 2);
    else if (!done)
        err = plant_all(in, folder, top, listing);
    if (err == NULL && !done)
        err = archive_keep_listing(folder, listing);
    free(listing);
    return err;
}

struct error *taking_unpack(struct taking *taking, int fd)
{
    char *name = archive_name(taking, fd, true);
    char *folder = check_format("%s/" UNPACKED "/%s", taking->folder, name);
    char *top = check_format("%s/class", folder);
    struct error *err = unpack_class(taking, fd, folder, top);
    free(name);
    if (err == NULL) {
        taking->root = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        taking->unpacked = true;
        if (taking->root < 0)
            err = error_system(errno, "open %s", top);
    }
    free(folder);
    free(top);
    return err;
}
