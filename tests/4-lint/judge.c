// What is expected of a lint.
//
// A finding that is missing costs its test; an alarm where all is well costs
// one that is worth more (rubric.tsv): a lint that cries wolf is switched off.
#include "facts.h"
#include "judge_given.h"
#include "must.h"
#include <stdlib.h>
#include <string.h>

// ---- the corpus ------------------------------------------------------------

// All files one after the other, each below a line "TEST/NAME.c BYTES"; the top
// bit of each byte is turned over.
extern const char _binary_corpus_start[], _binary_corpus_end[];

// As it was; kept until the judge ends.
static const char *corpus(void)
{
    static char *bytes;
    size_t n = (size_t)(_binary_corpus_end - _binary_corpus_start);
    if (bytes != NULL)
        return bytes;
    bytes = malloc(n);
    must(bytes != NULL);
    for (size_t i = 0; i < n; i++)
        bytes[i] = _binary_corpus_start[i] ^ (char)0x80;
    return bytes;
}

struct file {
    const char *bytes;
    size_t n_bytes;
};

// Gives the number of files of this test.
static size_t find_files(const char *test, struct file *files)
{
    size_t n_found = 0, n = strlen(test);
    const char *end = corpus() + (_binary_corpus_end - _binary_corpus_start);
    for (const char *at = corpus(); at < end;) {
        char *after;
        const char *space = memchr(at, ' ', (size_t)(end - at));
        must(space != NULL);
        size_t n_bytes = strtoul(space, &after, 10);
        if (strncmp(at, test, n) == 0 && at[n] == '/') {
            must(n_found < MOST_FILES);
            files[n_found++] = (struct file){after + 1, n_bytes};
        }
        at = after + 1 + n_bytes;
    }
    return n_found;
}

// ---- what was found --------------------------------------------------------

struct found {
    unsigned line, column;
    char code[64];
    char message[MOST_MESSAGE + 16];
};

// Takes in a text that was told from place *at on.
static void read_text(struct play *p, size_t *at, char *text, size_t room)
{
    size_t n = 0;
    bool whole = false;
    while (!whole && *at < n_told(p) && told(p, *at)->what == TOLD_TEXT) {
        const struct wire_frame *frame = told(p, (*at)++);
        int64_t piece[2] = {frame->a, frame->b};
        whole = memchr(piece, 0, sizeof(piece)) != NULL;
        if (n + sizeof(piece) < room)
            memcpy(text + n, piece, sizeof(piece));
        n += sizeof(piece);
    }
    text[n < room ? n : room - 1] = 0;
}

// The findings of one file, from place *at of what was told on.
static size_t read_findings(struct play *p, size_t *at, struct found *found)
{
    size_t n = 0;
    while (*at < n_told(p) && told(p, *at)->what == TOLD_FINDING) {
        const struct wire_frame *frame = told(p, (*at)++);
        check(p, n < MOST_FINDINGS, "FALSE-ALARM",
              "there were more than %d findings in one file", MOST_FINDINGS);
        found[n].line = (unsigned)frame->a;
        found[n].column = (unsigned)frame->b;
        read_text(p, at, found[n].code, sizeof(found[n].code));
        read_text(p, at, found[n].message, sizeof(found[n].message));
        n++;
    }
    return n;
}

// ---- one file --------------------------------------------------------------

static void show(struct play *p, const struct given *given, unsigned line,
                 unsigned column)
{
    char text[900];
    given_show(given, line, column, text, sizeof(text));
    judge_show(p, "%s", text);
}

static const struct expected *expected_at(const struct given *given,
                                          unsigned line, unsigned column)
{
    for (size_t i = 0; i < given->n_expected; i++)
        if (given->expected[i].line == line &&
            given->expected[i].column == column)
            return &given->expected[i];
    return NULL;
}

static const struct found *found_at(const struct found *found, size_t n,
                                    unsigned line, unsigned column)
{
    for (size_t i = 0; i < n; i++)
        if (found[i].line == line && found[i].column == column)
            return &found[i];
    return NULL;
}

// A finding that nobody expects: on the line of one that is missing it has the
// wrong column, else it is a false alarm.
static void check_is_expected(struct play *p, const struct given *given,
                              const struct found *found, size_t n,
                              const struct found *one)
{
    if (expected_at(given, one->line, one->column) != NULL)
        return;
    show(p, given, one->line, one->column);
    for (size_t i = 0; i < given->n_expected; i++) {
        const struct expected *e = &given->expected[i];
        check(p,
              e->line != one->line ||
                  found_at(found, n, e->line, e->column) != NULL,
              "WRONG-PLACE",
              "the call of %s begins in column %u, and column %u was reported",
              e->function, e->column, one->column);
    }
    judge_fail(p, "FALSE-ALARM",
               "line %u, column %u was reported, and no task is lost there",
               one->line, one->column);
}

static void check_is_told_well(struct play *p, const struct given *given,
                               const struct expected *e,
                               const struct found *one)
{
    show(p, given, e->line, e->column);
    check(p, strcmp(one->code, "dangling-task") == 0, "WRONG-CODE",
          "the code of the finding was \"%s\", not \"dangling-task\"",
          one->code);
    check(p, strstr(one->message, e->function) != NULL, "WRONG-MESSAGE",
          "the message does not name %s, whose task is lost: \"%s\"",
          e->function, one->message);
}

static void check_found(struct play *p, const struct given *given,
                        const struct found *found, size_t n)
{
    for (size_t i = 0; i < given->n_expected; i++) {
        const struct expected *e = &given->expected[i];
        const struct found *one = found_at(found, n, e->line, e->column);
        if (one == NULL) {
            show(p, given, e->line, e->column);
            judge_fail(p, "MISSED",
                       "in line %u, column %u, nobody holds the task of %s, "
                       "and nothing was reported",
                       e->line, e->column, e->function);
        }
        check_is_told_well(p, given, e, one);
    }
}

static void check_order(struct play *p, const struct given *given,
                        const struct found *found, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const struct found *a = &found[i - 1], *b = &found[i];
        show(p, given, b->line, b->column);
        check(p, a->line != b->line || a->column != b->column,
              "REPORTED-TWICE", "line %u, column %u was reported twice",
              b->line, b->column);
        check(p,
              a->line < b->line ||
                  (a->line == b->line && a->column < b->column),
              "WRONG-ORDER",
              "line %u was reported after line %u: findings come in the order "
              "of the file",
              b->line, a->line);
    }
}

static void check_outcome(struct play *p, const struct given *given,
                          enum outcome outcome, const char *error, size_t n)
{
    char text[900];
    given_show_start(given, text, sizeof(text));
    judge_show(p, "%s", text);
    if (given->refused) {
        check(p, outcome == READ_REFUSED, "NOT-REFUSED",
              "a compiler refuses this file, and lint_source did not return "
              "INVALID");
        check(p, n == 0, "NOT-REFUSED",
              "a compiler refuses this file, and %zu findings were reported",
              n);
        return;
    }
    check(p, outcome == READ_WELL, "WRONG-ERROR",
          "lint_source returned an error for a file that can be read: %s",
          error);
}

// Looks at what was told of one file, from place *at on.
static void check_file(struct play *p, const struct given *given, size_t *at)
{
    static struct found found[MOST_FINDINGS];
    char error[MOST_MESSAGE + 16] = "";
    size_t n = read_findings(p, at, found);
    check(p, *at < n_told(p) && told(p, *at)->what == TOLD_READ, "FORGED",
          "the program told what no scenario tells");
    enum outcome outcome = (enum outcome)told(p, (*at)++)->a;
    if (outcome != READ_WELL)
        read_text(p, at, error, sizeof(error));
    check_outcome(p, given, outcome, error, n);
    for (size_t i = 0; i < n; i++)
        check_is_expected(p, given, found, n, &found[i]);
    check_found(p, given, found, n);
    check_order(p, given, found, n);
    judge_show(p, "%s", "");
}

// ---- a test ----------------------------------------------------------------

// Until the next question is asked, this is what is being read.
static void give_file(struct play *p, const struct given *given)
{
    char text[900];
    give_this(p, (int64_t)given->n_bytes);
    for (size_t i = 0; i < given->n_bytes / 8 + 1; i++) {
        int64_t word = 0;
        size_t left = given->n_bytes - 8 * i;
        memcpy(&word, given->text + 8 * i, left < 8 ? left : 8);
        give_this(p, word);
    }
    given_show_start(given, text, sizeof(text));
    judge_show(p, "%s", text);
}

static struct given given[MOST_FILES];

static void play_files(struct play *p, const char *test)
{
    struct file files[MOST_FILES];
    size_t n = find_files(test, files), at = 0;
    must(n > 0);
    give_this(p, (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        given_free(&given[i]);
        given_make(p, &given[i], files[i].bytes, files[i].n_bytes);
        give_file(p, &given[i]);
    }
    must(over(p));
    for (size_t i = 0; i < n; i++)
        check_file(p, &given[i], &at);
    check(p, at == n_told(p), "FORGED",
          "the program told what no scenario tells");
}

enum { READ_MS = 1000, READ_LARGE_MS = 4000 };

#define FILES(test)                                                            \
    JUDGE(test, .single = true, .no_sweep = true, .cpu_ms = READ_MS)           \
    {                                                                          \
        play_files(p, #test);                                                  \
    }
#include "lint_files.inc"

// ---- the large file --------------------------------------------------------

JUDGE(a_file_of_twenty_thousand_lines_is_read, .single = true,
      .no_sweep = true, .cpu_ms = READ_LARGE_MS)
{
    static struct found found[MOST_FINDINGS];
    size_t at = 0;
    int64_t least = is_watched(p) ? 100 : 1000;
    int64_t n = give(p, least, least + 20);
    int64_t first = give(p, 0, 50);
    int64_t step = give(p, 60, 90), n_bad = (n - first + step - 1) / step;
    must(over(p));
    size_t n_found = read_findings(p, &at, found);
    check(p, n_found <= (size_t)n_bad, "FALSE-ALARM",
          "%zu findings or more were reported in a large file, where there are "
          "%lld",
          n_found, (long long)n_bad);
    for (int64_t i = first; i < n; i += step) {
        unsigned line =
            FIRST_LINE + BAD_LINE - 1 + (unsigned)i * FUNCTION_LINES;
        check(p, found_at(found, n_found, line, BAD_COLUMN) != NULL, "MISSED",
              "in line %u of a file of %lld lines a task was lost, and nothing "
              "was reported",
              line, (long long)(n * FUNCTION_LINES));
    }
}
// private: linnet-0f5d3f897d262c7d
