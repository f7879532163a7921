// Things that are handed in and are no C file, or not one to be read; and words
// that make no sense. Each gets one sentence.
#include "verify.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    LARGE_BYTES = 600 * 1024,
    LONG_BYTES = 10 * 1000 * 1000,
    FITTING_BYTES = 500 * 1024
};

// How a thing is made, and what is said of it.
struct thing {
    const char *name; // of the case
    const char *file; // what is handed in, in the case's folder
    enum verify_gets gets;
    const char *says;
    struct error *(*make)(const char *path); // NULL: it is not there
    const char *word;  // in place of --src and file: one word more
    const char *value; // and its value, or NULL
};

static struct error *outcome(int result, const char *path)
{
    return result < 0 ? error_system(errno, "make %s", path) : NULL;
}

static struct error *make_empty(const char *path)
{
    return check_write_file(path, "", 0);
}

static struct error *make_blank(const char *path)
{
    return check_write_file(path, " \n\t\r\n", 5);
}

static struct error *make_mistake(const char *path)
{
    static const char text[] = "struct nursery { int\n";
    return check_write_file(path, text, strlen(text));
}

// A program that is no lab: all of it is right, and all is missing.
static struct error *make_other_program(const char *path)
{
    static const char text[] =
        "int sum(int a, int b)\n{\n    return a + b;\n}\n";
    return check_write_file(path, text, strlen(text));
}

static struct error *make_binary(const char *path)
{
    char bytes[4096];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(i * 151 % 253);
    return check_write_file(path, bytes, sizeof(bytes));
}

static struct error *make_folder(const char *path)
{
    return check_make_folder(path);
}

static struct error *make_fifo(const char *path)
{
    return outcome(mkfifo(path, 0666), path);
}

static struct error *make_link(const char *path)
{
    return outcome(symlink("/etc/passwd", path), path);
}

static struct error *make_dead_link(const char *path)
{
    return outcome(symlink("nobody-is-there", path), path);
}

// The name of a socket has to be short; so it is made from inside its folder.
static struct error *make_socket(const char *path)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char *folder = check_format("%s", path);
    *strrchr(folder, '/') = 0;
    int at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    snprintf(name.sun_path, sizeof(name.sun_path), "/proc/self/fd/%d/%s", at,
             strrchr(path, '/') + 1);
    struct error *err =
        outcome(bind(fd, (struct sockaddr *)&name, sizeof(name)), path);
    free(folder);
    close(at);
    close(fd);
    return err;
}

static struct error *make_unreadable(const char *path)
{
    TRY(make_mistake(path));
    return outcome(chmod(path, 0), path);
}

static struct error *make_of(const char *path, const char *unit, size_t bytes)
{
    char *text = malloc(bytes + 1);
    must(text != NULL);
    size_t n = strlen(unit);
    for (size_t i = 0; i < bytes; i++)
        text[i] = unit[i % n];
    text[bytes - 1] = '\n';
    struct error *err = check_write_file(path, text, bytes);
    free(text);
    return err;
}

static struct error *make_large(const char *path)
{
    return make_of(path, "int a;\n", LARGE_BYTES);
}

static struct error *make_long_line(const char *path)
{
    return make_of(path, "int a; ", LONG_BYTES);
}

// Small enough to be compiled, and a mistake in it.
static struct error *make_fitting_line(const char *path)
{
    return make_of(path, "int a; ?", FITTING_BYTES);
}

static const struct thing things[] = {
    {"no file", "nursery.c", GETS_MISSING, "There is no file", NULL, NULL,
     NULL},
    {"an empty file", "nursery.c", GETS_MISSING, "is empty", make_empty, NULL,
     NULL},
    {"a blank file", "nursery.c", GETS_MISSING, "is empty", make_blank, NULL,
     NULL},
    {"a mistake in line 1", "nursery.c", GETS_BUILD_FAILED, ":1:", make_mistake,
     NULL, NULL},
    {"another program", "nursery.c", GETS_BUILD_FAILED, "nobody defines ",
     make_other_program, NULL, NULL},
    {"bytes", "nursery.c", GETS_BUILD_FAILED, ":1:", make_binary, NULL, NULL},
    {"a folder", "nursery.c", GETS_MISSING, "is a folder, not a file of C",
     make_folder, NULL, NULL},
    {"a pipe", "nursery.c", GETS_MISSING, "is a named pipe", make_fifo, NULL,
     NULL},
    {"a link", "nursery.c", GETS_MISSING, "is a symbolic link", make_link, NULL,
     NULL},
    {"a dead link", "nursery.c", GETS_MISSING, "is a symbolic link",
     make_dead_link, NULL, NULL},
    {"a socket", "nursery.c", GETS_MISSING, "is a socket", make_socket, NULL,
     NULL},
    {"a device", "nursery.c", GETS_MISSING, "/dev/zero is a device", NULL,
     "--src", "/dev/zero"},
    {"a file nobody may read", "nursery.c", GETS_MISSING,
     "cannot be read: Permission denied", make_unreadable, NULL, NULL},
    {"600 KiB", "nursery.c", GETS_MISSING, "has more than 512 KiB", make_large,
     NULL, NULL},
    {"a line of 10 MB", "nursery.c", GETS_MISSING, "has more than 512 KiB",
     make_long_line, NULL, NULL},
    {"a line of 500 KiB", "nursery.c", GETS_BUILD_FAILED,
     ":1:", make_fitting_line, NULL, NULL},
    {"a name with blanks", "my nursery (2).c", GETS_BUILD_FAILED,
     ":1:", make_mistake, NULL, NULL},
    {"a name with a new line", "a\nb.c", GETS_BUILD_FAILED, ":1:", make_mistake,
     NULL, NULL},
    {"a name with an escape", "\033[2Jnursery.c", GETS_MISSING,
     "\\x1b[2Jnursery.c is empty", make_empty, NULL, NULL},
    {"a name like an option", "-rf.c", GETS_BUILD_FAILED, ":1:", make_mistake,
     NULL, NULL},
    {"an option for a name", NULL, GETS_MISSING, "There is no file -rf.", NULL,
     "--src", "-rf"},
    {"a name that is not text", "nurs\xff\xfe.c", GETS_MISSING, "is empty",
     make_empty, NULL, NULL},
    {"an empty name", NULL, GETS_MISSING, "There is no file", NULL, "--src",
     ""},
    {"a word nobody knows", NULL, GETS_WRONG_WORDS, "--points", NULL,
     "--points", NULL},
    {"a test nobody knows", NULL, GETS_WRONG_WORDS, "has no test \"all\"", NULL,
     "--test", "all"},
    {"a seed that is no number", NULL, GETS_WRONG_WORDS, "hexadecimal", NULL,
     "--seed", "lucky"},
    {"a lab nobody knows", NULL, GETS_WRONG_WORDS, "no lab \"77\"", NULL,
     "--lab", "77"},
    {"a lab by its path", NULL, GETS_WRONG_WORDS, "no lab \"../1\"", NULL,
     "--lab", "../1"},
    {"no lab at all", NULL, GETS_WRONG_WORDS, "Which lab?", NULL, "--lab", ""},
};

static const struct thing *thing_of(const struct verify_case *c)
{
    for (size_t i = 0; i < array_length(things); i++)
        if (strcmp(things[i].name, c->name) == 0)
            return &things[i];
    return NULL;
}

// Root reads everything; without two of its powers it is like others.
static void be_ordinary(struct verify_case *c)
{
    static const char *const words[] = {"--bounding-set",
                                        "-dac_override,-dac_read_search", NULL};
    if (geteuid() != 0)
        return;
    for (size_t i = 0; words[i] != NULL; i++)
        c->before[i] = words[i];
}

static struct error *make_thing(struct verify_case *c)
{
    const struct thing *thing = thing_of(c);
    c->gets = thing->gets;
    c->says = check_format("%s", thing->says);
    if (thing->word != NULL) {
        c->no_src = true;
        c->words[0] = thing->word;
        c->words[1] = thing->value;
        return NULL;
    }
    c->src = check_format("%s/%s", c->folder, thing->file);
    if (thing->make == make_unreadable)
        be_ordinary(c);
    return thing->make != NULL ? thing->make(c->src) : NULL;
}

void verify_add_files(struct verify_list *list, struct check_lab *lab)
{
    for (size_t i = 0; i < array_length(things); i++)
        verify_add(list, lab, "file", things[i].name, make_thing);
}
