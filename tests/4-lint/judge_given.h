// The files of the hidden corpus, and what is expected of them.
//
// A file says itself what is to be found in it: before a call that dangles
// stands the name of the function that is called, in a comment of this form:
//
//     /*!task_go*/task_go(work_x, NULL);
//
// The judge takes such comments out, puts drawn names in the place of those
// that end in _x, and drawn lines before the first. So neither place nor name
// can be known before. To a file in which nothing is to be found one function
// is added in which something is: who says nothing at all is not right about
// it. The first line of a file that is to be refused is `//: refused`.
#pragma once
#include "judge.h"
#include <stdio.h>

enum {
    MOST_EXPECTED = 64,
    MOST_NAMES = 64,
    NAME_BYTES = 64,
};

struct expected {
    unsigned line, column;
    char function[NAME_BYTES]; // that is called
};

// A file as it is given.
struct given {
    char *text;
    size_t n_bytes;
    bool refused; // it does not parse
    bool clean;   // only the function that was added dangles
    struct expected expected[MOST_EXPECTED];
    size_t n_expected;
};

// Makes what is given of a file of the corpus; names are drawn in play p. Free
// with given_free.
void given_make(struct play *p, struct given *given, const char *bytes,
                size_t n_bytes);
void given_free(struct given *given);

// The lines around a place as they are shown, with a caret below; as much as
// fits into room.
void given_show(const struct given *given, unsigned line, unsigned column,
                char *text, size_t room);

// The beginning of the file, as it is shown.
void given_show_start(const struct given *given, char *text, size_t room);
// private: linnet-0f5d3f897d262c7d
