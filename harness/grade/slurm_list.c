// What goes to and fro between the submitter and its tasks, as files.
#include "slurm.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_LOG_BYTES = 1 << 16, MOST_SAID = 300 };

static const char SCHEMA[] = "portion/v1";

static struct error *write_json(json_t *json, char *path)
{
    char *text = json_dumps(json, JSON_COMPACT);
    must(text != NULL);
    struct error *err = check_write_file(path, text, strlen(text));
    free(text);
    free(path);
    json_decref(json);
    return err;
}

// ---- a portion -------------------------------------------------------------

static void add_text(json_t *json, const char *name, const char *text)
{
    if (text != NULL)
        json_object_set_new(json, name, json_string(text));
}

static json_t *class_to_json(const struct class *class)
{
    const struct grade_options *options = class->options;
    char seed[24];
    snprintf(seed, sizeof(seed), "%llx", (unsigned long long)class->seed);
    json_t *json = json_pack(
        "{s:s, s:s, s:s, s:s, s:b, s:b, s:b}", "lab", class->lab->number,
        "folder", class->folder, "tests", class->tests, "seed", seed, "weak",
        options->weak, "regrade", options->regrade, "dry", options->dry);
    must(json != NULL);
    add_text(json, "due", options->due);
    add_text(json, "student", options->student);
    add_text(json, "test", options->test);
    return json;
}

static json_t *submission_to_json(const struct submission *s, size_t index)
{
    json_t *ignored = json_array();
    for (size_t i = 0; i < s->n_ignored && i < 20; i++)
        json_array_append_new(ignored, json_string(s->ignored[i]));
    json_t *json = json_pack(
        "{s:I, s:s, s:s, s:s, s:I, s:s, s:s, s:i, s:o, s:I}", "index",
        (json_int_t)index, "student", s->student, "from", s->from, "folder",
        s->folder, "n_files", (json_int_t)s->n_files, "digest", s->digest,
        "received", s->received, "attempt", s->attempt, "ignored", ignored,
        "n_ignored", (json_int_t)s->n_ignored);
    must(json != NULL);
    return json;
}

struct error *slurm_write_portion(const struct class *class, const char *folder,
                                  size_t k, const size_t *list, size_t n)
{
    json_t *submissions = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(
            submissions,
            submission_to_json(&class->intake->list[list[i]], list[i]));
    return write_json(json_pack("{s:s, s:o, s:o}", "schema", SCHEMA, "class",
                                class_to_json(class), "submissions",
                                submissions),
                      check_format("%s/portions/%zu.json", folder, k));
}

// ---- and back --------------------------------------------------------------

static char *text_of(const json_t *json, const char *name)
{
    const json_t *text = json_object_get(json, name);
    return text != NULL ? check_format("%s", result_string(json, name)) : NULL;
}

static size_t count_of(const json_t *json, const char *name)
{
    return (size_t)json_integer_value(json_object_get(json, name));
}

static void read_submission(const json_t *json, struct submission *s)
{
    size_t i;
    const json_t *name, *ignored = json_object_get(json, "ignored");
    *s = (struct submission){
        .student = check_format("%s", result_string(json, "student")),
        .from = check_format("%s", result_string(json, "from")),
        .folder = check_format("%s", result_string(json, "folder")),
        .n_files = count_of(json, "n_files"),
        .digest = check_format("%s", result_string(json, "digest")),
        .received = check_format("%s", result_string(json, "received")),
        .attempt = (int)count_of(json, "attempt"),
        .ignored = calloc(json_array_size(ignored) + 1, sizeof(char *)),
        .n_ignored = count_of(json, "n_ignored"),
    };
    must(s->ignored != NULL);
    json_array_foreach(ignored, i, name)
        s->ignored[i] = check_format("%s", json_string_value(name));
}

static void read_submissions(struct class *class, const json_t *list,
                             size_t **indexes)
{
    size_t i, n = json_array_size(list);
    const json_t *json;
    class->intake = calloc(1, sizeof(*class->intake));
    must(class->intake != NULL);
    class->intake->list = calloc(n + 1, sizeof(class->intake->list[0]));
    class->outcomes = calloc(n + 1, sizeof(class->outcomes[0]));
    *indexes = calloc(n + 1, sizeof(**indexes));
    must(class->intake->list != NULL && class->outcomes != NULL &&
         *indexes != NULL);
    json_array_foreach(list, i, json)
    {
        read_submission(json, &class->intake->list[i]);
        (*indexes)[i] = count_of(json, "index");
    }
    class->intake->n = class->n_open = n;
}

static void read_class(struct class *class, const json_t *json,
                       struct grade_options *options)
{
    *options = (struct grade_options){
        .slurm_task = options->slurm_task,
        .lab = text_of(json, "lab"),
        .due = text_of(json, "due"),
        .student = text_of(json, "student"),
        .test = text_of(json, "test"),
        .weak = json_is_true(json_object_get(json, "weak")),
        .regrade = json_is_true(json_object_get(json, "regrade")),
        .dry = json_is_true(json_object_get(json, "dry")),
    };
    class->options = options;
    class->folder = text_of(json, "folder");
    class->tests = text_of(json, "tests");
    class->seed = strtoull(result_string(json, "seed"), NULL, 16);
}

struct error *slurm_read_portion(const char *path, struct class *class,
                                 struct grade_options *options,
                                 size_t **indexes)
{
    json_error_t where;
    json_t *json = json_load_file(path, 0, &where);
    if (json == NULL || strcmp(result_string(json, "schema"), SCHEMA) != 0) {
        json_decref(json);
        return error_new(&INVALID, "%s: %s", path,
                         json == NULL ? where.text
                                      : "it is of another program");
    }
    read_class(class, json_object_get(json, "class"), options);
    read_submissions(class, json_object_get(json, "submissions"), indexes);
    json_decref(json);
    return NULL;
}

// ---- what became of it -----------------------------------------------------

struct error *slurm_write_outcome(const struct class *class, size_t i,
                                  const char *folder, size_t index,
                                  struct slurm_counts *before)
{
    const struct outcome *o = &class->outcomes[i];
    json_t *json =
        json_pack("{s:i, s:b, s:I, s:I, s:I}", "state", (int)o->state,
                  "retried", o->retried, "n_unbuilt",
                  (json_int_t)(class->n_unbuilt - before->n_unbuilt), "n_hung",
                  (json_int_t)(class->n_hung - before->n_hung), "n_flagged",
                  (json_int_t)(class->n_flagged - before->n_flagged));
    must(json != NULL);
    *before = (struct slurm_counts){class->n_unbuilt, class->n_hung,
                                    class->n_flagged};
    add_text(json, "error", o->error);
    add_text(json, "change", o->change);
    return write_json(json,
                      check_format("%s/outcomes/%zu.json", folder, index));
}

bool slurm_take_outcome(struct class *class, const char *folder, size_t i)
{
    struct outcome *o = &class->outcomes[i];
    char *path = check_format("%s/outcomes/%zu.json", folder, i);
    json_t *json = json_load_file(path, 0, NULL);
    if (json != NULL) {
        o->state = count_of(json, "state");
        o->retried = json_is_true(json_object_get(json, "retried"));
        o->error = text_of(json, "error");
        o->change = text_of(json, "change");
        class->n_unbuilt += count_of(json, "n_unbuilt");
        class->n_hung += count_of(json, "n_hung");
        class->n_flagged += count_of(json, "n_flagged");
        class->n_errors += o->state == OUTCOME_ERROR;
        unlink(path);
        json_decref(json);
    }
    free(path);
    return json != NULL;
}

char *slurm_last_line(const char *folder, size_t k)
{
    char *path = check_format("%s/logs/%zu.txt", folder, k), *text = NULL;
    size_t n = 0;
    struct error *err = check_read_file(path, MOST_LOG_BYTES, &text, &n);
    free(path);
    if (err != NULL) {
        error_free(err);
        return check_format("%s", "");
    }
    while (n > 0 && text[n - 1] == '\n')
        text[--n] = 0;
    const char *line = strrchr(text, '\n');
    char *last = check_clean(line != NULL ? line + 1 : text, MOST_SAID);
    free(text);
    return last;
}
