// Lab 5, streams, the judge: what is right of the programs in scenarios.c.
//
// The numbers before a test are behaviours of semantics.md.
#include "judge.h"
#include "model.h"
#include <inttypes.h>

static const struct range nothing = {0, 0}, yes_or_no = {0, 1},
                          one_to_five = {1, 5}, none_to_three = {0, 3};

static void check_outcome(struct play *p, const char *what, int64_t got,
                          int64_t due, const char *code)
{
    check(p, got == due, code, "%s returned %s, where %s was due", what,
          name_of(got), name_of(due));
}

// ---- held ------------------------------------------------------------------

// 5.5, 5.7
JUDGE(items_come_out_in_the_order_in_which_they_went_in)
{
    struct script s =
        draw_script(p, (struct range){1, 14}, one_to_five, nothing);
    // Some, then less, then as many as there is room for: what is held goes
    // round, and may have to move.
    int64_t some = s.x < 7 ? s.x : 7, less = some < s.y ? some : s.y;
    s.capacity = s.x;
    add_times(&s, some, TRY_SEND, 1);
    add_times(&s, less, TRY_RECEIVE, 0);
    add_times(&s, s.x - some + less, TRY_SEND, some + 1);
    add_times(&s, s.x, TRY_RECEIVE, 0);
    follow(&s);
}

// 5.2, 5.5
JUDGE(a_full_stream_says_would_block)
{
    struct script s = draw_script(p, (struct range){0, 6}, nothing, nothing);
    s.capacity = s.x;
    add(&s, TRY_RECEIVE, 0);
    add_times(&s, s.x + 1, TRY_SEND, 1);
    add(&s, TRY_RECEIVE, 0);
    add_times(&s, 2, TRY_SEND, s.x + 2);
    add_times(&s, s.x + 1, TRY_RECEIVE, 0);
    follow(&s);
}

enum { MOST_BYTES = 2000 };

static void deliver_parcels(struct play *p, struct range way)
{
    // Sizes that end in the middle of a word, and large ones.
    int64_t bytes = give(p, 1, MOST_BYTES), n = give(p, 1, 12);
    int64_t key = give(p, 1, 1000000);
    give_in_turn(p, way.low, way.high);
    if (!over(p))
        return;
    for (int64_t i = 0; i < n; i++) {
        int64_t due = 0;
        for (int64_t b = 0; b < bytes; b++)
            due = add_to_sum(
                due, (unsigned char)mix((uint64_t)(key + i * MOST_BYTES + b)));
        long at = find_fact(p, CONTENT, i);
        check(p, at >= 0, "STALLED",
              "%" PRId64 " of %" PRId64 " items of %" PRId64
              " bytes had been received when nothing moved any more",
              i, n, bytes);
        check(p, told(p, (size_t)at)->b == due, "WRONG-ITEM",
              "item %" PRId64 " of %" PRId64 " bytes did not arrive as it was "
              "when it was sent; the sender had used its memory again",
              i + 1, bytes);
        check(p, told(p, (size_t)find_fact(p, LEFT_ALONE, i))->b, "WRONG-ITEM",
              "a receive of %" PRId64 " bytes wrote before or behind the place "
              "it was given",
              bytes);
    }
}

// 5.12
JUDGE(items_are_copied)
{
    deliver_parcels(p, nothing);
}

// 5.10
JUDGE(an_item_may_be_nothing)
{
    int64_t n = give(p, 0, 20);
    bool is_pointer = give_in_turn(p, 0, 1);
    if (!over(p))
        return;
    const char *what = is_pointer ? "item NULL" : "items of 0 bytes";
    for (int64_t i = 0; i < n; i++)
        check(p, told(p, (size_t)find_fact(p, SENT, i))->b == WENT_WELL,
              "STALLED",
              "%s: number %" PRId64 " of %" PRId64
              " did not go into a stream of capacity %" PRId64,
              what, i + 1, n, n);
    for (int64_t i = 0; i <= n; i++) {
        int64_t got = told(p, (size_t)find_b(p, NO_MORE, i, 0))->a;
        int64_t due = i < n ? WENT_WELL : WOULD_WAIT;
        check(p, got == due, i < n ? "LOST-ITEM" : "EXTRA-ITEM",
              "%s: receive number %" PRId64 " returned %s, when %" PRId64
              " had been sent",
              what, i + 1, name_of(got), n);
    }
    check(p, n == 0 || told(p, (size_t)find_next(p, LEFT_ALONE, -1))->b,
          "WRONG-ITEM", "%s: what came out was not what had gone in", what);
}

// 5.11
JUDGE(an_unbounded_stream_takes_every_item, .once = true)
{
    int64_t n = give(p, 0, at_full_size(p) ? 5000 : 50);
    int64_t key = give(p, 1, 1000000), sum = 0;
    if (!over(p))
        return;
    for (int64_t i = 0; i < n; i++)
        sum = add_to_sum(sum, (int64_t)(mix((uint64_t)(key + i)) >> 40));
    const struct wire_frame *in = told(p, (size_t)find_next(p, SENT, -1));
    check(p, in->a == n && in->b == WENT_WELL, "STALLED",
          "an unbounded stream took %" PRId64 " of %" PRId64
          " items, then try_send returned %s",
          in->a, n, name_of(in->b));
    const struct wire_frame *out = told(p, (size_t)find_next(p, CONTENT, -1));
    check(p, out->a == n, "LOST-ITEM",
          "%" PRId64 " items came out of a stream that had taken %" PRId64,
          out->a, n);
    check(p, out->b == sum, "WRONG-ORDER",
          "the %" PRId64 " items came out in another order, or changed", n);
    int64_t end = told(p, (size_t)find_next(p, NO_MORE, -1))->a;
    check_outcome(p, "try_receive from an empty stream", end, WOULD_WAIT,
                  "EARLY-END");
}

// 5.1
JUDGE(a_negative_capacity_is_refused)
{
    static const int64_t capacities[] = {-1, -1000, INT64_MIN};
    give_this(p, capacities[give_in_turn(p, 0, 2)]);
    if (!over(p))
        return;
    const struct wire_frame *opened = told(p, (size_t)find_next(p, OPENED, -1));
    check_outcome(p, "stream_open with a negative capacity", opened->a,
                  WAS_INVALID, "WRONG-ERROR");
    check(p, opened->b, "WRONG-ERROR",
          "stream_open returned INVALID and had written to *tx or *rx");
}

// ---- waiting ---------------------------------------------------------------

// 5.2, 5.3, 5.4
JUDGE(without_room_a_sender_meets_a_receiver)
{
    struct script s = draw_script(p, (struct range){1, 4},
                                  (struct range){1, 30}, none_to_three);
    bool sender_first = s.z & 1, second_tries = s.z & 2;
    enum op second = sender_first   ? second_tries ? TRY_RECEIVE : RECEIVE
                     : second_tries ? TRY_SEND
                                    : SEND;
    for (int64_t i = 1; i <= s.x; i++) {
        add(&s, sender_first ? SEND : RECEIVE, i);
        add(&s, WAIT, s.y);
        add(&s, second, i);
        add(&s, WAIT, 1);
    }
    add(&s, TRY_SEND, 9);
    add(&s, TRY_RECEIVE, 0);
    follow(&s);
}

// 5.12
JUDGE(items_are_copied_from_task_to_task)
{
    deliver_parcels(p, (struct range){1, 2});
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static void check_at(struct play *p, long at, const char *what, int64_t i,
                     int64_t due, const char *code_if_early)
{
    check(p, at >= 0, "STALLED", "item %" PRId64 " was never %s", i + 1, what);
    int64_t got = at_ms(p, at);
    check(p, got == due, got < due ? code_if_early : "STALLED",
          "item %" PRId64 " was %s at %" PRId64 " ms, where %" PRId64
          " ms was right",
          i + 1, what, got, due);
}

// 5.17, 5.18
JUDGE(a_slow_receiver_slows_its_sender_down)
{
    int64_t capacity = give(p, 0, 4), n = give(p, 1, ITEMS_EACH);
    int64_t send_ms = give(p, 0, 3), ms[ITEMS_EACH];
    int64_t sent[ITEMS_EACH], got[ITEMS_EACH], ready = 0, next = 0;
    for (int i = 0; i < ITEMS_EACH; i++)
        ms[i] = give(p, 0, 9);
    if (!over(p)) {
        check_items(p);
        return;
    }
    for (int64_t i = 0; i < n; i++) {
        int64_t called = next + send_ms;
        got[i] = later(called, ready);
        // Without room it waits until it is received itself.
        int64_t room = capacity == 0   ? got[i]
                       : i >= capacity ? got[i - capacity]
                                       : 0;
        sent[i] = next = later(called, room);
        ready = got[i] + CONSUMER_MS * ms[i];
    }
    check_items(p);
    check(p, n_waits(p) <= 4 * n + 6, "BUSY-WAIT",
          "the tasks took %" PRId64 " turns to move %" PRId64
          " items, where %" PRId64 " are plenty",
          n_waits(p), n, 4 * n + 6);
    for (int64_t i = 0; i < n; i++) {
        check_at(p, find_fact(p, SENT, i), "sent", i, sent[i], "OVERFULL");
        check_at(p, find_fact(p, GOT, i), "received", i, got[i], "WRONG-ORDER");
    }
}

// 5.7, 5.4
JUDGE(senders_are_served_in_the_order_in_which_they_came)
{
    struct script s = draw_script(p, none_to_three, one_to_five, yes_or_no);
    s.capacity = s.x;
    add_times(&s, s.x, TRY_SEND, 1);
    add_times(&s, s.y, SEND, s.x + 1);
    add(&s, WAIT, 1);
    for (int64_t i = 0; i < s.x + s.y; i++) {
        add(&s, s.z ? RECEIVE : TRY_RECEIVE, 0);
        if (!s.z)
            add(&s, WAIT, 1);
    }
    add(&s, WAIT, 1);
    follow(&s);
}

// 5.7, 5.3
JUDGE(receivers_are_served_in_the_order_in_which_they_came)
{
    struct script s = draw_script(p, none_to_three, one_to_five, yes_or_no);
    s.capacity = s.x;
    add_times(&s, s.y, RECEIVE, 0);
    add(&s, WAIT, 1);
    add_times(&s, s.y, s.z ? SEND : TRY_SEND, 1);
    add(&s, WAIT, 1);
    follow(&s);
}

// Somebody comes for what another task was given, before that one runs; M22.
JUDGE(nobody_overtakes_who_waits)
{
    struct script s =
        draw_script(p, none_to_three, (struct range){1, 3}, yes_or_no);
    s.capacity = s.x;
    bool senders_wait = s.z;
    if (senders_wait)
        add_times(&s, s.x, TRY_SEND, 1);
    add_times(&s, s.y, senders_wait ? SEND : RECEIVE, s.x + 1);
    add(&s, WAIT, 1);
    for (int64_t i = 0; i < s.y; i++) {
        add(&s, senders_wait ? TRY_RECEIVE : TRY_SEND, 10 + i);
        add(&s, senders_wait ? TRY_SEND : TRY_RECEIVE, 20 + i);
    }
    add(&s, WAIT, 1);
    if (senders_wait)
        add_times(&s, s.x, TRY_RECEIVE, 0);
    follow(&s);
}

// 5.16; M37
JUDGE(sending_and_receiving_let_others_run)
{
    struct script s = draw_script(p, one_to_five, nothing, nothing);
    s.capacity = s.x;
    int64_t sent = add(&s, SEND, 1);
    add(&s, WAIT, 1);
    int64_t received = add(&s, RECEIVE, 0);
    add(&s, WAIT, 1);
    if (!follow(&s))
        return;
    for (int64_t i = sent; i <= received; i += received - sent)
        check(p, find_fact(p, RESULT, i) > find_fact(p, TAKEN, i), "NO-YIELD",
              "stream_%s had no need to wait, and returned before any other "
              "task had run",
              i == sent ? "send" : "receive");
}

// ---- handles ---------------------------------------------------------------

// 5.46, 5.47, 5.48, 5.49, 5.28
JUDGE(statistics_say_what_is_so)
{
    struct script s =
        draw_script(p, (struct range){0, 2}, one_to_five, nothing);
    s.capacity = s.x;
    add(&s, LOOK, 0);
    add_times(&s, s.y, SEND, 1);
    add(&s, LOOK, 0);
    add(&s, CANCEL, s.y); // the last of them, if it waits
    add(&s, LOOK, 0);
    add(&s, TX_CLONE, 0);
    add(&s, RX_CLONE, 0);
    for (int64_t i = 0; i < s.y; i++) {
        add(&s, TRY_RECEIVE, 0);
        add_step(&s, LOOK, 1, 0);
    }
    add(&s, RECEIVE, 0);
    add(&s, LOOK, 0);
    add(&s, TRY_SEND, 9);
    add(&s, LOOK, 0);
    add_step(&s, TX_CLOSE, 1, 0);
    add_step(&s, RX_CLOSE, 0, 0);
    add_step(&s, LOOK, 1, 0);
    add(&s, WAIT, 1);
    add(&s, LOOK, 0);
    follow(&s);
}

// 5.19, 5.24, 5.29
JUDGE(who_has_closed_a_handle_is_told_so)
{
    struct script s = draw_script(p, none_to_three, nothing, yes_or_no);
    bool rx = s.z;
    s.capacity = s.x;
    add_times(&s, s.x, TRY_SEND, 1);
    add_times(&s, 2, rx ? RX_CLOSE : TX_CLOSE, 0);
    // And again when the other end has been closed too.
    for (int64_t i = 0; i < 2; i++) {
        add(&s, rx ? TRY_RECEIVE : TRY_SEND, 10 + i);
        add(&s, rx ? RECEIVE : SEND, 20 + i);
        add(&s, rx ? RX_CLONE : TX_CLONE, 0);
        add(&s, WAIT, 1);
        if (i == 0)
            add(&s, rx ? TX_CLOSE : RX_CLOSE, 0);
    }
    follow(&s);
}

// 5.21, 5.11, 5.79; M21
JUDGE(the_end_comes_after_the_last_item)
{
    struct script s =
        draw_script(p, none_to_three, (struct range){1, 3}, yes_or_no);
    s.capacity = s.x;
    if (s.z) { // they wait when it is closed
        add_times(&s, s.y, RECEIVE, 0);
        add(&s, WAIT, 1);
        add(&s, TX_CLOSE, 0);
    } else {
        add_times(&s, s.x, TRY_SEND, 1);
        add(&s, TX_CLOSE, 0);
        add_times(&s, s.x, TRY_RECEIVE, 0);
        add_times(&s, s.y, RECEIVE, 0);
    }
    add(&s, WAIT, 1);
    add_times(&s, 2, TRY_RECEIVE, 0);
    add(&s, RECEIVE, 0);
    add(&s, WAIT, 1);
    follow(&s);
}

// 5.22
JUDGE(without_receivers_a_stream_is_broken)
{
    struct script s =
        draw_script(p, none_to_three, (struct range){1, 3}, yes_or_no);
    s.capacity = s.x;
    if (s.z) { // they wait when it is closed
        add_times(&s, s.x, TRY_SEND, 1);
        add_times(&s, s.y, SEND, s.x + 1);
        add(&s, WAIT, 1);
    }
    add(&s, RX_CLOSE, 0);
    add_times(&s, 2, TRY_SEND, 10);
    add_times(&s, s.y, SEND, 12);
    add(&s, WAIT, 1);
    follow(&s);
}

// 5.27, 5.28, 5.29; M20
JUDGE(an_end_is_open_while_one_handle_is)
{
    struct script s =
        draw_script(p, (struct range){1, 4}, none_to_three, yes_or_no);
    bool rx = s.z;
    enum op close = rx ? RX_CLOSE : TX_CLOSE;
    s.capacity = 20;
    // Clones of clones; the first is closed first, and twice.
    for (int64_t i = 0; i < s.x; i++)
        add_step(&s, rx ? RX_CLONE : TX_CLONE, i, 0);
    for (int64_t i = 0; i <= s.x; i++) {
        add_step(&s, TRY_SEND, rx ? 0 : i, 1 + i);
        add_step(&s, TRY_RECEIVE, rx ? i : 0, 0);
        add_step(&s, close, i, 0);
        add_step(&s, close, 0, 0);
        if (!rx)
            add(&s, TRY_RECEIVE, 0);
    }
    add(&s, rx ? TRY_SEND : TRY_RECEIVE, 30);
    follow(&s);
}

// 5.78, 5.33; M20
JUDGE(closing_a_handle_sends_home_who_waits_at_it)
{
    struct script s =
        draw_script(p, none_to_three, (struct range){1, 3}, yes_or_no);
    bool rx = s.z;
    s.capacity = s.x;
    add(&s, rx ? RX_CLONE : TX_CLONE, 0);
    if (!rx)
        add_times(&s, s.x, TRY_SEND, 1);
    for (int64_t i = 0; i < s.y; i++) {
        add_step(&s, rx ? RECEIVE : SEND, 0, 10 + i);
        add_step(&s, rx ? RECEIVE : SEND, 1, 20 + i);
    }
    add(&s, WAIT, 1);
    add_step(&s, rx ? RX_CLOSE : TX_CLOSE, 0, 0);
    add(&s, WAIT, 1);
    for (int64_t i = 0; i < s.y + (rx ? 0 : s.x); i++)
        if (rx)
            add(&s, TRY_SEND, 30 + i);
        else
            add(&s, TRY_RECEIVE, 0);
    add(&s, WAIT, 1);
    follow(&s);
}

// 5.78
JUDGE(a_handle_can_be_freed_while_tasks_wait_at_it)
{
    struct script s = draw_script(p, (struct range){0, 1}, (struct range){1, 3},
                                  none_to_three);
    bool rx = s.z & 1, other_first = s.z & 2;
    s.capacity = s.x;
    if (!rx)
        add_times(&s, s.x, TRY_SEND, 1);
    add_times(&s, s.y, rx ? RECEIVE : SEND, 10);
    add(&s, WAIT, 1);
    if (other_first)
        add(&s, rx ? TX_FREE : RX_FREE, 0);
    add(&s, rx ? RX_FREE : TX_FREE, 0);
    if (!other_first)
        add(&s, rx ? TX_FREE : RX_FREE, 0);
    add(&s, WAIT, 1);
    follow(&s);
}

// 5.30
JUDGE(the_item_of_who_closes_at_once_arrives)
{
    struct script s =
        draw_script(p, (struct range){0, 2}, (struct range){1, 3}, yes_or_no);
    s.capacity = s.x;
    add_times(&s, s.y, RECEIVE, 0);
    add(&s, WAIT, 1);
    add_times(&s, s.y, s.z ? TRY_SEND : SEND, 1);
    add(&s, TX_CLOSE, 0);
    add(&s, WAIT, 1);
    follow(&s);
}

// 5.13, 5.14, 5.15
JUDGE(every_item_arrives_once)
{
    int64_t capacity = give(p, 0, 3), producers = give(p, 1, MOST_WORKERS);
    int64_t consumers = give(p, 1, MOST_WORKERS), n = give(p, 1, ITEMS_EACH);
    for (int i = 0; i < 2 * MOST_WORKERS; i++)
        give(p, 0, 4);
    (void)capacity;
    bool whole = over(p);
    check_items(p);
    if (!whole)
        return;
    for (int64_t producer = 0; producer < producers; producer++) {
        for (int64_t i = 0; i < n; i++) {
            int64_t item = producer * ITEMS_EACH + i;
            check(p, find_fact(p, SENT, item) >= 0, "STALLED",
                  "item %" PRId64 " was never sent", item);
            check(p, find_fact(p, GOT, item) >= 0, "LOST-ITEM",
                  "item %" PRId64 " was sent and never received", item);
        }
    }
    for (int64_t consumer = 0; consumer < consumers; consumer++) {
        check(p, consumer >= producers * n || find_b(p, GOT, consumer, 0) >= 0,
              "BARGED",
              "receiver %" PRId64 " of %" PRId64
              " got nothing, though it waited before the first of %" PRId64
              " items was sent",
              consumer + 1, consumers, producers * n);
        long end = find_b(p, NO_MORE, consumer, 0);
        check(p, end >= 0, "STALLED", "a receiver never came to an end");
        check_outcome(p, "the last receive of a loop over all items",
                      told(p, (size_t)end)->a, ENDED, "WRONG-END");
    }
}

// ---- cancellation ----------------------------------------------------------

// What failed at once, cancelled or when the end was closed, returned before
// anybody else had run.
static void check_no_yield(struct play *p, const struct script *s)
{
    bool closed = false;
    for (int64_t i = 0; i < s->n; i++) {
        enum op op = s->steps[i].op;
        bool cancelled = op == SEND_CANCELLED || op == RECEIVE_CANCELLED;
        closed |= op == TX_CLOSE;
        if (!cancelled && (!closed || (op != SEND && op != RECEIVE)))
            continue;
        check(p, find_fact(p, RESULT, i) < find_fact(p, TAKEN, i),
              "EXTRA-YIELD",
              "stream_%s failed because %s, and others had run before it "
              "returned",
              op == SEND || op == SEND_CANCELLED ? "send" : "receive",
              cancelled ? "its task was cancelled"
                        : "the sending end was closed");
    }
}

// 5.36, 5.37; M37
JUDGE(who_is_cancelled_sends_and_takes_nothing)
{
    struct script s =
        draw_script(p, none_to_three, (struct range){1, 3}, yes_or_no);
    s.capacity = s.x;
    if (s.z) { // senders wait; somebody cancelled wants to receive
        add_times(&s, s.x, TRY_SEND, 1);
        add_times(&s, s.y, SEND, s.x + 1);
        add(&s, RECEIVE_CANCELLED, 0);
        add(&s, WAIT, 1);
        add_times(&s, s.x + s.y, TRY_RECEIVE, 0);
    } else { // receivers wait, or there is room
        add_times(&s, s.y, RECEIVE, 0);
        add(&s, SEND_CANCELLED, 20);
        add(&s, WAIT, 1);
        add_times(&s, s.y, TRY_SEND, 1);
        add(&s, SEND_CANCELLED, 21);
        add(&s, WAIT, 1);
        add_times(&s, s.x, TRY_SEND, 10);
        add_times(&s, s.x, TRY_RECEIVE, 0);
    }
    add(&s, TRY_RECEIVE, 0);
    add(&s, WAIT, 1);
    // Nor has this to wait for anything, and nobody is cancelled.
    add(&s, TX_CLOSE, 0);
    add(&s, SEND, 22);
    add(&s, RECEIVE, 0);
    add(&s, WAIT, 1);
    if (follow(&s))
        check_no_yield(p, &s);
}

// 5.43, 5.44, 5.47; M18
JUDGE(a_cancelled_sender_is_gone_from_the_queue)
{
    struct script s =
        draw_script(p, (struct range){0, 2}, one_to_five, (struct range){0, 4});
    s.capacity = s.x;
    add_times(&s, s.x, TRY_SEND, 1);
    int64_t first = s.n;
    add_times(&s, s.y, SEND, s.x + 1);
    add(&s, WAIT, 1);
    add(&s, CANCEL, first + s.z % s.y);
    add(&s, WAIT, 1);
    add_times(&s, s.x + s.y, TRY_RECEIVE, 0);
    add(&s, WAIT, 1);
    add(&s, LOOK, 0);
    follow(&s);
}

// 5.35, 5.44, 5.47; M19
JUDGE(a_cancelled_receiver_is_gone_from_the_queue)
{
    struct script s =
        draw_script(p, (struct range){0, 2}, one_to_five, (struct range){0, 4});
    s.capacity = s.x;
    int64_t first = s.n;
    add_times(&s, s.y, RECEIVE, 0);
    add(&s, WAIT, 1);
    add(&s, CANCEL, first + s.z % s.y);
    add_times(&s, s.y + s.x, TRY_SEND, 1);
    add(&s, WAIT, 1);
    add_times(&s, s.x + 1, TRY_RECEIVE, 0);
    add(&s, LOOK, 0);
    follow(&s);
}

// "Set, then cancel before it ran" for both ends; M18, M19
JUDGE(what_was_handed_over_stays_so)
{
    struct script s =
        draw_script(p, (struct range){0, 2}, (struct range){1, 3}, yes_or_no);
    bool senders_wait = s.z;
    s.capacity = s.x;
    if (senders_wait)
        add_times(&s, s.x, TRY_SEND, 1);
    int64_t first = s.n;
    add_times(&s, s.y, senders_wait ? SEND : RECEIVE, s.x + 1);
    add(&s, WAIT, 1);
    add(&s, senders_wait ? TRY_RECEIVE : TRY_SEND, 20);
    add(&s, CANCEL, first);
    add(&s, WAIT, 1);
    for (int64_t i = 0; i < s.x + s.y; i++)
        add(&s, senders_wait ? TRY_RECEIVE : TRY_SEND, 21 + i);
    add(&s, WAIT, 1);
    follow(&s);
}

// 5.31, 5.80, 5.81
JUDGE(a_cancelled_task_can_close)
{
    struct script s =
        draw_script(p, (struct range){0, 2}, (struct range){1, 3}, yes_or_no);
    bool rx = s.z;
    s.capacity = s.x;
    if (rx)
        add_times(&s, s.x, TRY_SEND, 1);
    int64_t first = s.n;
    add_times(&s, s.y, rx ? SEND : RECEIVE, s.x + 1);
    add(&s, WAIT, 1);
    add(&s, CANCEL, first);
    add(&s, rx ? RX_CLOSE_CANCELLED : TX_CLOSE_CANCELLED, 0);
    add(&s, rx ? TRY_SEND : TRY_RECEIVE, 30);
    add(&s, WAIT, 1);
    add(&s, rx ? RECEIVE_CANCELLED : SEND_CANCELLED, 31);
    add(&s, WAIT, 1);
    follow(&s);
}

// A step of a script that makes sense after those before it.
static void add_any(struct script *s, uint64_t drawn, int64_t handles)
{
    static const enum op ops[] = {
        TRY_SEND, TRY_SEND, TRY_RECEIVE,    TRY_RECEIVE,      SEND,    SEND,
        SEND,     SEND,     RECEIVE,        RECEIVE,          RECEIVE, RECEIVE,
        WAIT,     WAIT,     CANCEL,         CANCEL,           LOOK,    LOOK,
        TX_CLOSE, RX_CLOSE, SEND_CANCELLED, RECEIVE_CANCELLED};
    enum op op = ops[drawn % (sizeof(ops) / sizeof(ops[0]))];
    // As many of each end: a handle has a number at both.
    int64_t handle = (int64_t)(drawn >> 8 & 255) % handles;
    if (op == CANCEL) {
        int64_t call = (int64_t)(drawn >> 16 & 255) % (s->n + 1);
        if (call < s->n &&
            (s->steps[call].op == SEND || s->steps[call].op == RECEIVE))
            add(s, CANCEL, call);
        return;
    }
    if ((op == TX_CLOSE || op == RX_CLOSE) && drawn >> 24 & 3)
        return;
    add_step(s, op, handle, op == WAIT ? 1 : s->n + 1);
}

// All of the above
JUDGE(any_calls_in_any_order)
{
    struct script s =
        draw_script(p, none_to_three, (struct range){1, 36}, nothing);
    int64_t handles = 1;
    s.capacity = s.x;
    // Some handles from the start on, then anything.
    for (; handles < 1 + s.base % 3; handles++) {
        add(&s, TX_CLONE, 0);
        add(&s, RX_CLONE, 0);
    }
    for (int64_t i = 0; i < s.y; i++)
        add_any(&s, mix((uint64_t)(s.base + i)), handles);
    add(&s, LOOK, 0);
    add(&s, WAIT, 1);
    follow(&s);
}

static int64_t n_bits(int64_t bits)
{
    int64_t n = 0;
    for (; bits != 0; bits &= bits - 1)
        n++;
    return n;
}

static void check_round(struct play *p, uint64_t key, int64_t number,
                        const struct wire_frame *round)
{
    int64_t in = round->a & 255, out = round->a >> 8 & 255;
    int64_t n_out = round->a >> 16, sum = 0;
    check(p, (in & ~out) == 0, "LOST-ITEM",
          "in round %" PRId64 " %" PRId64 " items were sent, and %" PRId64
          " of them never came out",
          number, n_bits(in), n_bits(in & ~out));
    check(p, (out & ~in) == 0, "LOST-ITEM",
          "in round %" PRId64 " %" PRId64
          " items came out whose sender had been told CANCELLED",
          number, n_bits(out & ~in));
    check(p, n_out == n_bits(in), "EXTRA-ITEM",
          "in round %" PRId64 " %" PRId64 " items came out, but %" PRId64
          " had been sent",
          number, n_out, n_bits(in));
    for (int i = 0; i < MOST_IN_ROUND; i++)
        sum += in >> i & 1 ? item_of_round(key, i) : 0;
    check(p, round->b == sum, "WRONG-ITEM",
          "in round %" PRId64 " other items came out than had been sent",
          number);
}

// 5.35, 5.37; M18, M19
JUDGE(no_item_is_lost_or_doubled_in_ten_thousand_rounds, .no_sweep = true)
{
    int64_t n = give_this(p, at_full_size(p) ? 480 : 10);
    int64_t key = give(p, 1, INT64_C(1) << 40), arrived = 0;
    if (!over(p))
        return;
    long at = -1;
    for (int64_t i = 0; i < n; i++) {
        at = find_next(p, ROUND, at);
        check(p, at >= 0, "STALLED", "round %" PRId64 " never came to its end",
              i + 1);
        check_round(p, mix((uint64_t)(key + i)), i + 1, told(p, (size_t)at));
        arrived += told(p, (size_t)at)->a >> 16;
    }
    check(p, arrived >= n / 2, "LOST-ITEM",
          "in %" PRId64 " rounds hardly any item arrived: %" PRId64, n,
          arrived);
}

// ---- growth ----------------------------------------------------------------

enum { ITEM_BYTES = 64, BYTES_BESIDE = 64, BYTES_OF_STREAM = 4096 };

// Of the memory that was told: the most bytes at any time, and the most items.
struct usage {
    int64_t bytes, items;
};

static struct usage most_used(const struct play *p, enum fact fact)
{
    struct usage most = {0};
    for (long i = find_next(p, fact, -1); i >= 0; i = find_next(p, fact, i)) {
        most.bytes = later(most.bytes, told(p, (size_t)i)->a);
        most.items = later(most.items, told(p, (size_t)i)->b);
    }
    return most;
}

static int64_t room_for(int64_t items)
{
    return items * (ITEM_BYTES + BYTES_BESIDE) + BYTES_OF_STREAM;
}

static void check_given_back(struct play *p, int64_t n, const char *why)
{
    int64_t bytes = most_used(p, EMPTY).bytes;
    check(p, bytes <= room_for(16), "GROWS",
          "a stream that had held %" PRId64 " items was empty, because %s, "
          "and still had %" PRId64 " bytes",
          n, why, bytes);
}

// Back pressure is what keeps it small.
JUDGE(a_bounded_stream_stays_small, .once = true)
{
    // Just beyond a power of two: there is room for the capacity and no more.
    bool is_large = give_in_turn(p, 0, 1) && at_full_size(p);
    int64_t capacity = is_large ? give_this(p, 513) : give(p, 0, 20);
    int64_t n = is_large ? give_this(p, 60) : give(p, 1, 200);
    if (!over(p))
        return;
    struct usage most = most_used(p, MEMORY);
    check(p, !is_large || most.bytes <= room_for(capacity) - 32 * capacity,
          "GROWS",
          "a stream of capacity %" PRId64 " and items of %d bytes, when full, "
          "had %" PRId64 " bytes: room for more items than it may hold",
          capacity, ITEM_BYTES, most.bytes);
    check(p, most.bytes <= room_for(capacity), "GROWS",
          "a fast sender and a slow receiver moved %" PRId64
          " items of %d bytes through a stream of capacity %" PRId64
          ", and it had up to %" PRId64 " bytes; %" PRId64 " are plenty",
          10 * n, ITEM_BYTES, capacity, most.bytes, room_for(capacity));
}

// 5.11
JUDGE(an_unbounded_stream_grows_and_shrinks, .once = true)
{
    give_this(p, 0);
    give_this(p, -1);
    int64_t n = give(p, 1, at_full_size(p) ? 200 : 20);
    if (!over(p))
        return;
    struct usage most = most_used(p, MEMORY);
    check(p, most.items >= 9 * n, "STALLED",
          "a fast sender and a slow receiver moved %" PRId64
          " items through an unbounded stream, and it never held more than "
          "%" PRId64,
          10 * n, most.items);
    check(p, most.bytes >= most.items * ITEM_BYTES, "GROWS",
          "an unbounded stream held %" PRId64 " items of %d bytes, and had "
          "only asked for %" PRId64 " bytes",
          most.items, ITEM_BYTES, most.bytes);
    check_given_back(p, most.items, "all had been received");
}

// 5.22: what is held is dropped
JUDGE(what_nobody_can_receive_is_dropped, .once = true)
{
    int64_t n = give(p, 0, at_full_size(p) ? 1000 : 100);
    if (over(p))
        check_given_back(p, n, "the last receiving handle had been closed");
}

static void check_steps(struct play *p, int64_t few, int64_t many,
                        int64_t spare, const char *what)
{
    if (!counts_steps(p))
        return;
    int64_t few_steps = told(p, (size_t)find_fact(p, STEPS, few))->b;
    int64_t many_steps = told(p, (size_t)find_fact(p, STEPS, many))->b;
    check(p, many_steps <= 2 * few_steps + spare, "SLOW",
          "%s took %" PRId64 " steps of your code with %" PRId64
          ", and %" PRId64 " with %" PRId64,
          what, few_steps, few, many_steps, many);
}

// Sending and receiving do not go through what is held.
JUDGE(items_that_are_held_cost_no_time, .once = true, .no_sweep = true)
{
    int64_t few = give_this(p, 10);
    int64_t many = give(p, 11, at_full_size(p) ? 1000 : 100);
    if (!over(p))
        return;
    check_steps(
        p, few, many, 1000,
        "sending and receiving 100 items, by the number of items held,");
}

// Nor through who waits.
JUDGE(tasks_that_wait_cost_no_time, .once = true, .no_sweep = true)
{
    int64_t few = give_this(p, 10);
    int64_t many = give(p, 11, at_full_size(p) ? 1000 : 100);
    give_in_turn(p, 0, 1);
    if (!over(p))
        return;
    check_steps(p, few, many, 60,
                "cancelling one task in the middle of those that wait and "
                "serving another, by how many waited,");
}
// private: linnet-0f5d3f897d262c7d
