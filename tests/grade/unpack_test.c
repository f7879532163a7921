// Archives: what is in them is taken, and what is hostile is refused.
#include "classroom.h"
#include "suite.h"
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum form { TAR, TAR_GZ, ZIP, LOCKED_ZIP };

// Something to be packed. All zero but for its name is an empty file.
struct item {
    const char *name;
    const char *text;
    mode_t type;      // AE_IFDIR, AE_IFLNK, ...; 0: a file
    const char *link; // where it leads to
    bool hard;
    size_t zeros;     // in place of a text
    bool sparse;
};

#define PACKED(file, says)      {.name = (file), .text = (says)}
#define FOLDER(file)            {.name = (file), .type = AE_IFDIR}
#define OTHER(file, kind)       {.name = (file), .type = (kind)}
#define LINK(file, to)          {.name = (file), .type = AE_IFLNK, .link = (to)}
#define ZEROS(file, n, ...)     {.name = (file), .zeros = (n), ##__VA_ARGS__}

static const char *const endings[] = {
    [TAR] = ".tar",
    [TAR_GZ] = ".tar.gz",
    [ZIP] = ".zip",
    [LOCKED_ZIP] = ".zip",
};

static struct archive *open_writer(enum form form, const char *path)
{
    struct archive *a = archive_write_new();
    if (form == TAR_GZ)
        archive_write_add_filter_gzip(a);
    if (form == TAR || form == TAR_GZ)
        archive_write_set_format_pax_restricted(a);
    else
        archive_write_set_format_zip(a);
    if (form == LOCKED_ZIP) {
        archive_write_set_passphrase(a, "secret");
        archive_write_set_options(a, "zip:encryption=zipcrypt");
    }
    ck_assert_int_eq(archive_write_open_filename(a, path), ARCHIVE_OK);
    return a;
}

static void write_item(struct archive *a, const struct item *item)
{
    static const char zeros[65536];
    struct archive_entry *entry = archive_entry_new();
    size_t n = item->text != NULL ? strlen(item->text) : item->zeros;
    archive_entry_set_pathname(entry, item->name);
    archive_entry_set_filetype(entry, item->type != 0 ? item->type : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)n);
    if (item->hard)
        archive_entry_set_hardlink(entry, item->link);
    else if (item->link != NULL)
        archive_entry_set_symlink(entry, item->link);
    if (item->sparse)
        archive_entry_sparse_add_entry(entry, (la_int64_t)n - 10, 10);
    ck_assert_int_ge(archive_write_header(a, entry), ARCHIVE_WARN);
    if (item->text != NULL)
        archive_write_data(a, item->text, n);
    for (size_t left = item->zeros; left > 0;) {
        size_t part = left < sizeof(zeros) ? left : sizeof(zeros);
        archive_write_data(a, zeros, part);
        left -= part;
    }
    archive_entry_free(entry);
}

// Packs items as the archive of a student, or of another path.
static void pack(struct classroom *c, enum form form, const char *path,
                 const struct item *items, size_t n)
{
    char *name = check_format("%s%s", path, endings[form]);
    hand_in(c, name, "");
    struct archive *a = open_writer(form, in_path(c, name));
    for (size_t i = 0; i < n; i++)
        write_item(a, &items[i]);
    ck_assert_int_eq(archive_write_close(a), ARCHIVE_OK);
    archive_write_free(a);
    free(name);
}

#define PACK(c, kind, path, ...)                                               \
    do {                                                                       \
        const struct item items[] = {__VA_ARGS__};                             \
        pack((c), (kind), (path), items, array_length(items));                 \
    } while (0)

static const struct submission *take_s1(struct classroom *c)
{
    return submission_of(take_class(c), "s1");
}

// The archive of s1 is refused with a sentence that has these words.
static void expect_refused(struct classroom *c, const char *words)
{
    const struct submission *s = take_s1(c);
    ck_assert_uint_eq(s->n_files, 0);
    ck_assert_ptr_nonnull(s->refused);
    ck_assert_msg(strstr(s->refused, words) != NULL, "%s", s->refused);
    expect_no_copy(c, "s1");
    classroom_close(c);
}

#define EXPECT_REFUSED(words, kind, ...)                                       \
    do {                                                                       \
        struct classroom *c = classroom_open();                                \
        PACK(c, kind, "s1", __VA_ARGS__);                                      \
        expect_refused(c, words);                                              \
    } while (0)

// ---- what is fine -----------------------------------------------------------

REAL_TEST(tar_tar_gz_and_zip_are_taken)
{
    struct classroom *c = classroom_open();
    PACK(c, TAR, "s1", PACKED("nursery.c", "tar"));
    PACK(c, TAR_GZ, "s2", PACKED("nursery.c", "tar.gz"));
    PACK(c, ZIP, "s3", PACKED("nursery.c", "zip"));
    take_class(c);
    expect_copy(c, "s1/nursery.c", "tar");
    expect_copy(c, "s2/nursery.c", "tar.gz");
    expect_copy(c, "s3/nursery.c", "zip");
    classroom_close(c);
    return NULL;
}

REAL_TEST(files_may_be_in_a_folder_of_the_archive)
{
    struct classroom *c = classroom_open();
    PACK(c, TAR_GZ, "s1", FOLDER("./"), FOLDER("./lab/"),
         PACKED("./lab/nursery.c", "x"), PACKED("./lab/Makefile", "all:"));
    const struct submission *s = take_s1(c);
    expect_copy(c, "s1/nursery.c", "x");
    ck_assert_uint_eq(s->n_ignored, 1);
    ck_assert_str_eq(s->ignored[0], "lab/Makefile");
    ck_assert_str_eq(s->from, "s1.tar.gz");
    classroom_close(c);
    return NULL;
}

REAL_TEST(one_archive_in_the_folder_of_a_student_is_taken)
{
    struct classroom *c = classroom_open();
    PACK(c, ZIP, "s1/lab1", PACKED("nursery.c", "x"), PACKED("notes", "y"));
    hand_in(c, "s1/letter.txt", "hello");
    const struct submission *s = take_s1(c);
    expect_copy(c, "s1/nursery.c", "x");
    ck_assert_uint_eq(s->n_ignored, 2);
    classroom_close(c);
    return NULL;
}

REAL_TEST(two_archives_in_the_folder_of_a_student_are_refused)
{
    struct classroom *c = classroom_open();
    PACK(c, ZIP, "s1/a", PACKED("nursery.c", "1"));
    PACK(c, ZIP, "s1/b", PACKED("nursery.c", "2"));
    expect_refused(c, "Both a.zip and b.zip are in it");
    return NULL;
}

REAL_TEST(an_archive_beside_the_labs_file_is_ignored)
{
    struct classroom *c = classroom_open();
    PACK(c, ZIP, "s1/old", PACKED("nursery.c", "old"));
    hand_in(c, "s1/nursery.c", "new");
    const struct submission *s = take_s1(c);
    expect_copy(c, "s1/nursery.c", "new");
    ck_assert_str_eq(s->ignored[0], "old.zip");
    classroom_close(c);
    return NULL;
}

REAL_TEST(an_archive_in_an_archive_is_ignored)
{
    struct classroom *c = classroom_open();
    PACK(c, ZIP, "s1", PACKED("lab1.zip", "PK"), PACKED("r/r.tar.gz", "x"));
    const struct submission *s = take_s1(c);
    ck_assert_uint_eq(s->n_files, 0);
    ck_assert_uint_eq(s->n_ignored, 2);
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_folder_and_an_archive_of_one_student_are_two_submissions)
{
    struct classroom *c = classroom_open();
    PACK(c, ZIP, "s1", PACKED("nursery.c", "1"));
    hand_in(c, "s1/nursery.c", "2");
    struct intake *intake = take_class(c);
    ck_assert_uint_eq(intake->n, 0);
    expect_stray(intake, "s1.zip", "one of 2 submissions");
    classroom_close(c);
    return NULL;
}

REAL_TEST(in_an_archive_too_the_folder_nearest_to_the_top_wins)
{
    struct classroom *c = classroom_open();
    PACK(c, TAR, "s1", PACKED("a/b/nursery.c", "far"),
         PACKED("a/nursery.c", "near"));
    take_class(c);
    expect_copy(c, "s1/nursery.c", "near");
    classroom_close(c);
    return NULL;
}

REAL_TEST(names_may_have_any_bytes)
{
    struct classroom *c = classroom_open();
    PACK(c, TAR, "s1", PACKED("a\nb/nursery.c", "x"), PACKED("\xff\xfe.c", "y"),
         PACKED("\x1b[2J.c", "z"), PACKED("blank \\x41", "z"));
    const struct submission *s = take_s1(c);
    expect_copy(c, "s1/nursery.c", "x");
    ck_assert_uint_eq(s->n_ignored, 3);
    for (size_t i = 0; i < s->n_ignored; i++)
        for (const char *b = s->ignored[i]; *b != 0; b++)
            ck_assert(*b >= ' ' && *b < 0x7f);
    classroom_close(c);
    return NULL;
}

// ---- what is refused --------------------------------------------------------

REAL_TEST(a_name_twice_is_refused)
{
    EXPECT_REFUSED("nursery.c is in it twice", TAR, PACKED("nursery.c", "1"),
                   PACKED("./nursery.c", "2"));
    EXPECT_REFUSED("nursery.c is in it twice", ZIP, PACKED("nursery.c", "1"),
                   PACKED("nursery.c", "2"));
    return NULL;
}

REAL_TEST(two_files_that_are_as_near_are_refused)
{
    EXPECT_REFUSED("Both a/nursery.c and b/nursery.c are in it", ZIP,
                   PACKED("b/nursery.c", "1"), PACKED("a/nursery.c", "2"));
    return NULL;
}

REAL_TEST(links_and_devices_are_refused)
{
    EXPECT_REFUSED("nursery.c is a link", TAR,
                   LINK("nursery.c", "/etc/passwd"));
    EXPECT_REFUSED("nursery.c is a link", ZIP,
                   LINK("nursery.c", "/etc/passwd"));
    EXPECT_REFUSED("nursery.c is a link", TAR,
                   {.name = "nursery.c", .link = "../passwd", .hard = true});
    EXPECT_REFUSED("nursery.c is no file", TAR, OTHER("nursery.c", AE_IFCHR));
    EXPECT_REFUSED("nursery.c is no file", TAR, OTHER("nursery.c", AE_IFIFO));
    EXPECT_REFUSED("nursery.c is a folder", TAR, FOLDER("nursery.c"));
    return NULL;
}

REAL_TEST(a_sparse_file_is_refused)
{
    EXPECT_REFUSED("nursery.c is a sparse file", TAR,
                   ZEROS("nursery.c", 300000, .sparse = true));
    return NULL;
}

REAL_TEST(paths_that_lead_elsewhere_are_refused)
{
    EXPECT_REFUSED("leads out of the archive", TAR,
                   PACKED("../nursery.c", "x"));
    EXPECT_REFUSED("leads out of the archive", TAR,
                   PACKED("/tmp/nursery.c", "x"));
    EXPECT_REFUSED("leads out of the archive", TAR,
                   PACKED("a/../nursery.c", "x"));
    EXPECT_REFUSED("leads out of the archive", ZIP,
                   PACKED("../../nursery.c", "x"));
    return NULL;
}

REAL_TEST(a_path_with_backslashes_names_no_file_of_the_lab)
{
    struct classroom *c = classroom_open();
    PACK(c, TAR, "s1", PACKED("..\\..\\nursery.c", "x"));
    ck_assert_uint_eq(take_s1(c)->n_files, 0);
    expect_no_copy(c, "s1");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_file_below_a_link_goes_nowhere)
{
    struct classroom *c = classroom_open();
    PACK(c, TAR, "s1", LINK("lab", "/tmp"),
         PACKED("lab/nursery.c", "x"));
    take_class(c);
    expect_copy(c, "s1/nursery.c", "x");
    ck_assert_int_ne(access("/tmp/nursery.c", F_OK), 0);
    classroom_close(c);
    return NULL;
}

REAL_TEST(an_encrypted_archive_is_refused)
{
    EXPECT_REFUSED("It is encrypted", LOCKED_ZIP, PACKED("nursery.c", "x"));
    return NULL;
}

REAL_TEST(an_empty_archive_is_refused)
{
    struct classroom *c = classroom_open();
    pack(c, ZIP, "s1", NULL, 0);
    pack(c, TAR, "s2", NULL, 0);
    hand_in(c, "s3.zip", "");
    struct intake *intake = take_class(c);
    for (size_t i = 0; i < 3; i++)
        ck_assert_msg(strstr(intake->list[i].refused, "It is damaged") ||
                          strstr(intake->list[i].refused, "Nothing is in it"),
                      "%s", intake->list[i].refused);
    classroom_close(c);
    return NULL;
}

REAL_TEST(what_is_no_archive_is_refused)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1.zip", "int main(void) { return 0; }");
    expect_refused(c, "It is damaged, or of another kind than tar, tar.gz");
    return NULL;
}

REAL_TEST(a_truncated_archive_is_refused)
{
    static const enum form forms[] = {TAR, TAR_GZ, ZIP};
    for (size_t i = 0; i < array_length(forms); i++) {
        struct classroom *c = classroom_open();
        char text[3000];
        for (size_t j = 0; j < sizeof(text); j++)
            text[j] = (char)('a' + (j * j * 31 + j * 7) % 26);
        text[sizeof(text) - 1] = 0;
        PACK(c, forms[i], "s1", PACKED("nursery.c", text));
        char *name = check_format("s1%s", endings[forms[i]]);
        struct stat about;
        ck_assert_int_eq(stat(in_path(c, name), &about), 0);
        off_t most = forms[i] == TAR ? 2000 : about.st_size / 2;
        ck_assert_int_eq(truncate(in_path(c, name), most), 0);
        free(name);
        expect_refused(c, "It is damaged");
    }
    return NULL;
}

REAL_TEST(a_file_in_an_archive_of_more_than_512_kib_is_refused)
{
    EXPECT_REFUSED("nursery.c has more than 512 KiB", TAR,
                   ZEROS("nursery.c", 512 * 1024 + 1));
    EXPECT_REFUSED("nursery.c has more than 512 KiB", ZIP,
                   ZEROS("nursery.c", 512 * 1024 + 1));
    return NULL;
}

REAL_TEST(an_archive_with_much_in_it_is_refused)
{
    EXPECT_REFUSED("More than 8 MiB are in it", TAR_GZ,
                   PACKED("nursery.c", "x"),
                   ZEROS("other", 9 << 20));
    EXPECT_REFUSED("More than 8 MiB are in it", ZIP, PACKED("nursery.c", "x"),
                   ZEROS("other", 9 << 20));
    return NULL;
}

REAL_TEST(an_archive_that_grows_much_is_refused)
{
    EXPECT_REFUSED("more than 100 times its own size", TAR_GZ,
                   PACKED("nursery.c", "x"), ZEROS("other", 7 << 20));
    EXPECT_REFUSED("more than 100 times its own size", ZIP,
                   PACKED("nursery.c", "x"),
                   ZEROS("other", 7 << 20));
    return NULL;
}

REAL_TEST(a_large_archive_is_refused)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1.tar", "x");
    ck_assert_int_eq(truncate(in_path(c, "s1.tar"), (8 << 20) + 1), 0);
    expect_refused(c, "The archive has more than 8 MiB");
    return NULL;
}

static void expect_entries(int n, bool fine)
{
    struct classroom *c = classroom_open();
    struct item *items = calloc((size_t)n, sizeof(items[0]));
    char (*names)[16] = calloc((size_t)n, sizeof(names[0]));
    for (int i = 0; i < n; i++) {
        sprintf(names[i], "f%d", i);
        items[i].name = i == 0 ? "nursery.c" : names[i];
    }
    pack(c, TAR_GZ, "s1", items, (size_t)n);
    free(items);
    free(names);
    if (!fine) {
        expect_refused(c, "More than 64 files and folders are in it");
        return;
    }
    ck_assert_uint_eq(take_s1(c)->n_files, 1);
    classroom_close(c);
}

REAL_TEST(an_archive_of_many_files_is_refused)
{
    expect_entries(64, true);
    expect_entries(65, false);
    expect_entries(100000, false);
    return NULL;
}

REAL_TEST(folders_in_an_archive_deeper_than_four_are_not_looked_into)
{
    EXPECT_REFUSED("is in too many folders below each other", TAR,
                   PACKED("1/2/3/4/5/nursery.c", "x"));
    return NULL;
}

// ---- again ------------------------------------------------------------------

REAL_TEST(an_archive_that_has_not_changed_is_not_unpacked_again)
{
    struct classroom *c = classroom_open();
    struct stat before, after;
    PACK(c, ZIP, "s1", PACKED("nursery.c", "x"));
    take_class(c);
    char *first = only_unpacked(c, "listing");
    ck_assert_int_eq(stat(first, &before), 0);
    take_class(c);
    ck_assert_int_eq(stat(first, &after), 0);
    ck_assert_uint_eq(before.st_ino, after.st_ino);
    ck_assert_int_eq(before.st_ctim.tv_nsec, after.st_ctim.tv_nsec);
    expect_copy(c, "s1/nursery.c", "x");
    free(first);
    classroom_close(c);
    return NULL;
}

REAL_TEST(an_archive_that_was_not_unpacked_to_its_end_is_unpacked_again)
{
    struct classroom *c = classroom_open();
    PACK(c, ZIP, "s1", PACKED("nursery.c", "x"));
    take_class(c);
    char *listing = only_unpacked(c, "listing");
    char *file = only_unpacked(c, "1");
    ck_assert_int_eq(unlink(listing), 0);
    ck_assert_int_eq(truncate(file, 0), 0);
    take_class(c);
    expect_copy(c, "s1/nursery.c", "x");
    free(listing);
    free(file);
    classroom_close(c);
    return NULL;
}

REAL_TEST(what_was_unpacked_of_archives_that_are_gone_is_removed)
{
    struct classroom *c = classroom_open();
    PACK(c, ZIP, "s1", PACKED("nursery.c", "x"));
    hand_in(c, "s2/nursery.c", "y");
    take_class(c);
    classroom_remove(c, "s1.zip");
    take_class(c);
    expect_no_copy(c, "s1");
    expect_no_copy(c, ".unpacked");
    classroom_close(c);
    return NULL;
}

// ---- a whole class in one archive -------------------------------------------

REAL_TEST(a_whole_class_may_come_in_one_archive)
{
    static const enum form forms[] = {TAR, TAR_GZ, ZIP};
    for (size_t i = 0; i < array_length(forms); i++) {
        struct classroom *c = classroom_open();
        PACK(c, forms[i], "all", PACKED("s1/nursery.c", "1"),
             PACKED("s2/lab/nursery.c", "2"), FOLDER("s3/"),
             PACKED("s4/notes.txt", "4"));
        in_is(c, check_format("all%s", endings[forms[i]]));
        struct intake *intake = take_class(c);
        ck_assert_uint_eq(intake->n, 4);
        expect_copy(c, "s1/nursery.c", "1");
        expect_copy(c, "s2/nursery.c", "2");
        ck_assert_str_eq(submission_of(intake, "s4")->ignored[0], "notes.txt");
        take_class(c);
        expect_copy(c, "s1/nursery.c", "1");
        classroom_close(c);
    }
    return NULL;
}

REAL_TEST(in_a_class_archive_each_student_may_have_an_archive)
{
    struct classroom *c = classroom_open();
    PACK(c, ZIP, "s1", PACKED("nursery.c", "x"));
    char *bytes;
    size_t n;
    expect_ok(check_read_file(in_path(c, "s1.zip"), 1 << 20, &bytes, &n));
    struct archive *a = open_writer(TAR, in_path(c, "all.tar"));
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, "s1.zip");
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)n);
    archive_write_header(a, entry);
    archive_write_data(a, bytes, n);
    archive_entry_free(entry);
    archive_write_free(a);
    free(bytes);
    in_is(c, check_format("all.tar"));
    take_class(c);
    expect_copy(c, "s1/nursery.c", "x");
    classroom_close(c);
    return NULL;
}

REAL_TEST(archives_that_are_the_same_are_each_taken)
{
    struct classroom *c = classroom_open();
    char name[16];
    for (int i = 0; i < 12; i++) {
        sprintf(name, "s%d", i);
        PACK(c, TAR, name, PACKED("nursery.c", "same"));
    }
    struct intake *intake = take_class(c);
    for (size_t i = 0; i < 12; i++)
        ck_assert_uint_eq(intake->list[i].n_files, 1);
    free(only_unpacked(c, "listing"));
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_hostile_class_archive_writes_nowhere_else)
{
    struct classroom *c = classroom_open();
    PACK(c, TAR, "all", PACKED("s1/nursery.c", "1"),
         LINK("s2", "../../../.."), PACKED("s2/nursery.c", "2"),
         PACKED("../s3/nursery.c", "3"), PACKED("/s4/nursery.c", "4"),
         LINK("s5/nursery.c", "/etc/passwd"),
         ZEROS("s6/nursery.c", 600 * 1024));
    in_is(c, check_format("all.tar"));
    struct intake *intake = take_class(c);
    expect_copy(c, "s1/nursery.c", "1");
    expect_stray(intake, "s2", "symbolic link");
    ck_assert_ptr_nonnull(
        strstr(submission_of(intake, "s5")->refused, "is a symbolic link"));
    ck_assert_ptr_nonnull(
        strstr(submission_of(intake, "s6")->refused, "more than 512 KiB"));
    expect_no_copy(c, "s3");
    expect_no_copy(c, "s4");
    classroom_close(c);
    return NULL;
}

static void expect_invalid(struct classroom *c, const char *words)
{
    struct error *err = try_class(c);
    ck_assert_ptr_nonnull(err);
    ck_assert_msg(strstr(error_message(err), words) != NULL, "%s",
                  error_message(err));
    expect_error(err, &INVALID);
    classroom_close(c);
}

REAL_TEST(a_class_archive_that_has_a_name_twice_is_told)
{
    struct classroom *c = classroom_open();
    PACK(c, TAR, "all", PACKED("s1/nursery.c", "1"),
         PACKED("s1/nursery.c", "2"));
    in_is(c, check_format("all.tar"));
    expect_invalid(c, "has s1/nursery.c twice");
    return NULL;
}

REAL_TEST(a_class_archive_that_is_none_is_told)
{
    struct classroom *c = classroom_open();
    hand_in(c, "all.zip", "x");
    in_is(c, check_format("all.zip"));
    expect_invalid(c, "all.zip cannot be taken: It is damaged");
    return NULL;
}

REAL_TEST(the_archive_of_one_student_is_no_class)
{
    struct classroom *c = classroom_open();
    PACK(c, ZIP, "s1", PACKED("nursery.c", "x"));
    in_is(c, check_format("s1.zip"));
    expect_invalid(c, "has a file nursery.c of its own");
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
