// Lab 3: what all its judges check.
#pragma once
#include "facts.h"
#include "judge.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// ---- what the scenarios ask for --------------------------------------------

struct plan {
    int64_t n, base, choice, ms[MOST_MS];
};

static const struct range nothing __attribute__((unused)) = {0, 0},
                                  yes_or_no __attribute__((unused)) = {0, 1},
                                  some __attribute__((unused)) = {1, MOST_MS},
                                  short_ms __attribute__((unused)) = {1, 50};

static inline struct plan give_plan(struct play *p, struct range n,
                                    struct range choice, struct range ms)
{
    struct plan plan;
    plan.n = give(p, n.low, n.high);
    plan.base = give(p, 100, 1000000);
    plan.choice = give_in_turn(p, choice.low, choice.high);
    for (int i = 0; i < MOST_MS; i++)
        plan.ms[i] = give(p, ms.low, ms.high);
    return plan;
}

// ---- what always holds -----------------------------------------------------

// over, and no scope catches that nobody has cancelled.
static inline bool whole(struct play *p)
{
    bool is_whole = over(p);
    for (long i = find_next(p, LEFT, -1); i >= 0; i = find_next(p, LEFT, i)) {
        const struct wire_frame *left = told(p, (size_t)i);
        check(p, left->b != CAUGHT, "WRONG-CATCH",
              "scope %" PRId64
              " had not been cancelled, and took a CANCELLED out",
              left->a);
    }
    return is_whole;
}

// ---- waits -----------------------------------------------------------------

static inline const char *name_of(int64_t who)
{
    return who == BODY    ? "the main task"
           : who == CHILD ? "the child"
                          : "a task";
}

static inline long woke(struct play *p, int64_t who)
{
    long at = find_fact(p, WOKE, who);
    check(p, at >= 0, "LOST-CANCEL", "%s never woke from its wait",
          name_of(who));
    return at;
}

// The wait was cancelled at ms.
static inline void check_cancelled_at(struct play *p, int64_t who, int64_t ms)
{
    long at = woke(p, who);
    check(p, told(p, (size_t)at)->b, "LOST-CANCEL",
          "%s slept on to %" PRId64
          " ms, though its wait was to be cancelled at %" PRId64 " ms",
          name_of(who), at_ms(p, at), ms);
    check(p, at_ms(p, at) == ms, "WRONG-TIME",
          "the wait of %s was cancelled at %" PRId64 " ms, not at %" PRId64
          " ms",
          name_of(who), at_ms(p, at), ms);
}

// The wait went on to its end, at ms.
static inline void check_slept_to(struct play *p, int64_t who, int64_t ms,
                                  const char *code, const char *though)
{
    long at = woke(p, who);
    check(p, !told(p, (size_t)at)->b, code,
          "the wait of %s was cancelled at %" PRId64 " ms, though %s",
          name_of(who), at_ms(p, at), though);
    check(p, at_ms(p, at) == ms, "WRONG-TIME",
          "%s woke at %" PRId64 " ms, not at %" PRId64 " ms", name_of(who),
          at_ms(p, at), ms);
}

// What a checkpoint said: it had to fail.
static inline void check_heard(struct play *p, int64_t which, const char *code,
                               const char *though)
{
    long at = find_fact(p, HEARD, which);
    check(p, at >= 0, "HANG", "the program never came to its checkpoint");
    check(p, told(p, (size_t)at)->b, code,
          "a checkpoint succeeded at %" PRId64 " ms, though %s", at_ms(p, at),
          though);
}

// It had to succeed.
static inline void check_passed(struct play *p, int64_t which, const char *code,
                                const char *though)
{
    long at = find_fact(p, HEARD, which);
    check(p, at >= 0, "HANG", "the program never came to its checkpoint");
    check(p, !told(p, (size_t)at)->b, code,
          "a checkpoint failed with CANCELLED at %" PRId64 " ms, though %s",
          at_ms(p, at), though);
}

// What a scope answered.
static inline void check_said(struct play *p, int64_t which, int64_t due,
                              const char *code, const char *question)
{
    long at = find_fact(p, SAID, which);
    check(p, at >= 0, "HANG", "the program never came to ask");
    check(p, told(p, (size_t)at)->b == due, code,
          "%s was %" PRId64 ", where %" PRId64 " was due", question,
          told(p, (size_t)at)->b, due);
}

// ---- scopes ----------------------------------------------------------------

// What scope_leave gave, as text like error_at's, and what the scope told.
static inline void check_left(struct play *p, int64_t scope, int64_t flags,
                              const char *expected)
{
    long at = find_fact(p, LEFT, scope);
    check(p, at >= 0, "HANG", "scope %" PRId64 " was never left", scope);
    const char *got = error_at(p, find_error(p, (size_t)at));
    bool has = strstr(got, "cancelled") != NULL;
    bool due = strstr(expected, "cancelled") != NULL;
    check(p, due || !has, "WRONG-CATCH",
          "scope %" PRId64 " was to take the CANCELLED out, but scope_leave "
          "gave %s",
          scope, got);
    check(p, has || !due, "WRONG-CATCH",
          "scope %" PRId64 " took out a CANCELLED that was not its own: "
          "scope_leave gave %s, where %s was due",
          scope, got, expected);
    check_error(p, "scope_leave", at, expected);
    int64_t told_flags = told(p, (size_t)at)->b;
    check(p, (told_flags & CALLED) == (flags & CALLED), "WRONG-RESULT",
          "the result of scope %" PRId64 " said cancel_called = %d", scope,
          (told_flags & CALLED) != 0);
    check(p, (told_flags & CAUGHT) == (flags & CAUGHT), "WRONG-RESULT",
          "the result of scope %" PRId64 " said cancelled_caught = %d", scope,
          (told_flags & CAUGHT) != 0);
}

// The reason of a CANCELLED is freed with the last who needs it: only the
// program has it now.
static inline void check_owned_once(struct play *p, int64_t which)
{
    long at = find_fact(p, OWNERS, which);
    check(p, at >= 0, "LOST-CANCEL", "there was no CANCELLED to look at");
    int64_t owners = told(p, (size_t)at)->b;
    check(p, owners >= 1, "MEMORY",
          "a reason was freed while somebody still had it");
    check(p, owners == 1, "LEAK",
          "the reason of the CANCELLED was still held %" PRId64
          " times when its scope had been left and the error freed",
          owners - 1);
}

// What a CANCELLED carries.
static inline void check_reason(struct play *p, int64_t which, int64_t source,
                                int64_t text, int64_t by)
{
    static const struct {
        int fact;
        const char *name;
    } parts[] = {{REASON, "source"}, {WORDS, "text"}, {BLAMED, "task"}};
    const int64_t due[] = {source, text, by};
    for (int i = 0; i < 3; i++) {
        long at = find_fact(p, parts[i].fact, which);
        check(p, at >= 0, "LOST-CANCEL", "there was no CANCELLED to look at");
        check(p, told(p, (size_t)at)->b == due[i], "WRONG-REASON",
              "the reason of the CANCELLED had the wrong %s", parts[i].name);
    }
}
// private: linnet-0f5d3f897d262c7d
