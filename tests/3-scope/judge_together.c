// Lab 3, the judge of scenarios_together.c: nurseries, requests, growth.
//
// The numbers before a test are behaviours of semantics.md.
#include "checks.h"
#include "error.h"

// ---- nurseries -------------------------------------------------------------

static void check_moved(struct play *p, const struct plan *plan, bool edge)
{
    int64_t how = plan->choice / 2, moved = plan->ms[0];
    int64_t later = moved + plan->ms[1];
    if (how == 2)
        check_slept_to(p, 1, LONG_MS, "SPREAD-CANCEL",
                       "the scope it was moved to had not been cancelled");
    else
        check_cancelled_at(p, 1, how == 0 ? moved : later);
    check_left(p, 2, edge ? 0 : CALLED, "none");
    check_left(p, 1, how == 2 ? 0 : CALLED, "none");
}

// 3.99
JUDGE(a_task_that_is_moved_obeys_its_new_scope)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 7}, short_ms);
    if (!whole(p))
        return;
    check_moved(p, &plan, false);
}

// 3.99
JUDGE(edge_a_task_that_is_moved_obeys_its_new_scope, .edge = true)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 7}, short_ms);
    if (!whole(p))
        return;
    check_moved(p, &plan, true);
}

// "Task cancelled before its first step"
JUDGE(edge_a_newcomer_hears_what_its_owner_has_not, .edge = true)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 31}, nothing);
    if (!whole(p))
        return;
    // Whose message it gets. What main has heard is not sent again, but for
    // that of the scope in which the newcomer lives.
    bool heard = plan.choice & 16, began = find_fact(p, BEGUN, 1) >= 0;
    int64_t from = plan.choice & 4 ? 2 : 3;
    for (int64_t i = 1; i >= 0 && !heard; i--)
        if (plan.choice >> i & 1)
            from = i;
    if (from == 3) {
        check(p, began, "HEARD-TWICE",
              "a newcomer did not begin to run, though %s",
              plan.choice & 3 ? "the message had been heard before it came"
                              : "nobody had been cancelled");
        check_slept_to(p, 1, LONG_MS, "HEARD-TWICE",
                       "the message had been heard before it came");
        return;
    }
    check(p, !began, "RAN-CANCELLED",
          "a newcomer began to run, though scope %" PRId64
          " had been cancelled, %s",
          from + 1,
          from == 2 ? "in which it lives"
                    : "and who entered its scope had not heard of it yet");
    static const int64_t text[] = {1, 2, 0};
    check_reason(p, 1, CANCEL_EXPLICIT, text[from], 1);
}

// The child's wait ends with the nursery's cancel, if there is one.
static void check_served(struct play *p, const struct plan *plan)
{
    int64_t start = plan->ms[0] + plan->ms[1];
    if (plan->choice)
        check_cancelled_at(p, 1, start + plan->ms[2]);
    else
        check_slept_to(p, 1, start + LONG_MS, "SPREAD-CANCEL",
                       "the child was the nursery's and no longer in the scope "
                       "that start was called in");
    check_heard(p, 1, "LOST-CANCEL", "its scope had been cancelled");
    check_left(p, 1, CALLED | CAUGHT, "none");
    check_passed(p, 2, "SPREAD-CANCEL", "the scope had been left");
}

// 3.99
JUDGE(a_started_child_has_left_the_starters_scope)
{
    struct plan plan = give_plan(p, nothing, yes_or_no, short_ms);
    if (!whole(p))
        return;
    check_served(p, &plan);
}

// 3.99
JUDGE(edge_a_started_child_has_left_the_starters_scope, .edge = true)
{
    struct plan plan = give_plan(p, nothing, yes_or_no, short_ms);
    if (!whole(p))
        return;
    check_served(p, &plan);
}

JUDGE(edge_a_child_that_moves_forgets_what_its_shield_kept_out, .edge = true)
{
    struct plan plan = give_plan(p, nothing, yes_or_no, short_ms);
    if (!whole(p))
        return;
    int64_t start = plan.ms[0] + plan.ms[1];
    check_slept_to(p, 1, start + LONG_MS, "BROKEN-SHIELD",
                   "it was in a shielded scope of its own when the scope "
                   "around start was cancelled");
    if (plan.choice)
        check_heard(p, 3, "LOST-CANCEL",
                    "the nursery had been cancelled while the child was behind "
                    "its shield");
    else
        check_passed(p, 3, "SPREAD-CANCEL",
                     "the child had moved out of the scope that was cancelled");
    check_heard(p, 1, "LOST-CANCEL", "its scope had been cancelled");
    check_left(p, 1, CALLED | CAUGHT, "none");
}

// ---- edge: requests --------------------------------------------------------

// 3.107
JUDGE(edge_requests_are_counted, .edge = true)
{
    struct plan plan = give_plan(p, some, (struct range){0, 7}, short_ms);
    if (!whole(p))
        return;
    int64_t left = plan.n;
    bool heard = plan.ms[0] % 2;
    check_said(p, 1, true, "WRONG-COUNT", "scope_request");
    check_said(p, 2, plan.n, "WRONG-COUNT", "scope_n_requests");
    if (heard) {
        check_heard(p, 1, "LOST-CANCEL", "the task had been sent a request");
        check_reason(p, 1, CANCEL_EXPLICIT, 1, 1);
    }
    for (int64_t i = 0; i < plan.choice; i++) {
        left -= left > 0;
        check_said(p, 10 + i, left, "WRONG-COUNT", "scope_unrequest");
    }
    check_said(p, 3, left, "WRONG-COUNT", "scope_n_requests");
    if (heard || left == 0)
        check_passed(p, 2, "HEARD-TWICE",
                     heard ? "the requests had been heard together"
                           : "all requests had been taken back");
    else
        check_heard(p, 2, "LOST-CANCEL", "a request had not been heard yet");
}

// 3.104, 3.106, 3.117
JUDGE(edge_a_request_wakes_one_task, .edge = true)
{
    struct plan plan = give_plan(p, nothing, nothing, short_ms);
    if (!whole(p))
        return;
    check_said(p, 1, true, "WRONG-COUNT", "scope_request");
    check_cancelled_at(p, 1, plan.ms[0]);
    check_reason(p, 1, CANCEL_EXPLICIT, 2, 2);
    check_passed(p, 1, "HEARD-TWICE", "the request had been heard");
    check_left(p, 2, 0, "cancelled");
    check_left(p, 1, 0, "cancelled");
    check_owned_once(p, 1);
    check_said(p, 2, 1, "WRONG-COUNT", "scope_n_requests");
}

// 3.105
JUDGE(edge_a_task_that_has_ended_cannot_be_asked, .edge = true)
{
    give_plan(p, nothing, nothing, short_ms);
    if (!whole(p))
        return;
    check_said(p, 1, false, "WRONG-COUNT",
               "scope_request to a task that had ended");
}

// 3.109, 3.112, M34
JUDGE(edge_a_scope_takes_out_only_what_it_sent, .edge = true)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 4}, nothing);
    if (!whole(p))
        return;
    bool alone = plan.choice >= 3;
    check_heard(p, 1, "LOST-CANCEL", "the task had been sent a message");
    check_reason(p, 1, CANCEL_EXPLICIT, alone ? 1 : 2, 1);
    check_left(p, 1,
               plan.choice == 0 ? 0
               : alone          ? CALLED | CAUGHT
                                : CALLED,
               alone ? "none" : "cancelled");
    check_said(p, 1, plan.choice != 3, "WRONG-COUNT", "scope_n_requests");
    check_passed(p, 3, "HEARD-TWICE", "all messages had been heard");
}

// 3.109, 3.113
JUDGE(edge_of_two_messages_the_outer_one_counts, .edge = true)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 5}, nothing);
    if (!whole(p))
        return;
    bool unheard = plan.choice == 2 || plan.choice == 3;
    check_left(p, 2, CALLED, unheard ? "none" : "cancelled");
    check_heard(p, 1, "LOST-CANCEL", "the outer scope had sent a message");
    if (!unheard)
        check_passed(p, 2, "HEARD-TWICE",
                     "the message of the scope outside had been heard, and "
                     "that of the scope inside was to be withdrawn");
    check_left(p, 1, CALLED | CAUGHT, "none");
    check_said(p, 1, 0, "WRONG-COUNT", "scope_n_requests");
    check_passed(p, 3, "HEARD-TWICE", "both scopes had been left");
}

// 3.83, 3.89
JUDGE(edge_a_shield_keeps_the_message_for_later, .edge = true)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 5}, short_ms);
    if (!whole(p))
        return;
    bool lifted = plan.choice & 1;
    int64_t how = plan.choice / 2;
    check_slept_to(p, BODY, plan.ms[0], "BROKEN-SHIELD",
                   "it was in scope 3, which is shielded from the cancels of "
                   "scopes 1 and 2");
    check_heard(p, 1, "LOST-CANCEL",
                lifted ? "the shield had been lifted"
                       : "the scope with the shield had been left");
    check_left(p, 3, 0, lifted ? "cancelled" : "none");
    check_left(p, 2, how == 0 ? 0 : CALLED, "cancelled");
    check_left(p, 1, CALLED | CAUGHT, "none");
    check_said(p, 1, 0, "WRONG-COUNT", "scope_n_requests");
    check_passed(p, 2, "HEARD-TWICE", "all scopes had been left");
}

// 3.110, M34
JUDGE(edge_a_failed_nursery_takes_back_what_it_asked, .edge = true)
{
    struct plan plan = give_plan(p, nothing, yes_or_no, short_ms);
    if (!whole(p))
        return;
    check_cancelled_at(p, BODY, plan.ms[0]);
    check_said(p, 1, 1 + plan.choice, "WRONG-COUNT", "scope_n_requests");
    check_said(p, 2, plan.choice, "WRONG-COUNT", "scope_n_requests");
    check_passed(p, 2, "HEARD-TWICE", "the nursery had been closed");
}

// "Edge mode re-arms", 1.5, 3.113
JUDGE(edge_a_request_to_the_owner_reaches_its_children, .edge = true)
{
    struct plan plan = give_plan(p, nothing, (struct range){0, 3}, short_ms);
    if (!whole(p))
        return;
    check_cancelled_at(p, 1, plan.ms[0]);
    check_said(p, 3, 1, "WRONG-COUNT",
               "scope_n_requests of the child that had been sent a message");
    check_said(p, 2, 1, "WRONG-COUNT",
               "scope_n_requests of the owner, after one request,");
    bool fails = plan.choice & 1;
    if (fails)
        check_heard(p, 1, "LOST-CANCEL",
                    "an error had been more urgent than the message, which was "
                    "sent again");
    else
        check_passed(p, 1, "HEARD-TWICE", "close had told of the message");
    check_passed(p, 2, "HEARD-TWICE", "the message had been heard");
    check_left(p, 1, 0, fails ? number_text("(%d)", plan.base) : "cancelled");
}

// ---- growth ----------------------------------------------------------------

// With `times` as many, no more than `factor` times the steps, and a few; and
// at least `least` for each thing that is done, or somebody hides them.
static void check_growth(struct play *p, int64_t n, int64_t times,
                         int64_t factor, int64_t least, int64_t least_more,
                         const char *what)
{
    if (!counts_steps(p))
        return;
    long few = find_fact(p, STEPS, n), many = find_fact(p, STEPS, times * n);
    check(p, few >= 0 && many >= 0, "HANG", "the steps were never counted");
    int64_t a = told(p, (size_t)few)->b, b = told(p, (size_t)many)->b;
    check(p, a >= least && b >= least_more, "GROWTH",
          "%s were said to have taken %" PRId64 " and %" PRId64
          " steps, which is fewer than it can be done in",
          what, a, b);
    check(p, b <= factor * a + 64, "GROWTH",
          "%s took %" PRId64 " steps with %" PRId64 ", and %" PRId64
          " with %" PRId64,
          what, a, n, b, times * n);
}

static int64_t full(const struct play *p, int64_t n)
{
    return at_full_size(p) ? n : 8;
}

static struct plan give_size(struct play *p, int64_t n, struct range choice)
{
    return give_plan(p, (struct range){full(p, n), full(p, n)}, choice,
                     nothing);
}

// M30
JUDGE(cancelling_n_tasks_takes_n_steps, .once = true, .no_sweep = true)
{
    struct plan plan = give_size(p, 64, nothing);
    if (!whole(p))
        return;
    check_growth(p, plan.n, 4, 6, plan.n, 4 * plan.n, "cancelling the tasks");
    if (!counts_steps(p))
        return;
    int64_t again = told(p, (size_t)find_fact(p, STEPS, 0))->b;
    check(p, again <= 64 * 16, "GROWTH",
          "cancelling a scope again, 64 times, took %" PRId64 " steps", again);
}

JUDGE(a_checkpoint_takes_the_same_at_any_depth, .once = true, .no_sweep = true)
{
    struct plan plan = give_size(p, 60, yes_or_no);
    if (!whole(p))
        return;
    check_growth(p, plan.n, 10, 2, 128, 128, "64 checkpoints and scopes");
}

JUDGE(cancelling_scopes_one_by_one_takes_a_few_steps_each, .once = true,
      .no_sweep = true)
{
    struct plan plan = give_size(p, 120, yes_or_no);
    if (!whole(p))
        return;
    check_growth(p, plan.n, 4, 6, plan.n, 4 * plan.n,
                 "cancelling scopes one by one");
}

JUDGE(a_deadline_takes_the_same_among_many, .once = true, .no_sweep = true)
{
    struct plan plan = give_size(p, 60, nothing);
    if (!whole(p))
        return;
    check_growth(p, plan.n, 10, 3, 256, 256,
                 "setting and clearing 64 deadlines among others");
}

// 3.59
JUDGE(a_scope_holds_little_memory, .once = true, .no_sweep = true)
{
    struct plan plan = give_size(p, 160, nothing);
    if (!whole(p))
        return;
    int64_t few = told(p, (size_t)find_fact(p, MEMORY, plan.n))->b;
    int64_t many = told(p, (size_t)find_fact(p, MEMORY, 4 * plan.n))->b;
    check(p, many - few <= 3 * plan.n * 1024, "MEMORY-GROWTH",
          "%" PRId64 " scopes held %" PRId64 " bytes, and %" PRId64
          " held %" PRId64,
          plan.n, few, 4 * plan.n, many);
    long first = find_fact(p, MEMORY, 0);
    long last = find(p, MEMORY, 0, (size_t)first + 1);
    check(p, last >= 0, "HANG", "the memory was never counted");
    int64_t kept = told(p, (size_t)last)->b;
    check(p, kept <= 4096, "MEMORY-GROWTH",
          "%" PRId64 " bytes were held when all scopes had been left", kept);
}
// private: linnet-0f5d3f897d262c7d
