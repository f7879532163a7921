// The trace: one JSON object a line, written to the run's trace file.
#include "trace.h"
#include <stdarg.h>
#include <string.h>

// The length of the UTF-8 character that begins at c; 0 if none does.
static int character_bytes(const unsigned char *c)
{
    if (c[0] < 0x80)
        return 1;
    int n = c[0] >= 0xf0 ? 4 : c[0] >= 0xe0 ? 3 : 2;
    for (int i = 1; i < n; i++)
        if ((c[i] & 0xc0) != 0x80)
            return 0;
    // Longer than need be, half of a UTF-16 pair, or beyond the last one.
    if (c[0] < 0xc2 || (c[0] == 0xe0 && c[1] < 0xa0) ||
        (c[0] == 0xed && c[1] > 0x9f) || (c[0] == 0xf0 && c[1] < 0x90) ||
        (c[0] == 0xf4 && c[1] > 0x8f) || c[0] > 0xf4)
        return 0;
    return n;
}

// Programs say what they like, so bytes that are no text are replaced: a line
// of the trace is JSON whatever happens.
static void put_string(FILE *out, const char *text)
{
    putc('"', out);
    for (const unsigned char *c = (const unsigned char *)text; *c != 0;) {
        int n = character_bytes(c);
        if (n == 0)
            fputs("\\ufffd", out);
        else if (*c == '"' || *c == '\\')
            fprintf(out, "\\%c", *c);
        else if (*c == '\n')
            fputs("\\n", out);
        else if (*c < 0x20 || *c == 0x7f)
            fprintf(out, "\\u%04x", *c);
        else
            fwrite(c, 1, (size_t)n, out);
        c += n > 0 ? n : 1;
    }
    putc('"', out);
}

static void put_fields(FILE *out, va_list fields)
{
    for (int type; (type = va_arg(fields, int)) != 0;) {
        fprintf(out, ",\"%s\":", va_arg(fields, const char *));
        if (type == 'n') {
            fprintf(out, "%lld", va_arg(fields, long long));
            continue;
        }
        const char *text = va_arg(fields, const char *);
        if (text != NULL)
            put_string(out, text);
        else
            fputs("null", out);
    }
}

void trace_emit(const struct task *task, const char *ev, int line, ...)
{
    struct loop *loop = loop_current;
    FILE *out = loop->options.trace;
    if (out == NULL)
        return;
    fprintf(out, "{\"seq\":%llu,\"t\":%lld,\"ev\":\"%s\",\"task\":%u,"
                 "\"line\":%d",
            (unsigned long long)loop->n_events++, (long long)clock_now(), ev,
            task != NULL ? task->id : 0, line);
    va_list fields;
    va_start(fields, line);
    put_fields(out, fields);
    va_end(fields);
    fputs("}\n", out);
}

void trace_say(const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    puts(text);
    trace_event("say", 0, trace_s("text", text), trace_end);
}
