// What was told in a play, for scripts to look up.
#include "must.h"
#include "play.h"
#include <stdio.h>
#include <string.h>

size_t n_told(const struct play *p)
{
    return p->n_told;
}

const struct wire_frame *told(const struct play *p, size_t i)
{
    must(i < p->n_told);
    return &p->told[i];
}

size_t count(const struct play *p, int what)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_told; i++)
        n += p->told[i].what == what;
    return n;
}

long find(const struct play *p, int what, int64_t a, size_t from)
{
    for (size_t i = from; i < p->n_told; i++)
        if (p->told[i].what == what && p->told[i].a == a)
            return (long)i;
    return -1;
}

long find_error(const struct play *p, size_t from)
{
    for (size_t i = from; i < p->n_told; i++)
        if (p->told[i].what >= TOLD_ERROR_NONE &&
            p->told[i].what <= TOLD_ERROR_GROUP)
            return (long)i;
    return -1;
}

int64_t at_ms(const struct play *p, long i)
{
    must(i >= 0 && (size_t)i < p->n_told);
    return p->told[i].t / 1000000;
}

// Appends the tree at place i; returns the place after it.
static size_t put_error(const struct play *p, size_t i, char *text, size_t room)
{
    size_t used = strlen(text);
    if (i >= p->n_told || used + 32 > room)
        return i;
    const struct wire_frame *f = &p->told[i++];
    if (f->what == TOLD_ERROR_NONE)
        strcat(text, "none");
    else if (f->what == TOLD_ERROR_CANCELLED)
        strcat(text, "cancelled");
    else if (f->what == TOLD_ERROR_LEAF && f->a < 0)
        strcat(text, "?");
    else if (f->what == TOLD_ERROR_LEAF)
        snprintf(text + used, room - used, "%lld", (long long)f->a);
    if (f->what != TOLD_ERROR_GROUP)
        return i;
    strcat(text, f->b ? "!(" : "(");
    for (int64_t m = 0; m < f->a && strlen(text) + 40 < room; m++) {
        if (m > 0)
            strcat(text, " ");
        i = put_error(p, i, text, room);
    }
    strcat(text, ")");
    return i;
}

const char *error_at(const struct play *p, long i)
{
    static char texts[4][1024];
    static unsigned turn;
    char *text = texts[turn++ % 4];
    text[0] = 0;
    if (i >= 0)
        put_error(p, (size_t)i, text, sizeof(texts[0]));
    return text;
}
