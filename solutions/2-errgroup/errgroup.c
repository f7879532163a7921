// Error groups: trees that are walked with a stack on the heap, never with
// calls, because a task's own stack is small and a group may be deep.
#include "errgroup.h"
#include "pile.h"

// ---- making and reading ----------------------------------------------------

// The index of the first member that is not of kind, n if all are.
static size_t first_not(const struct kind *kind, struct error *const *members,
                        size_t n)
{
    size_t i = 0;
    while (i < n && error_is(members[i], kind))
        i++;
    return i;
}

struct error *errgroup_new_at(const struct kind *kind, struct place place,
                              const char *message, struct error *const *members,
                              size_t n)
{
    must(kind == NULL || kind_is_group(kind));
    if (message == NULL)
        return error_new_at(&INVALID, place, "a group without a message");
    if (members == NULL || n == 0)
        return error_new_at(&INVALID, place, "a group without members");
    size_t i = first_not(&ANY, members, n);
    if (i < n)
        return error_new_at(&INVALID, place, "member %zu is no error", i);
    i = first_not(&ORDINARY, members, n);
    if (kind == NULL)
        kind = i < n ? &BASE_GROUP : &GROUP;
    if (i < n && kind_is(kind, &GROUP))
        return error_new_at(&INVALID, place,
                            "member %zu is %s, which a %s cannot hold", i,
                            error_kind(members[i])->name, kind->name);
    return error_new_holding(kind, place, message, members, n);
}

bool errgroup_is(const struct error *err)
{
    return err != NULL && kind_is_group(error_kind(err));
}

size_t errgroup_size(const struct error *err)
{
    size_t n;
    error_members(err, &n);
    return n;
}

struct error *errgroup_member(const struct error *err, size_t i)
{
    size_t n;
    struct error *const *members = error_members(err, &n);
    must(i < n);
    return members[i];
}

void errgroup_leaves(struct error *err,
                     bool (*visit)(struct error *leaf, void *arg), void *arg)
{
    struct pile todo = {0}; // borrowed; the last one is visited next
    if (err != NULL)
        pile_push(&todo, err);
    bool more = true;
    while (more && todo.n > 0) {
        struct error *next = todo.at[--todo.n];
        size_t n;
        struct error *const *members = error_members(next, &n);
        if (n == 0)
            more = visit(next, arg);
        while (n > 0)
            pile_push(&todo, members[--n]);
    }
    free(todo.at);
}

// ---- taking apart ----------------------------------------------------------

struct error *errgroup_derive(const struct error *group,
                              struct error *const *members, size_t n)
{
    must(errgroup_is(group));
    const struct kind *kind = error_kind(group);
    struct error *part =
        kind->derive != NULL
            ? kind->derive(group, members, n)
            : errgroup_new_at(NULL, error_place(group), error_message(group),
                              members, n);
    if (!errgroup_is(part)) {
        struct error *err =
            error_new_at(&INVALID, error_place(group),
                         "a %s could not be derived: no group", kind->name);
        error_set_cause(err, part);
        return err;
    }
    error_copy_story(part, group);
    return part;
}

// A group whose members are being parted. Groups around it wait below it.
struct level {
    struct error *group;
    size_t next;      // the member to look at
    size_t n_matched; // how many matched and were left before this group
    size_t n_rest;
};

// Members are parted into two piles. When the last member of a group is there,
// what came from it is on top of each pile, and one part of the group takes
// its place.
struct split {
    errgroup_match_fn *match;
    void *arg;           // for match
    struct pile matched; // owned
    struct pile rest;    // owned
    struct level *levels;
    size_t n_levels;
    size_t room; // levels that fit before it must grow
};

static void enter_level(struct split *s, struct error *group)
{
    if (s->n_levels == s->room) {
        s->room = s->room == 0 ? 8 : 2 * s->room;
        s->levels = realloc(s->levels, s->room * sizeof(struct level));
        must(s->levels != NULL);
    }
    s->levels[s->n_levels++] = (struct level){
        .group = group,
        .n_matched = s->matched.n,
        .n_rest = s->rest.n,
    };
}

static void look_at(struct split *s, struct error *err)
{
    if (s->match(err, s->arg))
        pile_push(&s->matched, error_ref(err));
    else if (errgroup_is(err))
        enter_level(s, err);
    else
        pile_push(&s->rest, error_ref(err));
}

// Puts part in the place of the errors from at[n] on. Takes part.
static void fold(struct pile *pile, size_t n, struct error *part)
{
    pile_cut(pile, n);
    pile_push(pile, part);
}

// Makes a part of group from the errors from at[n] on, which it replaces.
static struct error *fold_part(struct pile *pile, size_t n,
                               const struct error *group)
{
    struct error *part = errgroup_derive(group, pile->at + n, pile->n - n);
    if (!errgroup_is(part))
        return part;
    fold(pile, n, part);
    return NULL;
}

static struct error *leave_level(struct split *s)
{
    struct level *top = &s->levels[--s->n_levels];
    if (s->rest.n == top->n_rest) {
        fold(&s->matched, top->n_matched, error_ref(top->group));
        return NULL;
    }
    if (s->matched.n == top->n_matched) {
        fold(&s->rest, top->n_rest, error_ref(top->group));
        return NULL;
    }
    TRY(fold_part(&s->matched, top->n_matched, top->group));
    return fold_part(&s->rest, top->n_rest, top->group);
}

static struct error *part_all(struct split *s, struct error *err)
{
    look_at(s, err);
    while (s->n_levels > 0) {
        struct level *top = &s->levels[s->n_levels - 1];
        if (top->next < errgroup_size(top->group))
            look_at(s, errgroup_member(top->group, top->next++));
        else
            TRY(leave_level(s));
    }
    return NULL;
}

// Gives the only error of a pile, or NULL, to *part, if anybody wants it.
static void hand_over(struct pile *pile, struct error **part)
{
    if (part != NULL)
        *part = pile->n > 0 ? pile->at[--pile->n] : NULL;
}

struct error *errgroup_split_if(struct error *err, errgroup_match_fn *match,
                                void *arg, struct error **matched,
                                struct error **rest)
{
    if (match == NULL)
        return error_new(&INVALID, "a split without a predicate");
    struct split s = {.match = match, .arg = arg};
    struct error *problem = err != NULL ? part_all(&s, err) : NULL;
    if (problem == NULL) {
        hand_over(&s.matched, matched);
        hand_over(&s.rest, rest);
    }
    pile_cut(&s.matched, 0);
    pile_cut(&s.rest, 0);
    free(s.matched.at);
    free(s.rest.at);
    free(s.levels);
    return problem;
}

struct kinds {
    const struct kind *const *at;
    size_t n;
};

static bool is_one_of(const struct error *err, void *arg)
{
    const struct kinds *kinds = arg;
    for (size_t i = 0; i < kinds->n; i++)
        if (error_is(err, kinds->at[i]))
            return true;
    return false;
}

struct error *errgroup_split_any(struct error *err,
                                 const struct kind *const *kinds, size_t n,
                                 struct error **matched, struct error **rest)
{
    if (kinds == NULL || n == 0)
        return error_new(&INVALID, "a split by no kinds");
    for (size_t i = 0; i < n; i++)
        if (kinds[i] == NULL)
            return error_new(&INVALID, "kind %zu of a split is NULL", i);
    struct kinds set = {kinds, n};
    return errgroup_split_if(err, is_one_of, &set, matched, rest);
}

struct error *errgroup_split(struct error *err, const struct kind *kind,
                             struct error **matched, struct error **rest)
{
    return errgroup_split_any(err, &kind, 1, matched, rest);
}

struct error *errgroup_subgroup(struct error *err, const struct kind *kind,
                                struct error **matched)
{
    return errgroup_split(err, kind, matched, NULL);
}

struct error *errgroup_suppress(struct error *err, const struct kind *kind)
{
    struct error *rest;
    struct error *problem = errgroup_split(err, kind, NULL, &rest);
    if (problem != NULL) {
        error_set_context(problem, err);
        return problem;
    }
    error_free(err);
    return rest;
}

// ---- unwrapping ------------------------------------------------------------

// Stops at the first leaf of kind FATAL.
static bool find_fatal(struct error *leaf, void *fatal)
{
    bool found = error_is(leaf, &FATAL);
    if (found)
        *(struct error **)fatal = leaf;
    return !found;
}

static bool find_any(struct error *leaf, void *first)
{
    *(struct error **)first = leaf;
    return false;
}

// Several real errors in group: gives one that stands for them.
static struct error *stand_in(struct error *group)
{
    struct error *fatal = NULL;
    errgroup_leaves(group, find_fatal, &fatal);
    struct error *err =
        fatal != NULL ? error_new_at(error_kind(fatal), error_place(fatal),
                                     "%s", error_message(fatal))
                      : error_new_at(&MISUSE, error_place(group),
                                     "several errors where one was expected");
    error_set_cause(err, error_ref(group));
    return err;
}

struct error *errgroup_unwrap(struct error *err)
{
    if (!errgroup_is(err))
        return err;
    struct error *real = errgroup_suppress(error_ref(err), &CANCELLED);
    struct error *result = real;
    if (real == NULL)
        errgroup_leaves(err, find_any, &result);
    else if (errgroup_size(real) == 1)
        result = errgroup_member(real, 0);
    else if (errgroup_is(real))
        result = NULL;
    result = result != NULL ? error_ref(result) : stand_in(err);
    error_free(real);
    error_free(err);
    return result;
}
// private: linnet-0f5d3f897d262c7d
