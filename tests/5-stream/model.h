// What a stream has to do, for judge.c: plays a script on a model and compares.
#pragma once
#include "facts.h"
#include "judge.h"

// The items of a script are numbered 1, 2, ...; item k is sent as base + k.
struct script {
    struct play *p;
    int64_t base, x, y, z; // drawn for it
    int64_t capacity, n;
    struct step steps[MOST_STEPS];
};

// Draws what a script needs; z in turn.
struct script draw_script(struct play *p, struct range x, struct range y,
                          struct range z);

// Adds a step; gives its number. Sends: item is the item's number.
int64_t add_step(struct script *s, enum op op, int64_t handle, int64_t item);

// The same at the first handles.
int64_t add(struct script *s, enum op op, int64_t item);

// Adds a step n times; sends: of the items from item on.
void add_times(struct script *s, int64_t n, enum op op, int64_t item);

// Has the script followed, to its end, and compares all that was told with what
// the model says. False if it was cut short.
bool follow(struct script *s);

// What an outcome is called.
const char *name_of(int64_t outcome);

// What always holds of items, however a run is cut short: who received an item
// (GOT) did so once, and its send did not fail (SENT).
void check_items(struct play *p);
// private: linnet-0f5d3f897d262c7d
