// What is said of a submission that cannot be checked.
#include "job.h"
#include "suite.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "build/test/job-XXXXXX";

// A lab of three files, and a submission that has the first n of them.
struct made {
    struct grade_options options;
    struct check_lab *lab;
    struct class class;
    struct submission s;
};

static struct made *make(size_t n)
{
    struct made *made = calloc(1, sizeof(*made));
    expect_ok(check_lab_read("2", &made->lab));
    ck_assert_ptr_nonnull(mkdtemp(folder));
    made->class = (struct class){.options = &made->options,
                                 .lab = made->lab,
                                 .tests = "sha256:1",
                                 .cage = "all"};
    made->s = (struct submission){.student = "a",
                                  .folder = folder,
                                  .digest = "",
                                  .received = "",
                                  .n_files = n};
    for (size_t i = 0; i < n; i++) {
        char *path = check_format("%s/%s", folder, made->lab->files[i].name);
        expect_ok(check_write_file(path, "int x;\n", 7));
        free(path);
    }
    return made;
}

static void drop(struct made *made)
{
    folder_remove(folder);
    check_lab_free(made->lab);
    free(made);
}

TEST(all_files_of_a_lab_can_be_checked)
{
    struct made *made = make(3);
    ck_assert_uint_eq(made->lab->n_files, 3);
    ck_assert_ptr_null(job_unchecked(&made->class, &made->s));
    drop(made);
}

TEST(some_of_them_are_not_nothing)
{
    struct made *made = make(1);
    json_t *result = job_unchecked(&made->class, &made->s);
    const char *build = result_string(result, "build");
    ck_assert_str_eq(result_string(result, "status"), "rejected");
    ck_assert(strstr(build, made->lab->files[1].name) == build);
    ck_assert(strstr(build, " was not handed in; hand in all") != NULL);
    json_decref(result);
    drop(made);
}

TEST(none_of_them_is)
{
    struct made *made = make(0);
    json_t *result = job_unchecked(&made->class, &made->s);
    ck_assert_str_eq(result_string(result, "status"), "missing");
    ck_assert_str_eq(result_string(result, "build"), "");
    json_decref(result);
    drop(made);
}

TEST(one_that_could_not_be_taken_says_why_though_others_came)
{
    struct made *made = make(2);
    made->s.refused = "It is a symbolic link.";
    json_t *result = job_unchecked(&made->class, &made->s);
    ck_assert_str_eq(result_string(result, "status"), "rejected");
    ck_assert_str_eq(result_string(result, "build"), made->s.refused);
    json_decref(result);
    drop(made);
}
// private: linnet-0f5d3f897d262c7d
