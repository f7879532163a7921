// For the suites of error groups: trees, and what they are compared with.
//
// Trees are compared by their shape, a text such as "o(TIMEOUT a, n(SYSTEM
// b))".
#pragma once
#include "errgroup.h"
#include "suite.h"
#include <stdlib.h>

#define expect_nothing_left() ck_assert_uint_eq(error_live(), 0)

#define leaf(kind, message) error_new((kind), "%s", (message))

// A group of the errors that follow the message. Takes them.
#define group(message, ...)                                                    \
    group_of(NULL, (message), PLACE_HERE, (struct error *[]){__VA_ARGS__, NULL})

static inline struct error *group_of(const struct kind *kind,
                                     const char *message, struct place place,
                                     struct error **members)
{
    size_t n = 0;
    while (members[n] != NULL)
        n++;
    struct error *err = errgroup_new_at(kind, place, message, members, n);
    for (size_t i = 0; i < n; i++)
        error_free(members[i]);
    return err;
}

static inline void write_shape(const struct error *err, FILE *out)
{
    if (!errgroup_is(err)) {
        fprintf(out, "%s %s", error_kind(err)->name, error_message(err));
        return;
    }
    if (error_kind(err) != &GROUP)
        fprintf(out, "%s ", error_kind(err)->name);
    fprintf(out, "%s(", error_message(err));
    for (size_t i = 0; i < errgroup_size(err); i++) {
        fputs(i > 0 ? ", " : "", out);
        write_shape(errgroup_member(err, i), out);
    }
    fputc(')', out);
}

static inline void check_shape(const struct error *err, const char *expected,
                               int line)
{
    char *shape;
    size_t n_bytes;
    FILE *out = open_memstream(&shape, &n_bytes);
    if (err != NULL)
        write_shape(err, out);
    fclose(out);
    ck_assert_msg(strcmp(shape, expected) == 0, "line %d: %s, but %s is due",
                  line, shape, expected);
    free(shape);
}

// "" stands for NULL.
#define expect_shape(err, expected) check_shape((err), (expected), __LINE__)

// The same, and drops err.
static inline void check_taken(struct error *err, const char *expected,
                               int line)
{
    check_shape(err, expected, line);
    error_free(err);
}

#define expect_taken(err, expected) check_taken((err), (expected), __LINE__)

static inline void expect_invalid(struct error *err, const char *words)
{
    ck_assert_msg(error_is(err, &INVALID), "no INVALID");
    ck_assert_msg(strstr(error_message(err), words) != NULL, "%s",
                  error_message(err));
    error_free(err);
}

static inline void leave_task(struct task *self __attribute__((unused)))
{
    task_running = NULL;
}

// A stand-in for the running task: be_in_task makes it that until its scope
// ends.
#define a_task __attribute__((cleanup(leave_task))) struct task

static inline void be_in_task(struct task *task, struct error *handling)
{
    *task = (struct task){.name = "main", .handling = handling};
    task_running = task;
}

// The tree that most tests take apart.
static inline struct error *sample(void)
{
    return group("o", leaf(&TIMEOUT, "a"),
                 group("n", leaf(&NOT_FOUND, "b"), leaf(&TIMEOUT, "c")),
                 group("m", leaf(&CLOSED, "d")));
}

// A kind with a payload, an int, which parts keep.
static inline struct error *numbered(const char *message, int number,
                                     struct error *const *members, size_t n);

static inline struct error *derive_numbered(const struct error *group,
                                            struct error *const *members,
                                            size_t n)
{
    return numbered("derived", *(int *)error_payload(group), members, n);
}

static const struct kind NUMBERED = {
    .name = "NUMBERED",
    .parent = &GROUP,
    .derive = derive_numbered,
    .free_payload = free,
};

static inline struct error *numbered(const char *message, int number,
                                     struct error *const *members, size_t n)
{
    struct error *err = errgroup_new_of(&NUMBERED, message, members, n);
    int *payload = malloc(sizeof(*payload));
    *payload = number;
    error_set_payload(err, payload);
    return err;
}

static inline int number_of(const struct error *err)
{
    ck_assert_ptr_eq(error_kind(err), &NUMBERED);
    return *(int *)error_payload(err);
}

// 42 outside, 101 inside, "a" and "b" in both.
static inline struct error *numbered_sample(void)
{
    struct error *in[] = {leaf(&TIMEOUT, "a"), leaf(&SYSTEM, "b")};
    struct error *inner = numbered("inner", 101, in, 2);
    struct error *out[] = {in[0], inner, in[1]};
    struct error *outer = numbered("outer", 42, out, 3);
    for (size_t i = 0; i < 3; i++)
        error_free(out[i]);
    return outer;
}

// Kinds whose parts are plain, or impossible.
static const struct kind PLAIN = {.name = "PLAIN", .parent = &GROUP};
static const struct kind PLAIN_BASE = {.name = "PLAIN_BASE",
                                       .parent = &BASE_GROUP};

static inline struct error *derive_leaf(const struct error *group,
                                        struct error *const *members
                                        __attribute__((unused)),
                                        size_t n __attribute__((unused)))
{
    return leaf(&CLOSED, error_message(group));
}

static inline struct error *derive_nothing(const struct error *group
                                           __attribute__((unused)),
                                           struct error *const *members
                                           __attribute__((unused)),
                                           size_t n __attribute__((unused)))
{
    return NULL;
}

static const struct kind BAD = {
    .name = "BAD", .parent = &GROUP, .derive = derive_leaf};
static const struct kind WORSE = {
    .name = "WORSE", .parent = &GROUP, .derive = derive_nothing};

static inline struct error *bad_sample(const struct kind *kind)
{
    struct error *members[] = {leaf(&TIMEOUT, "a"), leaf(&SYSTEM, "b"),
                               leaf(&CLOSED, "c"), NULL};
    return group_of(kind, "bad", PLACE_HERE, members);
}

struct visited {
    char names[64];
    size_t most; // leaves to visit
};

static inline bool note_name(struct error *err, void *arg)
{
    struct visited *visited = arg;
    strcat(visited->names, error_message(err));
    return strlen(visited->names) < visited->most;
}

// 2.18, M7: gives it a story, and expects it of each part.
static inline void expect_story(const struct error *part,
                                const struct error *of)
{
    ck_assert_ptr_eq(error_place(part).file, error_place(of).file);
    ck_assert_int_eq(error_place(part).line, error_place(of).line);
    ck_assert_str_eq(error_task(part), error_task(of));
    ck_assert_ptr_eq(error_cause(part), error_cause(of));
    ck_assert_ptr_eq(error_context(part), error_context(of));
    ck_assert_uint_eq(error_n_notes(part), error_n_notes(of));
    for (size_t i = 0; i < error_n_notes(of); i++)
        ck_assert_str_eq(error_note_at(part, i), error_note_at(of, i));
}

static inline struct error *sample_with_stories(void)
{
    a_task self;
    be_in_task(&self, NULL);
    struct error *err = sample();
    task_running = NULL;
    error_set_cause(err, leaf(&BROKEN, "cause"));
    error_set_context(err, leaf(&BROKEN, "context"));
    error_note(err, "outer");
    error_note(errgroup_member(err, 1), "inner");
    return err;
}

// Handles err, which it takes: what is of kind `again` is raised again, then
// for what is of kind `new` a new error is raised. Gives what goes on.
static inline struct error *handle(struct error *err, const struct kind *again,
                                   const struct kind *new)
{
    struct errgroup_try *t = errgroup_try(err);
    except(t, again, caught)
    {
        errgroup_raise(t, error_ref(caught));
    }
    except(t, new, caught)
    {
        errgroup_raise(t, leaf(&BUSY, "new"));
    }
    return errgroup_end(t);
}

// What errgroup_print draws; free with free.
static inline char *drawn(const struct error *err, size_t width, size_t depth)
{
    char *text;
    size_t n_bytes;
    FILE *out = open_memstream(&text, &n_bytes);
    errgroup_print(err, out, (struct errgroup_limits){width, depth});
    fclose(out);
    return text;
}

enum { DEEP = 1000000 };

static inline struct error *deep(void)
{
    struct error *err =
        group("bottom", leaf(&TIMEOUT, "a"), leaf(&CLOSED, "b"));
    for (int i = 1; i < DEEP; i++)
        err = group("", err);
    return err;
}

static const struct kind *const LEAF_KINDS[] = {&TIMEOUT, &CLOSED, &NOT_FOUND,
                                                &SYSTEM, &BUSY};

static inline struct error *random_tree(int depth, int *name)
{
    char text[16];
    snprintf(text, sizeof(text), "%d", (*name)++);
    if (depth == 0 || rand() % 3 == 0)
        return leaf(LEAF_KINDS[rand() % 5], text);
    struct error *members[6] = {NULL};
    int n = 1 + rand() % 5;
    for (int i = 0; i < n; i++)
        members[i] = random_tree(depth - 1, name);
    struct error *err = group_of(NULL, text, PLACE_HERE, members);
    error_note(err, "note %s", text);
    return err;
}

// Does a leaf match? A bit for each name.
static inline bool is_chosen(const struct error *err, void *bits)
{
    return !errgroup_is(err) &&
           ((unsigned char *)bits)[atoi(error_message(err))] % 2 == 1;
}

// The shape of the part of err whose leaves are chosen, or are not: the same by
// recursion, to compare with. False if no leaf is.
static inline bool write_part(const struct error *err, unsigned char *bits,
                              bool chosen, FILE *out)
{
    if (!errgroup_is(err)) {
        bool wanted = is_chosen(err, bits) == chosen;
        if (wanted)
            fprintf(out, "%p ", (const void *)err);
        return wanted;
    }
    long start = ftell(out);
    bool any = false;
    fprintf(out, "%s:note %s(", error_message(err), error_message(err));
    for (size_t i = 0; i < errgroup_size(err); i++)
        any |= write_part(errgroup_member(err, i), bits, chosen, out);
    if (any)
        fputs(") ", out);
    else
        fseek(out, start, SEEK_SET);
    return any;
}

static inline void write_whole(const struct error *err, FILE *out)
{
    if (!errgroup_is(err)) {
        fprintf(out, "%p ", (const void *)err);
        return;
    }
    fprintf(out, "%s:%s(", error_message(err), error_note_at(err, 0));
    for (size_t i = 0; i < errgroup_size(err); i++)
        write_whole(errgroup_member(err, i), out);
    fputs(") ", out);
}

static inline void expect_part(const struct error *whole,
                               const struct error *part, unsigned char *bits,
                               bool chosen)
{
    char *texts[2];
    size_t n_bytes[2];
    FILE *out = open_memstream(&texts[0], &n_bytes[0]);
    write_part(whole, bits, chosen, out);
    fputc('\0', out);
    fclose(out);
    out = open_memstream(&texts[1], &n_bytes[1]);
    if (part != NULL)
        write_whole(part, out);
    fclose(out);
    ck_assert_str_eq(texts[0], texts[1]);
    free(texts[0]);
    free(texts[1]);
}
// private: linnet-0f5d3f897d262c7d
