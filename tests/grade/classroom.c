// A class for a test.
#include "classroom.h"
#include "suite.h"
#include <archive.h>
#include <archive_entry.h>
#include <ftw.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_PATHS = 1000 };

struct classroom {
    char *folder; // in and out/lab1/submissions are in it
    struct check_lab lab;
    struct grade_options options;
    struct roster *roster;
    struct intake *intake;
    char *copies;
    char *paths[MOST_PATHS];
    size_t n_paths;
};

struct classroom *classroom_open_lab(const char *first, const char *second)
{
    struct classroom *c = calloc(1, sizeof(*c));
    char pattern[] = "build/test/class-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(pattern));
    c->folder = realpath(pattern, NULL);
    ck_assert_ptr_nonnull(c->folder);
    c->lab = (struct check_lab){.number = "1", .name = "1-test"};
    c->lab.files[c->lab.n_files++].name = check_format("%s", first);
    if (second != NULL)
        c->lab.files[c->lab.n_files++].name = check_format("%s", second);
    c->lab.sources =
        check_format("%s%s%s", first, second != NULL ? ", " : "",
                     second != NULL ? second : "");
    c->options = (struct grade_options){.lab = "1", .jobs = 2};
    c->options.in = check_format("%s/in", c->folder);
    c->copies = check_format("%s/out/lab1/submissions", c->folder);
    hand_in_folder(c, "");
    return c;
}

struct classroom *classroom_open(void)
{
    return classroom_open_lab("nursery.c", NULL);
}

static int remove_one(const char *path, const struct stat *about, int kind,
                      struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_all(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void classroom_close(struct classroom *c)
{
    intake_free(c->intake);
    roster_free(c->roster);
    remove_all(c->folder);
    for (size_t i = 0; i < c->n_paths; i++)
        free(c->paths[i]);
    for (size_t i = 0; i < c->lab.n_files; i++)
        free(c->lab.files[i].name);
    free(c->lab.sources);
    free((char *)c->options.in);
    free(c->copies);
    free(c->folder);
    free(c);
}

static const char *keep_path(struct classroom *c, const char *folder,
                             const char *path)
{
    ck_assert_uint_lt(c->n_paths, MOST_PATHS);
    return c->paths[c->n_paths++] =
               check_format("%s%s%s", folder, path[0] != 0 ? "/" : "", path);
}

const char *in_path(struct classroom *c, const char *path)
{
    return keep_path(c, c->options.in, path);
}

const char *copy_path(struct classroom *c, const char *path)
{
    return keep_path(c, c->copies, path);
}

void enrol(struct classroom *c, const char *text)
{
    char *path = check_format("%s/roster.csv", c->folder);
    expect_ok(check_write_file(path, text, strlen(text)));
    expect_ok(roster_read(path, &c->roster));
    free(path);
}

void hand_in_bytes(struct classroom *c, const char *path, const char *bytes,
                   size_t n)
{
    const char *whole = in_path(c, path);
    char *folder = check_format("%.*s", (int)(strrchr(whole, '/') - whole),
                                whole);
    expect_ok(check_make_folder(folder));
    expect_ok(check_write_file(whole, bytes, n));
    free(folder);
}

void hand_in(struct classroom *c, const char *path, const char *text)
{
    hand_in_bytes(c, path, text, strlen(text));
}

void hand_in_folder(struct classroom *c, const char *path)
{
    expect_ok(check_make_folder(in_path(c, path)));
}

void classroom_remove(struct classroom *c, const char *path)
{
    remove_all(in_path(c, path));
}

struct error *try_class(struct classroom *c)
{
    intake_free(c->intake);
    c->intake = NULL;
    return intake_read(&c->options, &c->lab, c->roster, c->copies, &c->intake);
}

struct intake *take_class(struct classroom *c)
{
    expect_ok(try_class(c));
    return c->intake;
}

const struct submission *submission_of(const struct intake *intake,
                                       const char *student)
{
    for (size_t i = 0; i < intake->n; i++)
        if (strcmp(intake->list[i].student, student) == 0)
            return &intake->list[i];
    ck_abort_msg("there is no %s", student);
}

void expect_stray(const struct intake *intake, const char *from,
                  const char *why)
{
    for (size_t i = 0; i < intake->n_strays; i++) {
        const struct stray *stray = &intake->strays[i];
        if (strcmp(stray->from, from) != 0)
            continue;
        ck_assert_msg(strstr(stray->why, why) != NULL, "%s", stray->why);
        return;
    }
    ck_abort_msg("%s is no stray", from);
}

void expect_copy(struct classroom *c, const char *path, const char *text)
{
    char *bytes;
    size_t n;
    struct stat about;
    ck_assert_int_eq(lstat(copy_path(c, path), &about), 0);
    ck_assert(S_ISREG(about.st_mode));
    expect_ok(check_read_file(copy_path(c, path), 1 << 20, &bytes, &n));
    ck_assert_str_eq(bytes, text);
    free(bytes);
}

void expect_no_copy(struct classroom *c, const char *path)
{
    struct stat about;
    ck_assert_msg(lstat(copy_path(c, path), &about) != 0, "%s was copied",
                  path);
}

void in_is(struct classroom *c, char *path)
{
    const char *in = check_format("%s/%s", c->options.in, path);
    free((char *)c->options.in);
    c->options.in = in;
    free(path);
}

char *only_unpacked(struct classroom *c, const char *file)
{
    glob_t found;
    char *pattern = check_format("%s/.unpacked/*/%s", c->copies, file);
    ck_assert_int_eq(glob(pattern, 0, NULL, &found), 0);
    ck_assert_uint_eq(found.gl_pathc, 1);
    char *path = check_format("%s", found.gl_pathv[0]);
    globfree(&found);
    free(pattern);
    return path;
}

void hand_in_tar(struct classroom *c, const char *path, const char *name,
                 const char *text)
{
    hand_in(c, path, "");
    struct archive *a = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    archive_write_set_format_ustar(a);
    ck_assert_int_eq(archive_write_open_filename(a, in_path(c, path)),
                     ARCHIVE_OK);
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)strlen(text));
    ck_assert_int_eq(archive_write_header(a, entry), ARCHIVE_OK);
    archive_write_data(a, text, strlen(text));
    archive_entry_free(entry);
    archive_write_free(a);
}
// private: linnet-0f5d3f897d262c7d
