// Memory object streams. Numbers are those of semantics.md.
#include "stream.h"
#include "event.h"
#include "loop.h"
#include "nursery.h"
#include "scope.h"
#include "suite.h"
#include <string.h>

// ---- helpers ---------------------------------------------------------------

// A stream of ints, and tasks that use it.
struct pair {
    struct stream_tx *tx;
    struct stream_rx *rx;
    struct nursery *callers;
};

static void open_pair(struct pair *p, int64_t capacity)
{
    expect_ok(stream_open(capacity, sizeof(int), &p->tx, &p->rx));
    p->callers = nursery_open();
}

static struct error *close_pair(struct pair *p)
{
    struct error *err = nursery_close(p->callers, NULL);
    stream_tx_free(p->tx);
    stream_rx_free(p->rx);
    return err;
}

// One call that may wait, made by a task of its own.
struct call {
    struct stream_tx *tx;
    struct stream_rx *rx;
    int item;
    struct scope *scope; // around it
    struct error *err;   // what came of it
    bool over;
};

// Its error is for the test to look at.
static struct error *make_call(void *arg)
{
    struct call *c = arg;
    c->scope = scope_enter((struct scope_options){0});
    c->err = c->tx != NULL ? stream_send(c->tx, &c->item)
                           : stream_receive(c->rx, &c->item);
    c->over = true;
    error_free(scope_leave(c->scope, error_ref(c->err)));
    return NULL;
}

static void start_send(struct pair *p, struct call *c, int item)
{
    *c = (struct call){.tx = p->tx, .item = item};
    nursery_spawn_with(p->callers, make_call, c, .eager = true);
}

static void start_receive(struct pair *p, struct call *c)
{
    *c = (struct call){.rx = p->rx};
    nursery_spawn_with(p->callers, make_call, c, .eager = true);
}

// Lets all run; then the call has come to an end, with an error of this kind.
static void expect_failed(struct call *c, const struct kind *kind)
{
    expect_ok(task_wait_all_parked());
    ck_assert(c->over);
    expect_error(c->err, kind);
}

static void expect_done(struct call *c)
{
    expect_ok(task_wait_all_parked());
    ck_assert(c->over);
    ck_assert_ptr_null(c->err);
}

static void expect_waiting(struct call *c)
{
    expect_ok(task_wait_all_parked());
    ck_assert(!c->over);
}

#define put(p, number) expect_ok(stream_try_send((p)->tx, &(int){(number)}))
#define expect_full(p)                                                         \
    ck_assert_ptr_eq(stream_try_send((p)->tx, &(int){-1}), WOULD_BLOCK)
#define expect_empty(p)                                                        \
    ck_assert_ptr_eq(stream_try_receive((p)->rx, &(int){0}), WOULD_BLOCK)
#define expect_end(p)                                                          \
    ck_assert_ptr_eq(stream_try_receive((p)->rx, &(int){0}), END_OF_STREAM)
#define expect_item(p, number)                                                 \
    do {                                                                       \
        int item = -1;                                                         \
        expect_ok(stream_try_receive((p)->rx, &item));                         \
        ck_assert_int_eq(item, (number));                                      \
    } while (0)

static struct stream_statistics look(const struct pair *p)
{
    return stream_tx_statistics(p->tx);
}

// ---- what is held ----------------------------------------------------------

// 5.1
TEST(a_negative_capacity_is_invalid)
{
    struct stream_tx *tx = NULL;
    struct stream_rx *rx = NULL;
    expect_error(stream_open(-1, 4, &tx, &rx), &INVALID);
    ck_assert(tx == NULL && rx == NULL);
}

// 5.2
RUN_TEST(without_capacity_and_partner_nothing_can_be_tried)
{
    struct pair p;
    open_pair(&p, 0);
    expect_full(&p);
    expect_empty(&p);
    return close_pair(&p);
}

// 5.5
RUN_TEST(n_items_go_in_and_the_next_would_block)
{
    struct pair p;
    open_pair(&p, 3);
    for (int i = 0; i < 3; i++)
        put(&p, i);
    expect_full(&p);
    return close_pair(&p);
}

// 5.5
RUN_TEST(one_item_less_is_room_for_one)
{
    struct pair p;
    open_pair(&p, 1);
    put(&p, 1);
    expect_item(&p, 1);
    put(&p, 2);
    expect_full(&p);
    return close_pair(&p);
}

// 5.7
RUN_TEST(items_go_round_a_ring_in_their_order)
{
    struct pair p;
    int in = 0, out = 0;
    open_pair(&p, 13);
    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 7 + round % 6 && in - out < 13; i++)
            put(&p, in++);
        for (int i = 0; i < 6 + round % 5 && out < in; i++)
            expect_item(&p, out++);
    }
    return close_pair(&p);
}

// 5.10
RUN_TEST(a_null_pointer_is_an_item)
{
    struct stream_tx *tx;
    struct stream_rx *rx;
    void *in = NULL, *out = &in;
    expect_ok(stream_open(1, sizeof(void *), &tx, &rx));
    expect_ok(stream_try_send(tx, &in));
    expect_ok(stream_try_receive(rx, &out));
    ck_assert_ptr_null(out);
    stream_tx_free(tx);
    stream_rx_free(rx);
    return NULL;
}

// 5.10
RUN_TEST(an_item_of_no_bytes_is_an_item)
{
    struct stream_tx *tx;
    struct stream_rx *rx;
    expect_ok(stream_open(2, 0, &tx, &rx));
    expect_ok(stream_try_send(tx, NULL));
    expect_ok(stream_try_send(tx, NULL));
    ck_assert_ptr_eq(stream_try_send(tx, NULL), WOULD_BLOCK);
    expect_ok(stream_try_receive(rx, NULL));
    expect_ok(stream_try_receive(rx, NULL));
    ck_assert_ptr_eq(stream_try_receive(rx, NULL), WOULD_BLOCK);
    stream_tx_free(tx);
    stream_rx_free(rx);
    return NULL;
}

// 5.12
RUN_TEST(a_large_item_is_copied)
{
    struct stream_tx *tx;
    struct stream_rx *rx;
    char in[1024], out[1024];
    expect_ok(stream_open(1, sizeof(in), &tx, &rx));
    memset(in, 'x', sizeof(in));
    expect_ok(stream_try_send(tx, in));
    memset(in, 'y', sizeof(in));
    expect_ok(stream_try_receive(rx, out));
    ck_assert(out[0] == 'x' && out[1023] == 'x');
    stream_tx_free(tx);
    stream_rx_free(rx);
    return NULL;
}

// 5.11
RUN_TEST(an_unbounded_stream_never_would_block)
{
    struct pair p;
    open_pair(&p, STREAM_UNBOUNDED);
    for (int i = 0; i < 3000; i++)
        put(&p, i);
    stream_tx_close(p.tx);
    for (int i = 0; i < 3000; i++)
        expect_item(&p, i);
    expect_end(&p);
    return close_pair(&p);
}

TEST(a_stream_can_be_used_outside_of_a_run)
{
    struct stream_tx *tx;
    struct stream_rx *rx;
    int item = 3;
    expect_ok(stream_open(1, sizeof(item), &tx, &rx));
    expect_ok(stream_try_send(tx, &item));
    stream_tx_free(tx);
    expect_ok(stream_try_receive(rx, &item));
    ck_assert_ptr_eq(stream_try_receive(rx, &item), END_OF_STREAM);
    stream_rx_free(rx);
}

RUN_TEST(a_receive_that_fails_does_not_touch_the_place)
{
    struct pair p;
    int place = 7;
    open_pair(&p, 1);
    ck_assert_ptr_eq(stream_try_receive(p.rx, &place), WOULD_BLOCK);
    stream_tx_close(p.tx);
    ck_assert_ptr_eq(stream_receive(p.rx, &place), END_OF_STREAM);
    ck_assert_int_eq(place, 7);
    return close_pair(&p);
}

// ---- waiting ---------------------------------------------------------------

// 5.3
RUN_TEST(a_send_to_a_waiting_receiver_does_not_wait)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_receive(&p, &c);
    put(&p, 5);
    expect_done(&c);
    ck_assert_int_eq(c.item, 5);
    return close_pair(&p);
}

// 5.4
RUN_TEST(a_receive_takes_from_a_waiting_sender)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_send(&p, &c, 5);
    expect_waiting(&c);
    expect_item(&p, 5);
    expect_done(&c);
    return close_pair(&p);
}

// 5.5
RUN_TEST(a_send_into_a_full_stream_waits_for_room)
{
    struct pair p;
    struct call c;
    open_pair(&p, 1);
    put(&p, 1);
    start_send(&p, &c, 2);
    expect_waiting(&c);
    expect_item(&p, 1);
    expect_done(&c);
    expect_item(&p, 2);
    return close_pair(&p);
}

// 5.7
RUN_TEST(waiting_senders_are_served_in_their_order)
{
    struct pair p;
    struct call c[4];
    open_pair(&p, 1);
    put(&p, 0);
    for (int i = 0; i < 4; i++)
        start_send(&p, &c[i], 1 + i);
    for (int i = 0; i < 5; i++)
        expect_item(&p, i);
    return close_pair(&p);
}

// 5.7
RUN_TEST(waiting_receivers_are_served_in_their_order)
{
    struct pair p;
    struct call c[4];
    open_pair(&p, 1);
    for (int i = 0; i < 4; i++)
        start_receive(&p, &c[i]);
    for (int i = 0; i < 4; i++)
        put(&p, i);
    for (int i = 0; i < 4; i++) {
        expect_done(&c[i]);
        ck_assert_int_eq(c[i].item, i);
    }
    return close_pair(&p);
}

// M22
RUN_TEST(what_a_receiver_was_handed_cannot_be_taken_by_another)
{
    struct pair p;
    struct call c;
    open_pair(&p, 2);
    start_receive(&p, &c);
    put(&p, 1);
    expect_empty(&p);
    expect_done(&c);
    return close_pair(&p);
}

// M22
RUN_TEST(room_that_a_sender_was_given_cannot_be_taken_by_another)
{
    struct pair p;
    struct call c;
    open_pair(&p, 1);
    put(&p, 1);
    start_send(&p, &c, 2);
    expect_item(&p, 1);
    expect_full(&p);
    expect_done(&c);
    expect_item(&p, 2);
    return close_pair(&p);
}

static struct error *count_a_turn(void *arg)
{
    ++*(int *)arg;
    return NULL;
}

// 5.16
IN_ORDER_TEST(both_let_others_run_once)
{
    struct pair p;
    int turns = 0, item = 1;
    open_pair(&p, 1);
    nursery_spawn(p.callers, count_a_turn, &turns);
    TRY(stream_send(p.tx, &item));
    ck_assert_int_eq(turns, 1);
    nursery_spawn(p.callers, count_a_turn, &turns);
    TRY(stream_receive(p.rx, &item));
    ck_assert_int_eq(turns, 2);
    return close_pair(&p);
}

RUN_TEST(trying_lets_nobody_run)
{
    struct pair p;
    int turns = 0;
    open_pair(&p, 1);
    nursery_spawn(p.callers, count_a_turn, &turns);
    put(&p, 1);
    expect_item(&p, 1);
    ck_assert_int_eq(turns, 0);
    return close_pair(&p);
}

// ---- back pressure ---------------------------------------------------------

struct flow {
    struct pair p;
    int64_t sent_at[5];
};

static struct error *send_five(void *arg)
{
    struct flow *f = arg;
    for (int i = 0; i < 5; i++) {
        TRY(stream_send(f->p.tx, &i));
        f->sent_at[i] = clock_now_ms();
    }
    stream_tx_close(f->p.tx);
    return NULL;
}

// 5.17
RUN_TEST(five_items_pass_through_room_for_one)
{
    struct flow f;
    int item, n = 0;
    struct error *err;
    open_pair(&f.p, 1);
    nursery_spawn(f.p.callers, send_five, &f);
    for (; (err = stream_receive(f.p.rx, &item)) == NULL; n++)
        ck_assert_int_eq(item, n);
    ck_assert_ptr_eq(err, END_OF_STREAM);
    ck_assert_int_eq(n, 5);
    return close_pair(&f.p);
}

// 5.18
RUN_TEST(a_slow_receiver_stalls_its_sender)
{
    struct flow f;
    open_pair(&f.p, 2);
    nursery_spawn(f.p.callers, send_five, &f);
    for (int i = 0; i < 5; i++) {
        TRY(sleep_ms(10));
        expect_item(&f.p, i);
    }
    TRY(close_pair(&f.p));
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(f.sent_at[i], i < 2 ? 0 : 10 * (i - 1));
    return NULL;
}

// ---- closing ---------------------------------------------------------------

// 5.19
RUN_TEST(on_a_closed_sending_handle_everything_is_closed)
{
    struct pair p;
    struct stream_tx *clone;
    open_pair(&p, 1);
    stream_tx_close(p.tx);
    expect_error(stream_try_send(p.tx, &(int){1}), &CLOSED);
    expect_error(stream_send(p.tx, &(int){1}), &CLOSED);
    expect_error(stream_tx_clone(p.tx, &clone), &CLOSED);
    return close_pair(&p);
}

// 5.24
RUN_TEST(on_a_closed_receiving_handle_everything_is_closed)
{
    struct pair p;
    struct stream_rx *clone;
    open_pair(&p, 1);
    put(&p, 1);
    stream_rx_close(p.rx);
    expect_error(stream_try_receive(p.rx, &(int){1}), &CLOSED);
    expect_error(stream_receive(p.rx, &(int){1}), &CLOSED);
    expect_error(stream_rx_clone(p.rx, &clone), &CLOSED);
    return close_pair(&p);
}

// 5.29
RUN_TEST(closing_twice_is_closing_once)
{
    struct pair p;
    struct stream_tx *clone;
    open_pair(&p, 1);
    TRY(stream_tx_clone(p.tx, &clone));
    stream_tx_close(clone);
    stream_tx_close(clone);
    ck_assert_uint_eq(look(&p).n_tx, 1);
    expect_empty(&p);
    stream_tx_free(clone);
    return close_pair(&p);
}

// 5.21
RUN_TEST(who_waits_to_receive_is_told_of_the_end)
{
    struct pair p;
    struct call c[2];
    open_pair(&p, 0);
    start_receive(&p, &c[0]);
    start_receive(&p, &c[1]);
    stream_tx_close(p.tx);
    TRY(task_wait_all_parked());
    ck_assert_ptr_eq(c[0].err, END_OF_STREAM);
    ck_assert_ptr_eq(c[1].err, END_OF_STREAM);
    expect_end(&p);
    return close_pair(&p);
}

// 5.21, 5.79, M21
RUN_TEST(the_end_comes_after_what_is_held)
{
    struct pair p;
    open_pair(&p, 2);
    put(&p, 1);
    put(&p, 2);
    stream_tx_close(p.tx);
    expect_item(&p, 1);
    expect_item(&p, 2);
    expect_end(&p);
    expect_end(&p);
    return close_pair(&p);
}

// 5.22
RUN_TEST(who_waits_to_send_is_told_that_nobody_receives)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_send(&p, &c, 1);
    stream_rx_close(p.rx);
    expect_failed(&c, &BROKEN);
    return close_pair(&p);
}

// 5.22, 5.79
RUN_TEST(a_stream_that_is_broken_stays_so)
{
    struct pair p;
    open_pair(&p, 1);
    stream_rx_close(p.rx);
    for (int i = 0; i < 3; i++) {
        expect_error(stream_try_send(p.tx, &i), &BROKEN);
        expect_error(stream_send(p.tx, &i), &BROKEN);
    }
    return close_pair(&p);
}

// 5.27
RUN_TEST(a_clone_sends_on_when_the_original_is_closed)
{
    struct pair p;
    struct stream_tx *clone;
    open_pair(&p, 1);
    TRY(stream_tx_clone(p.tx, &clone));
    stream_tx_close(p.tx);
    expect_ok(stream_try_send(clone, &(int){4}));
    expect_item(&p, 4);
    expect_empty(&p);
    stream_tx_free(clone);
    expect_end(&p);
    return close_pair(&p);
}

// 5.27
RUN_TEST(a_stream_is_broken_when_all_of_three_receivers_are_gone)
{
    struct pair p;
    struct stream_rx *clones[2];
    open_pair(&p, 9);
    TRY(stream_rx_clone(p.rx, &clones[0]));
    TRY(stream_rx_clone(clones[0], &clones[1]));
    stream_rx_free(clones[0]);
    put(&p, 1);
    stream_rx_close(p.rx);
    put(&p, 2);
    stream_rx_free(clones[1]);
    expect_error(stream_try_send(p.tx, &(int){3}), &BROKEN);
    return close_pair(&p);
}

// 5.78
RUN_TEST(closing_a_handle_wakes_its_sender_with_closed)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_send(&p, &c, 1);
    stream_tx_close(p.tx);
    expect_failed(&c, &CLOSED);
    expect_end(&p);
    return close_pair(&p);
}

// 5.78
RUN_TEST(closing_a_handle_wakes_its_receiver_with_closed)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_receive(&p, &c);
    stream_rx_close(p.rx);
    expect_failed(&c, &CLOSED);
    return close_pair(&p);
}

// 5.33
RUN_TEST(closing_a_handle_leaves_who_waits_at_its_clone)
{
    struct pair p;
    struct call c;
    struct stream_rx *original;
    open_pair(&p, 0);
    original = p.rx;
    TRY(stream_rx_clone(original, &p.rx));
    start_receive(&p, &c);
    stream_rx_free(original);
    expect_waiting(&c);
    put(&p, 8);
    expect_done(&c);
    return close_pair(&p);
}

// 5.30
RUN_TEST(an_item_arrives_though_its_sender_closes_at_once)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_receive(&p, &c);
    put(&p, 6);
    stream_tx_close(p.tx);
    expect_done(&c);
    ck_assert_int_eq(c.item, 6);
    return close_pair(&p);
}

RUN_TEST(both_ends_can_be_freed_while_a_task_waits)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_send(&p, &c, 1);
    stream_tx_free(p.tx);
    stream_rx_free(p.rx);
    p.tx = NULL;
    p.rx = NULL;
    expect_failed(&c, &CLOSED);
    return close_pair(&p);
}

RUN_TEST(freeing_null_does_nothing)
{
    stream_tx_free(NULL);
    stream_rx_free(NULL);
    return NULL;
}

// 5.31, 5.80
RUN_TEST(a_cancelled_task_can_close_a_handle)
{
    struct pair p;
    open_pair(&p, 1);
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    stream_tx_close(p.tx);
    TRY(scope_leave(s, NULL));
    expect_end(&p);
    return close_pair(&p);
}

// ---- many ------------------------------------------------------------------

struct producer {
    struct stream_tx *tx;
    int first;
};

static struct error *send_three(void *arg)
{
    struct producer *me = arg;
    struct error *err = NULL;
    for (int i = 0; i < 3 && err == NULL; i++)
        err = stream_send(me->tx, &(int){me->first + i});
    stream_tx_free(me->tx);
    return err;
}

// 5.14
RUN_TEST(thirty_items_of_ten_senders_arrive_and_then_comes_the_end)
{
    struct pair p;
    struct producer senders[10];
    bool seen[30] = {false};
    open_pair(&p, 2);
    for (int i = 0; i < 10; i++) {
        senders[i].first = 3 * i;
        TRY(stream_tx_clone(p.tx, &senders[i].tx));
        nursery_spawn(p.callers, send_three, &senders[i]);
    }
    stream_tx_close(p.tx);
    for (int n = 0, item; n < 30; n++) {
        TRY(stream_receive(p.rx, &item));
        ck_assert(!seen[item]);
        seen[item] = true;
    }
    ck_assert_ptr_eq(stream_receive(p.rx, &(int){0}), END_OF_STREAM);
    return close_pair(&p);
}

struct consumer {
    struct stream_rx *rx;
    int n;
    int *sum;
};

static struct error *receive_all(void *arg)
{
    struct consumer *me = arg;
    struct error *err;
    for (int item; (err = stream_receive(me->rx, &item)) == NULL; me->n++)
        *me->sum += item;
    return err == END_OF_STREAM ? NULL : err;
}

// 5.13, 5.15
RUN_TEST(ten_items_for_five_receivers_and_something_for_each)
{
    struct pair p;
    struct consumer receivers[5];
    int sum = 0, n = 0;
    open_pair(&p, 0);
    for (int i = 0; i < 5; i++) {
        receivers[i] = (struct consumer){p.rx, 0, &sum};
        nursery_spawn_with(p.callers, receive_all, &receivers[i],
                           .eager = true);
    }
    for (int i = 0; i < 10; i++)
        TRY(stream_send(p.tx, &(int){1 << i}));
    stream_tx_close(p.tx);
    TRY(close_pair(&p));
    for (int i = 0; i < 5; i++) {
        ck_assert_int_ge(receivers[i].n, 1);
        n += receivers[i].n;
    }
    ck_assert(n == 10 && sum == 1023);
    return NULL;
}

// ---- cancellation ----------------------------------------------------------

// 5.35
RUN_TEST(a_cancelled_receiver_leaves_the_queue_at_once)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_receive(&p, &c);
    scope_cancel(c.scope, NULL);
    expect_full(&p);
    expect_failed(&c, &CANCELLED);
    return close_pair(&p);
}

// 5.43
RUN_TEST(a_cancelled_sender_leaves_the_queue_at_once)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_send(&p, &c, 1);
    scope_cancel(c.scope, NULL);
    expect_empty(&p);
    expect_failed(&c, &CANCELLED);
    return close_pair(&p);
}

// 5.36, M37
RUN_TEST(a_cancelled_task_takes_nothing_from_two_waiting_senders)
{
    struct pair p;
    struct call c[2];
    open_pair(&p, 0);
    start_send(&p, &c[0], 1);
    start_send(&p, &c[1], 2);
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    struct error *err = stream_receive(p.rx, &(int){0});
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(s, err));
    expect_item(&p, 1);
    expect_item(&p, 2);
    return close_pair(&p);
}

// 5.37, M37
RUN_TEST(a_cancelled_task_sends_nothing_to_a_waiting_receiver)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_receive(&p, &c);
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    struct error *err = stream_send(p.tx, &(int){1});
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(s, err));
    put(&p, 2);
    expect_done(&c);
    ck_assert_int_eq(c.item, 2);
    return close_pair(&p);
}

// 5.43, 5.44
RUN_TEST(of_three_senders_the_third_is_cancelled_and_two_move_up)
{
    struct pair p;
    struct call c[3];
    open_pair(&p, 1);
    put(&p, 0);
    for (int i = 0; i < 3; i++)
        start_send(&p, &c[i], 1 + i);
    scope_cancel(c[2].scope, NULL);
    ck_assert_uint_eq(look(&p).n_sending, 2);
    for (int i = 0; i < 3; i++)
        expect_item(&p, i);
    expect_empty(&p);
    expect_failed(&c[2], &CANCELLED);
    return close_pair(&p);
}

// M18
RUN_TEST(a_sender_that_was_served_is_not_cancelled)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_send(&p, &c, 1);
    expect_item(&p, 1);
    scope_cancel(c.scope, NULL);
    expect_done(&c);
    return close_pair(&p);
}

// M19
RUN_TEST(a_receiver_that_was_served_is_not_cancelled)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_receive(&p, &c);
    put(&p, 3);
    scope_cancel(c.scope, NULL);
    expect_done(&c);
    ck_assert_int_eq(c.item, 3);
    return close_pair(&p);
}

// 5.81
RUN_TEST(after_a_cancelled_send_the_stream_goes_on)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_send(&p, &c, 1);
    scope_cancel(c.scope, NULL);
    expect_failed(&c, &CANCELLED);
    start_send(&p, &c, 2);
    expect_item(&p, 2);
    stream_tx_close(p.tx);
    expect_end(&p);
    return close_pair(&p);
}

RUN_TEST(a_cancelled_task_is_told_so_before_closed)
{
    struct pair p;
    open_pair(&p, 1);
    stream_tx_close(p.tx);
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    struct error *err = stream_send(p.tx, &(int){1});
    ck_assert(error_is(err, &CANCELLED));
    TRY(scope_leave(s, err));
    return close_pair(&p);
}

EDGE_TEST(edge_a_cancel_stops_one_send_and_not_the_next)
{
    struct pair p;
    open_pair(&p, 1);
    struct scope *s = scope_enter((struct scope_options){0});
    scope_cancel(s, NULL);
    struct error *err = stream_send(p.tx, &(int){1});
    ck_assert(error_is(err, &CANCELLED));
    expect_ok(stream_send(p.tx, &(int){2}));
    TRY(scope_leave(s, err));
    expect_item(&p, 2);
    return close_pair(&p);
}

// ---- statistics ------------------------------------------------------------

// 5.46
RUN_TEST(both_ends_tell_the_same)
{
    struct pair p;
    open_pair(&p, 4);
    put(&p, 1);
    struct stream_statistics tx = stream_tx_statistics(p.tx);
    struct stream_statistics rx = stream_rx_statistics(p.rx);
    ck_assert_mem_eq(&tx, &rx, sizeof(tx));
    ck_assert(tx.capacity == 4 && tx.n_held == 1);
    return close_pair(&p);
}

RUN_TEST(an_unbounded_stream_says_so)
{
    struct pair p;
    open_pair(&p, STREAM_UNBOUNDED);
    ck_assert_int_eq(look(&p).capacity, STREAM_UNBOUNDED);
    return close_pair(&p);
}

// 5.47
RUN_TEST(who_was_served_does_not_count_as_waiting)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_receive(&p, &c);
    ck_assert_uint_eq(look(&p).n_receiving, 1);
    put(&p, 1);
    ck_assert_uint_eq(look(&p).n_receiving, 0);
    return close_pair(&p);
}

// 5.47
RUN_TEST(who_was_cancelled_does_not_count_as_waiting)
{
    struct pair p;
    struct call c;
    open_pair(&p, 0);
    start_send(&p, &c, 1);
    ck_assert_uint_eq(look(&p).n_sending, 1);
    scope_cancel(c.scope, NULL);
    ck_assert_uint_eq(look(&p).n_sending, 0);
    expect_failed(&c, &CANCELLED);
    return close_pair(&p);
}

// 5.48
RUN_TEST(the_most_held_is_remembered)
{
    struct pair p;
    open_pair(&p, 5);
    put(&p, 1);
    put(&p, 2);
    expect_item(&p, 1);
    expect_item(&p, 2);
    put(&p, 3);
    ck_assert(look(&p).n_held == 1 && look(&p).most_held == 2);
    return close_pair(&p);
}

// 5.49
RUN_TEST(three_waiting_senders_count_down_over_four_receives)
{
    struct pair p;
    struct call c[3];
    open_pair(&p, 1);
    put(&p, 0);
    for (int i = 0; i < 3; i++)
        start_send(&p, &c[i], 1 + i);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_uint_eq(look(&p).n_sending, 3 - i);
        ck_assert_uint_eq(look(&p).n_held, 1);
        expect_item(&p, (int)i);
    }
    ck_assert_uint_eq(look(&p).n_held, 0);
    return close_pair(&p);
}

// 5.28
RUN_TEST(open_handles_are_counted)
{
    struct pair p;
    struct stream_rx *clone;
    open_pair(&p, 1);
    TRY(stream_rx_clone(p.rx, &clone));
    ck_assert(look(&p).n_tx == 1 && look(&p).n_rx == 2);
    stream_rx_close(clone);
    ck_assert(look(&p).n_tx == 1 && look(&p).n_rx == 1);
    stream_rx_free(clone);
    return close_pair(&p);
}
// private: linnet-0f5d3f897d262c7d
