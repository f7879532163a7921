// Groups as text: a tree drawn row by row, however deep it is.
#include "errgroup.h"
#include <stdlib.h>

enum { INDENT = 4, DEFAULT_WIDTH = 15, DEFAULT_DEPTH = 10 };

// A group whose members are being drawn.
struct level {
    const struct error *group;
    size_t next; // the member to draw
};

struct drawing {
    FILE *out;
    struct errgroup_limits limits;
    struct level *levels; // the group being drawn is the last one
    size_t n_levels;
    size_t room;  // levels that fit before it must grow
    char *margin; // INDENT characters a level: what stands left of its members
};

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

// There is room for a level more, and in the margin for what follows it.
static void make_room(struct drawing *d)
{
    if (d->n_levels < d->room)
        return;
    d->room = d->room == 0 ? 8 : 2 * d->room;
    d->levels = realloc(d->levels, d->room * sizeof(struct level));
    d->margin = realloc(d->margin, (d->room + 1) * INDENT);
    must(d->levels != NULL && d->margin != NULL);
}

// Starts a row: the margin of so many levels, then a branch.
static void start_row(const struct drawing *d, size_t n_levels, bool last)
{
    fwrite(d->margin, 1, n_levels * INDENT, d->out);
    fputs(last ? "`-- " : "|-- ", d->out);
}

// What led to a member is told in a row of its own.
static void draw_why(const struct drawing *d, const struct error *err)
{
    const struct error *cause = error_cause(err);
    const struct error *before = cause != NULL ? cause : error_context(err);
    if (before == NULL)
        return;
    fprintf(d->out, "%s%s: ", d->margin,
            cause != NULL ? "because of" : "while handling");
    error_print_lines(before, d->margin, d->out);
}

// Draws err itself; a group with room below it becomes the last level.
static void draw_error(struct drawing *d, const struct error *err)
{
    make_room(d);
    bool is_group = errgroup_is(err);
    strcpy(d->margin + d->n_levels * INDENT, is_group ? "| " : "");
    error_print_lines(err, d->margin, d->out);
    if (d->n_levels > 0)
        draw_why(d, err);
    if (!is_group)
        return;
    if (d->n_levels + 1 < d->limits.depth) {
        d->levels[d->n_levels++] = (struct level){.group = err};
        return;
    }
    size_t n = errgroup_size(err);
    start_row(d, d->n_levels, true);
    fprintf(d->out, "%zu error%s below\n", n, plural(n));
}

// Draws the next member of the last level, or ends the level.
static void draw_next(struct drawing *d)
{
    struct level *top = &d->levels[d->n_levels - 1];
    size_t n = errgroup_size(top->group);
    size_t i = top->next++;
    if (i < n && i < d->limits.width) {
        bool last = i == n - 1;
        start_row(d, d->n_levels - 1, last);
        fprintf(d->out, "%zu: ", i + 1);
        memcpy(d->margin + (d->n_levels - 1) * INDENT, last ? "    " : "|   ",
               INDENT);
        draw_error(d, errgroup_member(top->group, i));
        return;
    }
    d->n_levels--;
    if (i == n)
        return;
    start_row(d, d->n_levels, true);
    fprintf(d->out, "and %zu more error%s\n", n - i, plural(n - i));
}

static void draw_tree(const struct error *err, FILE *out, void *limits)
{
    struct drawing d = {
        .out = out,
        .limits = *(struct errgroup_limits *)limits,
    };
    draw_error(&d, err);
    while (d.n_levels > 0)
        draw_next(&d);
    free(d.levels);
    free(d.margin);
}

void errgroup_print(const struct error *err, FILE *out,
                    struct errgroup_limits limits)
{
    if (limits.width == 0)
        limits.width = DEFAULT_WIDTH;
    if (limits.depth == 0)
        limits.depth = DEFAULT_DEPTH;
    error_print_chain(err, out, draw_tree, &limits);
}

char *errgroup_text(const struct error *err)
{
    const char *message = error_message(err);
    size_t n = errgroup_size(err);
    char count[40] = "";
    if (n > 0)
        snprintf(count, sizeof(count), "%s(%zu error%s)",
                 message[0] != '\0' ? " " : "", n, plural(n));
    size_t n_bytes = strlen(message) + strlen(count) + 1;
    char *text = malloc(n_bytes);
    must(text != NULL);
    snprintf(text, n_bytes, "%s%s", message, count);
    return text;
}
// private: linnet-0f5d3f897d262c7d
