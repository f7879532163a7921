// What scenarios and judge of lab 4 say to each other.
#pragma once
#include "wire.h"

enum {
    TOLD_FINDING = TOLD_SAW, // a: line, b: column; two texts follow
    TOLD_TEXT, // its code, then its message: 16 bytes a piece, up to a 0
    TOLD_READ, // a file has been read; a: enum outcome. The text of an error
               // follows
};

enum outcome {
    READ_WELL,
    READ_REFUSED, // INVALID
    READ_FAILED,  // another error
};

enum {
    MOST_FILES = 12,     // of a test
    MOST_FINDINGS = 200, // told of one file
    MOST_MESSAGE = 400,  // bytes of it that are told

    // The large file: functions of so many lines each, the first of them on
    // line FIRST_LINE. Those that dangle do so on line BAD_LINE of the
    // function, in column BAD_COLUMN.
    FUNCTION_LINES = 20,
    FIRST_LINE = 3,
    BAD_LINE = 15,
    BAD_COLUMN = 11,
};
// private: linnet-0f5d3f897d262c7d
