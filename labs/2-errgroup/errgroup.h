// Several errors at once, kept as the tree they happened in.
//
// An error group is an error that holds errors, groups among them. Leaves are
// the errors that hold none. Groups are never flattened, and never changed
// once made: taking some leaves out makes new groups of the same shape. Errors
// are told apart by identity (the pointer), never by kind or message.
//
// A group's kind is GROUP if every member is ORDINARY, else BASE_GROUP, or a
// kind of yours below one of the two.
//
// No function here suspends, and none recurses: a group may be a million
// levels deep.
#pragma once
#include "error.h"

// ---- making and reading ----------------------------------------------------

// Makes a group of n members, in this order. Keeps a reference to each; the
// array is copied. The kind is GROUP or BASE_GROUP, whichever the members ask
// for.
//
// @return a group (free with error_free)
// @return INVALID instead, if message or a member is NULL (the message names
//         its index), or n is 0
#define errgroup_new(message, members, n)                                      \
    errgroup_new_at(NULL, PLACE_HERE, (message), (members), (n))

// The same with a kind of yours, which is below GROUP or BASE_GROUP.
//
// @return INVALID also if kind is below GROUP and a member is not ORDINARY
//
// Bug: kind is no kind of groups.
#define errgroup_new_of(kind, message, members, n)                             \
    errgroup_new_at((kind), PLACE_HERE, (message), (members), (n))

struct error *errgroup_new_at(const struct kind *kind, struct place place,
                              const char *message, struct error *const *members,
                              size_t n);

// True for a group of either kind; false for a leaf and for NULL.
bool errgroup_is(const struct error *err);

// The number of direct members; 0 for a leaf.
size_t errgroup_size(const struct error *err);

// The i-th member, borrowed. Bug: there is no i-th.
struct error *errgroup_member(const struct error *err, size_t i);

// Calls visit for each leaf from left to right until it returns false. An error
// that is no group is its own only leaf.
void errgroup_leaves(struct error *err,
                     bool (*visit)(struct error *leaf, void *arg), void *arg);

// ---- taking apart ----------------------------------------------------------

// Does this error match? Asked once about each error, groups too, and about a
// group before its members: one that matches does so with all it holds, and
// nothing is asked about its members.
typedef bool errgroup_match_fn(const struct error *err, void *arg);

// Parts err into what matches and what is left. Every leaf is in exactly one
// part; both keep their order, nesting, messages, causes, contexts, notes and
// (through kind->derive) kind and payload. Groups left without a leaf vanish.
//
// On success *matched and *rest each hold an error to be freed, or NULL if
// that part is empty; where one part is everything, it is err itself, and the
// same holds for each group inside. Either pointer may be NULL. err may be a
// single error, or NULL: both parts empty.
//
// Takes time in proportion to the errors in the tree.
//
// @return NULL     success
// @return INVALID  a kind or the predicate is NULL, n is 0, or a derive hook
//                  gave no group; nothing is stored
struct error *errgroup_split(struct error *err, const struct kind *kind,
                             struct error **matched,
                             struct error **rest) MUST_CHECK;
struct error *errgroup_split_any(struct error *err,
                                 const struct kind *const *kinds, size_t n,
                                 struct error **matched,
                                 struct error **rest) MUST_CHECK;
struct error *errgroup_split_if(struct error *err, errgroup_match_fn *match,
                                void *arg, struct error **matched,
                                struct error **rest) MUST_CHECK;

// The matching part alone. Gives it in *matched; NULL if nothing matched.
struct error *errgroup_subgroup(struct error *err, const struct kind *kind,
                                struct error **matched) MUST_CHECK;

// Makes a group like group (message, kind, payload, story) with other members.
// This is what split uses. Keeps each member.
//
// @return a group  of group's own kind if that has a derive hook, else a plain
//                  GROUP or BASE_GROUP
// @return INVALID  the hook gave no group; what it gave is the cause
//
// Bug: group is no group.
struct error *errgroup_derive(const struct error *group,
                              struct error *const *members, size_t n);

// Takes err: drops the leaves of a kind, gives back the rest (NULL if none is
// left). What is not of the kind passes unchanged.
//
// @return INVALID also if err could not be split; err is its context
struct error *errgroup_suppress(struct error *err,
                                const struct kind *kind) MUST_CHECK;

// Takes err, gives the one error in it. CANCELLED leaves do not count, and only
// one level is taken away: the one error may be a group.
//
// @return the one member, its cause and context untouched
// @return FATAL      several, one of them FATAL: made anew like the first such
//                    leaf, with err as its cause
// @return MISUSE     several: with err as its cause
// @return CANCELLED  the first leaf, if all are CANCELLED
// @return err itself, if it is no group or NULL
// @return INVALID    err, the context of this, could not be split
struct error *errgroup_unwrap(struct error *err) MUST_CHECK;

// ---- handling: except* -----------------------------------------------------
//
//     struct errgroup_try *t = errgroup_try(nursery_close(n, NULL));
//     except (t, &NOT_FOUND, caught) {
//         error_print(caught, stderr);          // a group of all such leaves
//     }
//     except (t, &SYSTEM, caught) {
//         errgroup_raise(t, error_ref(caught)); // let it go on
//     }
//     return errgroup_end(t);                   // what nobody handled
//
// Each block runs at most once, with a group of all leaves that match and that
// no earlier block has taken; a lone error comes wrapped in a group with an
// empty message. Do not leave a block by return, break, goto or continue to an
// outer loop: errgroup_end would find it open and abort.
//
// Should a derive hook give no group, its INVALID counts as a new error, raised
// with all that was left as its context; no further block runs.

struct errgroup_try;

// Starts handling. Takes err, may be NULL: then no block runs.
struct errgroup_try *errgroup_try(struct error *err);

// Was there no error at all? (The else branch of a try.)
bool errgroup_clean(const struct errgroup_try *t);

// Opens the handler for a kind: its part of what is left, borrowed until
// errgroup_done, or NULL. While it is open, the part is the error that the task
// is handling: new errors get it as context.
//
// Bug: a handler of t is open already; a kind is NULL or one of groups (what is
// caught is a group anyway); n is 0.
struct error *errgroup_catch(struct errgroup_try *t, const struct kind *kind);
struct error *errgroup_catch_any(struct errgroup_try *t,
                                 const struct kind *const *kinds, size_t n);

// From inside a handler: err leaves the try block. Takes err. The caught part,
// a group that was split from it, and a leaf of it count as raised again: they
// keep their place in the original tree. Anything else is a new error, whose
// context is the caught part unless it has one.
//
// Bug: no handler is open, err is NULL.
void errgroup_raise(struct errgroup_try *t, struct error *err);

// Closes the handler. Gives NULL, so that it can end a loop.
//
// Bug: no handler is open, or another task opened it.
struct error *errgroup_done(struct errgroup_try *t);

// Ends handling. Takes t, gives what goes on:
//
// @return NULL     everything was handled
// @return a group  what was not handled and what was raised again, in the
//                  original shape
// @return a new error, alone, if one handler raised it and nothing is left
// @return a group  with an empty message: the new errors in the order of their
//                  handlers, then the group of the rest, if there is one
//
// Bug: a handler is open.
struct error *errgroup_end(struct errgroup_try *t) MUST_CHECK;

#define except(t, kind, caught)                                                \
    for (struct error *caught = errgroup_catch((t), (kind)); caught != NULL;   \
         caught = errgroup_done(t))

// ---- showing ---------------------------------------------------------------

struct errgroup_limits {
    size_t width; // members shown of one group; 0 stands for 15
    size_t depth; // levels shown; 0 stands for 10
};

// Draws err as a tree, and before it the errors that led to it, as error_print
// does. Each error is printed by error_print_lines, behind its branch and its
// number; what else belongs to it stands inside its margin, which ends in "| "
// if it has members. What led to a member, its cause or else its context, is
// told there in one line. What a limit hides of a group is counted in a line of
// its own: how many direct members are not shown.
//
//     GROUP: crawl (2 errors)  (crawl.c:40, task "main")
//     | note: attempt 3 of 3
//     |-- 1: TIMEOUT: no answer in 50 ms  (fetch.c:31, task "reader")
//     `-- 2: GROUP: page (1 error)  (page.c:12, task "page")
//         `-- 1: BROKEN: read: connection reset  (page.c:20, task "page")
void errgroup_print(const struct error *err, FILE *out,
                    struct errgroup_limits limits);

// Gives the message and the number of direct members, "crawl (2 errors)" or
// "page (1 error)"; of an error that is no group, the message (free with free).
char *errgroup_text(const struct error *err);
