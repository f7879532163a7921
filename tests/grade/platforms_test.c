// Bulk downloads, as Moodle, Canvas and Gradescope make them.
#include "classroom.h"
#include "suite.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// ---- Moodle -----------------------------------------------------------------

REAL_TEST(moodle_has_a_folder_of_each_student)
{
    struct classroom *c = classroom_open();
    enrol(c, "student,moodle\nada,123456\nbo,Participant 7\ncy,8\n");
    hand_in(c, "Ada Lovelace_123456_assignsubmission_file_/nursery.c", "1");
    hand_in(c, "Bo X_7_assignsubmission_file_/lab/nursery.c", "2");
    struct intake *intake = take_class(c);
    ck_assert_str_eq(intake->form, "Moodle's download");
    ck_assert_uint_eq(intake->n, 3);
    ck_assert_uint_eq(intake->n_strays, 0);
    expect_copy(c, "ada/nursery.c", "1");
    expect_copy(c, "bo/nursery.c", "2");
    ck_assert_str_eq(submission_of(intake, "ada")->from, "Ada Lovelace_123456");
    classroom_close(c);
    return NULL;
}

REAL_TEST(moodle_may_have_no_folders)
{
    struct classroom *c = classroom_open_lab("stream.c", "limiter.c");
    enrol(c, "student,moodle\nada,12\n");
    hand_in(c, "Ada L_12_assignsubmission_file_stream.c", "1");
    hand_in(c, "Ada L_12_assignsubmission_file_limiter.c", "2");
    hand_in(c, "Ada L_12_assignsubmission_file_notes.txt", "3");
    struct intake *intake = take_class(c);
    expect_copy(c, "ada/stream.c", "1");
    expect_copy(c, "ada/limiter.c", "2");
    ck_assert_str_eq(intake->list[0].ignored[0], "notes.txt");
    classroom_close(c);
    return NULL;
}

REAL_TEST(what_was_typed_into_moodle_is_no_second_submission)
{
    struct classroom *c = classroom_open();
    enrol(c, "student,moodle\nada,12\n");
    hand_in(c, "Ada L_12_assignsubmission_file_/nursery.c", "1");
    hand_in(c, "Ada L_12_assignsubmission_onlinetext_/onlinetext.html", "hi");
    struct intake *intake = take_class(c);
    ck_assert_uint_eq(intake->n_strays, 0);
    expect_copy(c, "ada/nursery.c", "1");
    ck_assert_uint_eq(intake->list[0].n_ignored, 1);
    classroom_close(c);
    return NULL;
}

REAL_TEST(without_a_roster_moodles_number_is_the_key)
{
    struct classroom *c = classroom_open();
    hand_in(c, "Ada L_12_assignsubmission_file_/nursery.c", "1");
    hand_in(c, "Ada L_13_assignsubmission_file_/nursery.c", "2");
    take_class(c);
    expect_copy(c, "12/nursery.c", "1");
    expect_copy(c, "13/nursery.c", "2");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_number_of_moodles_that_nobody_has_is_a_stray)
{
    struct classroom *c = classroom_open();
    enrol(c, "student,name,moodle\nada,Ada L,12\n12x,Bo,\n");
    hand_in(c, "Ada L_99_assignsubmission_file_/nursery.c", "1");
    hand_in(c, "Bo_12_assignsubmission_file_/nursery.c", "2");
    hand_in(c, "notes.txt", "x");
    struct intake *intake = take_class(c);
    expect_stray(intake, "Ada L_99",
                 "Nobody in the roster has this number in the column "
                 "\"moodle\"");
    expect_stray(intake, "notes.txt", "not like those of Moodle");
    classroom_close(c);
    return NULL;
}

REAL_TEST(moodle_may_deliver_an_archive_of_a_student)
{
    struct classroom *c = classroom_open();
    hand_in_tar(c, "Ada_1_assignsubmission_file_/lab.tar", "nursery.c", "1");
    hand_in_tar(c, "Bo_2_assignsubmission_file_lab.tar", "nursery.c", "2");
    take_class(c);
    expect_copy(c, "1/nursery.c", "1");
    expect_copy(c, "2/nursery.c", "2");
    classroom_close(c);
    return NULL;
}

REAL_TEST(one_more_folder_around_a_download_does_not_matter)
{
    struct classroom *c = classroom_open();
    hand_in(c, "CS1-Lab 1-99/Ada_1_assignsubmission_file_/nursery.c", "1");
    hand_in(c, ".DS_Store", "");
    struct intake *intake = take_class(c);
    ck_assert_str_eq(intake->form, "Moodle's download");
    expect_copy(c, "1/nursery.c", "1");
    classroom_close(c);
    return NULL;
}

// ---- Canvas -----------------------------------------------------------------

REAL_TEST(canvas_has_a_file_of_each_student)
{
    struct classroom *c = classroom_open();
    enrol(c, "student,canvas\nada,101\nbo,102\n");
    hand_in(c, "lovelaceada_101_9001_nursery.c", "1");
    hand_in(c, "xbo_LATE_102_9002_nursery.c", "2");
    struct intake *intake = take_class(c);
    ck_assert_str_eq(intake->form, "Canvas' download");
    expect_copy(c, "ada/nursery.c", "1");
    expect_copy(c, "bo/nursery.c", "2");
    ck_assert_int_eq(submission_of(intake, "ada")->attempt, 1);
    ck_assert_str_eq(submission_of(intake, "bo")->from, "xbo_LATE_102");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_number_that_canvas_adds_is_an_attempt)
{
    struct classroom *c = classroom_open();
    hand_in(c, "ada_101_9005_nursery-2.c", "third");
    const struct submission *s = submission_of(take_class(c), "101");
    ck_assert_int_eq(s->attempt, 3);
    expect_copy(c, "101/nursery.c", "third");
    classroom_close(c);
    return NULL;
}

REAL_TEST(of_several_attempts_on_canvas_the_last_counts)
{
    struct classroom *c = classroom_open();
    hand_in(c, "ada_101_9001_nursery.c", "first");
    hand_in(c, "ada_101_9009_nursery-10.c", "eleventh");
    hand_in(c, "ada_101_9005_nursery-2.c", "third");
    const struct submission *s = submission_of(take_class(c), "101");
    ck_assert_int_eq(s->attempt, 11);
    expect_copy(c, "101/nursery.c", "eleventh");
    ck_assert_uint_eq(s->n_ignored, 2);
    ck_assert_ptr_null(s->refused);
    classroom_close(c);
    return NULL;
}

REAL_TEST(canvas_may_deliver_an_archive_of_a_student)
{
    struct classroom *c = classroom_open();
    hand_in_tar(c, "ada_101_9001_lab1.tar", "nursery.c", "1");
    hand_in_tar(c, "ada_101_9002_lab1-1.tar", "nursery.c", "2");
    const struct submission *s = submission_of(take_class(c), "101");
    ck_assert_int_eq(s->attempt, 2);
    expect_copy(c, "101/nursery.c", "2");
    classroom_close(c);
    return NULL;
}

REAL_TEST(other_files_from_canvas_are_listed)
{
    struct classroom *c = classroom_open();
    hand_in(c, "ada_101_9001_my_12_notes-1.txt", "x");
    hand_in(c, "ada_101_9002_nursery.c", "1");
    hand_in(c, "ada_101_text.html", "hi");
    const struct submission *s = submission_of(take_class(c), "101");
    ck_assert_uint_eq(s->n_ignored, 2);
    ck_assert_str_eq(s->ignored[0], "my_12_notes-1.txt");
    expect_copy(c, "101/nursery.c", "1");
    classroom_close(c);
    return NULL;
}

REAL_TEST(whom_canvas_hides_nobody_can_match)
{
    struct classroom *c = classroom_open();
    hand_in(c, "ada_101_9001_nursery.c", "1");
    hand_in(c, "anon_5Uq1z_9002_nursery.c", "2");
    struct intake *intake = take_class(c);
    ck_assert_uint_eq(intake->n, 1);
    expect_stray(intake, "anon_5Uq1z_9002_nursery.c", "not like those of Can");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_user_of_canvas_whom_nobody_knows_is_a_stray)
{
    struct classroom *c = classroom_open();
    enrol(c, "student,canvas\n101,5\n");
    hand_in(c, "ada_101_9001_nursery.c", "1");
    struct intake *intake = take_class(c);
    expect_stray(intake, "ada_101", "in the column \"canvas\"");
    expect_no_copy(c, "101");
    classroom_close(c);
    return NULL;
}

// ---- Gradescope -------------------------------------------------------------

static const char list_of_two[] =
    "---\n"
    "submission_1:\n"
    "  :submitters:\n"
    "  - :name: Ada Lovelace\n"
    "    :sid: '100'\n"
    "    :email: ada@x.edu\n"
    "  :created_at: 2026-10-02 14:58:03.123456789 -07:00\n"
    "  :score: 5.0\n"
    "  :results:\n"
    "    tests:\n"
    "    - name: a\n"
    "      :sid: '666'\n"
    "  :history:\n"
    "  - :created_at: 2026-01-01 00:00:00 Z\n"
    "submission_2:\n"
    "  :submitters:\n"
    "  - :name: Bo\n"
    "    :sid: ''\n"
    "    :email: bo@x.edu\n"
    "  - :name: Cy\n"
    "    :sid: '300'\n"
    "    :email: cy@x.edu\n"
    "  :created_at: 2026-10-02 21:58:04.5 Z\n";

static const char class_of_four[] = "student,sis,email\n"
                                    "ada,100,\nbo,,Bo@x.edu\n300,,\ndi,,\n";

REAL_TEST(gradescope_tells_who_and_when)
{
    struct classroom *c = classroom_open();
    enrol(c, class_of_four);
    hand_in(c, "submission_metadata.yml", list_of_two);
    hand_in(c, "submission_1/nursery.c", "1");
    hand_in(c, "submission_2/nursery.c", "2");
    struct intake *intake = take_class(c);
    ck_assert_str_eq(intake->form, "Gradescope's export");
    ck_assert_uint_eq(intake->n, 4);
    ck_assert_uint_eq(intake->n_strays, 0);
    expect_copy(c, "ada/nursery.c", "1");
    const struct submission *s = submission_of(intake, "ada");
    ck_assert_str_eq(s->received, "2026-10-02T21:58:03Z");
    ck_assert_str_eq(s->from, "submission_1");
    classroom_close(c);
    return NULL;
}

REAL_TEST(each_of_a_group_gets_the_same_files)
{
    struct classroom *c = classroom_open();
    enrol(c, class_of_four);
    hand_in(c, "submission_metadata.yml", list_of_two);
    hand_in(c, "submission_1/nursery.c", "1");
    hand_in(c, "submission_2/nursery.c", "2");
    struct intake *intake = take_class(c);
    expect_copy(c, "bo/nursery.c", "2");
    expect_copy(c, "300/nursery.c", "2");
    ck_assert_str_eq(submission_of(intake, "bo")->received,
                     "2026-10-02T21:58:04Z");
    classroom_close(c);
    return NULL;
}

REAL_TEST(an_export_may_have_a_folder_around_it)
{
    struct classroom *c = classroom_open();
    hand_in(c, "assignment_9_export/submission_metadata.yml", list_of_two);
    hand_in(c, "assignment_9_export/submission_1/nursery.c", "1");
    hand_in(c, "assignment_9_export/submission_2/nursery.c", "2");
    take_class(c);
    expect_copy(c, "100/nursery.c", "1");
    expect_copy(c, "bo@x.edu/nursery.c", "2");
    expect_copy(c, "300/nursery.c", "2");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_number_and_an_address_of_two_people_are_nobodys)
{
    struct classroom *c = classroom_open();
    enrol(c, "student,sis,email\nada,100,\neve,,ada@x.edu\nbo,,bo@x.edu\n");
    hand_in(c, "submission_metadata.yml", list_of_two);
    hand_in(c, "submission_1/nursery.c", "1");
    hand_in(c, "submission_2/nursery.c", "2");
    struct intake *intake = take_class(c);
    expect_stray(intake, "submission_1",
                 "Its number is that of ada in the roster, its address that "
                 "of eve");
    expect_no_copy(c, "ada");
    expect_no_copy(c, "eve");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_name_alone_matches_nobody)
{
    struct classroom *c = classroom_open();
    enrol(c, "student,name\ns1,Ada Lovelace\n");
    hand_in(c, "submission_metadata.yml",
            "submission_1:\n  :submitters:\n  - :name: Ada Lovelace\n");
    hand_in(c, "submission_1/nursery.c", "1");
    struct intake *intake = take_class(c);
    expect_stray(intake, "submission_1", "Nobody in the roster has this");
    classroom_close(c);
    return NULL;
}

REAL_TEST(what_is_in_gradescopes_list_or_folder_alone_is_a_stray)
{
    struct classroom *c = classroom_open();
    hand_in(c, "submission_metadata.yml",
            "submission_1:\n  :submitters:\n  - :sid: '1'\n"
            "submission_2:\n  :submitters: []\n"
            "../submission_3:\n  :submitters:\n  - :sid: '3'\n");
    hand_in(c, "submission_2/nursery.c", "2");
    hand_in(c, "submission_4/nursery.c", "4");
    struct intake *intake = take_class(c);
    ck_assert_uint_eq(intake->n, 0);
    expect_stray(intake, "submission_1", "there is no such folder");
    expect_stray(intake, "submission_2", "does not say who");
    expect_stray(intake, "../submission_3", "there is no such folder");
    expect_stray(intake, "submission_4", "not in Gradescope's list");
    classroom_close(c);
    return NULL;
}

static void expect_no_list(const char *text)
{
    struct classroom *c = classroom_open();
    hand_in(c, "submission_metadata.yml", text);
    hand_in(c, "submission_1/nursery.c", "1");
    struct error *err = try_class(c);
    ck_assert_ptr_nonnull(err);
    ck_assert_msg(strstr(error_message(err), "export the submissions once more")
                      != NULL, "%s", error_message(err));
    expect_error(err, &INVALID);
    classroom_close(c);
}

REAL_TEST(a_list_of_gradescopes_that_is_broken_is_told)
{
    expect_no_list("submission_1: [\n");
    expect_no_list("\"\n");
    return NULL;
}

REAL_TEST(a_list_of_gradescopes_of_another_shape_matches_nobody)
{
    static const char *const lists[] = {
        "", "- a\n- b\n", "a: b\n", "submission_1: 5\n", "? [a, b]\n: c\n",
        "submission_1:\n  :submitters: x\n", "&a [*a]\n",
        "submission_1:\n  :submitters:\n  - [x]\n",
        "a: &b {c: d}\nsubmission_1: *b\n"};
    for (size_t i = 0; i < array_length(lists); i++) {
        struct classroom *c = classroom_open();
        hand_in(c, "submission_metadata.yml", lists[i]);
        hand_in(c, "submission_1/nursery.c", "1");
        struct error *err = try_class(c);
        ck_assert(err == NULL || error_is(err, &INVALID));
        error_free(err);
        expect_no_copy(c, "submission_1");
        classroom_close(c);
    }
    return NULL;
}

REAL_TEST(a_list_of_many_levels_is_told)
{
    char *text = calloc(1, 2001);
    memset(text, '[', 1000);
    memset(text + 1000, ']', 1000);
    expect_no_list(text);
    free(text);
    return NULL;
}

// ---- folders around ---------------------------------------------------------

REAL_TEST(a_folder_that_the_roster_does_not_know_may_be_the_class)
{
    struct classroom *c = classroom_open();
    enrol(c, "student\ns1\ns2\n");
    hand_in(c, "submissions/s1/nursery.c", "1");
    hand_in(c, "submissions/s2/nursery.c", "2");
    take_class(c);
    expect_copy(c, "s1/nursery.c", "1");
    expect_copy(c, "s2/nursery.c", "2");
    classroom_close(c);
    return NULL;
}

REAL_TEST(a_folder_that_the_roster_knows_is_a_students)
{
    struct classroom *c = classroom_open();
    enrol(c, "student\ns1\n");
    hand_in(c, "s1/lab/nursery.c", "1");
    hand_in(c, "s1/notes/x", "2");
    take_class(c);
    expect_copy(c, "s1/nursery.c", "1");
    classroom_close(c);
    return NULL;
}

REAL_TEST(without_a_roster_the_only_folder_is_a_students)
{
    struct classroom *c = classroom_open();
    hand_in(c, "s1/lab/nursery.c", "1");
    hand_in(c, "s1/notes/x", "2");
    take_class(c);
    expect_copy(c, "s1/nursery.c", "1");
    classroom_close(c);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
