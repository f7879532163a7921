// Your own tests: programs on the virtual clock that say what must hold.
//
//     OWN_TEST(close_waits_for_its_child)
//     {
//         ...
//         must(child_has_ended);
//         return NULL;
//     }
//
// `make own LAB=1` runs each in a process of its own, as the first task of a
// run: first in first out, then under a few seeds. A test passes if its
// function returns NULL in each of these runs, no must has failed, and no task,
// stack, scope, error or deadline is left.
#pragma once
#include "error.h"
#include "loop.h"
#include "task.h"

// What the linker's section own_tests collects pointers to.
struct own_test {
    const char *name;
    task_fn *body;
    enum loop_cancellation cancellation;
    struct place place;
};

#define OWN_TEST(test_name)      OWN_TEST_UNDER(test_name, LEVEL)
#define OWN_EDGE_TEST(test_name) OWN_TEST_UNDER(test_name, EDGE)

#define OWN_TEST_UNDER(test_name, cancellation)                                \
    static struct error *test_name##_body(void *);                             \
    static const struct own_test test_name##_test = {                          \
        #test_name, test_name##_body, (cancellation), PLACE_OF_TEST};          \
    static const struct own_test *const test_name##_entry                      \
        __attribute__((section("own_tests"), used)) = &test_name##_test;       \
    static struct error *test_name##_body(void *unused __attribute__((unused)))

// As PLACE_HERE, which is for inside of functions.
#define PLACE_OF_TEST                                                          \
    {                                                                          \
        __FILE__, "", __LINE__                                                 \
    }
