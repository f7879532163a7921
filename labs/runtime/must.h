// The macros every file uses: must, TRY, container_of, array_length.
#pragma once
#include "mark.h"
#include <stddef.h>

struct error;

// Stops the program if condition is false: only a mistake in the code can
// make it so. Prints file, line, task and the condition, then aborts.
#define must(condition)                                                        \
    (__builtin_expect(!!(condition), 1)                                        \
         ? (void)0                                                             \
         : must_fail(#condition, __FILE__, __LINE__))

// What must calls. Never returns.
_Noreturn void must_fail(const char *condition, const char *file, int line);

// Evaluates an expression that gives an error; returns the error to the
// caller if there is one.
#define TRY(expression)                                                        \
    do {                                                                       \
        struct error *try_error = (expression);                                \
        if (try_error != NULL)                                                 \
            return try_error;                                                  \
    } while (0)

// The struct of which pointer is the member's address.
#define container_of(pointer, type, member)                                    \
    ((type *)((char *)(pointer)-offsetof(type, member)))

#define array_length(array) (sizeof(array) / sizeof((array)[0]))

// The caller may not drop the result of a function marked with this: a compiler
// says so, and a tool that reads the source knows it by the mark.
#define MUST_CHECK __attribute__((warn_unused_result)) MARK_FALLIBLE
