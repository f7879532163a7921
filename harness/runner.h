// For scenarios: programs that use a lab's API and say what happens.
//
//     SCENARIO(close_waits_for_children)
//     {
//         int64_t n = ask();
//         struct nursery *nursery = nursery_open();
//         tell(TOLD_OPENED, 0, 1);
//         ...
//         return NULL;
//     }
//
// A scenario is the first task of a run on the virtual clock. It holds no
// expected values: it asks for every number it uses, and reports facts. It is
// also run under many orders, and cancelled at each of its waits in turn: so it
// passes every error on, frees what it holds, and closes what it has opened.
#pragma once
#include "error.h"
#include "task.h"
#include "wire.h"

// What a scenario needs. All zero is right for most.
struct scenario_needs {
    size_t stack_bytes; // 0: the usual
};

struct scenario {
    const char *name;
    task_fn *body;
    struct scenario_needs needs;
};

#define SCENARIO(scenario_name, ...)                                           \
    static struct error *scenario_name##_body(void *);                         \
    static const struct scenario scenario_name##_scenario = {                  \
        #scenario_name, scenario_name##_body, {__VA_ARGS__}};                  \
    static const struct scenario *const scenario_name##_entry                  \
        __attribute__((section("scenarios"), used)) =                          \
            &scenario_name##_scenario;                                         \
    static struct error *scenario_name##_body(void *unused                     \
                                              __attribute__((unused)))

// A number that the judge draws now, having heard of all that was told before.
int64_t ask(void);

// The next n numbers, as n calls of ask would give them, in one round trip.
void ask_all(int64_t *values, size_t n);

// Reports a fact, with the time and the running task.
void tell(int what, int64_t a, int64_t b);

// Gives an error with a number, by which the judge knows it again, the very
// object and not one like it (free with error_free). Its message is "error
// NUMBER".
struct error *mint(int64_t number);

// The same, of a kind of your choice.
struct error *mint_of(const struct kind *kind, int64_t number);

// Reports err as a tree: group by group, member by member. Borrows err.
void tell_error(const struct error *err);

// Memory that the student's code asks for goes through these, so that what is
// not freed can be counted. (The seal renames malloc to counted_malloc, and so
// on.)
void *counted_malloc(size_t bytes);
void *counted_calloc(size_t n, size_t bytes);
void *counted_realloc(void *block, size_t bytes);
void counted_free(void *block);
char *counted_strdup(const char *text);

// And so do these, so that their bytes can be counted as steps.
void *counted_memcpy(void *to, const void *from, size_t n);
void *counted_memmove(void *to, const void *from, size_t n);
void *counted_memchr(const void *bytes, int byte, size_t n);
int counted_memcmp(const void *a, const void *b, size_t n);
void *counted_memmem(const void *bytes, size_t n, const void *wanted,
                     size_t n_wanted);
