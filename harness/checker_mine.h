// All open labs as one program, and what came of it.
#pragma once
#include "checker.h"

enum { MOST_LABS = 10 };

struct mine {
    struct check *whole; // the command's
    struct check labs[MOST_LABS];
    struct check_options options[MOST_LABS];
    bool judged[MOST_LABS];
    size_t n;
    double start;

    // Why the labs above are not judged: one that is not written, or NULL.
    const struct check *unwritten;
    const char *unwritten_text; // "nursery_open is not written yet"
    const struct check *needs;  // a lab that cannot do without it, or NULL
};

// The lowest lab that cannot be built, or NULL.
struct check *mine_first_not_built(struct mine *mine);

// Prints everything that is known, and sets the exit status.
void mine_print(struct mine *mine);

// Writes a result.json for each lab, and one for all.
struct error *mine_write(struct mine *mine) MUST_CHECK;
