// Lab 5, streams: what judge and scenarios agree on, beside what all do.
#pragma once
#include "wire.h"

// ---- scripts ---------------------------------------------------------------
//
// Most tests are scripts: steps that the first task does one after the other on
// one stream of numbers. A call that may have to wait is made by a task of its
// own, which has done all it can before it waits when the next step is taken.

enum op {
    // handle: at which one; item: what is sent
    TRY_SEND,
    TRY_RECEIVE,
    SEND, // by a task of its own
    RECEIVE,
    SEND_CANCELLED, // by a task that has been cancelled
    RECEIVE_CANCELLED,
    TX_CLONE, // gives the handle with the next number
    RX_CLONE,
    TX_CLOSE,
    RX_CLOSE,
    TX_CLOSE_CANCELLED, // by a task that has been cancelled
    RX_CLOSE_CANCELLED,
    TX_FREE,
    RX_FREE,
    LOOK,   // statistics, at both ends, each by its handle of this number
    CANCEL, // item: the step of a call, whose task is cancelled
    WAIT,   // item: ms; whoever can run does
};

struct step {
    int64_t op, handle, item;
};

enum outcome {
    WENT_WELL,
    WOULD_WAIT,
    ENDED,
    WAS_CLOSED,
    WAS_BROKEN,
    WAS_CANCELLED,
    WAS_INVALID,
    WENT_WRONG, // in another way
};

// ---- facts -----------------------------------------------------------------

enum {
    MOST_STEPS = 48,
    MOST_HANDLES = 8, // of one end
    UNTOUCHED = -7,   // what is in the place for an item before the call
    MOST_WORKERS = 5,
    ITEMS_EACH = 6,   // of a producer
    CONSUMER_MS = 20, // of a slow one: its unit
    MOST_IN_ROUND = 4,
};

enum fact {
    // Of scripts.
    RESULT = TOLD_SAW, // a: step; b: outcome
    PLACE,             // a: step; b: what is in the place for the item
    TAKEN,             // a: step, which has been taken
    COUNTS,       // a: step; b: held, most held, open tx, open rx, sending,
                  // receiving, of 8 bits each
    COUNTS_OF_RX, // the same, asked for at the other end
    CAPACITY,     // a: step; b: capacity, at both ends or -1

    // Of programs.
    SENT,       // a: item; b: outcome
    GOT,        // a: item; b: receiver
    NO_MORE,    // a: outcome of the receive that gave none; b: receiver
    OPENED,     // a: outcome; b: were both handles left alone?
    CONTENT,    // a: number of the item; b: sum over the bytes that came
    LEFT_ALONE, // a: number; b: were the bytes around the place left alone?
    MOST_HELD,  // a: most held
    ROUND,      // a: sent well, a bit each; received, a bit each; how many
                // items came out; of 8 bits each. b: their sum
    MEMORY,     // a: bytes that the student's code has; b: items held
    EMPTY,      // the same, when nothing is held any more
    STEPS,      // a: of how many; b: steps of the student's code
};

static inline uint64_t mix(uint64_t z)
{
    // Vigna's splitmix64.
    z += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

// Sums that depend on the order.
static inline int64_t add_to_sum(int64_t sum, int64_t value)
{
    return (int64_t)mix((uint64_t)(sum ^ value)) >> 8;
}

// ---- rounds ----------------------------------------------------------------
//
// A round is a stream, some senders of one item each, some receivers of one
// item each, and a cancel of each task or not. All of it is drawn from a key.

struct round {
    int capacity;
    int n_senders, n_receivers; // together MOST_IN_ROUND at the most
    // By task, senders first.
    int turns[MOST_IN_ROUND];        // it lets others run so often first
    int cancelled_at[MOST_IN_ROUND]; // turn in which it is cancelled; 0: never
};

enum { CAPACITIES = 3, TURNS = 3 };

static inline int64_t item_of_round(uint64_t key, int sender)
{
    return (int64_t)(mix(key + (uint64_t)sender) >> 16);
}

static inline struct round draw_round(uint64_t key)
{
    uint64_t z = mix(key);
    struct round r = {.capacity = z % CAPACITIES,
                      .n_senders = 1 + (z >> 8) % 2,
                      .n_receivers = 1 + (z >> 16) % 2};
    z >>= 24;
    for (int i = 0; i < MOST_IN_ROUND; i++, z >>= 8) {
        r.turns[i] = z & 1;
        r.cancelled_at[i] = (z >> 1 & 1) == 0 ? 1 + (z >> 2 & 7) % TURNS : 0;
    }
    return r;
}
// private: linnet-0f5d3f897d262c7d
