// Lab 5, the judge: what is right of the programs in scenarios_buffered.c.
//
// Most tests are a program of calls. What each has to give is worked out by a
// model: all bytes in a row, how many of them have come, and how many were
// taken. The numbers before a test are behaviours of semantics.md.
#include "facts_limiter.h"
#include "judge.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// ---- programs --------------------------------------------------------------

struct call {
    int64_t what, a, b;
};

struct program {
    char bytes[MOST_BYTES]; // of the source
    int64_t n;
    int64_t sizes[MOST_BYTES]; // of its pieces
    int64_t n_sizes;
    char delimiter[64];
    int64_t n_delimiter;
    char fed[MOST_BYTES];
    int64_t n_fed;
    struct call calls[MOST_CALLS];
    int64_t n_calls;
};

// Letters drawn from a seed.
struct draws {
    uint64_t state;
};

static int64_t draw(struct draws *draws, int64_t n)
{
    draws->state = draws->state * UINT64_C(6364136223846793005) + 1442695041;
    return (int64_t)((draws->state >> 33) % (uint64_t)n);
}

static void draw_letters(struct draws *draws, char *bytes, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        bytes[i] = (char)('a' + draw(draws, 26));
}

static void put_text(struct program *g, const char *text)
{
    g->n = (int64_t)strlen(text);
    memcpy(g->bytes, text, (size_t)g->n);
}

static void put_delimiter(struct program *g, const char *text)
{
    g->n_delimiter = (int64_t)strlen(text);
    memcpy(g->delimiter, text, (size_t)g->n_delimiter);
}

static void piece(struct program *g, int64_t size)
{
    g->sizes[g->n_sizes++] = size;
}

static void call(struct program *g, enum call_kind what, int64_t a, int64_t b)
{
    g->calls[g->n_calls++] = (struct call){what, a, b};
}

static void give_bytes(struct play *p, const char *bytes, int64_t n)
{
    for (int64_t i = 0; i < n; i += 8) {
        int64_t word = 0;
        memcpy(&word, bytes + i, (size_t)(n - i < 8 ? n - i : 8));
        give_this(p, word);
    }
}

static void send(struct play *p, const struct program *g)
{
    give_this(p, g->n);
    give_this(p, g->n_sizes);
    for (int64_t i = 0; i < g->n_sizes; i++)
        give_this(p, g->sizes[i]);
    give_bytes(p, g->bytes, g->n);
    give_this(p, g->n_delimiter);
    give_this(p, g->n_fed);
    give_this(p, g->n_calls);
    give_bytes(p, g->delimiter, g->n_delimiter);
    give_bytes(p, g->fed, g->n_fed);
    for (int64_t i = 0; i < g->n_calls; i++) {
        give_this(p, g->calls[i].what);
        give_this(p, g->calls[i].a);
        give_this(p, g->calls[i].b);
    }
}

// ---- what came of it -------------------------------------------------------

// One call, as it was told.
struct record {
    int64_t call, result;
    char bytes[MOST_BYTES];
    int64_t n; // bytes that it gave
    bool no_zero;
    int64_t n_in_buffer, n_given, n_asked;
};

// Reads the next record from *at on; false if there is none.
static bool read_record(const struct play *p, size_t *at, struct record *r)
{
    bool called = false;
    int64_t room = 0;
    r->n = 0;
    r->no_zero = false;
    for (; *at < n_told(p); ++*at) {
        const struct wire_frame *frame = told(p, *at);
        if (frame->what == N_GOT) {
            r->n = frame->b;
            room = 0;
        } else if (frame->what == BYTES && room + 8 <= MOST_BYTES) {
            memcpy(r->bytes + room, &frame->a, 8);
            room += frame->b;
        } else if (frame->what == NO_ZERO) {
            r->no_zero = true;
        } else if (frame->what == CALLED) {
            called = true;
            r->call = frame->a;
            r->result = frame->b;
        } else if (frame->what == N_IN_BUFFER) {
            r->n_in_buffer = frame->b;
        } else if (frame->what == N_GIVEN) {
            r->n_given = frame->b;
        } else if (called && frame->what == N_ASKED) {
            r->n_asked = frame->b;
            ++*at;
            return true;
        }
    }
    return false;
}

// All bytes there will ever be, in the order in which they have to come out.
struct model {
    char row[2 * MOST_BYTES];
    int64_t n;       // of them
    int64_t taken;   // by calls
    int64_t held;    // in the buffer, after those
    int64_t given;   // by the source
    int64_t fed;     // by calls
    int64_t n_asked; // times
    bool closed;
};

static void model_init(struct model *m, const struct program *g)
{
    *m = (struct model){.n = g->n};
    memcpy(m->row, g->bytes, (size_t)g->n);
}

static void feed(struct model *m, const struct program *g, int64_t n)
{
    char *at = m->row + m->taken + m->held;
    memmove(at + n, at, (size_t)(m->n - m->taken - m->held));
    memcpy(at, g->fed + m->fed, (size_t)n);
    m->n += n;
    m->held += n;
    m->fed += n;
}

// Where the delimiter of n bytes begins, counted from what is next; -1:
// nowhere.
static int64_t find_delimiter(const struct model *m, const struct program *g,
                              int64_t n)
{
    const char *from = m->row + m->taken;
    const char *at =
        memmem(from, (size_t)(m->n - m->taken), g->delimiter, (size_t)n);
    return at != NULL ? at - from : -1;
}

// What has to come of a call; n and eaten: bytes it gives, and takes out.
struct due {
    int64_t result, n, eaten;
    bool asks; // may it ask the source?
};

static struct due due_until(const struct model *m, const struct program *g,
                            const struct call *c)
{
    int64_t left = m->n - m->taken, at = find_delimiter(m, g, c->a);
    if (c->a == 0)
        return (struct due){.result = GOT_INVALID};
    if (at >= 0 && at + c->a <= c->b)
        return (struct due){GOT, at, at + c->a, m->held < at + c->a};
    if (left >= c->b)
        return (struct due){GOT_TOO_LONG, 0, 0, m->held < c->b};
    return (struct due){GOT_INCOMPLETE, 0, 0, true};
}

// given: by the source in this call.
static struct due due_of(const struct model *m, const struct program *g,
                         const struct call *c, int64_t given)
{
    int64_t left = m->n - m->taken;
    bool receives = c->what <= CALL_UNTIL;
    if (c->what == CALL_RECEIVE && c->a == 0)
        return (struct due){.result = GOT_INVALID};
    if (c->what == CALL_UNTIL && c->a == 0)
        return (struct due){.result = GOT_INVALID};
    if (m->closed)
        return (struct due){
            .result = receives || c->what == CALL_FEED ? GOT_CLOSED : GOT};
    if (!receives)
        return (struct due){.result = GOT};
    if (c->what == CALL_UNTIL)
        return due_until(m, g, c);
    if (c->what == CALL_EXACTLY)
        return left >= c->a ? (struct due){GOT, c->a, c->a, m->held < c->a}
                            : (struct due){GOT_INCOMPLETE, 0, 0, true};
    int64_t n = m->held > 0 ? m->held : given;
    if (n > c->a)
        n = c->a;
    return left == 0 ? (struct due){GOT_END, 0, 0, true}
                     : (struct due){GOT, n, n, m->held == 0};
}

// ---- in words --------------------------------------------------------------

static const char *call_text(const struct program *g, const struct call *c)
{
    static char text[200];
    if (c->what == CALL_UNTIL)
        snprintf(text, sizeof(text),
                 "receive_until \"%.*s\" within %" PRId64 " bytes", (int)c->a,
                 g->delimiter, c->b);
    else if (c->what == CALL_CLOSE)
        snprintf(text, sizeof(text), "close");
    else
        snprintf(text, sizeof(text), "%s(%" PRId64 ")",
                 c->what == CALL_RECEIVE   ? "receive"
                 : c->what == CALL_EXACTLY ? "receive_exactly"
                                           : "feed",
                 c->a);
    return text;
}

static const char *result_text(int64_t result)
{
    static const char *const texts[] = {
        "succeeded",         "returned END_OF_STREAM", "returned INVALID",
        "returned CLOSED",   "returned BUSY",          "returned INCOMPLETE",
        "returned TOO_LONG", "returned CANCELLED"};
    return result >= 0 && result < GOT_ELSE ? texts[result]
                                            : "returned another error";
}

// The first of n bytes, in quotation marks.
static const char *bytes_text(const char *bytes, int64_t n)
{
    static char texts[4][64];
    static int next;
    char *text = texts[next++ % 4];
    int shown = n < 24 ? (int)n : 24;
    snprintf(text, sizeof(texts[0]), "\"%.*s\"%s", shown, bytes,
             n > shown ? "..." : "");
    for (char *c = text; *c != 0; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
    return text;
}

// Adds to a text of `room` bytes, as far as it goes.
__attribute__((format(printf, 3, 4))) static void put(char *text, size_t room,
                                                      const char *format, ...)
{
    size_t used = strlen(text);
    va_list args;
    va_start(args, format);
    vsnprintf(text + used, room - used, format, args);
    va_end(args);
}

// The pieces that the source has not given yet, the first of them.
static void put_pieces(char *text, size_t room, const struct program *g,
                       int64_t given)
{
    enum { MOST_SHOWN = 40 };
    int64_t at = 0;
    for (int64_t i = 0, size; at < g->n; at += size, i++) {
        size = g->sizes[i < g->n_sizes ? i : g->n_sizes - 1];
        if (size > g->n - at)
            size = g->n - at;
        if (at + size <= given)
            continue;
        int64_t from = at > given ? at : given;
        if (from - given > MOST_SHOWN) {
            put(text, room, " ...");
            return;
        }
        put(text, room, " %s", bytes_text(g->bytes + from, at + size - from));
    }
    put(text, room, given < g->n ? " and the end" : " the end");
}

// What came before the call that is looked at: the calls, the last of them.
struct past {
    char calls[4][80];
    int64_t n;
};
static struct past past;

static void note_past(const struct program *g, const struct call *c,
                      int64_t result)
{
    snprintf(past.calls[past.n++ % 4], sizeof(past.calls[0]), "%s%s",
             call_text(g, c), result == GOT_CANCELLED ? " (cancelled)" : "");
}

// What it found: what was done, what was held, what was to come.
static const char *story(const struct model *m, const struct program *g)
{
    static char text[1000];
    text[0] = 0;
    for (int64_t i = past.n > 4 ? past.n - 4 : 0; i < past.n; i++)
        put(text, sizeof(text), "%s%s",
            i > 0 && i + 4 > past.n ? ", "
            : i > 0                 ? "After ..., "
                                    : "After ",
            past.calls[i % 4]);
    put(text, sizeof(text), "%s %s, to come", past.n > 0 ? ": held" : "Held",
        bytes_text(m->row + m->taken, m->closed ? 0 : m->held));
    put_pieces(text, sizeof(text), g, m->given);
    return text;
}

static const char *code_of(const struct model *m, const struct program *g,
                           const struct call *c, int64_t due)
{
    if (due == GOT_INVALID || due == GOT_CLOSED || due == GOT_BUSY)
        return "NOT-REFUSED";
    if (due == GOT_TOO_LONG)
        return "WRONG-LIMIT";
    if (due == GOT_INCOMPLETE || due == GOT_END)
        return "CUT-SHORT";
    if (c->what == CALL_UNTIL)
        return find_delimiter(m, g, c->a) + c->a == c->b ? "WRONG-LIMIT"
                                                         : "MISSED-DELIMITER";
    return "LOST-BYTE";
}

// ---- checks ----------------------------------------------------------------

static void check_bytes(struct play *p, const struct model *m,
                        const struct program *g, const struct call *c,
                        const struct record *r, const struct due *due)
{
    int64_t n = due->n;
    const char *row = m->row + m->taken;
    check(p, !r->no_zero, "WRONG-BYTES", "%s: no 0 stood behind its bytes. %s",
          call_text(g, c), story(m, g));
    if (r->n == n && memcmp(r->bytes, row, (size_t)n) == 0)
        return;
    // They come later in the row, and fewer are left than there should be.
    bool is_later = false;
    int64_t left = m->held + r->n_given - m->given - due->eaten;
    for (int64_t skip = 1; skip < m->n - m->taken - r->n; skip++)
        is_later |= r->n == n && n > 2 && r->n_in_buffer < left &&
                    memcmp(r->bytes, row + skip, (size_t)n) == 0;
    bool is_longer = c->what == CALL_UNTIL && r->n > n;
    judge_fail(p,
               is_longer  ? "MISSED-DELIMITER"
               : is_later ? "LOST-BYTE"
                          : "WRONG-BYTES",
               "%s gave the %" PRId64 " bytes %s, where the %" PRId64
               " bytes %s were due. %s",
               call_text(g, c), r->n, bytes_text(r->bytes, r->n), n,
               bytes_text(row, n), story(m, g));
}

// before: what the call found.
static void check_buffer(struct play *p, const struct model *before,
                         const struct model *m, const struct program *g,
                         const struct call *c, const struct record *r)
{
    int64_t due = m->closed ? 0 : m->held;
    check(p, r->n_in_buffer == due,
          r->n_in_buffer < due ? "LOST-BYTE" : "WRONG-COUNT",
          "after %s, which %s, %" PRId64 " bytes were in the buffer, where "
          "%" PRId64 " were to be there. %s",
          call_text(g, c), result_text(r->result), r->n_in_buffer, due,
          story(before, g));
}

static void check_asked(struct play *p, const struct model *m,
                        const struct program *g, const struct call *c,
                        const struct record *r, const struct due *due)
{
    int64_t n = r->n_asked - m->n_asked;
    bool refused = due->result == GOT_CLOSED || due->result == GOT_INVALID;
    check(p, due->asks || n == 0,
          due->result == GOT_TOO_LONG ? "WRONG-LIMIT"
          : refused                   ? "NOT-REFUSED"
                                      : "OVER-READ",
          "%s asked the source, though %s. %s", call_text(g, c),
          due->result == GOT ? "what it needed was in the buffer"
                             : "nothing that came could make it succeed",
          story(m, g));
    check(p, c->what != CALL_RECEIVE || n <= 1, "OVER-READ",
          "%s asked the source %" PRId64 " times, where it had bytes to give "
          "after the first. %s",
          call_text(g, c), n, story(m, g));
}

// One call that was not cancelled.
static void check_call(struct play *p, struct model *m, const struct program *g,
                       const struct record *r)
{
    const struct call *c = &g->calls[r->call];
    struct due due = due_of(m, g, c, r->n_given - m->given);
    check(p, r->result == due.result, code_of(m, g, c, due.result),
          "%s %s, where it should have %s. %s", call_text(g, c),
          result_text(r->result), result_text(due.result), story(m, g));
    check_asked(p, m, g, c, r, &due);
    if (r->result == GOT && c->what <= CALL_UNTIL)
        check_bytes(p, m, g, c, r, &due);
    m->held += r->n_given - m->given - due.eaten;
    m->taken += due.eaten;
    if (c->what == CALL_FEED && r->result == GOT)
        feed(m, g, c->a);
    m->closed |= c->what == CALL_CLOSE;
}

static void check_calls(struct play *p, const struct program *g)
{
    static struct record r;
    static struct model m, before;
    int64_t n_done = 0;
    model_init(&m, g);
    past.n = 0;
    for (size_t at = 0; read_record(p, &at, &r);) {
        if (r.call < 0 || r.call >= g->n_calls)
            continue;
        before = m;
        if (r.result == GOT_CANCELLED) {
            m.held += r.n_given - m.given;
        } else {
            check_call(p, &m, g, &r);
            n_done++;
        }
        check_buffer(p, &before, &m, g, &g->calls[r.call], &r);
        note_past(g, &g->calls[r.call], r.result);
        m.given = r.n_given;
        m.n_asked = r.n_asked;
    }
    check(p, n_done == g->n_calls, "LOST-CANCEL",
          "%" PRId64 " of %" PRId64 " calls came to an end", n_done,
          g->n_calls);
}

static struct program *begin(struct play *p, const struct range dice[N_DICE],
                             int64_t drawn[N_DICE])
{
    static struct program g;
    memset(&g, 0, sizeof(g));
    for (int i = 0; i < N_DICE; i++)
        drawn[i] = i == 0 ? give_in_turn(p, dice[i].low, dice[i].high)
                          : give(p, dice[i].low, dice[i].high);
    return &g;
}

static void play_calls(struct play *p, const struct program *g)
{
    send(p, g);
    if (over(p))
        check_calls(p, g);
}

#define dice(...) ((const struct range[N_DICE]){__VA_ARGS__})
static const struct range seeds = {0, 1 << 30};

// n letters in pieces of 1 to `largest`.
static void draw_source(struct program *g, struct draws *draws, int64_t n,
                        int64_t largest)
{
    g->n = n;
    draw_letters(draws, g->bytes, n);
    for (int64_t left = n; left > 0 && g->n_sizes < MOST_BYTES;
         left -= g->sizes[g->n_sizes - 1])
        piece(g, 1 + draw(draws, largest));
    if (g->n_sizes == 0)
        piece(g, 1);
}

// ---- by count --------------------------------------------------------------

// 5.57, 5.58, 5.59
JUDGE(receive_exactly_collects_and_keeps_the_rest)
{
    int64_t d[N_DICE];
    struct program *g = begin(p, dice({1, 9}, {1, 8}, {1, 40}, seeds), d);
    struct draws draws = {(uint64_t)d[3]};
    draw_source(g, &draws, d[2], d[1]);
    for (int64_t left = d[2]; left > 0;) {
        int64_t n = draw(&draws, d[0] + 1);
        if (n > left)
            n = left;
        call(g, CALL_EXACTLY, n, 0);
        left -= n;
    }
    call(g, CALL_EXACTLY, 0, 0);
    play_calls(p, g);
}

// 5.60, "buffered reads"
JUDGE(the_end_in_the_middle_leaves_the_bytes)
{
    int64_t d[N_DICE];
    struct program *g = begin(p, dice({0, 1}, {1, 5}, {0, 20}, seeds), d);
    struct draws draws = {(uint64_t)d[3]};
    draw_source(g, &draws, d[2], d[1]);
    // With nothing held too, and twice.
    for (int64_t i = 0; i <= d[0]; i++)
        call(g, CALL_EXACTLY, d[2] + d[1], 0);
    if (d[2] > 0)
        call(g, CALL_RECEIVE, d[2], 0);
    call(g, CALL_RECEIVE, 1, 0);
    call(g, CALL_EXACTLY, 1, 0);
    call(g, CALL_EXACTLY, 0, 0);
    play_calls(p, g);
}

// 5.69
JUDGE(receive_gives_what_is_there_first)
{
    int64_t d[N_DICE];
    struct program *g = begin(p, dice({1, 8}, {1, 8}, {1, 30}, seeds), d);
    struct draws draws = {(uint64_t)d[3]};
    draw_source(g, &draws, d[2], d[1]);
    if (d[2] > 1)
        call(g, CALL_EXACTLY, 1, 0);
    for (int64_t i = 0; i < 2 * d[2] / d[0] + 2; i++)
        call(g, CALL_RECEIVE, 1 + draw(&draws, d[0]), 0);
    call(g, CALL_RECEIVE, 0, 0);
    play_calls(p, g);
}

// 5.70
JUDGE(fed_bytes_come_before_the_rest_of_the_source)
{
    int64_t d[N_DICE];
    struct program *g = begin(p, dice({0, 6}, {1, 6}, {1, 30}, seeds), d);
    struct draws draws = {(uint64_t)d[3]};
    draw_source(g, &draws, d[2], d[1]);
    g->n_fed = 3 * d[0];
    draw_letters(&draws, g->fed, g->n_fed);
    call(g, CALL_FEED, d[0], 0);
    call(g, CALL_EXACTLY, (d[0] + 1) / 2, 0);
    call(g, CALL_FEED, d[0], 0);
    call(g, CALL_EXACTLY, d[0] + 1, 0);
    call(g, CALL_FEED, d[0], 0);
    call(g, CALL_EXACTLY, d[2] + 3 * d[0] - (d[0] + 1) / 2 - d[0] - 1, 0);
    call(g, CALL_RECEIVE, 1, 0);
    play_calls(p, g);
}

// 5.72
JUDGE(a_closed_buffer_gives_nothing)
{
    int64_t d[N_DICE];
    struct program *g = begin(p, dice({0, 3}, {1, 6}, {2, 30}, seeds), d);
    struct draws draws = {(uint64_t)d[3]};
    draw_source(g, &draws, d[2], d[1]);
    g->n_fed = 4;
    draw_letters(&draws, g->fed, 4);
    call(g, CALL_FEED, 1 + d[0], 0);
    call(g, CALL_EXACTLY, 1, 0);
    call(g, CALL_CLOSE, 0, 0);
    call(g, CALL_CLOSE, 0, 0);
    // What makes no sense is told first, and what asks for nothing is refused.
    call(g, d[0] % 2 ? CALL_EXACTLY : CALL_RECEIVE, d[0] < 2 ? 3 : 0, 0);
    call(g, CALL_FEED, 0, 0);
    play_calls(p, g);
}

// What has to come of the first call, which waits in the source while the
// others are made, and of those.
struct two {
    int64_t first, others[2];
    bool cancelled; // is the first, after the others
};

static void check_first(struct play *p, const struct program *g,
                        const struct two *two, const struct record *r)
{
    static char bytes[2 * MOST_BYTES];
    const char *why = two->cancelled             ? "was closed, and the task "
                                                   "cancelled"
                      : two->first == GOT_CLOSED ? "was closed"
                      : g->n_fed > 0             ? "was fed"
                                                 : "was asked by another task";
    check(p, r->result == two->first,
          two->first == GOT              ? "WRONG-ERROR"
          : two->first == GOT_CLOSED     ? "NOT-REFUSED"
          : two->first == GOT_INCOMPLETE ? "CUT-SHORT"
                                         : "LOST-CANCEL",
          "while %s waited in the source, the buffer %s: the call %s, where it "
          "should have %s",
          call_text(g, &g->calls[0]), why, result_text(r->result),
          result_text(two->first));
    if (two->first == GOT_INCOMPLETE) {
        check(p, r->n_in_buffer == g->n_fed, "LOST-BYTE",
              "the source came to its end, and the buffer was fed meanwhile: "
              "afterwards %" PRId64 " bytes were in it, where %" PRId64
              " were to be there",
              r->n_in_buffer, g->n_fed);
        return;
    }
    if (two->first != GOT) {
        check(p, r->n_in_buffer == 0, "WRONG-COUNT",
              "while %s waited in the source, the buffer was closed: "
              "afterwards %" PRId64 " bytes were in it",
              call_text(g, &g->calls[0]), r->n_in_buffer);
        return;
    }
    int64_t n = g->calls[0].a;
    memcpy(bytes, g->fed, (size_t)g->n_fed);
    memcpy(bytes + g->n_fed, g->bytes, (size_t)g->n);
    check(p, r->n == n && memcmp(r->bytes, bytes, (size_t)n) == 0,
          "WRONG-BYTES",
          "while %s waited in the source, the buffer %s: the call gave %s, "
          "where %s was due",
          call_text(g, &g->calls[0]), why, bytes_text(r->bytes, r->n),
          bytes_text(bytes, n));
    check(p, r->n_in_buffer == g->n_fed + r->n_given - n, "LOST-BYTE",
          "while %s waited in the source, the buffer %s: afterwards %" PRId64
          " bytes were in it, where %" PRId64 " were to be there",
          call_text(g, &g->calls[0]), why, r->n_in_buffer,
          g->n_fed + r->n_given - n);
}

static void play_two(struct play *p, const struct program *g,
                     const struct two *two)
{
    static struct record r;
    size_t at = 0;
    send(p, g);
    if (!over(p))
        return;
    for (int64_t i = 1; i < g->n_calls; i++) {
        const struct call *c = &g->calls[i];
        int64_t due = two->others[i - 1];
        check(p, read_record(p, &at, &r) && r.call == i, "NOT-REFUSED",
              "while a task was receiving, %s waited", call_text(g, c));
        check(p, r.result == due, due == GOT ? "WRONG-ERROR" : "NOT-REFUSED",
              "while a task was receiving, %s%s %s, where it should have %s",
              i > 1 ? "and the buffer closed, " : "", call_text(g, c),
              result_text(r.result), result_text(due));
    }
    check(p, read_record(p, &at, &r) && r.call == 0, "HANG",
          "the task that was receiving never came back");
    check_first(p, g, two, &r);
}

// 5.77, 5.78
JUDGE(one_task_receives_at_a_time)
{
    int64_t d[N_DICE], what = give_in_turn(p, 0, 7);
    struct two two = {GOT, {GOT_BUSY, GOT_CLOSED}, what == 6};
    give_this(p, two.cancelled);
    struct program *g = begin(p, dice({0, 0}, {1, 6}, {1, 30}, seeds), d);
    struct draws draws = {(uint64_t)d[3]};
    // The end, while the buffer is fed: those bytes are for the next call.
    if (what == 7)
        d[2] = 0;
    draw_source(g, &draws, d[2], d[1]);
    call(g, CALL_EXACTLY, what == 7 ? 1 : d[2], 0);
    if (what < 2) {
        call(g, what == 0 ? CALL_RECEIVE : CALL_EXACTLY, 1, 0);
    } else if (what == 2) {
        // What needs no byte is refused all the same.
        call(g, CALL_EXACTLY, 0, 0);
    } else if (what == 3) {
        call(g, CALL_RECEIVE, 0, 0);
        two.others[0] = GOT_INVALID;
    } else if (what == 4 || what == 7) {
        g->n_fed = d[1];
        draw_letters(&draws, g->fed, g->n_fed);
        call(g, CALL_FEED, g->n_fed, 0);
        two.others[0] = GOT;
        two.first = what == 4 ? GOT : GOT_INCOMPLETE;
    } else {
        call(g, CALL_CLOSE, 0, 0);
        call(g, CALL_EXACTLY, 1, 0);
        two.others[0] = GOT;
        two.first = two.cancelled ? GOT_CANCELLED : GOT_CLOSED;
    }
    play_two(p, g, &two);
}

// At least one piece comes each time.
static void give_bits(struct play *p)
{
    give(p, 11, 60);
    give_this(p, 10);
}

// 5.60 and cancellation: no byte is lost
JUDGE(a_cancelled_receive_loses_no_byte)
{
    int64_t d[N_DICE];
    give_bits(p);
    struct program *g = begin(p, dice({0, 2}, {1, 4}, {4, 40}, seeds), d);
    struct draws draws = {(uint64_t)d[3]};
    draw_source(g, &draws, d[2], d[1]);
    int64_t n = d[0] == 0 ? d[2] - 1 : d[2] / 2;
    call(g, CALL_EXACTLY, n, 0);
    call(g, d[0] == 2 ? CALL_RECEIVE : CALL_EXACTLY, d[2] - n, 0);
    play_calls(p, g);
}

// ---- up to a delimiter -----------------------------------------------------

// 5.62; M36: cut at every place, also a false start before it
JUDGE(a_delimiter_is_found_wherever_it_is_cut)
{
    static const char *const texts[] = {
        "abcdefg|rest|x",   "ab|-cd|-ef", "aa|||--x|--yz|--",
        "--|--||-|--|-|-x", "|-|",        "x|-|-|=y|-|=z|-|="};
    static const char *const delimiters[] = {"|",   "|-", "|--",
                                             "-|-", "|",  "|-|="};
    int64_t d[N_DICE];
    struct program *g = begin(p, dice({0, 5}, {1, 8}, {1, 8}, {1, 8}), d);
    put_text(g, texts[d[0]]);
    put_delimiter(g, delimiters[d[0]]);
    for (int i = 1; i < N_DICE; i++)
        piece(g, d[i]);
    piece(g, 1);
    for (int i = 0; i < 4; i++)
        call(g, CALL_UNTIL, g->n_delimiter, 100);
    call(g, CALL_EXACTLY, 0, 0);
    play_calls(p, g);
}

// "A delimiter beyond the limit is refused"; M36: both sides of it
JUDGE(a_line_may_be_as_long_as_the_limit)
{
    int64_t d[N_DICE];
    struct program *g = begin(p, dice({0, 8}, {1, 6}, {0, 20}, {1, 3}), d);
    struct draws draws = {(uint64_t)(d[1] * 100 + d[2])};
    int64_t length = d[2], n_delimiter = d[3];
    // At the limit, just beyond it, and before it.
    int64_t limit = length + n_delimiter + (int64_t[]){0, -1, 1}[d[0] % 3];
    draw_source(g, &draws, length + n_delimiter + 8, d[1]);
    put_delimiter(g, (const char *[]){"|", "|-", "|-="}[n_delimiter - 1]);
    memcpy(g->bytes + length, g->delimiter, (size_t)n_delimiter);
    // The bytes may be there already, or come piece by piece.
    if (d[0] / 3 == 1)
        g->sizes[0] = 1000;
    if (d[0] / 3 == 2)
        for (int64_t i = 0; i < g->n_sizes; i++)
            g->sizes[i] = 1;
    call(g, CALL_UNTIL, n_delimiter, limit);
    call(g, CALL_UNTIL, n_delimiter, 0);
    call(g, CALL_EXACTLY, 2, 0);
    play_calls(p, g);
}

// 5.68
JUDGE(an_empty_delimiter_is_refused)
{
    int64_t d[N_DICE];
    struct program *g = begin(p, dice({0, 1}, {1, 6}, {4, 20}, seeds), d);
    struct draws draws = {(uint64_t)d[3]};
    draw_source(g, &draws, d[2], d[1]);
    if (d[0])
        call(g, CALL_EXACTLY, 2, 0);
    call(g, CALL_UNTIL, 0, 100);
    call(g, CALL_EXACTLY, 2, 0);
    play_calls(p, g);
}

// What holds of receiving by count holds of lines: 5.60, 5.72, 5.77, 5.78
JUDGE(receive_until_keeps_to_the_same_rules)
{
    int64_t d[N_DICE], what = give_in_turn(p, AT_END, IN_BITS);
    struct two two = {GOT, {GOT_BUSY, GOT_CLOSED}, false};
    if (what == BUSY_THEN || what == CLOSED_THEN)
        give_this(p, 0);
    if (what == IN_BITS)
        give_bits(p);
    struct program *g = begin(p, dice({0, 0}, {1, 4}, {4, 40}, seeds), d);
    struct draws draws = {(uint64_t)d[3]};
    draw_source(g, &draws, what == AT_END_EMPTY ? 0 : d[2], d[1]);
    put_delimiter(g, "|-");
    if (what == IN_BITS) {
        memcpy(g->bytes + d[2] / 2 - 1, "|-", 2);
        call(g, CALL_UNTIL, 2, 100);
        call(g, CALL_UNTIL, 2, 100);
        call(g, CALL_EXACTLY, 2, 0);
    } else if (what == BUSY_THEN) {
        call(g, CALL_EXACTLY, d[2], 0);
        call(g, CALL_UNTIL, 2, 100);
    } else if (what == CLOSED_THEN) {
        call(g, CALL_UNTIL, 2, 100);
        call(g, CALL_CLOSE, 0, 0);
        call(g, CALL_UNTIL, 2, 100);
        two = (struct two){GOT_CLOSED, {GOT, GOT_CLOSED}, false};
    } else {
        if (what == CLOSED_BEFORE)
            call(g, CALL_CLOSE, 0, 0);
        call(g, CALL_UNTIL, 2, 1000);
        call(g, CALL_UNTIL, 0, 1000);
        call(g, CALL_EXACTLY, 1, 0);
        call(g, CALL_UNTIL, 2, 1000);
    }
    if (what == BUSY_THEN || what == CLOSED_THEN)
        play_two(p, g, &two);
    else
        play_calls(p, g);
}

// All the rules, in any order
JUDGE(hundreds_of_reads_give_every_byte_once)
{
    int64_t d[N_DICE];
    struct program *g =
        begin(p, dice({1, 40}, {1, MOST_CALLS}, {1, 700}, seeds), d);
    struct draws draws = {(uint64_t)d[3]};
    draw_source(g, &draws, d[2], d[0]);
    put_delimiter(g, "|-");
    for (int64_t i = 0; i + 2 <= d[2]; i += 2 + draw(&draws, 30))
        memcpy(g->bytes + i, "|-", 2);
    g->n_fed = 400;
    draw_letters(&draws, g->fed, g->n_fed);
    int64_t fed = 0;
    while (g->n_calls < d[1]) {
        int64_t n = draw(&draws, 12);
        switch (draw(&draws, 4)) {
        case 0:
            call(g, CALL_RECEIVE, 1 + n, 0);
            break;
        case 1:
            call(g, CALL_EXACTLY, n, 0);
            break;
        case 2:
            call(g, CALL_UNTIL, 2, 4 * n);
            break;
        default:
            if (fed + n <= g->n_fed)
                call(g, CALL_FEED, n, 0);
            else
                call(g, CALL_RECEIVE, 2, 0);
            fed += g->calls[g->n_calls - 1].what == CALL_FEED ? n : 0;
        }
    }
    play_calls(p, g);
}

// ---- growth ----------------------------------------------------------------

static int64_t b_of(const struct play *p, int what, int64_t a)
{
    long at = find_fact(p, what, a);
    return at < 0 ? -1 : told(p, (size_t)at)->b;
}

static void check_growth(struct play *p, int64_t n, int64_t factor,
                         const char *what)
{
    check(p, b_of(p, CALLED, n * factor) == GOT, "MISSED-DELIMITER",
          "%s of %" PRId64 " bytes failed", what, n * factor);
    int64_t few = b_of(p, STEPS, n), many = b_of(p, STEPS, n * factor);
    check(p, !counts_steps(p) || !at_full_size(p) || many <= 2 * factor * few,
          "ADDS-UP",
          "%s took %" PRId64 " steps for %" PRId64 " bytes, and %" PRId64
          " for %" PRId64 ": %" PRId64 " times as many for %" PRId64
          " times the bytes",
          what, few, n, many, n * factor, many / (few > 0 ? few : 1), factor);
}

// M36: it does not begin anew with each piece
JUDGE(looking_for_a_delimiter_grows_with_the_bytes, .once = true,
      .no_sweep = true)
{
    int64_t n = give(p, 300, 400), factor = at_full_size(p) ? 10 : 2;
    give_this(p, factor);
    give(p, 1, 2);
    if (!over(p))
        return;
    check_growth(p, n, factor, "receive_until");
    check(p, b_of(p, N_GOT, n) == n - 2, "WRONG-BYTES",
          "receive_until gave %" PRId64 " of %" PRId64 " bytes",
          b_of(p, N_GOT, n), n - 2);
}

// 5.67
JUDGE(taking_from_the_front_moves_little, .once = true, .no_sweep = true)
{
    int64_t n = give(p, 600, 800), factor = at_full_size(p) ? 10 : 2;
    give_this(p, factor);
    give(p, 2, 6);
    bool lines = give_in_turn(p, 0, 1);
    if (!over(p))
        return;
    check_growth(p, n, factor,
                 lines ? "receive_until, line by line,"
                       : "receive_exactly, bit by bit,");
}
// private: linnet-0f5d3f897d262c7d
