// Lab 2, the programs: groups are made, read, taken apart. The trees are drawn
// by the judge; judge.c says what is right.
//
// Nothing waits here, so these tests are played in one order.
#include "errgroup.h"
#include "runner.h"
#include "scenario_tree.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool is_group(const struct error *err)
{
    size_t n = 0;
    if (err != NULL && err != scenario_untouched)
        error_members(err, &n);
    return n > 0;
}

// ---- making ----------------------------------------------------------------

// Tells each number in a text.
static void tell_numbers(const char *text, int64_t round)
{
    while (*text != 0) {
        char *end = (char *)text + 1;
        if (isdigit((unsigned char)*text))
            tell(NUMBER_IN_TEXT, strtol(text, &end, 10), round);
        text = end;
    }
}

// How a group is to be made.
struct making {
    int64_t number;  // in its message and its place
    int64_t kind;    // enum kinds
    int64_t spoiled; // how
    int64_t at;      // the member that is missing
};

// From members, which are forgotten afterwards, as is the message.
static struct error *make_group(const struct making *making,
                                struct error *const *members, size_t n)
{
    struct error *array[MOST_NODES];
    char message[64];
    struct place place = {"tree.c", "make", plan_line(making->number)};
    for (size_t i = 0; i < n; i++)
        array[i] = members[i];
    plan_message(message, sizeof(message), (struct plan){.n = 1},
                 making->number);
    if (making->spoiled == WITHOUT_A_MEMBER)
        array[making->at] = NULL;
    struct error *err =
        errgroup_new_at(scenario_kinds[making->kind], place,
                        making->spoiled == WITHOUT_A_MESSAGE ? NULL : message,
                        making->spoiled == WITHOUT_AN_ARRAY ? NULL : array,
                        making->spoiled == WITHOUT_MEMBERS ? 0 : n);
    // Nobody reads these again, so that memset might be left out.
    explicit_bzero(array, sizeof(array));
    explicit_bzero(message, sizeof(message));
    return err;
}

// As its user sees it.
static void tell_reading(const struct error *group, size_t n)
{
    tell(SIZE, (int64_t)errgroup_size(group), errgroup_is(group));
    for (size_t i = 0; i < n; i++)
        tell(MEMBER, scenario_number(errgroup_member(group, i)), (int64_t)i);
}

// Makes groups of the members of a tree's root, which is dropped then.
static void make_groups(void)
{
    int64_t rounds = ask();
    for (int64_t round = 0; round < rounds; round++) {
        struct tree tree;
        struct making making;
        int64_t values[4];
        scenario_plant(&tree);
        ask_all(values, array_length(values));
        making = (struct making){values[0], values[1], values[2], values[3]};
        size_t n;
        struct error *const *members = error_members(tree.root, &n);
        struct error *made = make_group(&making, members, n);
        error_free(tree.root);
        tree.root = NULL;
        tell(OUTCOME, round, scenario_kind(made));
        scenario_tell(RESULT, round, made);
        if (made != NULL && !is_group(made))
            tell_numbers(error_message(made), round);
        error_free(made);
        scenario_uproot(&tree);
    }
}

SCENARIO(a_group_holds_its_members_in_order)
{
    make_groups();
    return NULL;
}

SCENARIO(the_kind_of_a_group_fits_its_members)
{
    make_groups();
    return NULL;
}

SCENARIO(a_group_that_makes_no_sense_is_refused)
{
    make_groups();
    return NULL;
}

SCENARIO(a_group_can_be_read)
{
    int64_t rounds = ask();
    for (int64_t round = 0; round < rounds; round++) {
        struct tree tree;
        scenario_plant(&tree);
        tell_reading(tree.root, (size_t)tree.plans[0].n);
        tell_reading(tree.nodes[tree.n - 1], 0);
        tell_reading(NULL, 0);
        scenario_uproot(&tree);
    }
    return NULL;
}

// ---- leaves and text -------------------------------------------------------

// A visit that ends early.
struct visit {
    int64_t round;
    int64_t left; // leaves to visit
};

static bool visit(struct error *leaf, void *arg)
{
    struct visit *visit = arg;
    tell(VISITED, scenario_number(leaf), visit->round);
    return --visit->left > 0;
}

SCENARIO(leaves_are_visited_from_left_to_right)
{
    int64_t rounds = ask();
    for (int64_t round = 0; round < rounds; round++) {
        struct tree tree;
        scenario_plant(&tree);
        struct visit all = {round, ask()};
        errgroup_leaves(tree.root, visit, &all);
        scenario_tell(ORIGINAL, round, tree.root);
        scenario_uproot(&tree);
    }
    return NULL;
}

SCENARIO(the_text_counts_direct_members)
{
    int64_t rounds = ask();
    for (int64_t round = 0; round < rounds; round++) {
        struct tree tree;
        scenario_plant(&tree);
        char *text = errgroup_text(tree.root);
        scenario_tell_text(round, text);
        counted_free(text);
        scenario_uproot(&tree);
    }
    return NULL;
}

// ---- splitting -------------------------------------------------------------

// How a tree is to be split.
struct splitting {
    int64_t way;
    int64_t kinds; // a bit each
    int64_t wants; // bits
};

static bool ask_whether_wanted(const struct error *err, void *tree)
{
    tell(ASKED, scenario_number(err), 0);
    return scenario_wanted(err, tree);
}

// The kinds of a set of bits; gives their number.
static size_t kinds_of(int64_t bits, const struct kind **kinds)
{
    size_t n = 0;
    for (int i = 0; i < 16; i++)
        if (bits >> i & 1)
            kinds[n++] = scenario_kinds[i];
    return n;
}

static struct error *derive_reversed(struct error *group,
                                     struct error **matched)
{
    struct error *array[MOST_NODES];
    size_t n;
    struct error *const *members = error_members(group, &n);
    for (size_t i = 0; i < n; i++)
        array[i] = members[n - 1 - i];
    struct error *part = errgroup_derive(group, array, n);
    explicit_bzero(array, sizeof(array));
    if (!is_group(part))
        return part;
    *matched = part;
    return NULL;
}

static struct error *split(struct tree *tree, const struct splitting *s,
                           struct error **matched, struct error **rest)
{
    const struct kind *kinds[17] = {NULL};
    size_t n = kinds_of(s->kinds, kinds);
    struct error *root = tree->root;
    switch (s->way) {
    case BY_KIND:
        return errgroup_split(root, kinds[0], matched, rest);
    case BY_KIND_ALONE:
        return errgroup_subgroup(root, kinds[0], matched);
    case BY_KINDS:
        return errgroup_split_any(root, kinds, n, matched, rest);
    case BY_PREDICATE:
        return errgroup_split_if(root, ask_whether_wanted, tree, matched, rest);
    case BY_DERIVING:
        return derive_reversed(root, matched);
    case BY_NO_KIND:
        return errgroup_split(root, NULL, matched, rest);
    case BY_NO_KIND_ALONE:
        return errgroup_subgroup(root, NULL, matched);
    case BY_NO_KINDS:
        return errgroup_split_any(root, kinds, 0, matched, rest);
    case BY_NO_ARRAY:
        return errgroup_split_any(root, NULL, 1, matched, rest);
    case BY_KINDS_AND_NONE:
        return errgroup_split_any(root, kinds, n + 1, matched, rest);
    default:
        return errgroup_split_if(root, NULL, tree, matched, rest);
    }
}

// A note that is added to one part is on no other.
static void tell_parts(int64_t round, struct error *matched, struct error *rest)
{
    scenario_tell(MATCHED, round, matched);
    if (is_group(matched) && scenario_number(matched) == UNKNOWN)
        error_note(matched, "added to the part that matched");
    scenario_tell(REST, round, rest);
    if (is_group(rest) && scenario_number(rest) == UNKNOWN)
        error_note(rest, "added to the rest");
}

static void split_a_tree(int64_t round)
{
    struct tree tree;
    int64_t values[3];
    struct error *matched = scenario_untouched, *rest = scenario_untouched;
    scenario_plant(&tree);
    ask_all(values, array_length(values));
    struct splitting s = {values[0], values[1], values[2]};
    struct error *problem =
        split(&tree, &s, s.wants & WANTS_MATCHED ? &matched : NULL,
              s.wants & WANTS_REST ? &rest : NULL);
    tell(CAUSE, problem != NULL ? scenario_number(error_cause(problem)) : 0,
         round);
    scenario_outcome(round, problem);
    if (s.wants & OUTLIVES) {
        error_free(tree.root);
        tree.root = NULL;
    }
    tell_parts(round, matched, rest);
    scenario_drop(matched);
    scenario_drop(rest);
    if (tree.root != NULL)
        scenario_tell(ORIGINAL, round, tree.root);
    scenario_uproot(&tree);
}

static struct error *split_trees(void)
{
    int64_t rounds = ask();
    for (int64_t round = 0; round < rounds; round++)
        split_a_tree(round);
    return NULL;
}

SCENARIO(a_split_puts_each_leaf_into_one_part)
{
    return split_trees();
}

SCENARIO(parts_keep_the_nesting)
{
    return split_trees();
}

SCENARIO(a_part_that_is_everything_is_the_error_itself)
{
    return split_trees();
}

SCENARIO(twins_are_told_apart)
{
    return split_trees();
}

SCENARIO(a_split_may_be_by_kinds_or_by_a_predicate)
{
    return split_trees();
}

SCENARIO(parts_keep_the_story_of_their_group)
{
    return split_trees();
}

SCENARIO(a_split_leaves_the_original_as_it_was)
{
    return split_trees();
}

SCENARIO(parts_are_of_the_kind_that_fits_them)
{
    return split_trees();
}

SCENARIO(a_hook_keeps_kind_and_payload)
{
    return split_trees();
}

SCENARIO(a_hook_that_gives_no_group_is_refused)
{
    return split_trees();
}

SCENARIO(a_split_by_nothing_is_refused)
{
    return split_trees();
}

SCENARIO(random_trees_are_parted)
{
    return split_trees();
}

// ---- suppress and unwrap ---------------------------------------------------

// Tells and drops what came of the tree.
static void tell_result(int64_t round, struct tree *tree, struct error *result)
{
    tell(OUTCOME, round, scenario_kind(result));
    scenario_tell(RESULT, round, result);
    if (result != NULL) {
        tell(CAUSE, scenario_number(error_cause(result)), round);
        tell(CONTEXT, scenario_number(error_context(result)), round);
        scenario_tell_text(round, error_message(result));
    }
    if (tree->root != NULL)
        scenario_tell(ORIGINAL, round, tree->root);
    error_free(result);
    scenario_uproot(tree);
}

static struct error *suppress_in_trees(void)
{
    int64_t rounds = ask();
    for (int64_t round = 0; round < rounds; round++) {
        struct tree tree;
        scenario_plant(&tree);
        const struct kind *kind = scenario_kinds[ask()];
        tell_result(round, &tree,
                    errgroup_suppress(error_ref(tree.root), kind));
    }
    return NULL;
}

SCENARIO(suppress_drops_a_kind_and_gives_the_rest)
{
    return suppress_in_trees();
}

SCENARIO(suppress_loses_nothing_that_it_cannot_split)
{
    return suppress_in_trees();
}

static struct error *unwrap_trees(void)
{
    int64_t rounds = ask();
    for (int64_t round = 0; round < rounds; round++) {
        struct tree tree;
        scenario_plant(&tree);
        tell_result(round, &tree, errgroup_unwrap(error_ref(tree.root)));
    }
    return NULL;
}

SCENARIO(unwrap_takes_one_level_away)
{
    return unwrap_trees();
}

SCENARIO(unwrap_gives_one_error_for_several)
{
    return unwrap_trees();
}

// ---- depth -----------------------------------------------------------------

// A chain of so many groups of one, and below it a group of two leaves.
static struct error *chain(int64_t levels)
{
    struct error *leaves[] = {error_new(&TIMEOUT, "left"),
                              error_new(&CLOSED, "right")};
    scenario_know(leaves[0], 1);
    scenario_know(leaves[1], 2);
    struct error *err =
        error_new_holding(&GROUP, PLACE_HERE, "level", leaves, 2);
    error_free(leaves[0]);
    error_free(leaves[1]);
    for (int64_t i = 1; i < levels; i++) {
        struct error *group =
            error_new_holding(&GROUP, PLACE_HERE, "level", &err, 1);
        error_free(err);
        err = group;
    }
    return err;
}

// How deep it is, and the leaf below: the first of several.
static void tell_depth(const struct error *err)
{
    int64_t levels = 0;
    size_t n = 0;
    struct error *const *members;
    while (err != NULL && (members = error_members(err, &n)) != NULL) {
        levels++;
        err = members[0];
    }
    tell(DEEP, levels, scenario_number(err));
}

// Takes err.
static void visit_and_drop(int64_t round, struct error *err)
{
    struct visit all = {round, 10};
    tell_depth(err);
    errgroup_leaves(err, visit, &all);
    error_free(err);
}

// What nobody has to be parted from goes on as it is; then a part of each level
// is made, twice.
SCENARIO(a_very_deep_group_is_taken_apart)
{
    struct tree none = {0};
    int64_t levels[2];
    ask_all(levels, 2);
    struct error *err = chain(levels[0]), *matched = NULL, *rest = NULL;
    scenario_outcome(0, errgroup_split(err, &BUSY, &matched, &rest));
    visit_and_drop(0, matched);
    visit_and_drop(1, rest);
    visit_and_drop(2, errgroup_unwrap(err));
    err = chain(levels[1]);
    scenario_outcome(0, errgroup_split(err, &TIMEOUT, &matched, &rest));
    visit_and_drop(3, matched);
    visit_and_drop(4, rest);
    visit_and_drop(5, errgroup_suppress(err, &CLOSED));
    scenario_uproot(&none);
    return NULL;
}

// So many members, every second one a TIMEOUT.
static struct error *row(int64_t n)
{
    struct error **members = malloc((size_t)n * sizeof(*members));
    must(members != NULL);
    for (int64_t i = 0; i < n; i++)
        members[i] = error_new(i % 2 == 0 ? &TIMEOUT : &CLOSED, "leaf");
    struct error *err =
        errgroup_new_at(NULL, PLACE_HERE, "row", members, (size_t)n);
    for (int64_t i = 0; i < n; i++)
        error_free(members[i]);
    free(members);
    return err;
}

static bool count_leaf(struct error *leaf, void *n)
{
    (void)leaf;
    ++*(int64_t *)n;
    return true;
}

// Takes err.
static void count_and_drop(struct error *err)
{
    int64_t n = 0;
    errgroup_leaves(err, count_leaf, &n);
    tell(SIZE, (int64_t)errgroup_size(err), n);
    error_free(err);
}

SCENARIO(a_group_may_be_very_wide)
{
    struct error *err = row(ask()), *matched = NULL, *rest = NULL;
    scenario_outcome(0, errgroup_split(err, &TIMEOUT, &matched, &rest));
    count_and_drop(matched);
    count_and_drop(rest);
    count_and_drop(err);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
