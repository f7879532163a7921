// What was handed in, and by whom.
//
// A form is recognised by the names at the top of IN. It says which parcels
// there are; the roster says who they are from; from each the lab's files are
// copied, as bytes. Nothing outside of IN is read, and nothing is guessed.
#include "intake.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct form *const forms[] = {&form_gradescope, &form_moodle,
                                          &form_canvas, &form_folders};

// ---- recognising ------------------------------------------------------------

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
    class_list(taking);
    return NULL;
}

// ---- opening ----------------------------------------------------------------

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

// What is not in the class any more is removed from the copies: they cannot be
// what is handed in.
static struct error *expect_elsewhere(const struct taking *taking)
{
    char *in = realpath(taking->options->in, NULL);
    size_t n = strlen(taking->folder);
    bool inside = in != NULL && strncmp(in, taking->folder, n) == 0 &&
                  (in[n] == 0 || in[n] == '/');
    free(in);
    if (!inside)
        return NULL;
    return error_new(&INVALID,
                     "%s is where the grader keeps its copies; say the folder "
                     "that they came from",
                     taking->options->in);
}

static struct error *open_in(struct taking *taking)
{
    const char *in = taking->options->in;
    int fd = open(in, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat about;
    if (fd < 0)
        return no_in(in, errno);
    struct error *err = expect_elsewhere(taking);
    if (err != NULL) {
        close(fd);
        return err;
    }
    if (fstat(fd, &about) != 0 || !S_ISDIR(about.st_mode))
        return open_archive(taking, fd);
    taking->root = fd;
    return NULL;
}

static void taking_end(struct taking *taking)
{
    parcels_free(taking);
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
        err = class_take(&taking);
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
