// A lab of several sources, of which one is no file of C: each gets one
// sentence, which names it.
#include "verify.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct error *outcome(int result, const char *path)
{
    return result < 0 ? error_system(errno, "make %s", path) : NULL;
}

static struct error *make_nothing(const char *path)
{
    (void)path;
    return NULL;
}

static struct error *make_link(const char *path)
{
    return outcome(symlink("/etc/passwd", path), path);
}

static struct error *make_folder(const char *path)
{
    return check_make_folder(path);
}

static struct error *make_fifo(const char *path)
{
    return outcome(mkfifo(path, 0666), path);
}

static struct error *make_empty(const char *path)
{
    return check_write_file(path, "", 0);
}

static struct error *make_mistake(const char *path)
{
    static const char text[] = "struct { int\n";
    return check_write_file(path, text, strlen(text));
}

static const struct thing {
    const char *name; // of the case
    enum verify_gets gets;
    const char *says; // "%s" is the file
    struct error *(*make)(const char *path);
    bool all; // each of the files
} things[] = {
    {"a folder that lacks a file", GETS_MISSING, "There is no file %s.",
     make_nothing, false},
    {"a folder with a link in it", GETS_MISSING,
     "%s is a symbolic link, not a file of C", make_link, false},
    {"a folder with a folder in it", GETS_MISSING,
     "%s is a folder, not a file of C", make_folder, false},
    {"a folder with a pipe in it", GETS_MISSING,
     "%s is a named pipe, not a file of C", make_fifo, false},
    {"a folder with an empty file", GETS_MISSING, "%s is empty", make_empty,
     false},
    {"a folder with a mistake in it", GETS_BUILD_FAILED, ":1:", make_mistake,
     false},
    {"an empty folder", GETS_MISSING, "There is no file ", make_nothing, true},
};

static const struct thing *thing_of(const struct verify_case *c)
{
    for (size_t i = 0; i < array_length(things); i++)
        if (strcmp(things[i].name, c->name) == 0)
            return &things[i];
    return NULL;
}

// The solution, but for its last file, or for all.
static struct error *make_thing(struct verify_case *c)
{
    const struct thing *thing = thing_of(c);
    const struct check_lab *lab = c->lab;
    c->gets = thing->gets;
    c->src = check_format("%s/handed-in", c->folder);
    TRY(verify_copy(lab, "solutions", c->src));
    struct error *err = NULL;
    for (size_t i = thing->all ? 0 : lab->n_files - 1;
         err == NULL && i < lab->n_files; i++) {
        char *path = check_format("%s/%s", c->src, lab->files[i].name);
        unlink(path);
        err = thing->make(path);
        free(c->says);
        const char *named = strstr(thing->says, "%s");
        c->says = named == NULL
                      ? check_format("%s", thing->says)
                      : check_format("%.*s%s%s", (int)(named - thing->says),
                                     thing->says, path, named + 2);
        free(path);
    }
    return err;
}

void verify_add_folders(struct verify_list *list, struct check_lab *lab)
{
    for (size_t i = 0; i < array_length(things); i++)
        verify_add(list, lab, "file", things[i].name, make_thing);
}
