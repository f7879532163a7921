// What a stream has to do: a model of it, and the comparison with what was
// told.
#include "model.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum end { TX, RX };

enum { UNDECIDED = -1 };

// A step that sends or receives.
struct call {
    bool is_one;
    bool sends, tries;
    bool cancelled_before; // its task was, when it was made
    bool handed_over;      // it had waited when it was served
    int64_t outcome;       // due; UNDECIDED while it waits
    int64_t item;          // that it sends, or is due to it
};

struct model {
    const struct script *s;
    int64_t now; // the step that is being taken
    int64_t held[MOST_STEPS];
    int64_t n_held, most_held;
    int64_t waiting[2][MOST_STEPS]; // steps of calls, by end
    int64_t n_waiting[2];
    bool open[2][MOST_HANDLES];
    int64_t n_handles[2], n_open[2];
    struct call calls[MOST_STEPS];
};

// ---- the model -------------------------------------------------------------

static int64_t take_first(int64_t *list, int64_t *n)
{
    int64_t first = list[0];
    memmove(list, list + 1, (size_t)-- * n * sizeof(*list));
    return first;
}

static struct call *serve_first(struct model *m, enum end end)
{
    struct call *c = &m->calls[take_first(m->waiting[end], &m->n_waiting[end])];
    c->outcome = WENT_WELL;
    c->handed_over = true;
    return c;
}

static void hold(struct model *m, int64_t item)
{
    m->held[m->n_held++] = item;
    if (m->n_held > m->most_held)
        m->most_held = m->n_held;
}

static int64_t send(struct model *m, const struct call *c, int64_t handle)
{
    if (!m->open[TX][handle])
        return WAS_CLOSED;
    if (m->n_open[RX] == 0)
        return WAS_BROKEN;
    if (m->n_waiting[RX] > 0)
        serve_first(m, RX)->item = c->item;
    else if (m->n_held < m->s->capacity)
        hold(m, c->item);
    else
        return UNDECIDED;
    return WENT_WELL;
}

static int64_t receive(struct model *m, struct call *c, int64_t handle)
{
    if (!m->open[RX][handle])
        return WAS_CLOSED;
    if (m->n_held > 0) {
        c->item = take_first(m->held, &m->n_held);
        if (m->n_waiting[TX] > 0)
            hold(m, serve_first(m, TX)->item);
    } else if (m->n_waiting[TX] > 0) {
        c->item = serve_first(m, TX)->item;
    } else {
        return m->n_open[TX] == 0 ? ENDED : UNDECIDED;
    }
    return WENT_WELL;
}

static void make_call(struct model *m, const struct step *step)
{
    struct call *c = &m->calls[m->now];
    int op = (int)step->op;
    *c = (struct call){
        .is_one = true,
        .sends = op == TRY_SEND || op == SEND || op == SEND_CANCELLED,
        .tries = op == TRY_SEND || op == TRY_RECEIVE,
        .cancelled_before = op == SEND_CANCELLED || op == RECEIVE_CANCELLED,
        .item = step->item};
    if (c->cancelled_before) {
        c->outcome = WAS_CANCELLED;
        return;
    }
    c->outcome =
        c->sends ? send(m, c, step->handle) : receive(m, c, step->handle);
    if (c->outcome != UNDECIDED)
        return;
    enum end end = c->sends ? TX : RX;
    if (c->tries)
        c->outcome = WOULD_WAIT;
    else
        m->waiting[end][m->n_waiting[end]++] = m->now;
}

// Those who wait at this handle (-1: at any) go home.
static void dismiss(struct model *m, enum end end, int64_t handle,
                    int64_t outcome)
{
    int64_t left = 0;
    for (int64_t i = 0; i < m->n_waiting[end]; i++) {
        int64_t step = m->waiting[end][i];
        if (handle < 0 || m->s->steps[step].handle == handle)
            m->calls[step].outcome = outcome;
        else
            m->waiting[end][left++] = step;
    }
    m->n_waiting[end] = left;
}

static void close_end(struct model *m, enum end end, int64_t handle)
{
    if (!m->open[end][handle])
        return;
    m->open[end][handle] = false;
    dismiss(m, end, handle, WAS_CLOSED);
    if (--m->n_open[end] > 0)
        return;
    dismiss(m, 1 - end, -1, end == TX ? ENDED : WAS_BROKEN);
    if (end == RX)
        m->n_held = 0;
}

static void clone_end(struct model *m, enum end end, int64_t handle)
{
    if (!m->open[end][handle])
        return;
    m->open[end][m->n_handles[end]++] = true;
    m->n_open[end]++;
}

static void cancel_call(struct model *m, int64_t step)
{
    for (int end = TX; end <= RX; end++) {
        int64_t left = 0;
        for (int64_t i = 0; i < m->n_waiting[end]; i++)
            if (m->waiting[end][i] == step)
                m->calls[step].outcome = WAS_CANCELLED;
            else
                m->waiting[end][left++] = m->waiting[end][i];
        m->n_waiting[end] = left;
    }
}

// ---- in words --------------------------------------------------------------

const char *name_of(int64_t outcome)
{
    static const char *const names[] = {
        [WENT_WELL] = "NULL",      [WOULD_WAIT] = "WOULD_BLOCK",
        [ENDED] = "END_OF_STREAM", [WAS_CLOSED] = "CLOSED",
        [WAS_BROKEN] = "BROKEN",   [WAS_CANCELLED] = "CANCELLED",
        [WAS_INVALID] = "INVALID", [WENT_WRONG] = "another error",
    };
    return outcome >= 0 && outcome <= WENT_WRONG ? names[outcome] : "nothing";
}

static const char *name_of_call(const struct step *step)
{
    static char text[64];
    switch (step->op) {
    case TRY_SEND:
        snprintf(text, sizeof(text), "stream_try_send of item %" PRId64,
                 step->item);
        break;
    case TRY_RECEIVE:
        return "stream_try_receive";
    case SEND:
    case SEND_CANCELLED:
        snprintf(text, sizeof(text), "stream_send of item %" PRId64,
                 step->item);
        break;
    default:
        return "stream_receive";
    }
    return text;
}

static void put_step(char *text, size_t room, const struct script *s, int64_t i)
{
    static const char *const words[] = {
        [TRY_SEND] = "try_send",
        [TRY_RECEIVE] = "try_receive",
        [SEND] = "send",
        [RECEIVE] = "receive",
        [SEND_CANCELLED] = "cancelled send",
        [RECEIVE_CANCELLED] = "cancelled receive",
        [TX_CLONE] = "tx_clone",
        [RX_CLONE] = "rx_clone",
        [TX_CLOSE] = "tx_close",
        [RX_CLOSE] = "rx_close",
        [TX_CLOSE_CANCELLED] = "cancelled tx_close",
        [RX_CLOSE_CANCELLED] = "cancelled rx_close",
        [TX_FREE] = "tx_free",
        [RX_FREE] = "rx_free",
        [LOOK] = "statistics",
        [CANCEL] = "cancel",
        [WAIT] = "wait",
    };
    const struct step *step = &s->steps[i];
    size_t used = strlen(text);
    if (step->op == CANCEL) {
        snprintf(text + used, room - used, "cancel (");
        put_step(text, room, s, step->item);
        strncat(text, ")", room - strlen(text) - 1);
        return;
    }
    used += (size_t)snprintf(text + used, room - used, "%s", words[step->op]);
    if (step->op == TRY_SEND || step->op == SEND || step->op == SEND_CANCELLED)
        used +=
            (size_t)snprintf(text + used, room - used, " %" PRId64, step->item);
    if (step->handle > 0)
        snprintf(text + used, room - used, " at %" PRId64, step->handle);
}

// The steps up to the one that is being taken, the last of them.
static const char *story(const struct model *m)
{
    enum { MOST_SHOWN = 12 };
    static char text[1024];
    int64_t from = m->now >= MOST_SHOWN ? m->now - MOST_SHOWN + 1 : 0;
    snprintf(text, sizeof(text), "Capacity %" PRId64 "; %s", m->s->capacity,
             from > 0 ? "..., " : "");
    for (int64_t i = from; i <= m->now && i < m->s->n; i++) {
        if (i > from)
            strncat(text, ", ", sizeof(text) - strlen(text) - 1);
        put_step(text, sizeof(text), m->s, i);
    }
    return text;
}

// ---- comparing -------------------------------------------------------------

// Which calls came before the step that is being taken.
enum past {
    HANDED_OVER,      // one that waits with those of this end was served
    CANCELLED_BEFORE, // one was made by a task that was cancelled
    CANCELLED_LATER,  // one at the other end was cancelled while it waited
};

static bool has_been(const struct model *m, enum past past, bool sends)
{
    for (int64_t i = 0; i < m->now; i++) {
        const struct call *c = &m->calls[i];
        if (c->is_one &&
            ((past == HANDED_OVER && c->handed_over && c->sends == sends) ||
             (past == CANCELLED_BEFORE && c->cancelled_before) ||
             (past == CANCELLED_LATER && c->sends != sends &&
              c->outcome == WAS_CANCELLED && !c->cancelled_before)))
            return true;
    }
    return false;
}

static bool is_end(int64_t outcome)
{
    return outcome == ENDED || outcome == WAS_CLOSED || outcome == WAS_BROKEN;
}

// What kind of mistake it is that a call had another outcome.
static const char *code_of(const struct model *m, const struct call *c,
                           int64_t got)
{
    int64_t due = c->outcome;
    if (got == WENT_WRONG || got == WAS_INVALID)
        return "WRONG-ERROR";
    if (due == WAS_CANCELLED)
        return c->cancelled_before ? "AFTER-CANCEL" : "LOST-CANCEL";
    if (got == WAS_CANCELLED)
        return due == WENT_WELL ? "LOST-ITEM" : "SPREAD-CANCEL";
    if (is_end(due))
        return is_end(got) ? "WRONG-END" : "STILL-OPEN";
    if (is_end(got))
        return "EARLY-END";
    if (got == WOULD_WAIT)
        return "STALLED";
    if (has_been(m, CANCELLED_BEFORE, c->sends))
        return "AFTER-CANCEL";
    if (has_been(m, CANCELLED_LATER, c->sends))
        return "STAYED";
    if (has_been(m, HANDED_OVER, c->sends))
        return "BARGED";
    return c->sends ? "OVERFULL" : "EXTRA-ITEM";
}

static void check_outcome(struct model *m, int64_t step, int64_t got)
{
    const struct call *c = &m->calls[step];
    if (got == c->outcome)
        return;
    const char *name = name_of_call(&m->s->steps[step]);
    const char *code = code_of(m, c, got);
    const char *due = c->outcome == UNDECIDED ? "a wait" : name_of(c->outcome);
    // Then this call is not to blame.
    bool other = strcmp(code, "AFTER-CANCEL") == 0 && !c->cancelled_before;
    judge_fail(m->s->p, code, "%s returned %s, where %s was due%s. %s", name,
               name_of(got), due,
               other ? ", as if a cancelled task had sent or received" : "",
               story(m));
}

// Did anybody receive this item?
static bool somebody_has(const struct model *m, int64_t item)
{
    return find_b(m->s->p, PLACE, m->s->base + item, 0) >= 0;
}

static bool was_sent(const struct model *m, int64_t item)
{
    for (int64_t i = 0; i < m->now; i++)
        if (m->calls[i].is_one && m->calls[i].sends && m->calls[i].item == item)
            return m->calls[i].outcome == WENT_WELL ||
                   m->calls[i].outcome == UNDECIDED;
    return false;
}

// How many times it was received before place `to`.
static bool is_new(const struct model *m, int64_t item, long to)
{
    return count_b(m->s->p, PLACE, m->s->base + item, to) == 0;
}

static void check_place(struct model *m, int64_t step)
{
    struct play *p = m->s->p;
    const struct call *c = &m->calls[step];
    long at = find_fact(p, PLACE, step);
    int64_t got = told(p, (size_t)at)->b, item = got - m->s->base;
    if (c->outcome != WENT_WELL) {
        check(p, got == UNTOUCHED, "WRONG-ITEM",
              "%s returned %s and had written to *item all the same. %s",
              name_of_call(&m->s->steps[step]), name_of(c->outcome), story(m));
        return;
    }
    check(p, got != UNTOUCHED, "WRONG-ITEM",
          "%s returned NULL, but nothing had been written to *item. %s",
          name_of_call(&m->s->steps[step]), story(m));
    check(p, item >= 1 && item <= MOST_STEPS, "WRONG-ITEM",
          "%s gave %" PRId64 ", which nobody had sent. %s",
          name_of_call(&m->s->steps[step]), got, story(m));
    if (item == c->item)
        return;
    bool is_extra = !is_new(m, item, at) || !was_sent(m, item);
    bool is_lost = !is_extra && !somebody_has(m, c->item);
    const char *code =
        !is_extra && !is_lost                     ? "WRONG-ORDER"
        : has_been(m, CANCELLED_BEFORE, c->sends) ? "AFTER-CANCEL"
        : is_lost                                 ? "LOST-ITEM"
        : is_new(m, item, at) && has_been(m, CANCELLED_LATER, c->sends)
            ? "STAYED"
            : "EXTRA-ITEM";
    check(p, false, code,
          "%s gave item %" PRId64 "%s, where item %" PRId64 " was due. %s",
          name_of_call(&m->s->steps[step]), item,
          !is_new(m, item, at) ? " for the second time"
          : !was_sent(m, item) ? ", whose send had failed"
                               : "",
          c->item, story(m));
}

static void check_try(struct model *m)
{
    struct play *p = m->s->p;
    long at = find_fact(p, RESULT, m->now);
    check_outcome(m, m->now, told(p, (size_t)at)->b);
    if (!m->calls[m->now].sends)
        check_place(m, m->now);
}

static void check_clone(struct model *m, enum end end, int64_t handle)
{
    struct play *p = m->s->p;
    int64_t got = told(p, (size_t)find_fact(p, RESULT, m->now))->b;
    int64_t due = m->open[end][handle] ? WENT_WELL : WAS_CLOSED;
    check(p, got == due, due == WENT_WELL ? "EARLY-END" : "STILL-OPEN",
          "a clone of %s handle gave %s, where %s was due. %s",
          due == WENT_WELL ? "an open" : "a closed", name_of(got), name_of(due),
          story(m));
}

// Has one of this end been served before place `to` that has to wait still?
static bool another_was_served(const struct model *m, bool sends, long to)
{
    for (int64_t i = 0; i < m->now; i++) {
        const struct call *c = &m->calls[i];
        long at = find_fact(m->s->p, RESULT, i);
        if (c->is_one && c->sends == sends && c->outcome == UNDECIDED &&
            at >= 0 && at < to && told(m->s->p, (size_t)at)->b == WENT_WELL)
            return true;
    }
    return false;
}

// All calls, when all tasks have done what they can: before place `to`.
static void check_calls(struct model *m, long to)
{
    struct play *p = m->s->p;
    for (int64_t i = 0; i < m->now; i++) {
        const struct call *c = &m->calls[i];
        if (!c->is_one || c->tries)
            continue;
        long at = find_fact(p, RESULT, i);
        if (at >= 0 && at < to) {
            check_outcome(m, i, told(p, (size_t)at)->b);
            if (!c->sends)
                check_place(m, i);
            continue;
        }
        const char *name = name_of_call(&m->s->steps[i]);
        check(p, c->outcome != WENT_WELL || c->handed_over, "STALLED",
              "%s had not returned, though it had no need to wait. %s", name,
              story(m));
        check(p, c->outcome != WAS_CANCELLED, "LOST-CANCEL",
              "%s was cancelled and had not returned. %s", name, story(m));
        check(p,
              c->outcome != WENT_WELL || !another_was_served(m, c->sends, to),
              "WRONG-ORDER",
              "%s was still waiting, and one that came later had been served. "
              "%s",
              name, story(m));
        check(p, c->outcome == UNDECIDED, "NOT-WOKEN",
              "%s had not returned, where %s was due. %s", name,
              name_of(c->outcome), story(m));
    }
}

// ---- statistics ------------------------------------------------------------

static void check_counts_at(struct model *m, enum fact fact, const char *end)
{
    static const char *const names[] = {"n_held", "most_held", "n_tx",
                                        "n_rx",   "n_sending", "n_receiving"};
    struct play *p = m->s->p;
    int64_t due[] = {m->n_held,     m->most_held,     m->n_open[TX],
                     m->n_open[RX], m->n_waiting[TX], m->n_waiting[RX]};
    int64_t packed = told(p, (size_t)find_fact(p, fact, m->now))->b;
    for (size_t i = 0; i < sizeof(due) / sizeof(due[0]); i++) {
        int64_t got = packed >> 8 * i & 255;
        check(p, got == due[i], "MISCOUNTED",
              "stream_%s_statistics said %s %" PRId64 ", where %" PRId64
              " was right. %s",
              end, names[i], got, due[i], story(m));
    }
}

static void check_counts(struct model *m)
{
    struct play *p = m->s->p;
    check_counts_at(m, COUNTS, "tx");
    check_counts_at(m, COUNTS_OF_RX, "rx");
    int64_t got = told(p, (size_t)find_fact(p, CAPACITY, m->now))->b;
    check(p, got == m->s->capacity, "MISCOUNTED",
          "the statistics did not both say that the capacity is %" PRId64
          ". %s",
          m->s->capacity, story(m));
}

// ---- a script --------------------------------------------------------------

static void take_step(struct model *m)
{
    const struct step *step = &m->s->steps[m->now];
    switch (step->op) {
    case TX_CLONE:
    case RX_CLONE:
        check_clone(m, step->op == TX_CLONE ? TX : RX, step->handle);
        clone_end(m, step->op == TX_CLONE ? TX : RX, step->handle);
        break;
    case TX_CLOSE:
    case TX_CLOSE_CANCELLED:
    case TX_FREE:
        close_end(m, TX, step->handle);
        break;
    case RX_CLOSE:
    case RX_CLOSE_CANCELLED:
    case RX_FREE:
        close_end(m, RX, step->handle);
        break;
    case LOOK:
        check_counts(m);
        break;
    case CANCEL:
        cancel_call(m, step->item);
        break;
    case WAIT:
        check_calls(m, find_fact(m->s->p, TAKEN, m->now));
        break;
    default:
        make_call(m, step);
        if (m->calls[m->now].tries)
            check_try(m);
    }
}

static void compare(const struct script *s)
{
    static struct model m;
    m = (struct model){.s = s,
                       .open = {{true}, {true}},
                       .n_handles = {1, 1},
                       .n_open = {1, 1}};
    for (m.now = 0; m.now < s->n; m.now++)
        take_step(&m);
    // Who still waits is cancelled.
    dismiss(&m, TX, -1, WAS_CANCELLED);
    dismiss(&m, RX, -1, WAS_CANCELLED);
    check_calls(&m, end_of(s->p));
}

struct script draw_script(struct play *p, struct range x, struct range y,
                          struct range z)
{
    struct script s = {.p = p};
    s.base = give(p, 1, 1000000);
    s.x = give(p, x.low, x.high);
    s.y = give(p, y.low, y.high);
    s.z = give_in_turn(p, z.low, z.high);
    return s;
}

int64_t add_step(struct script *s, enum op op, int64_t handle, int64_t item)
{
    s->steps[s->n] = (struct step){op, handle, item};
    return s->n++;
}

int64_t add(struct script *s, enum op op, int64_t item)
{
    return add_step(s, op, 0, item);
}

void add_times(struct script *s, int64_t n, enum op op, int64_t item)
{
    for (int64_t i = 0; i < n; i++)
        add(s, op, item + i);
}

bool follow(struct script *s)
{
    give_this(s->p, s->capacity);
    give_this(s->p, s->n);
    for (int64_t i = 0; i < s->n; i++) {
        const struct step *step = &s->steps[i];
        bool sends = step->op == TRY_SEND || step->op == SEND ||
                     step->op == SEND_CANCELLED;
        give_this(s->p, step->op);
        give_this(s->p, step->handle);
        give_this(s->p, sends ? s->base + step->item : step->item);
    }
    if (!over(s->p))
        return false;
    compare(s);
    return true;
}

// ---- items -----------------------------------------------------------------

void check_items(struct play *p)
{
    for (long i = find_next(p, GOT, -1); i >= 0; i = find_next(p, GOT, i)) {
        int64_t item = told(p, (size_t)i)->a;
        check(p, find(p, GOT, item, (size_t)i + 1) < 0, "EXTRA-ITEM",
              "item %" PRId64 " was received twice", item);
        long sent = find_fact(p, SENT, item);
        check(p, sent < 0 || told(p, (size_t)sent)->b == WENT_WELL,
              told(p, (size_t)sent)->b == WAS_CANCELLED ? "LOST-ITEM"
                                                        : "EXTRA-ITEM",
              "the send of item %" PRId64
              " returned %s, but the item was received",
              item, name_of(told(p, (size_t)sent)->b));
    }
}
// private: linnet-0f5d3f897d262c7d
