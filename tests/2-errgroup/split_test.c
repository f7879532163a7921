// Error groups: taking apart. Numbers are those of semantics.md.
#include "trees.h"

// ---- split -----------------------------------------------------------------

// Splits err, which it takes, by kind, and compares both parts.
static void expect_split(struct error *err, const struct kind *kind,
                         const char *expected_matched,
                         const char *expected_rest)
{
    struct error *matched;
    struct error *rest;
    expect_ok(errgroup_split(err, kind, &matched, &rest));
    error_free(err);
    expect_taken(matched, expected_matched);
    expect_taken(rest, expected_rest);
    expect_nothing_left();
}

// 2.18, 2.21, 2.23, 2.24
TEST(a_split_keeps_order_messages_and_nesting_in_both_parts)
{
    expect_split(sample(), &TIMEOUT, "o(TIMEOUT a, n(TIMEOUT c))",
                 "o(n(NOT_FOUND b), m(CLOSED d))");
    expect_split(sample(), &SYSTEM, "o(n(NOT_FOUND b))",
                 "o(TIMEOUT a, n(TIMEOUT c), m(CLOSED d))");
}

// 2.16, 2.17
TEST(a_part_that_is_everything_is_the_error_itself)
{
    struct error *err = sample();
    struct error *matched;
    struct error *rest;
    expect_ok(errgroup_split(err, &BUSY, &matched, &rest));
    ck_assert_ptr_null(matched);
    ck_assert_ptr_eq(rest, err);
    error_free(rest);
    expect_ok(errgroup_split(err, &ORDINARY, &matched, &rest));
    ck_assert_ptr_eq(matched, err);
    ck_assert_ptr_null(rest);
    error_free(matched);
    error_free(err);
    expect_nothing_left();
}

// 2.17
TEST(a_group_all_of_whose_leaves_match_is_the_part_itself)
{
    struct error *inner = group("n", leaf(&CLOSED, "a"), leaf(&CLOSED, "b"));
    struct error *err = group("o", inner, leaf(&TIMEOUT, "c"));
    struct error *matched;
    struct error *rest;
    expect_ok(errgroup_split(err, &CLOSED, &matched, &rest));
    ck_assert_ptr_eq(errgroup_member(matched, 0), inner);
    error_free(matched);
    error_free(rest);
    expect_ok(errgroup_split(inner, &CLOSED, &matched, &rest));
    ck_assert_ptr_eq(matched, inner);
    error_free(matched);
    error_free(err);
}

// 2.16, 2.17
TEST(a_single_error_is_split_as_a_whole)
{
    expect_split(leaf(&TIMEOUT, "a"), &TIMEOUT, "TIMEOUT a", "");
    expect_split(leaf(&TIMEOUT, "a"), &SYSTEM, "", "TIMEOUT a");
    expect_split(NULL, &SYSTEM, "", "");
}

// 2.24
TEST(groups_left_without_a_leaf_vanish)
{
    expect_split(group("o", group("p", group("q", leaf(&TIMEOUT, "a"))),
                       leaf(&CLOSED, "b")),
                 &TIMEOUT, "o(p(q(TIMEOUT a)))", "o(CLOSED b)");
}

// 2.23, M6
TEST(groups_of_one_are_not_collapsed)
{
    expect_split(group("o", group("p", leaf(&TIMEOUT, "a")),
                       group("q", leaf(&CLOSED, "b"))),
                 &TIMEOUT, "o(p(TIMEOUT a))", "o(q(CLOSED b))");
}

static bool is_timeout_or_closed(const struct error *err,
                                 void *arg __attribute__((unused)))
{
    return error_is(err, &TIMEOUT) || error_is(err, &CLOSED);
}

// 2.19
TEST(a_set_of_kinds_and_a_predicate_give_the_same_parts)
{
    const struct kind *kinds[] = {&TIMEOUT, &CLOSED};
    struct error *err = sample();
    struct error *matched[2];
    struct error *rest[2];
    expect_ok(errgroup_split_any(err, kinds, 2, &matched[0], &rest[0]));
    expect_ok(errgroup_split_if(err, is_timeout_or_closed, NULL, &matched[1],
                                &rest[1]));
    error_free(err);
    for (int i = 0; i < 2; i++) {
        expect_taken(matched[i], "o(TIMEOUT a, n(TIMEOUT c), m(CLOSED d))");
        expect_taken(rest[i], "o(n(NOT_FOUND b))");
    }
    expect_nothing_left();
}

static bool has_message(const struct error *err, void *message)
{
    return strcmp(error_message(err), message) == 0;
}

// 2.19
TEST(a_group_that_matches_does_so_with_all_it_holds)
{
    struct error *err = sample();
    struct error *matched;
    struct error *rest;
    expect_ok(errgroup_split_if(err, has_message, "n", &matched, &rest));
    expect_shape(matched, "o(n(NOT_FOUND b, TIMEOUT c))");
    expect_taken(rest, "o(TIMEOUT a, m(CLOSED d))");
    ck_assert_ptr_eq(errgroup_member(matched, 0), errgroup_member(err, 1));
    error_free(matched);
    error_free(err);
}

static bool note_question(const struct error *err, void *asked)
{
    strcat(asked, error_message(err));
    return strcmp(error_message(err), "n") == 0;
}

// 2.19
TEST(a_predicate_is_asked_from_the_outside_in)
{
    char asked[64] = "";
    struct error *err = sample();
    struct error *matched;
    expect_ok(errgroup_split_if(err, note_question, asked, &matched, NULL));
    ck_assert_str_eq(asked, "oanmd");
    error_free(matched);
    error_free(err);
}

// 2.20
TEST(a_split_by_nothing_is_invalid_and_stores_nothing)
{
    const struct kind *kinds[] = {&TIMEOUT, NULL};
    struct error *err = sample();
    struct error *mark = (struct error *)&kinds;
    struct error *a = mark;
    struct error *b = mark;
    expect_invalid(errgroup_split(err, NULL, &a, &b), "NULL");
    expect_invalid(errgroup_split_any(err, kinds, 2, &a, &b), "kind 1 ");
    expect_invalid(errgroup_split_any(err, kinds, 0, &a, &b), "no kinds");
    expect_invalid(errgroup_split_any(err, NULL, 1, &a, &b), "no kinds");
    expect_invalid(errgroup_split_if(err, NULL, NULL, &a, &b), "predicate");
    expect_invalid(errgroup_subgroup(err, NULL, &a), "NULL");
    ck_assert_ptr_eq(a, mark);
    ck_assert_ptr_eq(b, mark);
    error_free(err);
    expect_nothing_left();
}

// 2.22, M9
TEST(leaves_are_told_apart_by_identity)
{
    struct error *twin = leaf(&TIMEOUT, "same");
    struct error *err = group("o", leaf(&TIMEOUT, "same"), error_ref(twin),
                              leaf(&CLOSED, "x"), error_ref(twin));
    struct error *matched;
    struct error *rest;
    expect_ok(errgroup_split(err, &TIMEOUT, &matched, &rest));
    ck_assert_uint_eq(errgroup_size(matched), 3);
    ck_assert_ptr_ne(errgroup_member(matched, 0), twin);
    ck_assert_ptr_eq(errgroup_member(matched, 1), twin);
    ck_assert_ptr_eq(errgroup_member(matched, 2), twin);
    error_free(twin);
    error_free(err);
    error_free(matched);
    error_free(rest);
    expect_nothing_left();
}

// 2.19
TEST(either_part_may_be_unwanted)
{
    struct error *err = sample();
    struct error *part;
    expect_ok(errgroup_split(err, &TIMEOUT, &part, NULL));
    expect_taken(part, "o(TIMEOUT a, n(TIMEOUT c))");
    expect_ok(errgroup_split(err, &TIMEOUT, NULL, &part));
    expect_taken(part, "o(n(NOT_FOUND b), m(CLOSED d))");
    expect_ok(errgroup_split(err, &TIMEOUT, NULL, NULL));
    expect_ok(errgroup_subgroup(err, &SYSTEM, &part));
    expect_taken(part, "o(n(NOT_FOUND b))");
    expect_ok(errgroup_subgroup(err, &BUSY, &part));
    ck_assert_ptr_null(part);
    error_free(err);
    expect_nothing_left();
}

// 2.18, 2.30, 2.68, M7
TEST(both_parts_keep_place_task_cause_context_and_notes)
{
    struct error *err = sample_with_stories();
    struct error *parts[2];
    expect_ok(errgroup_split(err, &TIMEOUT, &parts[0], &parts[1]));
    expect_story(parts[0], err);
    expect_story(parts[1], err);
    const struct error *inner = errgroup_member(err, 1);
    expect_story(errgroup_member(parts[0], 1), inner);
    expect_story(errgroup_member(parts[1], 0), inner);
    error_free(err);
    ck_assert_str_eq(error_task(parts[0]), "main");
    error_free(parts[0]);
    error_free(parts[1]);
    expect_nothing_left();
}

// 2.18, M7
TEST(a_note_added_to_a_part_is_on_that_part_alone)
{
    struct error *err = sample_with_stories();
    struct error *parts[2];
    expect_ok(errgroup_split(err, &TIMEOUT, &parts[0], &parts[1]));
    error_note(parts[0], "new");
    ck_assert_uint_eq(error_n_notes(parts[0]), 2);
    ck_assert_uint_eq(error_n_notes(parts[1]), 1);
    ck_assert_uint_eq(error_n_notes(err), 1);
    error_free(err);
    error_free(parts[0]);
    error_free(parts[1]);
}

// 2.18
TEST(a_part_made_while_an_error_is_handled_keeps_its_own_context)
{
    a_task self;
    struct error *err = sample();
    struct error *handled = leaf(&BUSY, "handled");
    be_in_task(&self, handled);
    struct error *matched;
    expect_ok(errgroup_split(err, &TIMEOUT, &matched, NULL));
    ck_assert_ptr_null(error_context(matched));
    error_free(matched);
    error_free(handled);
    error_free(err);
    expect_nothing_left();
}

// 2.6
TEST(a_split_leaves_the_original_as_it_was)
{
    struct error *err = sample();
    struct error *matched;
    expect_ok(errgroup_split(err, &TIMEOUT, &matched, NULL));
    error_free(matched);
    expect_taken(err, "o(TIMEOUT a, n(NOT_FOUND b, TIMEOUT c), m(CLOSED d))");
}

// 2.14
TEST(a_part_of_a_base_group_is_ordinary_if_its_leaves_are)
{
    struct error *err = group("o", leaf(&TIMEOUT, "a"),
                              error_new_cancelled(NULL), leaf(&CLOSED, "b"));
    expect_split(err, &CANCELLED, "BASE_GROUP o(CANCELLED cancelled)",
                 "o(TIMEOUT a, CLOSED b)");
}

// ---- derive ----------------------------------------------------------------

// 2.32
TEST(a_kind_with_a_derive_hook_and_its_payload_survive_a_split)
{
    struct error *err = numbered_sample();
    error_note(err, "noted");
    struct error *parts[2];
    expect_ok(errgroup_split(err, &TIMEOUT, &parts[0], &parts[1]));
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(number_of(parts[i]), 42);
        ck_assert_int_eq(number_of(errgroup_member(parts[i], 1 - i)), 101);
        expect_story(parts[i], err);
        error_free(parts[i]);
    }
    error_free(err);
    expect_nothing_left();
}

// 2.33
TEST(parts_of_a_kind_without_a_derive_hook_are_plain)
{
    expect_split(bad_sample(&PLAIN), &TIMEOUT, "bad(TIMEOUT a)",
                 "bad(SYSTEM b, CLOSED c)");
    struct error *members[] = {error_new_cancelled(NULL), leaf(&CLOSED, "a"),
                               NULL};
    struct error *err = group_of(&PLAIN_BASE, "g", PLACE_HERE, members);
    error_set_payload(err, members);
    expect_split(err, &CANCELLED, "BASE_GROUP g(CANCELLED cancelled)",
                 "g(CLOSED a)");
}

// 2.34
TEST(a_derive_hook_that_gives_no_group_is_invalid)
{
    struct error *err = group("o", bad_sample(&BAD), leaf(&TIMEOUT, "x"));
    struct error *part = err;
    struct error *problem = errgroup_split(err, &TIMEOUT, &part, NULL);
    ck_assert(error_is(error_cause(problem), &CLOSED));
    ck_assert_int_eq(error_place(problem).line,
                     error_place(errgroup_member(err, 0)).line);
    expect_invalid(problem, "BAD");
    expect_invalid(errgroup_subgroup(err, &TIMEOUT, &part), "BAD");
    ck_assert_ptr_eq(part, err);
    error_free(err);
    err = bad_sample(&WORSE);
    expect_invalid(errgroup_split(err, &TIMEOUT, &part, NULL), "WORSE");
    error_free(err);
    expect_nothing_left();
}

// 2.34
TEST(a_derive_hook_is_not_asked_for_a_whole_group)
{
    expect_split(bad_sample(&BAD), &ORDINARY,
                 "BAD bad(TIMEOUT a, SYSTEM b, CLOSED c)", "");
}

// 2.32
TEST(derive_makes_a_group_like_another_with_other_members)
{
    struct error *err = sample_with_stories();
    struct error *member = leaf(&BUSY, "new");
    struct error *part = errgroup_derive(err, &member, 1);
    expect_story(part, err);
    expect_taken(part, "o(BUSY new)");
    error_free(member);
    error_free(err);
    expect_nothing_left();
}

ABORT_OUTSIDE_TEST(deriving_from_a_leaf_aborts)
{
    struct error *err = leaf(&TIMEOUT, "a");
    (void)errgroup_derive(err, &err, 1);
}

// ---- suppress and unwrap ---------------------------------------------------

// 2.63
TEST(suppress_drops_leaves_of_a_kind_and_keeps_the_rest)
{
    expect_taken(errgroup_suppress(sample(), &TIMEOUT),
                 "o(n(NOT_FOUND b), m(CLOSED d))");
    ck_assert_ptr_null(errgroup_suppress(sample(), &ORDINARY));
    ck_assert_ptr_null(errgroup_suppress(leaf(&TIMEOUT, "a"), &TIMEOUT));
    expect_taken(errgroup_suppress(leaf(&TIMEOUT, "a"), &SYSTEM), "TIMEOUT a");
    ck_assert_ptr_null(errgroup_suppress(NULL, &TIMEOUT));
    expect_nothing_left();
}

// 2.66, 2.68
TEST(suppressing_cancelled_swallows_a_group_of_nothing_else)
{
    struct error *err =
        group("o", error_new_cancelled(NULL),
              group("n", error_new_cancelled(NULL)), leaf(&TIMEOUT, "a"));
    error_set_cause(err, leaf(&BUSY, "cause"));
    struct error *rest = errgroup_suppress(error_ref(err), &CANCELLED);
    expect_story(rest, err);
    expect_taken(rest, "o(TIMEOUT a)");
    ck_assert_ptr_null(
        errgroup_suppress(error_ref(errgroup_member(err, 1)), &CANCELLED));
    error_free(err);
    expect_nothing_left();
}

// 2.62
TEST(suppress_loses_nothing_if_a_group_cannot_be_split)
{
    struct error *err = bad_sample(&BAD);
    struct error *problem = errgroup_suppress(err, &TIMEOUT);
    ck_assert_ptr_eq(error_context(problem), err);
    expect_invalid(problem, "BAD");
    expect_nothing_left();
}

// 2.72
TEST(unwrap_gives_the_one_member_with_its_cause_and_context)
{
    struct error *one = leaf(&TIMEOUT, "a");
    struct error *cause = leaf(&BUSY, "cause");
    error_set_cause(one, cause);
    struct error *err =
        errgroup_unwrap(group("o", error_new_cancelled(NULL), error_ref(one),
                              group("n", error_new_cancelled(NULL))));
    ck_assert_ptr_eq(err, one);
    ck_assert_ptr_eq(error_cause(one), cause);
    ck_assert_ptr_null(error_context(one));
    error_free(err);
    error_free(one);
    expect_nothing_left();
}

// 2.72
TEST(unwrap_takes_one_level_away)
{
    expect_taken(errgroup_unwrap(group("o", group("n", leaf(&TIMEOUT, "a")))),
                 "n(TIMEOUT a)");
    expect_taken(errgroup_unwrap(leaf(&TIMEOUT, "a")), "TIMEOUT a");
    ck_assert_ptr_null(errgroup_unwrap(NULL));
    expect_nothing_left();
}

// 2.73
TEST(unwrap_of_several_errors_is_misuse_because_of_the_group)
{
    struct error *group = sample();
    struct error *err = errgroup_unwrap(group);
    ck_assert_ptr_eq(error_kind(err), &MISUSE);
    ck_assert_ptr_eq(error_cause(err), group);
    error_free(err);
    expect_nothing_left();
}

// 2.73
TEST(a_fatal_error_among_several_wins_over_all)
{
    struct error *group =
        group("o", leaf(&TIMEOUT, "a"), group("n", leaf(&INTERRUPTED, "stop")));
    struct error *err = errgroup_unwrap(group);
    ck_assert_ptr_eq(error_cause(err), group);
    expect_taken(err, "INTERRUPTED stop");
    expect_nothing_left();
}

// 2.73
TEST(unwrap_of_cancelled_alone_gives_the_first)
{
    struct error *first = error_new_cancelled(NULL);
    struct error *err = errgroup_unwrap(
        group("o", group("n", error_ref(first)), error_new_cancelled(NULL)));
    ck_assert_ptr_eq(err, first);
    error_free(err);
    error_free(first);
    expect_nothing_left();
}

// ---- size ------------------------------------------------------------------

// M30. The task's stack has 64 KiB.
IN_ORDER_TEST(a_million_levels_are_split_and_visited_without_recursion)
{
    struct error *err = deep();
    struct error *matched;
    struct error *rest;
    struct visited all = {.most = 60};
    expect_ok(errgroup_split(err, &TIMEOUT, &matched, &rest));
    errgroup_leaves(matched, note_name, &all);
    errgroup_leaves(rest, note_name, &all);
    ck_assert_str_eq(all.names, "ab");
    error_free(err);
    error_free(matched);
    error_free(rest);
    expect_nothing_left();
    return NULL;
}

// How often a predicate is asked, and how many groups are made.
static size_t n_asked;

static bool is_timeout(const struct error *err,
                       void *arg __attribute__((unused)))
{
    n_asked++;
    return error_is(err, &TIMEOUT);
}

TEST(each_error_of_a_tree_is_asked_once)
{
    struct error *members[1000];
    for (int i = 0; i < 1000; i++)
        members[i] = group("n", leaf(&TIMEOUT, "a"), leaf(&CLOSED, "b"));
    struct error *err = errgroup_new("o", members, 1000);
    for (int i = 0; i < 1000; i++)
        error_free(members[i]);
    struct error *matched;
    struct error *rest;
    expect_ok(errgroup_split_if(err, is_timeout, NULL, &matched, &rest));
    ck_assert_uint_eq(n_asked, 3001);
    error_free(matched);
    error_free(rest);
    error_free(err);
    expect_nothing_left();
}

// ---- random trees ----------------------------------------------------------

// 2.18, 2.22, 2.23, 2.24
TEST(parts_of_random_trees_keep_leaves_order_shape_and_notes)
{
    for (int seed = 0; seed < 500; seed++) {
        srand((unsigned)seed);
        int n_names = 0;
        struct error *err = random_tree(6, &n_names);
        unsigned char *bits = malloc((size_t)n_names);
        for (int i = 0; i < n_names; i++)
            bits[i] = (unsigned char)(rand() >> 8);
        struct error *matched;
        struct error *rest;
        expect_ok(errgroup_split_if(err, is_chosen, bits, &matched, &rest));
        expect_part(err, matched, bits, true);
        expect_part(err, rest, bits, false);
        error_free(matched);
        error_free(rest);
        error_free(err);
        free(bits);
    }
    expect_nothing_left();
}
// private: linnet-0f5d3f897d262c7d
