// A child for tests: sleeps, then succeeds or fails, and remembers what became
// of it.
#pragma once
#include <check.h>
#include "clock.h"
#include "errgroup.h"
#include "event.h"
#include "nursery.h"
#include "scope.h"

enum { KID_FOREVER = -1 };

struct kid {
    // What it does.
    int64_t ms;                    // sleeps so long; KID_FOREVER: to the end
    const struct kind *fails;      // then fails with this; NULL: succeeds
    int64_t cleanup_ms;            // when cancelled, sleeps so long, shielded
    const struct kind *fails_late; // when cancelled, fails with this instead
    bool swallows;                 // when cancelled, succeeds all the same

    // What became of it.
    bool began;
    bool cancelled;
    bool ended;
    int64_t ended_at;   // in ms
    struct error *err;  // what it failed with, but for CANCELLED; borrowed
    struct reason *why; // why it was cancelled (free with kid_forget)
};

static inline struct error *kid_clean_up(struct kid *k, struct error *err)
{
    k->cancelled = true;
    reason_free(k->why);
    k->why = reason_ref((struct reason *)error_reason(err));
    if (k->cleanup_ms > 0) {
        struct scope *s = scope_enter((struct scope_options){.shield = true});
        struct error *failed = scope_leave(s, sleep_ms(k->cleanup_ms));
        ck_assert(failed == NULL);
    }
    if (!k->swallows && k->fails_late == NULL)
        return err;
    error_free(err);
    if (k->swallows)
        return NULL;
    return k->err = error_new(k->fails_late, "failed cleaning up");
}

static inline struct error *kid(void *arg)
{
    struct kid *k = arg;
    k->began = true;
    struct error *err =
        k->ms == KID_FOREVER ? sleep_forever() : sleep_ms(k->ms);
    if (err != NULL)
        err = kid_clean_up(k, err);
    else if (k->fails != NULL)
        err = k->err = error_new(k->fails, "failed after %d ms", (int)k->ms);
    k->ended = true;
    k->ended_at = clock_now_ms();
    return err;
}

static inline void kid_forget(struct kid *k)
{
    reason_free(k->why);
    *k = (struct kid){0};
}

// Fails unless err is a group of just these members, in this order; drops it.
// The members are looked at after err.
#define expect_group(err, ...)                                                 \
    do {                                                                       \
        struct error *group_given = (err);                                     \
        struct error *group_due[] = {__VA_ARGS__};                             \
        kid_expect_group(group_given, group_due, array_length(group_due));     \
    } while (0)

static inline void kid_expect_group(struct error *group,
                                    struct error *const *due, size_t n)
{
    ck_assert(errgroup_is(group));
    ck_assert_uint_eq(errgroup_size(group), n);
    for (size_t i = 0; i < n; i++)
        ck_assert_ptr_eq(errgroup_member(group, i), due[i]);
    error_free(group);
}
// private: linnet-0f5d3f897d262c7d
