// The folder of a class: who works on it, and what a verdict rests on there.
//
// A lock keeps two runs apart. The kernel drops it with the process, however
// that ends, so it is never stale.
#include "class.h"
#include "process.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_DIGEST = 200, PROBE_MS = 5000 };

// ---- files -----------------------------------------------------------------

char *class_path(const struct class *class, const char *folder,
                 const char *student, const char *end)
{
    return check_format("%s/%s/%s%s", class->folder, folder, student, end);
}

void class_time(char text[24])
{
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    strftime(text, 24, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

// A line that a full disk or a kill has cut is ended, so that the next one
// stands for itself.
static bool ends_in_the_middle(int fd)
{
    char last = '\n';
    off_t size = lseek(fd, 0, SEEK_END);
    return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

struct error *class_audit(const struct class *class, json_t *line, bool lasts)
{
    char *path = check_format("%s/audit.jsonl", class->folder);
    char *text = json_dumps(line, JSON_COMPACT);
    must(text != NULL);
    json_decref(line);
    int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    // Other machines may write too, and where a folder is shared O_APPEND alone
    // does not keep their lines apart.
    if (fd >= 0)
        flock(fd, LOCK_EX);
    char *bytes = check_format(
        "%s%s\n", fd >= 0 && ends_in_the_middle(fd) ? "\n" : "", text);
    struct error *err = NULL;
    if (fd < 0 || write(fd, bytes, strlen(bytes)) != (ssize_t)strlen(bytes) ||
        (lasts && fsync(fd) != 0))
        err = error_system(errno != 0 ? errno : EIO, "write %s", path);
    if (fd >= 0)
        close(fd);
    free(bytes);
    free(text);
    free(path);
    return err;
}

// Whoever said OUT can say another one.
static struct error *unwritable(struct error *err)
{
    if (err == NULL)
        return NULL;
    struct error *said =
        error_new(&INVALID, "cannot %s; say where the class is to be kept: OUT="
                            "folder", error_message(err));
    error_free(err);
    return said;
}

// ---- alone -----------------------------------------------------------------

// A dry run makes no file: where nobody has graded there is nothing to lock.
static struct error *take_lock(struct class *class)
{
    bool dry = class->options->dry;
    char *path = check_format("%s/lock", class->folder);
    class->lock = open(path, O_RDWR | O_CLOEXEC | (dry ? 0 : O_CREAT), 0666);
    struct error *err = NULL;
    if (class->lock < 0 && !dry)
        err = unwritable(error_system(errno, "write %s", path));
    else if (class->lock >= 0 && flock(class->lock, LOCK_EX | LOCK_NB) != 0)
        err = error_new(&INVALID,
                        "%s is being graded by another `make grade`: wait for "
                        "it, or say another OUT=",
                        class->folder);
    free(path);
    return err;
}

// ---- what it rests on ------------------------------------------------------

static struct error *read_digest(struct class *class)
{
    char *path = check_format("%s/digest", class->lab->kit);
    size_t n;
    struct error *err = check_read_file(path, MOST_DIGEST, &class->tests, &n);
    free(path);
    if (err == NULL)
        class->tests[strcspn(class->tests, "\n")] = 0;
    return err;
}

static struct error *probe_cage(struct class *class)
{
    struct check_argv argv = {0};
    struct process_result result;
    check_words(&argv, (const char *const[]){"build/harness/cage", "--probe",
                                             NULL});
    TRY(check_run(&argv, NULL, PROBE_MS, &result));
    class->cage = check_format("%.*s", (int)strcspn(result.out.bytes, "\n"),
                               result.out.bytes);
    class->weak = result.end.code != 0;
    process_result_free(&result);
    if (!class->weak || class->options->weak)
        return NULL;
    return error_new(&INVALID,
                     "this kernel cannot cage programs well (it has only: %s), "
                     "and what students hand in is not to be trusted. Grade on "
                     "another machine, or say WEAK=1, which will be recorded",
                     class->cage);
}

struct error *class_find_out(struct class *class)
{
    TRY(read_digest(class));
    return probe_cage(class);
}

// ---- all of it -------------------------------------------------------------

static bool is_half(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strcmp(name + n - 4, ".tmp") == 0;
}

// Whoever is killed while a file is written leaves the half of it, by a name
// that nobody reads.
static void sweep(const char *folder, int depth)
{
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return;
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        char *path = check_format("%s/%s", folder, e->d_name);
        if (is_half(e->d_name))
            unlink(path);
        else if (e->d_type == DT_DIR && depth > 0 && e->d_name[0] != '.')
            sweep(path, depth - 1);
        free(path);
    }
    closedir(dir);
}

// With a dry run everything that checks write is outside of the class.
static struct error *make_folders(struct class *class)
{
    static const char *const names[] = {"submissions", "results", "times",
                                        "work"};
    if (class->options->dry) {
        class->work = check_format("%s/build/dry.XXXXXX", class->root);
        return mkdtemp(class->work) != NULL
                   ? NULL
                   : error_system(errno, "make folder %s", class->work);
    }
    class->work = check_format("%s/work", class->folder);
    sweep(class->folder, 1);
    folder_remove(class->work);
    struct error *err = NULL;
    for (size_t i = 0; err == NULL && i < array_length(names); i++) {
        char *path = check_format("%s/%s", class->folder, names[i]);
        err = check_make_folder(path);
        free(path);
    }
    return err;
}

struct error *class_open(struct class *class, struct grade_options *options,
                         struct check_lab *lab)
{
    char root[PATH_MAX];
    must(getcwd(root, sizeof(root)) != NULL);
    class->options = options;
    class->lab = lab;
    class->lock = -1;
    class->root = check_format("%s", root);
    class->folder = check_format("%s/lab%s", options->out, lab->number);
    class->started_ms = check_now_ms();
    TRY(class_read(class, options));
    TRY(class_find_out(class));
    // Where the cage is strong, nothing was weak.
    options->weak = class->weak;
    if (!options->dry)
        TRY(unwritable(check_make_folder(class->folder)));
    TRY(take_lock(class));
    return make_folders(class);
}

void class_close(struct class *class)
{
    for (size_t i = 0; class->outcomes != NULL && i < class->intake->n; i++) {
        free(class->outcomes[i].error);
        free(class->outcomes[i].change);
    }
    // Nobody else may come in before what is being checked has been swept.
    if (class->work != NULL && (class->lock >= 0 || class->options->dry))
        folder_remove(class->work);
    if (class->lock >= 0)
        close(class->lock);
    free(class->outcomes);
    intake_free(class->intake);
    roster_free(class->roster);
    free(class->root);
    free(class->folder);
    free(class->work);
    free(class->tests);
    free(class->cage);
    free(class->reported);
    free(class->said);
}
