// Your own tests of lab 2. `make own LAB=2` runs them on your three files.
//
// A test is a small program; own.h says when it passes. An error that is made
// and not freed fails it too. Write one before you write the code it is about,
// see it fail, and keep it.
#include "errgroup.h"
#include "own.h"

// A group of two, which it takes.
static struct error *pair(const char *message, struct error *a,
                          struct error *b)
{
    struct error *members[] = {a, b};
    struct error *err = errgroup_new(message, members, 2);
    error_free(a);
    error_free(b);
    return err;
}

OWN_TEST(a_split_keeps_the_group_around_a_single_leaf)
{
    struct error *late = error_new(&TIMEOUT, "late");
    struct error *err = pair("both", error_ref(late), error_new(&CLOSED, "x"));
    struct error *matched, *rest;
    TRY(errgroup_split(err, &TIMEOUT, &matched, &rest));
    must(errgroup_size(matched) == 1);
    must(errgroup_member(matched, 0) == late);
    must(strcmp(error_message(rest), "both") == 0);
    error_free(matched);
    error_free(rest);
    error_free(err);
    error_free(late);
    return NULL;
}

// Ideas, roughly in the order of the tasks:
//
// - a group whose array goes out of scope before it is read; one that holds the
//   same error twice; one that holds a CANCELLED (there is error_new_cancelled)
// - a tree of three levels: in which order are its leaves visited?
// - a split of which one part is everything: is it the same pointer?
// - a split by a predicate that wants a group inside, and nothing else
// - notes on the original, then a note on a part: who has it?
// - a kind of your own with a derive hook, and one whose hook gives NULL
// - a block around NULL, around a single error, around a group of which nobody
//   wants anything: what goes on, and is it the same pointer?
// - a handler that raises what it was given, a leaf of it, something new, and
//   all three
// - two blocks, one inside a handler of the other: what is the value of
//   task_self()->handling before, in and after each?
// - a chain of a million groups, split, drawn and freed (write it with a loop)
// - a picture of a group with twenty members, with a width of three
