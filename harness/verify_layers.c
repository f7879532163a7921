// Attacks without a layer that stops them. Each layer has at least one attack
// that gets through where only that layer is off, so none is there for show:
//
//     // Stopped: landlock: ended itself with status 1
//
// says which layers to switch off, then what is seen if it gets through: a code,
// a status, a text, "full marks", "no verdict" (the checker is gone) or "a
// survivor" (and the attack is not).
#include "verify.h"
#include <glob.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20 };

// Switches off each of a list of layers: "seccomp, session". The words live as
// long as the case.
static void switch_off(struct verify_case *c)
{
    char *rest;
    size_t n = 0;
    for (char *layer = strtok_r(c->layer, ", ", &rest);
         layer != NULL && n + 2 < array_length(c->words);
         layer = strtok_r(NULL, ", ", &rest)) {
        c->words[n++] = "--without";
        c->words[n++] = layer;
    }
}

static struct error *read_header(const char *path, const char *name,
                                 char **value)
{
    char *text;
    size_t n;
    TRY(check_read_file(path, MOST_BYTES, &text, &n));
    *value = verify_header(text, "// ", name);
    free(text);
    return NULL;
}

static struct error *make_through(struct verify_case *c)
{
    char *stopped;
    TRY(verify_make_attack(c));
    TRY(read_header(c->from, "Stopped", &stopped));
    char *colon = stopped != NULL ? strstr(stopped, ": ") : NULL;
    if (c->gets == GETS_NOTHING || colon == NULL) {
        free(stopped);
        return NULL;
    }
    free(c->says);
    free(c->code);
    c->code = NULL;
    c->gets = GETS_THROUGH;
    c->says = check_format("%s", colon + 2);
    *colon = 0;
    c->layer = stopped;
    switch_off(c);
    return NULL;
}

// What is left of a check that ended too soon.
static bool is_as_left(struct verify_case *c, const json_t *result)
{
    if (strcmp(c->says, "no verdict") == 0)
        return result == NULL;
    return strcmp(c->says, "a survivor") == 0 && verify_kill_below(c->folder);
}

void verify_look_at_through(struct verify_case *c, const json_t *result)
{
    size_t i;
    const json_t *test;
    const char *status =
        json_string_value(json_object_get(result, "status"));
    if ((status != NULL && strcmp(status, c->says) == 0) ||
        (strcmp(c->says, "full marks") == 0 && c->max > 0 &&
         c->score == c->max) ||
        is_as_left(c, result))
        return;
    json_array_foreach(json_object_get(result, "tests"), i, test)
    {
        const char *code = json_string_value(json_object_get(test, "code"));
        if (code != NULL && strcmp(code, c->says) == 0)
            return;
    }
    if (!verify_is_said(result, c->says))
        verify_blame(c, "it is stopped without %s as well: nobody says \"%s\"",
                     c->layer, c->says);
}

// ---- each without each -----------------------------------------------------

static struct error *make_any(struct verify_case *c)
{
    char *never;
    TRY(verify_make_attack(c));
    TRY(read_header(c->from, "Never", &never));
    if (never != NULL && strstr(never, c->layer) != NULL) {
        c->gets = GETS_NOTHING;
        snprintf(c->note, sizeof(c->note), "never");
    } else if (c->gets != GETS_NOTHING) {
        c->gets = GETS_ANY;
        switch_off(c);
    }
    free(never);
    return NULL;
}

static void add_case(struct verify_list *list, struct check_lab *lab,
                     const char *from, const char *layer,
                     struct error *(*make)(struct verify_case *c))
{
    const char *base = strrchr(from, '/') + 1;
    char *name = layer != NULL
                     ? check_format("%.*s@%s", (int)strcspn(base, "."), base,
                                    layer)
                     : check_format("%.*s", (int)strcspn(base, "."), base);
    struct verify_case *c = verify_add(list, lab, "layer", name, make);
    free(name);
    if (c == NULL)
        return;
    c->from = check_format("%s", from);
    c->layer = layer != NULL ? check_format("%s", layer) : NULL;
}

// What is rejected or does not compile is changed by few layers.
static bool may_matter(const char *gets, const char *layer)
{
    static const struct {
        const char *gets, *layers;
    } few[] = {{"rejected", "source audit"},
               {"build_failed", "seccomp landlock capabilities rlimits"}};
    for (size_t i = 0; gets != NULL && i < array_length(few); i++)
        if (strcmp(gets, few[i].gets) == 0)
            return strstr(few[i].layers, layer) != NULL;
    return true;
}

static void add_attack(struct verify_list *list, struct check_lab *lab,
                       const char *from)
{
    char *stopped = NULL, *gets = NULL;
    error_free(read_header(from, "Stopped", &stopped));
    error_free(read_header(from, "Gets", &gets));
    if (!list->layers && stopped != NULL)
        add_case(list, lab, from, NULL, make_through);
    for (size_t i = 0; list->layers && check_layers[i] != NULL; i++)
        if (may_matter(gets, check_layers[i]))
            add_case(list, lab, from, check_layers[i], make_any);
    free(stopped);
    free(gets);
}

void verify_add_layers(struct verify_list *list, struct check_lab *lab)
{
    glob_t found;
    char *pattern = check_format("tests/attacks/%s/*.c", lab->name);
    int failed = glob(pattern, 0, NULL, &found);
    free(pattern);
    for (size_t i = 0; failed == 0 && i < found.gl_pathc; i++)
        if (strstr(found.gl_pathv[i], "/rest.c") == NULL)
            add_attack(list, lab, found.gl_pathv[i]);
    if (failed == 0)
        globfree(&found);
}
