// Marks: what a header says in words, its marks say too.
#include "suite.h"
#include <glob.h>
#include <stdlib.h>

// A header on its way through the test, line by line.
struct reading {
    const char *path;
    bool in_comment;
    bool in_macro;    // the last line of code was a part of a #define
    bool says;        // the last comment: "Checkpoint."
    bool is_the_same; // the last comment: "The same ..."
    char declaration[1024]; // up to its semicolon
    size_t n_checkpoints;   // that were found
};

static bool starts(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

static void read_comment(struct reading *r, const char *line)
{
    if (!r->in_comment)
        r->says = r->is_the_same = false;
    r->in_comment = true;
    r->says = r->says || starts(line, "// Checkpoint");
    r->is_the_same = r->is_the_same || starts(line, "// The same");
}

static void compare(struct reading *r)
{
    bool is_marked = strstr(r->declaration, "MARK_CHECKPOINT") != NULL ||
                     strstr(r->declaration, "MARK_SLEEPS") != NULL ||
                     strstr(r->declaration, "MARK_LIMITS") != NULL;
    bool may_differ = is_marked && r->is_the_same;
    ck_assert_msg(r->says == is_marked || may_differ,
                  "%s: its comment says that this is %s checkpoint: %s",
                  r->path, r->says ? "a" : "no", r->declaration);
    r->n_checkpoints += is_marked;
    r->declaration[0] = '\0';
}

static void read_code(struct reading *r, const char *line)
{
    r->in_macro = line[0] == '#' || (r->in_macro && line[0] == ' ');
    r->in_comment = false;
    if (r->in_macro)
        return;
    ck_assert_uint_lt(strlen(r->declaration) + strlen(line),
                      sizeof(r->declaration));
    strcat(r->declaration, line);
    if (strchr(line, ';') != NULL)
        compare(r);
    else if (line[0] == '{' || line[0] == '}')
        r->declaration[0] = '\0';
}

// The comment above a macro is that of the function behind it, too.
static void read_blank(struct reading *r)
{
    r->in_comment = false;
    if (!r->in_macro)
        r->says = r->is_the_same = false;
    r->declaration[0] = '\0';
}

static size_t read_header(const char *path)
{
    struct reading r = {.path = path};
    char line[256];
    FILE *in = fopen(path, "r");
    ck_assert_ptr_nonnull(in);
    while (fgets(line, sizeof(line), in) != NULL)
        if (starts(line, "//"))
            read_comment(&r, line);
        else if (line[0] == '\n')
            read_blank(&r);
        else
            read_code(&r, line);
    fclose(in);
    return r.n_checkpoints;
}

TEST(every_function_whose_comment_says_checkpoint_is_marked_as_one)
{
    glob_t headers;
    size_t n = 0;
    ck_assert_int_eq(glob("labs/*/*.h", 0, NULL, &headers), 0);
    for (size_t i = 0; i < headers.gl_pathc; i++)
        n += read_header(headers.gl_pathv[i]);
    globfree(&headers);
    ck_assert_uint_ge(n, 20);
}
// private: linnet-0f5d3f897d262c7d
