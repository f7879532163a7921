// Lab 3: what the programs of all scenarios are made of.
#pragma once
#include "event.h"
#include "facts.h"
#include "loop.h"
#include "nursery.h"
#include "runner.h"
#include "scope.h"

// ---- numbers ---------------------------------------------------------------

// As the judge wants it; each scenario says what it takes them for.
struct plan {
    int64_t n;
    int64_t base; // of the numbers of errors
    int64_t choice;
    int64_t ms[MOST_MS];
};

static inline struct plan ask_plan(void)
{
    int64_t given[3 + MOST_MS];
    ask_all(given, array_length(given));
    struct plan plan = {given[0], given[1], given[2], {0}};
    for (int i = 0; i < MOST_MS; i++)
        plan.ms[i] = given[3 + i];
    return plan;
}

// ---- scopes ----------------------------------------------------------------

enum { MOST_SCOPES = 32 };

static struct scope_result results[MOST_SCOPES]; // by the number of the scope

#define enters(number, ...)                                                    \
    enters_with((number), (struct scope_options){__VA_ARGS__})
static inline struct scope *enters_with(int64_t number,
                                        struct scope_options options)
{
    results[number] = (struct scope_result){0};
    options.result = &results[number];
    return scope_enter(options);
}

// Gives what scope_leave does.
static inline struct error *leaves(struct scope *s, int64_t number,
                                   struct error *err)
{
    err = scope_leave(s, err);
    const struct scope_result *result = &results[number];
    tell(LEFT, number,
         (result->cancel_called ? CALLED : 0) |
             (result->cancelled_caught ? CAUGHT : 0));
    tell_error(err);
    return err;
}

// ---- waits -----------------------------------------------------------------

static inline struct error *naps(int64_t who, int64_t ms)
{
    struct error *err = sleep_ms(ms);
    tell(WOKE, who, err != NULL);
    return err;
}

static inline struct error *hears(int64_t which)
{
    struct error *err = checkpoint();
    tell(HEARD, which, err != NULL);
    return err;
}

static inline void hears_and_drops(int64_t which)
{
    error_free(hears(which));
}

// Nothing from outside reaches in.
static inline void naps_shielded(int64_t ms)
{
    struct scope *s = scope_enter((struct scope_options){.shield = true});
    error_free(scope_leave(s, sleep_ms(ms)));
}

// ---- reasons ---------------------------------------------------------------

static const char *const words[N_WORDS] = {"first", "second"};

static inline int64_t index_of(const char *text, const char *const *texts,
                               int64_t n)
{
    if (text == NULL)
        return 0;
    for (int64_t i = 0; i < n; i++)
        if (strcmp(text, texts[i]) == 0)
            return 1 + i;
    return n + 1;
}

static inline void tell_reason(int64_t which, const struct error *err)
{
    static const char *const names[] = {"main", "other"};
    const struct reason *reason = err != NULL ? error_reason(err) : NULL;
    if (reason == NULL)
        return;
    tell(REASON, which, reason->source);
    tell(WORDS, which, index_of(reason->text, words, N_WORDS));
    tell(BLAMED, which, index_of(reason->task, names, array_length(names)));
}

// Keeps the reason of err, which may be NULL, beyond the end of its scope.
static inline struct reason *hold_reason(const struct error *err)
{
    return err != NULL ? reason_ref((struct reason *)error_reason(err)) : NULL;
}

// How many still own it, the program among them; gives it back.
static inline void tell_owners(int64_t which, struct reason *reason)
{
    if (reason != NULL)
        tell(OWNERS, which, reason->refs);
    reason_free(reason);
}

// ---- somebody outside ------------------------------------------------------

// A task that does something when its time has come, if there still is what it
// is to be done to.
struct later {
    int64_t ms;
    void (*act)(struct later *later);
    struct scope *scope;     // NULL: nothing is done
    struct scope *outer;     // one more, or NULL
    int64_t choice;          // for act
    struct nursery *outside; // it lives there
};

static inline struct error *acts_later(void *arg)
{
    struct later *later = arg;
    TRY(sleep_ms(later->ms));
    if (later->scope != NULL)
        later->act(later);
    return NULL;
}

static inline void begin_later(struct later *later, int64_t ms,
                               void (*act)(struct later *later))
{
    *later = (struct later){.ms = ms, .act = act};
    later->outside = nursery_open();
    nursery_spawn_with(later->outside, acts_later, later, .name = "other");
}

static inline void end_later(struct later *later)
{
    later->scope = NULL;
    error_free(nursery_close(later->outside, NULL));
}

static inline void cancels_it(struct later *later)
{
    scope_cancel(later->scope, words[0]);
}
// private: linnet-0f5d3f897d262c7d
