// Lab 0, the judge: what is right of the programs in scenarios.c.
//
// The numbers before a test are behaviours of semantics.md.
#include "facts.h"
#include "judge.h"
#include <inttypes.h>

enum { NS_PER_MS = 1000000 };

// ---- what the scenarios ask for --------------------------------------------

struct plan {
    int64_t n, base, choice, ms[MOST_TASKS];
};

static struct plan give_plan(struct play *p, struct range n,
                             struct range choice, struct range ms)
{
    struct plan plan;
    plan.n = give(p, n.low, n.high);
    plan.base = give(p, 1, 1000000);
    plan.choice = give_in_turn(p, choice.low, choice.high);
    for (int i = 0; i < MOST_TASKS; i++)
        plan.ms[i] = give(p, ms.low, ms.high);
    return plan;
}

// Answers a report. True if what was told before it can be checked now.
static bool hear_report(struct play *p)
{
    give_this(p, 0);
    return find_fact(p, REPORT, false) >= 0;
}

static const struct range nothing = {0, 0}, yes_or_no = {0, 1},
                          some = {1, MOST_TASKS}, a_few = {2, MOST_TASKS},
                          short_ms = {1, 50};

// ---- waits that are over ---------------------------------------------------

// Where the wait of a task was over; the n-th (0, 1, ...) of its waits.
static long returned_at(const struct play *p, int64_t task, int n)
{
    long at = find_fact(p, RETURNED, task);
    for (; n > 0 && at >= 0; n--)
        at = find(p, RETURNED, task, (size_t)at + 1);
    return at;
}

static enum came came_at(const struct play *p, long at)
{
    return (enum came)told(p, (size_t)at)->b;
}

static const char *name_of(enum came came)
{
    static const char *const names[] = {"NULL", "CANCELLED", "INVALID",
                                        "another error"};
    return (unsigned)came <= CAME_OTHER ? names[came] : "nonsense";
}

static long check_returned(struct play *p, const char *what, int64_t task,
                           int n)
{
    long at = returned_at(p, task, n);
    check(p, at >= 0, "HANG", "%s never returned", what);
    return at;
}

// The n-th wait of a task was cancelled.
static long check_cancelled(struct play *p, const char *what, int64_t task,
                            int n)
{
    long at = check_returned(p, what, task, n);
    check(p, came_at(p, at) == CAME_CANCELLED, "LOST-CANCEL",
          "the task had been cancelled, and %s returned %s", what,
          name_of(came_at(p, at)));
    return at;
}

static long check_well(struct play *p, const char *what, int64_t task, int n)
{
    long at = check_returned(p, what, task, n);
    check(p, came_at(p, at) == CAME_WELL, "EXTRA-ERROR",
          "%s returned %s, where NULL was due", what, name_of(came_at(p, at)));
    return at;
}

// The first n tasks of a plan whose waits came back in this way, by step.
static int64_t count_came(const struct play *p, const struct plan *plan,
                          enum came came, int64_t first, int64_t step)
{
    int64_t n = 0;
    for (int64_t i = first; i < plan->n; i += step) {
        long at = returned_at(p, plan->base + i, 0);
        n += at >= 0 && came_at(p, at) == came;
    }
    return n;
}

// How many of the tasks first, first + step, ... there are.
static int64_t count_of(const struct plan *plan, int64_t first, int64_t step)
{
    return plan->n > first ? (plan->n - first + step - 1) / step : 0;
}

// The tasks first, first + step, ... had to wait until the event was set, and
// no longer.
static void check_woken(struct play *p, const struct plan *plan, int64_t first,
                        int64_t step)
{
    long sets = find_next(p, SETS, -1);
    for (int64_t i = first; i < plan->n; i += step) {
        long at = returned_at(p, plan->base + i, 0);
        check(p, at < 0 || at > sets || came_at(p, at) != CAME_WELL,
              "EARLY-WAKE", "event_wait returned before the event was set");
    }
    int64_t woken = count_came(p, plan, CAME_WELL, first, step);
    int64_t due = count_of(plan, first, step);
    check(p, woken == due, "LOST-WAKE",
          "the event was set, and %" PRId64 " of the %" PRId64
          " tasks that had waited for it came back with NULL",
          woken, due);
}

// The waits began in this order, and so they ended.
static void check_order_of_arrival(struct play *p)
{
    long arrived = -1, woken = -1;
    while ((woken = find_next(p, RETURNED, woken)) >= 0) {
        arrived = find_next(p, CALLED, arrived);
        const struct wire_frame *due = told(p, (size_t)arrived);
        check(p, due->a == told(p, (size_t)woken)->a, "WRONG-ORDER",
              "task %" PRIu32 " went on before task %" PRIu32
              ", which had come to wait earlier",
              told(p, (size_t)woken)->who, due->who);
    }
}

// ---- turns and time --------------------------------------------------------

// All tasks that only pass had their turn from when a task called `what` on to
// place `to`.
static void check_others_ran(struct play *p, const struct plan *plan,
                             const char *what, int64_t task, long to)
{
    int64_t ran = 0;
    for (long i = find_next(p, RAN, find_fact(p, CALLED, task));
         i >= 0 && i < to; i = find_next(p, RAN, i))
        ran++;
    check(p, !in_order(p) || ran == plan->n, "NO-YIELD",
          "%s returned when %" PRId64 " of %" PRId64
          " tasks that were ready had had their turn",
          what, ran, plan->n);
}

static void check_nobody_ran(struct play *p, const char *what, long to)
{
    long ran = find_next(p, RAN, -1);
    check(p, ran < 0 || ran > to, "EXTRA-YIELD",
          "another task ran before %s had returned", what);
}

static int64_t ns_at(const struct play *p, long at)
{
    return told(p, (size_t)at)->t;
}

// What was told at place `at` was due then.
static void check_time(struct play *p, const char *what, long at, int64_t ns)
{
    double was = (double)ns_at(p, at) / NS_PER_MS, due = (double)ns / NS_PER_MS;
    check(p, ns_at(p, at) >= ns, "EARLY-WAKE",
          "%s returned at %.10g ms, but %.10g ms was the earliest", what, was,
          due);
    check(p, ns_at(p, at) <= ns, "LATE-WAKE",
          "%s returned at %.10g ms, but it was due at %.10g ms", what, was,
          due);
}

static void check_no_time(struct play *p, const char *what, int64_t task, int n)
{
    long from = find_fact(p, CALLED, task);
    check(p, from >= 0, "HANG", "nobody came to call %s", what);
    check_time(p, what, returned_at(p, task, n), ns_at(p, from));
}

static void check_few_waits(struct play *p, int64_t most)
{
    check(p, n_waits(p) <= most, "BUSY-WAIT",
          "the tasks took %" PRId64 " turns, where %" PRId64 " are plenty",
          n_waits(p), most);
}

// ---- what an event says ----------------------------------------------------

static const char *text_of(enum moment moment)
{
    static const char *const texts[] = {
        [AT_FIRST] = "of a new event",
        [AT_WAIT] = "while tasks were waiting",
        [AT_CANCEL] = "right after a cancel",
        [AT_SET] = "right after event_set",
        [AT_END] = "when all waits were over",
    };
    return texts[moment];
}

static void check_is_set(struct play *p, enum moment moment, bool is_set)
{
    long at = find_b(p, IS_SET, moment, 0);
    check(p, at >= 0, "HANG", "nobody came to call event_is_set");
    check(p, told(p, (size_t)at)->a == is_set, "WRONG-STATE",
          "event_is_set was %s, %s", is_set ? "false" : "true",
          text_of(moment));
}

static void check_n_waiting(struct play *p, enum moment moment, int64_t n,
                            const char *code)
{
    long at = find_b(p, N_WAITING, moment, 0);
    check(p, at >= 0, "HANG", "nobody came to call event_n_waiting");
    check(p, told(p, (size_t)at)->a == n, code,
          "event_n_waiting was %" PRId64 " %s, where %" PRId64 " was due",
          told(p, (size_t)at)->a, text_of(moment), n);
}

// ---- checkpoints -----------------------------------------------------------

// Round by round, all that still take part have a turn.
static void check_turns_in_order(struct play *p, const struct plan *plan)
{
    long at = -1;
    for (int64_t round = 0; round < 50; round++)
        for (int64_t i = 0; i < plan->n; i++) {
            if (round >= plan->ms[i])
                continue;
            at = find_next(p, TURN, at);
            check(p, at >= 0, "HANG", "a task never had its turn");
            const struct wire_frame *turn = told(p, (size_t)at);
            check(p, turn->a == plan->base + i && turn->b == round, "NO-YIELD",
                  "task %" PRId64 " took turn %" PRId64
                  " when it was for task %" PRId64 " to take turn %" PRId64,
                  turn->a - plan->base + 1, turn->b + 1, i + 1, round + 1);
        }
}

// 3.22
JUDGE(a_checkpoint_lets_others_run)
{
    struct plan plan = give_plan(p, a_few, nothing, (struct range){2, 4});
    if (!over(p))
        return;
    int64_t turns = 0;
    for (int64_t i = 0; i < plan.n; i++) {
        check_well(p, "checkpoint", plan.base + i, 0);
        turns += plan.ms[i];
    }
    if (in_order(p))
        check_turns_in_order(p, &plan);
    check(p, n_waits(p) <= turns + 1, "EXTRA-YIELD",
          "the tasks stepped aside %" PRId64 " times in %" PRId64
          " checkpoints",
          n_waits(p) - 1, turns);
}

// 3.22
JUDGE(a_checkpoint_lets_others_run_then_hears_of_a_cancel)
{
    struct plan plan = give_plan(p, some, nothing, nothing);
    if (!over(p))
        return;
    for (int64_t body = BODY; body >= BODY_AGAIN; body--) {
        long at = check_returned(p, "checkpoint", body, 0);
        check_others_ran(p, &plan, "checkpoint", body, at);
        // With a seed the body may be drawn before the one who cancels.
        long cancels = find_next(p, CANCELS, -1);
        if (body == BODY_AGAIN || (cancels >= 0 && cancels < at))
            check_cancelled(p, "checkpoint", body, 0);
    }
}

// 3.22, 3.23
JUDGE(checkpoint_if_cancelled_lets_nobody_run)
{
    give_plan(p, some, nothing, nothing);
    if (!over(p))
        return;
    const char *what = "checkpoint_if_cancelled";
    long at = check_well(p, what, BODY, 0);
    check_nobody_ran(p, what, at);
    at = check_cancelled(p, what, BODY, 1);
    check_nobody_ran(p, what, at);
}

// 3.22, 3.24
JUDGE(a_shielded_checkpoint_only_lets_others_run, .edge = true)
{
    struct plan plan = give_plan(p, some, nothing, nothing);
    if (!over(p))
        return;
    long at = check_returned(p, "checkpoint_shielded", BODY, 0);
    check_others_ran(p, &plan, "checkpoint_shielded", BODY, at);
    check(p, came_at(p, at) == CAME_CANCELLED, "LOST-CANCEL",
          "a cancel came before checkpoint_shielded, and after it the task "
          "never heard of it");
}

// ---- event -----------------------------------------------------------------

// These are not cancelled at their waits: they are to pass before there is an
// abort hook. Those of the next part are.

// 5.119
JUDGE(set_wakes_all_in_the_order_in_which_they_came, .no_sweep = true)
{
    struct plan plan = give_plan(p, a_few, yes_or_no, short_ms);
    if (!over(p))
        return;
    check_woken(p, &plan, 0, 1);
    if (in_order(p))
        check_order_of_arrival(p);
    check_time(p, "event_wait", returned_at(p, plan.base, 0),
               (plan.choice ? plan.ms[0] : 0) * NS_PER_MS);
}

// 5.119
JUDGE(setting_lets_nobody_run, .no_sweep = true)
{
    struct plan plan = give_plan(p, some, yes_or_no, nothing);
    if (!over(p))
        return;
    check_woken(p, &plan, 0, 1);
    for (long i = find_next(p, SET, -1); i >= 0; i = find_next(p, SET, i))
        check(p, told(p, (size_t)i)->a == 0, "EXTRA-YIELD",
              "%" PRId64 " tasks had run on when event_set returned",
              told(p, (size_t)i)->a);
}

// 5.119
JUDGE(a_set_event_stays_set, .no_sweep = true)
{
    struct plan plan = give_plan(p, some, (struct range){0, 2}, nothing);
    if (!over(p))
        return;
    for (int64_t i = 0; i < plan.n; i++)
        for (int round = 0; round < 2; round++) {
            long at = check_returned(p, "event_wait", plan.base + i, round);
            check(p, came_at(p, at) == CAME_WELL, "LOST-WAKE",
                  "the event had been set, but a wait for it was not over "
                  "two turns later");
        }
    check_is_set(p, AT_FIRST, false);
    check_is_set(p, AT_SET, true);
    check_is_set(p, AT_END, true);
    check_n_waiting(p, AT_END, 0, "WRONG-STATE");
}

// 5.119
JUDGE(a_wait_for_a_set_event_lets_others_run, .no_sweep = true)
{
    struct plan plan = give_plan(p, some, nothing, nothing);
    if (!over(p))
        return;
    long at = check_well(p, "event_wait", BODY, 0);
    check_others_ran(p, &plan, "event_wait", BODY, at);
    check_no_time(p, "event_wait", BODY, 0);
}

JUDGE(an_event_knows_how_many_wait, .no_sweep = true)
{
    struct plan plan = give_plan(p, some, nothing, nothing);
    if (!over(p))
        return;
    check_n_waiting(p, AT_FIRST, 0, "WRONG-STATE");
    check_n_waiting(p, AT_WAIT, plan.n, "WRONG-STATE");
    check_n_waiting(p, AT_SET, 0, "WRONG-STATE");
    check_n_waiting(p, AT_END, 0, "WRONG-STATE");
    check_is_set(p, AT_WAIT, false);
    check_is_set(p, AT_SET, true);
}

// 3.97
JUDGE(who_waits_takes_no_turns, .no_sweep = true)
{
    struct plan plan = give_plan(p, some, yes_or_no, (struct range){20, 50});
    if (!over(p))
        return;
    check_few_waits(p, 2 * plan.n + (plan.choice ? 0 : plan.ms[0]) + 6);
    check_woken(p, &plan, 0, 1);
}

// 3.97
JUDGE(a_set_event_may_be_freed_at_once, .no_sweep = true)
{
    struct plan plan = give_plan(p, some, nothing, nothing);
    if (!over(p))
        return;
    check_woken(p, &plan, 0, 1);
}

// ---- cancellation ----------------------------------------------------------

// The odd tasks, which were cancelled, came back with CANCELLED.
static void check_odd_cancelled(struct play *p, const struct plan *plan)
{
    int64_t heard = count_came(p, plan, CAME_CANCELLED, 1, 2);
    check(p, heard == count_of(plan, 1, 2), "LOST-CANCEL",
          "%" PRId64 " tasks were cancelled while they waited for the event, "
          "and %" PRId64 " of them came back with CANCELLED",
          count_of(plan, 1, 2), heard);
}

// 3.91
JUDGE(a_wait_that_was_taken_back_leaves_no_waiter)
{
    struct plan plan = give_plan(p, a_few, nothing, nothing);
    if (hear_report(p)) {
        check_odd_cancelled(p, &plan);
        check_n_waiting(p, AT_CANCEL, count_of(&plan, 0, 2), "STALE-WAITER");
    }
    if (!over(p))
        return;
    check_woken(p, &plan, 0, 2);
    check_odd_cancelled(p, &plan);
}

// 5.120
JUDGE(who_is_cancelled_before_it_is_set_is_cancelled)
{
    struct plan plan = give_plan(p, a_few, nothing, nothing);
    if (!over(p))
        return;
    check_odd_cancelled(p, &plan);
    check_woken(p, &plan, 0, 2);
}

// 3.100, 5.120
JUDGE(who_is_cancelled_after_it_is_set_returns_normally)
{
    struct plan plan = give_plan(p, some, nothing, nothing);
    if (!over(p))
        return;
    for (int64_t i = 0; i < plan.n; i++) {
        long at = check_returned(p, "event_wait", plan.base + i, 0);
        check(p, came_at(p, at) == CAME_WELL, "EXTRA-ERROR",
              "the event had been set when the cancel came, but event_wait "
              "returned %s",
              name_of(came_at(p, at)));
        long next = find_fact(p, NEXT, plan.base + i);
        check(p, told(p, (size_t)next)->b, "LOST-CANCEL",
              "the task went on, and never heard of the cancel");
    }
}

// 3.22, 3.91
JUDGE(who_is_cancelled_already_does_not_wait)
{
    struct plan plan = give_plan(p, some, yes_or_no, nothing);
    if (!over(p))
        return;
    long at = check_cancelled(p, "event_wait", BODY, 0);
    check_n_waiting(p, AT_CANCEL, 0, "STALE-WAITER");
    check_is_set(p, AT_CANCEL, plan.choice);
    check_others_ran(p, &plan, "event_wait", BODY, at);
}

// ---- sleep -----------------------------------------------------------------

// Of two tasks that came back at the same time, the one that came first to
// sleep is first.
static void check_order_of_times(struct play *p, const struct plan *plan)
{
    long at = -1;
    for (int64_t ms = 0; ms <= 6; ms++)
        for (int64_t i = 0; i < plan->n; i++) {
            if (plan->ms[i] != ms)
                continue;
            at = find_next(p, RETURNED, at);
            check(p, told(p, (size_t)at)->a == plan->base + i, "WRONG-ORDER",
                  "task %" PRId64 " woke when it was for task %" PRId64
                  " to wake, which sleeps for %" PRId64 " ms",
                  told(p, (size_t)at)->a - plan->base + 1, i + 1, ms);
        }
}

// 3.33, 3.34
JUDGE(sleepers_wake_in_the_order_of_their_times)
{
    struct plan plan = give_plan(p, a_few, nothing, (struct range){1, 6});
    if (!over(p))
        return;
    check_few_waits(p, 2 * plan.n + 2);
    for (int64_t i = 0; i < plan.n; i++)
        check_time(p, "sleep_ms", check_well(p, "sleep_ms", plan.base + i, 0),
                   plan.ms[i] * NS_PER_MS);
    if (in_order(p))
        check_order_of_times(p, &plan);
}

// 3.34
JUDGE(a_sleep_takes_exactly_its_time)
{
    struct plan plan = give_plan(p, nothing, nothing, short_ms);
    if (!over(p))
        return;
    check_time(p, "sleep_ms", check_well(p, "sleep_ms", 0, 0),
               ns_at(p, find_fact(p, CALLED, 0)) + plan.ms[1] * NS_PER_MS);
    check_time(p, "sleep_until", check_well(p, "sleep_until", 1, 0),
               (plan.ms[0] + plan.ms[1] + 1 + plan.ms[2]) * NS_PER_MS);
    check_time(p, "sleep_ms", check_well(p, "sleep_ms", 2, 0),
               ns_at(p, find_fact(p, CALLED, 2)) + plan.ms[4] * NS_PER_MS);
}

static void check_is_checkpoint(struct play *p, const struct plan *plan,
                                const char *what, int64_t body)
{
    long at = check_well(p, what, body, 0);
    check_no_time(p, what, body, 0);
    check_others_ran(p, plan, what, body, at);
    check_cancelled(p, what, body, 1);
}

// 3.28
JUDGE(a_sleep_of_0_ms_is_a_checkpoint)
{
    struct plan plan = give_plan(p, some, nothing, nothing);
    if (over(p))
        check_is_checkpoint(p, &plan, "sleep_ms(0)", BODY);
}

// 3.29, 3.30
JUDGE(a_sleep_until_a_time_in_the_past_is_a_checkpoint)
{
    struct plan plan = give_plan(p, some, nothing, short_ms);
    if (!over(p))
        return;
    check_is_checkpoint(p, &plan, "sleep_until for this very moment", BODY);
    check_is_checkpoint(p, &plan, "sleep_until for a time in the past",
                        BODY_AGAIN);
    check_is_checkpoint(p, &plan, "sleep_until(INT64_MIN)", BODY_AT_LAST);
}

// 3.29
JUDGE(a_negative_sleep_is_refused)
{
    give_plan(p, some, yes_or_no, short_ms);
    if (!over(p))
        return;
    const char *what = "a sleep of less than 0 ms";
    long at = check_returned(p, what, BODY, 0);
    check(p, came_at(p, at) == CAME_INVALID, "LOST-ERROR",
          "%s returned %s, where INVALID was due", what,
          name_of(came_at(p, at)));
    check_nobody_ran(p, what, at);
    check_no_time(p, what, BODY, 0);
}

static void check_all_cancelled_at(struct play *p, const struct plan *plan,
                                   const char *what)
{
    long cancels = find_next(p, CANCELS, -1);
    for (int64_t i = 0; i < plan->n; i++) {
        long at = returned_at(p, plan->base + i, 0);
        check(p, at >= 0, "LOST-CANCEL", "%s was cancelled and slept on", what);
        check(p, ns_at(p, at) >= ns_at(p, cancels), "EARLY-WAKE",
              "%s was over at %" PRId64 " ms", what, at_ms(p, at));
        check_cancelled(p, what, plan->base + i, 0);
        check(p, ns_at(p, at) == ns_at(p, cancels), "LOST-CANCEL",
              "%s was cancelled at %" PRId64 " ms and slept on to %" PRId64
              " ms",
              what, at_ms(p, cancels), at_ms(p, at));
    }
}

static void check_no_deadlines(struct play *p)
{
    long at = find_next(p, DEADLINES, -1);
    check(p, told(p, (size_t)at)->a == 0, "STALE-DEADLINE",
          "every sleep was over, and %" PRId64 " deadlines were still set",
          told(p, (size_t)at)->a);
}

// 3.98
JUDGE(a_cancelled_sleep_takes_its_deadline_with_it)
{
    struct plan plan = give_plan(p, some, nothing, short_ms);
    if (hear_report(p)) {
        check_all_cancelled_at(p, &plan, "sleep_ms");
        check_no_deadlines(p);
    }
    if (over(p))
        check_few_waits(p, 2 * plan.n + 8);
}

// 3.97, 3.100
JUDGE(a_sleep_that_is_over_is_not_cancelled)
{
    struct plan plan = give_plan(p, some, nothing, short_ms);
    if (!over(p))
        return;
    for (int64_t i = 0; i < plan.n; i++) {
        long at = check_returned(p, "sleep_ms", plan.base + i, 0);
        check(p, came_at(p, at) == CAME_WELL, "EXTRA-ERROR",
              "the time had come when the cancel did, but sleep_ms returned "
              "%s",
              name_of(came_at(p, at)));
    }
}

// 3.31
JUDGE(who_sleeps_for_ever_wakes_when_cancelled)
{
    static const char *const names[] = {"sleep_forever", "sleep_ms(INT64_MAX)",
                                        "sleep_until(INT64_MAX)"};
    struct plan plan = give_plan(p, some, (struct range){0, 2}, nothing);
    if (!over(p))
        return;
    check_all_cancelled_at(p, &plan, names[plan.choice]);
    check_few_waits(p, 2 * plan.n + 4);
}

// ---- stress ----------------------------------------------------------------

// 3.91, 3.98 with EDGE
JUDGE(edge_a_message_is_told_once, .edge = true)
{
    static const char *const names[] = {"event_wait", "sleep_ms",
                                        "sleep_forever", "checkpoint"};
    struct plan plan =
        give_plan(p, some, (struct range){0, N_WAYS - 1}, nothing);
    if (!over(p))
        return;
    for (int64_t i = 0; i < plan.n; i++) {
        check_cancelled(p, names[plan.choice], plan.base + i, 0);
        long next = find_fact(p, NEXT, plan.base + i);
        check(p, !told(p, (size_t)next)->b, "EXTRA-ERROR",
              "%s returned CANCELLED, and the same message was told again",
              names[plan.choice]);
    }
}

// Waits of which the even ones were to succeed.
static void check_sum(struct play *p, int64_t n)
{
    const struct wire_frame *sum = told(p, (size_t)find_next(p, SUM, -1));
    check(p, sum->b == n / 2, "LOST-CANCEL",
          "%" PRId64 " tasks were cancelled while they waited, and %" PRId64
          " of them came back with CANCELLED",
          n / 2, sum->b);
    check(p, sum->a == n - n / 2, "LOST-WAKE",
          "%" PRId64 " tasks were to be woken, and %" PRId64
          " came back with NULL",
          n - n / 2, sum->a);
}

// 5.119, 3.91
JUDGE(thousands_of_waiters, .once = true, .no_sweep = true)
{
    int64_t n = at_full_size(p) && in_order(p) ? WAITERS : 10;
    give_plan(p, (struct range){n, n}, nothing, nothing);
    if (hear_report(p)) {
        check_n_waiting(p, AT_WAIT, n, "WRONG-STATE");
        check_n_waiting(p, AT_CANCEL, n - n / 2, "STALE-WAITER");
    }
    if (!over(p))
        return;
    check_sum(p, n);
    check_few_waits(p, n + 8);
}

// 3.34, 3.98
JUDGE(thousands_of_sleepers, .once = true, .no_sweep = true)
{
    int64_t n = at_full_size(p) && in_order(p) ? SLEEPERS : 10;
    give_plan(p, (struct range){n, n}, nothing, nothing);
    if (!over(p))
        return;
    check_sum(p, n);
    int64_t exact = told(p, (size_t)find_next(p, EXACT, -1))->a;
    check(p, exact == n - n / 2, "LATE-WAKE",
          "%" PRId64 " of %" PRId64 " sleeps did not end when they were due",
          n - n / 2 - exact, n - n / 2);
    check_no_deadlines(p);
    check_few_waits(p, n + 8);
}

JUDGE(waits_that_are_over_leave_nothing_behind, .once = true, .no_sweep = true)
{
    int64_t rounds = at_full_size(p) ? 30 : 3;
    struct plan plan = give_plan(p, (struct range){1, 10},
                                 (struct range){rounds, rounds}, nothing);
    if (!over(p))
        return;
    long at = find_next(p, MEMORY, -1);
    const struct wire_frame *first = told(p, (size_t)at), *last = first;
    for (; at >= 0; at = find_next(p, MEMORY, at))
        last = told(p, (size_t)at);
    check(p, last->a <= first->a, "LEAK",
          "%" PRId64 " waits had come and gone, and %" PRId64
          " bytes more were held than after the first %" PRId64,
          3 * plan.n * rounds, last->a - first->a, 3 * plan.n);
}
// private: linnet-0f5d3f897d262c7d
