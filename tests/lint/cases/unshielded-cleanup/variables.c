// Functions that clean variables up.
#include "event.h"
#include "scope.h"
#include <stdlib.h>

struct line {
    struct event *empty;
};

static struct error *late;

static void drain(struct line *line)
{
    late = event_wait(line->empty); // <- unshielded-cleanup
}

static void drain_shielded(struct line **line)
{
    struct scope *s = scope_enter(
        (struct scope_options){.shield = true, .deadline = after_ms(5)});
    late = scope_leave(s, event_wait((*line)->empty));
}

static void free_text(char **text)
{
    free(*text);
}

// Has a name like a cleaner, and is none.
static void drain_later(struct line *line)
{
    late = event_wait(line->empty);
}

#define line_of(name) __attribute__((cleanup(drain))) struct line name

struct error *all(struct event *empty)
{
    line_of(line) = {empty};
    __attribute__((cleanup(drain_shielded))) struct line *other = &line;
    char *text __attribute__((cleanup(free_text))) = strdup("text");
    drain_later(other);
    return text != NULL ? late : sleep_ms(1);
}
