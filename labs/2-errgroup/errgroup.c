// Error groups: making, reading and taking apart.
//
// This is where you write tasks 1 to 3 of lab 2. README.md has the invariants
// G1 to G17 and six tasks; each function here names its own. errgroup.h says
// what every function promises and is not to be changed. Nothing here may call
// itself, by any way around: pile.h is a stack of errors that lives on the
// heap.
#include "errgroup.h"
#include "pile.h"

// Task 1: look at the arguments; error_new_holding makes the group.
struct error *errgroup_new_at(const struct kind *kind, struct place place,
                              const char *message, struct error *const *members,
                              size_t n)
{
    (void)kind, (void)place, (void)message, (void)members, (void)n;
    must(!"errgroup_new is not written yet");
}

// Task 1.
bool errgroup_is(const struct error *err)
{
    (void)err;
    must(!"errgroup_is is not written yet");
}

// Task 1.
size_t errgroup_size(const struct error *err)
{
    (void)err;
    must(!"errgroup_size is not written yet");
}

// Task 1.
struct error *errgroup_member(const struct error *err, size_t i)
{
    (void)err, (void)i;
    must(!"errgroup_member is not written yet");
}

// Task 1: a stack of what is still to be visited. Who is on top?
void errgroup_leaves(struct error *err,
                     bool (*visit)(struct error *leaf, void *arg), void *arg)
{
    (void)err, (void)visit, (void)arg;
    must(!"errgroup_leaves is not written yet");
}

// Task 2: every part of a group is made here.
struct error *errgroup_derive(const struct error *group,
                              struct error *const *members, size_t n)
{
    (void)group, (void)members, (void)n;
    must(!"errgroup_derive is not written yet");
}

// Task 2: the heart of the lab. The other splits are this one with a predicate
// of yours.
struct error *errgroup_split_if(struct error *err, errgroup_match_fn *match,
                                void *arg, struct error **matched,
                                struct error **rest)
{
    (void)err, (void)match, (void)arg, (void)matched, (void)rest;
    must(!"errgroup_split_if is not written yet");
}

// Task 2.
struct error *errgroup_split_any(struct error *err,
                                 const struct kind *const *kinds, size_t n,
                                 struct error **matched, struct error **rest)
{
    (void)err, (void)kinds, (void)n, (void)matched, (void)rest;
    must(!"errgroup_split_any is not written yet");
}

// Task 2.
struct error *errgroup_split(struct error *err, const struct kind *kind,
                             struct error **matched, struct error **rest)
{
    (void)err, (void)kind, (void)matched, (void)rest;
    must(!"errgroup_split is not written yet");
}

// Task 2.
struct error *errgroup_subgroup(struct error *err, const struct kind *kind,
                                struct error **matched)
{
    (void)err, (void)kind, (void)matched;
    must(!"errgroup_subgroup is not written yet");
}

// Task 3.
struct error *errgroup_suppress(struct error *err, const struct kind *kind)
{
    (void)err, (void)kind;
    must(!"errgroup_suppress is not written yet");
}

// Task 3.
struct error *errgroup_unwrap(struct error *err)
{
    (void)err;
    must(!"errgroup_unwrap is not written yet");
}
