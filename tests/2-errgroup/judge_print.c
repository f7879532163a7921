// Lab 2, the judge: what a picture has to show, line by line.
//
// Of each line that is due it is known how it begins, and what stands in it.
// Wording that errgroup.h does not promise is free.
#include "judge_tree.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define NOBODY_WAITS .once = true, .no_sweep = true

enum {
    MOST_LINES = 400,
    MOST_WIDTH = 100,
    DEFAULT_WIDTH = 15,
    DEFAULT_DEPTH = 10
};

// ---- what is due -----------------------------------------------------------

// As snprintf; what is too long is cut.
static void put(char *to, size_t room, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void put(char *to, size_t room, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(to, room, format, args);
    va_end(args);
}

// A line that is due.
struct line {
    char begins[MOST_WIDTH]; // with this; '?' stands for any of "|` -"
    char has[2][60];         // and has these in it; "": nothing more
    const char *what;        // it is, for the message
};

struct picture {
    const struct tree *tree;
    size_t width, depth;
    struct line lines[MOST_LINES];
    int n;
};

static struct line *due_line(struct picture *d, const char *what)
{
    struct line *line = &d->lines[d->n < MOST_LINES ? d->n++ : MOST_LINES - 1];
    *line = (struct line){.what = what};
    return line;
}

// The words that a message has in its first line, or all of a note.
static void due_words(struct picture *d, const char *margin, const char *text,
                      struct line *first, const char *what)
{
    put(first->has[0], sizeof(first->has[0]), "%.*s", (int)strcspn(text, "\n"),
        text);
    for (text += strcspn(text, "\n"); *text == '\n';
         text += strcspn(text, "\n")) {
        struct line *line = due_line(d, what);
        text++;
        put(line->begins, sizeof(line->begins), "%s  %.*s", margin,
            (int)strcspn(text, "\n"), text);
    }
}

// The error itself, its message and notes; margin is that of what follows.
static void due_error(struct picture *d, int node, const char *begins,
                      const char *margin)
{
    const struct plan *plan = &d->tree->plans[node];
    int64_t number = d->tree->numbers[node];
    char text[64];
    struct line *line = due_line(d, plan->n > 0 ? "a group" : "a leaf");
    put(line->begins, sizeof(line->begins), "%s", begins);
    if (plan->n > 0)
        put(line->has[1], sizeof(line->has[1]), "(%d error%s)", plan->n,
            plan->n == 1 ? "" : "s");
    plan_message(text, sizeof(text), *plan, number);
    due_words(d, margin, text, line, "the rest of a message");
    for (int i = 0; i < plan->notes; i++) {
        line = due_line(d, "a note");
        put(line->begins, sizeof(line->begins), "%snote: ", margin);
        plan_note(text, sizeof(text), *plan, number, i);
        due_words(d, margin, text, line, "the rest of a note");
    }
}

// A line on what led to a member: its cause, else its context.
static void due_why(struct picture *d, int node, const char *margin)
{
    const struct plan *plan = &d->tree->plans[node];
    if (!plan->cause && !plan->context)
        return;
    struct line *line = due_line(d, "what led to a member");
    put(line->begins, sizeof(line->begins), "%s", margin);
    put(line->has[0], sizeof(line->has[0]), "%s <%d>",
        plan->cause ? "cause" : "context", d->tree->numbers[node]);
}

static void due_count(struct picture *d, const char *margin, size_t n)
{
    struct line *line = due_line(d, "the number of what is hidden");
    put(line->begins, sizeof(line->begins), "%s", margin);
    put(line->has[0], sizeof(line->has[0]), "%zu", n);
}

static void due_node(struct picture *d, int node, const char *begins,
                     const char *margin, size_t level);

// With the margin of the group's own members.
static void due_members(struct picture *d, int node, const char *margin,
                        size_t level)
{
    const struct tree *tree = d->tree;
    size_t n = (size_t)tree->plans[node].n, i = 0;
    if (level + 1 >= d->depth) {
        due_count(d, margin, n);
        return;
    }
    for (int at = node + 1; at < tree->end[node] && i < d->width;
         at = tree->end[at], i++) {
        char begins[MOST_WIDTH], below[MOST_WIDTH];
        // Where some are hidden, the last that is shown may look either way.
        bool last = i == n - 1, either = n > d->width && i == d->width - 1;
        put(begins, sizeof(begins), "%s%s-- %zu: ", margin,
            either ? "?"
            : last ? "`"
                   : "|",
            i + 1);
        put(below, sizeof(below), "%s%s   ", margin,
            either ? "?"
            : last ? " "
                   : "|");
        due_node(d, at, begins, below, level + 1);
    }
    if (i < n)
        due_count(d, margin, n - i);
}

static void due_node(struct picture *d, int node, const char *begins,
                     const char *margin, size_t level)
{
    char inside[MOST_WIDTH];
    bool group = d->tree->plans[node].n > 0;
    put(inside, sizeof(inside), "%s%s", margin, group ? "| " : "");
    due_error(d, node, begins, inside);
    if (level > 0)
        due_why(d, node, inside);
    if (group)
        due_members(d, node, margin, level);
}

// What led to the outermost error stands before it.
static void due_before(struct picture *d)
{
    const struct plan *plan = &d->tree->plans[0];
    if (!plan->cause && !plan->context)
        return;
    struct line *line = due_line(d, "what led to the error");
    put(line->has[0], sizeof(line->has[0]), "%s <%d>",
        plan->cause ? "cause" : "context", d->tree->numbers[0]);
    line = due_line(d, "what joins two errors");
    put(line->begins, sizeof(line->begins), "-- %s",
        plan->cause ? "the direct cause of" : "while it was being handled");
}

// ---- comparing -------------------------------------------------------------

// Is it as `begins` says?
static bool does_begin(const char *line, const char *begins)
{
    for (; *begins != 0; begins++, line++)
        if (*line == 0 ||
            (*begins == '?' ? strchr("|` ", *line) == NULL : *line != *begins))
            return false;
    return true;
}

// A number is not part of a longer one.
static bool has(const char *line, const char *text)
{
    size_t n = strlen(text);
    for (const char *at = line; (at = strstr(at, text)) != NULL; at++) {
        bool digits = strspn(text, "0123456789") == n;
        if (!digits || ((at == line || strchr("0123456789", at[-1]) == NULL) &&
                        (at[n] == 0 || strchr("0123456789", at[n]) == NULL)))
            return true;
    }
    return n == 0;
}

static const char *line_text(const struct line *line)
{
    return words("%s%s%s%s%s%s", line->begins[0] != 0 ? "begins with \"" : "",
                 line->begins, line->begins[0] != 0 ? "\"" : "",
                 line->begins[0] != 0 && line->has[0][0] != 0 ? " and " : "",
                 line->has[0][0] != 0 ? "has in it: " : "", line->has[0]);
}

static void check_picture(struct play *p, const struct picture *d,
                          int64_t round)
{
    const char *of = words("the picture of %s", tree_text(d->tree));
    char text[1 << 14], *rest = text;
    put(text, sizeof(text), "%s", told_words(p, round));
    for (int i = 0; i < d->n; i++) {
        const struct line *due = &d->lines[i];
        char *end = strchr(rest, '\n');
        check(p, end != NULL, "WRONG-PICTURE",
              "%s had %d lines; line %d is to be %s, one that %s", of, i, i + 1,
              due->what, line_text(due));
        *end = 0;
        check(p,
              does_begin(rest, due->begins) && has(rest, due->has[0]) &&
                  has(rest, due->has[1]),
              "WRONG-PICTURE",
              "line %d of %s was \"%s\", where %s was due: a line that %s",
              i + 1, of, rest, due->what, line_text(due));
        rest = end + 1;
    }
    check(p, *rest == 0, "WRONG-PICTURE",
          "%s had more than the %d lines that were due: \"%.*s\"", of, d->n,
          (int)strcspn(rest, "\n"), rest);
}

// ---- tests -----------------------------------------------------------------

static struct tree trees[16];
static int64_t limits[16][2]; // width and depth

static void give_picture(struct play *p, int64_t i, int64_t width,
                         int64_t depth)
{
    give_tree(p, &trees[i]);
    limits[i][0] = give_this(p, width);
    limits[i][1] = give_this(p, depth);
}

static void check_pictures(struct play *p, int64_t rounds)
{
    static struct picture d;
    for (int64_t i = 0; i < rounds; i++) {
        d = (struct picture){
            .tree = &trees[i],
            .width = limits[i][0] > 0 ? (size_t)limits[i][0] : DEFAULT_WIDTH,
            .depth = limits[i][1] > 0 ? (size_t)limits[i][1] : DEFAULT_DEPTH};
        due_before(&d);
        due_node(&d, 0, "", "", 0);
        check_picture(p, &d, i);
        check_original(p, &trees[i], i);
    }
}

// 2.12, 2.78, 2.79, 2.85
JUDGE(a_tree_is_drawn_with_branches_and_numbers, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 8);
    for (int64_t i = 0; i < rounds; i++) {
        draw_tree(p, (struct drawing){.leaves = ORDINARY_LEAVES, .lone = i % 2},
                  &trees[i]);
        if (trees[i].n == 0)
            make_tree("t", &trees[i]);
        give_picture(p, i, 0, 0);
    }
    if (over(p))
        check_pictures(p, rounds);
}

// 2.84, 2.87
JUDGE(notes_and_line_breaks_stay_inside_the_margin, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 8);
    for (int64_t i = 0; i < rounds; i++) {
        draw_tree(p,
                  (struct drawing){.leaves = ORDINARY_LEAVES,
                                   .members = 3,
                                   .stories = true,
                                   .of_leaves = true,
                                   .lines = i % 2},
                  &trees[i]);
        for (int j = 0; j < trees[i].n; j++)
            trees[i].plans[j].cause = trees[i].plans[j].context = false;
        give_picture(p, i, 0, 0);
    }
    if (over(p))
        check_pictures(p, rounds);
}

// 2.83
JUDGE(what_led_to_an_error_is_told, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 8);
    for (int64_t i = 0; i < rounds; i++) {
        draw_tree(p,
                  (struct drawing){.leaves = ORDINARY_LEAVES,
                                   .members = 3,
                                   .stories = true,
                                   .of_leaves = true},
                  &trees[i]);
        if (i == 0)
            trees[i].plans[0].cause = trees[i].plans[1].context = true;
        for (int j = 0; j < trees[i].n; j++)
            trees[i].plans[j].notes = 0;
        give_picture(p, i, 0, 0);
    }
    if (over(p))
        check_pictures(p, rounds);
}

// 2.82
JUDGE(members_beyond_the_width_are_counted, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 10);
    for (int64_t i = 0; i < rounds; i++) {
        draw_tree(p, (struct drawing){.leaves = ORDINARY_LEAVES, .members = 6},
                  &trees[i]);
        if (i == 0)
            make_tree("(t (t c b) c)", &trees[i]);
        if (i == 1)
            make_tree("(tttttttttttttttttt)", &trees[i]);
        give_picture(p, i, i == 1 ? 0 : i % 4 + 1, 0);
    }
    if (over(p))
        check_pictures(p, rounds);
}

// 2.82
JUDGE(levels_below_the_depth_are_counted, NOBODY_WAITS)
{
    int64_t rounds = give_rounds(p, 10);
    for (int64_t i = 0; i < rounds; i++) {
        draw_tree(p, (struct drawing){.leaves = ORDINARY_LEAVES}, &trees[i]);
        if (i == 0)
            make_tree("((t (c b)) c)", &trees[i]);
        if (i == 1)
            make_tree("((((((((((((t))))))))))))", &trees[i]);
        give_picture(p, i, 0, i == 1 ? 0 : i % 4 + 1);
    }
    if (over(p))
        check_pictures(p, rounds);
}

// 2.82; M30. With the usual limits, and another one down to the bottom.
JUDGE(a_very_deep_group_is_drawn, NOBODY_WAITS)
{
    bool all = !in_order(p);
    int64_t levels =
        give_this(p, size_of(p, HUNDRED_THOUSAND, all ? 1000 : 20));
    give_this(p, all ? 2000 : 0);
    if (!over(p))
        return;
    const struct wire_frame *got = told(p, (size_t)find_next(p, LINES, -1));
    int64_t due = all ? levels + 1 : DEFAULT_DEPTH + 1;
    check(p, got->a == due, "WRONG-PICTURE",
          "the picture of a group of %" PRId64 " levels had %" PRId64
          " lines, where %" PRId64 " were due",
          levels, got->a, due);
    check(p, !all || has(told_words(p, 0), "bottom"), "WRONG-PICTURE",
          "the picture of a group of %" PRId64
          " levels did not end with the leaf at the bottom",
          levels);
}
// private: linnet-0f5d3f897d262c7d
