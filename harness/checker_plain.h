// A source as its compiler reads it, for those who look for words in it.
#pragma once
#include <stddef.h>

// What cannot be told from comments, names of files and strings without being
// a compiler, and no lab needs.
struct plain_objection {
    const char *why; // NULL: none
    int line;
};

// A copy with blanks for comments, "" for strings and '' for characters, "#"
// for "%:". Lines that a backslash joins are one, and the ends of lines that
// this and comments took come after it: lines keep their numbers. Free with
// free.
char *plain_text(const char *bytes, size_t n,
                 struct plain_objection *objection);
