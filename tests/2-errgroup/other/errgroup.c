// Another design: the tree is laid out flat, level by level, so that members
// stand side by side and after their group. What is decided goes from the end
// of the array to its beginning, and is final when it reaches a group.
#include "errgroup.h"
#include <stdlib.h>

// ---- making and reading ----------------------------------------------------

static bool all_ordinary(struct error *const *members, size_t n)
{
    while (n > 0)
        if (!error_is(members[--n], &ORDINARY))
            return false;
    return true;
}

struct error *errgroup_new_at(const struct kind *kind, struct place place,
                              const char *message, struct error *const *members,
                              size_t n)
{
    must(kind == NULL || kind_is_group(kind));
    if (message == NULL || members == NULL || n == 0)
        return error_new_at(&INVALID, place, "no message or no members");
    for (size_t i = 0; i < n; i++)
        if (members[i] == NULL)
            return error_new_at(&INVALID, place, "member %zu is NULL", i);
    bool ordinary = all_ordinary(members, n);
    if (kind == NULL)
        kind = ordinary ? &GROUP : &BASE_GROUP;
    if (!ordinary && kind_is(kind, &GROUP))
        return error_new_at(&INVALID, place,
                            "a %s of more than ORDINARY errors", kind->name);
    return error_new_holding(kind, place, message, members, n);
}

bool errgroup_is(const struct error *err)
{
    return errgroup_size(err) > 0;
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

// ---- visiting --------------------------------------------------------------

// Where a walk stands: one for each group around the place.
struct stand {
    struct error *const *at; // the member to visit next
    struct error *const *end;
};

struct walk {
    struct stand *stands;
    size_t n, room;
};

static void go_into(struct walk *walk, struct error *const *members, size_t n)
{
    if (walk->n == walk->room) {
        walk->room = walk->room * 2 + 4;
        walk->stands =
            realloc(walk->stands, walk->room * sizeof(walk->stands[0]));
        must(walk->stands != NULL);
    }
    walk->stands[walk->n++] = (struct stand){members, members + n};
}

void errgroup_leaves(struct error *err,
                     bool (*visit)(struct error *leaf, void *arg), void *arg)
{
    struct walk walk = {0};
    bool more = err != NULL;
    if (more)
        go_into(&walk, &err, 1);
    while (more && walk.n > 0) {
        struct stand *stand = &walk.stands[walk.n - 1];
        size_t n;
        if (stand->at == stand->end) {
            walk.n--;
            continue;
        }
        struct error *next = *stand->at++;
        struct error *const *members = error_members(next, &n);
        if (n > 0)
            go_into(&walk, members, n);
        else
            more = visit(next, arg);
    }
    free(walk.stands);
}

// ---- splitting -------------------------------------------------------------

// An error of the tree, in a place of its own for each time it is there.
struct spot {
    struct error *err;     // borrowed
    size_t first, n;       // its members; none if it is not looked into
    struct error *part[2]; // owned; what matched, and what is left
};

struct flat {
    struct spot *spots;
    size_t n, room;
};

static void lay(struct flat *flat, struct error *err)
{
    if (flat->n == flat->room) {
        flat->room = flat->room * 2 + 16;
        flat->spots = realloc(flat->spots, flat->room * sizeof(flat->spots[0]));
        must(flat->spots != NULL);
    }
    flat->spots[flat->n++] = (struct spot){.err = err};
}

// Asks about each error; what is below one that matches is left out.
static void lay_out(struct flat *flat, struct error *err,
                    errgroup_match_fn *match, void *arg)
{
    lay(flat, err);
    for (size_t i = 0; i < flat->n; i++) {
        size_t n;
        struct error *at = flat->spots[i].err;
        struct error *const *members = error_members(at, &n);
        bool matches = match(at, arg);
        if (n == 0 || matches) {
            flat->spots[i].part[matches ? 0 : 1] = error_ref(at);
            continue;
        }
        flat->spots[i].first = flat->n;
        flat->spots[i].n = n;
        for (size_t m = 0; m < n; m++)
            lay(flat, members[m]);
    }
}

struct error *errgroup_derive(const struct error *group,
                              struct error *const *members, size_t n)
{
    must(errgroup_is(group));
    const struct kind *kind = error_kind(group);
    struct error *like;
    if (kind->derive == NULL)
        like = errgroup_new_at(NULL, error_place(group), error_message(group),
                               members, n);
    else
        like = kind->derive(group, members, n);
    if (errgroup_is(like)) {
        error_copy_story(like, group);
        return like;
    }
    struct error *err =
        error_new(&INVALID, "derive of %s gave no group", kind->name);
    error_set_cause(err, like);
    return err;
}

// Collects one part of the members of a group.
static struct error *collect(struct flat *flat, struct spot *spot, int side,
                             struct error **array)
{
    size_t n = 0;
    bool whole = true;
    for (size_t m = 0; m < spot->n; m++) {
        struct spot *member = &flat->spots[spot->first + m];
        whole &= member->part[side] == member->err;
        if (member->part[side] != NULL)
            array[n++] = member->part[side];
    }
    if (n == 0)
        return NULL;
    if (whole) {
        spot->part[side] = error_ref(spot->err);
        return NULL;
    }
    struct error *part = errgroup_derive(spot->err, array, n);
    if (!errgroup_is(part))
        return part;
    spot->part[side] = part;
    return NULL;
}

static struct error *fold_up(struct flat *flat)
{
    struct error **array = malloc(flat->n * sizeof(*array));
    struct error *problem = NULL;
    must(array != NULL);
    for (size_t i = flat->n; i-- > 0 && problem == NULL;)
        for (int side = 0; side < 2 && problem == NULL; side++)
            if (flat->spots[i].n > 0)
                problem = collect(flat, &flat->spots[i], side, array);
    free(array);
    return problem;
}

struct error *errgroup_split_if(struct error *err, errgroup_match_fn *match,
                                void *arg, struct error **matched,
                                struct error **rest)
{
    struct flat flat = {0};
    struct error *problem = NULL, *parts[2] = {NULL, NULL};
    if (match == NULL)
        return error_new(&INVALID, "no predicate");
    if (err != NULL) {
        lay_out(&flat, err, match, arg);
        problem = fold_up(&flat);
        parts[0] = error_ref(flat.spots[0].part[0]);
        parts[1] = error_ref(flat.spots[0].part[1]);
    }
    for (size_t i = 0; i < flat.n; i++) {
        error_free(flat.spots[i].part[0]);
        error_free(flat.spots[i].part[1]);
    }
    free(flat.spots);
    struct error **out[2] = {matched, rest};
    for (int side = 0; side < 2; side++)
        if (problem == NULL && out[side] != NULL)
            *out[side] = parts[side];
        else
            error_free(parts[side]);
    return problem;
}

// Kinds up to the first that is NULL.
static bool is_any_of(const struct error *err, void *arg)
{
    const struct kind *const *kinds = *(const struct kind *const **)arg;
    for (; *kinds != NULL; kinds++)
        if (error_is(err, *kinds))
            return true;
    return false;
}

struct error *errgroup_split_any(struct error *err,
                                 const struct kind *const *kinds, size_t n,
                                 struct error **matched, struct error **rest)
{
    if (n == 0 || kinds == NULL)
        return error_new(&INVALID, "no kinds");
    const struct kind **ended = calloc(n + 1, sizeof(*ended));
    must(ended != NULL);
    struct error *problem = NULL;
    for (size_t i = 0; i < n && problem == NULL; i++) {
        ended[i] = kinds[i];
        if (kinds[i] == NULL)
            problem = error_new(&INVALID, "kind %zu is NULL", i);
    }
    if (problem == NULL)
        problem = errgroup_split_if(err, is_any_of, &ended, matched, rest);
    free(ended);
    return problem;
}

struct error *errgroup_split(struct error *err, const struct kind *kind,
                             struct error **matched, struct error **rest)
{
    return errgroup_split_any(err, (const struct kind *[]){kind}, 1, matched,
                              rest);
}

struct error *errgroup_subgroup(struct error *err, const struct kind *kind,
                                struct error **matched)
{
    return errgroup_split(err, kind, matched, NULL);
}

// ---- suppress and unwrap ---------------------------------------------------

struct error *errgroup_suppress(struct error *err, const struct kind *kind)
{
    struct error *left = NULL;
    struct error *problem = errgroup_split(err, kind, NULL, &left);
    if (problem == NULL) {
        error_free(err);
        return left;
    }
    error_set_context(problem, err);
    return problem;
}

// What the leaves of a group are.
struct census {
    struct error *first; // of all
    struct error *fatal; // the first
};

static bool count_leaf(struct error *leaf, void *arg)
{
    struct census *census = arg;
    if (census->first == NULL)
        census->first = leaf;
    if (census->fatal == NULL && error_is(leaf, &FATAL))
        census->fatal = leaf;
    return true;
}

struct error *errgroup_unwrap(struct error *err)
{
    struct census census = {0};
    struct error *left = NULL, *one;
    if (!errgroup_is(err))
        return err;
    errgroup_leaves(err, count_leaf, &census);
    struct error *problem = errgroup_split(err, &CANCELLED, NULL, &left);
    if (problem != NULL) {
        error_set_context(problem, err);
        return problem;
    }
    if (left == NULL) {
        one = error_ref(census.first);
    } else if (errgroup_size(left) == 1) {
        one = error_ref(errgroup_member(left, 0));
    } else {
        one = census.fatal != NULL
                  ? error_new_at(error_kind(census.fatal),
                                 error_place(census.fatal), "%s",
                                 error_message(census.fatal))
                  : error_new(&MISUSE, "more than one error");
        error_set_cause(one, error_ref(err));
    }
    error_free(left);
    error_free(err);
    return one;
}
// private: linnet-0f5d3f897d262c7d
