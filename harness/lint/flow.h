// The paths through a block: where something may still be open, and where it
// may not.
//
// What is open, its user says: a nursery, an error that nobody has looked at.
// Of every place it is known whether a path exists that comes there with it
// open, and whether one exists that comes there without.
#pragma once
#include "ast.h"

// What may be when a place is reached: a set. Empty: no path leads there.
enum { FLOW_CLOSED = 1, FLOW_OPEN = 2 };

struct flow {
    const struct ast *ast;
    unsigned block; // the block that is gone through, from its start

    // The node where it becomes open, if that is one: what is closed before it
    // stays so. 0: it is not known.
    unsigned opens_at;

    // What is so after node i has been worked out, its operands before it.
    // Asked more than once for what stands in a loop.
    unsigned (*step)(struct flow *flow, unsigned i, unsigned state);

    // What is so if a condition holds, or does not. May be NULL: the same.
    unsigned (*assume)(struct flow *flow, unsigned condition, bool holds,
                       unsigned state);

    // Written by flow_follow, and read by flow_leaving.
    unsigned char *leaving;
};

// Of a node of the block that leaves it, a return, break, continue or goto,
// what may be there; of the block itself, what may be where its end is
// reached.
unsigned flow_leaving(const struct flow *flow, unsigned i);

// Goes along the paths; state is what is so where the block begins. False if it
// cannot tell: the block has a computed goto.
bool flow_follow(struct flow *flow, unsigned state);
void flow_forget(struct flow *flow);
