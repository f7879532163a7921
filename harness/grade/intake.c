// What was handed in, and by whom.
//
// A form is recognised by the names at the top of IN. It says which parcels
// there are; the roster says who they are from; from each the lab's files are
// copied, as bytes. Nothing outside of IN is read, and nothing is guessed.
#include "intake.h"
#include "event.h"
#include "nursery.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_PARCELS = 1000000, WORKERS = 2 };

static const struct form *const forms[] = {&form_gradescope, &form_moodle,
                                          &form_canvas, &form_folders};

// ---- parcels and strays ------------------------------------------------------

struct parcel *parcel_add(struct taking *taking, const char *from,
                          const char *id, const char *path)
{
    size_t n = taking->n_parcels;
    if ((n & (n - 1)) == 0) {
        size_t room = n == 0 ? 1 : 2 * n;
        taking->parcels =
            realloc(taking->parcels, room * sizeof(taking->parcels[0]));
        must(taking->parcels != NULL);
    }
    struct parcel *parcel = &taking->parcels[taking->n_parcels++];
    *parcel = (struct parcel){
        .from = check_format("%s", from),
        .id = check_format("%s", id),
        .email = check_format("%s", ""),
        .path = path != NULL ? check_format("%s", path) : NULL,
        .received = check_format("%s", ""),
        .attempt = 1,
    };
    return parcel;
}

struct parcel *parcel_last(struct taking *taking, const char *id)
{
    struct parcel *last = taking->n_parcels == 0
                              ? NULL
                              : &taking->parcels[taking->n_parcels - 1];
    return last != NULL && strcmp(last->id, id) == 0 ? last : NULL;
}

static void parcel_free(struct parcel *parcel)
{
    free(parcel->from);
    free(parcel->id);
    free(parcel->email);
    free(parcel->path);
    things_free(&parcel->loose);
    free(parcel->received);
    free(parcel->key);
    free(parcel->why);
}

void stray_add(struct taking *taking, const char *from, char *why)
{
    struct intake *intake = taking->intake;
    intake->strays = realloc(intake->strays, (intake->n_strays + 1) *
                                                 sizeof(intake->strays[0]));
    must(intake->strays != NULL);
    intake->strays[intake->n_strays++] =
        (struct stray){.from = clean_name(from, 200), .why = why};
}

// ---- the list of the class ---------------------------------------------------

// A line of the class; parcel may be NULL, then nothing came.
static void add_submission(struct taking *taking, const char *key,
                           const struct person *person,
                           const struct parcel *parcel)
{
    struct submission *s = &taking->intake->list[taking->intake->n++];
    *s = (struct submission){
        .student = check_format("%s", key),
        .person = person,
        .from = parcel != NULL ? clean_name(parcel->from, 200)
                               : check_format("%s", ""),
        .folder = check_format("%s/%s", taking->folder, key),
        .digest = check_format("%s", ""),
        .received = check_format("%s", parcel != NULL ? parcel->received : ""),
        .attempt = parcel != NULL ? parcel->attempt : 1,
    };
}

static int by_student(const void *a, const void *b)
{
    return strcmp(((const struct submission *)a)->student,
                  ((const struct submission *)b)->student);
}

static int key_of_parcel(const void *key, const void *parcel)
{
    return strcmp(key, ((const struct parcel *)parcel)->key);
}

// The parcels that have a key are the first, in its order.
static struct parcel *parcel_of(const struct taking *taking, const char *key)
{
    size_t n = 0;
    while (n < taking->n_parcels && taking->parcels[n].key != NULL)
        n++;
    return n == 0 ? NULL
                  : bsearch(key, taking->parcels, n, sizeof(struct parcel),
                            key_of_parcel);
}

static void list_class(struct taking *taking)
{
    struct intake *intake = taking->intake;
    const struct roster *roster = taking->roster;
    size_t n = roster != NULL ? roster->n_people : taking->n_parcels;
    intake->list = calloc(n + 1, sizeof(intake->list[0]));
    must(intake->list != NULL);
    for (size_t i = 0; i < n; i++) {
        if (roster != NULL) {
            const struct person *person = &roster->people[i];
            add_submission(taking, person->student, person,
                           parcel_of(taking, person->student));
        } else if (taking->parcels[i].key != NULL) {
            add_submission(taking, taking->parcels[i].key, NULL,
                           &taking->parcels[i]);
        }
    }
    for (size_t i = 0; i < taking->n_parcels; i++)
        if (taking->parcels[i].key == NULL)
            stray_add(taking, taking->parcels[i].from,
                      check_format("%s", taking->parcels[i].why));
    qsort(intake->list, intake->n, sizeof(intake->list[0]), by_student);
}

// ---- taking ------------------------------------------------------------------

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
        struct submission wanted = {.student = names.list[i].text}, *s;
        s = bsearch(&wanted, taking->intake->list, taking->intake->n,
                    sizeof(wanted), by_student);
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

static struct error *take_all(struct taking *taking)
{
    for (size_t i = 0; i < taking->intake->n; i++) {
        TRY(checkpoint());
        TRY(take_one(taking, &taking->intake->list[i]));
    }
    return sweep(taking);
}

// ---- reading -----------------------------------------------------------------

// The folder of one student is easily taken for a class.
static struct error *expect_class(const struct taking *taking,
                                  const struct names *names)
{
    const char *in = taking->options->in;
    if (names->n == 0)
        return error_new(&INVALID, "%s is empty: nobody handed in anything",
                         in);
    for (size_t i = 0; i < names->n; i++)
        if (lab_file(taking->lab, names->list[i].text) != NULL)
            return error_new(&INVALID,
                             "%s has a file %s of its own, as the folder of "
                             "one student has; say the folder above it",
                             in, names->list[i].text);
    return NULL;
}

static const struct form *form_of(const struct taking *taking,
                                  const struct names *names)
{
    size_t i = 0;
    while (!forms[i]->fits(taking, names))
        i++;
    return forms[i];
}

// The only folder among names, beside what systems leave behind; or NULL.
static const char *only_folder(const struct names *names)
{
    const char *only = NULL;
    for (size_t i = 0; i < names->n; i++) {
        const struct name *name = &names->list[i];
        if (name->text[0] == '.' || strcmp(name->text, "__MACOSX") == 0)
            continue;
        if (only != NULL || !S_ISDIR(name->kind))
            return NULL;
        only = name->text;
    }
    return only;
}

// True if a folder is the whole class and no student's. Where nobody can know,
// it is a student's.
static bool is_class(const struct taking *taking, const char *folder,
                     const struct names *inside)
{
    size_t n = 0, stem;
    if (inside->n == 0)
        return false;
    if (form_of(taking, inside) != &form_folders)
        return true;
    for (size_t i = 0; i < inside->n; i++) {
        if (lab_file(taking->lab, inside->list[i].text) != NULL)
            return false;
        n += S_ISDIR(inside->list[i].kind) ||
             is_archive(inside->list[i].text, &stem);
    }
    if (taking->roster != NULL)
        return n > 0 && !is_known(taking->roster, folder);
    return taking->unpacked && n > 1;
}

// Archives and people put everything into one more folder.
static struct error *step_down(struct taking *taking, struct names *names)
{
    const char *folder = only_folder(names);
    struct names inside;
    if (folder == NULL || form_of(taking, names) != &form_folders)
        return NULL;
    struct error *err =
        names_read(taking->root, folder, MOST_PARCELS, &inside);
    if (err != NULL || !is_class(taking, folder, &inside)) {
        names_free(&inside);
        error_free(err);
        return NULL;
    }
    int root = open_beneath(taking->root, folder, O_RDONLY | O_DIRECTORY);
    names_free(names);
    *names = inside;
    if (root < 0)
        return error_system(errno, "open a folder in %s", taking->options->in);
    close(taking->root);
    taking->root = root;
    return NULL;
}

static struct error *read_parcels(struct taking *taking)
{
    struct names names;
    struct error *err = names_read(taking->root, "", MOST_PARCELS, &names);
    if (err == NULL)
        err = step_down(taking, &names);
    if (err == NULL)
        err = expect_class(taking, &names);
    const struct form *form = err == NULL ? form_of(taking, &names) : NULL;
    if (form != NULL)
        err = form->read(taking, &names);
    names_free(&names);
    TRY(err);
    taking->intake->form = form->name;
    parcels_match(taking, form);
    list_class(taking);
    return NULL;
}

static struct error *no_in(const char *in, int code)
{
    if (code == ENOENT)
        return error_new(&INVALID,
                         "there is no %s; say where the submissions are: "
                         "make grade IN=folder",
                         in);
    return error_new(&INVALID,
                     "%s cannot be read (%s); it has to be a folder or an "
                     "archive that you may read",
                     in, strerror(code));
}

// Takes fd.
static struct error *open_archive(struct taking *taking, int fd)
{
    struct stat about;
    size_t stem;
    struct error *err;
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) &&
        is_archive(taking->options->in, &stem))
        err = taking_unpack(taking, fd);
    else
        err = error_new(&INVALID,
                        "%s is neither a folder nor an archive (zip, tar, "
                        "tar.gz) of submissions",
                        taking->options->in);
    close(fd);
    return err;
}

static struct error *open_in(struct taking *taking)
{
    const char *in = taking->options->in;
    int fd = open(in, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat about;
    if (fd < 0)
        return no_in(in, errno);
    if (fstat(fd, &about) != 0 || !S_ISDIR(about.st_mode))
        return open_archive(taking, fd);
    taking->root = fd;
    return NULL;
}

static void taking_end(struct taking *taking)
{
    for (size_t i = 0; i < taking->n_parcels; i++)
        parcel_free(&taking->parcels[i]);
    free(taking->parcels);
    for (size_t i = 0; i < taking->n_kept; i++)
        free(taking->kept[i]);
    free(taking->kept);
    if (taking->root >= 0)
        close(taking->root);
}

struct error *intake_read(const struct grade_options *options,
                          const struct check_lab *lab,
                          const struct roster *roster, const char *folder,
                          struct intake **intake)
{
    struct taking taking = {.options = options,
                            .lab = lab,
                            .roster = roster,
                            .root = -1};
    TRY(check_make_folder(folder));
    char *whole = realpath(folder, NULL);
    // All else in there is removed.
    must(whole != NULL && strcmp(strrchr(whole, '/'), "/submissions") == 0);
    taking.folder = whole;
    taking.intake = calloc(1, sizeof(*taking.intake));
    must(taking.intake != NULL);
    struct error *err = open_in(&taking);
    if (err == NULL)
        err = read_parcels(&taking);
    if (err == NULL)
        err = take_all(&taking);
    taking_end(&taking);
    free(whole);
    if (err != NULL)
        intake_free(taking.intake);
    else
        *intake = taking.intake;
    return err;
}

void intake_free(struct intake *intake)
{
    if (intake == NULL)
        return;
    for (size_t i = 0; i < intake->n; i++) {
        struct submission *s = &intake->list[i];
        free(s->student);
        free(s->from);
        free(s->folder);
        free(s->digest);
        free(s->received);
        free(s->refused);
        for (size_t j = 0; j < s->n_ignored && j < MOST_IGNORED; j++)
            free(s->ignored[j]);
        free(s->ignored);
    }
    for (size_t i = 0; i < intake->n_strays; i++) {
        free(intake->strays[i].from);
        free(intake->strays[i].why);
    }
    free(intake->list);
    free(intake->strays);
    free(intake);
}
