// Lab 5, streams, the programs. judge.c says what is right.
#include "counted.h"
#include "event.h"
#include "facts.h"
#include "nursery.h"
#include "runner.h"
#include "scope.h"
#include "stream.h"
#include "trace.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum outcome outcome_of(const struct error *err)
{
    static const struct {
        const struct kind *kind;
        enum outcome outcome;
    } kinds[] = {{&CLOSED, WAS_CLOSED},
                 {&BROKEN, WAS_BROKEN},
                 {&CANCELLED, WAS_CANCELLED},
                 {&INVALID, WAS_INVALID}};
    if (err == NULL)
        return WENT_WELL;
    if (err == WOULD_BLOCK || err == END_OF_STREAM)
        return err == WOULD_BLOCK ? WOULD_WAIT : ENDED;
    for (size_t i = 0; i < array_length(kinds); i++)
        if (error_is(err, kinds[i].kind))
            return kinds[i].outcome;
    return WENT_WRONG;
}

// Takes err; gives it back if it is a CANCELLED.
static struct error *only_cancelled(struct error *err)
{
    if (error_is(err, &CANCELLED))
        return err;
    error_free(err);
    return NULL;
}

// Closes n and gives what a scenario may end with. Takes body.
static struct error *close_nursery(struct nursery *n, struct error *body)
{
    return only_cancelled(nursery_close(n, body));
}

// ---- scripts ---------------------------------------------------------------

struct play_stream {
    struct stream_tx *tx[MOST_HANDLES];
    struct stream_rx *rx[MOST_HANDLES];
    int64_t n_tx, n_rx;
    int64_t base; // items of the script count from here
    struct nursery *callers;
};

// A call that may wait, and who makes it.
struct call {
    const struct step *step;
    int64_t number; // of the step
    int64_t base;
    struct stream_tx *tx;
    struct stream_rx *rx;
    struct scope *scope; // while it is being made
    bool made;
};

static const char *with_item(const char *what, int64_t item)
{
    static char text[32];
    snprintf(text, sizeof(text), "%s %" PRId64, what, item);
    return text;
}

// For the story of a failure: "send 2", and "sent 2" or what came of it.
static void say(const struct call *call, const char *what, int64_t item)
{
    trace_event("say", __LINE__,
                trace_s("text", item == UNTOUCHED
                                    ? what
                                    : with_item(what, item - call->base)),
                trace_end);
}

static void tell_result(const struct call *call, const struct error *err,
                        const char *done, int64_t item)
{
    static const char *const names[] = {
        [WOULD_WAIT] = "WOULD_BLOCK",  [ENDED] = "END_OF_STREAM",
        [WAS_CLOSED] = "CLOSED",       [WAS_BROKEN] = "BROKEN",
        [WAS_CANCELLED] = "CANCELLED", [WAS_INVALID] = "INVALID",
        [WENT_WRONG] = "another error"};
    enum outcome outcome = outcome_of(err);
    tell(RESULT, call->number, outcome);
    if (outcome == WENT_WELL)
        say(call, done, item);
    else
        say(call, names[outcome], UNTOUCHED);
}

static struct error *send_it(struct call *call)
{
    int64_t item = call->step->item;
    say(call, "send", item);
    struct error *err = stream_send(call->tx, &item);
    item = UNTOUCHED;
    tell_result(call, err, "sent", call->step->item);
    return err;
}

static struct error *receive_it(struct call *call)
{
    int64_t place = UNTOUCHED;
    say(call, "receive", UNTOUCHED);
    struct error *err = stream_receive(call->rx, &place);
    tell_result(call, err, "received", place);
    tell(PLACE, call->number, place);
    return err;
}

static struct error *sender(void *arg)
{
    struct call *call = arg;
    call->scope = scope_enter((struct scope_options){0});
    if (call->step->op == SEND_CANCELLED)
        scope_cancel(call->scope, NULL);
    struct error *err = send_it(call);
    struct scope *scope = call->scope;
    call->scope = NULL;
    return scope_leave(scope, only_cancelled(err));
}

static struct error *receiver(void *arg)
{
    struct call *call = arg;
    call->scope = scope_enter((struct scope_options){0});
    if (call->step->op == RECEIVE_CANCELLED)
        scope_cancel(call->scope, NULL);
    struct error *err = receive_it(call);
    struct scope *scope = call->scope;
    call->scope = NULL;
    return scope_leave(scope, only_cancelled(err));
}

static void start_call(struct play_stream *s, struct call *call)
{
    const struct step *step = call->step;
    if (step->op == SEND || step->op == SEND_CANCELLED) {
        call->tx = s->tx[step->handle];
        nursery_spawn_with(s->callers, sender, call, .eager = true);
    } else {
        call->rx = s->rx[step->handle];
        nursery_spawn_with(s->callers, receiver, call, .eager = true);
    }
}

static void try_it(struct play_stream *s, const struct call *call)
{
    const struct step *step = call->step;
    int64_t place = step->op == TRY_SEND ? step->item : UNTOUCHED;
    say(call, step->op == TRY_SEND ? "try_send" : "try_receive", place);
    struct error *err = step->op == TRY_SEND
                            ? stream_try_send(s->tx[step->handle], &place)
                            : stream_try_receive(s->rx[step->handle], &place);
    if (step->op == TRY_SEND)
        tell_result(call, err, "sent", step->item);
    else
        tell_result(call, err, "received", place);
    if (step->op == TRY_RECEIVE)
        tell(PLACE, call->number, place);
    error_free(err);
}

static void clone_it(struct play_stream *s, const struct call *call)
{
    struct error *err;
    const struct step *step = call->step;
    if (step->op == TX_CLONE) {
        err = stream_tx_clone(s->tx[step->handle], &s->tx[s->n_tx]);
        s->n_tx += err == NULL;
    } else {
        err = stream_rx_clone(s->rx[step->handle], &s->rx[s->n_rx]);
        s->n_rx += err == NULL;
    }
    tell_result(call, err, "cloned", UNTOUCHED);
    error_free(err);
}

static void close_cancelled(struct play_stream *s, const struct step *step)
{
    struct scope *scope = scope_enter((struct scope_options){0});
    scope_cancel(scope, NULL);
    if (step->op == TX_CLOSE_CANCELLED)
        stream_tx_close(s->tx[step->handle]);
    else
        stream_rx_close(s->rx[step->handle]);
    error_free(scope_leave(scope, NULL));
}

static void free_tx(struct play_stream *s, int64_t i)
{
    stream_tx_free(s->tx[i]);
    s->tx[i] = NULL;
}

static void free_rx(struct play_stream *s, int64_t i)
{
    stream_rx_free(s->rx[i]);
    s->rx[i] = NULL;
}

static int64_t pack(struct stream_statistics s)
{
    size_t counts[] = {s.n_held, s.most_held, s.n_tx,
                       s.n_rx,   s.n_sending, s.n_receiving};
    int64_t packed = 0;
    for (size_t i = array_length(counts); i-- > 0;)
        packed = packed << 8 | (int64_t)(counts[i] < 255 ? counts[i] : 255);
    return packed;
}

static void look(struct play_stream *s, int64_t number, int64_t handle)
{
    struct stream_statistics tx = stream_tx_statistics(s->tx[handle]);
    struct stream_statistics rx = stream_rx_statistics(s->rx[handle]);
    tell(COUNTS, number, pack(tx));
    tell(COUNTS_OF_RX, number, pack(rx));
    tell(CAPACITY, number, tx.capacity == rx.capacity ? tx.capacity : -1);
}

static struct error *take_step(struct play_stream *s, struct call *calls,
                               struct call *call)
{
    const struct step *step = call->step;
    switch (step->op) {
    case TRY_SEND:
    case TRY_RECEIVE:
        try_it(s, call);
        break;
    case TX_CLONE:
    case RX_CLONE:
        clone_it(s, call);
        break;
    case TX_CLOSE:
        say(call, "tx_close", UNTOUCHED);
        stream_tx_close(s->tx[step->handle]);
        break;
    case RX_CLOSE:
        say(call, "rx_close", UNTOUCHED);
        stream_rx_close(s->rx[step->handle]);
        break;
    case TX_CLOSE_CANCELLED:
    case RX_CLOSE_CANCELLED:
        close_cancelled(s, step);
        break;
    case TX_FREE:
        say(call, "tx_free", UNTOUCHED);
        free_tx(s, step->handle);
        break;
    case RX_FREE:
        say(call, "rx_free", UNTOUCHED);
        free_rx(s, step->handle);
        break;
    case LOOK:
        look(s, call->number, step->handle);
        break;
    case CANCEL:
        if (calls[step->item].scope != NULL)
            scope_cancel(calls[step->item].scope, NULL);
        break;
    case WAIT:
        return sleep_ms(step->item);
    default:
        start_call(s, call);
    }
    return NULL;
}

static struct error *take_steps(struct play_stream *s, struct call *calls,
                                const struct step *steps, int64_t n)
{
    struct error *err = NULL;
    for (int64_t i = 0; i < n && err == NULL; i++) {
        calls[i] =
            (struct call){.step = &steps[i], .number = i, .base = s->base};
        err = take_step(s, calls, &calls[i]);
        if (err == NULL)
            tell(TAKEN, i, 0);
    }
    return err;
}

// Asks for a script and does what it says. Who still waits at its end is
// cancelled.
static struct error *follow_script(void)
{
    struct call calls[MOST_STEPS];
    struct step steps[MOST_STEPS];
    struct play_stream s = {.n_tx = 1, .n_rx = 1};
    int64_t head[6]; // four that the judge draws scripts from, capacity, steps
    ask_all(head, 6);
    ask_all(&steps[0].op, 3 * (size_t)head[5]);
    TRY(stream_open(head[4], sizeof(int64_t), &s.tx[0], &s.rx[0]));
    s.base = head[0];
    s.callers = nursery_open();
    struct error *err = take_steps(&s, calls, steps, head[5]);
    nursery_cancel(s.callers);
    err = close_nursery(s.callers, err);
    for (int64_t i = 0; i < s.n_tx; i++)
        free_tx(&s, i);
    for (int64_t i = 0; i < s.n_rx; i++)
        free_rx(&s, i);
    return err;
}

#define SCRIPT(name)                                                           \
    SCENARIO(name)                                                             \
    {                                                                          \
        return follow_script();                                                \
    }

SCRIPT(items_come_out_in_the_order_in_which_they_went_in)
SCRIPT(a_full_stream_says_would_block)

SCRIPT(without_room_a_sender_meets_a_receiver)
SCRIPT(senders_are_served_in_the_order_in_which_they_came)
SCRIPT(receivers_are_served_in_the_order_in_which_they_came)
SCRIPT(nobody_overtakes_who_waits)
SCRIPT(sending_and_receiving_let_others_run)

SCRIPT(statistics_say_what_is_so)
SCRIPT(who_has_closed_a_handle_is_told_so)
SCRIPT(the_end_comes_after_the_last_item)
SCRIPT(without_receivers_a_stream_is_broken)
SCRIPT(an_end_is_open_while_one_handle_is)
SCRIPT(closing_a_handle_sends_home_who_waits_at_it)
SCRIPT(a_handle_can_be_freed_while_tasks_wait_at_it)
SCRIPT(the_item_of_who_closes_at_once_arrives)

SCRIPT(who_is_cancelled_sends_and_takes_nothing)
SCRIPT(a_cancelled_sender_is_gone_from_the_queue)
SCRIPT(a_cancelled_receiver_is_gone_from_the_queue)
SCRIPT(what_was_handed_over_stays_so)
SCRIPT(a_cancelled_task_can_close)
SCRIPT(any_calls_in_any_order)

// ---- what an item is -------------------------------------------------------

SCENARIO(a_negative_capacity_is_refused)
{
    struct stream_tx *tx = NULL;
    struct stream_rx *rx = NULL;
    int64_t draw_and_capacity[2];
    ask_all(draw_and_capacity, 2);
    struct error *err =
        stream_open(draw_and_capacity[1], sizeof(int), &tx, &rx);
    tell(OPENED, outcome_of(err), tx == NULL && rx == NULL);
    error_free(err);
    stream_tx_free(tx);
    stream_rx_free(rx);
    return NULL;
}

enum { MOST_BYTES = 2000, AROUND = 16, GUARD = 0x5a };

// How the items get from the one end to the other.
enum { HELD, TO_WAITING_RECEIVER, FROM_WAITING_SENDER };

// Items of some size, each with bytes that are drawn from the key.
struct parcels {
    int64_t bytes, n, key, way;
    struct stream_tx *tx;
    struct stream_rx *rx;
};

static void fill_parcel(const struct parcels *p, unsigned char *at, int64_t i)
{
    for (int64_t b = 0; b < p->bytes; b++)
        at[b] = (unsigned char)mix((uint64_t)(p->key + i * MOST_BYTES + b));
}

static void tell_parcel(const struct parcels *p, const unsigned char *place,
                        int64_t i)
{
    int64_t sum = 0, touched = 0;
    for (int64_t b = 0; b < AROUND; b++)
        touched += place[b] != GUARD || place[AROUND + p->bytes + b] != GUARD;
    for (int64_t b = 0; b < p->bytes; b++)
        sum = add_to_sum(sum, place[AROUND + b]);
    tell(CONTENT, i, sum);
    tell(LEFT_ALONE, i, touched == 0);
}

static struct error *send_parcels(void *arg)
{
    const struct parcels *p = arg;
    unsigned char parcel[MOST_BYTES];
    struct error *err = NULL;
    for (int64_t i = 0; i < p->n && err == NULL; i++) {
        fill_parcel(p, parcel, i);
        err = p->way == FROM_WAITING_SENDER ? stream_send(p->tx, parcel)
                                            : stream_try_send(p->tx, parcel);
        memset(parcel, 0, sizeof(parcel));
        if (err == NULL && p->way == TO_WAITING_RECEIVER)
            err = sleep_ms(1);
    }
    return err;
}

static struct error *receive_parcels(void *arg)
{
    const struct parcels *p = arg;
    unsigned char place[AROUND + MOST_BYTES + AROUND];
    struct error *err = NULL;
    for (int64_t i = 0; i < p->n && err == NULL; i++) {
        memset(place, GUARD, sizeof(place));
        err = p->way == TO_WAITING_RECEIVER
                  ? stream_receive(p->rx, place + AROUND)
                  : stream_try_receive(p->rx, place + AROUND);
        if (err == NULL)
            tell_parcel(p, place, i);
        if (err == NULL && p->way == FROM_WAITING_SENDER)
            err = sleep_ms(1);
    }
    return err;
}

static struct error *move_parcels(struct parcels *p)
{
    if (p->way == HELD) {
        TRY(send_parcels(p));
        return receive_parcels(p);
    }
    // Who waits is there first.
    struct nursery *n = nursery_open();
    if (p->way == FROM_WAITING_SENDER)
        nursery_spawn_with(n, send_parcels, p, .eager = true);
    nursery_spawn_with(n, receive_parcels, p, .eager = true);
    if (p->way == TO_WAITING_RECEIVER)
        nursery_spawn_with(n, send_parcels, p, .eager = true);
    return close_nursery(n, NULL);
}

static struct error *deliver_parcels(void)
{
    struct parcels p;
    ask_all(&p.bytes, 4);
    TRY(stream_open(p.way == HELD ? p.n : 0, (size_t)p.bytes, &p.tx, &p.rx));
    struct error *err = move_parcels(&p);
    stream_rx_free(p.rx);
    stream_tx_free(p.tx);
    return only_cancelled(err);
}

SCENARIO(items_are_copied)
{
    return deliver_parcels();
}

SCENARIO(items_are_copied_from_task_to_task)
{
    return deliver_parcels();
}

// Sends n times what send gives, takes n times.
static void send_and_take(struct stream_tx *tx, struct stream_rx *rx, int64_t n,
                          const void *item, void **place)
{
    for (int64_t i = 0; i < n; i++) {
        struct error *err = stream_try_send(tx, item);
        tell(SENT, i, outcome_of(err));
        error_free(err);
    }
    for (int64_t i = 0; i <= n; i++) {
        struct error *err = stream_try_receive(rx, place);
        tell(NO_MORE, outcome_of(err), i);
        error_free(err);
    }
}

SCENARIO(an_item_may_be_nothing)
{
    struct stream_tx *tx;
    struct stream_rx *rx;
    int64_t n = ask();
    bool is_pointer = ask();
    void *nothing = NULL, *place = &tx;
    TRY(stream_open(n, is_pointer ? sizeof(void *) : 0, &tx, &rx));
    if (is_pointer)
        send_and_take(tx, rx, n, &nothing, &place);
    else
        send_and_take(tx, rx, n, NULL, NULL);
    tell(LEFT_ALONE, 0, place == (is_pointer ? NULL : &tx));
    stream_tx_free(tx);
    stream_rx_free(rx);
    return NULL;
}

SCENARIO(an_unbounded_stream_takes_every_item)
{
    struct stream_tx *tx;
    struct stream_rx *rx;
    int64_t n = ask(), key = ask(), place, in = 0, out = 0, sum = 0;
    TRY(stream_open( // lint: allow unbounded-stream it is what is asked for
        STREAM_UNBOUNDED, sizeof(int64_t), &tx, &rx));
    struct error *err = NULL;
    for (; in < n && err == NULL; in += err == NULL) {
        place = (int64_t)(mix((uint64_t)(key + in)) >> 40);
        err = stream_try_send(tx, &place);
    }
    tell(SENT, in, outcome_of(err));
    error_free(err);
    for (; (err = stream_try_receive(rx, &place)) == NULL; out++)
        sum = add_to_sum(sum, place);
    tell(NO_MORE, outcome_of(err), 0);
    tell(CONTENT, out, sum);
    error_free(err);
    stream_tx_free(tx);
    stream_rx_free(rx);
    return NULL;
}

// ---- producers and consumers -----------------------------------------------

struct worker {
    int64_t number;
    int64_t n;              // items; a consumer's 0: until there are no more
    int64_t ms;             // between two items
    const int64_t *ms_each; // or this after each, times CONSUMER_MS
    struct stream_tx *tx;   // a producer's own, which it frees
    struct stream_rx *rx;   // a consumer's own, which it frees
};

static struct error *produce(struct worker *w)
{
    for (int64_t i = 0; i < w->n; i++) {
        int64_t item = w->number * ITEMS_EACH + i;
        TRY(sleep_ms(w->ms));
        struct error *err = stream_send(w->tx, &item);
        tell(SENT, w->number * ITEMS_EACH + i, outcome_of(err));
        TRY(err);
    }
    return NULL;
}

static struct error *producer(void *arg)
{
    struct worker *w = arg;
    struct error *err = produce(w);
    stream_tx_free(w->tx);
    return only_cancelled(err);
}

static struct error *consume(struct worker *w)
{
    int64_t item = UNTOUCHED;
    for (int64_t i = 0; i < w->n || w->n == 0; i++) {
        TRY(stream_receive(w->rx, &item));
        tell(GOT, item, w->number);
        TRY(sleep_ms(w->ms_each != NULL
                         ? CONSUMER_MS * w->ms_each[i % ITEMS_EACH]
                         : w->ms));
    }
    return NULL;
}

static struct error *consumer(void *arg)
{
    struct worker *w = arg;
    struct error *err = consume(w);
    tell(NO_MORE, outcome_of(err), w->number);
    stream_rx_free(w->rx);
    return only_cancelled(err);
}

SCENARIO(a_slow_receiver_slows_its_sender_down)
{
    int64_t plan[3 + ITEMS_EACH]; // capacity, items, the producer's ms, the
                                  // consumer's after each
    ask_all(plan, array_length(plan));
    struct worker in = {.n = plan[1], .ms = plan[2]};
    struct worker out = {.n = plan[1], .ms_each = plan + 3};
    TRY(stream_open(plan[0], sizeof(int64_t), &in.tx, &out.rx));
    struct nursery *n = nursery_open();
    nursery_spawn(n, producer, &in);
    nursery_spawn(n, consumer, &out);
    return close_nursery(n, NULL);
}

// Gives w a handle of its own in place of the one that it has.
static bool clone_for(struct worker *w)
{
    struct error *err;
    struct stream_tx *tx = NULL;
    struct stream_rx *rx = NULL;
    if (w->tx != NULL)
        err = stream_tx_clone(w->tx, &tx);
    else
        err = stream_rx_clone(w->rx, &rx);
    w->tx = tx;
    w->rx = rx;
    error_free(err);
    return tx != NULL || rx != NULL;
}

static void spawn_workers(struct nursery *nursery, struct worker *first,
                          int64_t n, task_fn *fn)
{
    for (int64_t i = 0; i < n; i++) {
        first[i].number = i;
        if (clone_for(&first[i]))
            nursery_spawn_with(nursery, fn, &first[i], .eager = true);
    }
}

SCENARIO(every_item_arrives_once)
{
    int64_t plan[4 + 2 * MOST_WORKERS]; // capacity, producers, consumers, items
                                        // of each producer, ms of each worker
    struct worker in[MOST_WORKERS], out[MOST_WORKERS];
    struct stream_tx *tx;
    struct stream_rx *rx;
    ask_all(plan, array_length(plan));
    TRY(stream_open(plan[0], sizeof(int64_t), &tx, &rx));
    for (int i = 0; i < MOST_WORKERS; i++) {
        in[i] = (struct worker){.n = plan[3], .ms = plan[4 + i], .tx = tx};
        out[i] = (struct worker){.ms = plan[4 + MOST_WORKERS + i], .rx = rx};
    }
    struct nursery *n = nursery_open();
    // Consumers first: they wait when the first item comes.
    spawn_workers(n, out, plan[2], consumer);
    spawn_workers(n, in, plan[1], producer);
    stream_tx_close(tx);
    stream_rx_close(rx);
    struct error *err = close_nursery(n, NULL);
    stream_tx_free(tx);
    stream_rx_free(rx);
    return err;
}

// ---- rounds ----------------------------------------------------------------

struct round_play {
    struct round plan;
    uint64_t key;
    struct stream_tx *tx;
    struct stream_rx *rx;
    struct scope *scopes[MOST_IN_ROUND]; // of a task; NULL when it has left it
    int64_t sent, received;              // a bit each
    int64_t n_received, sum;
};

struct round_task {
    struct round_play *play;
    int number; // senders first
};

static void note_received(struct round_play *r, int64_t item)
{
    r->n_received++;
    r->sum += item;
    for (int i = 0; i < r->plan.n_senders; i++)
        if (item == item_of_round(r->key, i))
            r->received |= 1 << i;
}

static struct error *act_in_round(struct round_play *r, int number)
{
    for (int i = 0; i < r->plan.turns[number]; i++)
        TRY(checkpoint());
    if (number >= r->plan.n_senders) {
        int64_t item = UNTOUCHED;
        TRY(stream_receive(r->rx, &item));
        note_received(r, item);
        return NULL;
    }
    int64_t item = item_of_round(r->key, number);
    TRY(stream_send(r->tx, &item));
    r->sent |= 1 << number;
    return NULL;
}

static struct error *takes_part(void *arg)
{
    struct round_task *task = arg;
    struct round_play *r = task->play;
    struct scope *scope = scope_enter((struct scope_options){0});
    r->scopes[task->number] = scope;
    struct error *err = act_in_round(r, task->number);
    r->scopes[task->number] = NULL;
    return scope_leave(scope, err);
}

static void cancel_in_turn(struct round_play *r, int turn)
{
    for (int i = 0; i < MOST_IN_ROUND; i++)
        if (r->scopes[i] != NULL && r->plan.cancelled_at[i] == turn)
            scope_cancel(r->scopes[i], NULL);
}

// Takes what is left in the stream.
static void drain_round(struct round_play *r)
{
    int64_t item;
    struct error *err;
    while ((err = stream_try_receive(r->rx, &item)) == NULL)
        note_received(r, item);
    error_free(err);
}

// streams: one of each capacity.
static struct error *play_round(uint64_t key, const struct worker *streams)
{
    struct round_play r = {.plan = draw_round(key), .key = key};
    struct round_task tasks[MOST_IN_ROUND];
    r.tx = streams[r.plan.capacity].tx;
    r.rx = streams[r.plan.capacity].rx;
    struct nursery *n = nursery_open();
    for (int i = 0; i < r.plan.n_senders + r.plan.n_receivers; i++) {
        tasks[i] = (struct round_task){&r, i};
        nursery_spawn(n, takes_part, &tasks[i]);
    }
    for (int turn = 1; turn <= TURNS; turn++) {
        checkpoint_shielded();
        cancel_in_turn(&r, turn);
    }
    nursery_cancel(n);
    struct error *err = close_nursery(n, NULL);
    drain_round(&r);
    tell(ROUND, r.sent | r.received << 8 | r.n_received << 16, r.sum);
    return err;
}

SCENARIO(no_item_is_lost_or_doubled_in_ten_thousand_rounds)
{
    struct worker streams[CAPACITIES] = {{0}};
    struct error *err = NULL;
    int64_t plan[2]; // rounds, key
    ask_all(plan, 2);
    for (int64_t c = 0; c < CAPACITIES && err == NULL; c++)
        err = stream_open(c, sizeof(int64_t), &streams[c].tx, &streams[c].rx);
    for (int64_t i = 0; i < plan[0] && err == NULL; i++)
        err = play_round(mix((uint64_t)(plan[1] + i)), streams);
    for (int c = 0; c < CAPACITIES; c++) {
        stream_tx_free(streams[c].tx);
        stream_rx_free(streams[c].rx);
    }
    return err;
}

// ---- growth ----------------------------------------------------------------

struct item {
    char bytes[64];
};

static void tell_memory(enum fact fact, size_t n_held)
{
    tell(fact, (int64_t)counted_live().bytes, (int64_t)n_held);
}

struct flood {
    int64_t n;
    struct stream_tx *tx;
    struct stream_rx *rx;
};

// As fast as the stream lets it.
static struct error *flood_it(void *arg)
{
    struct flood *f = arg;
    struct item item = {{0}};
    struct error *err = NULL;
    for (int64_t i = 0; i < f->n && err == NULL; i++)
        err = stream_send(f->tx, &item);
    stream_tx_close(f->tx);
    return err;
}

// Takes them, with ten pauses. Tells of the memory after each, and at the end.
static struct error *sip_from_it(void *arg)
{
    struct flood *f = arg;
    struct item item;
    struct error *err = NULL;
    for (int64_t i = 0; err == NULL; i++) {
        if (i % (1 + f->n / 10) == 0) {
            err = sleep_ms(1);
            tell_memory(MEMORY, stream_rx_statistics(f->rx).n_held);
        }
        if (err == NULL)
            err = stream_receive(f->rx, &item);
    }
    tell_memory(EMPTY, 0);
    return only_cancelled(err);
}

static struct error *flood_once(int64_t capacity, int64_t n)
{
    struct flood f = {.n = n};
    TRY(stream_open(capacity < 0 ? STREAM_UNBOUNDED : capacity,
                    sizeof(struct item), &f.tx, &f.rx));
    struct nursery *nursery = nursery_open();
    nursery_spawn(nursery, flood_it, &f);
    nursery_spawn(nursery, sip_from_it, &f);
    struct error *err = close_nursery(nursery, NULL);
    stream_tx_free(f.tx);
    stream_rx_free(f.rx);
    return err;
}

// With n items, and ten times as many.
static struct error *flood(void)
{
    int64_t plan[3]; // the judge's own, capacity or -1, n
    ask_all(plan, 3);
    TRY(flood_once(plan[1], plan[2]));
    return flood_once(plan[1], 10 * plan[2]);
}

SCENARIO(a_bounded_stream_stays_small)
{
    return flood();
}

SCENARIO(an_unbounded_stream_grows_and_shrinks)
{
    return flood();
}

SCENARIO(what_nobody_can_receive_is_dropped)
{
    struct stream_tx *tx;
    struct stream_rx *rx;
    struct item item = {{0}};
    int64_t n = ask();
    struct error *err = NULL;
    TRY(stream_open(n, sizeof(item), &tx, &rx));
    for (int64_t i = 0; i < n && err == NULL; i++)
        err = stream_try_send(tx, &item);
    stream_rx_close(rx);
    tell_memory(EMPTY, 0);
    stream_rx_free(rx);
    stream_tx_free(tx);
    return err;
}

// One in, one out, some times; the stream holds as much as before.
static struct error *turn_over(struct stream_tx *tx, struct stream_rx *rx,
                               int64_t n)
{
    struct item item = {{0}};
    for (int64_t i = 0; i < n; i++) {
        TRY(stream_try_send(tx, &item));
        TRY(stream_try_receive(rx, &item));
    }
    return NULL;
}

static struct error *tell_steps_with_held(int64_t n)
{
    struct stream_tx *tx;
    struct stream_rx *rx;
    struct item item = {{0}};
    struct error *err = NULL;
    TRY(stream_open( // lint: allow unbounded-stream all n are to be held
        STREAM_UNBOUNDED, sizeof(item), &tx, &rx));
    for (int64_t i = 0; i < n && err == NULL; i++)
        err = stream_try_send(tx, &item);
    if (err == NULL)
        err = turn_over(tx, rx, 1); // makes room once, if it has to
    int64_t before = counted_steps();
    if (err == NULL)
        err = turn_over(tx, rx, 100);
    tell(STEPS, n, counted_steps() - before);
    stream_tx_free(tx);
    stream_rx_free(rx);
    return err;
}

SCENARIO(items_that_are_held_cost_no_time)
{
    int64_t few = ask(), many = ask();
    TRY(tell_steps_with_held(few));
    return tell_steps_with_held(many);
}

// Tasks that wait, and what they wait in.
struct crowd {
    int64_t n;
    bool sends;
    struct stream_tx *tx;
    struct stream_rx *rx;
    struct scope **scopes;
};

struct crowd_member {
    struct crowd *crowd;
    int64_t i;
};

static struct error *waits_in_crowd(void *arg)
{
    struct crowd_member *m = arg;
    struct item item = {{0}};
    struct scope *scope = scope_enter((struct scope_options){0});
    m->crowd->scopes[m->i] = scope;
    struct error *err = m->crowd->sends ? stream_send(m->crowd->tx, &item)
                                        : stream_receive(m->crowd->rx, &item);
    m->crowd->scopes[m->i] = NULL;
    return scope_leave(scope, only_cancelled(err));
}

// The steps in which one in the middle is cancelled and leaves, and one is
// served.
static struct error *cancel_and_serve(struct crowd *crowd)
{
    struct item item = {{0}};
    TRY(sleep_ms(1));
    int64_t before = counted_steps();
    scope_cancel(crowd->scopes[crowd->n / 2], NULL);
    struct error *err = crowd->sends ? stream_try_receive(crowd->rx, &item)
                                     : stream_try_send(crowd->tx, &item);
    if (err == NULL)
        err = sleep_ms(1);
    tell(STEPS, crowd->n, counted_steps() - before);
    return err;
}

static struct error *tell_steps_with_waiting(int64_t n, bool sends)
{
    struct crowd crowd = {.n = n, .sends = sends};
    TRY(stream_open(0, sizeof(struct item), &crowd.tx, &crowd.rx));
    crowd.scopes = calloc((size_t)n, sizeof(*crowd.scopes));
    struct crowd_member *members = calloc((size_t)n, sizeof(*members));
    must(crowd.scopes != NULL && members != NULL);
    struct nursery *nursery = nursery_open();
    for (int64_t i = 0; i < n; i++) {
        members[i] = (struct crowd_member){&crowd, i};
        nursery_spawn_with(nursery, waits_in_crowd, &members[i], .eager = true);
    }
    struct error *err = cancel_and_serve(&crowd);
    nursery_cancel(nursery);
    err = close_nursery(nursery, err);
    free(members);
    free(crowd.scopes);
    stream_tx_free(crowd.tx);
    stream_rx_free(crowd.rx);
    return err;
}

SCENARIO(tasks_that_wait_cost_no_time)
{
    int64_t few = ask(), many = ask();
    bool sends = ask();
    TRY(tell_steps_with_waiting(few, sends));
    return tell_steps_with_waiting(many, sends);
}
// private: linnet-0f5d3f897d262c7d
