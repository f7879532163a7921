// Error groups: making, reading and visiting. Numbers are those of
// semantics.md.
#include "trees.h"

// ---- making and reading ----------------------------------------------------

// 2.1
TEST(a_group_without_members_is_refused)
{
    struct error *members[1] = {NULL};
    expect_invalid(errgroup_new("g", members, 0), "without members");
    expect_invalid(errgroup_new("g", NULL, 1), "without members");
    expect_nothing_left();
}

// 2.2
TEST(a_group_needs_a_message_which_may_be_empty)
{
    struct error *members[] = {leaf(&TIMEOUT, "a")};
    expect_invalid(errgroup_new(NULL, members, 1), "without a message");
    expect_taken(errgroup_new("", members, 1), "(TIMEOUT a)");
    error_free(members[0]);
    expect_nothing_left();
}

// 2.3
TEST(a_member_that_is_null_is_refused_by_its_index)
{
    struct error *a = leaf(&TIMEOUT, "a");
    struct error *members[] = {a, a, NULL, a};
    expect_invalid(errgroup_new("g", members, 4), "member 2 ");
    error_free(a);
    expect_nothing_left();
}

// 2.6, M31
TEST(a_group_copies_the_array_and_the_message)
{
    struct error *members[] = {leaf(&TIMEOUT, "a"), leaf(&TIMEOUT, "b")};
    char message[] = "g";
    struct error *err = errgroup_new(message, members, 2);
    error_free(members[0]);
    error_free(members[1]);
    members[0] = members[1] = NULL;
    message[0] = 'x';
    expect_taken(err, "g(TIMEOUT a, TIMEOUT b)");
    expect_nothing_left();
}

// 2.13
TEST(members_keep_the_order_in_which_they_were_given)
{
    struct error *members[100];
    for (int i = 0; i < 100; i++)
        members[i] = error_new(&TIMEOUT, "%d", i);
    struct error *err = errgroup_new("g", members, 100);
    ck_assert_uint_eq(errgroup_size(err), 100);
    for (size_t i = 0; i < 100; i++) {
        ck_assert_ptr_eq(errgroup_member(err, i), members[i]);
        error_free(members[i]);
    }
    error_free(err);
}

// 2.14
TEST(a_group_is_ordinary_if_all_its_members_are)
{
    struct error *err = group("g", leaf(&TIMEOUT, "a"), leaf(&SYSTEM, "b"));
    ck_assert_ptr_eq(error_kind(err), &GROUP);
    ck_assert(error_is(err, &ORDINARY));
    error_free(err);
    err = group("g", leaf(&TIMEOUT, "a"), error_new_cancelled(NULL));
    ck_assert_ptr_eq(error_kind(err), &BASE_GROUP);
    ck_assert(!error_is(err, &ORDINARY));
    err = group("outer", err);
    ck_assert_ptr_eq(error_kind(err), &BASE_GROUP);
    error_free(err);
}

// 2.14
TEST(groups_of_both_kinds_are_groups_and_leaves_are_not)
{
    struct error *base = group("g", error_new_cancelled(NULL));
    struct error *ordinary = group("g", leaf(&TIMEOUT, "a"));
    ck_assert(errgroup_is(base));
    ck_assert(errgroup_is(ordinary));
    ck_assert(!errgroup_is(errgroup_member(ordinary, 0)));
    ck_assert(!errgroup_is(NULL));
    ck_assert_uint_eq(errgroup_size(errgroup_member(ordinary, 0)), 0);
    error_free(base);
    error_free(ordinary);
}

// 2.8
TEST(a_kind_below_group_refuses_members_that_are_not_ordinary)
{
    struct error *members[] = {leaf(&TIMEOUT, "a"), error_new_cancelled(NULL)};
    expect_invalid(errgroup_new_of(&PLAIN, "g", members, 2),
                   "member 1 is CANCELLED, which a PLAIN cannot hold");
    expect_invalid(errgroup_new_of(&GROUP, "g", members, 2), "member 1 ");
    struct error *err = errgroup_new_of(&PLAIN, "g", members, 1);
    ck_assert_ptr_eq(error_kind(err), &PLAIN);
    error_free(err);
    error_free(members[0]);
    error_free(members[1]);
    expect_nothing_left();
}

// 2.8
TEST(a_kind_below_base_group_takes_all_members)
{
    struct error *members[] = {leaf(&TIMEOUT, "a"), error_new_cancelled(NULL),
                               NULL};
    struct error *err = group_of(&PLAIN_BASE, "g", PLACE_HERE, members);
    expect_taken(err, "PLAIN_BASE g(TIMEOUT a, CANCELLED cancelled)");
    members[0] = leaf(&TIMEOUT, "a");
    members[1] = NULL;
    err = group_of(&PLAIN_BASE, "g", PLACE_HERE, members);
    expect_taken(err, "PLAIN_BASE g(TIMEOUT a)");
}

ABORT_OUTSIDE_TEST(a_group_of_a_kind_that_is_not_for_groups_aborts)
{
    struct error *members[] = {leaf(&TIMEOUT, "a")};
    (void)errgroup_new_of(&TIMEOUT, "g", members, 1);
}

ABORT_OUTSIDE_TEST(asking_for_a_member_that_is_not_there_aborts)
{
    (void)errgroup_member(sample(), 3);
}

// 2.89
TEST(a_group_knows_where_it_was_made)
{
    struct error *members[] = {leaf(&TIMEOUT, "a")};
    struct error *err = errgroup_new("g", members, 1);
    ck_assert_int_eq(error_place(err).line, __LINE__ - 1);
    ck_assert_str_eq(place_file(error_place(err)), "errgroup_test.c");
    error_free(members[0]);
    error_free(err);
}

// 2.11
TEST(the_text_of_a_group_counts_its_direct_members)
{
    struct error *inner =
        group("inner", leaf(&TIMEOUT, "a"), leaf(&TIMEOUT, "b"));
    struct error *err = group("outer", inner);
    struct error *empty = group("", leaf(&TIMEOUT, "a"));
    const struct error *errors[] = {err, inner, empty,
                                    errgroup_member(empty, 0)};
    const char *texts[] = {"outer (1 error)", "inner (2 errors)", "(1 error)",
                           "a"};
    for (size_t i = 0; i < 4; i++) {
        char *text = errgroup_text(errors[i]);
        ck_assert_str_eq(text, texts[i]);
        free(text);
    }
    error_free(err);
    error_free(empty);
}

// ---- leaves ----------------------------------------------------------------

// 2.36
TEST(leaves_are_visited_from_left_to_right)
{
    struct visited all = {.most = 60};
    struct error *err = sample();
    errgroup_leaves(err, note_name, &all);
    ck_assert_str_eq(all.names, "abcd");
    error_free(err);
}

// 2.36
TEST(visiting_leaves_ends_when_it_is_told_to)
{
    struct visited two = {.most = 2};
    struct error *err = sample();
    errgroup_leaves(err, note_name, &two);
    ck_assert_str_eq(two.names, "ab");
    error_free(err);
}

// 2.36
TEST(a_single_error_is_its_own_only_leaf)
{
    struct visited all = {.most = 60};
    struct error *err = leaf(&TIMEOUT, "x");
    errgroup_leaves(err, note_name, &all);
    errgroup_leaves(NULL, note_name, &all);
    ck_assert_str_eq(all.names, "x");
    error_free(err);
}
// private: linnet-0f5d3f897d262c7d
