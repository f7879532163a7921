// From a parcel to its copies; several at a time, since unpacking waits for
// another program.
#include "intake.h"
#include "event.h"
#include "nursery.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_WORKERS = 64 };

// ---- what is in it ----------------------------------------------------------

// An archive, by its name below root.
static struct error *list_archive(struct taking *taking, const char *path,
                                  struct things *things)
{
    int fd = open_beneath(taking->root, path, O_RDONLY);
    if (fd < 0) {
        things->refused = check_format("The archive cannot be read.");
        return NULL;
    }
    struct error *err = things_of_archive(things, taking, fd);
    close(fd);
    return err;
}

// True if a file of the lab is among the things, if only by its name.
static bool has_lab_file(const struct things *things,
                         const struct check_lab *lab)
{
    for (size_t i = 0; i < things->n; i++) {
        char *path = check_format("%s", things->list[i].path);
        size_t n = strlen(path);
        if (n > 0 && path[n - 1] == '/')
            path[n - 1] = 0;
        const char *slash = strrchr(path, '/');
        bool is = lab_file(lab, slash != NULL ? slash + 1 : path) != NULL;
        free(path);
        if (is)
            return true;
    }
    return false;
}

// Where there is an archive and none of the lab's files, it is meant.
static struct error *look_into_archive(struct taking *taking,
                                       struct things *things)
{
    const struct thing *archive = NULL;
    size_t stem;
    for (size_t i = 0; i < things->n; i++) {
        const struct thing *thing = &things->list[i];
        if (thing->why != NULL || thing->at == NULL ||
            strchr(thing->path, '/') != NULL || !is_archive(thing->path, &stem))
            continue;
        if (archive != NULL) {
            char *a = clean_name(archive->path, 100);
            char *b = clean_name(thing->path, 100);
            things->refused = check_format(
                "Both %s and %s are in it; hand in one of them.", a, b);
            free(a);
            free(b);
            return NULL;
        }
        archive = thing;
    }
    if (archive == NULL)
        return NULL;
    // What is in it stands for it.
    struct thing used = *archive;
    size_t place = (size_t)(archive - things->list);
    things->n--;
    memmove(&things->list[place], &things->list[place + 1],
            (things->n - place) * sizeof(used));
    struct error *err = list_archive(taking, used.at, things);
    free(used.path);
    free(used.at);
    return err;
}

// What is in a parcel, by name.
static struct error *list_parcel(struct taking *taking,
                                 const struct parcel *parcel,
                                 struct things *things)
{
    size_t stem;
    *things = (struct things){.root = taking->root};
    if (parcel->path != NULL && is_archive(parcel->path, &stem) &&
        !parcel->is_folder)
        return list_archive(taking, parcel->path, things);
    if (parcel->path != NULL)
        things_of_folder(things, parcel->path, taking->lab);
    for (size_t i = 0; i < parcel->loose.n; i++)
        things_add(things, parcel->loose.list[i].path,
                   parcel->loose.list[i].at, parcel->loose.list[i].why);
    if (things->refused != NULL || has_lab_file(things, taking->lab))
        return NULL;
    return look_into_archive(taking, things);
}

// Takes the lab's files of one student.
static struct error *take_one(struct taking *taking, struct submission *s)
{
    const struct parcel *parcel = parcel_of(taking, s->student);
    struct things things;
    if (parcel == NULL)
        return NULL;
    struct error *err = list_parcel(taking, parcel, &things);
    if (err == NULL)
        err = things_take(&things, taking->lab, s);
    things_free(&things);
    return err;
}

// ---- what is gone -----------------------------------------------------------

// All that lies in a folder of copies and is no file of the lab.
static void sweep_student(const struct taking *taking, int folder,
                          const char *student)
{
    struct names names;
    struct error *err = names_read(folder, student, MOST_THINGS, &names);
    for (size_t i = 0; err == NULL && i < names.n; i++) {
        if (lab_file(taking->lab, names.list[i].text) != NULL)
            continue;
        char *path = check_format("%s/%s/%s", taking->folder, student,
                                  names.list[i].text);
        folder_remove(path);
        free(path);
    }
    names_free(&names);
    error_free(err);
}

// What was copied of those who are no longer there, or have nothing now.
static struct error *sweep(const struct taking *taking)
{
    struct names names;
    int folder = open(taking->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return error_system(errno, "open %s", taking->folder);
    struct error *err = names_read(folder, "", MOST_PARCELS, &names);
    for (size_t i = 0; err == NULL && i < names.n; i++) {
        if (strcmp(names.list[i].text, UNPACKED) == 0)
            continue;
        const struct submission *s =
            submission_find(taking->intake, names.list[i].text);
        if (s != NULL && s->n_files > 0) {
            sweep_student(taking, folder, s->student);
            continue;
        }
        char *path =
            check_format("%s/%s", taking->folder, names.list[i].text);
        folder_remove(path);
        free(path);
    }
    names_free(&names);
    close(folder);
    unpacked_sweep(taking);
    return err;
}

// ---- all of them ------------------------------------------------------------

// What the workers share.
struct work {
    struct taking *taking;
    size_t next; // the submission to be taken
};

static struct error *work(void *arg)
{
    struct work *w = arg;
    struct intake *intake = w->taking->intake;
    while (w->next < intake->n) {
        struct submission *s = &intake->list[w->next++];
        TRY(checkpoint());
        TRY(take_one(w->taking, s));
    }
    return NULL;
}

struct error *class_take(struct taking *taking)
{
    struct work w = {.taking = taking};
    long n = taking->options->jobs > 0 ? taking->options->jobs
                                       : sysconf(_SC_NPROCESSORS_ONLN);
    struct nursery *nursery = nursery_open();
    for (long i = 0; i < n && i < MOST_WORKERS; i++)
        nursery_spawn(nursery, work, &w);
    TRY(nursery_close(nursery, NULL));
    return sweep(taking);
}
