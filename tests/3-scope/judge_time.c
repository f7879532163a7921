// Lab 3, the judge of scenarios_time.c: deadlines, shields, call forms.
//
// The numbers before a test are behaviours of semantics.md.
#include "checks.h"
#include "error.h"

// ---- deadlines -------------------------------------------------------------

// 3.5, 3.34, 3.50, 3.59, M14
JUDGE(a_deadline_cancels_at_its_time)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 3}, short_ms);
    if (!whole(p))
        return;
    bool in_time = plan.choice & 2;
    int64_t start = plan.ms[0], due = start + plan.ms[1] + plan.ms[2];
    int64_t end = in_time ? start + plan.ms[1] : due;
    check_said(p, 1, due, "WRONG-TIME", "scope_deadline_ms");
    if (in_time) {
        check_slept_to(p, 1, end, "SPREAD-CANCEL",
                       "its deadline had not passed");
    } else {
        check_cancelled_at(p, 1, due);
        long at = find_fact(p, REASON, 1);
        check(p, told(p, (size_t)at)->b == CANCEL_DEADLINE, "WRONG-REASON",
              "the reason of the CANCELLED did not say that it was a deadline");
    }
    check_left(p, 1, in_time ? 0 : CALLED | CAUGHT, "none");
    check_slept_to(p, 2, end + LONG_MS, "SPREAD-CANCEL",
                   "the scope with the deadline had been left");
}

// 3.28, 3.52, 3.77
JUDGE(a_deadline_that_has_passed_lets_the_body_begin)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 3}, short_ms);
    if (!whole(p))
        return;
    check(p, count(p, BEGUN) == 1, "NOT-STARTED", "the body was never begun");
    check_said(p, 1, true, "LOST-CANCEL", "scope_cancel_called");
    check_cancelled_at(p, 1, plan.ms[0]);
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// 3.17, 3.62
JUDGE(of_two_deadlines_the_earlier_one_counts)
{
    struct plan plan = give_plan(p, nothing, nothing, (struct range){1, 3});
    if (!whole(p))
        return;
    int64_t outer = plan.ms[0], inner = plan.ms[1];
    check_cancelled_at(p, 1, inner < outer ? inner : outer);
    if (inner < outer) {
        check_left(p, 2, CALLED | CAUGHT, "none");
        check_cancelled_at(p, 2, outer);
    } else {
        check_left(p, 2, inner == outer ? CALLED : 0, "cancelled");
    }
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// 3.51, 3.55, 3.56, M14
JUDGE(a_deadline_can_be_moved)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 3}, short_ms);
    if (!whole(p))
        return;
    const int64_t set[] = {1 + LONG_MS / 2, INT64_MAX, 0, 5};
    const int64_t due[] = {1 + LONG_MS / 2, LONG_MS, 1, 5};
    check_said(p, 1, set[plan.choice], "WRONG-TIME", "scope_deadline_ms");
    if (plan.choice == 1)
        check_slept_to(p, 1, LONG_MS, "SPREAD-CANCEL",
                       "the deadline had been taken away");
    else
        check_cancelled_at(p, 1, due[plan.choice]);
    check_left(p, 1, plan.choice == 1 ? 0 : CALLED | CAUGHT, "none");
}

// 3.5, 3.64, M14
JUDGE(a_checkpoint_sees_a_deadline_that_passed_meanwhile)
{
    struct plan plan =
        give_plan(p, (struct range){1, 3}, (struct range){0, 3}, short_ms);
    if (!whole(p))
        return;
    static const char *const passed =
        "the deadline had passed while the task computed";
    if (plan.choice == 3) {
        check_left(p, 3, CALLED, "none");
        check_passed(p, 1, "SPREAD-CANCEL",
                     "the scope with the deadline had been left");
        return;
    }
    int64_t scope = plan.choice == 0 ? 2 : 1;
    if (plan.ms[1] % 2)
        check_said(p, 1, true, "LOST-CANCEL", "scope_is_cancelled");
    if (plan.ms[1] % 3 == 0)
        check_said(p, 2, true, "LOST-CANCEL", "scope_cancel_called");
    check_heard(p, 1, "LOST-CANCEL", passed);
    check_cancelled_at(p, 1, plan.ms[0] + plan.n - 1);
    check_left(p, 3, 0, "cancelled");
    check_left(p, 2, scope == 2 ? CALLED | CAUGHT : 0,
               scope == 2 ? "none" : "cancelled");
    check_left(p, 1, scope == 1 ? CALLED | CAUGHT : 0, "none");
}

// 3.58
JUDGE(once_cancelled_a_deadline_changes_nothing)
{
    struct plan plan = give_plan(p, nothing, yes_or_no, short_ms);
    if (!whole(p))
        return;
    check_said(p, 1, plan.ms[0], "WRONG-TIME",
               "scope_deadline_ms of a scope that had been cancelled");
    check_heard(p, 1, "LOST-CANCEL", "its scope had been cancelled");
    check_reason(p, 1, CANCEL_EXPLICIT, 1, 1);
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// 3.51, 3.59, 3.81
JUDGE(the_deadline_that_reaches_a_task_can_be_asked_for)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 31}, short_ms);
    if (!whole(p))
        return;
    int64_t shield = plan.choice / 2 % 4, never = plan.choice / 8;
    int64_t first = shield == 3 ? 0 : shield, due = INT64_MAX;
    for (int64_t i = first; i < 3; i++)
        if (i != never && 100 + plan.ms[i] < due)
            due = 100 + plan.ms[i];
    check_said(p, 1, due, "WRONG-TIME", "scope_effective_deadline_ms");
    // The shield of the outermost is none against its own cancel.
    bool cancelled = plan.choice % 2 && first == 0;
    check_said(p, 2, cancelled ? INT64_MIN : due, "WRONG-TIME",
               "scope_effective_deadline_ms");
    check_said(p, 3, INT64_MAX, "WRONG-TIME",
               "scope_effective_deadline_ms in no scope");
    check_left(p, 1, plan.choice % 2 ? CALLED : 0, "none");
}

// ---- shields ---------------------------------------------------------------

// 3.81, M13
JUDGE(a_shield_keeps_out_what_comes_from_outside)
{
    struct plan plan = give_plan(p, nothing, yes_or_no, short_ms);
    if (!whole(p))
        return;
    check_slept_to(p, BODY, LONG_MS, "BROKEN-SHIELD",
                   "it was in scope 2, which is shielded from the cancel of "
                   "scope 1");
    check_slept_to(p, CHILD, LONG_MS, "BROKEN-SHIELD",
                   "its nursery was in scope 2, which is shielded from the "
                   "cancel of scope 1");
    check_said(p, 1, false, "BROKEN-SHIELD",
               "scope_is_cancelled of the shielded scope 2");
    check_said(p, 2, true, "BROKEN-SHIELD", "scope_is_shielded");
    check_left(p, 2, 0, "none");
    check_heard(p, 1, "LOST-CANCEL",
                "the scope around the shield had been cancelled");
    check_left(p, 1, CALLED | CAUGHT, "none");
    (void)plan;
}

// 3.70, 3.81, 3.87, M13
JUDGE(a_shield_does_not_keep_out_its_own_cancel)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 3}, short_ms);
    if (!whole(p))
        return;
    check_cancelled_at(p, 1, plan.choice % 2 ? plan.ms[0] : 0);
    bool inner = plan.choice >= 2;
    check_left(p, 3, inner ? CALLED | CAUGHT : 0, inner ? "none" : "cancelled");
    check_left(p, 2, inner ? 0 : CALLED | CAUGHT, "none");
    check_heard(p, 1, "LOST-CANCEL",
                "the scope around the shield had been cancelled");
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// 3.37, 3.83, M13
JUDGE(lifting_a_shield_wakes_who_waits_inside)
{
    struct plan plan = give_plan(p, nothing, nothing, short_ms);
    if (!whole(p))
        return;
    int64_t ms = plan.ms[0] + plan.ms[1];
    for (int64_t who = CHILD; who <= BODY; who++) {
        long at = woke(p, who);
        check(p, at_ms(p, at) >= ms, "BROKEN-SHIELD",
              "%s was cancelled at %" PRId64
              " ms, though the shield was lifted at %" PRId64 " ms",
              name_of(who), at_ms(p, at), ms);
        check_cancelled_at(p, who, ms);
    }
    check_left(p, 2, 0, "cancelled");
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// 3.83, M10
JUDGE(raising_a_shield_lets_the_task_go_on)
{
    struct plan plan = give_plan(p, (struct range){1, 3}, nothing, short_ms);
    if (!whole(p))
        return;
    int64_t ms = 0;
    for (int64_t i = 1; i <= 2 * plan.n; i += 2) {
        check_heard(p, i, i == 1 ? "LOST-CANCEL" : "HEARD-ONCE",
                    "the scope around was cancelled and no shield was up");
        check_slept_to(p, 100 + i, ms += plan.ms[0], "BROKEN-SHIELD",
                       "the shield of scope 2 was up, and scope 1 was the one "
                       "cancelled");
        check_heard(p, i + 1, "HEARD-ONCE", "the shield had been lifted");
    }
    check_left(p, 2, 0, "cancelled");
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// M13
JUDGE(of_two_shields_each_is_enough)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 255}, nothing);
    if (!whole(p))
        return;
    for (int64_t i = 0; i < 4; i++)
        if (plan.choice >> (2 * i) & 3)
            check_passed(p, 1 + i, "BROKEN-SHIELD",
                         "the shield of scope 2 or 3 was up, and scope 1 was "
                         "the one cancelled");
        else
            check_heard(p, 1 + i, "LOST-CANCEL",
                        "none of two shields was up and the scope around them "
                        "was cancelled");
    check_left(p, 1, CALLED, "none");
}

// What scope_leave gives of a TIMEOUT, which is no error of the harness.
static const char timed_out[] = "?";

// 3.69, 3.70, 3.89
JUDGE(a_shielded_cleanup_has_its_own_time)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 2}, short_ms);
    if (!whole(p))
        return;
    int64_t end = plan.ms[0] + plan.ms[1];
    check_cancelled_at(p, 1, plan.ms[0]);
    if (plan.choice == 0)
        check_slept_to(p, 2, end, "BROKEN-SHIELD",
                       "the clean-up was in scope 2, which is shielded and "
                       "was in time");
    else
        check_cancelled_at(p, 2, end);
    check_left(p, 2, plan.choice == 0 ? 0 : CALLED | CAUGHT,
               plan.choice == 2 ? timed_out : "none");
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// 3.14, "an outer cancelled scope whose shielded child ends normally"
JUDGE(what_a_shield_has_kept_out_catches_nothing)
{
    struct plan plan = give_plan(p, nothing, yes_or_no, nothing);
    if (!whole(p))
        return;
    const char *due = plan.choice ? number_text("%d", plan.base) : "none";
    check_passed(p, 1, "BROKEN-SHIELD",
                 "it was in scope 2, which is shielded from the cancel of "
                 "scope 1");
    check_left(p, 2, 0, due);
    check_left(p, 1, CALLED, due);
}

// ---- call forms ------------------------------------------------------------

static long form_told(struct play *p)
{
    long at = find_next(p, FORM, -1);
    check(p, at >= 0, "HANG", "the call never returned");
    return at;
}

// Was fn called, and what is *stopped (-1: nobody asked)?
static void check_form(struct play *p, bool called, int64_t stopped)
{
    const struct wire_frame *form = told(p, (size_t)form_told(p));
    check(p, form->a == called, "NOT-STARTED", "the function was %scalled",
          form->a ? "" : "not ");
    check(p, form->b == stopped, "WRONG-RESULT", "*stopped was %s",
          form->b ? "true, though the deadline had stopped nothing"
                  : "false, though the deadline had stopped the function");
}

// What the call gave; "?" stands for what has no number.
static void check_gave(struct play *p, const char *due)
{
    check_error(p, "the call", form_told(p), due);
}

static void check_no_timeout(struct play *p, const char *though)
{
    long at = find_next(p, TIMED_OUT, -1);
    check(p, at >= 0, "HANG", "the call never returned");
    check(p, !told(p, (size_t)at)->a, "FALSE-TIMEOUT",
          "it was a TIMEOUT, though %s", though);
}

static void check_timeout(struct play *p, int64_t is)
{
    long at = find_next(p, TIMED_OUT, -1);
    check(p, at >= 0, "HANG", "the call never returned");
    const struct wire_frame *out = told(p, (size_t)at);
    check(p, out->a, "LOST-TIMEOUT",
          "it was no TIMEOUT, though the deadline had stopped it");
    check(p, out->b & CAUSED, "LOST-TIMEOUT",
          "the cause of the TIMEOUT was not the CANCELLED that was taken out");
    check(p, out->b & BY_DEADLINE, "WRONG-REASON",
          "the CANCELLED did not say that it was a deadline");
    check(p, (out->b & EXPLAINED) == (is & EXPLAINED), "WRONG-REASON",
          is & EXPLAINED ? "the reason was not in the message of the TIMEOUT"
                         : "the message of the TIMEOUT gave a reason that was "
                           "not the program's");
}

// The forms; see scenarios_time.c.
enum { UNTIL = 1, FAIL = 2, BRIEF = 4 };

static void check_job(struct play *p, const struct plan *plan, bool fail)
{
    bool in_time = plan->choice & 4;
    int64_t end = plan->ms[0] + plan->ms[1];
    check_form(p, true, fail || plan->choice & 2 ? -1 : !in_time);
    if (in_time)
        check_slept_to(p, 1, end, "SPREAD-CANCEL", "it was in time");
    else
        check_cancelled_at(p, 1, end);
    check_passed(p, 1, "SPREAD-CANCEL", "the call had returned");
}

// 3.49
JUDGE(move_on_stops_without_a_word)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 7}, short_ms);
    if (!whole(p))
        return;
    check_no_timeout(p, "move_on was called");
    check_gave(p, "none");
    check_job(p, &plan, false);
}

// 3.50, 3.73
JUDGE(fail_turns_being_stopped_into_a_timeout)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 7}, short_ms);
    if (!whole(p))
        return;
    bool in_time = plan.choice & 4;
    if (in_time)
        check_no_timeout(p, "it had been in time");
    else
        check_timeout(p, plan.choice & 2 ? 0 : EXPLAINED);
    check_gave(p, in_time ? "none" : timed_out);
    check_job(p, &plan, true);
}

// 3.66, 3.67, M33
JUDGE(what_was_not_stopped_is_no_timeout)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 15}, short_ms);
    if (!whole(p))
        return;
    int64_t how = plan.choice % 4, form = plan.choice / 4;
    check_no_timeout(p, how == 1 ? "it had failed with an error of its own"
                                 : "nothing had been stopped");
    check_gave(p, how == 2 ? "none" : number_text("%d", plan.base));
    check_form(p, true, form & (FAIL | BRIEF) ? -1 : 0);
}

// 3.29, 3.48, 3.77
JUDGE(no_time_at_all)
{
    struct plan plan =
        give_plan(p, (struct range){1, 50}, (struct range){0, 7}, short_ms);
    if (!whole(p))
        return;
    bool until = plan.choice & UNTIL, fail = plan.choice & FAIL;
    long at = find_next(p, INVALID_IS, -1);
    check(p, at >= 0, "HANG", "the call never returned");
    check(p, told(p, (size_t)at)->a == !until, "NEGATIVE",
          until ? "a time in the past was INVALID"
                : "a negative delay was not INVALID");
    check_form(p, until, plan.choice & (FAIL | BRIEF) ? -1 : until);
    if (!until)
        return;
    check_cancelled_at(p, 1, plan.ms[0]);
    check_gave(p, fail ? timed_out : "none");
}

// 3.68, M33, "cancel of a fail-after scope before its deadline"
JUDGE(a_cancel_from_elsewhere_is_no_timeout)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 3}, short_ms);
    if (!whole(p))
        return;
    check_cancelled_at(p, 1, plan.ms[0]);
    if (plan.choice & 1) {
        check_no_timeout(p, "a scope around it had been cancelled, before the "
                            "deadline");
        check_gave(p, "cancelled");
    }
    bool late = plan.choice & 2;
    long at = find_fact(p, LEFT, 1);
    bool is = strcmp(error_at(p, find_error(p, (size_t)at)), timed_out) == 0;
    check(p, late || !is, "FALSE-TIMEOUT",
          "a scope that was cancelled, and left, before its deadline gave a "
          "TIMEOUT");
    check(p, is || !late, "LOST-TIMEOUT",
          "a scope was cancelled, and its deadline had passed as well when it "
          "was left, but it gave no TIMEOUT");
    check_left(p, 1, CALLED | CAUGHT, late ? timed_out : "none");
}

// 3.16, 3.67
JUDGE(many_tasks_stopped_are_one_timeout)
{
    struct plan plan = give_plan(p, some, yes_or_no, short_ms);
    if (!whole(p))
        return;
    check_cancelled_at(p, BODY, plan.ms[0]);
    check_cancelled_at(p, CHILD, plan.ms[0]);
    if (plan.choice)
        check_no_timeout(p, "one of the tasks that were stopped had failed "
                            "with an error of its own");
    else
        check_timeout(p, 0);
    check_left(p, 1, CALLED | CAUGHT,
               plan.choice ? number_text("(%d)", plan.base) : timed_out);
    check_passed(p, 1, "SPREAD-CANCEL", "the scope had been left");
}
// private: linnet-0f5d3f897d262c7d
