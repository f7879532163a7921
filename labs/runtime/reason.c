// Why something was cancelled: one story, shared by all it cancelled.
#include "error.h"
#include <stdlib.h>
#include <string.h>

static char *copy(const char *text)
{
    if (text == NULL)
        return NULL;
    char *twin = strdup(text);
    must(twin != NULL);
    return twin;
}

struct reason *reason_new(enum cancel_source source, const char *text,
                          const char *task)
{
    struct reason *reason = malloc(sizeof(*reason));
    must(reason != NULL);
    *reason = (struct reason){
        .refs = 1,
        .source = source,
        .text = copy(text),
        .task = copy(task),
    };
    return reason;
}

struct reason *reason_ref(struct reason *reason)
{
    if (reason != NULL)
        reason->refs++;
    return reason;
}

void reason_free(struct reason *reason)
{
    if (reason == NULL)
        return;
    must(reason->refs > 0);
    if (--reason->refs > 0)
        return;
    free(reason->text);
    free(reason->task);
    free(reason);
}

static const char *words(enum cancel_source source)
{
    switch (source) {
    case CANCEL_DEADLINE:
        return "a deadline passed";
    case CANCEL_NURSERY:
        return "something in the nursery failed";
    case CANCEL_SHUTDOWN:
        return "the run is over";
    case CANCEL_EXPLICIT:
        break;
    }
    return "cancelled";
}

char *reason_text(const struct reason *reason)
{
    static const struct reason unknown = {.source = CANCEL_EXPLICIT};
    if (reason == NULL)
        reason = &unknown;
    char *result = NULL;
    size_t n_bytes;
    FILE *out = open_memstream(&result, &n_bytes);
    must(out != NULL);
    fputs(words(reason->source), out);
    if (reason->text != NULL)
        fprintf(out, ": %s", reason->text);
    if (reason->task != NULL)
        fprintf(out, " (asked by task \"%s\")", reason->task);
    fclose(out);
    return result;
}
