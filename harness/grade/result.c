// One result for each student, on the disk.
//
// A result is an envelope, which is made of the submission and the class, around
// a body, which is made of what the checker wrote. Nothing that was measured is
// in it: equal input gives equal bytes.
#include "class.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_BYTES = 1 << 23, DAY_S = 86400 };

const char *result_string(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text != NULL ? text : "";
}

// ---- on the disk -----------------------------------------------------------

json_t *result_read(const struct class *class, const char *student)
{
    char *path = class_path(class, "results", student, ".json");
    json_t *result = json_load_file(path, 0, NULL);
    free(path);
    return result;
}

bool result_counts(const struct class *class, const struct submission *s,
                   const json_t *result)
{
    const json_t *digests = json_object_get(result, "digests");
    char seed[24];
    snprintf(seed, sizeof(seed), "%llx", (unsigned long long)class->seed);
    return strcmp(result_string(result, "status"), "grader_error") != 0 &&
           strcmp(result_string(digests, "submission"), s->digest) == 0 &&
           strcmp(result_string(digests, "tests"), class->tests) == 0 &&
           strcmp(result_string(result, "seed"), seed) == 0;
}

// ---- the envelope ----------------------------------------------------------

// Seconds since 1970 of "2026-10-02T22:00Z", with seconds or without; -1 if it
// is no time.
static int64_t seconds_of(const char *text)
{
    struct tm utc = {0};
    const char *end = strptime(text, "%Y-%m-%dT%H:%M", &utc);
    if (end != NULL && *end == ':')
        end = strptime(end, ":%S", &utc);
    return end != NULL && strcmp(end, "Z") == 0 ? timegm(&utc) : -1;
}

static void add_late(json_t *result, const char *due, const char *received)
{
    int64_t until = due != NULL ? seconds_of(due) : -1;
    int64_t at = seconds_of(received);
    if (until < 0 || at < 0)
        return;
    int64_t days = at > until ? (at - until + DAY_S - 1) / DAY_S : 0;
    json_object_set_new(result, "late",
                        json_pack("{s:I}", "days", (json_int_t)days));
}

static void add_of(json_t *result, const json_t *body, const char *name)
{
    json_t *value = json_object_get(body, name);
    if (value != NULL)
        json_object_set(result, name, value);
}

static void add_ignored(json_t *result, const struct submission *s)
{
    if (s->n_ignored == 0)
        return;
    json_t *names = json_array();
    for (size_t i = 0; i < s->n_ignored && i < 20; i++)
        json_array_append_new(names, json_string(s->ignored[i]));
    if (s->n_ignored > 20) {
        char *more = check_format("and %zu more", s->n_ignored - 20);
        json_array_append_new(names, json_string(more));
        free(more);
    }
    json_object_set_new(result, "ignored", names);
}

json_t *result_make(const struct class *class, const struct submission *s,
                    const char *status, const json_t *body)
{
    char seed[24];
    snprintf(seed, sizeof(seed), "%llx", (unsigned long long)class->seed);
    bool failed = strcmp(status, "grader_error") == 0;
    json_t *result = json_pack(
        "{s:s, s:s, s:s, s:i, s:s, s:{s:s, s:s}, s:s, s:s}", "schema",
        "result/v1", "lab", class->lab->name, "student", s->student, "attempt",
        s->attempt, "status", status, "digests", "submission", s->digest,
        "tests", class->tests, "seed", seed, "cage", class->cage);
    must(result != NULL);
    if (s->received[0] != 0) {
        json_object_set_new(result, "received", json_string(s->received));
        add_late(result, class->options->due, s->received);
    }
    if (!failed)
        add_of(result, body, "score");
    add_of(result, body, "max");
    add_of(result, body, "tests");
    add_of(result, body, "coverage");
    add_of(result, body, "build");
    add_ignored(result, s);
    add_of(result, body, "flags");
    if (failed)
        add_of(result, body, "error");
    return result;
}

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

// What happened, without what is another in each run: how long it took, how much
// was printed meanwhile, addresses, numbers of processes.
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
        add_of(test, checked, kept[i]);
    json_object_set_new(test, "retried", json_false());
    add_of(test, checked, "code");
    if (cause == NULL)
        return test;
    json_t *copy = json_copy(cause);
    json_object_set_new(copy, "happened", steady_json(cause, "happened"));
    if (json_object_get(cause, "story") != NULL)
        json_object_set_new(copy, "story", steady_json(cause, "story"));
    json_object_set_new(test, "cause", copy);
    return test;
}

// ---- for a human to look at ------------------------------------------------

static size_t count_code(const json_t *tests, const char *code)
{
    size_t i, n = 0;
    const json_t *test;
    json_array_foreach(tests, i, test)
        n += strcmp(result_string(test, "code"), code) == 0;
    return n;
}

static void add_flag(json_t *flags, const char *code, char *evidence)
{
    json_array_append_new(flags, json_pack("{s:s, s:s}", "code", code,
                                           "evidence", evidence));
    free(evidence);
}

// Few, and only what was seen: a beginner may do each of them by mistake.
static json_t *flags_of(const json_t *checked)
{
    const json_t *tests = json_object_get(checked, "tests");
    json_t *flags = json_array();
    size_t n_exits = count_code(tests, "EXIT");
    size_t n_forged = count_code(tests, "FORGED");
    const char *build = result_string(checked, "build");
    if (n_exits > 0)
        add_flag(flags, "exit-in-test",
                 check_format("exit() ends %zu test%s", n_exits,
                              n_exits == 1 ? "" : "s"));
    if (n_forged > 0)
        add_flag(flags, "harness-channel",
                 check_format("writes to the harness's own channel in %zu "
                              "test%s",
                              n_forged, n_forged == 1 ? "" : "s"));
    if (strcmp(result_string(checked, "status"), "rejected") == 0)
        add_flag(flags, "rejected",
                 check_format("%.*s", (int)strcspn(build, "\n"), build));
    return flags;
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
    add_of(body, checked, "score");
    add_of(body, checked, "max");
    json_array_foreach(json_object_get(checked, "tests"), i, test)
        json_array_append_new(tests, test_of(test));
    json_object_set_new(body, "tests", tests);
    json_object_set_new(body, "coverage",
                        cover_of(json_object_get(checked, "coverage")));
    if (json_object_get(checked, "build") != NULL) {
        char *text = without_folder(result_string(checked, "build"), s->folder);
        json_object_set_new(body, "build", json_string(text));
        free(text);
    }
    json_object_set_new(body, "flags", flags_of(checked));
    return body;
}

// ---- two results -----------------------------------------------------------

static json_t *find_test(const json_t *result, const char *id)
{
    size_t i;
    json_t *test;
    json_array_foreach(json_object_get(result, "tests"), i, test)
        if (strcmp(result_string(test, "id"), id) == 0)
            return test;
    return NULL;
}

static bool is_same_outcome(const json_t *one, const json_t *other)
{
    return strcmp(result_string(one, "status"),
                  result_string(other, "status")) == 0 &&
           strcmp(result_string(one, "code"), result_string(other, "code")) ==
               0;
}

void result_mark_retried(json_t *body, const json_t *first)
{
    size_t i;
    json_t *test;
    json_array_foreach(json_object_get(body, "tests"), i, test)
        if (!is_same_outcome(test,
                             find_test(first, result_string(test, "id"))))
            json_object_set_new(test, "retried", json_true());
}

json_t *result_merge(const json_t *old, const json_t *body, const char *id)
{
    size_t i;
    json_t *merged = json_deep_copy(old), *test;
    json_int_t score = 0;
    json_object_update(find_test(merged, id), find_test(body, id));
    if (json_object_get(find_test(body, id), "cause") == NULL) {
        json_object_del(find_test(merged, id), "code");
        json_object_del(find_test(merged, id), "cause");
    }
    json_array_foreach(json_object_get(merged, "tests"), i, test)
        score += json_integer_value(json_object_get(test, "points"));
    json_object_set_new(merged, "score", json_integer(score));
    json_object_set_new(merged, "flags", flags_of(merged));
    return merged;
}

// "12", or what there is in place of a score.
static char *score_text(const json_t *result)
{
    const json_t *score = json_object_get(result, "score");
    const char *status = result_string(result, "status");
    if (strcmp(status, "graded") != 0)
        return check_format("%s", result != NULL ? status : "none");
    return check_format("%lld", (long long)json_integer_value(score));
}

char *result_change(const char *student, const json_t *old, const json_t *now)
{
    char *text, *before = score_text(old), *after = score_text(now);
    size_t bytes, i, n = 0;
    json_t *test;
    FILE *out = open_memstream(&text, &bytes);
    must(out != NULL);
    fprintf(out, "  %-20s %12s -> %-12s\n", student, before, after);
    json_array_foreach(json_object_get(now, "tests"), i, test)
    {
        const json_t *was = find_test(old, result_string(test, "id"));
        if (was == NULL || is_same_outcome(was, test))
            continue;
        n++;
        fprintf(out, "      %-50.60s %s -> %s\n", result_string(test, "id"),
                result_string(was, "status"), result_string(test, "status"));
    }
    fclose(out);
    bool same = n == 0 && strcmp(before, after) == 0;
    free(before);
    free(after);
    if (!same)
        return text;
    free(text);
    return NULL;
}

// ---- keeping one -----------------------------------------------------------

static json_t *audit_line(const json_t *result, const json_t *old,
                          const char *why)
{
    char now[24];
    class_time(now);
    json_t *line = json_pack(
        "{s:s, s:s, s:s, s:s, s:O, s:O}", "at", now, "student",
        result_string(result, "student"), "why", why, "status",
        result_string(result, "status"), "digests",
        json_object_get(result, "digests"), "seed",
        json_object_get(result, "seed"));
    must(line != NULL);
    add_of(line, result, "score");
    add_of(line, result, "error");
    if (old != NULL)
        json_object_set_new(
            line, "old",
            json_pack("{s:s, s:O*, s:O*}", "status",
                      result_string(old, "status"), "score",
                      json_object_get(old, "score"), "digests",
                      json_object_get(old, "digests")));
    return line;
}

// The line comes first: a kill in between leaves a line without a result, which
// the next run writes, and never a result that nobody accounts for.
struct error *result_keep(const struct class *class, const struct submission *s,
                          json_t *result, json_t *times, const json_t *old,
                          const char *why)
{
    if (!slurm_is_wanted(class))
        return error_new(&INTERRUPTED, "nobody waits for this result");
    bool lasts = times != NULL || old != NULL;
    TRY(class_audit(class, audit_line(result, old, why), lasts));
    char *path = class_path(class, "times", s->student, ".json"), *text;
    struct error *err = NULL;
    if (times != NULL) {
        text = json_dumps(times, JSON_COMPACT | JSON_REAL_PRECISION(6));
        err = check_write_file(path, text, strlen(text));
        free(text);
    }
    free(path);
    if (err != NULL)
        return err;
    path = class_path(class, "results", s->student, ".json");
    text = json_dumps(result, JSON_INDENT(1) | JSON_REAL_PRECISION(6));
    must(text != NULL);
    err = lasts ? keep_file(path, text, strlen(text))
                : check_write_file(path, text, strlen(text));
    free(text);
    free(path);
    return err;
}
