// Another design: each error is printed to memory, and its lines are copied
// with what belongs before them. What that is, the places of the groups around
// it tell.
#include "errgroup.h"
#include <stdlib.h>

// A place in a group that is being drawn.
struct place_in {
    const struct error *group;
    size_t i;     // of the member; from the width on: what is counted
    bool is_last; // nothing comes after it
};

struct picture {
    FILE *out;
    size_t width, depth;
    struct place_in *places;
    size_t n, room;
};

static void put_margin(const struct picture *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fputs(p->places[i].is_last ? "    " : "|   ", p->out);
}

// Copies text, each line after the first with a margin before it.
static void put_lines(const struct picture *p, const char *text, bool group)
{
    for (bool first = true; *text != 0; first = false) {
        size_t n = strcspn(text, "\n");
        if (!first) {
            put_margin(p, p->n);
            fputs(group ? "| " : "", p->out);
        }
        fwrite(text, 1, n, p->out);
        fputc('\n', p->out);
        text += n + 1;
    }
}

static void put_error(const struct picture *p, const struct error *err)
{
    char *text;
    size_t n_bytes;
    FILE *out = open_memstream(&text, &n_bytes);
    must(out != NULL);
    error_print_lines(err, "", out);
    const struct error *cause = error_cause(err);
    const struct error *why = cause != NULL ? cause : error_context(err);
    if (p->n > 0 && why != NULL) {
        fputs(cause != NULL ? "caused by " : "while handling ", out);
        error_print_lines(why, "", out);
    }
    fclose(out);
    put_lines(p, text, errgroup_is(err));
    free(text);
}

// The members of err come next.
static void enter(struct picture *p, const struct error *err)
{
    if (!errgroup_is(err))
        return;
    if (p->n == p->room) {
        p->room = p->room * 2 + 8;
        p->places = realloc(p->places, p->room * sizeof(p->places[0]));
        must(p->places != NULL);
    }
    // Where there is no level for them, all are counted at once.
    bool hidden = p->n + 1 >= p->depth;
    p->places[p->n++] =
        (struct place_in){.group = err, .i = hidden ? p->width : 0};
}

static void put_member(struct picture *p)
{
    struct place_in *place = &p->places[p->n - 1];
    size_t n = errgroup_size(place->group);
    bool hidden = p->n >= p->depth;
    if (!hidden && place->i == n) {
        p->n--;
        return;
    }
    bool counted = hidden || place->i == p->width;
    place->is_last = counted || place->i == n - 1;
    put_margin(p, p->n - 1);
    fputs(place->is_last ? "`-- " : "|-- ", p->out);
    if (counted) {
        size_t n_hidden = hidden ? n : n - place->i;
        fprintf(p->out, "%zu not shown\n", n_hidden);
        p->n--;
        return;
    }
    const struct error *member = errgroup_member(place->group, place->i++);
    fprintf(p->out, "%zu: ", place->i);
    put_error(p, member);
    enter(p, member);
}

static void draw(const struct error *err, FILE *out, void *arg)
{
    struct picture p = *(struct picture *)arg;
    p.out = out;
    put_error(&p, err);
    enter(&p, err);
    while (p.n > 0)
        put_member(&p);
    free(p.places);
}

void errgroup_print(const struct error *err, FILE *out,
                    struct errgroup_limits limits)
{
    struct picture p = {.width = limits.width != 0 ? limits.width : 15,
                        .depth = limits.depth != 0 ? limits.depth : 10};
    error_print_chain(err, out, draw, &p);
}

char *errgroup_text(const struct error *err)
{
    size_t n = errgroup_size(err), n_bytes = strlen(error_message(err)) + 40;
    const char *message = error_message(err);
    char *text = malloc(n_bytes);
    must(text != NULL);
    strcpy(text, message);
    if (n > 0)
        sprintf(text + strlen(text), "%s(%zu error%s)",
                message[0] != 0 ? " " : "", n, n == 1 ? "" : "s");
    return text;
}
// private: linnet-0f5d3f897d262c7d
