// Lab 2, the judge: what is right of the programs in scenarios_try.c.
//
// What a try block has to do is worked out from sets of leaves: what is left,
// what a handler catches, what is raised again. Each part that is due is one
// projection of the original tree.
#include "judge_tree.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NOBODY_WAITS .once = true, .no_sweep = true

enum { MOST_BLOCKS = 32 };

// ---- blocks ----------------------------------------------------------------

struct block {
    struct tree tree;
    int n; // handlers
    struct handler handlers[MOST_HANDLERS];

    // Worked out.
    struct leaves caught[MOST_HANDLERS];
    struct leaves left;  // that nobody caught
    struct leaves again; // raised
    struct due news;     // the new errors, one after the other
    int n_news;
};

static struct block blocks[MOST_BLOCKS];

static void give_block(struct play *p, const struct block *b)
{
    give_tree(p, &b->tree);
    give_this(p, b->n);
    for (int h = 0; h < MOST_HANDLERS; h++)
        give_this(p, handler_code(b->handlers[h]));
}

enum { EARLY, NEW, AROUND, NEWS };

static int64_t number_of_new(int h, int which)
{
    return FIRST_NEW + h * NEWS + which;
}

static bool is_lone(const struct tree *tree)
{
    return tree->n > 0 && is_leaf(tree, 0);
}

// The part that a handler is given: always a group.
static void due_caught(struct due *due, const struct block *b, int h)
{
    if (is_lone(&b->tree) && count_leaves(b->caught[h]) > 0)
        due_fresh(due, 0, 1, OF_MEMBERS);
    due_part(due, &b->tree, b->caught[h]);
}

// A leaf may be in several places.
static struct leaves places_of(const struct tree *tree, int number)
{
    struct leaves some = {0};
    for (int i = 0; i < tree->n; i++)
        some.in[i] = tree->numbers[i] == number;
    return some;
}

static void work_out_handler(struct block *b, int h)
{
    const struct handler *handler = &b->handlers[h];
    struct leaves caught = b->caught[h], again = {0};
    for (int which = EARLY; which <= NEW; which++)
        if (handler->does & (which == EARLY ? RAISES_EARLY : RAISES_NEW)) {
            due_new(&b->news, number_of_new(h, which), 0, OF_SYSTEM);
            b->n_news++;
        }
    if (handler->does & RAISES_AROUND) {
        due_new(&b->news, number_of_new(h, AROUND), 1, OF_MEMBERS);
        due_caught(&b->news, b, h);
        b->n_news++;
    }
    if (handler->does & RAISES_ALL)
        again = caught;
    if (handler->does & RAISES_LEAF)
        again = leaves_with(again, places_of(&b->tree, handler->leaf));
    if (handler->does & RAISES_PART)
        again =
            leaves_with(again, leaves_in_both(caught, wanted_leaves(&b->tree)));
    if (is_lone(&b->tree) && handler->does & RAISES_ALL) {
        due_caught(&b->news, b, h);
        b->n_news++;
        return;
    }
    b->again = leaves_with(b->again, again);
}

static void work_out(struct block *b)
{
    b->left = all_leaves(&b->tree);
    for (int h = 0; h < b->n; h++) {
        b->caught[h] =
            leaves_in_both(b->left, leaves_of(&b->tree, b->handlers[h].kinds));
        b->left = leaves_without(b->left, b->caught[h]);
        if (count_leaves(b->caught[h]) > 0)
            work_out_handler(b, h);
    }
}

// ---- what is checked -------------------------------------------------------

static const char *block_text(const struct block *b)
{
    return words("the block around %s", tree_text(&b->tree));
}

static void check_caught(struct play *p, const struct block *b, int64_t round)
{
    for (int h = 0; h < b->n; h++) {
        struct due due = {.no_story = !has_stories(&b->tree)};
        due_caught(&due, b, h);
        check_tree(p,
                   words("what handler %d of %d caught of %s", h + 1, b->n,
                         tree_text(&b->tree)),
                   CAUGHT_BY + h, round, &due, NULL);
    }
}

static void due_end(struct due *due, const struct block *b)
{
    struct leaves leaves = leaves_with(b->left, b->again);
    bool part = count_leaves(leaves) > 0;
    due->no_identity = true;
    if (b->n_news + part > 1)
        due_fresh(due, 0, b->n_news + part, OF_MEMBERS);
    for (int i = 0; i < b->news.n; i++)
        due->at[due->n++] = b->news.at[i];
    due_part(due, &b->tree, leaves);
}

static void check_end(struct play *p, const struct block *b, int64_t round)
{
    struct due due = {.no_story = !has_stories(&b->tree)};
    due_end(&due, b);
    check_tree(p, words("what came out of %s", block_text(b)), RESULT, round,
               &due, NULL);
    check_original(p, &b->tree, round);
}

static void check_clean(struct play *p)
{
    for (size_t i = 0; i < n_told(p); i++) {
        const struct wire_frame *clean = told(p, i);
        if (clean->what != CLEAN || clean->b < 0 || clean->b >= MOST_BLOCKS)
            continue;
        const struct block *b = &blocks[clean->b];
        bool due = b->tree.n == 0;
        check(p, clean->a == due, "WRONG-HANDLER",
              "errgroup_clean said %s of %s", due ? "false" : "true",
              block_text(b));
    }
}

static void check_block(struct play *p, const struct block *b, int64_t round)
{
    check_caught(p, b, round);
    check_end(p, b, round);
}

// ---- tests of a kind -------------------------------------------------------

static struct handler handles(int kinds, int does)
{
    return (struct handler){.kinds = kinds, .does = does};
}

static void add_handler(struct block *b, int kinds, int does)
{
    b->handlers[b->n++] = handles(kinds, does);
}

static struct block *new_block(struct play *p, int64_t i,
                               struct drawing drawing)
{
    blocks[i] = (struct block){0};
    draw_tree(p, drawing, &blocks[i].tree);
    return &blocks[i];
}

static struct block *make_block(int64_t i, const char *text)
{
    blocks[i] = (struct block){0};
    make_tree(text, &blocks[i].tree);
    return &blocks[i];
}

static void give_worked_out(struct play *p, struct block *b)
{
    give_block(p, b);
    work_out(b);
}

// True if all has to be checked.
static bool all_over(struct play *p, int64_t rounds)
{
    if (!over(p))
        return false;
    check_clean(p);
    for (int64_t i = 0; i < rounds; i++)
        check_block(p, &blocks[i], i);
    return true;
}

static const struct drawing ordinary = {.leaves = ORDINARY_LEAVES},
                            mixed = {.leaves = ALL_LEAVES};

// A kind, or several, to be caught.
static int draw_kinds(struct play *p)
{
    static const int sets[] = {
        BIT(OF_TIMEOUT),
        BIT(OF_CLOSED),
        BIT(OF_SYSTEM),
        BIT(OF_NOT_FOUND),
        BIT(OF_BUSY) | BIT(OF_NOT_FOUND),
        BIT(OF_CANCELLED) | BIT(OF_TIMEOUT),
        BIT(OF_ORDINARY),
        BIT(OF_FATAL),
        BIT(OF_ANY),
    };
    return sets[draw_number(p, 0, sizeof(sets) / sizeof(sets[0]) - 1)];
}

// The number of some leaf that handler h catches, 0 if it catches none.
static int some_leaf(struct play *p, struct block *b, int h)
{
    work_out(b);
    int n = count_leaves(b->caught[h]), number = 0;
    int nth = n > 0 ? (int)draw_number(p, 0, n - 1) : 0;
    for (int i = 0; i < b->tree.n; i++)
        if (b->caught[h].in[i] && nth-- == 0)
            number = b->tree.numbers[i];
    b->again = (struct leaves){0};
    b->news.n = b->n_news = 0;
    return number;
}

// ---- handling --------------------------------------------------------------

// 2.39, 2.40, 2.41, 2.43
JUDGE(handlers_get_their_part_in_order, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 12);
    for (int64_t i = 0; i < rounds; i++) {
        struct block *b =
            i == 0 ? make_block(0, "(t (c t))") : new_block(p, i, ordinary);
        add_handler(b, BIT(OF_TIMEOUT), 0);
        add_handler(b,
                    i % 2 ? BIT(OF_CLOSED) | BIT(OF_NOT_FOUND) | BIT(OF_TIMEOUT)
                          : BIT(OF_TIMEOUT),
                    0);
        add_handler(b, BIT(OF_ORDINARY), 0);
        add_handler(b, BIT(OF_ANY), 0);
        give_worked_out(p, b);
    }
    all_over(p, rounds);
}

// 2.44
JUDGE(without_an_error_no_handler_runs, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 4);
    for (int64_t i = 0; i < rounds; i++) {
        struct block *b = make_block(i, i % 2 ? "(t)" : "");
        if (i < 2)
            add_handler(b, BIT(OF_ANY), RAISES_NEW * (i == 0));
        if (i < 2)
            add_handler(b, BIT(OF_TIMEOUT) | BIT(OF_CLOSED), 0);
        give_worked_out(p, b);
    }
    all_over(p, rounds);
}

// 2.42, 2.23; M8
JUDGE(what_nobody_handles_goes_on_in_its_shape, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 16);
    for (int64_t i = 0; i < rounds; i++) {
        struct drawing drawing = mixed;
        drawing.stories = true;
        struct block *b =
            i == 0 ? make_block(0, "((t c) b)") : new_block(p, i, drawing);
        for (int h = 0; h < i % 3; h++)
            add_handler(b, draw_kinds(p), 0);
        if (i == 0)
            add_handler(b, BIT(OF_CLOSED), 0);
        give_worked_out(p, b);
    }
    all_over(p, rounds);
}

static void give_lone(struct play *p, int64_t rounds, const int *does)
{
    static const char letters[] = "tcsnxi";
    enum { N = sizeof(letters) - 1 };
    for (int64_t i = 0; i < rounds; i++) {
        struct block *b = make_block(i, (char[]){letters[i % N], 0});
        add_handler(b, BIT(OF_CLOSED), 0);
        add_handler(b, i < N ? BIT(OF_TIMEOUT) : BIT(OF_ANY), does[i / N]);
        b->handlers[1].leaf = 1;
        give_worked_out(p, b);
    }
}

// 2.37
JUDGE(a_lone_error_is_caught_in_a_group, NOBODY_WAITS)
{
    static const int does[] = {0, 0};
    int64_t rounds = give_rounds(p, 12);
    give_lone(p, rounds, does);
    all_over(p, rounds);
}

// 2.64
JUDGE(catching_all_that_is_ordinary_leaves_cancelled, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 10);
    for (int64_t i = 0; i < rounds; i++) {
        struct block *b =
            i == 0 ? make_block(0, "(t (x))") : new_block(p, i, mixed);
        add_handler(b, BIT(OF_ORDINARY), 0);
        give_worked_out(p, b);
    }
    all_over(p, rounds);
}

// ---- raising ---------------------------------------------------------------

// 2.50; M8
JUDGE(what_is_raised_again_keeps_its_place, NOBODY_WAITS)
{
    static const int does[] = {RAISES_ALL, RAISES_LEAF, RAISES_PART,
                               RAISES_LEAF | RAISES_PART};
    int64_t rounds = give_rounds(p, 20);
    for (int64_t i = 0; i < rounds; i++) {
        struct drawing drawing = ordinary;
        drawing.stories = drawing.wanted = true;
        struct block *b =
            i == 0 ? make_block(0, "(t (t c) (b))") : new_block(p, i, drawing);
        add_handler(b, i % 3 ? BIT(OF_TIMEOUT) : BIT(OF_ORDINARY), does[i % 4]);
        add_handler(b, BIT(OF_SYSTEM) | BIT(OF_TIMEOUT), 0);
        b->handlers[0].leaf = some_leaf(p, b, 0);
        give_worked_out(p, b);
    }
    all_over(p, rounds);
}

// 2.22; M9
JUDGE(one_of_two_twins_is_raised_again, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 16);
    for (int64_t i = 0; i < rounds; i++) {
        struct drawing drawing = {.leaves = BIT(OF_TIMEOUT),
                                  .wanted = true,
                                  .twins = i % 2,
                                  .levels = 3};
        struct block *b = new_block(p, i, drawing);
        for (int j = 0; j < b->tree.n; j++)
            b->tree.plans[j].alike = is_leaf(&b->tree, j);
        add_handler(b, BIT(OF_TIMEOUT), i % 3 ? RAISES_LEAF : RAISES_PART);
        b->handlers[0].leaf = some_leaf(p, b, 0);
        give_worked_out(p, b);
    }
    all_over(p, rounds);
}

// 2.51
JUDGE(a_lone_error_may_be_raised_again, NOBODY_WAITS)
{
    static const int does[] = {RAISES_ALL, RAISES_ALL, RAISES_LEAF, RAISES_NEW};
    int64_t rounds = give_rounds(p, 24);
    give_lone(p, rounds, does);
    all_over(p, rounds);
}

// 2.54
JUDGE(new_errors_go_on_in_the_order_of_their_handlers, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 10);
    for (int64_t i = 0; i < rounds; i++) {
        struct block *b = i == 0   ? make_block(0, "(t)")
                          : i == 1 ? make_block(1, "(t c)")
                                   : new_block(p, i, ordinary);
        add_handler(b, BIT(OF_TIMEOUT), RAISES_NEW);
        if (i > 0)
            add_handler(b, BIT(OF_ORDINARY),
                        i % 2 ? RAISES_NEW : RAISES_NEW | RAISES_EARLY);
        give_worked_out(p, b);
    }
    all_over(p, rounds);
}

// 2.42, 2.55, 2.74; M8
JUDGE(a_new_error_is_followed_by_what_is_left, NOBODY_WAITS)
{
    static const int does[] = {RAISES_NEW, RAISES_NEW | RAISES_ALL,
                               RAISES_AROUND, RAISES_NEW | RAISES_PART};
    int64_t rounds = give_rounds(p, 16);
    for (int64_t i = 0; i < rounds; i++) {
        struct drawing drawing = mixed;
        drawing.stories = drawing.wanted = true;
        struct block *b =
            i == 0 ? make_block(0, "(t (c b))") : new_block(p, i, drawing);
        add_handler(b, BIT(OF_TIMEOUT), i % 3 == 1 ? RAISES_ALL : 0);
        add_handler(b, BIT(OF_CLOSED) | BIT(OF_SYSTEM), does[i % 4]);
        add_handler(b, BIT(OF_FATAL), i % 2 ? RAISES_NEW : 0);
        give_worked_out(p, b);
    }
    all_over(p, rounds);
}

// What the part that handler h caught is known by.
static int64_t number_of_caught(const struct block *b, int h)
{
    bool whole =
        count_leaves(b->caught[h]) == count_leaves(all_leaves(&b->tree));
    return whole && !is_lone(&b->tree) ? FIRST_GROUP : FIRST_CAUGHT + h;
}

// From a place on.
static void check_link(struct play *p, const struct block *b, int what,
                       long from, int64_t number, int64_t due, const char *name)
{
    long at = find_b(p, what, number, (size_t)from);
    if (at < 0)
        return; // that handler did not run, or another has the number
    int64_t got = told(p, (size_t)at)->a;
    check(p, got == due, "WRONG-CONTEXT",
          "in %s the %s of a new error was %s, where %s was due", block_text(b),
          name,
          got == NOTHING        ? "NULL"
          : got >= FIRST_CAUGHT ? "another part"
          : got == FIRST_GROUP  ? "the original"
                                : "another error",
          due == NOTHING   ? "NULL"
          : due == HANDLED ? "what the task was handling before"
                           : "what its handler had caught");
}

// 2.56
JUDGE(a_new_error_has_what_was_caught_as_its_context, NOBODY_WAITS)
{
    static const int does[] = {RAISES_NEW, RAISES_EARLY,
                               RAISES_NEW | NAMES_CAUSE, RAISES_AROUND};
    int64_t rounds = give_rounds(p, 1);
    for (int64_t i = 0; i < rounds; i++) {
        struct block *b = new_block(p, i, ordinary);
        add_handler(b, BIT(OF_TIMEOUT), does[draw_number(p, 0, 3)]);
        add_handler(b, BIT(OF_ORDINARY), RAISES_NEW | RAISES_EARLY);
        give_worked_out(p, b);
    }
    if (!all_over(p, rounds))
        return;
    for (int h = 0; h < blocks[0].n; h++)
        for (int which = EARLY; which < NEWS; which++) {
            bool names =
                which == NEW && blocks[0].handlers[h].does & NAMES_CAUSE;
            int64_t number = number_of_new(h, which),
                    caught = number_of_caught(&blocks[0], h);
            check_link(p, &blocks[0], CONTEXT, 0, number, caught, "context");
            check_link(p, &blocks[0], CAUSE, 0, number,
                       names ? caught : NOTHING, "cause");
        }
}

// 2.62
JUDGE(a_group_that_cannot_be_split_goes_on, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 4);
    for (int64_t i = 0; i < rounds; i++) {
        struct block *b = make_block(i, i % 2 ? "((t c))" : "(t c)");
        b->tree.plans[i % 2].kind = i < 2 ? OF_BAD : OF_WORSE;
        if (i % 2) {
            add_handler(b, BIT(OF_ORDINARY), RAISES_NEW | RAISES_LEAF);
            b->handlers[0].leaf = 1;
        } else {
            add_handler(b, BIT(OF_TIMEOUT), RAISES_NEW);
            add_handler(b, BIT(OF_ORDINARY), RAISES_NEW);
        }
        give_block(p, b);
    }
    if (!over(p))
        return;
    for (int64_t i = 0; i < rounds; i++) {
        const struct block *b = &blocks[i];
        struct due due = {.no_identity = true};
        if (i % 2) {
            due_fresh(&due, 0, 2, OF_MEMBERS);
            due_new(&due, number_of_new(0, NEW), 0, OF_SYSTEM);
        }
        due_new(&due, UNKNOWN, 0, OF_INVALID);
        check_tree(p,
                   words("what came out of %s, the hook of which gave no "
                         "group,",
                         block_text(b)),
                   RESULT, i, &due, NULL);
        check_original(p, &b->tree, i);
        if (i % 2)
            continue;
        int64_t kind = told(p, (size_t)find_fact(p, OUTCOME, i))->b;
        check(p, kind == OF_INVALID, "NOT-REFUSED",
              "what came out of %s was %s, where INVALID was due",
              block_text(b), kind_name((int)kind));
        long at = find_b(p, CONTEXT, NOTHING, (size_t)find_tree(p, RESULT, i));
        check(p, told(p, (size_t)at)->a == FIRST_GROUP, "LOST-ERROR",
              "the INVALID that came out of %s did not have what was left as "
              "its context",
              block_text(b));
    }
}

static void draw_handler(struct play *p, struct block *b)
{
    int h = b->n;
    add_handler(b, draw_kinds(p), 0);
    if (is_lone(&b->tree)) {
        static const int one[] = {0, RAISES_ALL, RAISES_LEAF, RAISES_NEW,
                                  RAISES_EARLY};
        b->handlers[h].does = one[draw_number(p, 0, 4)];
    } else if (draw_number(p, 0, 1)) {
        b->handlers[h].does = (int)draw_number(p, 0, 2 * RAISES_AROUND - 1);
    }
    b->handlers[h].leaf = some_leaf(p, b, h);
}

// 2.23, 2.40, 2.41, 2.42, 2.50, 2.54, 2.55, 2.58, 2.61
JUDGE(random_programs_of_handlers, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, MOST_BLOCKS);
    for (int64_t i = 0; i < rounds; i++) {
        struct block *b = new_block(
            p, i,
            (struct drawing){.leaves = ALL_LEAVES,
                             .stories = true,
                             .twins = true,
                             .wanted = true,
                             .lone = true,
                             .groups = BIT(OF_MEMBERS) | BIT(OF_NUMBERED) |
                                       BIT(OF_NUMBERED_ANY)});
        for (int64_t n = draw_number(p, 1, MOST_HANDLERS); n > 0; n--)
            draw_handler(p, b);
        give_worked_out(p, b);
    }
    all_over(p, rounds);
}

// ---- what a task is handling -----------------------------------------------

static void check_handles(struct play *p, long *at, int64_t where, int64_t due,
                          const char *when)
{
    *at = find_next(p, HANDLES, *at);
    check(p, *at >= 0, "HANG", "nothing was told of what the task handles");
    const struct wire_frame *handles = told(p, (size_t)*at);
    if (handles->b == INSIDE) {
        check(p, handles->a, "WRONG-CONTEXT",
              "inside of a handler in a handler the task was not handling what "
              "the inner one had caught");
        check_handles(p, at, where, due, when);
        return;
    }
    check(p, handles->b == where && handles->a == due, "WRONG-CONTEXT",
          "%s the task was handling %s, where %s was due", when,
          handles->a == NOTHING   ? "nothing"
          : handles->a == HANDLED ? "what it did before the block"
                                  : "another error",
          due == NOTHING   ? "nothing"
          : due == HANDLED ? "what it did before the block"
                           : "what had been caught");
}

// 2.56, 2.57, 2.58
JUDGE(a_task_handles_again_what_it_did_before, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 6);
    for (int64_t i = 0; i < rounds; i++) {
        struct block *b = new_block(p, i, ordinary);
        add_handler(b, i % 2 ? BIT(OF_TIMEOUT) : BIT(OF_ORDINARY),
                    (i % 3 ? TRIES_INSIDE : 0) |
                        (i % 2 ? RAISES_EARLY : RAISES_NEW));
        give_tree(p, &b->tree);
        give_this(p, handler_code(b->handlers[0]));
        work_out(b);
    }
    if (!over(p))
        return;
    long at = -1;
    for (int64_t i = 0; i < rounds; i++) {
        const struct block *b = &blocks[i];
        int64_t caught = number_of_caught(b, 0);
        check_handles(p, &at, BEFORE_THE_BLOCK, HANDLED,
                      "before the first handler");
        if (count_leaves(b->caught[0]) > 0) {
            check_handles(p, &at, 0, caught, "in a handler");
            bool early = b->handlers[0].does & RAISES_EARLY;
            check_link(p, b, CONTEXT, at, number_of_new(0, early ? EARLY : NEW),
                       early ? HANDLED : caught, "context");
            if (b->handlers[0].does & TRIES_INSIDE)
                check_handles(p, &at, 0, caught,
                              "after another block inside of a handler");
            check_handles(p, &at, 0, HANDLED, "after a handler");
        }
        check_handles(p, &at, AFTER_HANDLERS, HANDLED, "after a handler");
        check_handles(p, &at, AFTER_THE_BLOCK, HANDLED, "after the block");
    }
}

// 2.57; M32
JUDGE(each_task_handles_its_own_error)
{
    int64_t n = give(p, 1, MOST_HANDLERS), turns[2 * MOST_HANDLERS];
    for (int i = 0; i < 2 * MOST_HANDLERS; i++)
        turns[i] = give(p, 1, 4);
    bool is_whole = over(p);
    for (size_t i = 0; i < n_told(p); i++) {
        const struct wire_frame *fact = told(p, i);
        check(p, fact->what != CONTEXT || fact->a, "WRONG-CONTEXT",
              "a new error of task %" PRId64 " did not have what this task's "
              "handler had caught as its context",
              fact->b);
        check(p, fact->what != HANDLES || fact->a, "WRONG-CONTEXT",
              "task %" PRId64 " was handling what another handler had caught, "
              "or was not handling its own",
              fact->b);
    }
    for (int i = 0; is_whole && i < n; i++) {
        int64_t got = count_b(p, CONTEXT, i + 1, end_of(p));
        check(p, got == turns[2 * i] + turns[2 * i + 1], "WRONG-HANDLER",
              "the handlers of task %d ran for %" PRId64 " turns, not %" PRId64,
              i + 1, got, turns[2 * i] + turns[2 * i + 1]);
    }
}

// ---- depth -----------------------------------------------------------------

// 2.82; M30
JUDGE(a_very_deep_group_is_handled, NOBODY_WAITS)
{
    int64_t levels = give_this(p, size_of(p, HUNDRED_THOUSAND / 10, 3));
    if (!over(p))
        return;
    check(p, told(p, (size_t)find_next(p, CAUGHT, -1))->a == 1, "WRONG-HANDLER",
          "in a group of %" PRId64 " levels the second handler did not run",
          levels);
    const struct wire_frame *end = told(p, (size_t)find_next(p, DEEP, -1));
    check(p, end->a == levels && end->b, "WRONG-SHAPE",
          "what was raised again of a group of %" PRId64 " levels had %" PRId64
          " levels",
          levels, end->a);
}
// private: linnet-0f5d3f897d262c7d
