// What was handed in: a folder of folders.
#include "classroom.h"
#include "scope.h"
#include "suite.h"
#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

REAL_TEST(a_folder_of_each_student_is_taken)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "one");
    hand_in(c, "s2/nursery.c", "two");
    struct intake *intake = take_class(c);
    ck_assert_str_eq(intake->form, "a folder of folders");
    ck_assert_uint_eq(intake->n, 2);
    ck_assert_uint_eq(intake->n_strays, 0);
    expect_copy(c, "s1/nursery.c", "one");
    expect_copy(c, "s2/nursery.c", "two");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_submission_says_where_its_files_are)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "one");
    const struct submission *s = submission_of(take_class(c), "s1");
    ck_assert_int_eq(s->folder[0], '/');
    char *path = check_format("%s/nursery.c", s->folder);
    ck_assert_int_eq(access(path, R_OK), 0);
    ck_assert_uint_eq(s->n_files, 1);
    ck_assert_str_eq(s->from, "s1");
    ck_assert_str_eq(s->received, "");
    ck_assert_int_eq(s->attempt, 1);
    ck_assert_ptr_null(s->refused);
    free(path);
    classroom_close(c);
    return NULL;
}

REAL_TEST(those_who_handed_in_nothing_are_in_the_list)
{
    struct classroom *c = classroom_open();
    enrol(c, "student\ns2\ns1\ns3\n");
    hand_in(c, "s3/nursery.c", "x");
    struct intake *intake = take_class(c);
    ck_assert_uint_eq(intake->n, 3);
    ck_assert_str_eq(intake->list[0].student, "s1");
    ck_assert_str_eq(intake->list[0].from, "");
    ck_assert_str_eq(intake->list[0].digest, "");
    ck_assert_uint_eq(intake->list[0].n_files, 0);
    ck_assert_str_eq(intake->list[2].student, "s3");
    ck_assert_ptr_nonnull(intake->list[2].person);
    classroom_close(c);
    return NULL;
}

REAL_TEST(what_matches_nobody_is_a_stray)
{
    struct classroom *c = classroom_open();
    enrol(c, "student,name\ns1,Ada Lovelace\n");
    hand_in(c, "s1/nursery.c", "x");
    hand_in(c, "lab-final(2)/nursery.c", "x");
    hand_in(c, "Ada Lovelace/nursery.c", "x");
    hand_in(c, "S1/nursery.c", "x");
    struct intake *intake = take_class(c);
    ck_assert_uint_eq(intake->n, 1);
    ck_assert_uint_eq(intake->n_strays, 3);
    expect_stray(intake, "lab-final(2)", "Nobody in the roster has this");
    expect_stray(intake, "Ada Lovelace", "Nobody in the roster has this");
    expect_stray(intake, "S1", "Nobody in the roster has this");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_folder_may_be_called_after_login_number_or_address)
{
    struct classroom *c = classroom_open();
    enrol(c, "student,login,sis,email\n"
             "s1,ada,,\ns2,,777,\ns3,,,Bo@X.edu\n");
    hand_in(c, "ada/nursery.c", "1");
    hand_in(c, "777/nursery.c", "2");
    hand_in(c, "bo@x.edu/nursery.c", "3");
    take_class(c);
    expect_copy(c, "s1/nursery.c", "1");
    expect_copy(c, "s2/nursery.c", "2");
    expect_copy(c, "s3/nursery.c", "3");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_text_that_several_people_have_is_nobodys)
{
    struct classroom *c = classroom_open();
    enrol(c, "student,login\ns1,same\ns2,same\n");
    hand_in(c, "same/nursery.c", "x");
    struct intake *intake = take_class(c);
    expect_stray(intake, "same", "Several people in the roster have this");
    expect_no_copy(c, "s1");
    expect_no_copy(c, "s2");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_key_says_more_than_a_login)
{
    struct classroom *c = classroom_open();
    enrol(c, "student,login\ns1,s2\ns2,s1\n");
    hand_in(c, "s1/nursery.c", "x");
    take_class(c);
    expect_copy(c, "s1/nursery.c", "x");
    expect_no_copy(c, "s2");
    classroom_close(c);
    return NULL;
}

REAL_TEST(of_two_submissions_of_one_person_none_is_taken)
{
    struct classroom *c = classroom_open();
    enrol(c, "student,login\ns1,ada\n");
    hand_in(c, "s1/nursery.c", "x");
    hand_in(c, "ada/nursery.c", "y");
    struct intake *intake = take_class(c);
    ck_assert_uint_eq(intake->n, 1);
    ck_assert_uint_eq(intake->list[0].n_files, 0);
    expect_stray(intake, "s1", "one of 2 submissions of s1, as is \"ada\"");
    expect_stray(intake, "ada", "one of 2 submissions of s1, as is \"s1\"");
    expect_no_copy(c, "s1");
    classroom_close(c);
    return NULL;
}

REAL_TEST(names_that_can_name_no_file_get_a_key_of_their_own)
{
    struct classroom *c = classroom_open();
    hand_in(c, "a b/nursery.c", "1");
    hand_in(c, "a\nb/nursery.c", "2");
    hand_in(c, "-rf/nursery.c", "3");
    hand_in(c, "\xff/nursery.c", "4");
    struct intake *intake = take_class(c);
    ck_assert_uint_eq(intake->n, 4);
    for (size_t i = 0; i < intake->n; i++) {
        ck_assert_uint_eq(intake->list[i].n_files, 1);
        ck_assert_ptr_null(strpbrk(intake->list[i].student, " \n/\xff"));
        ck_assert_int_ne(intake->list[i].student[0], '-');
        ck_assert_ptr_null(strchr(intake->list[i].from, '\n'));
        if (i > 0)
            ck_assert_str_ne(intake->list[i - 1].student,
                             intake->list[i].student);
    }
    classroom_close(c);
    return NULL;
}

REAL_TEST(only_the_labs_files_are_taken_and_all_else_is_listed)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    hand_in(c, "s1/Makefile", "all:");
    hand_in(c, "s1/build/old.o", "o");
    hand_in(c, "s1/check.h", "h");
    hand_in(c, "s1/a\nb.c", "n");
    const struct submission *s = submission_of(take_class(c), "s1");
    static const char *const ignored[] = {"Makefile", "a\\x0ab.c", "check.h",
                                          "build/"};
    ck_assert_uint_eq(s->n_ignored, 4);
    for (size_t i = 0; i < 4; i++)
        ck_assert_str_eq(s->ignored[i], ignored[i]);
    expect_no_copy(c, "s1/Makefile");
    classroom_close(c);
    return NULL;
}

REAL_TEST(of_many_other_files_twenty_are_named)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    for (int i = 0; i < 33; i++) {
        char name[40];
        sprintf(name, "s1/other-%02d", i);
        hand_in(c, name, "");
    }
    const struct submission *s = submission_of(take_class(c), "s1");
    ck_assert_uint_eq(s->n_ignored, 33);
    ck_assert_str_eq(s->ignored[19], "other-19");
    classroom_close(c);
    return NULL;
}

REAL_TEST(files_in_one_folder_below_are_found)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/labs/1-nursery/nursery.c", "deep");
    hand_in(c, "s1/letter.txt", "hello");
    take_class(c);
    expect_copy(c, "s1/nursery.c", "deep");
    classroom_close(c);
    return NULL;
}

REAL_TEST(the_folder_nearest_to_the_top_wins)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/lab/nursery.c", "near");
    hand_in(c, "s1/a/old/nursery.c", "far");
    take_class(c);
    expect_copy(c, "s1/nursery.c", "near");
    classroom_close(c);
    return NULL;
}

REAL_TEST(two_folders_that_are_as_near_are_refused)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/new/nursery.c", "1");
    hand_in(c, "s1/old/nursery.c", "2");
    const struct submission *s = submission_of(take_class(c), "s1");
    ck_assert_uint_eq(s->n_files, 0);
    ck_assert_str_eq(s->refused, "Both new/nursery.c and old/nursery.c are in "
                                 "it; hand in one of them.");
    expect_no_copy(c, "s1");
    classroom_close(c);
    return NULL;
}

REAL_TEST(files_of_one_lab_come_from_one_folder)
{
    struct classroom *c = classroom_open_lab("stream.c", "limiter.c");
    hand_in(c, "s1/a/stream.c", "1");
    hand_in(c, "s1/b/limiter.c", "2");
    hand_in(c, "s2/stream.c", "1");
    hand_in(c, "s2/limiter.c", "2");
    hand_in(c, "s3/stream.c", "1");
    struct intake *intake = take_class(c);
    ck_assert_ptr_nonnull(strstr(submission_of(intake, "s1")->refused, "Both"));
    ck_assert_uint_eq(submission_of(intake, "s2")->n_files, 2);
    ck_assert_uint_eq(submission_of(intake, "s3")->n_files, 1);
    ck_assert_ptr_null(submission_of(intake, "s3")->refused);
    classroom_close(c);
    return NULL;
}

REAL_TEST(folders_deeper_than_four_are_not_looked_into)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/1/2/3/4/nursery.c", "in");
    hand_in(c, "s2/1/2/3/4/5/nursery.c", "out");
    struct intake *intake = take_class(c);
    ck_assert_uint_eq(submission_of(intake, "s1")->n_files, 1);
    ck_assert_uint_eq(submission_of(intake, "s2")->n_files, 0);
    classroom_close(c);
    return NULL;
}

REAL_TEST(an_empty_folder_has_no_files)
{
    struct classroom *c = classroom_open();
    hand_in_folder(c, "s1");
    hand_in(c, "s2/letter.txt", "I was ill.");
    struct intake *intake = take_class(c);
    ck_assert_uint_eq(intake->n, 2);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_uint_eq(intake->list[i].n_files, 0);
        ck_assert_ptr_null(intake->list[i].refused);
        ck_assert_str_eq(intake->list[i].digest, "");
    }
    ck_assert_str_eq(intake->list[1].ignored[0], "letter.txt");
    classroom_close(c);
    return NULL;
}

// ---- what is no file of its own ---------------------------------------------

// The one submission is refused with that sentence.
static void expect_refused(struct classroom *c, const char *sentence)
{
    const struct submission *s = submission_of(take_class(c), "s1");
    ck_assert_uint_eq(s->n_files, 0);
    ck_assert_ptr_nonnull(s->refused);
    ck_assert_str_eq(s->refused, sentence);
    expect_no_copy(c, "s1");
    classroom_close(c);
}

REAL_TEST(a_symbolic_link_is_not_followed)
{
    struct classroom *c = classroom_open();
    hand_in_folder(c, "s1");
    ck_assert_int_eq(symlink("/etc/passwd", in_path(c, "s1/nursery.c")), 0);
    expect_refused(c, "nursery.c is a symbolic link, not a file of C.");
    return NULL;
}

REAL_TEST(a_folder_that_is_a_link_is_not_followed)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    hand_in_folder(c, "s2");
    ck_assert_int_eq(symlink("../s1", in_path(c, "s2/lab")), 0);
    ck_assert_int_eq(symlink("s1", in_path(c, "s3")), 0);
    struct intake *intake = take_class(c);
    ck_assert_uint_eq(submission_of(intake, "s2")->n_files, 0);
    expect_stray(intake, "s3", "symbolic link");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_hard_link_is_refused)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    ck_assert_int_eq(link(in_path(c, "s1/nursery.c"),
                          in_path(c, "s1/other")), 0);
    expect_refused(c, "nursery.c is a hard link to another file, not a file "
                      "of its own.");
    return NULL;
}

REAL_TEST(a_named_pipe_does_not_block)
{
    struct classroom *c = classroom_open();
    hand_in_folder(c, "s1");
    ck_assert_int_eq(mkfifo(in_path(c, "s1/nursery.c"), 0666), 0);
    expect_refused(c, "nursery.c is a named pipe, not a file of C.");
    return NULL;
}

REAL_TEST(a_folder_with_the_name_of_a_file_is_refused)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c/x", "x");
    expect_refused(c, "nursery.c/ is a folder, not a file of C.");
    return NULL;
}

REAL_TEST(a_file_of_more_than_512_kib_is_refused)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    ck_assert_int_eq(truncate(in_path(c, "s1/nursery.c"), 512 * 1024 + 1), 0);
    expect_refused(c, "nursery.c has more than 512 KiB.");
    return NULL;
}

REAL_TEST(a_file_of_512_kib_is_taken)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    ck_assert_int_eq(truncate(in_path(c, "s1/nursery.c"), 512 * 1024), 0);
    ck_assert_uint_eq(submission_of(take_class(c), "s1")->n_files, 1);
    classroom_close(c);
    return NULL;
}

REAL_TEST(one_file_that_cannot_be_taken_keeps_no_other_back)
{
    struct classroom *c = classroom_open_lab("stream.c", "limiter.c");
    hand_in(c, "s1/limiter.c", "2");
    ck_assert_int_eq(symlink("limiter.c", in_path(c, "s1/stream.c")), 0);
    const struct submission *s = submission_of(take_class(c), "s1");
    ck_assert_uint_eq(s->n_files, 1);
    ck_assert_str_eq(s->refused,
                     "stream.c is a symbolic link, not a file of C.");
    expect_copy(c, "s1/limiter.c", "2");
    expect_no_copy(c, "s1/stream.c");
    classroom_close(c);
    return NULL;
}

// Without two of its powers root is like others.
static void be_ordinary(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    ck_assert_int_eq(syscall(SYS_capget, &header, data), 0);
    data[0].effective &=
        ~(1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH);
    ck_assert_int_eq(syscall(SYS_capset, &header, data), 0);
}

REAL_TEST(a_file_that_may_not_be_read_is_told)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    ck_assert_int_eq(chmod(in_path(c, "s1/nursery.c"), 0), 0);
    be_ordinary();
    expect_refused(c, "nursery.c cannot be read by whoever grades it.");
    return NULL;
}

REAL_TEST(a_folder_that_may_not_be_read_is_told)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    hand_in(c, "s2/nursery.c", "x");
    ck_assert_int_eq(chmod(in_path(c, "s1"), 0), 0);
    be_ordinary();
    struct intake *intake = take_class(c);
    ck_assert_str_eq(submission_of(intake, "s1")->refused,
                     "A folder of it cannot be read by whoever grades it.");
    expect_copy(c, "s2/nursery.c", "x");
    ck_assert_int_eq(chmod(in_path(c, "s1"), 0700), 0);
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_class_that_may_not_be_read_is_told)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    ck_assert_int_eq(chmod(in_path(c, ""), 0), 0);
    be_ordinary();
    struct error *err = try_class(c);
    ck_assert_ptr_nonnull(strstr(error_message(err), "that you may read"));
    expect_error(err, &INVALID);
    ck_assert_int_eq(chmod(in_path(c, ""), 0700), 0);
    classroom_close(c);
    return NULL;
}

REAL_TEST(bytes_are_taken_as_they_are)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "\xef\xbb\xbf\r\n\xff\x01 no end");
    take_class(c);
    expect_copy(c, "s1/nursery.c", "\xef\xbb\xbf\r\n\xff\x01 no end");
    classroom_close(c);
    return NULL;
}

// ---- again ------------------------------------------------------------------

REAL_TEST(what_has_not_changed_is_left_as_it_is)
{
    struct classroom *c = classroom_open();
    struct stat before, after;
    hand_in(c, "s1/nursery.c", "x");
    take_class(c);
    ck_assert_int_eq(stat(copy_path(c, "s1/nursery.c"), &before), 0);
    take_class(c);
    ck_assert_int_eq(stat(copy_path(c, "s1/nursery.c"), &after), 0);
    ck_assert_uint_eq(before.st_ino, after.st_ino);
    ck_assert_int_eq(before.st_ctim.tv_nsec, after.st_ctim.tv_nsec);
    classroom_close(c);
    return NULL;
}

REAL_TEST(what_has_changed_is_taken_anew)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "old");
    char *old = check_format("%s", submission_of(take_class(c), "s1")->digest);
    hand_in(c, "s1/nursery.c", "new");
    const struct submission *s = submission_of(take_class(c), "s1");
    ck_assert_str_ne(s->digest, old);
    expect_copy(c, "s1/nursery.c", "new");
    free(old);
    classroom_close(c);
    return NULL;
}

REAL_TEST(equal_files_have_equal_digests)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "same");
    hand_in(c, "s2/lab/nursery.c", "same");
    hand_in(c, "s3/nursery.c", "other");
    struct intake *intake = take_class(c);
    ck_assert_int_eq(strncmp(intake->list[0].digest, "sha256:", 7), 0);
    ck_assert_str_eq(intake->list[0].digest, intake->list[1].digest);
    ck_assert_str_ne(intake->list[0].digest, intake->list[2].digest);
    classroom_close(c);
    return NULL;
}

REAL_TEST(copies_of_those_who_are_gone_are_removed)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    hand_in(c, "s2/nursery.c", "x");
    take_class(c);
    classroom_remove(c, "s1");
    classroom_remove(c, "s2/nursery.c");
    hand_in(c, "s3/nursery.c", "x");
    take_class(c);
    expect_no_copy(c, "s1");
    expect_no_copy(c, "s2");
    expect_copy(c, "s3/nursery.c", "x");
    classroom_close(c);
    return NULL;
}

REAL_TEST(the_copies_hold_nothing_else)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    take_class(c);
    close(open(copy_path(c, "s1/extra.h"), O_CREAT | O_WRONLY, 0666));
    take_class(c);
    expect_no_copy(c, "s1/extra.h");
    expect_copy(c, "s1/nursery.c", "x");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_link_among_the_copies_is_replaced)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    take_class(c);
    ck_assert_int_eq(unlink(copy_path(c, "s1/nursery.c")), 0);
    ck_assert_int_eq(symlink(in_path(c, "victim"),
                             copy_path(c, "s1/nursery.c")), 0);
    take_class(c);
    expect_copy(c, "s1/nursery.c", "x");
    ck_assert_int_ne(access(in_path(c, "victim"), F_OK), 0);
    classroom_close(c);
    return NULL;
}

// ---- what cannot be a class -------------------------------------------------

static void expect_invalid(struct classroom *c, const char *message)
{
    struct error *err = try_class(c);
    ck_assert_ptr_nonnull(err);
    ck_assert_msg(strstr(error_message(err), message) != NULL, "%s",
                  error_message(err));
    expect_error(err, &INVALID);
    classroom_close(c);
}

REAL_TEST(a_folder_that_is_not_there_is_told)
{
    struct classroom *c = classroom_open();
    classroom_remove(c, "");
    expect_invalid(c, "make grade IN=");
    return NULL;
}

REAL_TEST(an_empty_class_is_told)
{
    expect_invalid(classroom_open(), "is empty: nobody handed in anything");
    return NULL;
}

REAL_TEST(a_file_of_another_kind_is_told)
{
    struct classroom *c = classroom_open();
    classroom_remove(c, "");
    hand_in(c, "", "a letter");
    expect_invalid(c, "neither a folder nor an archive");
    return NULL;
}

REAL_TEST(the_copies_are_no_class)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    take_class(c);
    in_is(c, check_format("../out/lab1/submissions"));
    expect_invalid(c, "where the grader keeps its copies");
    return NULL;
}

REAL_TEST(the_folder_of_one_student_is_no_class)
{
    struct classroom *c = classroom_open();
    hand_in(c, "nursery.c", "x");
    hand_in(c, "notes/x", "x");
    expect_invalid(c, "say the folder above it");
    return NULL;
}

REAL_TEST(a_cancel_ends_it)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/nursery.c", "x");
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, "a test");
    struct error *err = try_class(c);
    ck_assert(error_is(err, &CANCELLED));
    expect_ok(scope_leave(s, err));
    take_class(c);
    expect_copy(c, "s1/nursery.c", "x");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_class_of_500_is_taken_in_good_time)
{
    struct classroom *c = classroom_open();
    for (int i = 0; i < 500; i++) {
        char name[40];
        sprintf(name, "s%03d/nursery.c", i);
        hand_in(c, name, "x");
    }
    suite_limit_computing();
    ck_assert_uint_eq(take_class(c)->n, 500);
    ck_assert_uint_eq(take_class(c)->n, 500);
    classroom_close(c);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
