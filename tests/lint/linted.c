// Files that are linted by tests.
#include "linted.h"
#include <check.h>
#include <stdlib.h>
#include <string.h>

const char *const linted_flags[] = {
    "-std=gnu11",     "-D_GNU_SOURCE",    "-Ilabs/runtime",
    "-Ilabs/0-event", "-Ilabs/1-nursery", "-Ilabs/2-errgroup",
    "-Ilabs/3-scope", "-Ilabs/5-stream",
};
const int linted_n_flags = array_length(linted_flags);

char *linted_read(const char *path, size_t *n_bytes)
{
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    char *text = NULL;
    size_t room = 0;
    FILE *out = open_memstream(&text, &room);
    for (int c = getc(file); c != EOF; c = getc(file))
        putc(c, out);
    fclose(file);
    fclose(out);
    *n_bytes = room;
    return text;
}

static void lint(const char *path, const char *text, size_t n_bytes,
                 struct findings *found)
{
    struct error *err = rules_run(
        &(struct ast_source){path, text, n_bytes, linted_flags, linted_n_flags},
        found);
    ck_assert_msg(err == NULL, "%s: %s", path, error_message(err));
}

void linted_file(const char *path, struct findings *found)
{
    size_t n_bytes;
    char *text = linted_read(path, &n_bytes);
    lint(path, text, n_bytes, found);
    free(text);
}

void linted_text(const char *text, struct findings *found)
{
    lint("text.c", text, strlen(text), found);
}
