// Lab 5, the judge: what is right of the programs in scenarios_limiter.c.
//
// Most tests are a program of steps, written or drawn here. What has to come of
// each step is worked out by a model: an array of those who have something and
// one of those who wait. The numbers before a test are behaviours of
// semantics.md.
#include "facts_limiter.h"
#include "judge.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// ---- programs --------------------------------------------------------------

struct step {
    int64_t actor, verb, a, goes_on;
};

struct program {
    enum thing thing;
    int64_t start, most; // total, or value and most
    int64_t dice[N_DICE];
    struct step steps[MOST_STEPS];
    int64_t n;
    int64_t n_actors;
};

static void then(struct program *program, int64_t actor, enum verb verb,
                 int64_t a)
{
    program->steps[program->n++] = (struct step){actor, verb, a, 0};
}

// The same; the actor goes on with its next step at once.
static void then_at_once(struct program *program, int64_t actor, enum verb verb,
                         int64_t a)
{
    program->steps[program->n++] = (struct step){actor, verb, a, 1};
}

// Actors first to last, one after the other.
static void all(struct program *program, int64_t first, int64_t last,
                enum verb verb, int64_t a)
{
    for (int64_t i = first; i <= last; i++)
        then(program, i, verb, a);
}

static struct program begin(struct play *p, enum thing thing,
                            const struct range dice[N_DICE])
{
    struct program program = {.thing = thing, .most = INT64_MAX};
    for (int i = 0; i < N_DICE; i++)
        program.dice[i] = i == 0 ? give_in_turn(p, dice[i].low, dice[i].high)
                                 : give(p, dice[i].low, dice[i].high);
    return program;
}

static void send(struct play *p, const struct program *program)
{
    give_this(p, program->thing);
    give_this(p, program->start);
    give_this(p, program->most);
    give_this(p, program->n_actors);
    give_this(p, program->n);
    for (int64_t i = 0; i < program->n; i++) {
        give_this(p, program->steps[i].actor);
        give_this(p, program->steps[i].verb);
        give_this(p, program->steps[i].a);
        give_this(p, program->steps[i].goes_on);
    }
}

// Numbers the actors in the order in which they appear: as many as are needed.
static int64_t number_of(struct program *program, int64_t *numbers,
                         int64_t actor)
{
    if (numbers[actor] < 0)
        numbers[actor] = program->n_actors++;
    return numbers[actor];
}

static void number_actors(struct program *program)
{
    int64_t numbers[N_ACTORS];
    memset(numbers, -1, sizeof(numbers));
    for (int64_t i = 0; i < program->n; i++) {
        struct step *step = &program->steps[i];
        step->actor = number_of(program, numbers, step->actor);
        if (step->verb == CANCEL)
            step->a = number_of(program, numbers, step->a);
    }
}

// ---- the model -------------------------------------------------------------

enum {
    PENDING = -1,
    NOBODY = -1,
    TASKS = 100,    // borrower: actor 0 for itself
    FIRST_TASK = 2, // number of actor 0 in the story
};

struct entry {
    int64_t who;    // borrower: a name, or TASKS + actor
    int64_t step;   // it waits in
    int64_t result; // it is to end with
};

struct entries {
    struct entry at[MOST_STEPS];
    int64_t n;
};

struct model {
    enum thing thing;
    int64_t total; // of a limiter
    int64_t value, most;
    int64_t owner;
    struct entries holders;  // of a limiter
    struct entries waiting;  // first come, first
    struct entries sleepers; // in the condition
    int64_t results[MOST_STEPS];
    int64_t woken[MOST_STEPS]; // steps, in the order in which they were let on
    int64_t n_woken;
};

static void model_init(struct model *m, const struct program *program)
{
    m->thing = program->thing;
    m->total = m->value = program->start;
    m->most = program->most;
    m->owner = NOBODY;
    m->holders.n = m->waiting.n = m->sleepers.n = m->n_woken = 0;
    for (int64_t i = 0; i < MOST_STEPS; i++)
        m->results[i] = PENDING;
}

static int64_t place_of(const struct entries *entries, int64_t who)
{
    for (int64_t i = 0; i < entries->n; i++)
        if (entries->at[i].who == who)
            return i;
    return -1;
}

static struct entry take_out(struct entries *entries, int64_t i)
{
    struct entry entry = entries->at[i];
    memmove(&entries->at[i], &entries->at[i + 1],
            (size_t)(--entries->n - i) * sizeof(entry));
    return entry;
}

static bool has_room(const struct model *m)
{
    if (m->thing == LIMITER)
        return m->holders.n < m->total;
    return m->thing == SEMAPHORE ? m->value > 0 : m->owner == NOBODY;
}

static void hold(struct model *m, struct entry entry, int64_t actor)
{
    if (m->thing == LIMITER)
        m->holders.at[m->holders.n++] = entry;
    else if (m->thing == SEMAPHORE)
        m->value--;
    else
        m->owner = actor;
}

static void serve(struct model *m, const struct program *program)
{
    while (m->waiting.n > 0 && has_room(m)) {
        struct entry first = take_out(&m->waiting, 0);
        hold(m, first, program->steps[first.step].actor);
        m->results[first.step] = first.result;
        m->woken[m->n_woken++] = first.step;
    }
}

static int64_t try_it(struct model *m, const struct step *step,
                      struct entry entry)
{
    if (m->thing == LIMITER && (place_of(&m->holders, entry.who) >= 0 ||
                                place_of(&m->waiting, entry.who) >= 0))
        return DONE_MISUSE;
    if (m->thing >= LOCK && m->owner == step->actor)
        return DONE_MISUSE;
    if (!has_room(m))
        return DONE_WOULD_BLOCK;
    hold(m, entry, step->actor);
    return DONE_WELL;
}

static int64_t give_back(struct model *m, const struct step *step, int64_t who)
{
    int64_t holder = place_of(&m->holders, who);
    if ((m->thing == LIMITER && holder < 0) ||
        (m->thing == SEMAPHORE && m->value == m->most && m->waiting.n == 0) ||
        (m->thing >= LOCK && m->owner != step->actor))
        return DONE_MISUSE;
    if (m->thing == LIMITER)
        take_out(&m->holders, holder);
    else if (m->thing == SEMAPHORE)
        m->value++;
    else
        m->owner = NOBODY;
    return DONE_WELL;
}

// Who is cancelled in the condition comes back when it has the lock.
static void cancel(struct model *m, const struct program *program,
                   int64_t actor)
{
    for (int64_t i = 0; i < m->waiting.n; i++)
        if (program->steps[m->waiting.at[i].step].actor == actor &&
            program->steps[m->waiting.at[i].step].verb != WAIT)
            m->results[take_out(&m->waiting, i).step] = DONE_CANCELLED;
    for (int64_t i = 0; i < m->sleepers.n; i++)
        if (program->steps[m->sleepers.at[i].step].actor == actor) {
            struct entry entry = take_out(&m->sleepers, i);
            entry.result = DONE_CANCELLED;
            m->waiting.at[m->waiting.n++] = entry;
        }
}

static int64_t notify(struct model *m, const struct step *step, int64_t n)
{
    if (m->owner != step->actor)
        return DONE_MISUSE;
    for (; n > 0 && m->sleepers.n > 0; n--)
        m->waiting.at[m->waiting.n++] = take_out(&m->sleepers, 0);
    return DONE_WELL;
}

// Does step i, and all that follows from it at once.
static void apply(struct model *m, const struct program *program, int64_t i)
{
    const struct step *step = &program->steps[i];
    struct entry entry = {step->a != 0 ? step->a : TASKS + step->actor, i,
                          DONE_WELL};
    int64_t *result = &m->results[i];
    switch (step->verb) {
    case ACQUIRE:
    case TRY:
        *result = try_it(m, step, entry);
        if (step->verb == ACQUIRE && *result == DONE_WOULD_BLOCK) {
            *result = PENDING;
            m->waiting.at[m->waiting.n++] = entry;
        }
        break;
    case ACQUIRE_CANCELLED:
        *result = DONE_CANCELLED;
        break;
    case RELEASE:
        *result = give_back(m, step, entry.who);
        break;
    case SET_TOTAL:
        *result = step->a < 0 ? DONE_INVALID : DONE_WELL;
        if (step->a >= 0)
            m->total = step->a;
        break;
    case CANCEL:
        *result = DONE_WELL;
        cancel(m, program, step->a);
        break;
    case WAIT:
        *result = m->owner == step->actor ? PENDING : DONE_MISUSE;
        if (*result == PENDING) {
            m->owner = NOBODY;
            m->sleepers.at[m->sleepers.n++] = entry;
        }
        break;
    case WAIT_CANCELLED:
        *result = m->owner == step->actor ? DONE_CANCELLED : DONE_MISUSE;
        break;
    case NOTIFY:
    case NOTIFY_ALL:
        *result = notify(m, step, step->verb == NOTIFY ? step->a : INT64_MAX);
        break;
    }
    serve(m, program);
}

// ---- what came of it -------------------------------------------------------

// What was told of the steps.
struct account {
    int64_t results[MOST_STEPS];
    long at[MOST_STEPS]; // where it was told
    bool owns[MOST_STEPS];
    long rested[MOST_STEPS], held[MOST_STEPS];
};

static void read_account(const struct play *p, struct account *account)
{
    for (int64_t i = 0; i < MOST_STEPS; i++) {
        account->results[i] = PENDING;
        account->rested[i] = account->held[i] = -1;
    }
    for (size_t i = 0; i < n_told(p); i++) {
        const struct wire_frame *frame = told(p, i);
        if (frame->what == HELD || frame->a < 0 || frame->a >= MOST_STEPS)
            continue;
        if (frame->what == DONE) {
            account->results[frame->a] = frame->b;
            account->at[frame->a] = (long)i;
        } else if (frame->what == OWNS) {
            account->owns[frame->a] = frame->b;
        } else if (frame->what == RESTED) {
            account->rested[frame->a] = (long)i;
            account->held[frame->a] = find_next(p, HELD, (long)i);
        }
    }
}

// What was done, for messages: "task 2 released a token".
static const char *done_text(const struct program *program, int64_t i)
{
    static char text[8][120];
    static int next;
    const struct step *s = &program->steps[i];
    char *at = text[next++ % 8], for_whom[32] = "";
    size_t bytes = sizeof(text[0]);
    const char *what = program->thing == LIMITER     ? "a token"
                       : program->thing == SEMAPHORE ? "the semaphore"
                                                     : "the lock";
    if (s->a != 0 && s->verb <= RELEASE)
        snprintf(for_whom, sizeof(for_whom), " of borrower %" PRId64, s->a);
    int64_t who = s->actor + FIRST_TASK;
    switch (s->verb) {
    case RELEASE:
        snprintf(at, bytes, "task %" PRId64 " released %s%s", who, what,
                 for_whom);
        break;
    case SET_TOTAL:
        snprintf(at, bytes, "the total was set to %" PRId64, s->a);
        break;
    case CANCEL:
        snprintf(at, bytes, "task %" PRId64 " was cancelled",
                 s->a + FIRST_TASK);
        break;
    case WAIT:
    case WAIT_CANCELLED:
        snprintf(at, bytes, "task %" PRId64 " waited for the condition%s", who,
                 s->verb == WAIT ? "" : ", cancelled before");
        break;
    case NOTIFY:
        snprintf(at, bytes, "task %" PRId64 " notified %" PRId64, who, s->a);
        break;
    case NOTIFY_ALL:
        snprintf(at, bytes, "task %" PRId64 " notified all", who);
        break;
    default:
        snprintf(at, bytes, "task %" PRId64 " asked for %s%s%s", who, what,
                 for_whom,
                 s->verb == ACQUIRE_CANCELLED ? ", cancelled before" : "");
    }
    return at;
}

// What is played, up to the step that is looked at; n is 0 if nothing is, so
// after a play that failed it says where.
static struct program progress;

static int put_start(char *text, size_t room)
{
    const struct program *g = &progress;
    if (g->thing == LIMITER && g->start == INT64_MAX)
        return snprintf(text, room, "No limit");
    if (g->thing == LIMITER)
        return snprintf(text, room, "Total %" PRId64, g->start);
    if (g->thing == SEMAPHORE && g->most != INT64_MAX)
        return snprintf(text, room, "Value %" PRId64 " of %" PRId64, g->start,
                        g->most);
    if (g->thing == SEMAPHORE)
        return snprintf(text, room, "Value %" PRId64, g->start);
    return snprintf(text, room, "A %s",
                    g->thing == LOCK ? "lock" : "condition");
}

// "2 acquires", or "and releases" if the same task goes on at once.
static int put_step(char *text, size_t room, int64_t i)
{
    static const char *const verbs[] = {
        [ACQUIRE] = "acquires", [ACQUIRE_CANCELLED] = "acquires",
        [TRY] = "tries",        [RELEASE] = "releases",
        [SET_TOTAL] = "sets",   [CANCEL] = "cancels",
        [WAIT] = "waits",       [WAIT_CANCELLED] = "waits",
        [NOTIFY] = "notifies",  [NOTIFY_ALL] = "notifies all"};
    const struct step *s = &progress.steps[i];
    bool is_cancelled =
        s->verb == ACQUIRE_CANCELLED || s->verb == WAIT_CANCELLED;
    int used;
    if (i > 0 && progress.steps[i - 1].goes_on)
        used = snprintf(text, room, " and %s", verbs[s->verb]);
    else
        used = snprintf(text, room, "%s%" PRId64 " %s%s", i > 0 ? ", " : " ",
                        s->actor + FIRST_TASK,
                        is_cancelled ? "(cancelled) " : "", verbs[s->verb]);
    if (s->verb == CANCEL)
        used += snprintf(text + used, room - (size_t)used, " %" PRId64,
                         s->a + FIRST_TASK);
    else if (s->verb == SET_TOTAL || s->verb == NOTIFY)
        used += snprintf(text + used, room - (size_t)used, " %" PRId64, s->a);
    else if (s->verb <= RELEASE && s->a != 0)
        used += snprintf(text + used, room - (size_t)used,
                         " for borrower %" PRId64, s->a);
    return used;
}

// The calls up to the one that is looked at, the last of them.
static const char *story(void)
{
    enum { MOST_SHOWN = 14, STEP_BYTES = 64 };
    static char text[64 + MOST_SHOWN * STEP_BYTES];
    int64_t from = progress.n > MOST_SHOWN ? progress.n - MOST_SHOWN : 0;
    int used = put_start(text, sizeof(text));
    used += snprintf(text + used, sizeof(text) - (size_t)used, "%s",
                     from > 0 ? "; ..." : ";");
    for (int64_t i = from; i < progress.n; i++)
        used += put_step(text + used, sizeof(text) - (size_t)used, i);
    return text;
}

static int64_t n_in_group(const struct program *program, int64_t last)
{
    int64_t n = 1;
    while (last - n >= 0 && program->steps[last - n].goes_on)
        n++;
    return n;
}

// The steps that were done in one go, up to step `last`.
static const char *group_text(const struct program *program, int64_t last)
{
    static char text[512];
    int64_t first = last + 1 - n_in_group(program, last);
    text[0] = 0;
    for (int64_t i = first; i <= last; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof(text) - used, "%s%s",
                 i > first ? " and at once " : "", done_text(program, i));
    }
    return text;
}

// What a step did, and what it was to do.
static const char *got_text(int64_t result)
{
    static const char *const texts[] = {"succeeded", "returned WOULD_BLOCK",
                                        "returned MISUSE", "returned INVALID",
                                        "returned CANCELLED"};
    if (result == PENDING)
        return "still waited";
    return result >= 0 && result < DONE_ELSE ? texts[result]
                                             : "returned another error";
}

static const char *due_text(int64_t result)
{
    static const char *const texts[] = {"succeed", "return WOULD_BLOCK",
                                        "return MISUSE", "return INVALID",
                                        "return CANCELLED"};
    return result == PENDING ? "wait" : texts[result];
}

static const char *owner_text(int64_t actor)
{
    static char texts[2][32];
    static int next;
    if (actor == NOBODY)
        return "nobody";
    char *text = texts[next++ % 2];
    snprintf(text, sizeof(texts[0]), "task %" PRId64, actor + FIRST_TASK);
    return text;
}

// How step i had ended when all had come to rest after step `last`.
static int64_t got_by(const struct account *account, int64_t i, int64_t last)
{
    bool is_told = account->results[i] != PENDING &&
                   account->at[i] < account->rested[last];
    return is_told ? account->results[i] : PENDING;
}

// A step that ended as `got` where `due` was due, or -1.
static int64_t find_wrong(const struct model *m, const struct account *account,
                          int64_t last, int64_t got, int64_t due)
{
    for (int64_t i = 0; i <= last; i++)
        if (got_by(account, i, last) == got && m->results[i] == due)
            return i;
    return -1;
}

// Of a wait for the condition.
static const char *code_of_wait(const struct model *m, int64_t i, int64_t got)
{
    if (m->results[i] == DONE_CANCELLED)
        return "LOST-CANCEL";
    for (int64_t j = 0; j < m->sleepers.n; j++)
        if (m->sleepers.at[j].step == i && got == DONE_WELL)
            return "EARLY-WAKE";
    return m->results[i] == PENDING ? "LOST-LOCK" : "LOST-WAKEUP";
}

static const char *code_of(const struct model *m, const struct program *program,
                           int64_t i, int64_t got)
{
    int64_t due = m->results[i];
    if (due == DONE_MISUSE || due == DONE_INVALID)
        return "NOT-REFUSED";
    if (got == DONE_MISUSE || got == DONE_INVALID || got == DONE_ELSE)
        return "WRONG-ERROR";
    if (program->steps[i].verb == WAIT)
        return code_of_wait(m, i, got);
    if (got == DONE_CANCELLED)
        return "TAKEN-BACK";
    if (due == DONE_CANCELLED)
        return "LOST-CANCEL";
    return got == DONE_WELL ? "OVER-GRANT" : "LOST-WAKEUP";
}

// Step i has not come out as it has to, when all had come to rest after `last`.
static void explain(struct play *p, const struct model *m,
                    const struct program *program,
                    const struct account *account, int64_t i, int64_t last)
{
    int64_t early = find_wrong(m, account, last, DONE_WELL, PENDING);
    int64_t late = find_wrong(m, account, last, PENDING, DONE_WELL);
    if (early >= 0 && late >= 0 && m->results[i] != DONE_MISUSE)
        judge_fail(p, "OUT-OF-TURN",
                   "after %s, task %" PRId64 " was let on, though it was the "
                   "turn of task %" PRId64 ", which still waited. %s",
                   group_text(program, last),
                   program->steps[early].actor + FIRST_TASK,
                   program->steps[late].actor + FIRST_TASK, story());
    int64_t got = got_by(account, i, last), due = m->results[i];
    const char *code = code_of(m, program, i, got);
    if (i > last - n_in_group(program, last))
        judge_fail(p, code, "%s: that %s, where it was to %s. %s",
                   done_text(program, i), got_text(got), due_text(due),
                   story());
    judge_fail(p, code,
               "task %" PRId64 " had to wait; after %s, its call %s, where it "
               "was to %s. %s",
               program->steps[i].actor + FIRST_TASK, group_text(program, last),
               got_text(got), due_text(due), story());
}

// The steps that came to rest together with `last`.
static void check_results(struct play *p, const struct model *m,
                          const struct program *program,
                          const struct account *account, int64_t last)
{
    // What was just called tells more than what follows from it.
    int64_t first = last + 1 - n_in_group(program, last);
    for (int64_t n = 0; n <= last; n++) {
        int64_t i = (first + n) % (last + 1);
        if (got_by(account, i, last) != m->results[i])
            explain(p, m, program, account, i, last);
    }
}

static void check_order(struct play *p, const struct model *m,
                        const struct program *program,
                        const struct account *account, int64_t last)
{
    for (int64_t i = 1; in_order(p) && i < m->n_woken; i++)
        check(p, account->at[m->woken[i - 1]] < account->at[m->woken[i]],
              "WRONG-ORDER",
              "after %s, task %" PRId64 " came out before task %" PRId64
              ", which had waited longer. %s",
              group_text(program, last),
              program->steps[m->woken[i]].actor + FIRST_TASK,
              program->steps[m->woken[i - 1]].actor + FIRST_TASK, story());
}

static void check_owns(struct play *p, const struct model *m,
                       const struct program *program,
                       const struct account *account, int64_t last)
{
    for (int64_t i = 0; m->thing >= LOCK && i <= last; i++) {
        int64_t verb = program->steps[i].verb;
        bool waits = verb == WAIT || verb == WAIT_CANCELLED;
        bool due = (waits && m->results[i] >= 0) ||
                   (verb <= TRY && m->results[i] == DONE_WELL);
        if (due && m->results[i] != DONE_MISUSE)
            check(p, account->owns[i], "LOST-LOCK",
                  "%s: that %s, and the task did not have the lock then. %s",
                  done_text(program, i), got_text(m->results[i]), story());
    }
}

static void check_number(struct play *p, const char *after, const char *what,
                         int64_t got, int64_t due)
{
    check(p, got == due, "WRONG-COUNT",
          "after %s, the number of %s was given as %" PRId64 ", where %" PRId64
          " was right. %s",
          after, what, got, due, story());
}

static void check_counts(struct play *p, const struct model *m,
                         const struct program *program,
                         const struct account *account, int64_t last)
{
    const char *after = group_text(program, last);
    const struct wire_frame *held = told(p, (size_t)account->held[last]);
    check_number(p, after, "tasks that wait",
                 told(p, (size_t)account->rested[last])->b, m->waiting.n);
    if (m->thing == LIMITER) {
        check_number(p, after, "tokens lent", held->a, m->holders.n);
        check_number(p, after, "tokens in all", held->b, m->total);
    } else if (m->thing == SEMAPHORE) {
        check(p, held->a == m->value, "WRONG-COUNT",
              "after %s, the semaphore's value was %" PRId64
              ", where it was to be %" PRId64 ". %s",
              after, held->a, m->value, story());
    } else {
        check(p, held->a == m->owner, "WRONG-OWNER",
              "after %s, the lock belonged to %s, where it was to belong to "
              "%s. %s",
              after, owner_text(held->a), owner_text(m->owner), story());
        check_number(p, after, "tasks that wait for the condition", held->b,
                     m->sleepers.n);
    }
}

// Nobody waits for anything when all have ended, however that came.
static void check_left(struct play *p)
{
    long left = find_next(p, LEFT_WAITING, -1);
    check(p, left < 0 || told(p, (size_t)left)->b == 0, "LEAK",
          "%" PRId64 " tasks still counted as waiting when all had ended",
          told(p, (size_t)left)->b);
}

static void check_all(struct play *p, const struct program *program)
{
    static struct model m;
    static struct account account;
    read_account(p, &account);
    model_init(&m, program);
    for (int64_t i = 0; i < program->n; i++) {
        apply(&m, program, i);
        if (program->steps[i].goes_on)
            continue;
        progress.n = i + 1;
        check(p, account.rested[i] >= 0 && account.held[i] >= 0, "HANG",
              "it never came to rest after %s. %s", group_text(program, i),
              story());
        check_results(p, &m, program, &account, i);
        check_order(p, &m, program, &account, i);
        check_owns(p, &m, program, &account, i);
        check_counts(p, &m, program, &account, i);
        m.n_woken = 0;
    }
    progress.n = 0;
}

// What has failed is played again to be told: only up to where it went wrong.
static void shorten(struct program *program)
{
    static struct program failed;
    if (progress.n > 0)
        failed = progress;
    if (failed.n > 0 && failed.n < program->n &&
        failed.thing == program->thing && failed.start == program->start &&
        memcmp(failed.dice, program->dice, sizeof(failed.dice)) == 0 &&
        memcmp(failed.steps, program->steps,
               (size_t)failed.n * sizeof(failed.steps[0])) == 0)
        program->n = failed.n;
    progress = *program;
    progress.n = 0;
}

// Has it come to rest after every step?
static bool is_played(const struct play *p, const struct program *program)
{
    size_t n = 0;
    for (int64_t i = 0; i < program->n; i++)
        n += !program->steps[i].goes_on;
    return count(p, HELD) == n;
}

// Plays a program and holds it against the model.
static void play_it(struct play *p, struct program *program)
{
    number_actors(program);
    shorten(program);
    send(p, program);
    // All steps have been told, and nothing has been cleared away.
    give_this(p, 0);
    long made = find_next(p, MADE, -1);
    check(p, made < 0 || told(p, (size_t)made)->b == DONE_WELL, "WRONG-ERROR",
          "it could not be made");
    if (is_played(p, program))
        check_all(p, program);
    give_this(p, 0);
    if (over(p) && !is_played(p, program))
        judge_fail(p, "EXIT", "not all steps were played");
    check_left(p);
}

#define dice(...) ((const struct range[N_DICE]){__VA_ARGS__})

// ---- limiter ---------------------------------------------------------------

// 5.89, 5.102: the very last token, and statistics
JUDGE(a_limiter_lends_as_many_tokens_as_it_has)
{
    struct program g = begin(p, LIMITER, dice({1, 4}, {1, 3}));
    g.start = g.dice[0];
    all(&g, 0, g.start - 1, ACQUIRE, 0);
    then(&g, 7, TRY, 0);
    all(&g, g.start, g.start + g.dice[1] - 1, ACQUIRE, 0);
    then(&g, 7, TRY, 0);
    for (int64_t i = 0; i < g.start + g.dice[1]; i++)
        then(&g, i, RELEASE, 0);
    then(&g, 7, TRY, 0);
    play_it(p, &g);
}

// 5.94
JUDGE(a_token_goes_to_who_has_waited_longest)
{
    struct program g = begin(p, LIMITER, dice({0, 1}, {1, 3}, {2, 4}));
    g.start = g.dice[1];
    int64_t n = g.start + g.dice[2];
    all(&g, 0, n - 1, ACQUIRE, 0);
    // Also several at once.
    if (g.dice[0])
        then_at_once(&g, 0, SET_TOTAL, g.start + 2);
    for (int64_t i = 0; i < n; i++)
        then(&g, i, RELEASE, 0);
    play_it(p, &g);
}

// M22, 5.107 for the limiter
JUDGE(who_asks_again_at_once_stands_behind)
{
    struct program g = begin(p, LIMITER, dice({0, 1}, {1, 3}, {1, 3}));
    g.start = g.dice[1];
    int64_t n = g.start + g.dice[2];
    all(&g, 0, n - 1, ACQUIRE, 0);
    for (int64_t i = 0; i < 2 * n; i++) {
        then_at_once(&g, i % n, RELEASE, 0);
        then(&g, i % n, g.dice[0] && i % 3 == 0 ? TRY : ACQUIRE, 0);
        // Who only tried is out; let it come back.
        if (g.dice[0] && i % 3 == 0)
            then(&g, i % n, ACQUIRE, 0);
    }
    play_it(p, &g);
}

// 5.90
JUDGE(a_borrower_has_one_token)
{
    struct program g = begin(p, LIMITER, dice({0, 2}, {2, 4}));
    g.start = g.dice[1];
    enum verb again = g.dice[0] == 0 ? TRY : ACQUIRE;
    then(&g, 0, ACQUIRE, 0);
    then(&g, 0, again, 0);
    then(&g, 1, ACQUIRE, 1);
    then(&g, 2, again, 1);
    // And who waits for one does not wait for another.
    then(&g, 7, SET_TOTAL, 1);
    then(&g, 3, ACQUIRE, 2);
    then(&g, 4, g.dice[0] == 1 ? TRY : ACQUIRE, 2);
    then(&g, 0, RELEASE, 0);
    then(&g, 1, RELEASE, 1);
    then(&g, 4, TRY, 2);
    then(&g, 4, RELEASE, 2);
    play_it(p, &g);
}

// 5.91
JUDGE(only_who_has_a_token_gives_it_back)
{
    struct program g = begin(p, LIMITER, dice({0, 1}, {1, 3}));
    g.start = g.dice[1];
    then(&g, 0, RELEASE, 0);
    all(&g, 0, g.start, ACQUIRE, 0);
    then(&g, 6, RELEASE, 0);
    then(&g, 7, RELEASE, 1);
    // Whoever waits has none yet.
    if (g.dice[0]) {
        then(&g, 5, ACQUIRE, 2);
        then(&g, 7, RELEASE, 2);
    }
    then(&g, 0, RELEASE, 0);
    then(&g, 0, RELEASE, 0);
    play_it(p, &g);
}

// 5.92
JUDGE(anything_can_be_a_borrower)
{
    struct program g = begin(p, LIMITER, dice({0, 1}, {1, N_NAMES}));
    int64_t n = g.dice[1];
    g.start = n + 1;
    then(&g, 0, ACQUIRE, 0);
    for (int64_t i = 1; i <= n; i++)
        then(&g, 0, g.dice[0] ? TRY : ACQUIRE, i);
    then(&g, 1, ACQUIRE, 0);
    for (int64_t i = n; i >= 1; i--)
        then(&g, 2, RELEASE, i);
    then(&g, 0, RELEASE, 0);
    play_it(p, &g);
}

// 5.95
JUDGE(a_higher_total_lets_in_as_many_as_fit)
{
    struct program g = begin(p, LIMITER, dice({0, 4}, {1, 2}, {1, 4}));
    g.start = g.dice[1];
    int64_t n = g.start + g.dice[2], higher = g.start + g.dice[0];
    all(&g, 0, n - 1, ACQUIRE, 0);
    then(&g, 7, SET_TOTAL, higher);
    then(&g, 7, TRY, 0);
    then(&g, 7, RELEASE, 0);
    then(&g, 7, SET_TOTAL, higher + 1);
    all(&g, 0, g.start - 1, RELEASE, 0);
    play_it(p, &g);
}

// 5.95, 5.98
JUDGE(a_lower_total_takes_no_token_away)
{
    struct program g = begin(p, LIMITER, dice({0, 1}, {2, 4}, {1, 2}));
    int64_t n = g.dice[1], lower = g.dice[2] < n ? g.dice[2] : 1;
    g.start = n;
    all(&g, 0, n - 1, ACQUIRE, 0);
    then(&g, 6, ACQUIRE, 0);
    then(&g, 7, SET_TOTAL, lower);
    for (int64_t i = 0; i < n; i++) {
        then(&g, i, RELEASE, 0);
        if (g.dice[0])
            then(&g, i, TRY, 1 + i % N_NAMES);
    }
    play_it(p, &g);
}

// 5.89, 5.98
JUDGE(a_total_of_nothing_lets_nobody_in)
{
    struct program g = begin(p, LIMITER, dice({0, 1}, {1, 5}, {1, 100}));
    int64_t n = g.dice[1];
    then(&g, 7, TRY, 0);
    all(&g, 0, n - 1, ACQUIRE, 0);
    then(&g, 7, SET_TOTAL, -g.dice[2]);
    then(&g, 7, SET_TOTAL, g.dice[0] ? n : 1);
    then(&g, 7, SET_TOTAL, 0);
    then(&g, 0, RELEASE, 0);
    then(&g, 7, TRY, 0);
    then(&g, 7, SET_TOTAL, n + 1);
    play_it(p, &g);
}

// 5.102
JUDGE(an_unlimited_limiter_knows_who_borrows)
{
    struct program g = begin(p, LIMITER, dice({0, 1}, {1, 6}));
    g.start = INT64_MAX;
    all(&g, 0, g.dice[1] - 1, g.dice[0] ? TRY : ACQUIRE, 0);
    for (int64_t i = 1; i <= N_NAMES; i++)
        then(&g, 7, TRY, i);
    then(&g, 0, TRY, 0);
    then(&g, 7, RELEASE, 0);
    all(&g, 0, g.dice[1] - 1, RELEASE, 0);
    then(&g, 0, RELEASE, 0);
    play_it(p, &g);
}

// 5.100
JUDGE(who_stops_waiting_leaves_nothing_behind)
{
    struct program g = begin(p, LIMITER, dice({0, 3}, {1, 2}, {1, 4}));
    g.start = g.dice[1];
    int64_t n = g.dice[2], who = g.start + g.dice[0] % n;
    all(&g, 0, g.start - 1, ACQUIRE, 0);
    for (int64_t i = 0; i < n; i++)
        then(&g, g.start + i, ACQUIRE, 1 + i % N_NAMES);
    then(&g, 7, CANCEL, who);
    // The same borrower may ask again, and stands behind.
    then(&g, who, g.dice[0] % 2 ? ACQUIRE : TRY, 1 + (who - g.start) % N_NAMES);
    all(&g, 0, g.start - 1, RELEASE, 0);
    then(&g, 7, SET_TOTAL, g.start + n);
    play_it(p, &g);
}

// 5.101
JUDGE(a_holder_that_is_cancelled_passes_it_on)
{
    int64_t n = give(p, 1, 5), ms = give(p, 1, 50);
    bool is_whole = over(p);
    check_left(p);
    if (!is_whole)
        return;
    // The first entry is the holder's, who did not stay.
    long at = find_next(p, ENTERED, -1);
    for (int64_t i = 0; i < n; i++) {
        at = find_next(p, ENTERED, at);
        check(p, at >= 0, "LOST-WAKEUP",
              "%" PRId64 " of %" PRId64 " tasks that had waited got a token "
              "after its holder was cancelled",
              i, n);
        check(p, at_ms(p, at) == 1 + ms + i, "LOST-WAKEUP",
              "a task got its token at %" PRId64 " ms, where it was given back "
              "at %" PRId64 " ms",
              at_ms(p, at), 1 + ms + i);
    }
}

// ---- a limiter and hundreds of calls ---------------------------------------

struct draws {
    uint64_t state;
};

static int64_t draw(struct draws *draws, int64_t n)
{
    draws->state = draws->state * UINT64_C(6364136223846793005) + 1442695041;
    return (int64_t)((draws->state >> 33) % (uint64_t)n);
}

static bool is_busy(const struct model *m, const struct program *g,
                    int64_t actor)
{
    for (int64_t i = 0; i < m->waiting.n; i++)
        if (g->steps[m->waiting.at[i].step].actor == actor)
            return true;
    return false;
}

// The next step of an actor that is free.
static void draw_step(struct program *g, struct draws *draws, int64_t actor)
{
    int64_t name = draw(draws, 3) > 0 ? 0 : 1 + draw(draws, N_NAMES);
    switch (draw(draws, 8)) {
    case 0:
    case 1:
    case 2:
        then(g, actor, ACQUIRE, name);
        break;
    case 3:
        then(g, actor, TRY, name);
        break;
    case 4:
        then_at_once(g, actor, RELEASE, name);
        then(g, actor, ACQUIRE, name);
        break;
    default:
        then(g, actor, RELEASE, name);
    }
}

// Of the last actor, which never waits.
static void draw_order(struct program *g, struct draws *draws)
{
    int64_t actor = N_ACTORS - 1;
    switch (draw(draws, 4)) {
    case 0:
        then(g, actor, SET_TOTAL, draw(draws, 6));
        break;
    case 1:
        then_at_once(g, actor, RELEASE, 1 + draw(draws, N_NAMES));
        then(g, actor, CANCEL, draw(draws, actor));
        break;
    default:
        then(g, actor, CANCEL, draw(draws, actor));
    }
}

// All the rules of the limiter, in any order
JUDGE(hundreds_of_calls_follow_the_rules, .no_sweep = true)
{
    static struct model m;
    struct program g = begin(p, LIMITER, dice({1, 3}, {1, 300}, {0, 1 << 30}));
    struct draws draws = {(uint64_t)g.dice[2]};
    int64_t applied = 0;
    g.start = g.dice[0];
    model_init(&m, &g);
    while (g.n < g.dice[1]) {
        int64_t actor = draw(&draws, N_ACTORS);
        if (actor == N_ACTORS - 1)
            draw_order(&g, &draws);
        else if (!is_busy(&m, &g, actor))
            draw_step(&g, &draws, actor);
        for (; applied < g.n; applied++)
            apply(&m, &g, applied);
    }
    play_it(p, &g);
}

// Who waits is found by its address, not by looking through all.
JUDGE(a_crowd_at_a_limiter_costs_no_time, .once = true, .no_sweep = true)
{
    int64_t few = give_this(p, 20);
    int64_t many = give(p, 21, at_full_size(p) ? 600 : 60);
    if (!over(p) || !counts_steps(p))
        return;
    int64_t few_steps = told(p, (size_t)find_fact(p, STEPS, few))->b;
    int64_t many_steps = told(p, (size_t)find_fact(p, STEPS, many))->b;
    check(p, many_steps <= 2 * few_steps + 1000, "SLOW",
          "10 tasks that waited for a token asked once more, and 10 were "
          "cancelled: that took %" PRId64 " steps of your code with %" PRId64
          " that waited, and %" PRId64 " with %" PRId64,
          few_steps, few, many_steps, many);
}

// ---- semaphore -------------------------------------------------------------

// 5.104, 5.105
JUDGE(a_semaphore_counts)
{
    struct program g = begin(p, SEMAPHORE, dice({0, 3}, {0, 3}, {0, 3}));
    g.start = g.dice[1];
    g.most = g.dice[0] == 1 ? INT64_MAX : g.start + g.dice[2];
    if (g.dice[0] == 2)
        g.start = -1 - g.dice[2];
    if (g.dice[0] == 3)
        g.most = g.start - 1;
    if (g.dice[0] < 2) {
        for (int64_t i = 0; i <= g.start; i++)
            then(&g, 0, TRY, 0);
        for (int64_t i = 0; i <= g.start + g.dice[2]; i++)
            then(&g, 0, RELEASE, 0);
        play_it(p, &g);
        return;
    }
    send(p, &g);
    give_this(p, 0);
    long made = find_next(p, MADE, -1);
    check(p, made < 0 || told(p, (size_t)made)->b == DONE_INVALID,
          "NOT-REFUSED",
          "a semaphore of %" PRId64 ", at most %" PRId64 ", was not INVALID",
          g.start, g.most);
    give_this(p, 0);
    (void)!over(p);
}

// 5.107, 5.110
JUDGE(a_semaphore_serves_in_order)
{
    struct program g = begin(p, SEMAPHORE, dice({0, 3}, {1, 2}, {2, 4}));
    g.start = g.dice[1];
    int64_t n = g.dice[2];
    all(&g, 0, g.start - 1, ACQUIRE, 0);
    all(&g, g.start, g.start + n - 1, ACQUIRE, 0);
    if (g.dice[0] == 1)
        then(&g, 7, CANCEL, g.start);
    if (g.dice[0] == 2) {
        // The first is let on, and the second cancelled, before either runs.
        then_at_once(&g, 7, RELEASE, 0);
        then(&g, 7, CANCEL, g.start + 1);
    }
    // Who asks again stands behind.
    then_at_once(&g, 0, RELEASE, 0);
    then(&g, 0, ACQUIRE, 0);
    if (g.dice[0] == 3)
        then_at_once(&g, 7, RELEASE, 0);
    for (int64_t i = 0; i < n; i++)
        then(&g, 7, RELEASE, 0);
    then(&g, 7, TRY, 0);
    play_it(p, &g);
}

// 5.109
JUDGE(any_task_may_release_a_semaphore)
{
    struct program g = begin(p, SEMAPHORE, dice({0, 5}, {1, 5}));
    g.start = g.dice[0] % 3;
    // With a most of 0 too, a release is for who waits.
    if (g.dice[0] >= 3)
        g.most = g.start;
    int64_t n = g.dice[1];
    for (int64_t i = 0; i < g.start; i++)
        then(&g, 6, ACQUIRE, 0);
    all(&g, 0, n - 1, ACQUIRE, 0);
    for (int64_t i = 0; i < n + 2; i++)
        then(&g, 7, RELEASE, 0);
    play_it(p, &g);
}

// ---- lock ------------------------------------------------------------------

// 5.111
JUDGE(only_its_owner_releases_a_lock)
{
    struct program g = begin(p, LOCK, dice({0, 2}, {1, 4}));
    then(&g, 0, RELEASE, 0);
    then(&g, 0, g.dice[0] == 0 ? TRY : ACQUIRE, 0);
    then(&g, 0, g.dice[0] == 1 ? TRY : ACQUIRE, 0);
    then(&g, 7, TRY, 0);
    then(&g, 7, RELEASE, 0);
    all(&g, 1, g.dice[1], ACQUIRE, 0);
    for (int64_t i = 0; i <= g.dice[1]; i++) {
        then(&g, 7, RELEASE, 0);
        then(&g, i, RELEASE, 0);
        then(&g, i, RELEASE, 0);
    }
    play_it(p, &g);
}

// 5.113
JUDGE(a_lock_goes_round)
{
    int64_t n = give(p, 2, N_ACTORS);
    bool is_whole = over(p);
    check_left(p);
    if (!is_whole)
        return;
    check(p, (int64_t)count(p, ENTERED) == n * ROUNDS, "LOST-WAKEUP",
          "the lock was had %zu times, where %" PRId64 " tasks wanted it %d "
          "times each",
          count(p, ENTERED), n, ROUNDS);
    long at = -1;
    int64_t first[N_ACTORS];
    for (int64_t i = 0; i < n * ROUNDS; i++) {
        at = find_next(p, ENTERED, at);
        int64_t who = told(p, (size_t)at)->a;
        if (i < n)
            first[i] = who;
        check(p, who == first[i % n], "OUT-OF-TURN",
              "in round %" PRId64 " task %" PRId64
              " had the lock when it was the turn of task %" PRId64,
              i / n + 1, who + FIRST_TASK, first[i % n] + FIRST_TASK);
    }
}

// 5.114
JUDGE(one_at_a_time)
{
    int64_t thing = give_in_turn(p, LIMITER, LOCK);
    int64_t n = give(p, 2, N_ACTORS);
    give(p, 0, 2);
    bool is_whole = over(p);
    for (long at = find_next(p, ENTERED, -1); at >= 0;
         at = find_next(p, ENTERED, at))
        check(p, told(p, (size_t)at)->b == 1, "OVER-GRANT",
              "%" PRId64 " tasks were at work at once with %s",
              told(p, (size_t)at)->b,
              thing == LIMITER     ? "a limiter of 1"
              : thing == SEMAPHORE ? "a semaphore of 1"
                                   : "a lock");
    check_left(p);
    if (is_whole)
        check(p, (int64_t)count(p, ENTERED) == 3 * n, "LOST-WAKEUP",
              "%zu of %" PRId64 " turns were had", count(p, ENTERED), 3 * n);
}

// 5.115
JUDGE(a_lock_handed_over_has_one_new_owner)
{
    struct program g = begin(p, LOCK, dice({0, 3}, {2, 5}));
    int64_t n = g.dice[1];
    all(&g, 0, n, ACQUIRE, 0);
    // Before, after, and with some time between; or the one behind.
    if (g.dice[0] == 0) {
        then(&g, 7, CANCEL, 1);
        then(&g, 0, RELEASE, 0);
    } else if (g.dice[0] == 1) {
        then_at_once(&g, 0, CANCEL, 1);
        then(&g, 0, RELEASE, 0);
    } else {
        then_at_once(&g, 0, RELEASE, 0);
        then(&g, 0, CANCEL, g.dice[0] == 2 ? 1 : 2);
    }
    for (int64_t i = g.dice[0] < 2 ? 2 : 1; i <= n; i++)
        if (i != 2 || g.dice[0] != 3)
            then(&g, i, RELEASE, 0);
    then(&g, 6, TRY, 0);
    play_it(p, &g);
}

// M37: the cancel check comes first
JUDGE(a_cancelled_task_acquires_nothing)
{
    struct program g = begin(p, LIMITER, dice({0, 5}, {1, 3}));
    g.thing = g.dice[0] % 3;
    g.start = g.thing == LOCK ? 0 : g.dice[1];
    then(&g, 0, ACQUIRE_CANCELLED, 0);
    then(&g, 1, ACQUIRE, 0);
    // CANCELLED is due before the MISUSE of who has it already.
    then(&g, 1, ACQUIRE_CANCELLED, 0);
    if (g.dice[0] >= 3)
        then(&g, 2, ACQUIRE, 0);
    then(&g, 3, ACQUIRE_CANCELLED, 0);
    then(&g, 1, RELEASE, 0);
    play_it(p, &g);
}

// 5.16 for these; M37
JUDGE(acquiring_lets_the_others_run)
{
    int64_t thing = give_in_turn(p, LIMITER, LOCK), n = give(p, 1, 5);
    bool is_whole = over(p);
    check_left(p);
    if (!is_whole)
        return;
    long failed = find_next(p, FAILED, -1);
    check(p, told(p, (size_t)failed)->b == DONE_CANCELLED, "LOST-CANCEL",
          "a cancelled task asked, and that %s",
          got_text(told(p, (size_t)failed)->b));
    check(p, told(p, (size_t)failed)->a == 0, "EXTRA-YIELD",
          "a cancelled task asked, and others had run before it got its "
          "CANCELLED");
    long at = find_next(p, ACQUIRED, -1);
    check(p, at >= 0 && told(p, (size_t)at)->b == DONE_WELL, "WRONG-ERROR",
          "acquiring what was free failed");
    check(p, !in_order(p) || told(p, (size_t)at)->a == n, "NO-YIELD",
          "acquiring a free %s returned when %" PRId64 " of %" PRId64
          " tasks that were ready had had their turn",
          thing == LIMITER     ? "token"
          : thing == SEMAPHORE ? "semaphore"
                               : "lock",
          told(p, (size_t)at)->a, n);
}

// ---- condition -------------------------------------------------------------

// 5.122
JUDGE(a_condition_is_for_who_has_the_lock)
{
    struct program g = begin(p, CONDITION, dice({0, 4}, {1, 4}));
    static const enum verb verbs[] = {WAIT, NOTIFY, NOTIFY_ALL, NOTIFY,
                                      WAIT_CANCELLED};
    enum verb verb = verbs[g.dice[0]];
    then(&g, 0, verb, 1);
    all(&g, 1, g.dice[1], ACQUIRE, 0);
    then(&g, 1, WAIT, 0);
    then(&g, 0, verb, 1);
    then(&g, 0, verb == WAIT ? NOTIFY_ALL : WAIT, 1);
    play_it(p, &g);
}

// 5.123
JUDGE(who_is_notified_queues_for_the_lock)
{
    struct program g = begin(p, CONDITION, dice({0, 2}, {2, 5}, {1, 5}));
    int64_t n = g.dice[1], notified = g.dice[2] % n;
    // Several may come to the lock in any order if they are shuffled.
    if (!in_order(p))
        n = notified = 1;
    for (int64_t i = 0; i < n; i++) {
        then(&g, i, ACQUIRE, 0);
        then(&g, i, WAIT, 0);
    }
    then(&g, 6, ACQUIRE, 0);
    if (g.dice[0] == 1)
        then(&g, 7, ACQUIRE, 0);
    then(&g, 6, g.dice[0] == 2 ? NOTIFY_ALL : NOTIFY, notified);
    then(&g, 6, RELEASE, 0);
    if (g.dice[0] == 1)
        then(&g, 7, RELEASE, 0);
    if (g.dice[0] == 2)
        notified = n;
    for (int64_t i = 0; i < notified; i++)
        then(&g, i, RELEASE, 0);
    then(&g, 6, TRY, 0);
    play_it(p, &g);
}

// 5.126
JUDGE(wait_for_looks_again)
{
    int64_t n = give(p, 1, 4), wants = give(p, 0, 3);
    bool is_whole = over(p);
    check_left(p);
    for (long at = find_next(p, HELD_WHEN_ASKED, -1); at >= 0;
         at = find_next(p, HELD_WHEN_ASKED, at))
        check(p, told(p, (size_t)at)->a, "LOST-LOCK",
              "condition_wait_for asked its predicate without the lock");
    if (!is_whole)
        return;
    for (int64_t i = 0; i < n; i++) {
        long woke = find_fact(p, WOKE_UP, i);
        check(p, woke >= 0 && told(p, (size_t)woke)->b == DONE_WELL,
              "WRONG-ERROR", "condition_wait_for failed");
        check(
            p, told(p, (size_t)find_fact(p, WOKE_OWNER, i))->b, "LOST-LOCK",
            "condition_wait_for returned, and the task did not have the lock");
    }
    for (int64_t i = 0; wants == 0 && i < n; i++)
        check(p, at_ms(p, find_fact(p, WOKE_UP, i)) == 0, "STALLED",
              "what condition_wait_for was to wait for was true from the "
              "start, and it waited until somebody notified");
    // What was asked last was true; nobody goes on without.
    int64_t held = 0;
    for (long at = find_next(p, SAID_IT_HOLDS, -1); at >= 0;
         at = find_next(p, SAID_IT_HOLDS, at))
        held += told(p, (size_t)at)->a;
    check(p, held == n, "EARLY-WAKE",
          "%" PRId64 " tasks went on, but the predicate had been true for "
          "%" PRId64,
          n, held);
    if (wants == 0)
        check(p, (int64_t)count(p, SAID_IT_HOLDS) == n, "EARLY-WAKE",
              "the predicate was true from the start, and was asked %zu times "
              "by %" PRId64 " tasks",
              count(p, SAID_IT_HOLDS), n);
}

// 5.122, 5.127; M38
JUDGE(a_cancelled_wait_comes_back_with_the_lock)
{
    struct program g = begin(p, CONDITION, dice({0, 2}, {1, 4}, {0, 3}));
    int64_t n = g.dice[1], who = g.dice[2] % n;
    for (int64_t i = 0; i < n; i++) {
        then(&g, i, ACQUIRE, 0);
        then(&g, i, WAIT, 0);
    }
    if (g.dice[0] > 0)
        then(&g, 6, ACQUIRE, 0);
    then(&g, 7, CANCEL, who);
    // The cancel stays on while it waits for the lock.
    if (g.dice[0] == 2)
        then(&g, 7, CANCEL, who);
    if (g.dice[0] > 0)
        then(&g, 6, RELEASE, 0);
    then(&g, who, RELEASE, 0);
    // Who was not cancelled can still be notified.
    then(&g, 7, ACQUIRE, 0);
    then(&g, 7, WAIT_CANCELLED, 0);
    then(&g, 7, in_order(p) ? NOTIFY_ALL : NOTIFY, 1);
    then(&g, 7, RELEASE, 0);
    play_it(p, &g);
}

// "condition: notified, then cancelled before re-acquiring"
JUDGE(a_notification_is_not_lost_to_a_cancel)
{
    int64_t n = give(p, 2, 6), notified = give(p, 1, n);
    give(p, 0, n - 1);
    bool is_whole = over(p);
    for (long at = find_next(p, WOKE_OWNER, -1); at >= 0;
         at = find_next(p, WOKE_OWNER, at))
        check(p, told(p, (size_t)at)->b, "LOST-LOCK",
              "condition_wait returned, and the task did not have the lock");
    check_left(p);
    if (!is_whole)
        return;
    long rested = find_next(p, RESTED, -1);
    int64_t due = notified < n ? notified : n - 1, went_on = 0;
    for (long at = find_next(p, WOKE_UP, -1); at >= 0 && at < rested;
         at = find_next(p, WOKE_UP, at))
        went_on += told(p, (size_t)at)->b == DONE_WELL;
    check(p, went_on >= due, "LOST-NOTIFY",
          "%" PRId64 " of %" PRId64 " tasks that waited were notified, then "
          "one was cancelled: %" PRId64 " went on, where %" PRId64
          " were to; the notification was lost",
          notified, n, went_on, due);
    check(p, went_on <= due, "EARLY-WAKE",
          "%" PRId64 " of %" PRId64 " tasks that waited were notified, then "
          "one was cancelled: %" PRId64 " went on, where %" PRId64 " were to",
          notified, n, went_on, due);
    int64_t waiting = told(p, (size_t)rested)->b;
    check(p, waiting == n - 1 - due, "WRONG-COUNT",
          "after that, the number of tasks that wait for the condition was "
          "given as %" PRId64 ", where %" PRId64 " was right",
          waiting, n - 1 - due);
}
// private: linnet-0f5d3f897d262c7d
