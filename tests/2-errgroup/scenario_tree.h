// Lab 2: trees that the judge draws, made and told by the scenarios.
#pragma once
#include "error.h"
#include "facts.h"

// What each of enum kinds is; NULL for those that are told only.
extern const struct kind *const scenario_kinds[N_KINDS];

struct tree {
    int64_t n;                       // nodes
    struct plan plans[MOST_NODES];   // in the order of the tree
    int64_t numbers[MOST_NODES];     // the same
    struct error *nodes[MOST_NODES]; // borrowed from the root
    struct error *root;              // owned; NULL: no error at all
};

// Asks for a tree and makes it, without any of the student's functions. Its
// errors are known from then on.
void scenario_plant(struct tree *tree);

// Drops the root, and whoever is known is forgotten.
void scenario_uproot(struct tree *tree);

// Gives err a number by which it is told. It has to live until the tree is
// uprooted.
void scenario_know(const struct error *err, int64_t number);

// The number of err; NOTHING, UNKNOWN or UNTOUCHED if it has none.
int64_t scenario_number(const struct error *err);

// Stored before a call, to see whether anything was.
extern struct error *const scenario_untouched;

// Tells err as a tree, with its stories.
void scenario_tell(int64_t name, int64_t round, const struct error *err);

// Tells what a function returned that gives NULL or a problem. Takes it.
void scenario_outcome(int64_t round, struct error *problem);

// Drops err unless it is scenario_untouched.
void scenario_drop(struct error *err);

// The number of err's kind among enum kinds.
int scenario_kind(const struct error *err);

// Is err wanted, by the judge's plan? arg is the tree.
bool scenario_wanted(const struct error *err, void *arg);

// Tells a text in chunks.
void scenario_tell_text(int64_t round, const char *text);
// private: linnet-0f5d3f897d262c7d
