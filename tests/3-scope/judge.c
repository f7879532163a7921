// Lab 3, the judge of scenarios.c: edge, level, and who catches.
//
// The numbers before a test are behaviours of semantics.md. cancel_source is
// the runtime's (error.h).
#include "checks.h"
#include "error.h"

static void check_crowd_cancelled(struct play *p, const struct plan *plan)
{
    for (int64_t i = 0; i < plan->n; i++)
        check_cancelled_at(p, plan->base + i, plan->ms[0]);
}

static void check_begun(struct play *p, const struct plan *plan)
{
    for (int64_t i = 0; i < plan->n; i++)
        check(p, find_fact(p, BEGUN, plan->base + i) >= 0, "NOT-STARTED",
              "task %" PRId64 " of %" PRId64
              " never began to run, and what it was given was lost",
              i + 1, plan->n);
}

// ---- edge ------------------------------------------------------------------

// 3.18
JUDGE(edge_a_cancel_is_heard_once, .edge = true)
{
    struct plan plan = give_plan(p, nothing, nothing, short_ms);
    if (!whole(p))
        return;
    check_cancelled_at(p, 1, plan.ms[0]);
    check_slept_to(p, 2, plan.ms[0] + plan.ms[1], "HEARD-TWICE",
                   "the message had been heard before");
    check_passed(p, 1, "HEARD-TWICE", "the message had been heard before");
    check_left(p, 1, CALLED | CAUGHT, "none");
    check_passed(p, 2, "HEARD-TWICE", "the scope had been left");
    check_said(p, 1, true, "LOST-CANCEL",
               "scope_is_cancelled of a scope that had been");
    check_said(p, 2, false, "SPREAD-CANCEL",
               "scope_is_cancelled of another scope");
}

// 3.113
JUDGE(edge_every_task_inside_hears_it_once, .edge = true)
{
    struct plan plan = give_plan(p, some, nothing, short_ms);
    if (!whole(p))
        return;
    check_crowd_cancelled(p, &plan);
    for (int64_t i = 0; i < plan.n; i++)
        check_passed(p, plan.base + i, "HEARD-TWICE",
                     "the task had heard the message before");
    check_left(p, 1, CALLED | CAUGHT, "none");
    check_passed(p, 0, "HEARD-TWICE", "the scope had been left");
}

// 3.4, 3.119
JUDGE(edge_a_message_that_nobody_heard_is_taken_back, .edge = true)
{
    struct plan plan = give_plan(p, nothing, yes_or_no, short_ms);
    if (!whole(p))
        return;
    if (plan.choice)
        check_heard(p, 1, "LOST-CANCEL", "its scope had been cancelled");
    check_left(p, 1, plan.choice ? CALLED | CAUGHT : CALLED, "none");
    check_passed(p, 2, "HEARD-TWICE", "the scope had been left");
    check_slept_to(p, BODY, plan.ms[0], "HEARD-TWICE",
                   "the scope had been left");
}

// 3.20: not so with EDGE
JUDGE(edge_a_wait_in_the_cleanup_hangs, .edge = true, .no_sweep = true,
      .once = true)
{
    struct plan plan = give_plan(p, some, nothing, short_ms);
    int64_t left = over_stuck(p);
    check_crowd_cancelled(p, &plan);
    for (int64_t i = 0; i < plan.n; i++)
        check(p, find_fact(p, HEARD, plan.base + i) < 0, "HEARD-TWICE",
              "a task was cancelled a second time, in its clean-up: with EDGE "
              "a message is used up, and this program waits for ever");
    check(p, left == plan.n + 1, "HEARD-TWICE",
          "%" PRId64 " of %" PRId64
          " tasks were left waiting, where the clean-up of each was to hang",
          left < 0 ? 0 : left, plan.n + 1);
}

static void check_none_began(struct play *p, const struct plan *plan)
{
    check(p, count(p, BEGUN) == 0, "RAN-CANCELLED",
          "%zu of %" PRId64
          " tasks began to run, though the message had come before their "
          "first turn",
          count(p, BEGUN), plan->n);
}

// "Task cancelled before its first step"
JUDGE(edge_a_task_that_has_not_begun_never_does, .edge = true)
{
    struct plan plan = give_plan(p, some, (struct range){0, MOST_MS}, short_ms);
    if (!whole(p))
        return;
    check_none_began(p, &plan);
    check_left(p, 1, 0, "none");
}

// ---- level -----------------------------------------------------------------

// 3.20, M10
JUDGE(level_a_wait_in_the_cleanup_ends)
{
    struct plan plan = give_plan(p, some, nothing, short_ms);
    if (!whole(p))
        return;
    check_crowd_cancelled(p, &plan);
    for (int64_t i = 0; i < plan.n; i++)
        check_heard(p, plan.base + i, "HEARD-ONCE",
                    "the scope was still cancelled");
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// 3.20, 3.95, M10
JUDGE(level_every_wait_inside_fails)
{
    struct plan plan =
        give_plan(p, (struct range){2, 9}, (struct range){0, 4}, nothing);
    if (!whole(p))
        return;
    check_heard(p, 1, "LOST-CANCEL", "its scope had been cancelled");
    for (int64_t i = 1; i < plan.n; i++)
        check_heard(p, 1 + i, "HEARD-ONCE", "its scope was still cancelled");
    check_left(p, 1, CALLED | CAUGHT, "none");
    int64_t at = at_ms(p, find_fact(p, LEFT, 1));
    check(p, at == 0, "HEARD-ONCE",
          "the waits of a cancelled task took %" PRId64 " ms", at);
}

// 3.1, 3.3, 3.58
JUDGE(level_who_cancels_itself_goes_on_to_its_next_checkpoint)
{
    give_plan(p, some, nothing, short_ms);
    if (!whole(p))
        return;
    check_said(p, 1, true, "LOST-CANCEL", "scope_cancel_called");
    check_said(p, 2, true, "LOST-CANCEL", "scope_is_cancelled");
    check_heard(p, 1, "LOST-CANCEL", "its scope had been cancelled");
    check_reason(p, 1, CANCEL_EXPLICIT, 1, 1);
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// 3.7, 3.18, 3.113
JUDGE(level_a_cancel_reaches_all_inside_and_nothing_outside)
{
    struct plan plan = give_plan(p, some, (struct range){0, 4}, short_ms);
    if (!whole(p))
        return;
    int64_t target = plan.choice % plan.n;
    for (int64_t i = 0; i < plan.n; i++)
        if (i < target)
            check_slept_to(p, plan.base + i, LONG_MS, "SPREAD-CANCEL",
                           "it was outside of the scope");
        else
            check_cancelled_at(p, plan.base + i, plan.ms[0]);
    check_cancelled_at(p, BODY, plan.ms[0]);
    for (int64_t i = plan.n; i-- > 0;)
        check_left(p, 1 + i, i == target ? CALLED | CAUGHT : 0,
                   i > target ? "cancelled" : "none");
}

// 3.4, 3.39, M12
JUDGE(level_after_the_scope_all_is_well)
{
    struct plan plan = give_plan(p, (struct range){1, 3}, yes_or_no, short_ms);
    if (!whole(p))
        return;
    for (int64_t i = 1; i <= plan.n; i++) {
        if (plan.choice)
            check_heard(p, 2 * i, "LOST-CANCEL",
                        "its scope had been cancelled");
        check_left(p, i, plan.choice ? CALLED | CAUGHT : CALLED, "none");
        check_passed(p, 2 * i + 1, "SPREAD-CANCEL",
                     "the scope that was cancelled had been left");
    }
    check_slept_to(p, BODY, plan.ms[0], "SPREAD-CANCEL",
                   "the scope that was cancelled had been left");
    check_left(p, plan.n + 1, 0, "none");
}

// "Task cancelled before its first step"
JUDGE(level_a_task_that_has_not_begun_runs_to_its_first_checkpoint)
{
    struct plan plan = give_plan(p, some, (struct range){0, MOST_MS}, short_ms);
    if (!whole(p))
        return;
    check_begun(p, &plan);
    for (int64_t i = 0; i < plan.n; i++)
        check_cancelled_at(p, plan.base + i, 0);
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// 3.91, 3.98, 3.100, M15
JUDGE(level_a_wait_that_refuses_runs_to_its_end)
{
    struct plan plan = give_plan(p, nothing, nothing, short_ms);
    if (!whole(p))
        return;
    check_slept_to(p, BODY, plan.ms[0] + plan.ms[1], "CUT-SHORT",
                   "its abort hook had refused");
    int64_t asked = told(p, (size_t)find_next(p, ASKED, -1))->a;
    check(p, asked == 1, asked == 0 ? "LOST-CANCEL" : "ASKED-TWICE",
          "the abort hook of the wait was asked %" PRId64 " times, not once",
          asked);
    check_heard(p, 1, "LOST-CANCEL",
                "the cancel that came during the wait was still to be heard");
    check_left(p, 2, CALLED, "cancelled");
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// 3.46
JUDGE(a_scope_can_be_looked_at)
{
    static const char *const questions[] = {
        "that the innermost scope was scope_current",
        "that scope_describe gave name and state",
        "that the innermost scope was scope_current",
        "that scope_parent was the scope around",
        "that the later scope had the larger scope_id",
        "that scope_describe gave the distance to the deadline",
        "that scope_deadline_ms was INT64_MAX without a deadline",
        "that the scope around was scope_current again",
    };
    give_plan(p, nothing, nothing, short_ms);
    if (!whole(p))
        return;
    for (int64_t i = 0; i < 8; i++)
        check_said(p, 1 + i, true, "WRONG-RESULT", questions[i]);
}

// ---- catching --------------------------------------------------------------

// 3.5, 3.7, 3.17, M11
JUDGE(the_outermost_cancelled_scope_catches)
{
    struct plan plan = give_plan(p, some, (struct range){0, 63}, nothing);
    if (!whole(p))
        return;
    int64_t outermost = plan.n;
    for (int64_t i = plan.n; i-- > 0;)
        if (plan.choice >> i & 1)
            outermost = i;
    if (outermost == plan.n)
        check_passed(p, 0, "SPREAD-CANCEL", "nobody had cancelled anything");
    else
        check_heard(p, 0, "LOST-CANCEL", "a scope around had been cancelled");
    if (outermost < plan.n)
        check_reason(p, 0, CANCEL_EXPLICIT, 1, 1);
    for (int64_t i = plan.n; i-- > 0;)
        check_left(p, 1 + i,
                   (plan.choice >> i & 1 ? CALLED : 0) |
                       (i == outermost ? CAUGHT : 0),
                   i > outermost ? "cancelled" : "none");
    check_passed(p, 1, "SPREAD-CANCEL", "all scopes had been left");
}

// 3.7, 3.81, M11
JUDGE(who_catches_is_decided_at_the_end_of_the_scope)
{
    give_plan(p, nothing, yes_or_no, nothing);
    if (!whole(p))
        return;
    check_heard(p, 1, "LOST-CANCEL", "a scope around had been cancelled");
    check_left(p, 2, CALLED, "cancelled");
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// 3.81
JUDGE(a_shield_that_is_raised_late_counts_at_the_end)
{
    give_plan(p, nothing, nothing, nothing);
    if (!whole(p))
        return;
    check_heard(p, 1, "LOST-CANCEL", "a scope around had been cancelled");
    check_left(p, 2, CALLED | CAUGHT, "none");
    check_left(p, 1, CALLED, "none");
}

// 3.5, 3.13
JUDGE(what_is_no_cancelled_passes_unchanged)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 3}, nothing);
    if (!whole(p))
        return;
    check_left(p, 1, CALLED,
               plan.choice % 2 ? number_text("%d", plan.base) : "none");
    check_passed(p, 2, "SPREAD-CANCEL", "the scope had been left");
}

// The group of those who were to fail, in the order in which they did.
static const char *failed_in(const struct play *p, const struct plan *plan)
{
    static char text[256];
    text[0] = 0;
    for (long i = find_next(p, HEARD, -1); i >= 0; i = find_next(p, HEARD, i)) {
        int64_t number = told(p, (size_t)i)->a;
        if (!(plan->choice >> (number - plan->base) & 1))
            continue;
        size_t used = strlen(text);
        snprintf(text + used, sizeof(text) - used, "%s%" PRId64,
                 used == 0 ? "(" : " ", number);
    }
    strcat(text, text[0] == 0 ? "none" : ")");
    return text;
}

// "Outer cancel and a child's error together"
JUDGE(cancelled_leaves_are_taken_out_of_a_group)
{
    struct plan plan = give_plan(p, some, (struct range){0, 31}, short_ms);
    if (!whole(p))
        return;
    plan.choice &= (1 << plan.n) - 1;
    check_crowd_cancelled(p, &plan);
    const char *failed = failed_in(p, &plan);
    check_left(p, 2, CALLED | CAUGHT, failed);
    check_left(p, 1, 0, failed);
}

// ---- reasons ---------------------------------------------------------------

// 3.120, 3.126
JUDGE(a_cancelled_says_who_and_why)
{
    static const int64_t due[][3] = {{CANCEL_EXPLICIT, 1, 2},
                                     {CANCEL_EXPLICIT, 0, 2},
                                     {CANCEL_NURSERY, 2, 1},
                                     {CANCEL_SHUTDOWN, 0, 0}};
    struct plan plan = give_plan(p, nothing, (struct range){0, 3}, short_ms);
    if (!whole(p))
        return;
    check_cancelled_at(p, BODY, plan.ms[0]);
    const int64_t *d = due[plan.choice];
    check_reason(p, 1, d[0], d[1], d[2]);
    check_owned_once(p, 1);
    check_left(p, 1, CALLED | CAUGHT, "none");
}
// private: linnet-0f5d3f897d262c7d
