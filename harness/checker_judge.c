// Plays the hidden tests: runs the judge, which runs the student's code.
#include "checker.h"
#include "process.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LIMIT_MS = 120000 };

// How a flavour is played. The plain one decides; the watched one looks at what
// that cannot see, in fewer orders.
static const char *const flavour_words[N_FLAVOURS][12] = {
    [FLAVOUR_PLAIN] = {"--shared", NULL},
    [FLAVOUR_WATCHED] = {"--watched", "--shared", "--seeds", "3", "--sweep",
                         "8", "--cpu-ms", "3000", NULL},
};

static char *text_of(const json_t *line, const char *name)
{
    const char *text = json_string_value(json_object_get(line, name));
    return text != NULL ? check_clean(text, 2000) : NULL;
}

static void note_plain(struct check_test *test, const json_t *line)
{
    const char *status = json_string_value(json_object_get(line, "status"));
    if (status == NULL || strcmp(status, "not_run") == 0)
        return;
    bool passed = strcmp(status, "pass") == 0;
    test->status = passed ? CHECK_PASS : CHECK_FAIL;
    test->wall_ms = json_number_value(json_object_get(line, "wall_ms"));
    test->cpu_ms = json_integer_value(json_object_get(line, "cpu_ms"));
    test->n_plays = (int)json_integer_value(json_object_get(line, "plays"));
    if (passed)
        return;
    free(test->failed);
    free(test->happened);
    test->failed = text_of(line, "code");
    test->happened = text_of(line, "happened");
    test->order = (uint64_t)json_integer_value(json_object_get(line, "seed"));
    test->cancel_at = json_integer_value(json_object_get(line, "cancel_at"));
}

// Only what the plain flavour may be blind to counts here: a slow machine must
// not fail a test.
static void note_watched(struct check_test *test, const json_t *line)
{
    const char *code = json_string_value(json_object_get(line, "code"));
    if (code == NULL)
        return;
    test->unwatched = strcmp(code, "HANG") == 0 || strcmp(code, "LIMIT") == 0;
    if (strcmp(code, "MEMORY") != 0 && strcmp(code, "CRASH") != 0)
        return;
    test->sanitizer = text_of(line, "happened");
    if (test->status == CHECK_FAIL)
        return;
    test->status = CHECK_FAIL;
    test->failed = check_format("%s", code);
    test->happened = check_format("%s", test->sanitizer);
}

static struct error *note_line(struct check *check, enum check_flavour flavour,
                               const char *text)
{
    json_error_t where;
    json_t *line = json_loads(text, 0, &where);
    const char *id = json_string_value(json_object_get(line, "id"));
    struct check_test *test =
        id != NULL ? check_lab_test(check->lab, id) : NULL;
    struct error *err = NULL;
    if (line == NULL || id == NULL)
        err = error_new(&SYSTEM, "the judge said something odd: %.200s", text);
    else if (test == NULL)
        err = error_new(&SYSTEM, "the rubric of lab %s has no test %s",
                        check->lab->number, id);
    else if (flavour == FLAVOUR_PLAIN)
        note_plain(test, line);
    else
        note_watched(test, line);
    json_decref(line);
    return err;
}

static struct error *note_all(struct check *check, enum check_flavour flavour,
                              char *text)
{
    char *rest;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        if (line[0] == '{')
            TRY(note_line(check, flavour, line));
    return NULL;
}

const char *check_profile(const struct check_lab *lab,
                          enum check_flavour flavour)
{
    if (flavour == FLAVOUR_WATCHED)
        return "sanitize";
    return lab->link[0] != 0 ? "library" : "run";
}

// Words that switch layers off.
static void add_layers(struct check *check, struct check_argv *argv)
{
    static const struct {
        const char *layer;
        const char *const words[5];
    } all[] = {
        {"numbers", {"--smallest", NULL}},
        {"orders", {"--seeds", "0", "--sweep", "0", NULL}},
        {"counts", {"--uncounted", NULL}},
        {"limits", {"--cpu-ms", "100000", "--wall-ms", "100000", NULL}},
    };
    check_add_without(check, argv, false);
    for (size_t i = 0; i < array_length(all); i++)
        if (check_without(check, all[i].layer))
            check_words(argv, all[i].words);
}

static void add_words(struct check *check, struct check_argv *argv,
                      enum check_flavour flavour)
{
    const struct check_options *options = check->options;
    check_words(
        argv,
        (const char *const[]){
            check_text(check, "%s/%s/judge", check->root, check->lab->kit),
            "--runner", check_path(check, flavour, "runner"), "--cage",
            check_text(check, "%s/build/harness/cage", check->root), "--draw",
            check_text(check, "%llx", (unsigned long long)options->seed),
            "--processor",
            check_text(check, "%d", (int)getpid() * 2 + (int)flavour), NULL});
    check_words(argv, (const char *const[]){
                          "--profile", check_profile(check->lab, flavour),
                          NULL});
    check_words(argv, flavour_words[flavour]);
    // What is linked with a library reads headers.
    if (check->lab->link[0] != 0)
        check_words(
            argv,
            (const char *const[]){
                "--read", check_text(check, "%s/labs", check->root), "--header",
                check_text(check, "%s/build/headers/task.pch", check->root),
                NULL});
    if (flavour == FLAVOUR_PLAIN)
        check_words(
            argv,
            (const char *const[]){
                "--traces", check_text(check, "%s/traces", check->out), NULL});
    // Only these files: of a folder a disk could be filled.
    for (size_t i = 0; flavour == FLAVOUR_WATCHED && check->counted &&
                       i < check->lab->n_files;
         i++)
        check_words(argv,
                    (const char *const[]){
                        "--write",
                        check_counts(check, check->lab->files[i].name), NULL});
    if (check->weak)
        check_word(argv, "--weak-ok");
    add_layers(check, argv);
    if (options->test != NULL)
        check_words(argv, (const char *const[]){"--only", options->test, NULL});
}

struct error *check_judge(struct check *check, enum check_flavour flavour)
{
    struct check_argv argv = {0};
    struct process_result result;
    double start = check_now_ms();
    add_words(check, &argv, flavour);
    TRY(check_run(&argv, NULL, LIMIT_MS, &result));
    struct error *err = NULL;
    if (flavour == FLAVOUR_PLAIN)
        err = note_all(check, flavour, result.out.bytes);
    else
        check->watched = check_text(check, "%s", result.out.bytes);
    if (err == NULL && result.end.code != 0)
        err = error_new(&SYSTEM, "the judge ended with %d: %.1000s",
                        result.end.code, result.err.bytes);
    process_result_free(&result);
    if (flavour == FLAVOUR_PLAIN)
        check->judge_ms = check_now_ms() - start;
    return err;
}

struct error *check_note_watched(struct check *check)
{
    if (check->watched == NULL)
        return NULL;
    char *text = check_format("%s", check->watched);
    struct error *err = note_all(check, FLAVOUR_WATCHED, text);
    free(text);
    return err;
}
