// The instructor's own exports, filled: one or two columns are written, and all
// other bytes stay.
#include "few.h"
#include <stdlib.h>
#include <string.h>

#define EXPORTS "tests/grade/exports/"

// Everybody that the exports have.
static struct few *exported_class(void)
{
    struct few *class = few_new();
    struct person *p = few_add(class, "ada", PERFECT);
    p->canvas = "101";
    p->moodle = "123401";
    p = few_add(class, "s002", HANGING);
    p->email = "grace@example.org";
    p = few_add(class, "alan", PERFECT);
    p->sis = "S-3";
    p->email = "alan@example.org";
    p = few_add(class, "margaret", MISSING);
    p->email = "margaret@example.org";
    p = few_add(class, "dmr", GRADER_ERROR);
    p->login = "dennis";
    p = few_add(class, "s006", HANGING);
    p->name = "Änne Ľ Müller";
    return class;
}

static char *file_bytes(const char *path, size_t *n)
{
    char *bytes;
    expect_ok(check_read_file(path, 1 << 20, &bytes, n));
    return bytes;
}

// Where a field of the one table stands, writes the bytes of the other.
static void put_back(FILE *out, const struct csv *is, const struct csv *was,
                     size_t row, int column, size_t *at)
{
    const struct csv_field *new = &is->rows[row].fields[column];
    const struct csv_field *old = &was->rows[row].fields[column];
    fwrite(is->bytes + *at, 1, new->start - *at, out);
    fwrite(was->bytes + old->start, 1, old->end - old->start, out);
    *at = new->end;
}

// With what stood in these columns put back, from a row on, all bytes have to
// be those of the original.
static void expect_only(struct few *class, const char *name, const char *path,
                        size_t first, const int *columns, size_t n_columns)
{
    struct csv *was, *is;
    size_t at = 0, n_old, n_new;
    char *filled = check_format("%s/%s", class->folder, name), *back;
    char *old = file_bytes(path, &n_old);
    FILE *out = open_memstream(&back, &n_new);
    expect_ok(csv_read(path, &was));
    expect_ok(csv_read(filled, &is));
    for (size_t row = first; row < was->n_rows; row++)
        for (size_t i = 0; i < n_columns; i++)
            put_back(out, is, was, row, columns[i], &at);
    fwrite(is->bytes + at, 1, is->n_bytes - at, out);
    fclose(out);
    ck_assert_uint_eq(n_new, n_old);
    ck_assert(memcmp(back, old, n_old) == 0);
    free(back);
    free(old);
    free(filled);
    csv_free(was);
    csv_free(is);
}

static void expect_cell(struct few *class, const char *name, size_t row,
                        int column, const char *text)
{
    struct csv *csv;
    char *path = check_format("%s/%s", class->folder, name);
    expect_ok(csv_read(path, &csv));
    ck_assert_str_eq(csv_text(csv, row, column), text);
    csv_free(csv);
    free(path);
}

// ---- canvas.csv ------------------------------------------------------------

static struct few *filled_canvas(char **said)
{
    struct few *class = exported_class();
    class->options.canvas = EXPORTS "canvas.csv";
    *said = few_write(class, &to_canvas);
    return class;
}

TEST(canvas_has_all_scores_in_the_lab_s_column)
{
    char *said;
    struct few *class = filled_canvas(&said);
    static const char *const column[] = {"8", "5", "EX", "", "5", "5", ""};
    for (size_t i = 0; i < array_length(column); i++)
        expect_cell(class, "canvas.csv", i + 2, 7, column[i]);
    free(said);
    few_free(class);
}

TEST(of_canvas_s_export_no_other_byte_changes)
{
    char *said;
    struct few *class = filled_canvas(&said);
    expect_only(class, "canvas.csv", EXPORTS "canvas.csv", 2, (int[]){7}, 1);
    free(said);
    few_free(class);
}

TEST(canvas_says_how_many_rows_were_filled)
{
    char *said;
    struct few *class = filled_canvas(&said);
    ck_assert_str_eq(said,
                     "canvas.csv: 3 of 7 rows filled, 4 left as they were\n"
                     "  2 students without a score: no 0 is written\n"
                     "  1 row that may not be changed\n"
                     "  1 of nobody here: Student, Test");
    free(said);
    few_free(class);
}

TEST(a_table_that_does_not_end_in_a_newline_still_does_not)
{
    struct few *class = exported_class();
    class->options.canvas = EXPORTS "canvas-plain.csv";
    char *said = few_write(class, &to_canvas);
    expect_only(class, "canvas.csv", EXPORTS "canvas-plain.csv", 3, (int[]){4},
                1);
    free(said);
    few_free(class);
}

TEST(an_assignment_that_is_alone_is_the_lab_s)
{
    struct few *class = exported_class();
    class->options.canvas = EXPORTS "canvas-plain.csv";
    char *said = few_write(class, &to_canvas);
    expect_cell(class, "canvas.csv", 3, 4, "8");
    ck_assert(strstr(said, "its maximum is 100, ours 8: scores are not "
                           "scaled") != NULL);
    free(said);
    few_free(class);
}

static void expect_refused(const struct output *output, const char *canvas,
                           const char *moodle, const char *sentence)
{
    struct few *class = exported_class();
    class->options.canvas = canvas;
    class->options.moodle = moodle;
    struct error *err = few_refusal(class, output);
    ck_assert_str_eq(error_message(err), sentence);
    expect_error(err, &INVALID);
    few_free(class);
}

TEST(where_no_column_is_the_lab_s_all_are_listed)
{
    expect_refused(&to_canvas, EXPORTS "canvas-two.csv", NULL,
                   EXPORTS "canvas-two.csv: which of these columns is lab 1? "
                           "\"Homework A (11)\", \"Homework B (12)\"; call it "
                           "\"Lab 1\" on Canvas and export again, or take the "
                           "other columns out of this file");
}

TEST(an_export_without_assignments_is_refused)
{
    expect_refused(&to_canvas, EXPORTS "canvas-none.csv", NULL,
                   EXPORTS "canvas-none.csv has no column of an assignment, "
                           "like \"Lab 1 (4711)\"; make the assignment on "
                           "Canvas, and export the gradebook again");
}

TEST(what_is_no_gradebook_is_refused)
{
    expect_refused(&to_canvas, EXPORTS "moodle.csv", NULL,
                   EXPORTS "moodle.csv is no export of Canvas's gradebook: its "
                           "first line has no columns \"Student\" and \"ID\"");
}

TEST(a_row_that_two_claim_is_left)
{
    struct few *class = few_new();
    few_add(class, "ada", PERFECT);
    few_add(class, "lovelace", HANGING)->canvas = "101";
    class->options.canvas = EXPORTS "canvas.csv";
    free(few_write(class, &to_canvas));
    expect_cell(class, "canvas.csv", 2, 7, "");
    few_free(class);
}

TEST(a_namesake_does_not_get_the_row_of_another)
{
    struct few *class = few_new();
    few_add(class, "ada", PERFECT)->canvas = "101";
    few_add(class, "s9", HANGING)->name = "Ada Lovelace";
    class->options.canvas = EXPORTS "canvas.csv";
    free(few_write(class, &to_canvas));
    expect_cell(class, "canvas.csv", 2, 7, "8");
    few_free(class);
}

TEST(who_is_known_by_a_number_is_not_looked_for_by_name)
{
    struct few *class = few_new();
    struct person *person = few_add(class, "s9", PERFECT);
    person->name = "Ada Lovelace";
    person->canvas = "999";
    class->options.canvas = EXPORTS "canvas.csv";
    free(few_write(class, &to_canvas));
    expect_cell(class, "canvas.csv", 2, 7, "");
    few_free(class);
}

// ---- moodle.csv ------------------------------------------------------------

static struct few *filled_moodle(const char *path, char **said)
{
    struct few *class = exported_class();
    class->options.moodle = path;
    *said = few_write(class, &to_moodle);
    return class;
}

TEST(of_a_worksheet_only_grade_and_feedback_change)
{
    static const char *const paths[] = {EXPORTS "moodle.csv",
                                        EXPORTS "moodle-de.csv"};
    for (size_t i = 0; i < array_length(paths); i++) {
        char *said;
        struct few *class = filled_moodle(paths[i], &said);
        expect_only(class, "moodle.csv", paths[i], 1, (int[]){4, 9}, 2);
        free(said);
        few_free(class);
    }
}

TEST(a_worksheet_gets_points_and_what_fails)
{
    char *said;
    struct few *class = filled_moodle(EXPORTS "moodle.csv", &said);
    static const char *const grades[] = {"8.00", "", "8.00", ""};
    for (size_t i = 0; i < array_length(grades); i++)
        expect_cell(class, "moodle.csv", i + 1, 4, grades[i]);
    expect_cell(class, "moodle.csv", 1, 9,
                "<p>8 of 8 points, 0 of 0 tests pass.</p>");
    expect_cell(class, "moodle.csv", 2, 9, "By hand");
    free(said);
    few_free(class);
}

TEST(a_worksheet_s_decimal_mark_stays)
{
    char *said;
    struct few *class = filled_moodle(EXPORTS "moodle-de.csv", &said);
    expect_cell(class, "moodle.csv", 1, 4, "8,00");
    free(said);
    few_free(class);
}

TEST(no_grade_is_above_the_worksheet_s_maximum)
{
    char *said;
    struct few *class = filled_moodle(EXPORTS "moodle-de.csv", &said);
    expect_cell(class, "moodle.csv", 2, 4, "1,00");
    ck_assert(strstr(said, "1 score above the maximum there") != NULL);
    free(said);
    few_free(class);
}

TEST(what_is_no_worksheet_is_refused)
{
    expect_refused(&to_moodle, NULL, EXPORTS "canvas.csv",
                   EXPORTS "canvas.csv is no grading worksheet: its first line "
                           "has no columns \"Identifier\" and \"Grade\"; "
                           "download it from the assignment with your language "
                           "set to English or German");
}

// ---- moodle-import.csv -----------------------------------------------------

TEST(an_import_has_points_beside_feedback_for_everyone_with_a_score)
{
    struct few *class = exported_class();
    ck_assert(to_moodle_import.wanted(&class->report));
    free(few_write(class, &to_moodle_import));
    few_parse(class, "moodle-import", "moodle-import.csv");
    char *bytes = few_read(class, "moodle-import.csv");
    ck_assert(strstr(bytes, "\r\nS-3,alan@example.org,8,\"<p>8 of 8 points") !=
              NULL);
    ck_assert_ptr_null(strstr(bytes, "margaret"));
    free(bytes);
    few_free(class);
}

TEST(feedback_in_html_is_escaped)
{
    struct few *class = few_new();
    few_add(class, "eve",
              RESULT("graded", 5,
                     TESTS("fail", ", \"code\": \"<script>\"")))
        ->sis = "7";
    free(few_write(class, &to_moodle_import));
    char *bytes = few_read(class, "moodle-import.csv");
    ck_assert_ptr_null(strstr(bytes, "<script>"));
    ck_assert(strstr(bytes, "<li>&lt;script&gt;: Two.</li>") != NULL);
    free(bytes);
    few_free(class);
}
// private: linnet-0f5d3f897d262c7d
