// Findings as SARIF 2.1.0, which other tools read.
//
// Columns are counted in characters there, not in bytes, and a file is a URI:
// relative to the folder the lint was started in, if it is below that.
#include "command.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCHEMA                                                                 \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"      \
    "sarif-schema-2.1.0.json"

static json_t *results, *troubles;

// ---- places ----------------------------------------------------------------

// A path with all bytes escaped that mean something in a URI.
static void put_path(FILE *out, const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz"
                                "0123456789-._~/";
    for (; *path != '\0'; path++)
        if (strchr(plain, *path) != NULL)
            fputc(*path, out);
        else
            fprintf(out, "%%%02X", (unsigned char)*path);
}

static json_t *uri(const char *before, const char *path)
{
    char *text;
    size_t n_bytes;
    FILE *out = open_memstream(&text, &n_bytes);
    must(out != NULL);
    fputs(before, out);
    put_path(out, path);
    fclose(out);
    json_t *uri = json_string(text);
    free(text);
    return uri;
}

// The path below the folder the lint was started in; NULL if it is not there.
static const char *below_here(const char *path)
{
    char here[PATH_MAX];
    size_t n = getcwd(here, sizeof(here)) != NULL ? strlen(here) : 0;
    while (strncmp(path, "./", 2) == 0)
        path += 1 + strspn(path + 1, "/");
    if (path[0] != '/')
        return path;
    if (n == 0 || strncmp(path, here, n) != 0 || path[n] != '/')
        return NULL;
    return path + n + strspn(path + n, "/");
}

static json_t *artifact(const char *path)
{
    const char *below = below_here(path);
    json_t *object =
        below != NULL ? json_pack("{s:o, s:s}", "uri", uri("", below),
                                  "uriBaseId", "%SRCROOT%")
                      : json_pack("{s:o}", "uri", uri("file://", path));
    must(object != NULL);
    return object;
}

// In characters, from 1. A byte that is no part of a character counts as one.
static unsigned character_column(struct file *file,
                                 const struct finding *finding)
{
    size_t n_bytes;
    const char *line = file_line(file, finding->line, &n_bytes);
    unsigned column = 1;
    for (size_t i = 0; line != NULL && i < n_bytes && i + 1 < finding->column;)
    {
        i += print_n_bytes(line + i, n_bytes - i);
        column++;
    }
    return line != NULL ? column : finding->column;
}

// ---- results ---------------------------------------------------------------

static json_t *result(struct file *file, const struct finding *finding)
{
    json_t *object = json_pack(
        "{s:s, s:I, s:s, s:{s:o}, s:[{s:{s:o, s:{s:I, s:I}}}]}", "ruleId",
        finding->rule->code, "ruleIndex",
        (json_int_t)rule_index(finding->rule), "level", "warning", "message",
        "text", print_string(finding->message), "locations", "physicalLocation",
        "artifactLocation", artifact(file->path), "region", "startLine",
        (json_int_t)finding->line, "startColumn",
        (json_int_t)character_column(file, finding));
    must(object != NULL);
    return object;
}

static json_t *notification(const struct file *file)
{
    json_t *object = json_pack(
        "{s:s, s:{s:o}, s:[{s:{s:o}}]}", "level", "error", "message", "text",
        print_string(error_message(file->trouble)), "locations",
        "physicalLocation", "artifactLocation", artifact(file->path));
    must(object != NULL);
    return object;
}

static void add_file(struct file *file)
{
    if (results == NULL) {
        results = json_array();
        troubles = json_array();
    }
    for (size_t i = 0; i < file->found.n; i++)
        json_array_append_new(results, result(file, &file->found.all[i]));
    if (file->trouble != NULL)
        json_array_append_new(troubles, notification(file));
}

// ---- the whole -------------------------------------------------------------

static json_t *rule_json(const struct rule *rule)
{
    json_t *object = json_pack(
        "{s:s, s:{s:s}, s:{s:s}}", "id", rule->code, "shortDescription",
        "text", rule->summary, "defaultConfiguration", "level", "warning");
    must(object != NULL);
    if (print_pages()[0] != '\0') {
        char page[PATH_MAX + 128];
        snprintf(page, sizeof(page), "%s/%s/README.md", print_pages(),
                 rule->code);
        json_object_set_new(object, "helpUri", uri("file://", page));
    }
    return object;
}

static json_t *rules_json(void)
{
    json_t *array = json_array();
    for (size_t i = 0; rules[i] != NULL; i++)
        json_array_append_new(array, rule_json(rules[i]));
    return array;
}

static void print(const struct totals *totals)
{
    json_t *all = json_pack(
        "{s:s, s:s, s:[{s:{s:{s:s, s:o}}, s:s, s:[{s:b, s:o}], s:o}]}",
        "$schema", SCHEMA, "version", "2.1.0", "runs", "tool", "driver",
        "name", "lint", "rules", rules_json(), "columnKind",
        "unicodeCodePoints", "invocations", "executionSuccessful",
        totals->n_troubles == 0, "toolExecutionNotifications", troubles,
        "results", results);
    must(all != NULL);
    json_dumpf(all, stdout, JSON_INDENT(1));
    putchar('\n');
    json_decref(all);
}

const struct form form_sarif = {"sarif", add_file, print};
