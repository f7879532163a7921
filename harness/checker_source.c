// What a source may not say: words that go around the compiler's checks, the
// sanitizers or the runtime. Comments, strings and what macros put together are
// not looked at: as the rest of the audit, this is a help and no wall.
#include "checker.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20 };

static const struct word {
    const char *begins; // the word does with this
    const char *why;
    const char *but_in; // number of a lab where it is fine, or NULL
} words[] = {
    {"asm", "a lab is written in C, without assembly", NULL},
    {"__asm", "a lab is written in C, without assembly", NULL},
    {"no_sanitize", "the sanitizers look at all of a lab", NULL},
    {"__no_sanitize", "the sanitizers look at all of a lab", NULL},
    {"__sanitizer", "what counts and watches is the harness's own", NULL},
    {"no_instrument", "coverage looks at all of a lab", NULL},
    {"no_profile", "coverage looks at all of a lab", NULL},
    {"__no_profile", "coverage looks at all of a lab", NULL},
    {"_Pragma", "the flags of the compiler are the same for all", NULL},
    {"loop_current", "what is in there is the runtime's own business", "3"},
};

// Exact words only where the beginning is a common one.
static bool is_word(const struct word *word, const char *at, size_t n)
{
    size_t length = strlen(word->begins);
    return n >= length && strncmp(at, word->begins, length) == 0 &&
           (n == length || strcmp(word->begins, "asm") != 0);
}

// ---- reading ---------------------------------------------------------------

struct source {
    const struct check *check;
    const char *name; // of the file
    const char *at;
    int line;
    bool fresh; // nothing but blanks in this line so far
};

static void step(struct source *s)
{
    if (*s->at == '\n') {
        s->line++;
        s->fresh = true;
    } else if (!isspace((unsigned char)*s->at)) {
        s->fresh = false;
    }
    s->at++;
}

static void skip_to(struct source *s, const char *end)
{
    while (*s->at != 0 && strncmp(s->at, end, strlen(end)) != 0)
        step(s);
    for (size_t i = 0; i < strlen(end) && *s->at != 0; i++)
        step(s);
}

static void skip_quoted(struct source *s)
{
    char quote = *s->at;
    step(s);
    while (*s->at != 0 && *s->at != quote && *s->at != '\n') {
        if (*s->at == '\\' && s->at[1] != 0)
            step(s);
        step(s);
    }
    if (*s->at == quote)
        step(s);
}

static size_t word_length(const char *at)
{
    size_t n = 0;
    while (isalnum((unsigned char)at[n]) || at[n] == '_')
        n++;
    return n;
}

static const char *next_word(const char *at)
{
    return at + strspn(at, " \t");
}

static bool starts_with(const char *at, const char *word)
{
    return strncmp(at, word, strlen(word)) == 0 &&
           word_length(at) == strlen(word);
}

// ---- objections ------------------------------------------------------------

// A directive at "#", or NULL if it is a usual one.
static const char *look_at_directive(const char *at)
{
    const char *word = next_word(at + 1);
    if (isdigit((unsigned char)*word) || starts_with(word, "line"))
        return "#line: lines are where they are";
    if (!starts_with(word, "pragma"))
        return NULL;
    word = next_word(word + strlen("pragma"));
    if (!starts_with(word, "GCC"))
        return NULL;
    word = next_word(word + strlen("GCC"));
    if (starts_with(word, "optimize") || starts_with(word, "target") ||
        starts_with(word, "push_options"))
        return "a pragma for the compiler's flags: they are the same for all";
    return NULL;
}

// A word at `at`; gives the objection, or NULL.
static char *look_at_word(const struct source *s, size_t n)
{
    for (size_t i = 0; i < array_length(words); i++) {
        const char *lab = words[i].but_in;
        if (is_word(&words[i], s->at, n) &&
            (lab == NULL || strcmp(lab, s->check->lab->number) != 0))
            return check_format("%s:%d says %.*s: %s.", s->name, s->line,
                                (int)n, s->at, words[i].why);
    }
    // Of an attribute: elsewhere it is a fine name.
    if (n >= 8 && strncmp(s->at, "optimize", 8) == 0 && s->at[-1] == '(' &&
        s->at[-2] == '(')
        return check_format("%s:%d sets the compiler's flags: they are the "
                            "same for all.",
                            s->name, s->line);
    return NULL;
}

// Reads one thing; gives an objection to it, or NULL.
static char *look(struct source *s)
{
    size_t n = word_length(s->at);
    char *objection = NULL;
    const char *directive = NULL;
    if (n > 0) {
        objection = look_at_word(s, n);
        s->at += n;
        s->fresh = false;
    } else if (strncmp(s->at, "//", 2) == 0) {
        skip_to(s, "\n");
    } else if (strncmp(s->at, "/*", 2) == 0) {
        skip_to(s, "*/");
    } else if (*s->at == '"' || *s->at == '\'') {
        skip_quoted(s);
    } else {
        if (*s->at == '#' && s->fresh)
            directive = look_at_directive(s->at);
        if (directive != NULL)
            objection = check_format("%s:%d has %s.", s->name,
                                     s->line, directive);
        step(s);
    }
    return objection;
}

static struct error *look_at_file(struct check *check, const char *name,
                                  const char **objection)
{
    char *text, *found = NULL;
    size_t n;
    TRY(check_read_file(check_text(check, "%s/source/%s", check->out, name),
                        MOST_BYTES, &text, &n));
    struct source s = {
        .check = check, .name = name, .at = text, .line = 1, .fresh = true};
    while (found == NULL && *s.at != 0)
        found = look(&s);
    *objection = found != NULL ? check_text(check, "%s", found) : NULL;
    free(found);
    free(text);
    return NULL;
}

struct error *check_source(struct check *check, const char **objection)
{
    *objection = NULL;
    for (size_t i = 0; *objection == NULL && i < check->lab->n_files; i++)
        TRY(look_at_file(check, check->lab->files[i].name, objection));
    return NULL;
}
