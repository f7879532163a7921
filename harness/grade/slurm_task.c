// A task of the array: on some node, it checks a portion of the class as
// run.c does, and keeps each result.
//
// Checks write to a folder of the node's own if there is one that programs may
// be started from: compilers make many small files, and for a folder that is
// shared that is slow. It is locked for as long as this process lives; what a
// killed task has left is swept by the next one on that node.
#include "slurm.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const char SCRATCH[] = "course-grade.";

// What class->portion points to in a task.
struct portion {
    const char *folder; // of the round
    char *path;         // this portion: while it is there we are waited for
    size_t *indexes;    // of our submissions, at the submitter's
    struct slurm_counts told;
};

bool slurm_is_wanted(const struct class *class)
{
    if (class->portion == NULL)
        return true;
    // What stat says of a shared folder may be half a minute old; open asks.
    int fd = open(class->portion->path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

struct error *slurm_tell(const struct class *class, size_t i)
{
    struct portion *portion = class->portion;
    if (portion == NULL)
        return NULL;
    return slurm_write_outcome(class, i, portion->folder, portion->indexes[i],
                               &portion->told);
}

// ---- where checks write ----------------------------------------------------

// Ours, and nobody has it open: -1 if it is not to be had.
static int lock_folder(const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && (fstat(fd, &st) != 0 || st.st_uid != getuid() ||
                    flock(fd, LOCK_EX | LOCK_NB) != 0)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static void sweep(const char *where)
{
    DIR *folder = opendir(where);
    if (folder == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (strncmp(entry->d_name, SCRATCH, strlen(SCRATCH)) != 0)
            continue;
        char *path = check_format("%s/%s", where, entry->d_name);
        int fd = lock_folder(path);
        if (fd >= 0) {
            folder_remove(path);
            close(fd);
        }
        free(path);
    }
    closedir(folder);
}

// It has its name, by which others sweep it, only when it is locked.
static bool make_scratch(const char *where, struct class *class)
{
    struct statvfs fs;
    if (where == NULL || where[0] != '/' || statvfs(where, &fs) != 0 ||
        (fs.f_flag & (ST_NOEXEC | ST_RDONLY)) != 0)
        return false;
    sweep(where);
    char *hidden = check_format("%s/.%sXXXXXX", where, SCRATCH);
    if (mkdtemp(hidden) == NULL || (class->lock = lock_folder(hidden)) < 0) {
        free(hidden);
        return false;
    }
    size_t n = strlen(where) + 1;
    class->work = check_format("%.*s%s", (int)n, hidden, hidden + n + 1);
    bool ok = rename(hidden, class->work) == 0;
    if (!ok)
        folder_remove(hidden);
    free(hidden);
    return ok;
}

// Not even for the course's folder: two tasks of one number may run at a time,
// when a node that was given up comes back.
static struct error *make_shared_scratch(struct class *class,
                                         const char *folder)
{
    class->work = check_format("%s/scratch.XXXXXX", folder);
    if (mkdtemp(class->work) == NULL)
        return error_new(&SYSTEM, "cannot make %s", class->work);
    class->lock = lock_folder(class->work);
    return NULL;
}

static struct error *choose_scratch(struct class *class, const char *folder)
{
    if (make_scratch(getenv("TMPDIR"), class) || make_scratch("/tmp", class))
        return NULL;
    return make_shared_scratch(class, folder);
}

// ---- the task --------------------------------------------------------------

// Is what a verdict rests on here the same as where it was asked for?
static struct error *look_at_node(struct class *class)
{
    char host[65] = "";
    char *expected = class->tests;
    class->tests = NULL;
    gethostname(host, sizeof(host) - 1);
    struct error *err = class_find_out(class);
    if (err == NULL && strcmp(class->tests, expected) != 0)
        err = error_new(&INVALID,
                        "%s sees another build/kit than the machine that asks "
                        "for results: do they share %s?",
                        host, class->root);
    free(expected);
    return err;
}

static struct error *check_portion(struct class *class,
                                   struct grade_options *options,
                                   struct portion *portion)
{
    // As many at a time as this task has processors.
    const char *cpus = getenv("SLURM_CPUS_ON_NODE");
    TRY(slurm_read_portion(portion->path, class, options, &portion->indexes));
    options->jobs = cpus != NULL && atoi(cpus) > 0 ? atoi(cpus) : 1;
    TRY(check_lab_read(options->lab, &class->lab));
    TRY(look_at_node(class));
    TRY(choose_scratch(class, portion->folder));
    return run_all(class);
}

struct error *slurm_task(struct class *class, struct grade_options *options,
                         const char *folder)
{
    const char *number = getenv("SLURM_ARRAY_TASK_ID");
    struct portion portion = {.folder = folder};
    if (number == NULL)
        return error_new(&INVALID, "--slurm-task is for Slurm to say");
    portion.path = check_format("%s/portions/%s.json", folder, number);
    class->portion = &portion;
    class->root = getcwd(NULL, 0);
    must(class->root != NULL);
    struct error *err = check_portion(class, options, &portion);
    class->portion = NULL;
    free(portion.path);
    free(portion.indexes);
    return err;
}
