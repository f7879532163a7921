// Lab 1, the judge: what is right of the programs in scenarios.c.
//
// The numbers before a test are behaviours of semantics.md.
#include "facts.h"
#include "judge.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- what the scenarios ask for --------------------------------------------

struct crew {
    int64_t n, base, choice, ms[MOST_CHILDREN];
};

static struct crew give_crew(struct play *p, struct range n,
                             struct range choice, struct range ms)
{
    struct crew crew;
    crew.n = give(p, n.low, n.high);
    crew.base = give(p, 1, 1000000);
    crew.choice = give_in_turn(p, choice.low, choice.high);
    for (int i = 0; i < MOST_CHILDREN; i++)
        crew.ms[i] = give(p, ms.low, ms.high);
    return crew;
}

static const struct range nothing = {0, 0}, yes_or_no = {0, 1},
                          short_ms = {1, 50};

static int64_t largest(const int64_t *ms, int64_t from, int64_t to)
{
    int64_t most = 0;
    for (int64_t i = from; i < to; i++)
        most = ms[i] > most ? ms[i] : most;
    return most;
}

// ---- errors ----------------------------------------------------------------

static void check_close(struct play *p, int64_t nursery, const char *expected)
{
    check_error(p, "close", find_b(p, TOLD_CLOSED, nursery, 0), expected);
}

static void add_text(char *text, const char *format, int64_t number)
{
    size_t used = strlen(text);
    snprintf(text + used, 1024 - used, format, number);
}

// The group of what failed in a nursery, in its order; "none" if nothing did.
static const char *failed_in(const struct play *p, int64_t nursery)
{
    static char text[1024];
    text[0] = 0;
    for (long i = find_next(p, FAILED, -1); i >= 0; i = find_next(p, FAILED, i))
        if (told(p, (size_t)i)->b == nursery)
            add_text(text, text[0] == 0 ? "(%" PRId64 : " %" PRId64,
                     told(p, (size_t)i)->a);
    strcat(text, text[0] == 0 ? "none" : ")");
    return text;
}

// ---- what always holds -----------------------------------------------------

// The place after the error at place i.
static size_t after_error(const struct play *p, size_t i)
{
    for (int64_t left = 1; left > 0 && i < n_told(p); left--, i++)
        if (told(p, i)->what == TOLD_ERROR_GROUP)
            left += told(p, i)->a;
    return i;
}

// The CANCELLED among the members of the error at place i, or that it is;
// *last: nothing comes after one.
static int64_t count_cancelled(const struct play *p, size_t i, bool *last)
{
    int64_t n = 0, members = 1;
    if (told(p, i)->what == TOLD_ERROR_GROUP)
        members = told(p, i++)->a;
    for (; members > 0; members--, i = after_error(p, i)) {
        *last = told(p, i)->what == TOLD_ERROR_CANCELLED;
        n += *last;
    }
    return n;
}

// LEVEL: a cancel from outside that stopped somebody comes out of close, once
// and last, and no other does.
static void check_cancelled(struct play *p, long closed)
{
    int64_t nursery = told(p, (size_t)closed)->b;
    long outer = find(p, OUTER, nursery, (size_t)closed);
    long error = find_error(p, (size_t)closed);
    if (outer < 0 || error < 0)
        return; // it was cut short in between
    int64_t stopped = count_b(p, STOPPED, nursery, closed);
    int64_t due = stopped > 0 && told(p, (size_t)outer)->b;
    bool last = true;
    int64_t got = count_cancelled(p, (size_t)error, &last);
    check(p, got >= due, "LOST-CANCEL",
          "a cancel from outside had stopped %" PRId64
          " tasks of the nursery, but close returned %s",
          stopped, error_at(p, error));
    check(p, got <= due, "EXTRA-ERROR", "close returned %s, though %s",
          error_at(p, error),
          due ? "one CANCELLED speaks for all"
              : "no cancel from outside had stopped anybody");
    check(p, due == 0 || last, "WRONG-SHAPE",
          "close returned %s: CANCELLED was not the last member",
          error_at(p, error));
}

// over, and what holds of every run with LEVEL cancellation. The tests of core
// and errors do without, so that they can be passed before there is any.
static bool whole(struct play *p)
{
    bool is_whole = over(p);
    for (long i = find_next(p, TOLD_CLOSED, -1); i >= 0;
         i = find_next(p, TOLD_CLOSED, i))
        check_cancelled(p, i);
    return is_whole;
}

// ---- checks that many tests make -------------------------------------------

static void check_closed_at(struct play *p, int64_t nursery, int64_t ms,
                            const char *code_if_late)
{
    int64_t at = at_ms(p, find_b(p, TOLD_CLOSED, nursery, 0));
    check(p, at >= ms, "EARLY-CLOSE",
          "close returned at %" PRId64
          " ms, but the last child was to end at %" PRId64 " ms",
          at, ms);
    check(p, at <= ms, code_if_late,
          "close returned at %" PRId64
          " ms, but the last child was to end at %" PRId64 " ms",
          at, ms);
}

// All children of a crew from the first-th on have begun.
static void check_begun(struct play *p, const struct crew *crew)
{
    for (int64_t i = 0; i < crew->n; i++)
        check(p, find_fact(p, TOLD_BEGIN, crew->base + i) >= 0, "NOT-STARTED",
              "child %" PRId64 " of %" PRId64 " never began to run", i + 1,
              crew->n);
}

// The wait of a child, or of the body, was cancelled at ms.
static void check_cancelled_at(struct play *p, int64_t child, int64_t ms)
{
    const char *who = child == BODY ? "the body" : "a child";
    long woke = find_fact(p, WOKE, child);
    check(p, woke >= 0, "NOT-STARTED", "%s never woke from its wait", who);
    check(p, told(p, (size_t)woke)->b, "LOST-CANCEL",
          "%s slept on to %" PRId64
          " ms, though it was to be cancelled at %" PRId64 " ms",
          who, at_ms(p, woke), ms);
    check(p, at_ms(p, woke) == ms, "LOST-CANCEL",
          "%s was cancelled at %" PRId64 " ms, not at %" PRId64 " ms", who,
          at_ms(p, woke), ms);
}

static void check_crew_cancelled_at(struct play *p, const struct crew *crew,
                                    int64_t first, int64_t ms)
{
    check_begun(p, crew);
    for (int64_t i = first; i < crew->n; i++)
        check_cancelled_at(p, crew->base + i, ms);
}

static void check_not_cancelled(struct play *p, int64_t child)
{
    long woke = find_fact(p, WOKE, child);
    check(p, woke >= 0, "NOT-STARTED", "a task never woke from its wait");
    check(p, !told(p, (size_t)woke)->b, "SPREAD-CANCEL",
          "the cancel reached %s at %" PRId64 " ms, which was none of its",
          child == BODY ? "the body" : "a child", at_ms(p, woke));
}

// The n-th checkpoint (0, 1, ...) that the body told of.
static void check_checkpoint(struct play *p, int n, bool fails)
{
    long i = find_next(p, CHECKPOINT, -1);
    for (; n > 0 && i >= 0; n--)
        i = find_next(p, CHECKPOINT, i);
    check(p, i >= 0, "HANG", "the body never came to its checkpoint");
    bool failed = told(p, (size_t)i)->a;
    check(p, !failed || fails, "SPREAD-CANCEL",
          "after close a checkpoint of the body still failed with CANCELLED");
    check(p, failed || !fails, "LOST-CANCEL",
          "a checkpoint of the body succeeded, though it had been cancelled");
}

// Waiting is one wait, however long it takes.
static void check_few_waits(struct play *p, int64_t most)
{
    check(p, n_waits(p) <= most, "BUSY-WAIT",
          "the tasks took %" PRId64 " turns, where %" PRId64 " are plenty",
          n_waits(p), most);
}

// ---- core ------------------------------------------------------------------

// 1.2
JUDGE(close_waits_for_the_slowest_child)
{
    struct crew crew = give_crew(p, (struct range){1, MOST_CHILDREN}, nothing,
                                 (struct range){1, 100});
    if (!over(p))
        return;
    long closed = find_b(p, TOLD_CLOSED, 1, 0);
    int64_t ended = count_b(p, TOLD_FINISH, 1, closed);
    check(p, ended == crew.n, "EARLY-CLOSE",
          "close returned when %" PRId64 " of %" PRId64 " children had ended",
          ended, crew.n);
    check_closed_at(p, 1, largest(crew.ms, 0, crew.n), "BUSY-WAIT");
    check_close(p, 1, "none");
    check_few_waits(p, 2 * crew.n + 4);
}

// 1.1, 1.5
JUDGE(an_empty_nursery_lets_the_others_run)
{
    struct crew crew =
        give_crew(p, (struct range){1, MOST_CHILDREN}, nothing, nothing);
    if (!over(p))
        return;
    check_begun(p, &crew);
    check_close(p, 2, "none");
    int64_t ran = count_b(p, TOLD_FINISH, 1, find_b(p, TOLD_CLOSED, 2, 0));
    check(p, !in_order(p) || ran == crew.n, "NO-YIELD",
          "close of an empty nursery returned when %" PRId64 " of %" PRId64
          " tasks that were ready had had their turn",
          ran, crew.n);
}

// Round by round, all that still take part have a turn.
static void check_turns_in_order(struct play *p, const struct crew *crew)
{
    long at = -1;
    int64_t most = largest(crew->ms, 0, crew->n);
    for (int64_t round = 0; round < most; round++)
        for (int64_t i = 0; i < crew->n; i++) {
            if (round >= crew->ms[i])
                continue;
            at = find_next(p, TURN, at);
            check(p, at >= 0, "NOT-STARTED", "a child never had its turn");
            const struct wire_frame *turn = told(p, (size_t)at);
            check(p, turn->a == crew->base + i && turn->b == round,
                  "WRONG-ORDER",
                  "child %" PRId64 " took turn %" PRId64
                  " when it was for child %" PRId64 " to take turn %" PRId64,
                  turn->a - crew->base + 1, turn->b + 1, i + 1, round + 1);
        }
}

// 1.25, 1.26
JUDGE(a_new_child_runs_at_its_turn)
{
    struct crew crew = give_crew(p, (struct range){1, MOST_CHILDREN}, nothing,
                                 (struct range){1, 3});
    if (!over(p))
        return;
    for (int64_t i = 0; i < crew.n; i++) {
        long spawned = find_fact(p, SPAWNED, crew.base + i);
        check(p, told(p, (size_t)spawned)->b == 0, "RAN-AT-ONCE",
              "%" PRId64 " children had run when spawn returned",
              told(p, (size_t)spawned)->b);
    }
    check_begun(p, &crew);
    if (in_order(p))
        check_turns_in_order(p, &crew);
}

// EAGER: the even children; those with 0 ms do not wait at all.
JUDGE(an_eager_child_runs_to_its_first_wait)
{
    struct crew crew = give_crew(p, (struct range){1, MOST_CHILDREN}, nothing,
                                 (struct range){0, 2});
    if (!over(p))
        return;
    for (int64_t i = 0; i < crew.n; i++) {
        long spawned = find_fact(p, SPAWNED, crew.base + i);
        int64_t begun = told(p, (size_t)spawned)->b, due = i / 2 + 1;
        check(p, begun >= due, "NOT-STARTED",
              "%" PRId64 " children were spawned as eager, but only %" PRId64
              " had begun when spawn returned",
              due, begun);
        check(p, begun <= due, "RAN-AT-ONCE",
              "%" PRId64 " children were spawned as eager, but %" PRId64
              " had begun when spawn returned",
              due, begun);
        long ended = find_fact(p, TOLD_FINISH, crew.base + i);
        check(p, i % 2 == 1 || crew.ms[i] > 0 || ended < spawned, "NOT-STARTED",
              "an eager child that never waits had not ended when spawn "
              "returned");
    }
    check_begun(p, &crew);
    check_closed_at(p, 1, largest(crew.ms, 0, crew.n), "BUSY-WAIT");
}

// 1.3, 1.15, 1.17
JUDGE(close_waits_for_children_that_come_late)
{
    struct crew crew = give_crew(p, (struct range){2, MOST_CHILDREN}, nothing,
                                 (struct range){1, 100});
    if (!over(p))
        return;
    int64_t due = crew.n - 1, ends = 0;
    for (int64_t i = 0; i < due; i++)
        ends += crew.ms[i];
    if (count(p, SPAWNED) > 0) {
        ends += crew.ms[due];
        due++;
    }
    long closed = find_b(p, TOLD_CLOSED, 1, 0);
    int64_t ended = count_b(p, TOLD_FINISH, 1, closed);
    check(p, ended == due, "EARLY-CLOSE",
          "close returned when %" PRId64 " of %" PRId64 " children had ended",
          ended, due);
    check_closed_at(p, 1, ends, "BUSY-WAIT");
    check_close(p, 1, "none");
}

// 1.2 at every level, 1.22
JUDGE(a_child_has_children_of_its_own)
{
    struct crew crew =
        give_crew(p, (struct range){1, 4}, (struct range){1, 2}, short_ms);
    if (!over(p))
        return;
    int64_t tasks = 0, ends = 0;
    for (int64_t level = 0, n = 1; level < crew.n; level++, n *= crew.choice) {
        tasks += n;
        ends += crew.ms[level];
    }
    long closed = find_b(p, TOLD_CLOSED, 1, 0), told_end = -1;
    int64_t ended = 0;
    while ((told_end = find_next(p, TOLD_FINISH, told_end)) >= 0)
        ended += told_end < closed;
    check(p, ended == tasks, "ORPHAN",
          "the outermost nursery was closed when %" PRId64 " of the %" PRId64
          " tasks below it had ended",
          ended, tasks);
    check_closed_at(p, 1, ends, "BUSY-WAIT");
    check_close(p, 1, "none");
}

static void check_listed(struct play *p, long at, int64_t index, int64_t n)
{
    check(p, at >= 0, "HANG", "the body never looked at its nurseries");
    const struct wire_frame *listed = told(p, (size_t)at);
    check(p, listed->b == n, "WRONG-PARENT",
          "nursery_of_task listed %" PRId64 " nurseries of the body, where "
          "%" PRId64 " were open",
          listed->b, n);
    check(p, listed->a == index, "WRONG-PARENT",
          "the nursery that was opened as number %" PRId64
          " was not listed as such, or not as the body's",
          index + 1);
}

static void check_n_children(struct play *p, int64_t nursery, int64_t n)
{
    long at = find_fact(p, N_CHILDREN, nursery);
    check(p, at >= 0, "HANG", "nobody came to count the children");
    check(p, told(p, (size_t)at)->b == n, "WRONG-PARENT",
          "nursery_n_children said %" PRId64 ", where %" PRId64
          " children had not ended",
          told(p, (size_t)at)->b, n);
}

// 1.17, 1.19, 1.20
JUDGE(a_child_belongs_to_the_nursery_and_not_to_its_spawner)
{
    struct crew crew = give_crew(p, nothing, nothing, short_ms);
    if (!over(p))
        return;
    long listed = find_next(p, LISTED, -1);
    check_listed(p, listed, 0, 1);
    check_listed(p, listed = find_next(p, LISTED, listed), 1, 2);
    check_listed(p, find_next(p, LISTED, listed), 0, 1);
    check_n_children(p, 1, 2);
    check_n_children(p, 2, 0);
    long parent = find_b(p, PARENT, crew.base + 1, 0);
    check(p, parent >= 0, "NOT-STARTED", "the child never began to run");
    int64_t owner = told(p, (size_t)find_b(p, TOLD_OPENED, 1, 0))->who;
    check(p, told(p, (size_t)parent)->a == owner, "WRONG-PARENT",
          "the parent of a child was task %" PRId64 ", but task %" PRId64
          " owns the nursery it was spawned into",
          told(p, (size_t)parent)->a, owner);
    check_not_cancelled(p, crew.base + 1);
    check_closed_at(p, 1, crew.ms[1] + 1, "BUSY-WAIT");
}

// ---- errors ----------------------------------------------------------------

// 1.31, 1.32, 1.33
JUDGE(one_failure_is_a_group_of_that_error)
{
    struct crew crew = give_crew(p, nothing, nothing, short_ms);
    if (!over(p))
        return;
    check_close(p, 1, number_text("(%d)", crew.base));
    int64_t alive = told(p, (size_t)find_next(p, ERRORS, -1))->a;
    check(p, alive >= 1, "MEMORY",
          "the group was freed, and with it an error that somebody else held");
    check(p, alive <= 1, "LEAK",
          "%" PRId64 " errors were alive when the group had been freed and "
          "the program held one",
          alive);
}

// 1.37
JUDGE(all_errors_are_kept_in_their_order)
{
    struct crew crew =
        give_crew(p, (struct range){2, MOST_CHILDREN}, nothing, short_ms);
    if (!over(p))
        return;
    check_begun(p, &crew);
    check_close(p, 1, failed_in(p, 1));
}

// 1.34, 1.35, 1.36, 1.41, 1.42
JUDGE(a_failure_cancels_the_others_and_close_awaits_them)
{
    struct crew crew =
        give_crew(p, (struct range){2, MOST_CHILDREN}, nothing, short_ms);
    if (!over(p))
        return;
    check_crew_cancelled_at(p, &crew, 1, crew.ms[0]);
    check_cancelled_at(p, BODY, crew.ms[0]);
    check_closed_at(p, 1, crew.ms[0] + largest(crew.ms, 1, crew.n),
                    "LOST-CANCEL");
    check_close(p, 1, number_text("(%d)", crew.base));
    check_checkpoint(p, 0, false);
}

// 1.55, 1.56
JUDGE(a_failing_body_cancels_the_children)
{
    struct crew crew =
        give_crew(p, (struct range){0, MOST_CHILDREN}, short_ms, short_ms);
    if (!over(p))
        return;
    check_close(p, 1, number_text("(%d)", crew.base + MOST_CHILDREN));
    check_crew_cancelled_at(p, &crew, 0, crew.choice);
    check_closed_at(p, 1, crew.choice + largest(crew.ms, 0, crew.n),
                    "LOST-CANCEL");
    check_checkpoint(p, 0, false);
}

// 1.38, 1.53, 1.57, 1.63
JUDGE(who_is_cancelled_may_still_fail)
{
    struct crew crew =
        give_crew(p, (struct range){2, MOST_CHILDREN}, yes_or_no, short_ms);
    if (!over(p))
        return;
    check_crew_cancelled_at(p, &crew, 1, crew.ms[0]);
    check_close(p, 1, failed_in(p, 1));
}

// 1.29, 1.44
JUDGE(groups_are_not_flattened)
{
    struct crew crew =
        give_crew(p, (struct range){1, 3}, (struct range){1, 4}, short_ms);
    if (!over(p))
        return;
    char expected[1024] = "";
    for (int64_t level = 1; level < crew.choice; level++)
        strcat(expected, "(");
    strcat(expected, failed_in(p, crew.choice));
    for (int64_t level = 1; level < crew.choice; level++)
        strcat(expected, ")");
    check_close(p, 1, expected);
}

// 1.42, 1.47
JUDGE(a_failure_that_was_handled_is_over)
{
    struct crew crew = give_crew(p, nothing, nothing, short_ms);
    if (!over(p))
        return;
    check_close(p, 2, number_text("(%d)", crew.base + 1));
    check_not_cancelled(p, BODY);
    check_not_cancelled(p, crew.base);
    check_close(p, 1, "none");
    check_closed_at(p, 1, LONG_MS + crew.ms[0], "BUSY-WAIT");
}

// 1.52
JUDGE(collect_all_lets_the_others_run_on)
{
    struct crew crew =
        give_crew(p, (struct range){2, MOST_CHILDREN}, nothing, short_ms);
    if (!over(p))
        return;
    check_begun(p, &crew);
    for (int64_t i = 0; i < crew.n; i++)
        check_not_cancelled(p, crew.base + i);
    check_not_cancelled(p, BODY);
    check_close(p, 1, failed_in(p, 1));
}

// ---- cancellation ----------------------------------------------------------

// 1.65, 1.70, 3.1, 3.3
JUDGE(cancelling_a_nursery_is_no_failure)
{
    struct crew crew = give_crew(p, (struct range){0, MOST_CHILDREN},
                                 (struct range){0, 150}, short_ms);
    if (!whole(p))
        return;
    int64_t ms = 1 + crew.choice / 3;
    bool by_body = crew.choice % 3 == 0;
    check_crew_cancelled_at(p, &crew, 0, ms);
    check_close(p, 1, "none");
    if (by_body)
        check_checkpoint(p, 0, true);
    check_checkpoint(p, by_body, false);
    if (by_body || crew.n > 0)
        check_closed_at(p, 1, ms + largest(crew.ms, 0, crew.n), "LOST-CANCEL");
}

// 1.62, 1.69, 1.72
JUDGE(a_cancel_from_outside_comes_out_once)
{
    struct crew crew =
        give_crew(p, (struct range){0, MOST_CHILDREN - 1}, yes_or_no, short_ms);
    if (!whole(p))
        return;
    check_crew_cancelled_at(p, &crew, 0, crew.ms[0]);
    check_cancelled_at(p, crew.base + crew.n, crew.ms[0]);
    check_close(p, 2, "cancelled");
    check_close(p, 1, "cancelled");
    check_closed_at(p, 1, crew.ms[0] + largest(crew.ms, 0, crew.n + 1),
                    "LOST-CANCEL");
    check_error(p, "the scope around it", find_next(p, SCOPE_LEFT, -1), "none");
    check_checkpoint(p, 0, false);
}

// 1.53, "outer cancel and a child's error together"
JUDGE(errors_and_a_cancel_from_outside_come_out_together)
{
    give_crew(p, (struct range){2, MOST_CHILDREN}, yes_or_no, short_ms);
    if (!whole(p))
        return;
    char expected[1024] = "!";
    strcat(expected, failed_in(p, 1));
    check_error(p, "the scope around it", find_next(p, SCOPE_LEFT, -1),
                expected + 1);
    expected[strlen(expected) - 1] = 0;
    strcat(expected, " cancelled)");
    check_close(p, 1, expected);
    check_checkpoint(p, 0, false);
}

// "Edge mode re-arms", 3.109
JUDGE(edge_sends_the_message_again, .edge = true)
{
    struct crew crew = give_crew(p, (struct range){1, MOST_CHILDREN},
                                 (struct range){0, 3}, short_ms);
    if (!over(p))
        return;
    bool fails = crew.choice & 2;
    check_crew_cancelled_at(p, &crew, 0, crew.ms[0]);
    check_close(p, 1,
                fails ? number_text("(%d)", crew.base) : "cancelled");
    // The body has heard, unless something more urgent came out instead.
    check_checkpoint(p, 0, fails);
    check_checkpoint(p, 1, false);
}

// 3.110
JUDGE(edge_forgets_a_failure_that_was_told, .edge = true)
{
    struct crew crew =
        give_crew(p, (struct range){1, MOST_CHILDREN}, yes_or_no, short_ms);
    if (!over(p))
        return;
    check_crew_cancelled_at(p, &crew, 1, crew.ms[0]);
    check_close(p, 1, number_text("(%d)", crew.base));
    check_checkpoint(p, 0, false);
}

// 3.85
JUDGE(a_shielded_nursery_is_left_in_peace)
{
    struct crew crew =
        give_crew(p, (struct range){1, MOST_CHILDREN}, nothing, short_ms);
    if (!whole(p))
        return;
    check_begun(p, &crew);
    for (int64_t i = 0; i < crew.n; i++)
        check_not_cancelled(p, crew.base + i);
    check_close(p, 1, "none");
    check_closed_at(p, 1, LONG_MS + largest(crew.ms, 0, crew.n), "BUSY-WAIT");
    check_checkpoint(p, 0, true);
}

// 1.70, 1.78, "is close a cancel point?"
JUDGE(close_is_not_interrupted_by_a_cancel)
{
    struct crew crew =
        give_crew(p, (struct range){1, MOST_CHILDREN}, nothing, short_ms);
    if (!whole(p))
        return;
    check_begun(p, &crew);
    check_closed_at(p, 1, LONG_MS + largest(crew.ms, 0, crew.n), "BUSY-WAIT");
    check_close(p, 1, "none");
    check_close(p, 2, "none");
    check_few_waits(p, 2 * crew.n + 12);
}

// "Spawn into a cancelled or failing nursery", 1.65
JUDGE(a_child_of_a_cancelled_nursery_is_started)
{
    struct crew crew =
        give_crew(p, (struct range){1, MOST_CHILDREN}, nothing, short_ms);
    if (!whole(p))
        return;
    check_crew_cancelled_at(p, &crew, 0, 0);
    check_close(p, 1, "none");
}

// ---- start -----------------------------------------------------------------

// What starts_server told: value, children, kind and error.
static void check_start(struct play *p, int64_t value, int64_t n_children,
                        bool misuse, const char *error)
{
    long at = find_next(p, VALUE, -1);
    check(p, at >= 0, "HANG", "start never returned");
    const char *got = error_at(p, find_error(p, (size_t)at));
    bool is_misuse = told(p, (size_t)find_next(p, MISUSED, at))->a;
    check(p, is_misuse == misuse, "START-ERROR",
          "start returned %s, which is %s", got,
          misuse ? "no MISUSE" : "a MISUSE");
    check(p, misuse || strcmp(got, error) == 0, "START-ERROR",
          "start returned %s, where %s was due", got, error);
    check(p, told(p, (size_t)at)->a == value, "START-VALUE",
          "the value of start was %" PRId64 ", where %" PRId64 " was due",
          told(p, (size_t)at)->a, value);
    check_n_children(p, 1, n_children);
}

// 1.82, 1.83
JUDGE(start_gives_the_value_when_the_child_is_ready)
{
    struct crew crew = give_crew(p, nothing, yes_or_no, short_ms);
    if (!whole(p))
        return;
    check_start(p, crew.choice ? crew.base + crew.ms[3] : BODY, 1, false,
                "none");
    int64_t at = at_ms(p, find_next(p, VALUE, -1));
    check(p, at == crew.ms[0], "START-VALUE",
          "start returned at %" PRId64 " ms, but the child was ready at "
          "%" PRId64 " ms",
          at, crew.ms[0]);
    check_closed_at(p, 1, crew.ms[0] + crew.ms[1], "BUSY-WAIT");
    check_close(p, 1, "none");
}

// 1.85, 1.86
JUDGE(start_fails_as_its_child_did)
{
    struct crew crew = give_crew(p, nothing, yes_or_no, short_ms);
    if (!whole(p))
        return;
    check_start(p, BODY, 1, !crew.choice, number_text("%d", crew.base));
    check_checkpoint(p, 0, false);
    check_not_cancelled(p, crew.base + 1);
    check_close(p, 1, "none");
}

// Who the parent was at the n-th question (0, 1).
static void check_parent(struct play *p, int64_t child, int n, int64_t parent,
                         const char *when)
{
    long at = find_b(p, PARENT, child, 0);
    if (n > 0 && at >= 0)
        at = find_b(p, PARENT, child, (size_t)at + 1);
    check(p, at >= 0, "NOT-STARTED", "the child never came to tell its parent");
    check(p, told(p, (size_t)at)->a == parent, "WRONG-PARENT",
          "%s nursery_started the child's parent was task %" PRId64
          ", not task %" PRId64,
          when, told(p, (size_t)at)->a, parent);
}

// 1.87, 1.97
JUDGE(a_started_child_belongs_to_the_nursery)
{
    struct crew crew = give_crew(p, nothing, nothing, short_ms);
    if (!whole(p))
        return;
    check_start(p, crew.base + crew.ms[3], 1, false, "none");
    check_parent(p, crew.base, 0, told(p, (size_t)find_next(p, VALUE, -1))->who,
                 "before");
    check_parent(p, crew.base, 1,
                 told(p, (size_t)find_b(p, TOLD_OPENED, 1, 0))->who, "after");
    check(p, count_b(p, FAILED, 1, end_of(p)) == 1, "SPREAD-CANCEL",
          "the scope that start was called in was cancelled, and that reached "
          "the child, which was the nursery's by then");
    check_close(p, 1, number_text("(%d)", crew.base));
    check_cancelled_at(p, BODY, crew.ms[0] + crew.ms[1]);
    check_close(p, OUTSIDE, "none");
}

// 1.88
JUDGE(a_cancelled_start_awaits_the_child)
{
    struct crew crew = give_crew(p, nothing, yes_or_no, short_ms);
    if (!whole(p))
        return;
    long value = find_next(p, VALUE, -1);
    long ended = find_fact(p, TOLD_FINISH, crew.base);
    int64_t due = crew.ms[0] + crew.ms[2];
    check(p, ended >= 0 && ended < value, "START-CANCEL",
          "start was cancelled and returned at %" PRId64
          " ms, but its child was to end at %" PRId64 " ms",
          at_ms(p, value), due);
    check(p, at_ms(p, value) == due, "START-CANCEL",
          "start was cancelled at %" PRId64 " ms and its child needed %" PRId64
          " ms to clean up, but start returned at %" PRId64 " ms",
          crew.ms[0], crew.ms[2], at_ms(p, value));
    const char *got = error_at(p, find_error(p, (size_t)value));
    check(p, strcmp(got, "cancelled") == 0, "START-CANCEL",
          "start was cancelled and returned %s", got);
    check_start(p, BODY, 0, false, "cancelled");
    check_checkpoint(p, 0, false);
    check_close(p, 1, "none");
}

static void check_started(struct play *p, long at, bool fails, const char *what)
{
    check(p, at >= 0, "HANG", "nursery_started never returned");
    const struct wire_frame *started = told(p, (size_t)at);
    check(p, started->a == fails && started->b == fails, "START-TWICE",
          "%s, nursery_started %s", what,
          !started->a  ? "succeeded"
          : started->b ? "failed with MISUSE"
                       : "failed, but not with MISUSE");
}

// 1.84, 1.94
JUDGE(started_counts_once)
{
    struct crew crew = give_crew(p, nothing, nothing, short_ms);
    if (!whole(p))
        return;
    check_start(p, crew.base + crew.ms[3], 1, false, "none");
    long at = find_next(p, STARTED, -1);
    check_started(p, at, false, "called for the first time");
    check_started(p, at = find_next(p, STARTED, at), true,
                  "called a second time");
    check_started(p, at = find_next(p, STARTED, at), false,
                  "called by a task that was not started that way");
    check_started(p, find_next(p, STARTED, at), false,
                  "called by a task that was not started that way");
    check_close(p, 1, "none");
}

// 1.15, 1.83; M5
JUDGE(close_waits_for_a_child_that_is_being_started)
{
    struct crew crew = give_crew(p, nothing, yes_or_no, short_ms);
    if (!whole(p))
        return;
    int64_t ready = crew.ms[0] + 1;
    bool fails = crew.choice;
    check_closed_at(p, 1, fails ? ready : ready + crew.ms[1], "BUSY-WAIT");
    check_start(p, fails ? BODY : crew.base + crew.ms[3], !fails, false,
                fails ? number_text("%d", crew.base) : "none");
    check_close(p, 1, "none");
}

// ---- stress ----------------------------------------------------------------

// 1.27, 1.28
JUDGE(ten_thousand_children, .once = true, .no_sweep = true)
{
    int64_t n = at_full_size(p) ? TEN_THOUSAND : 10;
    struct crew crew = give_crew(p, nothing, (struct range){n, n}, nothing);
    if (!over(p))
        return;
    int64_t sum = 0;
    for (int64_t i = 0; i < n; i++)
        sum += i ^ crew.base;
    const struct wire_frame *got = told(p, (size_t)find_next(p, SUM, -1));
    check(p, got->b == n, "NOT-STARTED",
          "%" PRId64 " of %" PRId64 " children had run when close returned",
          got->b, n);
    check(p, got->a == sum, "EARLY-CLOSE",
          "not every one of %" PRId64
          " children had done its work when close returned",
          n);
    check_few_waits(p, 2 * n + 4);
}

// 1.27; M28
JUDGE(children_that_ended_leave_nothing_behind, .once = true, .no_sweep = true)
{
    int64_t rounds = at_full_size(p) ? 100 : 3;
    struct crew crew;
    crew.n = give_this(p, 0);
    crew.base = give(p, 1, 100);
    crew.choice = give_this(p, rounds);
    for (int i = 0; i < MOST_CHILDREN; i++)
        give_this(p, 0);
    if (!over(p))
        return;
    long at = find_next(p, MEMORY, -1);
    const struct wire_frame *first = told(p, (size_t)at), *last = first;
    for (; at >= 0; at = find_next(p, MEMORY, at))
        last = told(p, (size_t)at);
    check(p, last->b <= 1, "LEAK",
          "%" PRId64 " stacks were in use when all children had ended",
          last->b - 1);
    check(p, last->a <= first->a + 8, "LEAK",
          "%" PRId64 " children had come and gone, and the nursery held "
          "%" PRId64 " bytes more than after the first %" PRId64,
          crew.base * rounds, last->a - first->a, crew.base);
}
// private: linnet-0f5d3f897d262c7d
