// Files that are linted by tests.
#pragma once
#include "rule.h"

// How a C file of the course is compiled, but for the compiler and the file.
extern const char *const linted_flags[];
extern const int linted_n_flags;

// The bytes of a file, and a zero behind them (free with free).
char *linted_read(const char *path, size_t *n_bytes);

// What the rules find in a file or in a text; fails if it cannot be parsed.
void linted_file(const char *path, struct findings *found);
void linted_text(const char *text, struct findings *found);
