// Lab 2: how a tree is told, both ways, and what the scenarios tell.
//
// The judge draws a tree as one number a node, from the outside in, and the
// scenario makes it: it asks for the number of nodes and for all there may be,
// in one round trip. Nodes are known by numbers: leaves count from 1, groups
// from FIRST_GROUP, each in the order of the tree. What else the scenarios make
// has numbers too; an error that has none is told as UNKNOWN.
#pragma once
#include "wire.h"
#include <stdbool.h>
#include <stdio.h>

enum {
    MOST_NODES = 48,   // of a tree
    MOST_HANDLERS = 4, // of a try block
    MOST_LEVELS = 5,   // of a tree, groups and leaves
    HUNDRED_THOUSAND = 100000,
};

// Numbers of errors.
enum {
    NOTHING = 0, // NULL
    FIRST_GROUP = 101,
    CAUSE_OF = 1000,     // and the number of the node whose cause it is
    CONTEXT_OF = 2000,   // the same for contexts
    FIRST_NEW = 3001,    // raised by handlers, counted
    FIRST_CAUGHT = 4001, // caught by handlers, counted, if made for them
    HANDLED = 5001,      // what a task handles when a test begins
    GIVEN_BY_HOOK = 5002,
    UNKNOWN = -1,
    UNTOUCHED = -2, // what nothing was stored in
};

// What errors are: leaves, ...
enum kinds {
    OF_TIMEOUT,
    OF_CLOSED,
    OF_BUSY,
    OF_SYSTEM,
    OF_NOT_FOUND, // below SYSTEM
    OF_CANCELLED,
    OF_INTERRUPTED, // below FATAL
    N_LEAF_KINDS,
    N_ORDINARY_KINDS = OF_CANCELLED,

    // ... and what is asked for beside these, ...
    OF_FATAL = N_LEAF_KINDS,
    OF_ORDINARY,
    OF_ANY,
    OF_INVALID,
    OF_MISUSE,

    // ... and groups.
    OF_MEMBERS,      // in a plan: GROUP or BASE_GROUP, as the members ask for
    OF_GROUP,        // told
    OF_BASE_GROUP,   // told
    OF_NUMBERED,     // below GROUP, with a payload and a hook
    OF_NUMBERED_ANY, // below BASE_GROUP, with a payload and a hook
    OF_PLAIN,        // below GROUP, without a hook
    OF_PLAIN_ANY,    // below BASE_GROUP, without a hook
    OF_BAD,          // its hook gives a leaf
    OF_WORSE,        // its hook gives NULL
    N_KINDS,
    OF_NO_KIND = 31, // told of an error of any other
};

// ---- a node as a number ----------------------------------------------------

struct plan {
    int n;         // members; 0: a leaf
    int kind;      // enum kinds
    int notes;     // a group has so many
    int twin;      // a leaf: the number of an earlier one that it is, or 0
    bool alike;    // its message is that of all who are alike
    bool cause;    // it has one
    bool context;  // it has one
    bool wanted;   // by the predicate
    bool in_lines; // its message and notes have several lines
};

static inline int64_t plan_code(struct plan p)
{
    return (int64_t)p.n | (int64_t)p.kind << 8 | (int64_t)p.notes << 16 |
           (int64_t)p.twin << 20 | (int64_t)p.alike << 28 |
           (int64_t)p.cause << 29 | (int64_t)p.context << 30 |
           (int64_t)p.wanted << 31 | (int64_t)p.in_lines << 32;
}

static inline struct plan plan_of(int64_t code)
{
    return (struct plan){
        .n = (int)(code & 255),
        .kind = (int)(code >> 8 & 255),
        .notes = (int)(code >> 16 & 15),
        .twin = (int)(code >> 20 & 255),
        .alike = code >> 28 & 1,
        .cause = code >> 29 & 1,
        .context = code >> 30 & 1,
        .wanted = code >> 31 & 1,
        .in_lines = code >> 32 & 1,
    };
}

// The message of a node, and the i-th note of one.
static inline void plan_message(char *text, size_t room, struct plan p,
                                int64_t number)
{
    snprintf(text, room, p.alike ? "the same" : "%s <%d>%s",
             p.n > 0 ? "group" : "leaf", (int)number,
             p.in_lines ? "\n\nhas lines" : "");
}

static inline void plan_note(char *text, size_t room, struct plan p,
                             int64_t number, int i)
{
    snprintf(text, room, "%d of <%d>%s", i + 1, (int)number,
             p.in_lines ? "\nhas lines" : "");
}

static inline int32_t plan_line(int64_t number)
{
    return (int32_t)(number + 10);
}

static inline int32_t plan_payload(int64_t number)
{
    return (int32_t)(number * 10);
}

// The task that makes the trees.
#define PLANTER "planter"

// ---- a handler as a number -------------------------------------------------

// What a handler raises, or does, in this order.
enum {
    RAISES_EARLY = 1,   // a new error, made before the block
    RAISES_NEW = 2,     // a new error, made in the handler
    RAISES_ALL = 4,     // what was caught
    RAISES_LEAF = 8,    // a leaf of it
    RAISES_PART = 16,   // what is wanted of it, split from it, with a note
    RAISES_AROUND = 32, // a new group around what was caught
    NAMES_CAUSE = 64,   // the new error says that what was caught is its cause
    TRIES_INSIDE = 128, // another try block, and goes on handling
};

struct handler {
    int kinds; // a bit for each of enum kinds
    int does;  // bits as above
    int leaf;  // number of the leaf to raise
};

static inline int64_t handler_code(struct handler h)
{
    return (int64_t)h.kinds | (int64_t)h.does << 16 | (int64_t)h.leaf << 32;
}

static inline struct handler handler_of(int64_t code)
{
    return (struct handler){
        .kinds = (int)(code & 0xffff),
        .does = (int)(code >> 16 & 0xffff),
        .leaf = (int)(code >> 32 & 255),
    };
}

// ---- what is told ----------------------------------------------------------

enum fact {
    TREE = TOLD_SAW, // a: which (enum tree_name); b: round; its nodes follow
    NODE,            // a: number; b: members | kind << 32
    STORY,           // of a group. a: number of the cause | of the context
                     // << 32; b: hash of the message | of the notes << 32
    FROM,            // of a group. a: line | hash of the task << 32;
                     // b: payload
    OUTCOME,        // a: round; b: kind of what a function returned, or NOTHING
    VISITED,        // a: number of a leaf; b: round
    ASKED,          // a: number of an error the predicate was asked about
    NUMBER_IN_TEXT, // a: a number in a message; b: round
    REFS,           // a: of a node; b: how many hold it
    SIZE,           // a: what errgroup_size says; b: errgroup_is
    MEMBER,         // a: number of the i-th member; b: i
    CLEAN,          // a: errgroup_clean; b: round
    CAUGHT,         // a: handler; b: round; TREE follows
    HANDLES,        // a: number of what the task handles; b: where
    CONTEXT,        // a: number of the context of a new error; b: its number
    CAUSE,          // a: number of the cause of a new error; b: its number
    TEXT,           // a: bytes; b: round; CHUNKs follow
    LINES,          // a: of a picture; b: bytes
    CHUNK,          // a and b: 16 bytes of it
    DEEP,           // a: levels; b: number of the leaf below, or UNKNOWN
    ALIVE,          // a: errors; b: when
};

// Which tree is told.
enum tree_name {
    ORIGINAL, // after all was done with it
    MATCHED,
    REST,
    RESULT,
    CAUGHT_BY, // and the number of the handler
};

// Where it is told what the task handles, beside the number of a handler: when
// it is opened, after what is tried inside, when it is closed.
enum {
    BEFORE_THE_BLOCK = -2,
    AFTER_HANDLERS = -3,
    AFTER_THE_BLOCK = -4,
    INSIDE = -5, // a: does it handle what was caught there?
};

// FNV-1a, going on from `hash`.
static inline uint32_t hash_text(uint32_t hash, const char *text)
{
    do
        hash = (hash ^ (uint8_t)*text) * 16777619u;
    while (*text++ != 0);
    return hash;
}

enum { HASH = 0x11c9dc5 }; // what a hash goes on from

static inline int64_t two(int64_t low, int64_t high)
{
    return (int64_t)((uint64_t)(uint32_t)low | (uint64_t)high << 32);
}

static inline int32_t low_of(int64_t pair)
{
    return (int32_t)(pair & 0xffffffff);
}

static inline int32_t high_of(int64_t pair)
{
    return (int32_t)(pair >> 32);
}

// ---- what is to be done ----------------------------------------------------

// How a group to be made is spoiled.
enum {
    NOT_SPOILED,
    WITHOUT_MEMBERS,  // their number is 0
    WITHOUT_AN_ARRAY, // it is NULL
    WITHOUT_A_MESSAGE,
    WITHOUT_A_MEMBER, // one is NULL
    N_SPOILED,
};

// How a tree is split.
enum {
    BY_KIND,
    BY_KIND_ALONE, // errgroup_subgroup
    BY_KINDS,
    BY_PREDICATE,
    BY_DERIVING, // errgroup_derive, with the members of the root in reverse
    N_WAYS_TO_SPLIT,

    // Arguments that make no sense.
    BY_NO_KIND = N_WAYS_TO_SPLIT, // NULL
    BY_NO_KIND_ALONE,
    BY_NO_KINDS,       // none
    BY_NO_ARRAY,       // NULL
    BY_KINDS_AND_NONE, // one of several is NULL
    BY_NO_PREDICATE,
    N_SPLITS,
};

// Of a split, bits.
enum {
    WANTS_MATCHED = 1,
    WANTS_REST = 2,
    OUTLIVES = 4, // the original is dropped before the parts are looked at
};
// private: linnet-0f5d3f897d262c7d
