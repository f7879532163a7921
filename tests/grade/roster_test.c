// The roster: who belongs to the class.
#include "grade.h"
#include "suite.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "build/test/roster-XXXXXX";

static struct error *read_text(const char *text, struct roster **roster)
{
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, text, strlen(text)), (int)strlen(text));
    close(fd);
    struct error *err = roster_read(path, roster);
    unlink(path);
    return err;
}

static void expect_message(const char *text, const char *message)
{
    struct roster *roster;
    struct error *err = read_text(text, &roster);
    ck_assert_ptr_nonnull(err);
    ck_assert_msg(strstr(error_message(err), message) != NULL, "%s",
                  error_message(err));
    expect_error(err, &INVALID);
}

TEST(people_are_in_the_order_of_the_file)
{
    struct roster *roster = NULL;
    expect_ok(read_text("student,name\ns2,Bo\ns1,Ada\n", &roster));
    ck_assert_uint_eq(roster->n_people, 2);
    ck_assert_str_eq(roster->people[0].student, "s2");
    ck_assert_str_eq(roster->people[1].name, "Ada");
    roster_free(roster);
}

TEST(all_columns_are_read_in_whatever_order)
{
    struct roster *roster = NULL;
    expect_ok(read_text("section,Moodle,canvas,sis,login,email,name,Student\n"
                        "A,12,34,56,ada,ada@x,Ada,s1\n",
                        &roster));
    const struct person *p = &roster->people[0];
    ck_assert_str_eq(p->section, "A");
    ck_assert_str_eq(p->moodle, "12");
    ck_assert_str_eq(p->canvas, "34");
    ck_assert_str_eq(p->sis, "56");
    ck_assert_str_eq(p->login, "ada");
    ck_assert_str_eq(p->email, "ada@x");
    ck_assert_str_eq(p->student, "s1");
    roster_free(roster);
}

TEST(absent_columns_are_empty)
{
    struct roster *roster = NULL;
    expect_ok(read_text("student\ns1\n", &roster));
    ck_assert_str_eq(roster->people[0].name, "");
    ck_assert_str_eq(roster->people[0].moodle, "");
    roster_free(roster);
}

TEST(blank_lines_and_other_columns_do_not_matter)
{
    struct roster *roster = NULL;
    expect_ok(read_text("student,shoe size\r\n\r\ns1,42\r\n,\r\n", &roster));
    ck_assert_uint_eq(roster->n_people, 1);
    roster_free(roster);
}

TEST(blanks_around_a_key_do_not_matter)
{
    struct roster *roster = NULL;
    expect_ok(read_text(" student ,name\n s1 ,Ada\n", &roster));
    ck_assert_str_eq(roster->people[0].student, "s1");
    roster_free(roster);
}

TEST(an_address_may_be_a_key)
{
    struct roster *roster = NULL;
    expect_ok(read_text("student\nada+x@example.edu\n", &roster));
    roster_free(roster);
}

TEST(a_roster_without_keys_is_told_what_it_needs)
{
    expect_message("name,email\nAda,a@x\n",
                   ":1: there is no column \"student\"");
}

TEST(semicolons_are_no_commas)
{
    expect_message("student;name\ns1;Ada\n", "semicolons; save it with commas");
}

TEST(a_key_that_is_there_twice_is_told_with_both_lines)
{
    expect_message("student,name\ns1,\"A\nB\"\ns2,C\ns1,D\n",
                   ":5: \"s1\" is in line 2 already");
}

TEST(a_key_that_is_empty_is_told)
{
    expect_message("student,name\n,Ada\n",
                   ":2: the column \"student\" is empty");
}

TEST(keys_that_cannot_name_a_file_are_told)
{
    static const char *const keys[] = {
        "../up", "a/b", ".hidden", "-rf", "a b", "a\x1b", "\xc3\xa9t\xc3\xa9",
        "a:b",   "..",  "$(x)",    "a*",
        "x2345678901234567890123456789012345678901234567890123456789012345"};
    for (size_t i = 0; i < array_length(keys); i++) {
        char *text = check_format("student\n%s\n", keys[i]);
        expect_message(text, ":2: \"");
        free(text);
        strcpy(path + strlen(path) - 6, "XXXXXX");
    }
}

TEST(a_key_of_64_bytes_is_fit)
{
    struct roster *roster = NULL;
    expect_ok(read_text("student\nx2345678901234567890123456789012345678901234"
                        "56789012345678901234\n",
                        &roster));
    roster_free(roster);
}

TEST(a_message_moves_no_cursor)
{
    struct roster *roster;
    struct error *err = read_text("student\na\x1b[2J\n", &roster);
    ck_assert_ptr_null(strchr(error_message(err), 0x1b));
    expect_error(err, &INVALID);
}

TEST(a_roster_of_nobody_is_told)
{
    expect_message("student,name\n", "nobody is in it");
}

TEST(an_empty_file_is_no_roster)
{
    expect_message("", "there is no column \"student\"");
}

TEST(a_message_names_the_file)
{
    expect_message("student\n\"s1\n", "build/test/roster-");
}

TEST(a_roster_that_is_not_there_is_an_error)
{
    struct roster *roster;
    expect_error(roster_read("build/test/no-such-roster.csv", &roster),
                 &INVALID);
}
// private: linnet-0f5d3f897d262c7d
