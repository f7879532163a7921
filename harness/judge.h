// For judge suites: what is expected of a scenario.
//
//     JUDGE(close_waits_for_children)
//     {
//         int64_t n = give(p, 1, 5);              // answers the first ask()
//         ...
//         if (!over(p))                           // was cut short by a cancel
//             return;
//         check(p, count(p, TOLD_FINISH) == n, "EARLY-CLOSE",
//               "%zu of %ld tasks had ended", ...);
//     }
//
// A judge plays one run of the scenario of the same name: it hands out numbers
// and reads what is told, in lock step, then says what should have been. The
// harness plays it again and again: with small numbers and with large ones,
// first in first out and under seeds, and cancelled at each wait in turn. It
// watches over the rest by itself: that the run ends, ends well and by itself,
// leaves nothing behind, and that no task outlives its nursery.
#pragma once
#include "wire.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct play;

// How a test is to be played. All zero is right for most.
struct judge_options {
    bool edge;     // under edge cancellation
    bool no_sweep; // do not cancel it at each of its waits
    bool once;     // one order is enough: for tests of size, not of order
    bool single;   // one play: nothing in it depends on order or on time
    int cpu_ms;    // it may compute for so long without a word; 0: the usual
};

struct judge_test {
    const char *id; // of the test, and the name of its scenario
    void (*script)(struct play *p);
    struct judge_options options;
    const char *file;
    int line;
};

#define JUDGE(id, ...)                                                         \
    static void id##_script(struct play *p);                                   \
    static const struct judge_test id##_judge = {                              \
        #id, id##_script, {__VA_ARGS__}, __FILE__, __LINE__};                  \
    static const struct judge_test *const id##_entry                           \
        __attribute__((section("judges"), used)) = &id##_judge;                \
    static void id##_script(struct play *p)

// Draws a number from low to high for the next ask(), having read all that was
// told before. Small in the first plays, so that what fails is found small.
int64_t give(struct play *p, int64_t low, int64_t high);

// Draws one in the same way and keeps it: what is given may be put together of
// several.
int64_t draw_number(struct play *p, int64_t low, int64_t high);

// The same as give with a number of your choice.
int64_t give_this(struct play *p, int64_t value);

// The same with another one of low to high in each play of full size, one after
// the other: what is played a few times only is played with different ones.
int64_t give_in_turn(struct play *p, int64_t low, int64_t high);

// From where to where numbers are drawn.
struct range {
    int64_t low, high;
};

// Reads to the end of the run. False if the run was cancelled on purpose
// somewhere on its way: only what always holds may be checked then, and has
// been. Every script calls it once, after its last give.
bool over(struct play *p) __attribute__((warn_unused_result));

// For what has to end stuck: reads to the moment in which nothing can ever run
// again, and gives the number of tasks that are left waiting. Takes the place of
// over. -1 if the run has ended as others do. To be used with no_sweep.
int64_t over_stuck(struct play *p) __attribute__((warn_unused_result));

// Does the runner count steps (counted.h)? Not in the watched build.
bool counts_steps(const struct play *p);

// Is this play first in first out? Only then is the order of tasks that are
// ready together something to check.
bool in_order(const struct play *p);

// Are numbers drawn at their full range in this play? For tests of size.
bool at_full_size(const struct play *p);

// Is it a build with sanitizers, several times slower? Tests of size may be
// smaller there: whether it holds is decided by the other build.
bool is_watched(const struct play *p);

// Fails the test unless the condition holds. The code names the mistake, the
// text says what happened, in the past tense.
#define check(p, condition, code, ...)                                         \
    ((condition) ? (void)0 : judge_fail((p), (code), __VA_ARGS__))

_Noreturn void judge_fail(struct play *p, const char *code, const char *format,
                          ...) __attribute__((format(printf, 3, 4)));

// Sets what is shown below the failure, as it is: a few lines of text.
void judge_show(struct play *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// ---- what was told ---------------------------------------------------------

size_t n_told(const struct play *p);
const struct wire_frame *told(const struct play *p, size_t i);

// How many times, with any a and b.
size_t count(const struct play *p, int what);

// The first place at or after `from` where what was told with this a; -1 if
// nowhere.
long find(const struct play *p, int what, int64_t a, size_t from);

// The first place of what was told with this a; -1 if nowhere.
long find_fact(const struct play *p, int what, int64_t a);

// The same as find, with this b.
long find_b(const struct play *p, int what, int64_t b, size_t from);

// The next place after `after` where it was told; -1 if nowhere.
long find_next(const struct play *p, int what, long after);

// How many times before place `to` what was told with this b.
int64_t count_b(const struct play *p, int what, int64_t b, long to);

// The place after all that was told.
long end_of(const struct play *p);

// How many times tasks have waited or stepped aside. Known once it is over.
int64_t n_waits(const struct play *p);

// The time of what was told there, in milliseconds.
int64_t at_ms(const struct play *p, long i);

// The error told at place i as text: "none", "7" (a lone error, by its number),
// "cancelled", "(7 (8 9) cancelled)"; a group that is not ordinary begins with
// "!(". Borrowed until the next call but three.
const char *error_at(const struct play *p, long i);

// The first error told at or after `from`; -1 if there is none.
long find_error(const struct play *p, size_t from);

// The error told at or after place `at` has to look like this. If not, the code
// is LOST-ERROR or LOST-CANCEL, EXTRA-ERROR, or WRONG-SHAPE.
void check_error(struct play *p, const char *who, long at,
                 const char *expected);

// The number in place of %d: "(%d)". Borrowed until the next call.
const char *number_text(const char *format, int64_t number);
