// Error groups. Numbers are those of semantics.md.
//
// Trees are compared by their shape, a text such as "o(TIMEOUT a, n(SYSTEM
// b))".
#include "errgroup.h"
#include "suite.h"
#include <stdlib.h>

// ---- helpers ---------------------------------------------------------------

#define expect_nothing_left() ck_assert_uint_eq(error_live(), 0)

#define leaf(kind, message) error_new((kind), "%s", (message))

// A group of the errors that follow the message. Takes them.
#define group(message, ...)                                                    \
    group_of(NULL, (message), PLACE_HERE, (struct error *[]){__VA_ARGS__, NULL})

static struct error *group_of(const struct kind *kind, const char *message,
                              struct place place, struct error **members)
{
    size_t n = 0;
    while (members[n] != NULL)
        n++;
    struct error *err = errgroup_new_at(kind, place, message, members, n);
    for (size_t i = 0; i < n; i++)
        error_free(members[i]);
    return err;
}

static void write_shape(const struct error *err, FILE *out)
{
    if (!errgroup_is(err)) {
        fprintf(out, "%s %s", error_kind(err)->name, error_message(err));
        return;
    }
    if (error_kind(err) != &GROUP)
        fprintf(out, "%s ", error_kind(err)->name);
    fprintf(out, "%s(", error_message(err));
    for (size_t i = 0; i < errgroup_size(err); i++) {
        fputs(i > 0 ? ", " : "", out);
        write_shape(errgroup_member(err, i), out);
    }
    fputc(')', out);
}

static void check_shape(const struct error *err, const char *expected, int line)
{
    char *shape;
    size_t n_bytes;
    FILE *out = open_memstream(&shape, &n_bytes);
    if (err != NULL)
        write_shape(err, out);
    fclose(out);
    ck_assert_msg(strcmp(shape, expected) == 0, "line %d: %s, but %s is due",
                  line, shape, expected);
    free(shape);
}

// "" stands for NULL.
#define expect_shape(err, expected) check_shape((err), (expected), __LINE__)

// The same, and drops err.
static void check_taken(struct error *err, const char *expected, int line)
{
    check_shape(err, expected, line);
    error_free(err);
}

#define expect_taken(err, expected) check_taken((err), (expected), __LINE__)

static void expect_invalid(struct error *err, const char *words)
{
    ck_assert_msg(error_is(err, &INVALID), "no INVALID");
    ck_assert_msg(strstr(error_message(err), words) != NULL, "%s",
                  error_message(err));
    error_free(err);
}

static void leave_task(struct task *self __attribute__((unused)))
{
    task_running = NULL;
}

// A stand-in for the running task: be_in_task makes it that until its scope
// ends.
#define a_task __attribute__((cleanup(leave_task))) struct task

static void be_in_task(struct task *task, struct error *handling)
{
    *task = (struct task){.name = "main", .handling = handling};
    task_running = task;
}

// The tree that most tests take apart.
static struct error *sample(void)
{
    return group("o", leaf(&TIMEOUT, "a"),
                 group("n", leaf(&NOT_FOUND, "b"), leaf(&TIMEOUT, "c")),
                 group("m", leaf(&CLOSED, "d")));
}

// A kind with a payload, an int, which parts keep.
static struct error *numbered(const char *message, int number,
                              struct error *const *members, size_t n);

static struct error *derive_numbered(const struct error *group,
                                     struct error *const *members, size_t n)
{
    return numbered("derived", *(int *)error_payload(group), members, n);
}

static const struct kind NUMBERED = {
    .name = "NUMBERED",
    .parent = &GROUP,
    .derive = derive_numbered,
    .free_payload = free,
};

static struct error *numbered(const char *message, int number,
                              struct error *const *members, size_t n)
{
    struct error *err = errgroup_new_of(&NUMBERED, message, members, n);
    int *payload = malloc(sizeof(*payload));
    *payload = number;
    error_set_payload(err, payload);
    return err;
}

static int number_of(const struct error *err)
{
    ck_assert_ptr_eq(error_kind(err), &NUMBERED);
    return *(int *)error_payload(err);
}

// 42 outside, 101 inside, "a" and "b" in both.
static struct error *numbered_sample(void)
{
    struct error *in[] = {leaf(&TIMEOUT, "a"), leaf(&SYSTEM, "b")};
    struct error *inner = numbered("inner", 101, in, 2);
    struct error *out[] = {in[0], inner, in[1]};
    struct error *outer = numbered("outer", 42, out, 3);
    for (size_t i = 0; i < 3; i++)
        error_free(out[i]);
    return outer;
}

// Kinds whose parts are plain, or impossible.
static const struct kind PLAIN = {.name = "PLAIN", .parent = &GROUP};
static const struct kind PLAIN_BASE = {.name = "PLAIN_BASE",
                                       .parent = &BASE_GROUP};

static struct error *derive_leaf(const struct error *group,
                                 struct error *const *members
                                 __attribute__((unused)),
                                 size_t n __attribute__((unused)))
{
    return leaf(&CLOSED, error_message(group));
}

static struct error *derive_nothing(const struct error *group
                                    __attribute__((unused)),
                                    struct error *const *members
                                    __attribute__((unused)),
                                    size_t n __attribute__((unused)))
{
    return NULL;
}

static const struct kind BAD = {
    .name = "BAD", .parent = &GROUP, .derive = derive_leaf};
static const struct kind WORSE = {
    .name = "WORSE", .parent = &GROUP, .derive = derive_nothing};

static struct error *bad_sample(const struct kind *kind)
{
    struct error *members[] = {leaf(&TIMEOUT, "a"), leaf(&SYSTEM, "b"),
                               leaf(&CLOSED, "c"), NULL};
    return group_of(kind, "bad", PLACE_HERE, members);
}

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

struct visited {
    char names[64];
    size_t most; // leaves to visit
};

static bool note_name(struct error *err, void *arg)
{
    struct visited *visited = arg;
    strcat(visited->names, error_message(err));
    return strlen(visited->names) < visited->most;
}

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

// 2.18, M7: gives it a story, and expects it of each part.
static void expect_story(const struct error *part, const struct error *of)
{
    ck_assert_ptr_eq(error_place(part).file, error_place(of).file);
    ck_assert_int_eq(error_place(part).line, error_place(of).line);
    ck_assert_str_eq(error_task(part), error_task(of));
    ck_assert_ptr_eq(error_cause(part), error_cause(of));
    ck_assert_ptr_eq(error_context(part), error_context(of));
    ck_assert_uint_eq(error_n_notes(part), error_n_notes(of));
    for (size_t i = 0; i < error_n_notes(of); i++)
        ck_assert_str_eq(error_note_at(part, i), error_note_at(of, i));
}

static struct error *sample_with_stories(void)
{
    a_task self;
    be_in_task(&self, NULL);
    struct error *err = sample();
    task_running = NULL;
    error_set_cause(err, leaf(&BROKEN, "cause"));
    error_set_context(err, leaf(&BROKEN, "context"));
    error_note(err, "outer");
    error_note(errgroup_member(err, 1), "inner");
    return err;
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

// 2.43
TEST(nothing_goes_on_if_everything_is_handled)
{
    struct errgroup_try *t = errgroup_try(sample());
    int n = 0;
    except(t, &ORDINARY, caught)
    {
        n++;
    }
    ck_assert_int_eq(n, 1);
    ck_assert_ptr_null(errgroup_end(t));
    expect_nothing_left();
}

// 2.44
TEST(no_handler_runs_without_an_error)
{
    struct errgroup_try *t = errgroup_try(NULL);
    ck_assert(errgroup_clean(t));
    except(t, &ANY, caught)
    {
        ck_abort();
    }
    ck_assert_ptr_null(errgroup_end(t));
}

// 2.44
TEST(a_try_is_not_clean_after_its_error_was_handled)
{
    struct errgroup_try *t = errgroup_try(sample());
    ck_assert(!errgroup_clean(t));
    except(t, &ANY, caught)
    {
    }
    ck_assert(!errgroup_clean(t));
    ck_assert_ptr_null(errgroup_end(t));
}

// 2.37
TEST(a_lone_error_is_caught_in_a_group_with_an_empty_message)
{
    struct error *err = leaf(&TIMEOUT, "a");
    int line = error_place(err).line;
    struct errgroup_try *t = errgroup_try(err);
    except(t, &TIMEOUT, caught)
    {
        expect_shape(caught, "(TIMEOUT a)");
        ck_assert_ptr_eq(errgroup_member(caught, 0), err);
        ck_assert_int_eq(error_place(caught).line, line);
    }
    ck_assert_ptr_null(errgroup_end(t));
    expect_nothing_left();
}

// 2.37
TEST(a_lone_error_that_is_not_ordinary_is_caught_in_a_base_group)
{
    struct errgroup_try *t = errgroup_try(error_new_cancelled(NULL));
    except(t, &CANCELLED, caught)
    {
        expect_shape(caught, "BASE_GROUP (CANCELLED cancelled)");
    }
    ck_assert_ptr_null(errgroup_end(t));
}

// 2.42
TEST(a_lone_error_that_nobody_handles_goes_on_bare)
{
    struct errgroup_try *t = errgroup_try(leaf(&TIMEOUT, "a"));
    except(t, &SYSTEM, caught)
    {
        ck_abort();
    }
    expect_taken(errgroup_end(t), "TIMEOUT a");
    expect_nothing_left();
}

// 2.39
TEST(a_group_that_matches_entirely_is_caught_as_it_is)
{
    struct error *err = sample();
    struct errgroup_try *t = errgroup_try(err);
    except(t, &ORDINARY, caught)
    {
        ck_assert_ptr_eq(caught, err);
    }
    ck_assert_ptr_null(errgroup_end(t));
}

// 2.40, 2.41
TEST(handlers_are_asked_in_order_and_a_leaf_is_caught_once)
{
    struct errgroup_try *t = errgroup_try(sample());
    int n = 0;
    except(t, &TIMEOUT, caught)
    {
        expect_shape(caught, "o(TIMEOUT a, n(TIMEOUT c))");
        n++;
    }
    except(t, &TIMEOUT, caught)
    {
        ck_abort();
    }
    except(t, &ORDINARY, caught)
    {
        expect_shape(caught, "o(n(NOT_FOUND b), m(CLOSED d))");
        n++;
    }
    ck_assert_int_eq(n, 2);
    ck_assert_ptr_null(errgroup_end(t));
}

// 2.41
TEST(a_handler_for_several_kinds_runs_once_with_all_their_leaves)
{
    const struct kind *kinds[] = {&CLOSED, &TIMEOUT};
    struct errgroup_try *t = errgroup_try(sample());
    struct error *caught = errgroup_catch_any(t, kinds, 2);
    expect_shape(caught, "o(TIMEOUT a, n(TIMEOUT c), m(CLOSED d))");
    ck_assert_ptr_null(errgroup_done(t));
    expect_taken(errgroup_end(t), "o(n(NOT_FOUND b))");
    expect_nothing_left();
}

// 2.42, M8
TEST(what_nobody_handles_goes_on_in_its_shape)
{
    struct error *err = sample_with_stories();
    struct errgroup_try *t = errgroup_try(error_ref(err));
    except(t, &SYSTEM, caught)
    {
    }
    struct error *rest = errgroup_end(t);
    expect_story(rest, err);
    expect_taken(rest, "o(TIMEOUT a, n(TIMEOUT c), m(CLOSED d))");
    error_free(err);
    expect_nothing_left();
}

static const struct kind *const BROKEN_SET[] = {&TIMEOUT, NULL};

// 2.46
ABORT_OUTSIDE_TEST(a_handler_for_null_beside_a_kind_aborts)
{
    (void)errgroup_catch_any(errgroup_try(sample()), BROKEN_SET, 2);
}

// 2.46
ABORT_OUTSIDE_TEST(a_handler_for_no_kinds_aborts)
{
    (void)errgroup_catch_any(errgroup_try(sample()), BROKEN_SET, 0);
}

ABORT_OUTSIDE_TEST(a_handler_for_a_kind_of_groups_aborts)
{
    (void)errgroup_catch(errgroup_try(sample()), &PLAIN);
}

// 2.46
// 2.48
ABORT_OUTSIDE_TEST(ending_after_a_handler_was_left_by_break_aborts)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        break;
    }
    (void)!errgroup_end(t);
}

// 2.48
ABORT_OUTSIDE_TEST(catching_after_a_handler_was_left_by_break_aborts)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        break;
    }
    except(t, &SYSTEM, caught)
    {
    }
}

// 2.48
ABORT_OUTSIDE_TEST(raising_outside_of_a_handler_aborts)
{
    errgroup_raise(errgroup_try(sample()), leaf(&TIMEOUT, "a"));
}

ABORT_OUTSIDE_TEST(closing_a_handler_that_is_not_open_aborts)
{
    errgroup_done(errgroup_try(sample()));
}

ABORT_OUTSIDE_TEST(raising_nothing_aborts)
{
    struct errgroup_try *t = errgroup_try(sample());
    (void)errgroup_catch(t, &TIMEOUT);
    errgroup_raise(t, NULL);
}

// 2.48
TEST(loops_inside_a_handler_may_be_left)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        for (int i = 0; i < 3; i++)
            if (i == 1)
                break;
        if (errgroup_size(caught) == 2)
            continue;
        ck_abort();
    }
    expect_taken(errgroup_end(t), "o(n(NOT_FOUND b), m(CLOSED d))");
    expect_nothing_left();
}

// ---- raising ---------------------------------------------------------------

// Handles err, which it takes: what is of kind `again` is raised again, then
// for what is of kind `new` a new error is raised. Gives what goes on.
static struct error *handle(struct error *err, const struct kind *again,
                            const struct kind *new)
{
    struct errgroup_try *t = errgroup_try(err);
    except(t, again, caught)
    {
        errgroup_raise(t, error_ref(caught));
    }
    except(t, new, caught)
    {
        errgroup_raise(t, leaf(&BUSY, "new"));
    }
    return errgroup_end(t);
}

// 2.50, M8
TEST(what_is_raised_again_keeps_its_place_in_the_tree)
{
    struct errgroup_try *t = errgroup_try(sample_with_stories());
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, error_ref(caught));
    }
    except(t, &SYSTEM, caught)
    {
    }
    struct error *rest = errgroup_end(t);
    ck_assert_uint_eq(error_n_notes(rest), 1);
    expect_taken(rest, "o(TIMEOUT a, n(TIMEOUT c), m(CLOSED d))");
    expect_nothing_left();
}

// 2.50
TEST(the_original_goes_on_if_all_of_it_is_raised_again_or_left)
{
    struct error *err = sample();
    ck_assert_ptr_eq(handle(error_ref(err), &TIMEOUT, &BUSY), err);
    error_free(err);
    ck_assert_ptr_eq(handle(error_ref(err), &ORDINARY, &BUSY), err);
    error_free(err);
    error_free(err);
    expect_nothing_left();
}

// 2.51
TEST(a_lone_error_raised_again_as_it_was_caught_is_in_a_group)
{
    expect_taken(handle(leaf(&TIMEOUT, "a"), &TIMEOUT, &BUSY), "(TIMEOUT a)");
    expect_nothing_left();
}

// 2.51
TEST(a_lone_error_raised_again_itself_is_bare)
{
    struct errgroup_try *t = errgroup_try(leaf(&TIMEOUT, "a"));
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, error_ref(errgroup_member(caught, 0)));
    }
    struct error *err = errgroup_end(t);
    ck_assert_ptr_null(error_context(err));
    expect_taken(err, "TIMEOUT a");
    expect_nothing_left();
}

// 2.50
TEST(single_leaves_can_be_raised_again)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &ORDINARY, caught)
    {
        struct error *inner = errgroup_member(caught, 1);
        errgroup_raise(t, error_ref(errgroup_member(inner, 1)));
        errgroup_raise(t, error_ref(errgroup_member(caught, 0)));
    }
    expect_taken(errgroup_end(t), "o(TIMEOUT a, n(TIMEOUT c))");
    expect_nothing_left();
}

// 2.50
TEST(a_part_of_what_was_caught_can_be_raised_again)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &ORDINARY, caught)
    {
        struct error *part;
        expect_ok(errgroup_subgroup(caught, &CLOSED, &part));
        error_note(part, "of no account");
        errgroup_raise(t, part);
    }
    expect_taken(errgroup_end(t), "o(m(CLOSED d))");
    expect_nothing_left();
}

// 2.22, M9
TEST(of_two_errors_that_look_alike_only_the_raised_one_goes_on)
{
    struct error *err =
        group("o", leaf(&TIMEOUT, "same"), group("n", leaf(&TIMEOUT, "same")));
    struct error *inner = errgroup_member(err, 1);
    struct errgroup_try *t = errgroup_try(error_ref(err));
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, error_ref(errgroup_member(inner, 0)));
    }
    struct error *end = errgroup_end(t);
    ck_assert_ptr_eq(errgroup_member(end, 0), inner);
    expect_taken(end, "o(n(TIMEOUT same))");
    error_free(err);
    expect_nothing_left();
}

// 2.54, M8
TEST(a_new_error_alone_goes_on_bare)
{
    expect_taken(handle(sample(), &BUSY, &ORDINARY), "BUSY new");
    expect_nothing_left();
}

// 2.54
TEST(two_new_errors_go_on_in_the_order_of_their_handlers)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, leaf(&BUSY, "first"));
    }
    except(t, &ORDINARY, caught)
    {
        errgroup_raise(t, leaf(&BUSY, "second"));
    }
    expect_taken(errgroup_end(t), "(BUSY first, BUSY second)");
    expect_nothing_left();
}

// 2.42, 2.55, M8
TEST(a_new_error_is_followed_by_what_was_left)
{
    expect_taken(handle(sample(), &BUSY, &SYSTEM),
                 "(BUSY new, o(TIMEOUT a, n(TIMEOUT c), m(CLOSED d)))");
    expect_nothing_left();
}

// 2.55, M8
TEST(what_is_raised_again_and_what_is_left_follow_the_new_error_as_one)
{
    expect_taken(handle(sample(), &TIMEOUT, &SYSTEM),
                 "(BUSY new, o(TIMEOUT a, n(TIMEOUT c), m(CLOSED d)))");
    expect_taken(handle(sample(), &CLOSED, &TIMEOUT),
                 "(BUSY new, o(n(NOT_FOUND b), m(CLOSED d)))");
    expect_nothing_left();
}

// 2.56
TEST(the_context_of_a_new_error_is_what_was_caught)
{
    a_task self;
    be_in_task(&self, NULL);
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        struct error *err = leaf(&BUSY, "new");
        error_set_cause(err, error_ref(caught));
        ck_assert_ptr_eq(error_context(err), caught);
        errgroup_raise(t, err);
    }
    struct error *err = errgroup_end(t);
    struct error *new = errgroup_member(err, 0);
    expect_shape(error_context(new), "o(TIMEOUT a, n(TIMEOUT c))");
    ck_assert_ptr_eq(error_cause(new), error_context(new));
    error_free(err);
    expect_nothing_left();
}

// 2.56
TEST(an_error_made_before_gets_what_was_caught_as_context_when_raised)
{
    struct error *early = leaf(&BUSY, "early");
    struct error *other = leaf(&BUSY, "other");
    error_set_context(other, leaf(&BUSY, "its own"));
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &ORDINARY, caught)
    {
        errgroup_raise(t, early);
        errgroup_raise(t, other);
    }
    struct error *err = errgroup_end(t);
    expect_shape(err, "(BUSY early, BUSY other)");
    ck_assert_str_eq(error_message(error_context(early)), "o");
    ck_assert_str_eq(error_message(error_context(other)), "its own");
    error_free(err);
    expect_nothing_left();
}

// 2.55, 2.74
TEST(a_new_group_around_caught_leaves_is_a_new_error)
{
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, group("wrapped", error_ref(caught)));
    }
    struct error *err = errgroup_end(t);
    expect_taken(err, "(wrapped(o(TIMEOUT a, n(TIMEOUT c))), "
                      "o(n(NOT_FOUND b), m(CLOSED d)))");
    expect_nothing_left();
}

// 2.64
TEST(catching_everything_ordinary_does_not_catch_cancelled)
{
    struct error *err =
        group("o", leaf(&TIMEOUT, "a"), group("n", error_new_cancelled(NULL)));
    expect_taken(handle(err, &BUSY, &ORDINARY),
                 "BASE_GROUP (BUSY new, BASE_GROUP o(BASE_GROUP "
                 "n(CANCELLED cancelled)))");
    expect_taken(handle(error_new_cancelled(NULL), &BUSY, &ORDINARY),
                 "CANCELLED cancelled");
    expect_nothing_left();
}

// 2.61
TEST(kinds_with_a_derive_hook_stay_in_handlers_and_in_the_rest)
{
    struct error *err = numbered_sample();
    struct errgroup_try *t = errgroup_try(error_ref(err));
    except(t, &TIMEOUT, caught)
    {
        ck_assert_int_eq(number_of(caught), 42);
        ck_assert_int_eq(number_of(errgroup_member(caught, 1)), 101);
        errgroup_raise(t, error_ref(errgroup_member(caught, 0)));
    }
    except(t, &BUSY, caught)
    {
    }
    struct error *rest = errgroup_end(t);
    ck_assert_ptr_eq(rest, err);
    error_free(rest);
    rest = handle(err, &BUSY, &TIMEOUT);
    ck_assert_int_eq(number_of(errgroup_member(rest, 1)), 42);
    error_free(rest);
    expect_nothing_left();
}

// 2.62
TEST(a_group_that_cannot_be_split_goes_on_as_context_of_invalid)
{
    struct error *err = bad_sample(&BAD);
    struct errgroup_try *t = errgroup_try(err);
    except(t, &TIMEOUT, caught)
    {
        ck_abort();
    }
    except(t, &ORDINARY, caught)
    {
        ck_abort();
    }
    struct error *problem = errgroup_end(t);
    ck_assert_ptr_eq(error_context(problem), err);
    expect_invalid(problem, "BAD");
    expect_nothing_left();
}

// 2.62
TEST(nothing_is_lost_if_the_end_cannot_be_derived)
{
    struct error *err = group("o", bad_sample(&BAD));
    struct errgroup_try *t = errgroup_try(err);
    except(t, &ORDINARY, caught)
    {
        struct error *bad = errgroup_member(caught, 0);
        errgroup_raise(t, error_ref(errgroup_member(bad, 0)));
        errgroup_raise(t, leaf(&BUSY, "new"));
    }
    struct error *end = errgroup_end(t);
    ck_assert_uint_eq(errgroup_size(end), 2);
    ck_assert(error_is(errgroup_member(end, 0), &BUSY));
    ck_assert_ptr_eq(error_context(errgroup_member(end, 1)), err);
    error_free(end);
    expect_nothing_left();
}

// ---- what a task is handling -----------------------------------------------

// 2.57
TEST(after_a_handler_the_task_handles_what_it_did_before)
{
    a_task self;
    struct error *before = leaf(&BUSY, "before");
    be_in_task(&self, before);
    struct errgroup_try *t = errgroup_try(sample());
    ck_assert_ptr_eq(self.handling, before);
    except(t, &TIMEOUT, caught)
    {
        ck_assert_ptr_eq(self.handling, caught);
    }
    ck_assert_ptr_eq(self.handling, before);
    error_free(errgroup_end(t));
    ck_assert_ptr_eq(self.handling, before);
    error_free(before);
    expect_nothing_left();
}

// 2.57, 2.58
TEST(a_handler_inside_a_handler_does_not_disturb_it)
{
    a_task self;
    be_in_task(&self, NULL);
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, outer)
    {
        struct errgroup_try *u = errgroup_try(leaf(&CLOSED, "x"));
        except(u, &CLOSED, inner)
        {
            ck_assert_ptr_eq(self.handling, inner);
            errgroup_raise(u, leaf(&BUSY, "new"));
        }
        ck_assert_ptr_eq(self.handling, outer);
        expect_shape(outer, "o(TIMEOUT a, n(TIMEOUT c))");
        expect_taken(errgroup_end(u), "BUSY new");
    }
    ck_assert_ptr_null(self.handling);
    expect_taken(errgroup_end(t), "o(n(NOT_FOUND b), m(CLOSED d))");
    expect_nothing_left();
}

// 2.58
TEST(handling_in_a_loop_starts_afresh_each_time)
{
    a_task self;
    be_in_task(&self, NULL);
    for (int i = 0; i < 3; i++) {
        struct errgroup_try *t = errgroup_try(sample());
        except(t, &TIMEOUT, caught)
        {
            struct error *err = leaf(&BUSY, "new");
            ck_assert_ptr_eq(error_context(err), caught);
            ck_assert_ptr_null(error_context(caught));
            error_free(err);
        }
        expect_taken(errgroup_end(t), "o(n(NOT_FOUND b), m(CLOSED d))");
    }
    expect_nothing_left();
}

ABORT_OUTSIDE_TEST(closing_a_handler_of_another_task_aborts)
{
    a_task self;
    a_task other;
    be_in_task(&self, NULL);
    struct errgroup_try *t = errgroup_try(sample());
    (void)errgroup_catch(t, &TIMEOUT);
    be_in_task(&other, NULL);
    errgroup_done(t);
}

// Handles an error with its own message while other tasks have their turns.
static struct error *handle_slowly(void *message)
{
    struct errgroup_try *t = errgroup_try(leaf(&CLOSED, (char *)message));
    except(t, &CLOSED, caught)
    {
        for (int i = 0; i < 3; i++) {
            task_yield();
            struct error *err = leaf(&BUSY, "new");
            ck_assert_ptr_eq(error_context(err), caught);
            error_free(err);
        }
    }
    ck_assert_ptr_null(task_self()->handling);
    return errgroup_end(t);
}

// 2.57, M32
RUN_TEST(each_task_handles_its_own_error)
{
    bool joined;
    struct task *tasks[] = {task_go(handle_slowly, "a"),
                            task_go(handle_slowly, "b"),
                            task_go(handle_slowly, "c")};
    task_yield();
    ck_assert_ptr_null(task_self()->handling);
    for (size_t i = 0; i < array_length(tasks); i++)
        expect_ok(task_join(tasks[i], &joined));
    return NULL;
}

static enum abort give_in(struct task *task __attribute__((unused)),
                          void *arg __attribute__((unused)))
{
    return ABORT_SUCCEEDED;
}

static struct error *wake_with_an_error(void *sleeper)
{
    task_unpark(sleeper, leaf(&BROKEN, "delivered"));
    return NULL;
}

// 2.91
RUN_TEST(an_error_delivered_into_a_handler_gets_what_is_handled_as_context)
{
    bool joined;
    struct task *waker = task_go(wake_with_an_error, task_self());
    struct errgroup_try *t = errgroup_try(sample());
    except(t, &TIMEOUT, caught)
    {
        struct error *err = task_park(give_in, NULL);
        ck_assert_ptr_eq(error_context(err), caught);
        errgroup_raise(t, err);
    }
    expect_ok(task_join(waker, &joined));
    expect_taken(errgroup_end(t), "(BROKEN delivered, "
                                  "o(n(NOT_FOUND b), m(CLOSED d)))");
    return NULL;
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

// ---- drawing ---------------------------------------------------------------

// What errgroup_print draws; free with free.
static char *drawn(const struct error *err, size_t width, size_t depth)
{
    char *text;
    size_t n_bytes;
    FILE *out = open_memstream(&text, &n_bytes);
    errgroup_print(err, out, (struct errgroup_limits){width, depth});
    fclose(out);
    return text;
}

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

// ---- size ------------------------------------------------------------------

enum { DEEP = 1000000 };

static struct error *deep(void)
{
    struct error *err =
        group("bottom", leaf(&TIMEOUT, "a"), leaf(&CLOSED, "b"));
    for (int i = 1; i < DEEP; i++)
        err = group("", err);
    return err;
}

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

// M30
IN_ORDER_TEST(a_million_levels_are_handled_and_drawn_without_recursion)
{
    struct errgroup_try *t = errgroup_try(deep());
    except(t, &TIMEOUT, caught)
    {
        errgroup_raise(t, error_ref(caught));
    }
    struct error *err = errgroup_unwrap(errgroup_end(t));
    char *text = drawn(err, 0, 0);
    ck_assert_ptr_nonnull(strstr(text, "below"));
    free(text);
    error_free(err);
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

static const struct kind *const LEAF_KINDS[] = {&TIMEOUT, &CLOSED, &NOT_FOUND,
                                                &SYSTEM, &BUSY};

static struct error *random_tree(int depth, int *name)
{
    char text[16];
    snprintf(text, sizeof(text), "%d", (*name)++);
    if (depth == 0 || rand() % 3 == 0)
        return leaf(LEAF_KINDS[rand() % 5], text);
    struct error *members[6] = {NULL};
    int n = 1 + rand() % 5;
    for (int i = 0; i < n; i++)
        members[i] = random_tree(depth - 1, name);
    struct error *err = group_of(NULL, text, PLACE_HERE, members);
    error_note(err, "note %s", text);
    return err;
}

// Does a leaf match? A bit for each name.
static bool is_chosen(const struct error *err, void *bits)
{
    return !errgroup_is(err) &&
           ((unsigned char *)bits)[atoi(error_message(err))] % 2 == 1;
}

// The shape of the part of err whose leaves are chosen, or are not: the same by
// recursion, to compare with. False if no leaf is.
static bool write_part(const struct error *err, unsigned char *bits,
                       bool chosen, FILE *out)
{
    if (!errgroup_is(err)) {
        bool wanted = is_chosen(err, bits) == chosen;
        if (wanted)
            fprintf(out, "%p ", (const void *)err);
        return wanted;
    }
    long start = ftell(out);
    bool any = false;
    fprintf(out, "%s:note %s(", error_message(err), error_message(err));
    for (size_t i = 0; i < errgroup_size(err); i++)
        any |= write_part(errgroup_member(err, i), bits, chosen, out);
    if (any)
        fputs(") ", out);
    else
        fseek(out, start, SEEK_SET);
    return any;
}

static void write_whole(const struct error *err, FILE *out)
{
    if (!errgroup_is(err)) {
        fprintf(out, "%p ", (const void *)err);
        return;
    }
    fprintf(out, "%s:%s(", error_message(err), error_note_at(err, 0));
    for (size_t i = 0; i < errgroup_size(err); i++)
        write_whole(errgroup_member(err, i), out);
    fputs(") ", out);
}

static void expect_part(const struct error *whole, const struct error *part,
                        unsigned char *bits, bool chosen)
{
    char *texts[2];
    size_t n_bytes[2];
    FILE *out = open_memstream(&texts[0], &n_bytes[0]);
    write_part(whole, bits, chosen, out);
    fputc('\0', out);
    fclose(out);
    out = open_memstream(&texts[1], &n_bytes[1]);
    if (part != NULL)
        write_whole(part, out);
    fclose(out);
    ck_assert_str_eq(texts[0], texts[1]);
    free(texts[0]);
    free(texts[1]);
}

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

// Puts a kind's leaves among the chosen ones.
static void choose(const struct error *err, const struct kind *kind,
                   unsigned char *bits)
{
    if (!errgroup_is(err) && error_is(err, kind))
        bits[atoi(error_message(err))] = 1;
    for (size_t i = 0; i < errgroup_size(err); i++)
        choose(errgroup_member(err, i), kind, bits);
}

// 2.42, 2.50, 2.55
TEST(of_random_trees_what_is_left_and_raised_again_goes_on_in_shape)
{
    for (int seed = 0; seed < 500; seed++) {
        srand((unsigned)seed);
        int n_names = 0;
        struct error *err = group("0", random_tree(6, &n_names));
        error_note(err, "note 0");
        unsigned char *bits = calloc((size_t)n_names, 1);
        choose(err, &TIMEOUT, bits);
        struct errgroup_try *t = errgroup_try(error_ref(err));
        except(t, &SYSTEM, caught)
        {
            errgroup_raise(t, error_ref(caught));
        }
        except(t, &TIMEOUT, caught)
        {
        }
        struct error *end = errgroup_end(t);
        expect_part(err, end, bits, false);
        error_free(end);
        error_free(err);
        free(bits);
    }
    expect_nothing_left();
}
