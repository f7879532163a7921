// class.json: what a class was asked for, and what a run tells the next.
#include "class.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { MOST_BYTES = 1 << 16 };

// ---- reading ---------------------------------------------------------------

static void take_over(const char **option, const json_t *kept, const char *name)
{
    const char *text = result_string(kept, name);
    if (*option == NULL && text[0] != 0)
        *option = check_format("%s", text);
}

// Who grades again need not say what was said before.
static void take_options(struct grade_options *options, const json_t *kept)
{
    const json_t *asked = json_object_get(kept, "asked");
    take_over(&options->in, asked, "in");
    take_over(&options->roster, asked, "roster");
    take_over(&options->canvas, asked, "canvas");
    take_over(&options->moodle, asked, "moodle");
    take_over(&options->due, asked, "due");
}

static void choose_seed(struct class *class, const json_t *kept)
{
    const char *seed = result_string(kept, "seed");
    uint32_t drawn;
    must(getrandom(&drawn, sizeof(drawn), 0) == sizeof(drawn));
    if (class->options->seed_given)
        class->seed = class->options->seed;
    else
        class->seed = seed[0] != 0 ? strtoull(seed, NULL, 16) : drawn;
}

struct error *class_read(struct class *class, struct grade_options *options)
{
    char *path = check_format("%s/class.json", class->folder), *text;
    size_t n;
    json_t *kept = NULL;
    struct error *err = check_read_file(path, MOST_BYTES, &text, &n);
    if (err == NULL) {
        kept = json_loads(text, 0, NULL);
        free(text);
    }
    free(path);
    error_free(err);
    if (kept == NULL && options->regrade)
        return error_new(&INVALID,
                         "there is no class in %s to grade again: `make grade "
                         "LAB=%s` first",
                         class->folder, class->lab->number);
    if (options->regrade)
        take_options(options, kept);
    choose_seed(class, kept);
    options->seed = class->seed;
    const json_t *outputs = json_object_get(kept, "outputs");
    class->reported = check_format("%s", result_string(outputs, "digest"));
    class->said = check_format("%s", result_string(outputs, "said"));
    json_decref(kept);
    return NULL;
}

// ---- writing ---------------------------------------------------------------

static void add_asked(json_t *asked, const char *name, const char *text)
{
    if (text != NULL)
        json_object_set_new(asked, name, json_string(text));
}

static json_t *class_json(const struct class *class)
{
    const struct grade_options *options = class->options;
    char seed[24];
    snprintf(seed, sizeof(seed), "%llx", (unsigned long long)class->seed);
    json_t *asked = json_object();
    add_asked(asked, "in", options->in);
    add_asked(asked, "roster", options->roster);
    add_asked(asked, "canvas", options->canvas);
    add_asked(asked, "moodle", options->moodle);
    add_asked(asked, "due", options->due);
    json_t *json = json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:s, s:b, s:b, s:{s:s, s:s}}", "schema",
        "class/v1", "lab", class->lab->name, "seed", seed, "tests",
        class->tests, "asked", asked, "cage", class->cage, "weak", class->weak,
        "forced", class->forced, "outputs", "digest", class->reported, "said",
        class->said);
    must(json != NULL);
    return json;
}

struct error *class_write(const struct class *class)
{
    json_t *json = class_json(class);
    char *text = json_dumps(json, JSON_INDENT(2));
    must(text != NULL);
    char *path = check_format("%s/class.json", class->folder);
    size_t n = strlen(text);
    struct error *err =
        keep_has(path, text, n) ? NULL : keep_file(path, text, n);
    free(path);
    free(text);
    json_decref(json);
    return err;
}
