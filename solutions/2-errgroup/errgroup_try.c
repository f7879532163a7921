// Handling groups: the algorithm of Python's except*, in plain functions.
//
// Each handler takes its part of what is left. What handlers raise is sorted
// when it is raised: errors of the original tree on one pile, new errors on
// another. At the end the first pile and what nobody took are projected on the
// original tree: one split, whatever the handlers did in between.
#include "errgroup.h"
#include "pile.h"
#include "task.h"
#include <stdint.h>

struct errgroup_try {
    struct error *original; // owned; NULL: there was no error
    struct error *rest;     // owned; what no handler has taken, or NULL

    // The open handler.
    struct error *caught; // owned; its part; NULL: no handler is open
    struct task *task;    // who opened it, or NULL
    struct error *outer;  // what that task was handling before

    // What handlers raised.
    struct pile again;  // owned; made of leaves of original
    struct pile raised; // owned; everything else
    struct pile leaves; // borrowed, sorted; those of original, once needed
};

// ---- sets of leaves --------------------------------------------------------

static int compare(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t) * (struct error *const *)a;
    uintptr_t y = (uintptr_t) * (struct error *const *)b;
    return (x > y) - (x < y);
}

static bool add_leaf(struct error *leaf, void *pile)
{
    pile_push(pile, leaf);
    return true;
}

static void sort(struct pile *pile)
{
    if (pile->n > 0)
        qsort(pile->at, pile->n, sizeof(struct error *), compare);
}

// Is err itself, not one like it, in a sorted pile?
static bool is_in(const struct error *err, void *arg)
{
    const struct pile *pile = arg;
    return pile->n > 0 && bsearch(&err, pile->at, pile->n,
                                  sizeof(struct error *), compare) != NULL;
}

struct check {
    struct pile *pile;
    bool all; // so far
};

static bool check_leaf(struct error *leaf, void *arg)
{
    struct check *check = arg;
    check->all = is_in(leaf, check->pile);
    return check->all;
}

// ---- handlers --------------------------------------------------------------

struct errgroup_try *errgroup_try(struct error *err)
{
    struct errgroup_try *t = calloc(1, sizeof(*t));
    must(t != NULL);
    t->original = err;
    t->rest = error_ref(err);
    return t;
}

bool errgroup_clean(const struct errgroup_try *t)
{
    return t->original == NULL;
}

// What is left could not be parted: err goes on in its stead. Takes err.
static void give_up(struct errgroup_try *t, struct error *err)
{
    error_set_context(err, t->rest);
    t->rest = NULL;
    pile_push(&t->raised, err);
}

// A handler is always given a group. Takes err.
static struct error *wrap(struct error *err)
{
    if (errgroup_is(err))
        return err;
    struct error *group = errgroup_new_at(NULL, error_place(err), "", &err, 1);
    error_free(err);
    return group;
}

static void open_handler(struct errgroup_try *t, struct error *caught)
{
    t->caught = caught;
    t->task = task_self();
    if (t->task != NULL) {
        t->outer = t->task->handling;
        t->task->handling = caught;
    }
}

struct error *errgroup_catch_any(struct errgroup_try *t,
                                 const struct kind *const *kinds, size_t n)
{
    must(t->caught == NULL && kinds != NULL && n > 0);
    for (size_t i = 0; i < n; i++)
        must(kinds[i] != NULL && !kind_is_group(kinds[i]));
    struct error *matched;
    struct error *rest;
    struct error *err = errgroup_split_any(t->rest, kinds, n, &matched, &rest);
    if (err != NULL) {
        give_up(t, err);
        return NULL;
    }
    error_free(t->rest);
    t->rest = rest;
    if (matched != NULL)
        open_handler(t, wrap(matched));
    return t->caught;
}

struct error *errgroup_catch(struct errgroup_try *t, const struct kind *kind)
{
    return errgroup_catch_any(t, &kind, 1);
}

struct error *errgroup_done(struct errgroup_try *t)
{
    must(t->caught != NULL && t->task == task_self());
    if (t->task != NULL)
        t->task->handling = t->outer;
    error_free(t->caught);
    t->caught = NULL;
    return NULL;
}

// ---- raising ---------------------------------------------------------------

static bool same_story(const struct error *a, const struct error *b)
{
    struct place p = error_place(a);
    struct place q = error_place(b);
    return p.file == q.file && p.line == q.line &&
           error_cause(a) == error_cause(b) &&
           error_context(a) == error_context(b);
}

// Is err what was caught, a leaf of the original, or a group split from it? The
// last has its story, which nothing made in a handler has, and only its leaves.
static bool is_raised_again(struct errgroup_try *t, struct error *err)
{
    if (!errgroup_is(t->original))
        return false;
    if (err == t->caught)
        return true;
    if (errgroup_is(err) && !same_story(err, t->original))
        return false;
    if (t->leaves.n == 0) {
        errgroup_leaves(t->original, add_leaf, &t->leaves);
        sort(&t->leaves);
    }
    struct check check = {.pile = &t->leaves};
    errgroup_leaves(err, check_leaf, &check);
    return check.all;
}

void errgroup_raise(struct errgroup_try *t, struct error *err)
{
    must(t->caught != NULL && err != NULL);
    if (is_raised_again(t, err)) {
        pile_push(&t->again, err);
        return;
    }
    if (error_context(err) == NULL)
        error_set_context(err, error_ref(t->caught));
    pile_push(&t->raised, err);
}

// ---- the end ---------------------------------------------------------------

// Gives the part of the original that goes on, in its shape, or NULL.
static struct error *project(struct errgroup_try *t)
{
    if (t->again.n == 0)
        return error_ref(t->rest);
    struct pile keep = {0};
    for (size_t i = 0; i < t->again.n; i++)
        errgroup_leaves(t->again.at[i], add_leaf, &keep);
    errgroup_leaves(t->rest, add_leaf, &keep);
    sort(&keep);
    struct error *part = NULL;
    struct error *err =
        errgroup_split_if(t->original, is_in, &keep, &part, NULL);
    free(keep.at);
    if (err != NULL)
        error_set_context(err, error_ref(t->original));
    return err != NULL ? err : part;
}

// Gives everything that goes on as one error, or NULL.
static struct error *gather(struct errgroup_try *t)
{
    struct error *part = project(t);
    if (part != NULL)
        pile_push(&t->raised, part);
    if (t->raised.n == 0)
        return NULL;
    if (t->raised.n == 1)
        return error_ref(t->raised.at[0]);
    return errgroup_new_at(NULL, error_place(t->original), "", t->raised.at,
                           t->raised.n);
}

struct error *errgroup_end(struct errgroup_try *t)
{
    must(t->caught == NULL);
    struct error *result = gather(t);
    pile_cut(&t->again, 0);
    pile_cut(&t->raised, 0);
    free(t->again.at);
    free(t->raised.at);
    free(t->leaves.at);
    error_free(t->rest);
    error_free(t->original);
    free(t);
    return result;
}
// private: linnet-0f5d3f897d262c7d
