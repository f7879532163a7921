// Lab 2, the judge: what is right of the programs in scenarios.c.
//
// The numbers before a test are behaviours of semantics.md. Nothing waits in
// these programs, so that one order is enough and there is nothing to cancel.
#include "judge_tree.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NOBODY_WAITS .once = true, .no_sweep = true

// ---- making ----------------------------------------------------------------

// A group to be made of the members of a tree's root.
struct making {
    struct tree tree;
    int64_t number, kind, spoiled, at;
};

static void give_making(struct play *p, const struct making *making)
{
    give_tree(p, &making->tree);
    give_this(p, making->number);
    give_this(p, making->kind);
    give_this(p, making->spoiled);
    give_this(p, making->at);
}

static void check_made(struct play *p, const struct making *making,
                       int64_t round)
{
    const struct tree *tree = &making->tree;
    struct due due = {0};
    int kind = making->kind < OF_MEMBERS ? OF_MEMBERS : (int)making->kind;
    due_fresh(&due, making->number, tree->plans[0].n, kind);
    due.at[0].plan.kind = 0;
    for (int i = 1; i < tree->n; i = tree->end[i])
        due_below(&due, tree, i);
    due_kinds(&due);
    check_tree(p, words("the group of %d members", tree->plans[0].n), RESULT,
               round, &due, NULL);
}

static struct making draw_making(struct play *p, struct drawing drawing)
{
    struct making making = {.kind = OF_MEMBERS};
    draw_tree(p, drawing, &making.tree);
    making.number = draw_number(p, 1, 90);
    return making;
}

// 2.6, 2.13, 2.89; M31
JUDGE(a_group_holds_its_members_in_order, NOBODY_WAITS)
{
    struct making makings[8];
    int64_t rounds = give_rounds(p, 8);
    for (int64_t i = 0; i < rounds; i++) {
        makings[i] = draw_making(p, (struct drawing){.leaves = ORDINARY_LEAVES,
                                                     .members = 6,

                                                     .levels = i < 4 ? 2 : 3,
                                                     .twins = i % 2});
        give_making(p, &makings[i]);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++)
        check_made(p, &makings[i], i);
}

// Adds a CANCELLED to the last group of the root.
static void spoil_tree(struct play *p, struct tree *tree)
{
    int last = tree->n - 1;
    tree->plans[last].kind =
        draw_number(p, 0, 1) ? OF_INTERRUPTED : OF_CANCELLED;
}

// 2.8, 2.14
JUDGE(the_kind_of_a_group_fits_its_members, NOBODY_WAITS)
{
    static const int kinds[] = {OF_MEMBERS,      OF_MEMBERS, OF_GROUP,
                                OF_NUMBERED_ANY, OF_PLAIN,   OF_BASE_GROUP,
                                OF_PLAIN_ANY};
    enum { N = sizeof(kinds) / sizeof(kinds[0]) };
    struct making makings[2 * N];
    int64_t rounds = give_rounds(p, 2 * N);
    for (int64_t i = 0; i < rounds; i++) {
        makings[i] =
            draw_making(p, (struct drawing){.leaves = ORDINARY_LEAVES});
        makings[i].kind = kinds[i % N];
        // A kind below GROUP takes only what is ordinary.
        if (i % 2 == 0 && !kind_is_of(kinds[i % N], OF_GROUP))
            spoil_tree(p, &makings[i].tree);
        give_making(p, &makings[i]);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++) {
        struct making *making = &makings[i];
        // The payload is the maker's business, and nobody has made one.
        check(p, told_kind(p, find_tree(p, RESULT, i)) != OF_INVALID,
              "WRONG-KIND", "a group of the kind %s was refused for %s",
              kind_name((int)making->kind), tree_text(&making->tree));
        struct due due = {.no_story = true};
        due_fresh(&due, 0, making->tree.plans[0].n, (int)making->kind);
        for (int j = 1; j < making->tree.n; j = making->tree.end[j])
            due_below(&due, &making->tree, j);
        check_tree(p, words("the group made of %s", tree_text(&making->tree)),
                   RESULT, i, &due, NULL);
    }
}

static bool is_told(const struct play *p, int64_t number, int64_t round)
{
    for (size_t i = 0; i < n_told(p); i++)
        if (told(p, i)->what == NUMBER_IN_TEXT && told(p, i)->a == number &&
            told(p, i)->b == round)
            return true;
    return false;
}

static const char *spoiled_text(const struct making *making)
{
    static const char *const texts[] = {
        [WITHOUT_MEMBERS] = "a group of 0 members",
        [WITHOUT_AN_ARRAY] = "a group of no array at all",
        [WITHOUT_A_MESSAGE] = "a group without a message",
        [WITHOUT_A_MEMBER] = "a group one member of which is NULL",
    };
    return making->spoiled != NOT_SPOILED
               ? texts[making->spoiled]
               : words("a %s of %s", kind_name((int)making->kind),
                       tree_text(&making->tree));
}

// 2.1, 2.2, 2.3, 2.8
JUDGE(a_group_that_makes_no_sense_is_refused, NOBODY_WAITS)
{
    struct making makings[8];
    int64_t rounds = give_rounds(p, 8);
    for (int64_t i = 0; i < rounds; i++) {
        struct making *making = &makings[i];
        *making = draw_making(p, (struct drawing){.leaves = ORDINARY_LEAVES,
                                                  .members = 20,
                                                  .levels = 2});
        if (i < 6)
            making->spoiled =
                i % 2 == 0 ? WITHOUT_A_MEMBER : WITHOUT_MEMBERS + i / 2;
        else
            making->kind = i == 6 ? OF_PLAIN : OF_GROUP;
        making->at = draw_number(p, 0, making->tree.plans[0].n - 1);
        if (i >= 6)
            spoil_tree(p, &making->tree);
        give_making(p, making);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++) {
        long at = find_fact(p, OUTCOME, i);
        check(p, told(p, (size_t)at)->b == OF_INVALID, "NOT-REFUSED",
              "%s was not refused with INVALID: %s came out",
              spoiled_text(&makings[i]),
              kind_name((int)told(p, (size_t)at)->b));
        check(p,
              makings[i].spoiled != WITHOUT_A_MEMBER ||
                  is_told(p, makings[i].at, i),
              "NOT-REFUSED",
              "member %" PRId64 " of a group was NULL, and the message of "
              "INVALID did not name this index",
              makings[i].at);
    }
}

// ---- reading ---------------------------------------------------------------

static long check_size(struct play *p, long at, int n, const char *what)
{
    at = find_next(p, SIZE, at);
    check(p, at >= 0, "HANG", "errgroup_size never returned");
    const struct wire_frame *size = told(p, (size_t)at);
    check(p, size->a == n, "WRONG-SHAPE",
          "errgroup_size said %" PRId64 " of %s, where %d was due", size->a,
          what, n);
    check(p, size->b == (n > 0), "WRONG-KIND", "errgroup_is said that %s is %s",
          what, n > 0 ? "none" : "a group");
    return at;
}

static long check_reading(struct play *p, long at, const struct tree *tree)
{
    const char *text = tree_text(tree);
    at = check_size(p, at, tree->plans[0].n, text);
    for (int i = 1, m = 0; i < tree->end[0]; i = tree->end[i], m++) {
        at = find_next(p, MEMBER, at);
        check(p, at >= 0 && told(p, (size_t)at)->a == tree->numbers[i],
              "WRONG-ORDER", "errgroup_member did not give member %d of %s", m,
              text);
    }
    at = check_size(p, at, 0, "a leaf");
    return check_size(p, at, 0, "NULL");
}

// 2.13, 2.14
JUDGE(a_group_can_be_read, NOBODY_WAITS)
{
    struct tree trees[6];
    int64_t rounds = give_rounds(p, 6);
    for (int64_t i = 0; i < rounds; i++) {
        draw_tree(p, (struct drawing){.leaves = ALL_LEAVES, .twins = i % 2},
                  &trees[i]);
        give_tree(p, &trees[i]);
    }
    if (!over(p))
        return;
    long at = -1;
    for (int64_t i = 0; i < rounds; i++)
        at = check_reading(p, at, &trees[i]);
}

static int count_visited(const struct play *p, int64_t round)
{
    return (int)count_b(p, VISITED, round, end_of(p));
}

static void check_visits(struct play *p, const struct tree *tree, int64_t most,
                         int64_t round)
{
    long at = -1;
    int n = 0;
    for (int i = 0; i < tree->n && n < most; i++) {
        if (!is_leaf(tree, i))
            continue;
        n++;
        at = find_b(p, VISITED, round, (size_t)(at + 1));
        check(p, at >= 0, "LOST-ERROR",
              "of the leaves of %s only %d were visited", tree_text(tree),
              n - 1);
        check(p, told(p, (size_t)at)->a == tree->numbers[i], "WRONG-ORDER",
              "visit %d of the leaves of %s was of %" PRId64
              ", where %d was due",
              n, tree_text(tree), told(p, (size_t)at)->a, tree->numbers[i]);
    }
    int visits = count_visited(p, round);
    check(p, visits == n, "EXTRA-ERROR", "in %s %d leaves were visited, %s %d",
          tree_text(tree), visits,
          n < most ? "but there are" : "but the visitor said stop after", n);
    check_original(p, tree, round);
}

// 2.36
JUDGE(leaves_are_visited_from_left_to_right, NOBODY_WAITS)
{
    enum { ROUNDS = 10 };
    struct tree trees[ROUNDS];
    int64_t most[ROUNDS], rounds = give_rounds(p, ROUNDS);
    for (int64_t i = 0; i < rounds; i++) {
        struct drawing drawing = {.leaves = ALL_LEAVES, .lone = i % 2};
        draw_tree(p, drawing, &trees[i]);
        if (i == 9)
            make_tree("", &trees[i]);
        give_tree(p, &trees[i]);
        most[i] = give_this(
            p, i % 3 == 2 ? 1 + draw_number(p, 0, 2) : MOST_NODES);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++)
        check_visits(p, &trees[i], most[i], i);
}

// 2.11
JUDGE(the_text_counts_direct_members, NOBODY_WAITS)
{
    enum { ROUNDS = 8 };
    struct tree trees[ROUNDS];
    int64_t rounds = give_rounds(p, ROUNDS);
    for (int64_t i = 0; i < rounds; i++) {
        struct drawing drawing = {.leaves = ORDINARY_LEAVES, .members = 12};
        draw_tree(p, drawing, &trees[i]);
        if (i == 0)
            make_tree("(t)", &trees[i]);
        if (i == 1)
            make_tree("t", &trees[i]);
        if (i == 2)
            make_tree("((t (t t)))", &trees[i]);
        give_tree(p, &trees[i]);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++) {
        char text[128];
        const struct plan *plan = &trees[i].plans[0];
        plan_message(text, sizeof(text) - 40, *plan, trees[i].numbers[0]);
        if (plan->n > 0)
            sprintf(text + strlen(text), " (%d error%s)", plan->n,
                    plan->n == 1 ? "" : "s");
        const char *got = told_words(p, i);
        check(p, strcmp(got, text) == 0, "WRONG-TEXT",
              "the text of %s was \"%s\", where \"%s\" was due",
              tree_text(&trees[i]), got, text);
    }
}

// ---- splitting -------------------------------------------------------------

struct splitting {
    struct tree tree;
    int64_t way, kinds, wants;
};

enum { BOTH = WANTS_MATCHED | WANTS_REST };

static void give_splitting(struct play *p, const struct splitting *s)
{
    give_tree(p, &s->tree);
    give_this(p, s->way);
    give_this(p, s->kinds);
    give_this(p, s->wants);
}

static const char *kinds_text(int64_t kinds)
{
    char text[200] = "";
    for (int i = 0; i < 16; i++)
        if (kinds >> i & 1)
            sprintf(text + strlen(text), "%s%s", text[0] != 0 ? " or " : "",
                    kind_name(i));
    return words("%s", text);
}

static const char *leaves_text(const struct tree *tree, struct leaves leaves)
{
    char text[400] = "";
    for (int i = 0; i < tree->n; i++)
        if (leaves.in[i] && strlen(text) < 380)
            sprintf(text + strlen(text), "%s%d", text[0] != 0 ? ", " : "",
                    tree->numbers[i]);
    return words("%s", text[0] != 0 ? text : "nothing");
}

static struct leaves matching(const struct splitting *s)
{
    return s->way == BY_PREDICATE  ? wanted_leaves(&s->tree)
           : s->way == BY_DERIVING ? all_leaves(&s->tree)
                                   : leaves_of(&s->tree, (int)s->kinds);
}

static const char *split_text(const struct splitting *s, const char *which)
{
    return words(
        "%s of %s, split by %s,", which, tree_text(&s->tree),
        s->way == BY_PREDICATE
            ? words("a predicate for %s", leaves_text(&s->tree, matching(s)))
            : kinds_text(s->kinds));
}

static void check_outcome(struct play *p, const struct splitting *s,
                          int64_t round)
{
    long at = find_fact(p, OUTCOME, round);
    check(p, at >= 0, "HANG", "the split never returned");
    int64_t kind = told(p, (size_t)at)->b;
    check(p, kind == UNKNOWN, "EXTRA-ERROR",
          "%s returned %s, where NULL was "
          "due",
          split_text(s, "the call for the parts"), kind_name((int)kind));
}

static void check_part(struct play *p, const struct splitting *s, int64_t round,
                       bool matched, struct leaves leaves)
{
    struct due due = {.no_story = !has_stories(&s->tree)};
    bool wanted = s->wants & (matched ? WANTS_MATCHED : WANTS_REST);
    if (s->way == BY_KIND_ALONE && !matched)
        wanted = false;
    due_part(&due, &s->tree, leaves);
    if (!wanted) {
        due.n = 0;
        due_new(&due, UNTOUCHED, 0, OF_ANY);
    }
    check_tree(p, split_text(s, matched ? "what matched" : "what was left"),
               matched ? MATCHED : REST, round, &due, NULL);
}

static void check_split(struct play *p, const struct splitting *s,
                        int64_t round)
{
    struct leaves matched = matching(s);
    check_outcome(p, s, round);
    check_part(p, s, round, true, matched);
    check_part(p, s, round, false,
               leaves_without(all_leaves(&s->tree), matched));
    if (!(s->wants & OUTLIVES))
        check_original(p, &s->tree, round);
}

// Splits by ways that take turns, drawn as drawing says.
static void split_trees(struct play *p, struct drawing drawing, const int *ways,
                        int n_ways, int64_t kinds, int most)
{
    static struct splitting all[40];
    int64_t rounds = give_rounds(p, most);
    for (int64_t i = 0; i < rounds; i++) {
        struct splitting *s = &all[i];
        struct drawing d = drawing;
        d.wanted = true;
        draw_tree(p, d, &s->tree);
        s->way = ways[i % n_ways];
        s->wants = BOTH;
        s->kinds = kinds;
        give_splitting(p, s);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++)
        check_split(p, &all[i], i);
}

#define WAYS(...)                                                              \
    (const int[]){__VA_ARGS__},                                                \
        (int)(sizeof((int[]){__VA_ARGS__}) / sizeof(int))

// 2.18, 2.22, 2.36
JUDGE(a_split_puts_each_leaf_into_one_part, NOBODY_WAITS)
{
    split_trees(
        p, (struct drawing){.leaves = ALL_LEAVES, .levels = 2, .members = 8},
        WAYS(BY_KIND), BIT(OF_TIMEOUT), 8);
}

// 2.18, 2.23, 2.24; M6
JUDGE(parts_keep_the_nesting, NOBODY_WAITS)
{
    split_trees(p, (struct drawing){.leaves = BIT(OF_TIMEOUT) | BIT(OF_CLOSED)},
                WAYS(BY_KIND), BIT(OF_TIMEOUT), 16);
}

// Trees of which some part is whole, and single errors.
static const char *const whole_trees[] = {
    "(t t)",
    "(c c)",
    "t",
    "c",
    "",
    "(t (c c))",
    "((t t) c)",
    "((t) (c))",
    "(((t)) ((c c)) t)",
    "((t c) (c))",
    "((c (c)) t)",
    "((t (t t)) (c (t c)))",
};
enum { N_WHOLE = sizeof(whole_trees) / sizeof(whole_trees[0]) };

// 2.16, 2.17
JUDGE(a_part_that_is_everything_is_the_error_itself, NOBODY_WAITS)
{
    struct splitting all[2 * N_WHOLE];
    int64_t rounds = give_rounds(p, 2 * N_WHOLE);
    for (int64_t i = 0; i < rounds; i++) {
        make_tree(whole_trees[i % N_WHOLE], &all[i].tree);
        all[i].way = i < N_WHOLE ? BY_KIND : BY_KIND_ALONE;
        all[i].kinds = BIT(OF_TIMEOUT);
        all[i].wants = BOTH;
        give_splitting(p, &all[i]);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++)
        check_split(p, &all[i], i);
}

// 2.22; M9
JUDGE(twins_are_told_apart, NOBODY_WAITS)
{
    split_trees(p,
                (struct drawing){.leaves = BIT(OF_TIMEOUT),
                                 .twins = true,
                                 .levels = 3,
                                 .members = 5},
                WAYS(BY_PREDICATE), 0, 16);
}

// The place after `at` where the predicate was asked about a node; -1 if it was
// not among the next n.
static long asked_at(const struct play *p, long at, int n, int number)
{
    while (n-- > 0 && (at = find_next(p, ASKED, at)) >= 0)
        if (told(p, (size_t)at)->a == number)
            return at;
    return -1;
}

// Each once, groups before what they hold, and nothing below one that matches.
static void check_asked(struct play *p, const struct splitting *s, long *at)
{
    const struct tree *tree = &s->tree;
    const char *text = tree_text(tree);
    int asked[MOST_NODES], n = 0;
    for (int i = 0; i < tree->n;
         i = tree->plans[i].wanted ? tree->end[i] : i + 1)
        asked[n++] = i;
    for (int i = 0; i < n; i++) {
        long here = asked_at(p, *at, n, tree->numbers[asked[i]]);
        check(p, here >= 0, "WRONG-ORDER",
              "in %s the predicate was not asked once about each error that is "
              "not below one that matches",
              text);
        for (int j = 0; j < i; j++)
            check(p,
                  tree->end[asked[j]] <= asked[i] ||
                      asked_at(p, *at, n, tree->numbers[asked[j]]) < here,
                  "WRONG-ORDER",
                  "in %s the predicate was asked about a group after what it "
                  "holds",
                  text);
    }
    while (n-- > 0)
        *at = find_next(p, ASKED, *at);
}

// 2.19, 2.20, 2.21
JUDGE(a_split_may_be_by_kinds_or_by_a_predicate, NOBODY_WAITS)
{
    static const int64_t sets[] = {
        BIT(OF_SYSTEM), BIT(OF_TIMEOUT) | BIT(OF_NOT_FOUND), BIT(OF_ORDINARY),
        BIT(OF_CANCELLED) | BIT(OF_FATAL), BIT(OF_ANY)};
    static struct splitting all[20];
    int64_t rounds = give_rounds(p, 20);
    for (int64_t i = 0; i < rounds; i++) {
        struct splitting *s = &all[i];
        draw_tree(p,
                  (struct drawing){.leaves = ALL_LEAVES,
                                   .wanted = true,
                                   .wanted_groups = true},
                  &s->tree);
        s->way = i % 3 == 0 ? BY_PREDICATE : BY_KINDS;
        s->kinds = sets[i % 5];
        s->wants = i < 8        ? BOTH
                   : i % 4 == 0 ? WANTS_MATCHED
                   : i % 4 == 1 ? WANTS_REST
                   : i == 10    ? 0
                                : BOTH;
        give_splitting(p, s);
    }
    if (!over(p))
        return;
    long at = -1;
    for (int64_t i = 0; i < rounds; i++) {
        check_split(p, &all[i], i);
        if (all[i].way == BY_PREDICATE)
            check_asked(p, &all[i], &at);
    }
    check(p, find_next(p, ASKED, at) < 0, "WRONG-ORDER",
          "a predicate was asked more than once about an error");
}

// 2.18, 2.30, 2.68; M7
JUDGE(parts_keep_the_story_of_their_group, NOBODY_WAITS)
{
    split_trees(p, (struct drawing){.leaves = ORDINARY_LEAVES, .stories = true},
                WAYS(BY_PREDICATE, BY_PREDICATE, BY_KIND), BIT(OF_TIMEOUT), 12);
}

// 2.6
JUDGE(a_split_leaves_the_original_as_it_was, NOBODY_WAITS)
{
    static struct splitting all[16];
    int64_t rounds = give_rounds(p, 16);
    for (int64_t i = 0; i < rounds; i++) {
        struct splitting *s = &all[i];
        draw_tree(p,
                  (struct drawing){.leaves = ORDINARY_LEAVES,
                                   .stories = true,
                                   .wanted = true},
                  &s->tree);
        s->way = BY_PREDICATE;
        s->kinds = 0;
        s->wants = i % 4 == 3 ? BOTH | OUTLIVES : BOTH - i % 4;
        give_splitting(p, s);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++)
        if (!(all[i].wants & OUTLIVES))
            check_original(p, &all[i].tree, i);
    for (int64_t i = 0; i < rounds; i++)
        check_split(p, &all[i], i);
}

// 2.14
JUDGE(parts_are_of_the_kind_that_fits_them, NOBODY_WAITS)
{
    split_trees(p, (struct drawing){.leaves = ALL_LEAVES},
                WAYS(BY_KIND, BY_PREDICATE), BIT(OF_ORDINARY), 12);
}

static void check_derived(struct play *p, const struct splitting *s,
                          int64_t round)
{
    const struct tree *tree = &s->tree;
    int members[MOST_NODES], n = 0;
    struct due due = {0};
    for (int i = 1; i < tree->n; i = tree->end[i])
        members[n++] = i;
    due_below(&due, tree, 0);
    due.n = 1;
    due.at[0].number = UNKNOWN;
    if (due.at[0].kind == OF_PLAIN || due.at[0].kind == OF_PLAIN_ANY)
        due.at[0].kind = OF_MEMBERS;
    while (n > 0)
        due_below(&due, tree, members[--n]);
    check_outcome(p, s, round);
    check_tree(p,
               words("what was derived from %s, with its members in reverse,",
                     tree_text(tree)),
               MATCHED, round, &due, NULL);
    check_original(p, tree, round);
}

// 2.32, 2.33
JUDGE(a_hook_keeps_kind_and_payload, NOBODY_WAITS)
{
    static struct splitting all[16];
    int64_t rounds = give_rounds(p, 16);
    for (int64_t i = 0; i < rounds; i++) {
        struct splitting *s = &all[i];
        draw_tree(p,
                  (struct drawing){.leaves = ALL_LEAVES,
                                   .wanted = true,
                                   .stories = true,
                                   .groups = BIT(OF_NUMBERED) |
                                             BIT(OF_NUMBERED_ANY) |
                                             BIT(OF_PLAIN) | BIT(OF_PLAIN_ANY) |
                                             BIT(OF_MEMBERS)},
                  &s->tree);
        s->way = i % 4 == 3 ? BY_DERIVING : BY_PREDICATE;
        s->kinds = 0;
        s->wants = BOTH;
        give_splitting(p, s);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++)
        if (all[i].way == BY_DERIVING)
            check_derived(p, &all[i], i);
        else
            check_split(p, &all[i], i);
}

// A tree with a group whose hook gives no group: the first one inside of it, or
// else itself. It gives a leaf, or NULL.
static void give_bad(struct play *p, struct splitting *s, const char *text,
                     bool worse)
{
    make_tree(text, &s->tree);
    int bad = strchr(text + 1, '(') != NULL ? 2 : 0;
    s->tree.plans[bad].kind = worse ? OF_WORSE : OF_BAD;
    s->way = BY_KIND;
    s->kinds = BIT(OF_TIMEOUT);
    s->wants = BOTH;
    give_splitting(p, s);
}

static void check_untouched(struct play *p, int64_t round, const char *what)
{
    static const int names[] = {MATCHED, REST};
    for (int i = 0; i < 2; i++)
        check(p, told_number(p, find_tree(p, names[i], round)) == UNTOUCHED,
              "NOT-REFUSED", "%s failed, and something was stored all the same",
              what);
}

// 2.34
JUDGE(a_hook_that_gives_no_group_is_refused, NOBODY_WAITS)
{
    static const char *const texts[] = {"(t c c)", "(t (t c) c)", "(c (c t))",
                                        "(t c (t))"};
    struct splitting all[8];
    int64_t rounds = give_rounds(p, 8);
    for (int64_t i = 0; i < rounds; i++)
        give_bad(p, &all[i], i % 4 == 3 ? "(t c)" : texts[i % 4], i % 2);
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++) {
        const char *what = words("a split of %s, the hook of which gave no "
                                 "group,",
                                 tree_text(&all[i].tree));
        long at = find_fact(p, OUTCOME, i);
        int64_t kind = told(p, (size_t)at)->b;
        check(p, kind == OF_INVALID, "NOT-REFUSED",
              "%s returned %s, where INVALID was due", what,
              kind_name((int)kind));
        check_untouched(p, i, what);
        check(p,
              told(p, (size_t)find_b(p, CAUSE, i, 0))->a ==
                  (i % 2 ? NOTHING : GIVEN_BY_HOOK),
              "LOST-ERROR",
              "%s returned INVALID, the cause of which was not what the hook "
              "had given",
              what);
        check_original(p, &all[i].tree, i);
    }
}

// 2.20
JUDGE(a_split_by_nothing_is_refused, NOBODY_WAITS)
{
    static const char *const texts[] = {
        "errgroup_split by the kind NULL",
        "errgroup_subgroup by the kind NULL",
        "errgroup_split_any by 0 kinds",
        "errgroup_split_any by no array of kinds",
        "errgroup_split_any by several kinds, one of which is NULL,",
        "errgroup_split_if by the predicate NULL",
    };
    enum { N = N_SPLITS - BY_NO_KIND };
    struct splitting all[2 * N];
    int64_t rounds = give_rounds(p, 2 * N);
    for (int64_t i = 0; i < rounds; i++) {
        draw_tree(p, (struct drawing){.leaves = ALL_LEAVES, .lone = i >= N},
                  &all[i].tree);
        if (i >= N && i % 2 == 0)
            make_tree("", &all[i].tree);
        all[i].way = BY_NO_KIND + i % N;
        all[i].kinds = BIT(OF_TIMEOUT);
        all[i].wants = BOTH;
        give_splitting(p, &all[i]);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++) {
        long at = find_fact(p, OUTCOME, i);
        int64_t kind = told(p, (size_t)at)->b;
        check(p, kind == OF_INVALID, "NOT-REFUSED",
              "%s returned %s, where INVALID was due", texts[i % N],
              kind_name((int)kind));
        check_untouched(p, i, texts[i % N]);
        check_original(p, &all[i].tree, i);
    }
}

// 2.18, 2.22, 2.23, 2.24, 2.30, 2.32
JUDGE(random_trees_are_parted, NOBODY_WAITS)
{
    split_trees(p,
                (struct drawing){.leaves = ALL_LEAVES,
                                 .groups = BIT(OF_NUMBERED_ANY) |
                                           BIT(OF_NUMBERED) | BIT(OF_MEMBERS),
                                 .stories = true,
                                 .twins = true,
                                 .wanted_groups = true,
                                 .lone = true},
                WAYS(BY_PREDICATE, BY_KIND), BIT(OF_TIMEOUT), 40);
}

// ---- suppress and unwrap ---------------------------------------------------

// 2.63, 2.66
JUDGE(suppress_drops_a_kind_and_gives_the_rest, NOBODY_WAITS)
{
    static const char *const texts[] = {"", "t", "c", "(t t)", "(t c)"};
    static const int kinds[] = {OF_TIMEOUT, OF_CANCELLED, OF_SYSTEM,
                                OF_ORDINARY};
    enum { ROUNDS = 16, N = sizeof(texts) / sizeof(texts[0]) };
    static struct tree trees[ROUNDS];
    int64_t suppressed[ROUNDS], rounds = give_rounds(p, ROUNDS);
    for (int64_t i = 0; i < rounds; i++) {
        draw_tree(p, (struct drawing){.leaves = ALL_LEAVES, .stories = true},
                  &trees[i]);
        if (i > 0 && i <= N)
            make_tree(texts[i - 1], &trees[i]);
        give_tree(p, &trees[i]);
        suppressed[i] = give_this(p, i <= N ? OF_TIMEOUT : kinds[i % 4]);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++) {
        struct due due = {0};
        struct leaves all = all_leaves(&trees[i]);
        due_part(&due, &trees[i],
                 leaves_without(all, leaves_of(&trees[i], BIT(suppressed[i]))));
        check_tree(p,
                   words("%s without %s", tree_text(&trees[i]),
                         kind_name((int)suppressed[i])),
                   RESULT, i, &due, NULL);
        check_original(p, &trees[i], i);
    }
}

// 2.62
JUDGE(suppress_loses_nothing_that_it_cannot_split, NOBODY_WAITS)
{
    struct tree trees[4];
    int64_t rounds = give_rounds(p, 4);
    for (int64_t i = 0; i < rounds; i++) {
        make_tree(i % 2 ? "(t (t c) c)" : "(t c)", &trees[i]);
        trees[i].plans[i % 2 ? 2 : 0].kind = i < 2 ? OF_BAD : OF_WORSE;
        give_tree(p, &trees[i]);
        give_this(p, OF_TIMEOUT);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++) {
        const char *text = tree_text(&trees[i]);
        int64_t kind = told(p, (size_t)find_fact(p, OUTCOME, i))->b;
        check(p, kind == OF_INVALID, "NOT-REFUSED",
              "errgroup_suppress of %s, the hook of which gave no group, "
              "returned %s, where INVALID was due",
              text, kind_name((int)kind));
        check(p, told(p, (size_t)find_b(p, CONTEXT, i, 0))->a == FIRST_GROUP,
              "LOST-ERROR",
              "errgroup_suppress could not split %s, and what it returned did "
              "not have that as its context",
              text);
        check_original(p, &trees[i], i);
    }
}

// The errors of an outermost group that are left without CANCELLED.
static int count_real(const struct tree *tree)
{
    struct leaves real =
        leaves_without(all_leaves(tree), leaves_of(tree, BIT(OF_CANCELLED)));
    int n = 0;
    for (int i = 1; i < tree->n; i = tree->end[i]) {
        bool any = false;
        for (int j = i; j < tree->end[i]; j++)
            any |= real.in[j];
        n += any;
    }
    return n;
}

static int first_leaf_of(const struct tree *tree, int kind)
{
    for (int i = 0; i < tree->n; i++)
        if (is_leaf(tree, i) && kind_is_of(tree->plans[i].kind, kind))
            return i;
    return -1;
}

// What is left of the only member that is left.
static void due_only(struct due *due, const struct tree *tree)
{
    struct leaves real =
        leaves_without(all_leaves(tree), leaves_of(tree, BIT(OF_CANCELLED)));
    struct due all = {0};
    due_part(&all, tree, real);
    for (int i = 1; i < all.n; i++)
        due->at[due->n++] = all.at[i];
}

static void check_unwrapped(struct play *p, const struct tree *tree,
                            int64_t round)
{
    struct due due = {0};
    int n_real = tree->n > 0 && !is_leaf(tree, 0) ? count_real(tree) : 0;
    if (n_real == 1)
        due_only(&due, tree);
    else if (tree->n > 0)
        due_below(&due, tree,
                  is_leaf(tree, 0) ? 0 : first_leaf_of(tree, OF_CANCELLED));
    check_tree(p, words("the one error in %s", tree_text(tree)), RESULT, round,
               &due, NULL);
    check_original(p, tree, round);
}

// 2.72, 2.73
JUDGE(unwrap_takes_one_level_away, NOBODY_WAITS)
{
    static const char *const texts[] = {"(t)",
                                        "((t))",
                                        "(t x)",
                                        "(x (x) t (x x))",
                                        "((t c))",
                                        "(x (t x c))",
                                        "(x)",
                                        "((x x) x)",
                                        "t",
                                        "x",
                                        "",
                                        "(((t) x) x)",
                                        "((i))",
                                        "(i x)",
                                        "((x (t b)))",
                                        "(x ((c)))"};
    enum { ROUNDS = sizeof(texts) / sizeof(texts[0]) };
    static struct tree trees[ROUNDS];
    int64_t rounds = give_rounds(p, ROUNDS);
    for (int64_t i = 0; i < rounds; i++) {
        make_tree(texts[i], &trees[i]);
        for (int j = 0; j < trees[i].n; j++) {
            struct plan *plan = &trees[i].plans[j];
            plan->cause = plan->context = plan->kind != OF_CANCELLED;
        }
        give_tree(p, &trees[i]);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++)
        check_unwrapped(p, &trees[i], i);
}

// 2.73
JUDGE(unwrap_gives_one_error_for_several, NOBODY_WAITS)
{
    static const char *const texts[] = {
        "(t c)", "(t t)", "(i t)", "(t (x i) i)", "(x t (b))", "(c (t (i)) i)"};
    enum { ROUNDS = sizeof(texts) / sizeof(texts[0]) };
    static struct tree trees[ROUNDS];
    int64_t rounds = give_rounds(p, ROUNDS);
    for (int64_t i = 0; i < rounds; i++) {
        make_tree(texts[i], &trees[i]);
        give_tree(p, &trees[i]);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++) {
        const struct tree *tree = &trees[i];
        int fatal = first_leaf_of(tree, OF_FATAL);
        int due = fatal >= 0 ? OF_INTERRUPTED : OF_MISUSE;
        const char *text = tree_text(tree);
        long at = find_tree(p, RESULT, i);
        check(p, told_kind(p, at) == due, "WRONG-KIND",
              "errgroup_unwrap of %s gave %s, where %s was due", text,
              kind_name(told_kind(p, at)), kind_name(due));
        check(p, told_number(p, at) == UNKNOWN, "CHANGED",
              "errgroup_unwrap of %s gave the leaf itself, where one made anew "
              "was due",
              text);
        check(p, told(p, (size_t)find_b(p, CAUSE, i, 0))->a == FIRST_GROUP,
              "LOST-ERROR",
              "errgroup_unwrap of %s gave %s without the group as its cause",
              text, kind_name(due));
        char message[64];
        if (fatal >= 0) {
            plan_message(message, sizeof(message), tree->plans[fatal],
                         tree->numbers[fatal]);
            check(p, strcmp(told_words(p, i), message) == 0, "LOST-STORY",
                  "errgroup_unwrap of %s gave an INTERRUPTED with another "
                  "message than that of the first in the group",
                  text);
        }
        check_original(p, tree, i);
    }
}

// ---- depth -----------------------------------------------------------------

static void check_chain(struct play *p, int nth, int64_t levels, int leaf,
                        const char *what)
{
    long at = -1;
    for (; nth >= 0; nth--)
        at = find_next(p, DEEP, at);
    check(p, at >= 0, "HANG", "%s was never told of", what);
    const struct wire_frame *deep = told(p, (size_t)at);
    check(p, deep->a == levels, "WRONG-SHAPE",
          "%s had %" PRId64 " levels, where %" PRId64 " were due", what,
          deep->a, levels);
    check(p, deep->b == leaf, "LOST-ERROR", "%s did not end in leaf %d", what,
          leaf);
}

// 2.82; M30
JUDGE(a_very_deep_group_is_taken_apart, NOBODY_WAITS)
{
    int64_t levels = give_this(p, size_of(p, HUNDRED_THOUSAND, 3));
    int64_t parted = give_this(p, size_of(p, HUNDRED_THOUSAND / 10, 3));
    if (!over(p))
        return;
    check_chain(p, 0, 0, NOTHING, "what matched");
    check_chain(p, 1, levels, 1, "what was left");
    check_chain(p, 2, levels - 1, 1, "what unwrap gave");
    check_chain(p, 3, parted, 1, "what matched");
    check_chain(p, 4, parted, 2, "what was left");
    check_chain(p, 5, parted, 1, "what was left by suppress");
    static const int visits[] = {0, 2, 2, 1, 1, 1};
    for (int i = 0; i < 6; i++)
        check(p, count_visited(p, i) == visits[i], "LOST-ERROR",
              "in a group of %" PRId64 " levels %d leaves were visited, where "
              "%d were due",
              i < 3 ? levels : parted, count_visited(p, i), visits[i]);
}

// "Takes time in proportion to the errors in the tree"
JUDGE(a_group_may_be_very_wide, NOBODY_WAITS)
{
    int64_t n = give_this(p, size_of(p, HUNDRED_THOUSAND / 2, 4));
    if (!over(p))
        return;
    long at = -1;
    for (int i = 0; i < 3; i++) {
        int64_t due = i == 2 ? n : n / 2;
        at = find_next(p, SIZE, at);
        check(p, at >= 0 && told(p, (size_t)at)->a == due, "LOST-ERROR",
              "%s of a group of %" PRId64 " had not %" PRId64 " members",
              i == 0   ? "what matched"
              : i == 1 ? "what was left"
                       : "the whole",
              n, due);
        check(p, told(p, (size_t)at)->b == due, "LOST-ERROR",
              "%" PRId64 " of %" PRId64 " leaves were visited",
              told(p, (size_t)at)->b, due);
    }
}
// private: linnet-0f5d3f897d262c7d
