// What went wrong, as a value: kind, message, place, cause and context.
//
// Whatever can fail returns a struct error pointer; NULL is success. An error
// has a reference count. Unless a function says otherwise it borrows the
// errors it is given; one that *gives* an error leaves a reference with you,
// to be dropped with error_free; one that *takes* an error drops yours.
//
// Counters are per thread: an error belongs to the thread that made it.
#pragma once
#include "mark.h"
#include "must.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct error;

// Where something stands in the source.
struct place {
    const char *file;
    const char *function;
    int line;
};

#define PLACE_HERE ((struct place){__FILE__, __func__, __LINE__})

// The file without its folders, as printed.
static inline const char *place_file(struct place place)
{
    const char *slash = strrchr(place.file, '/');
    return slash != NULL ? slash + 1 : place.file;
}

// ---- kinds ---------------------------------------------------------------

// What an error is. Kinds form a tree: an error is of its own kind and of
// every kind above it. A program may define kinds of its own, as static
// constants, below any of these.
struct kind {
    const char *name;          // as printed, "TIMEOUT"
    const struct kind *parent; // NULL only for ANY

    // For kinds of groups only, may be NULL: makes a group of this kind that
    // holds members (borrowed) in place of those of group, and has its payload.
    // NULL: parts of such a group are plain groups. See errgroup.h.
    struct error *(*derive)(const struct error *group,
                            struct error *const *members, size_t n);

    // May be NULL: frees the payload of an error of this very kind.
    void (*free_payload)(void *payload);
};

//  ANY                      everything below
//  |-- ORDINARY             what a handler for "any error" may catch
//  |   |-- GROUP            several errors, all of them ordinary
//  |   |-- INVALID          an argument that makes no sense
//  |   |-- MISUSE           a call that is not allowed now
//  |   |-- CLOSED           the thing was closed on this side
//  |   |-- BUSY             another task is in the middle of it
//  |   |-- TIMEOUT          a deadline passed
//  |   |-- STUCK            nothing can ever run again
//  |   `-- SYSTEM           the operating system said no; error_code tells
//  |       |-- NOT_FOUND    no such file or directory, no such process
//  |       |-- DENIED       not permitted
//  |       |-- BROKEN       the other side is gone
//  |       `-- EXHAUSTED    no more stacks, descriptors, processes
//  |-- BASE_GROUP           several errors, at least one not ordinary
//  |-- CANCELLED            made only by the runtime
//  `-- FATAL                the process should stop
//      `-- INTERRUPTED      somebody pressed Ctrl-C
extern const struct kind ANY, ORDINARY, GROUP, INVALID, MISUSE, CLOSED, BUSY,
    TIMEOUT, STUCK, SYSTEM, NOT_FOUND, DENIED, BROKEN, EXHAUSTED, BASE_GROUP,
    CANCELLED, FATAL, INTERRUPTED;

// True if a is b or below b.
bool kind_is(const struct kind *a, const struct kind *b);

// True for GROUP, BASE_GROUP and what is below them.
bool kind_is_group(const struct kind *kind);

// The kind, SYSTEM or below, of an errno value or one of libuv's codes.
const struct kind *kind_of_code(int code);

// ---- making --------------------------------------------------------------

// Gives a new error (free with error_free); the format is printf's. The error
// remembers this line and the name of the running task. Its context is the
// error which that task is handling.
//
// Bug: kind is CANCELLED (only the runtime makes those), a group's kind
// (errgroup.h makes those), or NULL.
#define error_new(kind, ...) error_new_at((kind), PLACE_HERE, __VA_ARGS__)
struct error *error_new_at(const struct kind *kind, struct place place,
                           const char *format, ...)
    __attribute__((format(printf, 3, 4), returns_nonnull));

// Gives an error of SYSTEM or below from an errno value (positive) or one of
// libuv's codes (negative): "open notes.txt: no such file or directory".
//
// Bug: code is 0.
#define error_system(code, ...) error_system_at((code), PLACE_HERE, __VA_ARGS__)
struct error *error_system_at(int code, struct place place, const char *format,
                              ...)
    __attribute__((format(printf, 3, 4), returns_nonnull));

// Immortal errors, compared by pointer. Threads share them, so they never
// change: freeing them does nothing, and a cause, context or note is dropped.
extern struct error *const WOULD_BLOCK;   // a try_ function would have waited
extern struct error *const END_OF_STREAM; // no more items will ever come

// ---- owning --------------------------------------------------------------

// Adds a reference: gives err itself. NULL stays NULL.
struct error *error_ref(struct error *err);

// Takes err: drops one reference. The last one frees the error and drops those
// it holds, without recursion, however deep. NULL is harmless.
//
// Bug: err was freed before (found as long as its memory is not in new use).
void error_free(struct error *err) MARK_DROPS_ERROR;

// How many errors of this thread are alive, the immortal ones not counted.
size_t error_live(void);

// ---- reading -------------------------------------------------------------

const struct kind *error_kind(const struct error *err);

// True if err is of kind or below it. False for NULL.
bool error_is(const struct error *err, const struct kind *kind);

// Never NULL; borrowed from err.
const char *error_message(const struct error *err);
struct place error_place(const struct error *err);

// The name of the task that made err, "" if none was running.
const char *error_task(const struct error *err);

// The errno value of an error made by error_system, else 0. Positive, also for
// the codes that only libuv has.
int error_code(const struct error *err);

// What it was made for: the cause is what the author named ("because of"),
// the context what was being handled when it happened. NULL if none.
struct error *error_cause(const struct error *err);
struct error *error_context(const struct error *err);

// Sets it, dropping what was there. Takes cause (or context), may be NULL. A
// link that would close a circle, through members too, is not made: the
// argument is only dropped. Costs nothing while no other error holds err; else
// one visit to each error that can be reached from the argument.
void error_set_cause(struct error *err, struct error *cause);
void error_set_context(struct error *err, struct error *context);

// Adds a line that is printed below the message.
void error_note(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
size_t error_n_notes(const struct error *err);
const char *error_note_at(const struct error *err, size_t i);

// Prints err with its notes, and before it the errors that led to it. The
// cause counts where there is one, else the context:
//
//     SYSTEM: read: i/o error  (io.c:88, task "reader")
//     -- the direct cause of:
//     TIMEOUT: no answer in 50 ms  (fetch.c:31, task "reader")
//     note: attempt 3 of 3
//     -- while it was being handled:
//     INVALID: no such host  (fetch.c:40, task "reader")
//
// Of a chain the last 16 errors are printed and those before them counted. Of a
// group only the line is printed: errgroup_print draws the rest.
void error_print(const struct error *err, FILE *out);

// ---- why something was cancelled -------------------------------------------

enum cancel_source {
    CANCEL_EXPLICIT, // somebody called a cancel function
    CANCEL_DEADLINE, // a deadline passed
    CANCEL_NURSERY,  // a child or the body of the nursery failed
    CANCEL_SHUTDOWN, // the run is over
};

// The story behind a CANCELLED error. One may be shared by many errors.
struct reason {
    unsigned refs;             // owners; the last reason_free frees it
    enum cancel_source source; // what kind of request it was
    char *text;                // in the caller's words, or NULL
    char *task;                // the name of the task that asked, or NULL
};

// Gives a reason (free with reason_free); text and task are copied, may be
// NULL.
struct reason *reason_new(enum cancel_source source, const char *text,
                          const char *task);
struct reason *reason_ref(struct reason *reason);
void reason_free(struct reason *reason);

// Gives the reason in words (free with free), also for NULL.
char *reason_text(const struct reason *reason);

// The reason of a CANCELLED error; NULL for every other.
const struct reason *error_reason(const struct error *err);

// ---- for errgroup.c and the runtime ----------------------------------------

// Gives an error that holds members: keeps a reference to each. No check is
// made but for the bugs below; errgroup_new does the others.
//
// Bug: kind is not GROUP, BASE_GROUP or below one of them; n is 0.
struct error *error_new_holding(const struct kind *kind, struct place place,
                                const char *message,
                                struct error *const *members, size_t n);

// The members, and their number in *n; NULL and 0 if it is no group.
struct error *const *error_members(const struct error *err, size_t *n);

// Free for use by the error's kind, which also frees it (kind->free_payload).
void *error_payload(const struct error *err);
void error_set_payload(struct error *err, void *payload);

// Copies place, task, cause, context and notes from one error to another, in
// place of its own.
void error_copy_story(struct error *to, const struct error *from);

// Prints one error: kind, message, the number of its members if it is a group,
// place and task, then its notes. Every line but the first starts with margin.
void error_print_lines(const struct error *err, const char *margin, FILE *out);

// Calls draw for err and the errors that led to it, the earliest first, and
// prints what joins them. error_print is this with error_print_lines.
void error_print_chain(const struct error *err, FILE *out,
                       void (*draw)(const struct error *err, FILE *out,
                                    void *arg),
                       void *arg);

// How many errors make up err: itself and all it holds, whatever the way. The
// immortal ones are not counted; 0 for NULL.
size_t error_n_reached(struct error *err);

// Gives a CANCELLED error, without a place. Keeps reason, may be NULL. Called
// by the runtime alone.
struct error *error_new_cancelled(struct reason *reason);
