// Files that are linted by tests.
#pragma once
#include "rule.h"

// How a C file of the course is compiled, but for the compiler and the file.
extern const char *const linted_flags[];
extern const int linted_n_flags;

// The bytes of a file, and a zero behind them (free with free).
char *linted_read(const char *path, size_t *n_bytes);

// A function whose task somebody has to hold, in a file that includes nothing.
#define LINTED_GO                                                              \
    "struct task *go(int x) __attribute__((annotate(\"gives-task\")));\n"

// What the rules find in a file or in a text; fails if it cannot be parsed.
void linted_file(const char *path, struct findings *found);
void linted_text(const char *text, struct findings *found);

// ---- the command -----------------------------------------------------------

// How the command ended, and what it printed (free with linted_forget).
struct ran {
    int status;
    char *out;
    char *err;
};

// Runs build/test/FLAVOUR/lint with these words; the list ends with a NULL. It
// has to end by itself.
struct ran linted_run(const char *const *words);
#define lint_with(...) linted_run((const char *const[]){__VA_ARGS__, NULL})
void linted_forget(struct ran *ran);

// The command in place of this process, whose stdout and stderr it has. Returns
// only if it is not there.
int linted_become(const char *const *words);

// Fails, and shows what was printed, unless the command ended like this.
void linted_expect(const struct ran *ran, int status);

// ---- files for a test ------------------------------------------------------

// The path of a file in a folder of this test, made at the first call. Valid
// until it has been called eight times more.
const char *linted_path(const char *name);

// Writes such a file, with folders if the name has any. Gives its path.
const char *linted_write(const char *name, const char *text);
const char *linted_write_bytes(const char *name, const char *bytes, size_t n);

// Removes the folder.
void linted_clean(void);
// private: linnet-0f5d3f897d262c7d
