// What is taken of what the checker wrote: all but what was measured, and what
// is another in each run.
#include "class.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- the body --------------------------------------------------------------

json_t *result_blank(const struct class *class, const char *text)
{
    const struct check_lab *lab = class->lab;
    json_t *tests = json_array();
    for (size_t i = 0; i < lab->n_tests; i++) {
        const struct check_test *t = &lab->tests[i];
        json_array_append_new(
            tests, json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:b}", "id", t->id,
                             "title", t->checked, "part", t->part, "status",
                             "not_run", "points", 0, "max", t->points,
                             "retried", 0));
    }
    json_t *body = json_pack("{s:i, s:i, s:o, s:[], s:[]}", "score", 0, "max",
                             check_points(lab, false), "tests", tests,
                             "coverage", "flags");
    must(body != NULL);
    if (text != NULL)
        json_object_set_new(body, "build", json_string(text));
    return body;
}

// Is text at `at` the whole of a number with a point, "0.31"?
static size_t length_of_number(const char *text, const char *at)
{
    size_t n = strspn(at, "0123456789.");
    bool begins = at == text || at[-1] == ' ';
    return begins && isdigit((unsigned char)*at) ? n : 0;
}

static bool is_address(const char *at)
{
    return strncmp(at, "0x", 2) == 0 && strspn(at + 2, "0") < 4;
}

// Of what was done again and again until it was stopped.
static bool is_large_count(const char *at, size_t n)
{
    return n > 3 && (strncmp(at + n, " times", 6) == 0 ||
                     strncmp(at + n, " steps before", 13) == 0);
}

// Does text begin with word, and does the word end there?
static bool is_word(const char *text, const char *word)
{
    size_t n = strlen(word);
    return strncmp(text, word, n) == 0 && !isalpha((unsigned char)text[n]);
}

// "==1234==ERROR: " as a sanitizer begins.
static size_t length_of_process(const char *at)
{
    if (strncmp(at, "==", 2) != 0)
        return 0;
    size_t n = 2 + strspn(at + 2, "0123456789");
    return n > 2 && strncmp(at + n, "==ERROR: ", 9) == 0 ? n + 9 : 0;
}

// What happened, without what is another in each run: how long it took, how
// much was printed meanwhile, addresses, numbers of processes.
static char *steady(const char *text)
{
    char *out = malloc(4 * strlen(text) + 1), *to = out;
    must(out != NULL);
    for (const char *at = text; *at != 0;) {
        size_t n = length_of_number(text, at);
        size_t process = length_of_process(at);
        if (process > 0) {
            at += process;
        } else if (n > 0 && is_word(at + n, " s")) {
            to = stpcpy(to, "some seconds");
            at += n + strlen(" s");
        } else if (n > 0 && is_word(at + n, " MB")) {
            to = stpcpy(to, "many");
            at += n;
        } else if (is_large_count(at, n)) {
            to = stpcpy(to, "many");
            at += n;
        } else if (is_address(at)) {
            to = stpcpy(to, "0x...");
            at += 2 + strspn(at + 2, "0123456789abcdef");
        } else {
            *to++ = *at++;
        }
    }
    *to = 0;
    return out;
}

// Where a loop was when it was stopped is another place each time; a student
// sees it at home. Gives the story without it.
static char *without_place(const char *story)
{
    static const char place[] = "\n  Your code was at ";
    static const char more[] = "    called from ";
    const char *at = strstr(story, place);
    if (at == NULL)
        return check_format("%s", story);
    const char *end = strchrnul(at + strlen(place), '\n');
    while (*end == '\n' && strncmp(end + 1, more, strlen(more)) == 0)
        end = strchrnul(end + 1, '\n');
    end += *end == '\n';
    return check_format("%.*s%s", (int)(at - story), story, end);
}

static json_t *steady_story(const json_t *cause)
{
    const char *happened = result_string(cause, "happened");
    const char *story = result_string(cause, "story");
    char *kept = strstr(happened, "it loops") != NULL
                     ? without_place(story)
                     : check_format("%s", story);
    char *text = steady(kept);
    json_t *value = json_string(text);
    free(text);
    free(kept);
    return value;
}

static json_t *steady_json(const json_t *object, const char *name)
{
    char *text = steady(result_string(object, name));
    json_t *value = json_string(text);
    free(text);
    return value;
}

// As many digits as are written, so that what is read again is the same.
static json_t *rounded(const json_t *file)
{
    static const char *const shares[] = {"lines", "branches"};
    json_t *copy = json_copy((json_t *)file);
    for (size_t i = 0; i < array_length(shares); i++) {
        double share = json_number_value(json_object_get(file, shares[i]));
        json_object_set_new(copy, shares[i],
                            json_real((double)(int)(share * 1e4 + 0.5) / 1e4));
    }
    return copy;
}

static json_t *cover_of(const json_t *files)
{
    size_t i;
    const json_t *file;
    json_t *cover = json_array();
    json_array_foreach(files, i, file)
        json_array_append_new(cover, rounded(file));
    return cover;
}

static json_t *test_of(const json_t *checked)
{
    static const char *const kept[] = {"id",     "title",  "part",
                                       "status", "points", "max"};
    json_t *test = json_object(), *cause = json_object_get(checked, "cause");
    for (size_t i = 0; i < array_length(kept); i++)
        result_add_of(test, checked, kept[i]);
    json_object_set_new(test, "retried", json_false());
    result_add_of(test, checked, "code");
    if (cause == NULL)
        return test;
    json_t *copy = json_copy(cause);
    json_object_set_new(copy, "happened", steady_json(cause, "happened"));
    // How far a forger's trace goes is a matter of luck.
    if (strcmp(result_string(checked, "code"), "FORGED") == 0)
        json_object_del(copy, "story");
    else if (json_object_get(cause, "story") != NULL)
        json_object_set_new(copy, "story", steady_story(cause));
    json_object_set_new(test, "cause", copy);
    return test;
}

// ---- of a check ------------------------------------------------------------

// What the checker says of a file is said without the folders it is in.
static char *without_folder(const char *text, const char *folder)
{
    char *out = malloc(strlen(text) + 1), *to = out;
    size_t n = strlen(folder);
    must(out != NULL);
    while (*text != 0) {
        if (strncmp(text, folder, n) == 0 && text[n] == '/')
            text += n + 1;
        else
            *to++ = *text++;
    }
    *to = 0;
    return out;
}

json_t *result_body(const struct submission *s, const json_t *checked)
{
    size_t i;
    json_t *test, *tests = json_array(), *body = json_object();
    result_add_of(body, checked, "score");
    result_add_of(body, checked, "max");
    json_array_foreach(json_object_get(checked, "tests"), i, test)
        json_array_append_new(tests, test_of(test));
    json_object_set_new(body, "tests", tests);
    // What is rejected may have been played in part, side by side with that.
    bool graded = strcmp(result_string(checked, "status"), "graded") == 0;
    json_object_set_new(
        body, "coverage",
        graded ? cover_of(json_object_get(checked, "coverage")) : json_array());
    if (json_object_get(checked, "build") != NULL) {
        char *text = without_folder(result_string(checked, "build"), s->folder);
        json_object_set_new(body, "build", json_string(text));
        free(text);
    }
    json_object_set_new(body, "flags", result_flags(checked));
    return body;
}
