// Lab 3, the programs about deadlines, shields and call forms. judge_time.c
// says what is right.
#include "program.h"

static struct scope_deadline deadline_of(bool absolute, int64_t ms)
{
    return absolute ? at_ms(clock_now_ms() + ms) : after_ms(ms);
}

// ---- deadlines -------------------------------------------------------------

// choice: bit 0: in absolute time; bit 1: the body is in time.
SCENARIO(a_deadline_cancels_at_its_time)
{
    struct plan plan = ask_plan();
    bool in_time = plan.choice & 2;
    error_free(naps(0, plan.ms[0]));
    struct scope *s = enters(
        1, .deadline = deadline_of(plan.choice & 1, plan.ms[1] + plan.ms[2]));
    tell(SAID, 1, scope_deadline_ms(s));
    struct error *err = naps(1, in_time ? plan.ms[1] : LONG_MS);
    tell_reason(1, err);
    error_free(leaves(s, 1, err));
    error_free(naps(2, LONG_MS));
    return NULL;
}

// choice: 0: after 0 ms; 1: now; 2: in the past; 3: moved into the past.
SCENARIO(a_deadline_that_has_passed_lets_the_body_begin)
{
    struct plan plan = ask_plan();
    error_free(naps(0, plan.ms[0]));
    int64_t now = clock_now_ms();
    struct scope_deadline deadlines[] = {
        after_ms(0), at_ms(now), at_ms(now - plan.ms[0]), scope_never()};
    struct scope *s = enters(1, .deadline = deadlines[plan.choice]);
    if (plan.choice == 3)
        scope_set_deadline(s, at_ms(now - 1));
    tell(BEGUN, 1, 0);
    tell(SAID, 1, scope_cancel_called(s));
    struct error *err = naps(1, LONG_MS);
    error_free(leaves(s, 1, err));
    return NULL;
}

SCENARIO(of_two_deadlines_the_earlier_one_counts)
{
    struct plan plan = ask_plan();
    struct scope *outer = enters(1, .deadline = after_ms(plan.ms[0]));
    struct scope *inner = enters(2, .deadline = after_ms(plan.ms[1]));
    struct error *err = leaves(inner, 2, naps(1, LONG_MS));
    error_free(leaves(outer, 1, err != NULL ? err : naps(2, LONG_MS)));
    return NULL;
}

static void moves_the_deadline(struct later *later)
{
    struct scope_deadline deadlines[] = {after_ms(LONG_MS / 2), scope_never(),
                                         at_ms(0), at_ms(5)};
    scope_set_deadline(later->scope, deadlines[later->choice]);
    tell(SAID, 1, scope_deadline_ms(later->scope));
}

// At 1 ms somebody moves the deadline: later, away, into the past, to 5 ms.
SCENARIO(a_deadline_can_be_moved)
{
    struct plan plan = ask_plan();
    struct later later;
    begin_later(&later, 1, moves_the_deadline);
    later.choice = plan.choice;
    struct scope *s = later.scope =
        enters(1, .deadline = after_ms(9 + plan.ms[0]));
    struct error *err = naps(1, LONG_MS);
    later.scope = NULL;
    error_free(leaves(s, 1, err));
    end_later(&later);
    return NULL;
}

// The deadline passes while the task computes. choice: 0: of its own scope; 1:
// of one around it; 2: of one around it, set from inside; 3: of one that is
// left before there is a checkpoint.
SCENARIO(a_checkpoint_sees_a_deadline_that_passed_meanwhile)
{
    struct plan plan = ask_plan();
    struct scope_deadline deadline = after_ms(plan.ms[0]);
    struct scope *outer =
        enters(1, .deadline = plan.choice == 1 ? deadline : scope_never());
    struct scope *inner =
        enters(2, .deadline = plan.choice == 0 ? deadline : scope_never());
    struct scope *innermost =
        enters(3, .deadline = plan.choice == 3 ? deadline : scope_never());
    if (plan.choice == 2)
        scope_set_deadline(outer, deadline);
    clock_advance_ms(plan.ms[0] + plan.n - 1);
    if (plan.choice == 3) {
        error_free(leaves(innermost, 3, NULL));
        innermost = inner;
    }
    if (plan.ms[1] % 2)
        tell(SAID, 1, scope_is_cancelled(innermost));
    if (plan.ms[1] % 3 == 0)
        tell(SAID, 2, scope_cancel_called(plan.choice == 0 ? inner : outer));
    struct error *err = checkpoint_if_cancelled();
    tell(HEARD, 1, err != NULL);
    error_free(naps(1, LONG_MS));
    if (innermost != inner)
        err = leaves(innermost, 3, err);
    error_free(leaves(outer, 1, leaves(inner, 2, err)));
    return NULL;
}

// choice: 0: the new deadline is in the past; 1: it is still to come.
SCENARIO(once_cancelled_a_deadline_changes_nothing)
{
    struct plan plan = ask_plan();
    struct scope *s = enters(1, .deadline = after_ms(plan.ms[0]));
    scope_cancel(s, words[0]);
    scope_set_deadline(s, plan.choice ? after_ms(plan.ms[1]) : at_ms(0));
    tell(SAID, 1, scope_deadline_ms(s));
    naps_shielded(LONG_MS);
    struct error *err = hears(1);
    tell_reason(1, err);
    error_free(leaves(s, 1, err));
    return NULL;
}

// Three scopes; choice: which has a shield, which has no deadline, and whether
// the outermost is cancelled.
SCENARIO(the_deadline_that_reaches_a_task_can_be_asked_for)
{
    struct plan plan = ask_plan();
    struct scope *scopes[3];
    for (int64_t i = 0; i < 3; i++)
        scopes[i] =
            enters(1 + i,
                   .deadline = plan.choice / 8 == i ? scope_never()
                                                    : at_ms(100 + plan.ms[i]),
                   .shield = plan.choice / 2 % 4 == i);
    tell(SAID, 1, scope_effective_deadline_ms());
    if (plan.choice % 2)
        scope_cancel(scopes[0], NULL);
    tell(SAID, 2, scope_effective_deadline_ms());
    struct error *err = NULL;
    for (int64_t i = 3; i-- > 0;)
        err = leaves(scopes[i], 1 + i, err);
    tell(SAID, 3, scope_effective_deadline_ms());
    error_free(err);
    return NULL;
}

// ---- shields ---------------------------------------------------------------

static struct error *naps_as_child(void *arg)
{
    struct scope *own = scope_enter((struct scope_options){0});
    return scope_leave(own, naps(CHILD, *(int64_t *)arg));
}

// choice: 0: somebody cancels the outer scope; 1: its deadline does.
SCENARIO(a_shield_keeps_out_what_comes_from_outside)
{
    struct plan plan = ask_plan();
    int64_t ms = LONG_MS;
    struct later later;
    begin_later(&later, plan.ms[0], cancels_it);
    struct scope *outer = enters(
        1, .deadline = plan.choice ? after_ms(plan.ms[0]) : scope_never());
    if (!plan.choice)
        later.scope = outer;
    struct scope *inner = enters(2, .shield = true);
    struct nursery *nursery = nursery_open();
    nursery_spawn(nursery, naps_as_child, &ms);
    struct error *err = nursery_close(nursery, naps(BODY, LONG_MS));
    tell(SAID, 1, scope_is_cancelled(inner));
    tell(SAID, 2, scope_is_shielded(inner));
    error_free(leaves(inner, 2, err));
    later.scope = NULL;
    error_free(leaves(outer, 1, hears(1)));
    end_later(&later);
    return NULL;
}

// Inside a shield in a cancelled scope. choice: 0: the shielded scope itself is
// cancelled; 1: its deadline passes; 2 and 3: the same of a scope inside.
SCENARIO(a_shield_does_not_keep_out_its_own_cancel)
{
    struct plan plan = ask_plan();
    struct scope_deadline none = scope_never(), soon = after_ms(plan.ms[0]);
    struct scope *outer = enters(1);
    scope_cancel(outer, NULL);
    struct scope *shield =
        enters(2, .shield = true, .deadline = plan.choice == 1 ? soon : none);
    struct scope *inner = enters(3, .deadline = plan.choice == 3 ? soon : none);
    if (plan.choice % 2 == 0)
        scope_cancel(plan.choice == 0 ? shield : inner, NULL);
    struct error *err = leaves(inner, 3, naps(1, LONG_MS));
    error_free(leaves(shield, 2, err));
    error_free(leaves(outer, 1, hears(1)));
    return NULL;
}

static void lifts_it(struct later *later)
{
    scope_shield(later->scope, false);
    scope_shield(later->scope, false);
}

// A shield is lifted by somebody else while two tasks wait in it.
SCENARIO(lifting_a_shield_wakes_who_waits_inside)
{
    struct plan plan = ask_plan();
    int64_t ms = LONG_MS;
    struct later later;
    begin_later(&later, plan.ms[0] + plan.ms[1], lifts_it);
    struct scope *outer = enters(1, .deadline = after_ms(plan.ms[0]));
    struct scope *inner = later.scope = enters(2, .shield = true);
    struct nursery *nursery = nursery_open();
    nursery_spawn(nursery, naps_as_child, &ms);
    struct error *err = nursery_close(nursery, naps(BODY, LONG_MS));
    later.scope = NULL;
    error_free(leaves(outer, 1, leaves(inner, 2, err)));
    end_later(&later);
    return NULL;
}

SCENARIO(raising_a_shield_lets_the_task_go_on)
{
    struct plan plan = ask_plan();
    struct scope *outer = enters(1), *inner = enters(2);
    scope_cancel(outer, NULL);
    struct error *err = NULL;
    for (int64_t i = 1; i <= 2 * plan.n; i += 2) {
        error_free(err);
        hears_and_drops(i);
        scope_shield(inner, true);
        error_free(naps(100 + i, plan.ms[0]));
        scope_shield(inner, false);
        err = hears(i + 1);
    }
    error_free(leaves(outer, 1, leaves(inner, 2, err)));
    return NULL;
}

// Two shields in a cancelled scope. Each two bits of choice say which are up.
SCENARIO(of_two_shields_each_is_enough)
{
    struct plan plan = ask_plan();
    struct scope *outer = enters(1), *a = enters(2), *b = enters(3);
    scope_cancel(outer, NULL);
    for (int64_t i = 0; i < 4; i++) {
        int64_t up = plan.choice >> (2 * i) & 3;
        scope_shield(a, up & 1);
        scope_shield(b, up & 2);
        hears_and_drops(1 + i);
    }
    error_free(leaves(outer, 1, leaves(a, 2, leaves(b, 3, NULL))));
    return NULL;
}

// The pattern for cleaning up. choice: 0: it is in time; 1: it is not; 2: that
// is a TIMEOUT.
SCENARIO(a_shielded_cleanup_has_its_own_time)
{
    struct plan plan = ask_plan();
    struct scope *s = enters(1, .deadline = after_ms(plan.ms[0]));
    struct error *err = naps(1, LONG_MS);
    struct scope *cleanup =
        enters(2, .shield = true, .fail = plan.choice == 2,
               .deadline = after_ms(plan.choice == 0 ? plan.ms[1] + plan.ms[2]
                                                     : plan.ms[1]));
    error_free(leaves(
        cleanup, 2,
        naps(2, plan.choice == 0 ? plan.ms[1] : plan.ms[1] + plan.ms[2])));
    error_free(leaves(s, 1, err));
    return NULL;
}

// What is shielded ends, well or not, in a cancelled scope.
SCENARIO(what_a_shield_has_kept_out_catches_nothing)
{
    struct plan plan = ask_plan();
    struct scope *outer = enters(1), *inner = enters(2, .shield = true);
    scope_cancel(outer, NULL);
    hears_and_drops(1);
    struct error *err = plan.choice ? mint(plan.base) : NULL;
    error_free(leaves(outer, 1, leaves(inner, 2, err)));
    return NULL;
}

// ---- call forms ------------------------------------------------------------

// What is called.
struct job {
    int64_t ms;      // it sleeps so long
    bool computes;   // no, it computes so long
    int64_t fails;   // with this number, if it is not 0
    bool fails_late; // only if it is cancelled
    bool called;
};

static struct error *job(void *arg)
{
    struct job *j = arg;
    j->called = true;
    struct error *err = NULL;
    if (j->computes)
        clock_advance_ms(j->ms);
    else
        err = naps(1, j->ms);
    if (j->fails == 0 || (j->fails_late && err == NULL))
        return err;
    error_free(err);
    return mint(j->fails);
}

static const char *const why = "no answer";

static void tell_timeout(const struct error *err)
{
    const struct error *cause = err != NULL ? error_cause(err) : NULL;
    const struct reason *reason = cause != NULL ? error_reason(cause) : NULL;
    int64_t is = 0;
    if (error_is(cause, &CANCELLED))
        is |= CAUSED;
    if (reason != NULL && reason->source == CANCEL_DEADLINE)
        is |= BY_DEADLINE;
    if (err != NULL && strstr(error_message(err), why) != NULL)
        is |= EXPLAINED;
    tell(TIMED_OUT, error_is(err, &TIMEOUT), is);
    tell(INVALID_IS, error_is(err, &INVALID), 0);
}

enum { UNTIL = 1, FAIL = 2, BRIEF = 4 }; // a form

// Calls j by the form, with so many ms; gives what it gave.
static struct error *calls(int64_t form, int64_t ms, struct job *j)
{
    bool stopped = false, *out = form & BRIEF ? NULL : &stopped;
    const char *reason = form & BRIEF ? NULL : why;
    struct error *err;
    if (form & UNTIL)
        err = form & FAIL ? fail_until(clock_now_ms() + ms, job, j, reason)
                          : move_on_until(clock_now_ms() + ms, job, j, out);
    else
        err = form & FAIL ? fail_after(ms, job, j, reason)
                          : move_on_after(ms, job, j, out);
    tell(FORM, j->called, form & (FAIL | BRIEF) ? -1 : stopped);
    tell_timeout(err);
    tell_error(err);
    return err;
}

// choice: bits 0 and 1: the form; bit 2: in time.
static void calls_in_time_or_not(int64_t form)
{
    struct plan plan = ask_plan();
    bool in_time = plan.choice & 4;
    form |= (plan.choice & 1 ? UNTIL : 0) | (plan.choice & 2 ? BRIEF : 0);
    int64_t more = plan.ms[1] + plan.ms[2];
    struct job j = {.ms = in_time ? plan.ms[1] : more};
    error_free(naps(0, plan.ms[0]));
    struct error *err = calls(form, in_time ? more : plan.ms[1], &j);
    error_free(err); // lint: allow swallowed-cancel calls has told
    hears_and_drops(1);
}

SCENARIO(move_on_stops_without_a_word)
{
    calls_in_time_or_not(0);
    return NULL;
}

SCENARIO(fail_turns_being_stopped_into_a_timeout)
{
    calls_in_time_or_not(FAIL);
    return NULL;
}

// Not stopped, or with something more urgent to say. choice, by four the
// form, and the rest: 0: fails in time; 1: when it is cancelled; 2: ends well,
// too late; 3: fails, too late. The last two do not wait.
SCENARIO(what_was_not_stopped_is_no_timeout)
{
    struct plan plan = ask_plan();
    int64_t how = plan.choice % 4;
    struct job j = {.ms = how == 0 ? plan.ms[0] : plan.ms[0] + plan.ms[1],
                    .computes = how >= 2,
                    .fails = how == 2 ? 0 : plan.base,
                    .fails_late = how == 1};
    // Without BRIEF: so the choices are few enough to be met in each check.
    struct error *err =
        calls(plan.choice / 4,
              how == 0 ? plan.ms[0] + plan.ms[1] : plan.ms[0], &j);
    error_free(err); // lint: allow swallowed-cancel calls has told
    return NULL;
}

SCENARIO(no_time_at_all)
{
    struct plan plan = ask_plan();
    struct job j = {.ms = LONG_MS};
    error_free(naps(0, plan.ms[0]));
    struct error *err = calls(plan.choice, -plan.n, &j);
    error_free(err); // lint: allow swallowed-cancel calls has told
    return NULL;
}

// choice: bit 0: a form, or a scope that fails; bit 1: before it is left, that
// one's deadline passes too.
SCENARIO(a_cancel_from_elsewhere_is_no_timeout)
{
    struct plan plan = ask_plan();
    struct later later;
    begin_later(&later, plan.ms[0], cancels_it);
    struct job j = {.ms = LONG_MS};
    struct scope *s = later.scope =
        enters(1, .fail = true, .deadline = after_ms(LONG_MS / 2));
    struct error *err =
        plan.choice & 1 ? calls(FAIL, LONG_MS / 3, &j) : naps(1, LONG_MS);
    if (plan.choice & 2)
        clock_advance_ms(LONG_MS);
    later.scope = NULL;
    error_free(leaves(s, 1, err));
    end_later(&later);
    return NULL;
}

// choice: one more has something else to say when it is cancelled.
SCENARIO(many_tasks_stopped_are_one_timeout)
{
    struct plan plan = ask_plan();
    int64_t ms = LONG_MS;
    struct job j = {.ms = LONG_MS, .fails = plan.base, .fails_late = true};
    struct scope *s = enters(1, .fail = true, .deadline = after_ms(plan.ms[0]));
    struct nursery *nursery = nursery_open();
    for (int64_t i = 0; i < plan.n; i++)
        nursery_spawn(nursery, naps_as_child, &ms);
    if (plan.choice)
        nursery_spawn(nursery, job, &j);
    struct error *err = nursery_close(nursery, naps(BODY, LONG_MS));
    err = leaves(s, 1, err);
    tell_timeout(err);
    error_free(err);
    hears_and_drops(1);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
