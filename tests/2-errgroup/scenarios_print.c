// Lab 2, the programs: groups are drawn. The trees are drawn by the judge too;
// judge_print.c says what a picture has to show.
#include "errgroup.h"
#include "runner.h"
#include "scenario_tree.h"
#include <stdlib.h>

static void print_and_tell(int64_t round, const struct error *err,
                           struct errgroup_limits limits)
{
    char *text = NULL;
    size_t n_bytes;
    FILE *out = open_memstream(&text, &n_bytes);
    must(out != NULL);
    errgroup_print(err, out, limits);
    fclose(out);
    scenario_tell_text(round, text);
    free(text);
}

static struct error *print_trees(void)
{
    int64_t rounds = ask();
    for (int64_t round = 0; round < rounds; round++) {
        struct tree tree;
        int64_t values[2];
        scenario_plant(&tree);
        ask_all(values, array_length(values));
        print_and_tell(
            round, tree.root,
            (struct errgroup_limits){(size_t)values[0], (size_t)values[1]});
        scenario_tell(ORIGINAL, round, tree.root);
        scenario_uproot(&tree);
    }
    return NULL;
}

SCENARIO(a_tree_is_drawn_with_branches_and_numbers)
{
    return print_trees();
}

SCENARIO(notes_and_line_breaks_stay_inside_the_margin)
{
    return print_trees();
}

SCENARIO(what_led_to_an_error_is_told)
{
    return print_trees();
}

SCENARIO(members_beyond_the_width_are_counted)
{
    return print_trees();
}

SCENARIO(levels_below_the_depth_are_counted)
{
    return print_trees();
}

// The number of lines, and the last one.
static void print_and_count(const struct error *err,
                            struct errgroup_limits limits)
{
    char *text = NULL, *last = NULL;
    size_t n_bytes;
    int64_t n = 0;
    FILE *out = open_memstream(&text, &n_bytes);
    must(out != NULL);
    errgroup_print(err, out, limits);
    fclose(out);
    for (char *at = text; *at != 0; n++) {
        last = at + strspn(at, " ");
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    tell(LINES, n, (int64_t)n_bytes);
    scenario_tell_text(0, last != NULL ? last : "");
    free(text);
}

SCENARIO(a_very_deep_group_is_drawn)
{
    int64_t levels = ask(), depth = ask();
    struct error *err = error_new(&TIMEOUT, "bottom");
    for (int64_t i = 0; i < levels; i++) {
        struct error *group =
            error_new_holding(&GROUP, PLACE_HERE, "level", &err, 1);
        error_free(err);
        err = group;
    }
    print_and_count(err, (struct errgroup_limits){.depth = (size_t)depth});
    error_free(err);
    return NULL;
}
// private: linnet-0f5d3f897d262c7d
