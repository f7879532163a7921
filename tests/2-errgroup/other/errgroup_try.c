// Another design: a try block is a table of the original's leaves, and what has
// become of each. Every part, caught or left, is one projection of the original
// by that table.
#include "errgroup.h"
#include "task.h"
#include <stdint.h>
#include <stdlib.h>

enum fate { LEFT, TAKEN, CAUGHT, AGAIN };

struct entry {
    struct error *leaf; // borrowed from the original
    enum fate fate;     // CAUGHT: by the handler that is open
};

// A new error, in the order of raising.
struct raised {
    struct error *err; // owned
    struct raised *next;
};

struct errgroup_try {
    struct error *original; // owned; NULL: there was none
    struct entry *entries;  // sorted by leaf
    size_t n, room;
    struct error *part;   // owned; what the open handler was given, or NULL
    struct task *task;    // who opened it
    struct error *before; // what that task was handling
    struct raised *first, **last;
    bool given_up; // what is left could not be split
};

// ---- the table -------------------------------------------------------------

static bool enter(struct error *leaf, void *arg)
{
    struct errgroup_try *t = arg;
    if (t->n == t->room) {
        t->room = t->room * 2 + 8;
        t->entries = realloc(t->entries, t->room * sizeof(t->entries[0]));
        must(t->entries != NULL);
    }
    t->entries[t->n++] = (struct entry){leaf, LEFT};
    return true;
}

static int by_leaf(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t)((const struct entry *)a)->leaf;
    uintptr_t y = (uintptr_t)((const struct entry *)b)->leaf;
    return x < y ? -1 : x > y;
}

static struct entry *entry_of(struct errgroup_try *t, const struct error *leaf)
{
    struct entry key = {(struct error *)leaf, LEFT};
    return t->n > 0 ? bsearch(&key, t->entries, t->n, sizeof(key), by_leaf)
                    : NULL;
}

// One entry for each leaf, however often it is there.
static void sort(struct errgroup_try *t)
{
    size_t n = 0;
    if (t->n > 0)
        qsort(t->entries, t->n, sizeof(t->entries[0]), by_leaf);
    for (size_t i = 0; i < t->n; i++)
        if (n == 0 || t->entries[n - 1].leaf != t->entries[i].leaf)
            t->entries[n++] = t->entries[i];
    t->n = n;
}

// A question about fates.
struct fates {
    struct errgroup_try *t;
    unsigned bits; // 1 << fate
};

static bool has_fate(const struct error *err, void *arg)
{
    const struct fates *fates = arg;
    const struct entry *entry = entry_of(fates->t, err);
    return entry != NULL && fates->bits >> entry->fate & 1;
}

static struct error *project(struct errgroup_try *t, unsigned bits,
                             struct error **part)
{
    struct fates fates = {t, bits};
    *part = NULL;
    return errgroup_split_if(t->original, has_fate, &fates, part, NULL);
}

// ---- the block -------------------------------------------------------------

struct errgroup_try *errgroup_try(struct error *err)
{
    struct errgroup_try *t = calloc(1, sizeof(*t));
    must(t != NULL);
    t->original = err;
    t->last = &t->first;
    errgroup_leaves(err, enter, t);
    sort(t);
    return t;
}

bool errgroup_clean(const struct errgroup_try *t)
{
    return t->original == NULL;
}

// Takes err.
static void add_new(struct errgroup_try *t, struct error *err)
{
    struct raised *raised = malloc(sizeof(*raised));
    must(raised != NULL);
    *raised = (struct raised){err, NULL};
    *t->last = raised;
    t->last = &raised->next;
}

static struct error *give_up(struct errgroup_try *t, struct error *problem)
{
    error_set_context(problem, error_ref(t->original));
    add_new(t, problem);
    t->given_up = true;
    return NULL;
}

static void set_fates(struct errgroup_try *t, enum fate from, enum fate to)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->entries[i].fate == from)
            t->entries[i].fate = to;
}

static size_t catch_leaves(struct errgroup_try *t,
                           const struct kind *const *kinds, size_t n)
{
    size_t n_caught = 0;
    for (size_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < n && t->entries[i].fate == LEFT; k++)
            if (error_is(t->entries[i].leaf, kinds[k])) {
                t->entries[i].fate = CAUGHT;
                n_caught++;
            }
    return n_caught;
}

struct error *errgroup_catch_any(struct errgroup_try *t,
                                 const struct kind *const *kinds, size_t n)
{
    must(t->part == NULL && n > 0 && kinds != NULL);
    for (size_t i = 0; i < n; i++)
        must(kinds[i] != NULL && !kind_is_group(kinds[i]));
    if (t->given_up || catch_leaves(t, kinds, n) == 0)
        return NULL;
    struct error *problem = project(t, 1u << CAUGHT, &t->part);
    if (problem != NULL)
        return give_up(t, problem);
    if (!errgroup_is(t->part)) {
        struct error *lone = t->part;
        t->part = errgroup_new_at(NULL, error_place(lone), "", &lone, 1);
        error_free(lone);
    }
    t->task = task_self();
    if (t->task != NULL) {
        t->before = t->task->handling;
        t->task->handling = t->part;
    }
    return t->part;
}

struct error *errgroup_catch(struct errgroup_try *t, const struct kind *kind)
{
    return errgroup_catch_any(t, &kind, 1);
}

struct error *errgroup_done(struct errgroup_try *t)
{
    must(t->part != NULL && t->task == task_self());
    if (t->task != NULL)
        t->task->handling = t->before;
    set_fates(t, CAUGHT, TAKEN);
    error_free(t->part);
    t->part = NULL;
    return NULL;
}

// ---- raising ---------------------------------------------------------------

// Is leaf one of those in the table? Ends the visit if not.
static bool look_up(struct error *leaf, void *arg)
{
    struct errgroup_try **t = arg;
    if (entry_of(*t, leaf) != NULL)
        return true;
    *t = NULL;
    return false;
}

// A part has the message and the place of the original, and none but its
// leaves.
static bool is_part(struct errgroup_try *t, struct error *err)
{
    if (!errgroup_is(t->original) || err == t->part)
        return err == t->part && errgroup_is(t->original);
    if (errgroup_is(err) &&
        (strcmp(error_message(err), error_message(t->original)) != 0 ||
         error_place(err).line != error_place(t->original).line))
        return false;
    struct errgroup_try *looked = t;
    errgroup_leaves(err, look_up, &looked);
    return looked != NULL;
}

static bool go_on(struct error *leaf, void *t)
{
    entry_of(t, leaf)->fate = AGAIN;
    return true;
}

void errgroup_raise(struct errgroup_try *t, struct error *err)
{
    must(t->part != NULL && err != NULL);
    if (is_part(t, err)) {
        errgroup_leaves(err, go_on, t);
        error_free(err);
        return;
    }
    if (error_context(err) == NULL)
        error_set_context(err, error_ref(t->part));
    add_new(t, err);
}

// ---- the end ---------------------------------------------------------------

static void add_rest(struct errgroup_try *t)
{
    struct error *part;
    if (t->given_up)
        return;
    struct error *problem = project(t, 1u << LEFT | 1u << AGAIN, &part);
    if (problem != NULL)
        give_up(t, problem);
    else if (part != NULL)
        add_new(t, part);
}

static struct error *put_together(struct errgroup_try *t)
{
    size_t n = 0;
    for (struct raised *r = t->first; r != NULL; r = r->next)
        n++;
    if (n < 2)
        return n == 1 ? error_ref(t->first->err) : NULL;
    struct error **all = malloc(n * sizeof(*all));
    must(all != NULL);
    n = 0;
    for (struct raised *r = t->first; r != NULL; r = r->next)
        all[n++] = r->err;
    struct error *group =
        errgroup_new_at(NULL, error_place(t->original), "", all, n);
    free(all);
    return group;
}

struct error *errgroup_end(struct errgroup_try *t)
{
    must(t->part == NULL);
    add_rest(t);
    struct error *end = put_together(t);
    while (t->first != NULL) {
        struct raised *r = t->first;
        t->first = r->next;
        error_free(r->err);
        free(r);
    }
    free(t->entries);
    error_free(t->original);
    free(t);
    return end;
}
// private: linnet-0f5d3f897d262c7d
