// A source as its compiler reads it.
//
// Who reads it in another way can be made to take code for a comment. So this
// follows gcc to the letter: a line ends at \n, \r\n and \r; a backslash and
// the end of its line are nothing, with blanks between too; a byte of zero is a
// blank; and this comes before all else. What depends on more than that, as
// strings that are raw and odd names of files, is objected to.
#include "checker_plain.h"
#include "must.h"
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// ---- lines -----------------------------------------------------------------

// Gives the text with "\n" at the end of each line.
static char *end_lines(const char *bytes, size_t n)
{
    char *text = malloc(n + 1), *to = text;
    must(text != NULL);
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] == '\r' && i + 1 < n && bytes[i + 1] == '\n')
            continue;
        *to++ = bytes[i] == '\r' ? '\n' : bytes[i] == 0 ? ' ' : bytes[i];
    }
    *to = 0;
    return text;
}

static void join_lines(char *text)
{
    char *to = text;
    size_t owed = 0; // ends of lines
    for (const char *at = text; *at != 0; at++) {
        const char *end = at + 1 + strspn(at + 1, " \t\f\v");
        if (*at == '\\' && *end == '\n') {
            owed++;
            at = end;
            continue;
        }
        *to++ = *at;
        for (; *at == '\n' && owed > 0; owed--)
            *to++ = '\n';
    }
    // There is room: each end of a line has taken a backslash with it.
    for (; owed > 0; owed--)
        *to++ = '\n';
    *to = 0;
}

// ---- what is in a line ------------------------------------------------------

enum place {
    AT_BEGIN,     // of a line, but for blanks
    IN_CODE,      // and in other directives
    AT_DIRECTIVE, // behind the "#"
    AT_INCLUDE,   // a name of a file has to follow
    AFTER_INCLUDE, // and nothing behind it
    IN_CONDITION, // of #if
    IN_COMPARISON, // and there was a "<", which may begin a name of a file
};

struct reader {
    const char *at;
    char *text, *to;
    size_t owed; // ends of lines that were in a comment
    int line;
    enum place place;
    struct plain_objection *objection;
};

static void object(struct reader *r, const char *why)
{
    if (r->objection->why == NULL)
        *r->objection = (struct plain_objection){why, r->line};
}

static void skip(struct reader *r)
{
    r->owed += *r->at == '\n';
    r->at++;
}

static void skip_comment(struct reader *r)
{
    bool line = r->at[1] == '/';
    const char *end = line ? "\n" : "*/";
    r->at += 2;
    while (*r->at != 0 && strncmp(r->at, end, strlen(end)) != 0)
        skip(r);
    if (!line && *r->at != 0)
        r->at += 2;
    *r->to++ = ' ';
}

// It ends with its line, if not before.
static void skip_quoted(struct reader *r)
{
    char quote = *r->at++;
    while (*r->at != 0 && *r->at != quote && *r->at != '\n')
        r->at += *r->at == '\\' && r->at[1] != 0 && r->at[1] != '\n' ? 2 : 1;
    r->at += *r->at == quote;
    *r->to++ = quote;
    *r->to++ = quote;
}

// What is in these goes around the sanitizers.
static bool is_of_one_processor(const char *name, size_t n)
{
    static const char *const endings[] = {"intrin.h", "arm_neon.h",
                                          "arm_sve.h", "arm_acle.h"};
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        size_t length = strlen(endings[i]);
        if (n >= length &&
            strncmp(name + n - length, endings[i], length) == 0)
            return true;
    }
    return false;
}

// <sys/types.h> or "task.h"; a slash is left of it, if there is one.
static void skip_name(struct reader *r)
{
    static const char fit[] = "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+/";
    char end = *r->at == '<' ? '>' : '"';
    size_t n = strspn(r->at + 1, fit);
    const char *name = r->at + 1;
    if (name[n] != end || name[0] == '/' ||
        (n > 1 && memmem(name, n, "//", 2) != NULL)) {
        object(r, "an odd name of a file");
        r->at++;
        return;
    }
    if (is_of_one_processor(name, n))
        object(r, "a header of what only one kind of processor can do");
    *r->to++ = *r->at;
    if (memchr(name, '/', n) != NULL)
        *r->to++ = '/';
    *r->to++ = end;
    r->at += n + 2;
    r->place = AFTER_INCLUDE;
}

static bool is_one_of(const char *word, size_t n, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strlen(*words) == n && strncmp(word, *words, n) == 0)
            return true;
    return false;
}

static void take_word(struct reader *r)
{
    static const char *const raw[] = {"R", "LR", "uR", "UR", "u8R", NULL};
    static const char *const files[] = {"include", "include_next", "import",
                                        "embed", NULL};
    static const char *const conditions[] = {"if", "elif", NULL};
    size_t n = 0;
    while (isalnum((unsigned char)r->at[n]) || r->at[n] == '_')
        n++;
    if (r->at[n] == '"' && is_one_of(r->at, n, raw))
        object(r, "a raw string, which a lab has no need of");
    if (r->place == AT_DIRECTIVE && is_one_of(r->at, n, files))
        r->place = AT_INCLUDE;
    else if (r->place == AT_DIRECTIVE && is_one_of(r->at, n, conditions))
        r->place = IN_CONDITION;
    else if (r->place < IN_CONDITION)
        r->place = IN_CODE;
    memcpy(r->to, r->at, n);
    r->to += n;
    r->at += n;
}

static void end_line(struct reader *r)
{
    for (r->owed++; r->owed > 0; r->owed--) {
        *r->to++ = '\n';
        r->line++;
    }
    r->at++;
    r->place = AT_BEGIN;
}

// In these places gcc may take for a name of a file what would be a string or a
// comment elsewhere.
static void look_at_place(struct reader *r)
{
    bool comment = strncmp(r->at, "//", 2) == 0 || strncmp(r->at, "/*", 2) == 0;
    bool blank = comment || isspace((unsigned char)*r->at);
    bool name = r->place == AT_INCLUDE && (*r->at == '"' || *r->at == '<');
    if (r->place == AT_INCLUDE || r->place == AFTER_INCLUDE) {
        if (!blank && !name)
            object(r, "more than a name of a file to include");
    } else if (r->place >= IN_CONDITION && *r->at == '"') {
        object(r, "a text in a condition");
    } else if (r->place == IN_COMPARISON && (comment || *r->at == '\'')) {
        object(r, "a comment or a character behind a \"<\" in a condition");
    }
}

static void take_sign(struct reader *r)
{
    bool digraph = strncmp(r->at, "%:", 2) == 0;
    bool hash = digraph || *r->at == '#';
    *r->to++ = hash ? '#' : *r->at;
    r->at += digraph ? 2 : 1;
    if (r->place == AT_BEGIN && hash)
        r->place = AT_DIRECTIVE;
    else if (r->place < IN_CONDITION)
        r->place = IN_CODE;
    else if (r->to[-1] == '<')
        r->place = IN_COMPARISON;
}

static void take(struct reader *r)
{
    look_at_place(r);
    if (*r->at == '\n')
        end_line(r);
    else if (strncmp(r->at, "//", 2) == 0 || strncmp(r->at, "/*", 2) == 0)
        skip_comment(r);
    else if (r->place == AT_INCLUDE && (*r->at == '"' || *r->at == '<'))
        skip_name(r);
    else if (*r->at == '"' || *r->at == '\'')
        skip_quoted(r);
    else if (isalnum((unsigned char)*r->at) || *r->at == '_')
        take_word(r);
    else if (strchr(" \t\f\v", *r->at) != NULL)
        *r->to++ = ' ', r->at++;
    else
        take_sign(r);
}

char *plain_text(const char *bytes, size_t n, struct plain_objection *objection)
{
    char *lines = end_lines(bytes, n);
    // A lone quotation mark becomes two.
    char *text = malloc(2 * n + 2);
    must(text != NULL);
    join_lines(lines);
    struct reader r = {.at = lines,
                       .text = text,
                       .to = text,
                       .line = 1,
                       .objection = objection};
    *objection = (struct plain_objection){0};
    while (*r.at != 0)
        take(&r);
    *r.to = 0;
    free(lines);
    return text;
}
