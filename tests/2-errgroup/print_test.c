// Error groups: drawing. Numbers are those of semantics.md.
#include "trees.h"

// ---- drawing ---------------------------------------------------------------

static void expect_drawn(const struct error *err, size_t width, size_t depth,
                         const char *expected)
{
    char *text = drawn(err, width, depth);
    ck_assert_str_eq(text, expected);
    free(text);
}

static struct error *at(int line, const struct kind *kind, const char *message)
{
    return error_new_at(kind, (struct place){"dir/a.c", "f", line}, "%s",
                        message);
}

#define group_at(line, message, ...)                                           \
    group_of(NULL, (message), (struct place){"dir/a.c", "f", (line)},          \
             (struct error *[]){__VA_ARGS__, NULL})

// 2.12, 2.78, 2.79
TEST(a_tree_is_drawn_with_branches_numbers_and_counts)
{
    struct error *err = group_at(
        40, "crawl", at(31, &TIMEOUT, "late"),
        group_at(12, "page", at(20, &BROKEN, "x"), at(21, &CLOSED, "y")),
        at(32, &TIMEOUT, "later"));
    expect_drawn(err, 0, 0,
                 "GROUP: crawl (3 errors)  (a.c:40)\n"
                 "|-- 1: TIMEOUT: late  (a.c:31)\n"
                 "|-- 2: GROUP: page (2 errors)  (a.c:12)\n"
                 "|   |-- 1: BROKEN: x  (a.c:20)\n"
                 "|   `-- 2: CLOSED: y  (a.c:21)\n"
                 "`-- 3: TIMEOUT: later  (a.c:32)\n");
    error_free(err);
}

// 2.84, 2.87
TEST(notes_and_line_breaks_stay_inside_the_margin)
{
    struct error *err =
        group_at(1, "o", group_at(2, "n", at(3, &TIMEOUT, "a\n\nb")),
                 at(4, &CLOSED, "c"));
    error_note(err, "one");
    error_note(err, "two\n\nlines");
    error_note(errgroup_member(err, 0), "inner");
    error_note(errgroup_member(err, 1), "last");
    expect_drawn(err, 0, 0,
                 "GROUP: o (2 errors)  (a.c:1)\n"
                 "| note: one\n"
                 "| note: two\n"
                 "|   \n"
                 "|   lines\n"
                 "|-- 1: GROUP: n (1 error)  (a.c:2)\n"
                 "|   | note: inner\n"
                 "|   `-- 1: TIMEOUT: a  (a.c:3)\n"
                 "|         \n"
                 "|         b\n"
                 "`-- 2: CLOSED: c  (a.c:4)\n"
                 "    note: last\n");
    error_free(err);
}

// 2.83
TEST(what_led_to_a_group_is_drawn_before_it_as_a_tree)
{
    struct error *err = at(3, &BROKEN, "no address answered");
    error_set_cause(err, group_at(1, "attempts", at(2, &TIMEOUT, "a")));
    expect_drawn(err, 0, 0,
                 "GROUP: attempts (1 error)  (a.c:1)\n"
                 "`-- 1: TIMEOUT: a  (a.c:2)\n"
                 "-- the direct cause of:\n"
                 "BROKEN: no address answered  (a.c:3)\n");
    error_free(err);
}

// 2.83
TEST(what_led_to_a_member_is_told_below_it)
{
    struct error *first = at(2, &BROKEN, "read");
    error_set_cause(first, at(3, &SYSTEM, "i/o"));
    struct error *second = at(4, &BROKEN, "write");
    error_set_context(second, at(5, &CLOSED, "gone"));
    struct error *err = group_at(1, "o", first, second);
    expect_drawn(err, 0, 0,
                 "GROUP: o (2 errors)  (a.c:1)\n"
                 "|-- 1: BROKEN: read  (a.c:2)\n"
                 "|   because of: SYSTEM: i/o  (a.c:3)\n"
                 "`-- 2: BROKEN: write  (a.c:4)\n"
                 "    while handling: CLOSED: gone  (a.c:5)\n");
    error_free(err);
}

// 2.85
TEST(a_wrapped_error_is_drawn_with_an_empty_message)
{
    struct error *err = handle(at(7, &TIMEOUT, "a"), &TIMEOUT, &BUSY);
    expect_drawn(err, 0, 0,
                 "GROUP (1 error)  (a.c:7)\n"
                 "`-- 1: TIMEOUT: a  (a.c:7)\n");
    error_free(err);
}

TEST(a_single_error_is_drawn_as_a_line)
{
    struct error *err = at(7, &TIMEOUT, "a");
    error_note(err, "n");
    expect_drawn(err, 0, 0, "TIMEOUT: a  (a.c:7)\nnote: n\n");
    error_free(err);
}

// 2.82
TEST(members_beyond_the_width_are_counted)
{
    struct error *err = group_at(1, "o", at(2, &TIMEOUT, "a"),
                                 at(3, &TIMEOUT, "b"), at(4, &TIMEOUT, "c"));
    expect_drawn(err, 1, 0,
                 "GROUP: o (3 errors)  (a.c:1)\n"
                 "|-- 1: TIMEOUT: a  (a.c:2)\n"
                 "`-- and 2 more errors\n");
    expect_drawn(err, 2, 0,
                 "GROUP: o (3 errors)  (a.c:1)\n"
                 "|-- 1: TIMEOUT: a  (a.c:2)\n"
                 "|-- 2: TIMEOUT: b  (a.c:3)\n"
                 "`-- and 1 more error\n");
    error_free(err);
}

// 2.82
TEST(levels_below_the_depth_are_counted)
{
    struct error *err = group_at(
        1, "o", group_at(2, "n", group_at(3, "m", at(4, &TIMEOUT, "a"))),
        at(5, &CLOSED, "b"));
    expect_drawn(err, 0, 2,
                 "GROUP: o (2 errors)  (a.c:1)\n"
                 "|-- 1: GROUP: n (1 error)  (a.c:2)\n"
                 "|   `-- 1 error below\n"
                 "`-- 2: CLOSED: b  (a.c:5)\n");
    expect_drawn(err, 0, 1,
                 "GROUP: o (2 errors)  (a.c:1)\n"
                 "`-- 2 errors below\n");
    error_free(err);
}

// 2.82
TEST(a_wide_or_deep_group_is_drawn_in_few_lines)
{
    struct error *err = leaf(&TIMEOUT, "a");
    for (int i = 0; i < 2000; i++)
        err = group("g", err);
    char *text = drawn(err, 0, 0);
    ck_assert_uint_lt(strlen(text), 2000);
    ck_assert_ptr_nonnull(strstr(text, "`-- 1 error below\n"));
    free(text);
    struct error *members[2000];
    for (int i = 0; i < 2000; i++)
        members[i] = err;
    struct error *wide = errgroup_new("w", members, 2000);
    text = drawn(wide, 0, 2);
    ck_assert_ptr_nonnull(strstr(text, "`-- and 1985 more errors\n"));
    free(text);
    error_free(err);
    error_free(wide);
}

// 2.82
TEST(a_deep_group_can_be_drawn_to_the_bottom)
{
    struct error *err = at(1, &TIMEOUT, "bottom");
    for (int i = 0; i < 300; i++)
        err = group("g", err);
    char *text = drawn(err, 0, 1000);
    ck_assert_ptr_nonnull(strstr(text, "`-- 1: TIMEOUT: bottom  (a.c:1)\n"));
    free(text);
    error_free(err);
    expect_nothing_left();
}
// private: linnet-0f5d3f897d262c7d
