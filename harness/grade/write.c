// Text, as each format wants it.
#include "write.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Writes text with some of its bytes replaced.
static void write_with(FILE *out, const char *text, const char *bytes,
                       const char *const *instead)
{
    for (;;) {
        size_t n = strcspn(text, bytes);
        fwrite(text, 1, n, out);
        text += n;
        if (*text == 0)
            return;
        fputs(instead[strchr(bytes, *text) - bytes], out);
        text++;
    }
}

// Text is cleaned here whether or not it was before. Nearly all of it is plain:
// then it is given as it is, and *copy is NULL.
static const char *cleaned(const char *text, char **copy)
{
    const unsigned char *c = (const unsigned char *)text;
    *copy = NULL;
    while ((*c >= 0x20 && *c < 0x7f) || *c == '\n' || *c == '\t')
        c++;
    if (*c != 0)
        *copy = check_clean(text, strlen(text) + 1);
    return *copy != NULL ? *copy : text;
}

char *write_cut(const char *text, size_t most)
{
    char *copy;
    size_t n = strlen(text);
    if (n <= most) {
        const char *clean = cleaned(text, &copy);
        return copy != NULL ? copy : check_format("%s", clean);
    }
    // Not in the middle of a character.
    while (most > 0 && ((unsigned char)text[most] & 0xc0) == 0x80)
        most--;
    char *kept = strndup(text, most);
    must(kept != NULL);
    char *clean = check_clean(kept, most + 1);
    char *cut = check_format("%s\n[cut here: %zu bytes more]", clean, n - most);
    free(kept);
    free(clean);
    return cut;
}

// What no XML may contain although it is well-formed UTF-8: U+FFFE, U+FFFF.
static void drop_noncharacters(char *text)
{
    char *to = text;
    for (const char *c = text; *c != 0; c++) {
        if (strncmp(c, "\xef\xbf\xbe", 3) == 0 ||
            strncmp(c, "\xef\xbf\xbf", 3) == 0)
            c += 2;
        else
            *to++ = *c;
    }
    *to = 0;
}

void write_xml(FILE *out, const char *text)
{
    static const char *const instead[] = {"&amp;", "&lt;", "&gt;", "&quot;",
                                          "&#39;"};
    char *copy;
    const char *clean = cleaned(text, &copy);
    if (copy != NULL)
        drop_noncharacters(copy);
    write_with(out, clean, "&<>\"'", instead);
    free(copy);
}

void write_csv(FILE *out, const char *text)
{
    char *clean = check_clean(text, strlen(text) + 1);
    // Some programs strip a tab or the end of a line in front, and what follows
    // is a formula then.
    bool formula = clean[0] != 0 && strchr("=+-@\t\r\n", clean[0]) != NULL;
    char *guarded = check_format("%s%s", formula ? "'" : "", clean);
    bool quote = guarded[strcspn(guarded, ",;\"\r\n\t")] != 0;
    if (quote)
        fputc('"', out);
    write_with(out, guarded, "\"", (const char *const[]){"\"\""});
    if (quote)
        fputc('"', out);
    free(clean);
    free(guarded);
}

void write_markdown(FILE *out, const char *text)
{
    static const char *const instead[] = {
        "&amp;", "&lt;",  "&gt;",  "&#92;", "&#96;", "&#42;", "&#95;",
        "&#91;", "&#93;", "&#124;", "&#126;", "&#35;", "&#64;", "&#58;",
        "<br>"};
    char *copy;
    const char *clean = cleaned(text, &copy);
    write_with(out, clean, "&<>\\`*_[]|~#@:\n", instead);
    free(copy);
}

void write_command(FILE *out, const char *text)
{
    char *copy;
    const char *clean = cleaned(text, &copy);
    write_with(out, clean, "%\r\n", (const char *const[]){"%25", "%0D", "%0A"});
    free(copy);
}

void write_property(FILE *out, const char *text)
{
    static const char *const instead[] = {"%25", "%0D", "%0A", "%3A", "%2C"};
    char *copy;
    const char *clean = cleaned(text, &copy);
    write_with(out, clean, "%\r\n:,", instead);
    free(copy);
}

struct error *write_begin_folder(const struct report *report, const char *name,
                                 void **self)
{
    char *path = check_format("%s/%s", report->folder, name);
    struct error *err = check_make_folder(path);
    free(path);
    TRY(err);
    *self = (void *)(uintptr_t)report;
    return NULL;
}

struct error *write_end_nothing(void *self, char **said)
{
    (void)self;
    *said = NULL;
    return NULL;
}

void write_drop_nothing(void *self)
{
    (void)self;
}

void write_begin(struct writing *writing)
{
    writing->out = open_memstream(&writing->bytes, &writing->n);
    must(writing->out != NULL);
}

// To read a file costs far less than to write it, and most stay as they were.
static struct error *end_at(struct writing *writing, char *path)
{
    must(fclose(writing->out) == 0);
    struct error *err = NULL;
    if (!keep_has(path, writing->bytes, writing->n))
        err = check_write_file(path, writing->bytes, writing->n);
    free(writing->bytes);
    free(path);
    return err;
}

struct error *write_end(struct writing *writing, const char *folder,
                        const char *name)
{
    return end_at(writing, check_format("%s/%s", folder, name));
}

static char *path_of(const struct report *report, const char *name,
                     const struct verdict *verdict, const char *end)
{
    return check_format("%s/%s/%s%s", report->folder, name,
                        verdict->submission->student, end);
}

struct error *write_end_of(struct writing *writing, const struct report *report,
                           const char *name, const struct verdict *verdict,
                           const char *end)
{
    return end_at(writing, path_of(report, name, verdict, end));
}

void write_remove(const struct report *report, const char *name,
                  const struct verdict *verdict, const char *end)
{
    char *path = path_of(report, name, verdict, end);
    unlink(path);
    free(path);
}

struct error *write_json_of(json_t *json, const struct report *report,
                            const char *name, const struct verdict *verdict)
{
    const size_t form = JSON_INDENT(2) | JSON_REAL_PRECISION(6);
    struct writing writing;
    write_begin(&writing);
    must(json != NULL);
    must(json_dumpf(json, writing.out, form) == 0);
    fputc('\n', writing.out);
    json_decref(json);
    return write_end_of(&writing, report, name, verdict, ".json");
}
