// Lab 2: trees as the judge sees them. It draws them, works out what has to
// become of them, and compares that with what was told.
#pragma once
#include "facts.h"
#include "judge.h"

struct tree {
    int n;                         // nodes
    struct plan plans[MOST_NODES]; // in the order of the tree
    int numbers[MOST_NODES];       // of the errors: that of the twin for a twin
    int end[MOST_NODES];           // the node after all that is below
};

// What trees to draw. All zero is a group of TIMEOUTs.
struct drawing {
    int members;        // of a group, at the most; 0 stands for 4
    int levels;         // at the most; 0 stands for MOST_LEVELS
    int leaves;         // kinds of leaves, a bit each
    int groups;         // kinds of groups, a bit each
    bool stories;       // groups have causes, contexts and notes
    bool of_leaves;     // and so have leaves
    bool twins;         // some leaves look alike, and some are there twice
    bool wanted;        // leaves may be wanted
    bool wanted_groups; // and groups
    bool lone;          // it may be a leaf, or nothing
    bool lines;         // messages and notes have several lines
};

#define BIT(kind) (1 << (kind))
enum {
    ORDINARY_LEAVES = BIT(N_ORDINARY_KINDS) - 1,
    ALL_LEAVES = BIT(N_LEAF_KINDS) - 1
};

// Draws a tree.
void draw_tree(struct play *p, struct drawing drawing, struct tree *tree);

// Gives it to the scenario.
void give_tree(struct play *p, const struct tree *tree);

// One that is not drawn: each letter is a leaf of that kind (t c b s n x i),
// parentheses are groups. "" is nothing.
void make_tree(const char *text, struct tree *tree);

// Numbers the nodes again after their plans have been changed.
void number_tree(struct tree *tree);

bool is_leaf(const struct tree *tree, int node);

// Does anything in it have a cause, a context or a note? Else it was not drawn
// to see what becomes of them.
bool has_stories(const struct tree *tree);

// Is an error of a kind one of the other's, or below it?
bool kind_is_of(int kind, int other);

// Are all leaves below a node ordinary?
bool is_ordinary(const struct tree *tree, int node);

// "(1 (2 3) c4)": by the numbers of leaves; c stands before a CANCELLED and f
// before a FATAL. Borrowed until the next call but seven.
const char *tree_text(const struct tree *tree);

// ---- leaves ----------------------------------------------------------------

// Some of the leaves of a tree, by node.
struct leaves {
    bool in[MOST_NODES];
};

struct leaves all_leaves(const struct tree *tree);

// Those that are of one of these kinds.
struct leaves leaves_of(const struct tree *tree, int kinds);

// Those that are wanted, or below a group that is.
struct leaves wanted_leaves(const struct tree *tree);

struct leaves leaves_without(struct leaves some, struct leaves others);
struct leaves leaves_with(struct leaves some, struct leaves others);
struct leaves leaves_in_both(struct leaves some, struct leaves others);
int count_leaves(struct leaves some);

// ---- what is due -----------------------------------------------------------

enum { MOST_DUE = 8 * MOST_NODES };

struct due_node {
    int64_t number; // of this very error; UNKNOWN: made by the student's code
    int64_t like;   // whose story it has; 0: any
    int n;          // members
    int kind;       // enum kinds
    bool any;       // may also be another one of the same story
    struct plan plan;
};

// A tree that is due, outermost first. No node at all: NULL.
struct due {
    struct due_node at[MOST_DUE];
    int n;
    bool no_identity; // groups need not be the very ones that were there
    bool no_story;    // nor have their stories
};

// Adds the part of a tree with these leaves, if there are any.
void due_part(struct due *due, const struct tree *tree, struct leaves leaves);

// Adds what is below a node, the node included.
void due_below(struct due *due, const struct tree *tree, int node);

// Adds a group of n that follow, or a leaf if n is 0.
void due_new(struct due *due, int64_t number, int n, int kind);

// Adds a group that nobody but the student's code makes, with the message that
// belongs to a number, or with an empty one (0).
void due_fresh(struct due *due, int64_t like, int n, int kind);

// Works out the kind of each group that is made like another or anew. To be
// called when all has been added.
void due_kinds(struct due *due);

const char *due_text(const struct due *due);

// The place of a told tree; -1 if it was not told.
long find_tree(const struct play *p, int64_t name, int64_t round);

const char *told_text(const struct play *p, long at);

// The number and kind of the outermost node told there.
int64_t told_number(const struct play *p, long at);
int told_kind(const struct play *p, long at);

// The tree told under this name has to be what is due. `what` is the subject of
// the message. If code is not NULL, it is the code of all that is wrong.
void check_tree(struct play *p, const char *what, int64_t name, int64_t round,
                struct due *due, const char *code);

// The tree itself has to be what it was.
void check_original(struct play *p, const struct tree *tree, int64_t round);

// A text that was told; borrowed until the next call.
const char *told_words(const struct play *p, int64_t round);

const char *kind_name(int kind);

// Like snprintf; borrowed until the next call but seven.
const char *words(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

// How many trees one play looks at: few in the small plays.
int64_t give_rounds(struct play *p, int64_t most);

// How many levels or members a test of size has in this play: `most` where
// that is decided, a part of it in the slow build, else `few`.
int64_t size_of(const struct play *p, int64_t most, int64_t few);
// private: linnet-0f5d3f897d262c7d
