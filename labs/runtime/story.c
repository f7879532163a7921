// What is told about an error beside its message: cause, context and notes.
#include "error_record.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

// ---- cause and context -----------------------------------------------------

static void see(struct error *err, struct error **last)
{
    if (err == NULL || err->immortal || err->seen)
        return;
    err->seen = true;
    err->next = NULL;
    (*last)->next = err;
    *last = err;
}

static void see_held(struct error *err, struct error **last)
{
    see(err->cause, last);
    see(err->context, last);
    for (size_t i = 0; i < err->n_members; i++)
        see(err->members[i], last);
}

static void begin_walk(struct error *from)
{
    from->seen = true;
    from->next = NULL;
}

static void end_walk(struct error *from)
{
    for (struct error *err = from; err != NULL; err = err->next)
        err->seen = false;
}

size_t error_n_reached(struct error *from)
{
    if (from == NULL || from->immortal)
        return 0;
    size_t n = 0;
    struct error *last = from;
    begin_walk(from);
    for (struct error *err = from; err != NULL; err = err->next, n++)
        see_held(err, &last);
    end_walk(from);
    return n;
}

// Is target among the errors that can be reached from `from`?
static bool reaches(struct error *from, const struct error *target)
{
    if (from == target || !target->held || from->immortal)
        return from == target;
    bool found = false;
    struct error *last = from;
    begin_walk(from);
    for (struct error *err = from; err != NULL && !found; err = err->next) {
        found = err == target;
        see_held(err, &last);
    }
    end_walk(from);
    return found;
}

// Puts an error that it takes into a field of err.
static void set_link(struct error *err, struct error **field,
                     struct error *link)
{
    struct error *unwanted = *field;
    if (err->immortal || (link != NULL && reaches(link, err))) {
        unwanted = link;
    } else {
        *field = link;
        if (link != NULL && !link->immortal)
            link->held = true;
    }
    error_free(unwanted);
}

void error_set_cause(struct error *err, struct error *cause)
{
    set_link(err, &err->cause, cause);
}

void error_set_context(struct error *err, struct error *context)
{
    set_link(err, &err->context, context);
}

// ---- what is added later ---------------------------------------------------

struct added *error_added(struct error *err)
{
    if (err->added == NULL)
        err->added = calloc(1, sizeof(*err->added));
    must(err->added != NULL);
    return err->added;
}

// ---- notes -----------------------------------------------------------------

static void drop_notes(struct added *added)
{
    for (size_t i = 0; i < added->n_notes; i++)
        free(added->notes[i]);
    free(added->notes);
    added->notes = NULL;
    added->n_notes = 0;
}

void error_drop_added(struct error *err)
{
    if (err->added == NULL)
        return;
    drop_notes(err->added);
    free(err->added->message);
    free(err->added->task);
    free(err->added);
    err->added = NULL;
}

// Takes note.
static void add_note(struct added *added, char *note)
{
    size_t n = added->n_notes;
    if ((n & (n - 1)) == 0) {
        size_t room = n == 0 ? 1 : 2 * n;
        added->notes = realloc(added->notes, room * sizeof(char *));
        must(added->notes != NULL);
    }
    added->notes[added->n_notes++] = note;
}

static char *copy(const char *text)
{
    char *twin = strdup(text);
    must(twin != NULL);
    return twin;
}

void error_note(struct error *err, const char *format, ...)
{
    if (err->immortal)
        return;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    must(n >= 0);
    char *note = malloc((size_t)n + 1);
    must(note != NULL);
    va_start(args, format);
    vsnprintf(note, (size_t)n + 1, format, args);
    va_end(args);
    add_note(error_added(err), note);
}

static void copy_task(struct error *to, const char *task)
{
    if (strcmp(to->task, task) == 0)
        return;
    struct added *added = error_added(to);
    char *old = added->task;
    to->task = added->task = copy(task);
    free(old);
}

static void copy_notes(struct error *to, const struct error *from)
{
    if (to->added != NULL)
        drop_notes(to->added);
    for (size_t i = 0; i < error_n_notes(from); i++)
        add_note(error_added(to), copy(error_note_at(from, i)));
}

void error_copy_story(struct error *to, const struct error *from)
{
    if (to == from || to->immortal)
        return;
    to->place = from->place;
    copy_task(to, from->task);
    error_set_cause(to, error_ref(from->cause));
    error_set_context(to, error_ref(from->context));
    copy_notes(to, from);
}

size_t error_n_notes(const struct error *err)
{
    return err->added != NULL ? err->added->n_notes : 0;
}

const char *error_note_at(const struct error *err, size_t i)
{
    must(i < error_n_notes(err));
    return err->added->notes[i];
}

struct error *error_cause(const struct error *err)
{
    return err->cause;
}

struct error *error_context(const struct error *err)
{
    return err->context;
}
