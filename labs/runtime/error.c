// Error values: made in one piece of memory, shared by counting references.
//
// Errors hold errors, so they form a graph, possibly a million deep. Two things
// walk through it: freeing, and the search for circles. Neither recurses and
// neither asks for memory: the errors still to be visited are linked through
// their own field `next`.
#include "error_record.h"
#include "task.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <uv.h>

static const struct kind WOULD_BLOCK_KIND = {"WOULD_BLOCK",
                                             .parent = &ORDINARY};
static const struct kind END_KIND = {"END_OF_STREAM", .parent = &ORDINARY};

static struct error would_block = {
    .kind = &WOULD_BLOCK_KIND,
    .immortal = true,
    .message = "it would have to wait",
    .task = "",
    .place = {"", "", 0},
};
static struct error end_of_stream = {
    .kind = &END_KIND,
    .immortal = true,
    .message = "no more items will come",
    .task = "",
    .place = {"", "", 0},
};
struct error *const WOULD_BLOCK = &would_block;
struct error *const END_OF_STREAM = &end_of_stream;

static __thread size_t n_live;

size_t error_live(void)
{
    return n_live;
}

// ---- making --------------------------------------------------------------

// An error without place and message; room for so many bytes is at *message.
static struct error *make(const struct kind *kind, size_t n_bytes,
                          char **message)
{
    struct task *self = task_self();
    const char *task = self != NULL ? task_name(self) : "";
    size_t n_task = strlen(task) + 1;
    struct error *err = malloc(sizeof(*err) + n_task + n_bytes);
    must(err != NULL);
    memset(err, 0, sizeof(*err) + n_task);
    err->kind = kind;
    err->refs = 1;
    err->task = memcpy(err->text, task, n_task);
    if (self != NULL && self->handling != NULL)
        error_set_context(err, error_ref(self->handling));
    n_live++;
    *message = err->text + n_task;
    return err;
}

// The message is the format's, and behind it what the system says, if anything.
static struct error *make_formatted(const struct kind *kind, struct place place,
                                    const char *system, const char *format,
                                    va_list args)
{
    va_list twin;
    va_copy(twin, args);
    int n = vsnprintf(NULL, 0, format, twin);
    va_end(twin);
    must(n >= 0);
    char *message;
    struct error *err = make(kind, (size_t)n + strlen(system) + 1, &message);
    vsnprintf(message, (size_t)n + 1, format, args);
    strcpy(message + n, system);
    err->place = place;
    err->message = message;
    return err;
}

struct error *error_new_at(const struct kind *kind, struct place place,
                           const char *format, ...)
{
    must(kind != NULL && !kind_is_group(kind) && !kind_is(kind, &CANCELLED));
    va_list args;
    va_start(args, format);
    struct error *err = make_formatted(kind, place, "", format, args);
    va_end(args);
    return err;
}

// code is negative. libuv's own codes are below all errno values: those of a
// failed name lookup, and the end of a file.
static void find_words(int code, char *words, size_t n_bytes)
{
    const char *text =
        code == UV_EOF ? "end of file"
        : code <= UV_EAI_ADDRFAMILY && code > UV_EAI_ADDRFAMILY - 100
            ? "name lookup failed"
            : strerror(-code);
    snprintf(words, n_bytes, "%s", text);
    words[0] = (char)tolower((unsigned char)words[0]);
}

struct error *error_system_at(int code, struct place place, const char *format,
                              ...)
{
    must(code != 0);
    char system[128] = ": ";
    find_words(code < 0 ? code : -code, system + 2, sizeof(system) - 2);
    va_list args;
    va_start(args, format);
    struct error *err =
        make_formatted(kind_of_code(code), place, system, format, args);
    va_end(args);
    err->code = code < 0 ? -code : code;
    return err;
}

struct error *error_new_cancelled(struct reason *reason)
{
    char *none;
    struct error *err = make(&CANCELLED, 0, &none);
    err->place = (struct place){"", "", 0};
    err->reason = reason_ref(reason);
    return err;
}

struct error *error_new_holding(const struct kind *kind, struct place place,
                                const char *message,
                                struct error *const *members, size_t n)
{
    must(n > 0 && kind_is_group(kind));
    size_t n_bytes = strlen(message) + 1;
    char *text;
    struct error *err = make(kind, n_bytes, &text);
    err->place = place;
    err->message = memcpy(text, message, n_bytes);
    err->members = malloc(n * sizeof(struct error *));
    must(err->members != NULL);
    err->n_members = n;
    for (size_t i = 0; i < n; i++) {
        err->members[i] = error_ref(members[i]);
        if (!members[i]->immortal)
            members[i]->held = true;
    }
    return err;
}

// ---- freeing -------------------------------------------------------------

// Errors without an owner, whose turn to be freed has not come.
static __thread struct error *dying;
static __thread bool burying; // somebody is at work on `dying`

static void drop(struct error *err)
{
    if (err == NULL || err->immortal)
        return;
    must(err->refs > 0);
    if (--err->refs == 0) {
        err->next = dying;
        dying = err;
    }
}

static void bury(struct error *err)
{
    drop(err->cause);
    drop(err->context);
    for (size_t i = 0; i < err->n_members; i++)
        drop(err->members[i]);
    if (err->payload != NULL && err->kind->free_payload != NULL)
        err->kind->free_payload(err->payload);
    reason_free(err->reason);
    error_drop_added(err);
    free(err->members);
    free(err);
    n_live--;
}

void error_free(struct error *err)
{
    drop(err);
    if (burying)
        return; // called by a free_payload: the loop below goes on with it
    burying = true;
    while (dying != NULL) {
        struct error *next = dying;
        dying = next->next;
        bury(next);
    }
    burying = false;
}

struct error *error_ref(struct error *err)
{
    if (err != NULL && !err->immortal)
        err->refs++;
    return err;
}

// ---- reading ---------------------------------------------------------------

const struct kind *error_kind(const struct error *err)
{
    return err->kind;
}

bool error_is(const struct error *err, const struct kind *kind)
{
    return err != NULL && kind_is(err->kind, kind);
}

const char *error_message(const struct error *err)
{
    if (err->message == NULL) {
        // Thousands are cancelled at once and few of them asked, so the words
        // are found here: the one change that a reader makes.
        struct error *asked = (struct error *)err;
        struct added *added = error_added(asked);
        asked->message = added->message = reason_text(err->reason);
    }
    return err->message;
}

struct place error_place(const struct error *err)
{
    return err->place;
}

const char *error_task(const struct error *err)
{
    return err->task;
}

int error_code(const struct error *err)
{
    return err->code;
}

const struct reason *error_reason(const struct error *err)
{
    return err->reason;
}

struct error *const *error_members(const struct error *err, size_t *n)
{
    *n = err != NULL ? err->n_members : 0;
    return err != NULL ? err->members : NULL;
}

void *error_payload(const struct error *err)
{
    return err->payload;
}

void error_set_payload(struct error *err, void *payload)
{
    must(!err->immortal);
    err->payload = payload;
}
