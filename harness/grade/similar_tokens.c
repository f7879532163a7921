// A source without its names, values and looks: what stays when somebody
// renames, comments, indents, and moves functions about.
//
// All names are one token and all values another. Basic types are names;
// braces, qualifiers and `struct` are left out, since one may add or leave them
// without a change of sense. Of directives only what a macro stands for counts.
#include "similar.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAME = 1,
    VALUE,
    FIRST_KEYWORD,
    MOST_TOKENS = 1 << 23, // of a submission; more than it can have
};

static const char *const keywords[] = {
    "if",    "else",  "for",      "while", "do",     "switch", "case",
    "break", "return", "continue", "goto", "default", "sizeof", "typedef"};

static const char *const left_out[] = {
    "const",  "static", "inline", "volatile",      "register",
    "extern", "struct", "union",  "__attribute__", "_Noreturn"};

static const char *const values[] = {"NULL", "true", "false"};

static bool is_one_of(const char *word, size_t n, const char *const *list,
                      size_t n_list, size_t *which)
{
    for (*which = 0; *which < n_list; ++*which)
        if (strlen(list[*which]) == n &&
            strncmp(list[*which], word, n) == 0)
            return true;
    return false;
}

static void add_token(struct similar_text *text, int kind, int file, int line)
{
    if (text->n == MOST_TOKENS)
        return;
    if (text->n == text->room) {
        text->room = 2 * text->room + 1024;
        text->tokens =
            realloc(text->tokens, text->room * sizeof(text->tokens[0]));
        must(text->tokens != NULL);
    }
    text->tokens[text->n++] = (struct similar_token){
        (uint16_t)kind, (uint16_t)file, (uint32_t)line};
}

static void add_word(struct similar_text *text, const char *word, size_t n,
                     int file, int line)
{
    size_t which;
    if (is_one_of(word, n, left_out, array_length(left_out), &which))
        return;
    int kind = NAME;
    if (is_one_of(word, n, values, array_length(values), &which))
        kind = VALUE;
    else if (is_one_of(word, n, keywords, array_length(keywords), &which))
        kind = FIRST_KEYWORD + (int)which;
    add_token(text, kind, file, line);
}

// Bytes of a comment, a text or a character at `at`; 0 if it is none.
static size_t quoted_length(const char *at)
{
    size_t n = 1;
    if (strncmp(at, "//", 2) == 0) {
        while (at[n] != 0 && at[n] != '\n')
            n += at[n] == '\\' && at[n + 1] == '\n' ? 2 : 1;
        return n;
    }
    if (strncmp(at, "/*", 2) == 0) {
        const char *end = strstr(at + 2, "*/");
        return end != NULL ? (size_t)(end - at) + 2 : strlen(at);
    }
    if (*at != '"' && *at != '\'')
        return 0;
    while (at[n] != 0 && at[n] != *at && at[n] != '\n')
        n += at[n] == '\\' && at[n + 1] != 0 ? 2 : 1;
    return at[n] == *at ? n + 1 : n;
}

// Bytes of a directive that say nothing: all of it, but of "#define NAME(x) y"
// only what is before the y.
static size_t directive_length(const char *at)
{
    size_t n = 1 + strspn(at + 1, " \t");
    if (strncmp(at + n, "define", 6) == 0) {
        n += 6 + strspn(at + n + 6, " \t");
        while (isalnum((unsigned char)at[n]) || at[n] == '_')
            n++;
        return n;
    }
    while (at[n] != 0 && at[n] != '\n')
        n += at[n] == '\\' && at[n + 1] == '\n' ? 2 : 1;
    return n;
}

static size_t word_length(const char *at)
{
    size_t n = 0;
    while (isalnum((unsigned char)at[n]) || at[n] == '_')
        n++;
    return n;
}

// "1.5e+3" is "1.5e", "+", "3" here, in every source alike.
static size_t number_length(const char *at)
{
    size_t n = word_length(at);
    while (at[n] == '.')
        n += 1 + word_length(at + n + 1);
    return n;
}

// Operators of two characters are one token; "->" is as good as ".".
static size_t add_operator(struct similar_text *text, const char *at, int file,
                           int line)
{
    static const char second[] = "=&|<>+-";
    bool two = (at[1] == '=' && strchr("=!<>+-*/%&|^", *at) != NULL) ||
               (at[1] == *at && strchr(second, *at) != NULL);
    if (strncmp(at, "->", 2) == 0)
        add_token(text, '.' << 8, file, line);
    else if (*at != '{' && *at != '}' && *at != '\\')
        add_token(text, (two ? at[1] & 0x7f : 0) | (*at & 0x7f) << 8, file,
                  line);
    return two || strncmp(at, "->", 2) == 0 ? 2 : 1;
}

static int count_lines(const char *at, size_t n)
{
    int lines = 0;
    for (size_t i = 0; i < n; i++)
        lines += at[i] == '\n';
    return lines;
}

void similar_add(struct similar_text *text, const char *source, int file)
{
    int line = 1;
    bool first = true; // on its line
    for (size_t n; *source != 0; source += n) {
        unsigned char c = (unsigned char)*source;
        n = c == '#' && first ? directive_length(source)
                              : quoted_length(source);
        if (n > 0) {
            if (c == '"' || c == '\'')
                add_token(text, VALUE, file, line);
        } else if (isspace(c)) {
            n = 1;
        } else if (isdigit(c)) {
            n = number_length(source);
            add_token(text, VALUE, file, line);
        } else if ((n = word_length(source)) > 0) {
            add_word(text, source, n, file, line);
        } else {
            n = add_operator(text, source, file, line);
        }
        first = c == '\n' || (first && (isspace(c) || c == '/'));
        line += count_lines(source, n);
    }
}
