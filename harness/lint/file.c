// The text of a file, and its lines.
#include "command.h"
#include <errno.h>
#include <string.h>

struct error *file_read(struct file *file)
{
    FILE *in = fopen(file->path, "r");
    if (in == NULL)
        return error_system(errno, "it cannot be read");
    FILE *out = open_memstream(&file->text, &file->n_bytes);
    must(out != NULL);
    char some[16 * 1024];
    for (size_t n; (n = fread(some, 1, sizeof(some), in)) > 0;)
        fwrite(some, 1, n, out);
    int failed = ferror(in) ? errno : 0;
    fclose(in);
    must(fclose(out) == 0);
    return failed != 0 ? error_system(failed, "it cannot be read") : NULL;
}

static void go_to_line(struct file *file, unsigned line)
{
    if (file->line == 0) {
        file->line = 1;
        file->line_begins = file->text;
    }
    const char *end = file->text + file->n_bytes;
    for (; file->line < line && file->line_begins != NULL; file->line++) {
        const char *newline = memchr(file->line_begins, '\n',
                                     (size_t)(end - file->line_begins));
        file->line_begins = newline != NULL ? newline + 1 : NULL;
    }
}

const char *file_line(struct file *file, unsigned line, size_t *n_bytes)
{
    go_to_line(file, line);
    const char *from = file->line_begins, *end = file->text + file->n_bytes;
    if (from == NULL || from == end)
        return NULL;
    const char *newline = memchr(from, '\n', (size_t)(end - from));
    *n_bytes = (size_t)((newline != NULL ? newline : end) - from);
    *n_bytes -= *n_bytes > 0 && from[*n_bytes - 1] == '\r';
    return from;
}
