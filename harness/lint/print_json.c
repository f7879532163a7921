// Findings as JSON.
//
//     {"findings": [{"file", "line", "column", "code", "message", "page"}],
//      "troubles": [{"file", "message"}], "files": 3}
//
// Columns are in bytes, from 1. JSON holds no bytes that are not UTF-8: those
// of a file name are replaced.
#include "command.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REPLACEMENT "\xef\xbf\xbd"

static json_t *findings, *troubles;

// ---- what JSON and SARIF share ---------------------------------------------

// How long a character is whose first byte this is; 0 if it cannot be one.
static size_t length_of(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4)
        return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

// The library is the judge: it takes what is UTF-8, and nothing else.
static bool is_character(const char *text, size_t n)
{
    json_t *string = n > 0 ? json_stringn(text, n) : NULL;
    json_decref(string);
    return string != NULL;
}

static char *utf8_of(const char *text)
{
    char *out = NULL;
    size_t n_bytes, n_left = strlen(text);
    FILE *to = open_memstream(&out, &n_bytes);
    must(to != NULL);
    while (n_left > 0) {
        size_t n = length_of((unsigned char)*text);
        bool is = n <= n_left && is_character(text, n);
        n = is ? n : 1;
        fwrite(is ? text : REPLACEMENT, 1, is ? n : strlen(REPLACEMENT), to);
        text += n;
        n_left -= n;
    }
    fclose(to);
    return out;
}

json_t *print_string(const char *text)
{
    char *utf8 = utf8_of(text);
    json_t *string = json_string(utf8);
    must(string != NULL);
    free(utf8);
    return string;
}

// The program is somewhere in the folder of the course.
const char *print_pages(void)
{
    static char pages[PATH_MAX + 32];
    ssize_t n = readlink("/proc/self/exe", pages, PATH_MAX);
    while (n > 0) {
        while (--n > 0 && pages[n] != '/')
            ;
        strcpy(pages + n, "/labs/4-lint/rules");
        if (access(pages, R_OK) == 0)
            return pages;
    }
    return "";
}

// ---- JSON ------------------------------------------------------------------

static json_t *finding_json(const char *path, const struct finding *finding)
{
    char page[128];
    snprintf(page, sizeof(page), "labs/4-lint/rules/%s/README.md",
             finding->rule->code);
    json_t *object = json_pack(
        "{s:o, s:I, s:I, s:s, s:o, s:s}", "file", print_string(path), "line",
        (json_int_t)finding->line, "column", (json_int_t)finding->column,
        "code", finding->rule->code, "message", print_string(finding->message),
        "page", page);
    must(object != NULL);
    return object;
}

static void add_file(struct file *file)
{
    if (findings == NULL) {
        findings = json_array();
        troubles = json_array();
    }
    for (size_t i = 0; i < file->found.n; i++)
        json_array_append_new(
            findings, finding_json(file->path, &file->found.all[i]));
    if (file->trouble != NULL)
        json_array_append_new(
            troubles,
            json_pack("{s:o, s:o}", "file", print_string(file->path), "message",
                      print_string(error_message(file->trouble))));
}

static void print(const struct totals *totals)
{
    json_t *all =
        json_pack("{s:o, s:o, s:I}", "findings", findings, "troubles",
                  troubles, "files", (json_int_t)totals->n_files);
    must(all != NULL);
    json_dumpf(all, stdout, JSON_INDENT(1));
    putchar('\n');
    json_decref(all);
}

const struct form form_json = {"json", add_file, print};
