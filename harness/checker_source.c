// What a source may not say: words that go around the compiler's checks, the
// sanitizers or the runtime. Comments and strings are not looked at.
//
// Where words may be put together of pieces, what the preprocessor makes of the
// source is looked at too, in each flavour: whoever hides a function from the
// counting of steps has points for it.
#include "checker.h"
#include "process.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20, LIMIT_MS = 30000 };

static const struct word {
    const char *begins; // the word does with this
    const char *why;
    const char *but_in; // number of a lab where it is fine, or NULL
} words[] = {
    {"asm", "a lab is written in C, without assembly", NULL},
    {"__asm", "a lab is written in C, without assembly", NULL},
    {"no_sanitize", "the sanitizers look at all of a lab", NULL},
    {"__no_sanitize", "the sanitizers look at all of a lab", NULL},
    {"no_address_safety", "the sanitizers look at all of a lab", NULL},
    {"__no_address_safety", "the sanitizers look at all of a lab", NULL},
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

// R"mark( ... )mark": quotation marks within it end nothing.
static void skip_raw(struct source *s)
{
    char end[24];
    snprintf(end, sizeof(end), ")%.*s\"", (int)strcspn(s->at + 1, "("),
             s->at + 1);
    skip_to(s, end);
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
        if (s->at[-1] == 'R' && n <= 3 && *s->at == '"')
            skip_raw(s);
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

static char *look_through(struct source *s)
{
    char *found = NULL;
    while (found == NULL && *s->at != 0)
        found = look(s);
    return found;
}

// ---- what the preprocessor makes of it -------------------------------------

// Can a word come of pieces: by ##, or a line that goes on in the next? And a
// byte of zero ends a text for us and not for a compiler.
static bool has_pieces(const char *text, size_t n)
{
    if (strlen(text) < n || strstr(text, "##") != NULL ||
        strstr(text, "%:%:") != NULL)
        return true;
    for (const char *at = text; (at = strchr(at, '\\')) != NULL; at++)
        if (at > text && word_length(at - 1) > 0 &&
            isspace((unsigned char)at[1]))
            return true;
    return false;
}

// The next of the lines that come of the file; its end, or NULL. The
// preprocessor says in lines of their own which line of which file follows:
// # 12 "nursery.c".
static char *next_line(struct source *s, char **rest, bool *own)
{
    char name[256];
    for (char *line; (line = strsep(rest, "\n")) != NULL;) {
        if (sscanf(line, "# %d \"%255[^\"]\"", &s->line, name) == 2)
            *own = strcmp(name, s->name) == 0;
        else if (*own)
            return line;
    }
    return NULL;
}

static char *look_at_lines(struct source *s, char *text)
{
    bool own = false;
    char *found = NULL, *line;
    while (found == NULL && (line = next_line(s, &text, &own)) != NULL) {
        s->at = line;
        s->fresh = true;
        found = look_through(s);
        s->line++;
    }
    return found;
}

// What does not compile has been told of by the compiler.
static struct error *look_at_made(struct check *check, struct source *s,
                                  enum check_flavour flavour, char **found)
{
    struct check_argv argv = {0};
    struct process_result result;
    check_cage(check, &argv, check_path(check, flavour, ""));
    check_add_flags(check, &argv, flavour);
    check_words(&argv, (const char *const[]){"-E", s->name, NULL});
    TRY(check_run(&argv, check_text(check, "%s/source", check->out), LIMIT_MS,
                  &result));
    *found = look_at_lines(s, result.out.bytes);
    if (*found == NULL && result.out.n_dropped > 0)
        *found = check_format("%s makes far more code than a lab needs, too "
                              "much to look through.",
                              s->name);
    process_result_free(&result);
    return NULL;
}

// ---- a file ----------------------------------------------------------------

static struct error *look_at_text(struct check *check, const char *name,
                                  const char *text, size_t n, char **found)
{
    struct source s = {
        .check = check, .name = name, .at = text, .line = 1, .fresh = true};
    *found = look_through(&s);
    for (int f = 0; f < N_FLAVOURS && *found == NULL && has_pieces(text, n);
         f++)
        TRY(look_at_made(check, &s, (enum check_flavour)f, found));
    return NULL;
}

static struct error *look_at_file(struct check *check, const char *name,
                                  const char **objection)
{
    char *text, *found = NULL;
    size_t n;
    TRY(check_read_file(check_text(check, "%s/source/%s", check->out, name),
                        MOST_BYTES, &text, &n));
    struct error *err = look_at_text(check, name, text, n, &found);
    *objection = found != NULL ? check_text(check, "%s", found) : NULL;
    free(found);
    free(text);
    return err;
}

struct error *check_source(struct check *check, const char **objection)
{
    *objection = NULL;
    for (size_t i = 0; *objection == NULL && i < check->lab->n_files; i++)
        TRY(look_at_file(check, check->lab->files[i].name, objection));
    return NULL;
}
