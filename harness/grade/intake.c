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

static const struct form *const forms[] = {&form_folders};

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

static struct error *list_parcel(const struct taking *taking,
                                 const struct parcel *parcel,
                                 struct things *things)
{
    size_t stem;
    int fd;
    *things = (struct things){.root = taking->root};
    if (parcel->path == NULL) {
        for (size_t i = 0; i < parcel->loose.n; i++)
            things_add(things, parcel->loose.list[i].path,
                       parcel->loose.list[i].at, parcel->loose.list[i].why);
        return NULL;
    }
    if (!is_archive(parcel->path, &stem)) {
        things_of_folder(things, parcel->path, taking->lab);
        return NULL;
    }
    things->refused = check_format("Archives are not taken yet.");
    (void)fd;
    return NULL;
}

// Takes the lab's files of one student.
static struct error *take_one(const struct taking *taking,
                              struct submission *s)
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

static struct error *read_parcels(struct taking *taking)
{
    struct names names;
    struct error *err = names_read(taking->root, "", MOST_PARCELS, &names);
    const struct form *form = NULL;
    if (err == NULL)
        err = expect_class(taking, &names);
    for (size_t i = 0; err == NULL && form == NULL; i++)
        if (forms[i]->fits(taking, &names))
            form = forms[i];
    if (err == NULL)
        err = form->read(taking, &names);
    names_free(&names);
    TRY(err);
    taking->intake->form = form->name;
    parcels_match(taking, form);
    list_class(taking);
    return NULL;
}

static struct error *open_in(struct taking *taking)
{
    const char *in = taking->options->in;
    taking->root = open(in, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (taking->root >= 0)
        return NULL;
    if (errno == ENOENT)
        return error_new(&INVALID,
                         "there is no %s; say where the submissions are: "
                         "make grade IN=folder",
                         in);
    if (errno == ENOTDIR)
        return error_new(&INVALID,
                         "%s is neither a folder nor an archive (zip, tar, "
                         "tar.gz) of submissions",
                         in);
    return error_new(&INVALID, "%s cannot be read (%s); ask whoever owns it",
                     in, strerror(errno));
}

static void taking_end(struct taking *taking)
{
    for (size_t i = 0; i < taking->n_parcels; i++)
        parcel_free(&taking->parcels[i]);
    free(taking->parcels);
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
