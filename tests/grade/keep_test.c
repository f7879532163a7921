// Files that outlast a loss of power.
#include "grade.h"
#include "suite.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "build/test/keep-XXXXXX";

static char *path_of(const char *name)
{
    if (strstr(folder, "XXXXXX") != NULL)
        ck_assert_ptr_nonnull(mkdtemp(folder));
    return check_format("%s/%s", folder, name);
}

static void expect_text(const char *path, const char *text)
{
    char *bytes;
    size_t n;
    expect_ok(check_read_file(path, 1 << 20, &bytes, &n));
    ck_assert_str_eq(bytes, text);
    free(bytes);
}

// Nothing but the file itself; then it is gone too.
static void expect_alone(char *path)
{
    DIR *dir = opendir(folder);
    size_t n = 0;
    while (readdir(dir) != NULL)
        n++;
    closedir(dir);
    ck_assert_uint_eq(n, 3);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(rmdir(folder), 0);
    free(path);
}

TEST(a_file_is_written)
{
    char *path = path_of("file");
    expect_ok(keep_file(path, "text", 4));
    expect_text(path, "text");
    expect_alone(path);
}

TEST(a_file_is_replaced)
{
    char *path = path_of("file");
    expect_ok(keep_file(path, "a long one", 10));
    expect_ok(keep_file(path, "", 0));
    expect_text(path, "");
    expect_alone(path);
}

TEST(a_file_may_be_named_without_a_folder)
{
    char *path = path_of("file");
    ck_assert_int_eq(chdir(folder), 0);
    expect_ok(keep_file("file", "text", 4));
    ck_assert_int_eq(chdir("../../.."), 0);
    expect_text(path, "text");
    expect_alone(path);
}

TEST(who_has_it_open_reads_what_was_there)
{
    char *path = path_of("file"), text[8] = "";
    expect_ok(keep_file(path, "old", 3));
    FILE *old = fopen(path, "r");
    expect_ok(keep_file(path, "new", 3));
    ck_assert_ptr_nonnull(fgets(text, sizeof(text), old));
    ck_assert_str_eq(text, "old");
    fclose(old);
    expect_alone(path);
}

TEST(a_folder_that_is_not_there_is_an_error)
{
    expect_error(keep_file("build/test/no-such-folder/file", "x", 1),
                 &NOT_FOUND);
}

TEST(what_cannot_be_replaced_leaves_nothing_behind)
{
    char *path = path_of("file");
    ck_assert_int_eq(mkdir(path, 0777), 0);
    struct error *err = keep_file(path, "x", 1);
    ck_assert_ptr_nonnull(err);
    error_free(err);
    ck_assert_int_eq(rmdir(path), 0);
    expect_ok(keep_file(path, "x", 1));
    expect_alone(path);
}

TEST(a_file_of_the_same_bytes_has_them)
{
    char *path = path_of("file");
    expect_ok(keep_file(path, "text", 4));
    ck_assert(keep_has(path, "text", 4));
    expect_alone(path);
}

TEST(a_file_of_other_bytes_does_not_have_them)
{
    char *path = path_of("file");
    expect_ok(keep_file(path, "text", 4));
    ck_assert(!keep_has(path, "next", 4));
    ck_assert(!keep_has(path, "texts", 5));
    ck_assert(!keep_has(path, "tex", 3));
    expect_alone(path);
}

TEST(a_link_to_such_a_file_does_not_have_them)
{
    char *path = path_of("file"), *link = path_of("link");
    expect_ok(keep_file(path, "text", 4));
    ck_assert_int_eq(symlink("file", link), 0);
    ck_assert(!keep_has(link, "text", 4));
    ck_assert_int_eq(unlink(link), 0);
    expect_alone(path);
    free(link);
}

TEST(a_pipe_has_no_bytes_and_is_not_waited_for)
{
    char *path = path_of("pipe");
    ck_assert_int_eq(mkfifo(path, 0666), 0);
    ck_assert(!keep_has(path, "", 0));
    expect_alone(path);
}
// private: linnet-0f5d3f897d262c7d
