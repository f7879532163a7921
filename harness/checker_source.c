// What a source may not say: words that go around the compiler's checks, the
// sanitizers or the runtime. Comments and strings are not looked at;
// checker_plain.c says what they are.
//
// Where words may be put together of pieces, what the preprocessor makes of the
// source is looked at too, in each flavour: whoever hides a function from the
// counting of steps has points for it.
#include "checker.h"
#include "checker_plain.h"
#include "process.h"
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20, MOST_BEFORE = 400, LIMIT_MS = 30000 };

// Else the build that is watched would watch another program than the one whose
// tests count.
#define ONE_SOURCE "the same program is to be built with and without sanitizers"

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
    {"__SANITIZE", ONE_SOURCE, NULL},
    {"__OPTIMIZE__", ONE_SOURCE, NULL},
    {"__NO_INLINE__", ONE_SOURCE, NULL},
    {"ASAN_", ONE_SOURCE, NULL},
    {"SANITIZER_", ONE_SOURCE, NULL},
    {"SWITCH_ASAN", ONE_SOURCE, NULL},
    {"__builtin_ia32", "the sanitizers do not see what it does", NULL},
    {"__builtin_aarch64", "the sanitizers do not see what it does", NULL},
    {"__seg_", "the sanitizers do not see what is read by it", NULL},
    {"_mm_", "the sanitizers do not see what it does", NULL},
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
    const char *text; // plain
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

static size_t word_length(const char *at)
{
    size_t n = 0;
    while (isalnum((unsigned char)at[n]) || at[n] == '_')
        n++;
    return n;
}

static const char *next_word(const char *at)
{
    return at + strspn(at, " ");
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
    if (starts_with(word, "dependency"))
        return "a pragma that looks at other files";
    if (starts_with(word, "optimize") || starts_with(word, "target") ||
        starts_with(word, "push_options"))
        return "a pragma for the compiler's flags: they are the same for all";
    return NULL;
}

// Is it the attribute? Elsewhere "optimize" is a fine name.
static bool is_attribute(const struct source *s, size_t n)
{
    static const char reserved[] = "__optimize__", plain[] = "optimize";
    static const char before[] = "__attribute";
    if (n == strlen(reserved) && strncmp(s->at, reserved, n) == 0)
        return true;
    if (n != strlen(plain) || strncmp(s->at, plain, n) != 0)
        return false;
    const char *line = s->at;
    while (line > s->text && line[-1] != '\n' && s->at - line < MOST_BEFORE)
        line--;
    size_t length = (size_t)(s->at - line);
    return memmem(line, length, before, strlen(before)) != NULL ||
           (length >= 2 && (strncmp(s->at - 2, "((", 2) == 0 ||
                            strncmp(s->at - 2, "::", 2) == 0));
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
    if (is_attribute(s, n))
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

// Looks through n bytes that begin in s->line.
static char *look_through(struct source *s, const char *bytes, size_t n)
{
    struct plain_objection objection;
    char *found = NULL, *text = plain_text(bytes, n, &objection);
    int first = s->line;
    s->at = s->text = text;
    s->fresh = true;
    while (found == NULL && *s->at != 0)
        found = look(s);
    free(text);
    if (found == NULL && objection.why != NULL)
        return check_format("%s:%d has %s.", s->name,
                            first + objection.line - 1, objection.why);
    return found;
}

// ---- what the preprocessor makes of it -------------------------------------

// Can a word come of elsewhere than of the text: put together by ##, or out of
// a header that is neither the course's nor one of C?
static bool has_pieces(const char *bytes, size_t n)
{
    struct plain_objection objection;
    char *text = plain_text(bytes, n, &objection);
    bool has = strstr(text, "##") != NULL || strstr(text, "</>") != NULL ||
               strstr(text, "\"/\"") != NULL;
    free(text);
    return has;
}

// Is it a header of the system or of the course, that nobody has handed in?
static bool is_trusted(const struct source *s, const char *name)
{
    char *labs = check_format("%s/labs", s->check->root);
    char *path = name[0] == '/' ? realpath(name, NULL) : NULL;
    char *ours = realpath(labs, NULL);
    size_t n = ours != NULL ? strlen(ours) : 0;
    bool trusted = name[0] == '<' ||
                   (path != NULL && (strncmp(path, "/usr/", 5) == 0 ||
                                     (n > 0 && strncmp(path, ours, n) == 0 &&
                                      path[n] == '/')));
    free(labs);
    free(path);
    free(ours);
    return trusted;
}

// The next of the lines that come of what was handed in, by whatever name it is
// included; or NULL. The preprocessor says in lines of their own which line of
// which file follows: # 12 "nursery.c".
static char *next_line(struct source *s, char **rest, bool *own)
{
    char name[PATH_MAX + 1];
    for (char *line; (line = strsep(rest, "\n")) != NULL;) {
        if (sscanf(line, "# %d \"%4096[^\"]\"", &s->line, name) == 2)
            *own = !is_trusted(s, name);
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
        int number = s->line;
        found = look_through(s, line, strlen(line));
        s->line = number + 1;
    }
    return found;
}

// What does not compile has been told of by the compiler.
static struct error *look_at_made(struct check *check, struct source *s,
                                  enum check_flavour flavour, char **found)
{
    struct check_argv argv = {0};
    struct process_result result;
    check_cage_of_source(check, &argv, check_path(check, flavour, ""));
    check_add_flags(check, &argv, flavour);
    check_words(&argv, (const char *const[]){"-E", s->name, NULL});
    TRY(check_run(&argv, check_text(check, "%s/source", check->out), LIMIT_MS,
                  &result));
    // A text of C would end at a byte of zero.
    for (size_t i = 0; i < result.out.n; i++)
        if (result.out.bytes[i] == 0)
            result.out.bytes[i] = ' ';
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
    struct source s = {.check = check, .name = name, .line = 1};
    *found = look_through(&s, text, n);
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
