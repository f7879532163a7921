// Tables, as spreadsheets and learning platforms write them.
#include "grade.h"
#include "suite.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct csv *parse(const char *text)
{
    struct csv *csv = NULL;
    expect_ok(csv_parse(text, strlen(text), &csv));
    return csv;
}

static void expect_fields(const char *text, size_t n, const char *const *fields)
{
    struct csv *csv = parse(text);
    ck_assert_uint_eq(csv->n_rows, 1);
    ck_assert_uint_eq(csv->rows[0].n_fields, n);
    for (size_t i = 0; i < n; i++)
        ck_assert_str_eq(csv_text(csv, 0, (int)i), fields[i]);
    csv_free(csv);
}

#define FIELDS(text, ...)                                                      \
    do {                                                                       \
        const char *const fields[] = {__VA_ARGS__};                            \
        expect_fields((text), array_length(fields), fields);                   \
    } while (0)

TEST(fields_are_parted_by_commas)
{
    FIELDS("a,b,c\n", "a", "b", "c");
}

TEST(a_last_line_needs_no_end)
{
    FIELDS("a,b", "a", "b");
}

TEST(lines_may_end_as_on_windows)
{
    FIELDS("a,b\r\n", "a", "b");
}

TEST(empty_fields_are_fields)
{
    FIELDS(",,\n", "", "", "");
}

TEST(quotation_marks_hold_commas_and_lines)
{
    FIELDS("\"a,b\",\"c\nd\"\n", "a,b", "c\nd");
}

TEST(two_quotation_marks_are_one)
{
    FIELDS("\"say \"\"hi\"\"\",\"\"\"\"\n", "say \"hi\"", "\"");
}

TEST(an_empty_quotation_is_an_empty_field)
{
    FIELDS("\"\",a\n", "", "a");
}

TEST(a_quotation_mark_in_the_middle_is_itself)
{
    FIELDS("5\" disk,b\n", "5\" disk", "b");
}

TEST(what_follows_a_quotation_belongs_to_the_field)
{
    FIELDS("\"a\"b,c\n", "ab", "c");
}

TEST(a_byte_order_mark_is_no_part_of_the_first_field)
{
    FIELDS("\xef\xbb\xbfstudent,name\n", "student", "name");
}

TEST(a_quotation_may_follow_a_byte_order_mark)
{
    FIELDS("\xef\xbb\xbf\"student\",name\n", "student", "name");
}

TEST(an_empty_table_has_no_rows)
{
    struct csv *csv = parse("");
    ck_assert_uint_eq(csv->n_rows, 0);
    ck_assert_int_eq(csv_column(csv, "student"), -1);
    csv_free(csv);
}

TEST(rows_may_have_different_lengths)
{
    struct csv *csv = parse("a,b\nc\n\nd,e,f\n");
    ck_assert_uint_eq(csv->n_rows, 4);
    ck_assert_str_eq(csv_text(csv, 1, 1), "");
    ck_assert_str_eq(csv_text(csv, 2, 0), "");
    ck_assert_str_eq(csv_text(csv, 3, 2), "f");
    csv_free(csv);
}

TEST(a_quotation_that_is_not_closed_is_told_with_its_line)
{
    struct csv *csv;
    static const char text[] = "a,b\n\"x\ny\",\"c\nd\n";
    struct error *err = csv_parse(text, strlen(text), &csv);
    ck_assert_str_eq(error_message(err),
                     "line 3: a quotation mark is opened and not closed");
    expect_error(err, &INVALID);
}

TEST(what_is_no_text_is_told)
{
    struct csv *csv;
    struct error *err = csv_parse("s\0t\0", 4, &csv);
    ck_assert_ptr_nonnull(strstr(error_message(err), "CSV UTF-8"));
    expect_error(err, &INVALID);
}

TEST(a_column_is_found_whatever_its_case)
{
    struct csv *csv = parse("Student, SIS User ID ,Section\n");
    ck_assert_int_eq(csv_column(csv, "student"), 0);
    ck_assert_int_eq(csv_column(csv, "sis user id"), 1);
    ck_assert_int_eq(csv_column(csv, "sis"), -1);
    csv_free(csv);
}

TEST(what_needs_no_quotation_marks_gets_none)
{
    char *text = csv_quote("Ada Lovelace");
    ck_assert_str_eq(text, "Ada Lovelace");
    free(text);
}

TEST(what_is_quoted_is_read_as_it_was)
{
    static const char *const texts[] = {"a,b", "\"", "a\nb", " a", "b ", "",
                                        "\"\"x\"\""};
    for (size_t i = 0; i < array_length(texts); i++) {
        char *quoted = csv_quote(texts[i]);
        char *row = check_format("%s,end\n", quoted);
        FIELDS(row, texts[i], "end");
        free(row);
        free(quoted);
    }
}

static void expect_filled(const char *text, struct csv_edit *edits, size_t n,
                          const char *result)
{
    struct csv *csv = parse(text);
    size_t n_bytes;
    char *filled = csv_fill(csv, edits, n, &n_bytes);
    ck_assert_str_eq(filled, result);
    ck_assert_uint_eq(n_bytes, strlen(result));
    free(filled);
    csv_free(csv);
}

TEST(filling_nothing_changes_no_byte)
{
    static const char text[] = "\xef\xbb\xbf\"a\" ,b\r\n ,\"c\"\"\",\r\n\r\nx";
    expect_filled(text, NULL, 0, text);
}

TEST(filling_replaces_fields_and_nothing_else)
{
    struct csv_edit edits[] = {{2, 1, "9"}, {1, 1, "7,5"}};
    expect_filled("\"Student\",Lab\r\n\"Doe, J\",\r\nx,\"old\",y\n", edits, 2,
                  "\"Student\",Lab\r\n\"Doe, J\",\"7,5\"\r\nx,9,y\n");
}

TEST(filling_lengthens_a_row_that_is_too_short)
{
    struct csv_edit edits[] = {{1, 2, "x"}, {1, 4, "y"}};
    expect_filled("a,b,c,d,e\n1\r\n2\n", edits, 2, "a,b,c,d,e\n1,,x,,y\r\n2\n");
}

TEST(of_two_edits_of_a_field_the_last_counts)
{
    struct csv_edit edits[] = {{0, 0, "x"}, {0, 0, "y"}};
    expect_filled("a,b", edits, 2, "y,b");
}

TEST(a_table_that_is_not_there_is_an_error)
{
    struct csv *csv;
    expect_error(csv_read("build/test/no-such-table.csv", &csv), &INVALID);
}

TEST(a_folder_is_no_table)
{
    struct csv *csv;
    expect_error(csv_read("build", &csv), &INVALID);
}

TEST(a_large_table_is_read_in_good_time)
{
    enum { ROWS = 100000 };
    char *bytes;
    size_t n;
    FILE *out = open_memstream(&bytes, &n);
    struct csv *csv;
    for (int i = 0; i < ROWS; i++)
        fprintf(out, "s%d,\"Name, %d\",x\n", i, i);
    fclose(out);
    suite_limit_computing();
    expect_ok(csv_parse(bytes, n, &csv));
    ck_assert_uint_eq(csv->n_rows, ROWS);
    ck_assert_str_eq(csv_text(csv, ROWS - 1, 1), "Name, 99999");
    csv_free(csv);
    free(bytes);
}
// private: linnet-0f5d3f897d262c7d
